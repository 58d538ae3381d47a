// See pressures.h.
#include "data/analysis/pressures.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace flowspace {
namespace {

using Known = std::optional<double> PressureRow::*;

const PressureRow* row_of(const std::vector<PressureRow>& rows, double year) {
    const auto found = std::ranges::find(rows, year, &PressureRow::year);
    return found == rows.end() ? nullptr : &*found;
}

bool has(const PressureRow* row, std::initializer_list<Known> needed) {
    return row != nullptr &&
           std::ranges::all_of(needed, [&](Known field) { return (row->*field).has_value(); });
}

/// Years, ascending, in which some member has all that is needed.
std::vector<double> years_with(std::span<const std::vector<PressureRow>> members,
                               std::initializer_list<Known> needed) {
    std::vector<double> years;
    for (const std::vector<PressureRow>& rows : members)
        for (const PressureRow& row : rows)
            if (has(&row, needed)) years.push_back(row.year);
    std::ranges::sort(years);
    const auto rest = std::ranges::unique(years);
    years.erase(rest.begin(), rest.end());
    return years;
}

/// Sum of one over sum of the other, in the last year that has both.
std::optional<PressureValue> ratio(std::span<const std::vector<PressureRow>> members, Known above,
                                   Known below) {
    const std::vector<double> years = years_with(members, {above, below});
    if (years.empty()) return std::nullopt;
    PressureValue made{.first_year = years.back(), .last_year = years.back()};
    double over = 0, under = 0;
    for (const std::vector<PressureRow>& rows : members) {
        const PressureRow* row = row_of(rows, years.back());
        if (!has(row, {above, below})) continue;
        over += *(row->*above);
        under += *(row->*below);
        ++made.places;
    }
    if (!(under > 0)) return std::nullopt;
    made.value = over / under;
    return made;
}

/// First and last sums of the places that have all that is needed in both years.
struct Course {
    double first = 0, last = 0, first_year = 0, last_year = 0;
    std::size_t places = 0;
    double years() const { return last_year - first_year; }
    bool grows() const { return places > 0 && years() > 0 && first > 0 && last > 0; }
};

Course course_of(std::span<const std::vector<PressureRow>> members, Known what,
                 std::initializer_list<Known> needed) {
    Course course;
    const std::vector<double> years = years_with(members, needed);
    if (years.size() < 2) return course;
    course.first_year = years.front();
    course.last_year = years.back();
    for (const std::vector<PressureRow>& rows : members) {
        const PressureRow *first = row_of(rows, years.front()), *last = row_of(rows, years.back());
        if (!has(first, needed) || !has(last, needed)) continue;
        course.first += *(first->*what);
        course.last += *(last->*what);
        ++course.places;
    }
    return course;
}

PressureValue value_of(const Course& course, double value) {
    return {value, course.first_year, course.last_year, course.places};
}

}  // namespace

Pressures pressures_of(std::span<const std::vector<PressureRow>> members) {
    Pressures made{.density = ratio(members, &PressureRow::people, &PressureRow::area_km2),
                   .emission_intensity = ratio(members, &PressureRow::emissions, &PressureRow::gdp)};
    const Course land = course_of(members, &PressureRow::built_km2, {&PressureRow::built_km2});
    if (land.grows()) made.expansion = value_of(land, (land.last - land.first) / land.first / land.years());
    const Course people =
        course_of(members, &PressureRow::people, {&PressureRow::built_km2, &PressureRow::people});
    if (people.grows())
        made.people_growth = value_of(people, std::log(people.last / people.first) / people.years());
    return made;
}

std::optional<Volatility> volatility(std::span<const double> series, std::size_t season) {
    assert(season > 0);
    constexpr std::size_t least = 3;
    std::vector<double> changes;
    for (std::size_t at = season; at < series.size(); ++at)
        if (series[at] > 0 && series[at - season] > 0)
            changes.push_back(std::log(series[at] / series[at - season]));
    if (changes.size() < least) return std::nullopt;
    double mean = 0, squares = 0;
    for (const double change : changes) mean += change / static_cast<double>(changes.size());
    for (const double change : changes) squares += (change - mean) * (change - mean);
    return Volatility{std::sqrt(squares / static_cast<double>(changes.size() - 1)), changes.size()};
}

}  // namespace flowspace
