#include "data/bake/model_months.h"

#include "data/spring_festival.h"

#include <algorithm>
#include <array>

namespace flowspace::bake {
namespace {

constexpr int first_year = 2019, year_count = 5;
constexpr std::size_t month_count = 12 * year_count;
constexpr std::int64_t day_ms = 86'400'000;
constexpr int days_before = 15, days_after = 25;  // of the Spring Festival travel season

using Year = std::array<double, 12>;
using Months = std::array<Year, year_count>;
constexpr Year even = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};

/// What a layer's months are made of: season x trend x course, and `festival` times the share of the festival
/// season.
struct Course {
    Year season = even;
    std::array<double, year_count> trend = {1, 1, 1, 1, 1};
    Months disturbance = {even, even, even, even, even};
    double festival_before = 0;
    double festival_after = 0;
};

// Shaped after the published course of each kind of traffic and business in those years; not taken from any
// table.
constexpr Course people = {
    .season = {0.94, 0.93, 0.97, 1.01, 1.02, 0.98, 1.07, 1.10, 0.99, 1.09, 0.94, 0.91},
    .trend = {1, 1, 1, 1, 1.04},
    .disturbance = {even,
                    {0.85, 0.22, 0.42, 0.60, 0.72, 0.75, 0.78, 0.84, 0.90, 0.94, 0.90, 0.86},
                    {0.72, 0.80, 0.92, 0.97, 0.98, 0.92, 0.94, 0.70, 0.87, 0.85, 0.77, 0.79},
                    {0.75, 0.74, 0.52, 0.42, 0.50, 0.62, 0.74, 0.71, 0.62, 0.58, 0.48, 0.52},
                    {0.84, 0.97, 1.00, 1.04, 1.03, 1.01, 1.08, 1.08, 1.03, 1.06, 1.01, 1.00}},
    .festival_before = 0.22,
    .festival_after = 0.30};
constexpr Course goods = {
    .season = {0.99, 0.96, 1.00, 1.01, 1.02, 1.01, 0.99, 1.00, 1.03, 1.02, 1.05, 1.03},
    .trend = {1, 1.02, 1.12, 1.11, 1.19},
    .disturbance = {even,
                    {0.93, 0.58, 0.84, 0.96, 1.00, 1.00, 0.99, 1.00, 1.01, 1.01, 1.02, 1.01},
                    even,
                    {1.00, 1.00, 0.93, 0.86, 0.91, 0.97, 1.00, 0.99, 0.98, 0.96, 0.92, 0.93},
                    even},
    .festival_before = -0.06,
    .festival_after = -0.30};
constexpr Course capital = {
    .season = {0.96, 0.78, 1.09, 0.92, 0.93, 1.12, 0.91, 0.93, 1.08, 0.91, 0.99, 1.38},
    .trend = {1, 1.03, 1.12, 1.07, 1.05},
    .disturbance = {even, {0.95, 0.60, 0.78, 0.92, 1, 1, 1, 1, 1, 1, 1, 1}, even, even, even},
    .festival_before = 0.00,
    .festival_after = -0.18};
constexpr Course technology = {
    .season = {0.62, 0.58, 0.86, 0.86, 0.90, 1.14, 0.90, 0.94, 1.14, 0.94, 1.20, 1.92},
    .trend = {1, 1.18, 1.52, 1.84, 2.20},
    .disturbance = {even, {0.92, 0.62, 0.82, 0.94, 1, 1, 1, 1, 1, 1, 1, 1}, even, even, even},
    .festival_before = 0.00,
    .festival_after = -0.15};
constexpr Course information = {
    .season = {1.00, 0.97, 1.03, 1.00, 1.00, 0.98, 1.05, 1.05, 0.98, 1.03, 0.97, 0.94},
    .trend = {1, 1.06, 1.09, 1.12, 1.14},
    .disturbance = {even, {1.10, 1.22, 1.12, 1.05, 1, 1, 1, 1, 1, 1, 1, 1}, even, even, even},
    .festival_before = 0.08,
    .festival_after = 0.04};
constexpr std::array<const Course*, model_layer_count> courses = {&people, &goods, &capital, &technology,
                                                                  &information};

constexpr std::size_t step_of(int year, int month) {
    return static_cast<std::size_t>((year - first_year) * 12 + month - 1);
}

/// Codes that begin like this were all but closed in these months.
struct Closure {
    std::string_view code_begins = {};
    std::size_t step = 0;
    double people = 1;
    double goods = 1;
};
constexpr std::array closures = {
    Closure{"4201", step_of(2020, 1), 0.72, 0.90}, Closure{"4201", step_of(2020, 2), 0.04, 0.30},
    Closure{"4201", step_of(2020, 3), 0.06, 0.35}, Closure{"4201", step_of(2020, 4), 0.55, 0.70},
    Closure{"42", step_of(2020, 2), 0.20, 0.55},   Closure{"42", step_of(2020, 3), 0.35, 0.65},
    Closure{"31", step_of(2022, 3), 0.60, 0.85},   Closure{"31", step_of(2022, 4), 0.05, 0.35},
    Closure{"31", step_of(2022, 5), 0.08, 0.45},   Closure{"31", step_of(2022, 6), 0.45, 0.80}};

}  // namespace

TimeAxis model_months() {
    TimeAxis axis = {.grain = Grain::month};
    TimeMs month = TimeMs{std::int64_t{17'897} * day_ms};  // 2019-01-01
    for (std::size_t step = 0; step < month_count; ++step) {
        axis.starts.push_back(month);
        month = step_end(Grain::month, month);
    }
    return axis;
}

FestivalShare festival_share(TimeMs month) {
    FestivalShare share;
    const std::int64_t end = count(step_end(Grain::month, month));
    for (std::int64_t day = count(month); day < end; day += day_ms) {
        const auto distance = days_from_spring_festival(TimeMs{day});
        if (!distance) continue;
        if (*distance < 0 && *distance >= -days_before) share.before += 1.0 / days_before;
        if (*distance >= 0 && *distance < days_after) share.after += 1.0 / days_after;
    }
    return share;
}

std::vector<double> national_factors(ModelLayer layer) {
    const Course& course = *courses[static_cast<std::size_t>(layer)];
    const TimeAxis axis = model_months();
    std::vector<double> factors;
    for (std::size_t step = 0; step < axis.size(); ++step) {
        const std::size_t year = step / 12, month = step % 12;
        const FestivalShare share = festival_share(axis.starts[step]);
        const double festival =
            1 + course.festival_before * share.before + course.festival_after * share.after;
        factors.push_back(course.season[month] * course.trend[year] * course.disturbance[year][month] *
                          festival);
    }
    return factors;
}

double local_factor(ModelLayer layer, const Ends& ends, std::size_t month) {
    double factor = 1;
    for (const Closure& closure : closures) {
        if (closure.step != month) continue;
        if (!ends.origin.starts_with(closure.code_begins) &&
            !ends.destination.starts_with(closure.code_begins))
            continue;
        if (layer == ModelLayer::people) factor = std::min(factor, closure.people);
        if (layer == ModelLayer::goods) factor = std::min(factor, closure.goods);
    }
    return factor;
}

}  // namespace flowspace::bake
