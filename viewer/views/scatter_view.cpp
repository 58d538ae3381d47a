#include "viewer/views/scatter_view.h"

#include "render/scene/number_text.h"
#include "viewer/views/plot.h"
#include "viewer/widgets/controls.h"
#include "viewer/widgets/dropdown.h"
#include "viewer/widgets/text.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <string>
#include <tuple>

namespace flowspace {

namespace {

constexpr std::array scatter_measures = {UnitMeasure::out, UnitMeasure::in,     UnitMeasure::turnover,
                                         UnitMeasure::net, UnitMeasure::inside, UnitMeasure::population,
                                         UnitMeasure::gdp};

double on_axis(double number, Ramp ramp) { return ramp == Ramp::logarithmic ? std::log10(number) : number; }

/// Residuals of the least-squares line of y on x; zero where x does not vary.
void measure_off(std::vector<Dot>& dots, Ramp ramp) {
    const auto count = static_cast<double>(dots.size());
    double mean_x = 0, mean_y = 0, spread = 0, joint = 0;
    for (const Dot& dot : dots) {
        mean_x += on_axis(dot.x, ramp) / count;
        mean_y += on_axis(dot.y, ramp) / count;
    }
    for (const Dot& dot : dots) {
        const double dx = on_axis(dot.x, ramp) - mean_x;
        spread += dx * dx;
        joint += dx * (on_axis(dot.y, ramp) - mean_y);
    }
    const double slope = spread > 0 ? joint / spread : 0;
    for (Dot& dot : dots) dot.off = on_axis(dot.y, ramp) - mean_y - slope * (on_axis(dot.x, ramp) - mean_x);
}

/// The three largest, then those furthest from the line.
std::vector<std::size_t> worth_a_name(const std::vector<Dot>& dots) {
    std::vector<std::size_t> rows(dots.size());
    std::iota(rows.begin(), rows.end(), std::size_t{0});
    std::ranges::stable_sort(rows, std::ranges::greater{},
                             [&](std::size_t row) { return dots[row].x * dots[row].y; });
    const auto largest = rows.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(3, rows.size()));
    std::stable_sort(largest, rows.end(), [&](std::size_t a, std::size_t b) {
        return std::fabs(dots[a].off) > std::fabs(dots[b].off);
    });
    rows.resize(std::min(rows.size(), named_dots));
    return rows;
}

class ScatterView {
public:
    void update(const ViewInput& input) { figures_.update(input); }
    bool busy() const { return figures_.busy(); }
    void draw(PanelContext& context, Box box);
    ShownRows rows(const PanelContext& context) const {
        const ViewSettings& views = context.settings.views;
        return figures_.shown(context,
                              scatter_output(context.data,
                                             make_scatter(context.data, figures_.value(), views.scatter_x,
                                                          views.scatter_y, views.scatter_ramp),
                                             views, figures_.layer()));
    }

private:
    void draw_choices(PanelContext& context, Box line);
    void choose(PanelContext& context, const char* id, Box& line, UnitMeasure& measure) const;

    FiguresStage figures_;
    Memo<std::tuple<std::uint64_t, UnitMeasure, UnitMeasure, Ramp>, Scatter> scatter_;
};

void ScatterView::choose(PanelContext& context, const char* id, Box& line, UnitMeasure& measure) const {
    const Look& look = context.look;
    std::vector<std::string> labels;
    for (const UnitMeasure one : scatter_measures)
        labels.emplace_back(measure_text(one, context.settings.views.level, look.language));
    if (const auto chosen = dropdown(look, id, cut_left(line, look.px(104)),
                                     {.labels = labels, .current = static_cast<std::size_t>(measure)}))
        measure = scatter_measures[*chosen];
}

void ScatterView::draw_choices(PanelContext& context, Box line) {
    const Look& look = context.look;
    ViewSettings& views = context.settings.views;
    const std::array ramps = {ui(Text::ramp_log, look.language), ui(Text::ramp_linear, look.language)};
    if (const auto chosen =
            segmented(look, "ramp", cut_right(line, look.px(120)),
                      {.labels = ramps, .current = static_cast<std::size_t>(views.scatter_ramp)}))
        views.scatter_ramp = static_cast<Ramp>(*chosen);
    cut_right(line, look.px(8));
    choose(context, "y", line, views.scatter_y);
    put_text(muted(look, Align::centre), cut_left(line, look.px(20)), "/");
    choose(context, "x", line, views.scatter_x);
    cut_left(line, look.px(8));
    draw_levels(context, line, views.level);
}

void ScatterView::draw(PanelContext& context, Box box) {
    const Look& look = context.look;
    const ViewSettings& views = context.settings.views;
    draw_choices(context, cut_top(box, look.px(28)));
    cut_top(box, look.px(6));
    const Scatter& scatter =
        scatter_.update({figures_.revision(), views.scatter_x, views.scatter_y, views.scatter_ramp}, [&] {
            return make_scatter(context.data, figures_.value(), views.scatter_x, views.scatter_y,
                                views.scatter_ramp);
        });
    if (scatter.dots.empty()) {
        const bool some = scatter.left_out > 0;
        put_wrapped(muted(look), inset(box, look.px(6), look.px(12)),
                    ui(figures_.awaited() ? Text::computing
                       : some             ? Text::scatter_unknown
                                          : Text::views_nothing,
                       look.language));
        return;
    }
    std::vector<double> xs, ys;
    for (const Dot& dot : scatter.dots) {
        xs.push_back(dot.x);
        ys.push_back(dot.y);
    }
    const auto title = [&](UnitMeasure measure) {
        return std::string(measure_text(measure, figures_.level(), look.language)) + " (" +
               measure_unit(context.data, measure, figures_.layer(), look.language) + ")";
    };
    std::string y_title = title(views.scatter_y);
    if (scatter.left_out > 0)
        y_title += "    " + format_ui(Text::scatter_left_out, look.language, scatter.left_out);
    const auto under =
        draw_plot(context, box,
                  {.x = axis_for(xs, views.scatter_ramp),
                   .y = axis_for(ys, views.scatter_ramp),
                   .x_title = title(views.scatter_x),
                   .y_title = y_title,
                   .dots = scatter.dots,
                   .named = scatter.named,
                   .layer = figures_.layer(),
                   .measure = is_of_flows(views.scatter_y) ? views.scatter_y : views.scatter_x});
    if (!under) return;
    const Dot& dot = scatter.dots[*under];
    tooltip(look, unit_name(context.data, dot.unit, look.language),
            title(views.scatter_x) + "  " + exact_number(dot.x) + "\n" + title(views.scatter_y) + "  " +
                exact_number(dot.y) +
                source_lines(context.data, views.scatter_x, views.scatter_y, look.language));
}

}  // namespace

Scatter make_scatter(const Dataset& data, std::span<const UnitFigures> figures, UnitMeasure x, UnitMeasure y,
                     Ramp ramp) {
    Scatter scatter;
    for (const UnitFigures& one : figures) {
        const std::optional<double> at_x = measured(data, one, x);
        const std::optional<double> at_y = measured(data, one, y);
        const bool fits = at_x && at_y && (ramp == Ramp::linear || (*at_x > 0 && *at_y > 0));
        if (fits)
            scatter.dots.push_back({one.unit, *at_x, *at_y, 0});
        else
            ++scatter.left_out;
    }
    measure_off(scatter.dots, ramp);
    scatter.named = worth_a_name(scatter.dots);
    return scatter;
}

OutputTable scatter_output(const Dataset& data, const Scatter& scatter, const ViewSettings& asked,
                           LayerId layer) {
    OutputTable output;
    if (index(layer) >= data.flows->layers().size()) return output;
    const LayerInfo& info = data.flows->layers()[index(layer)];
    const bool same = asked.scatter_x == asked.scatter_y;
    output.columns = {"layer",
                      asked.level == ViewLevel::place ? "place" : "group",
                      "name_zh",
                      "name_en",
                      std::string(measure_key(asked.scatter_x)),
                      std::string(measure_key(asked.scatter_y)) + (same ? "#2" : ""),
                      "unit",
                      "status"};
    for (const Dot& dot : scatter.dots) {
        const UnitWords words = unit_words(data, dot.unit);
        output.rows.push_back({info.key, words.id, words.name_zh, words.name_en, dot.x, dot.y, info.unit,
                               std::string(key(info.status))});
    }
    output.notes = source_notes(data, asked.scatter_x, asked.scatter_y);
    return output;
}

double PlotAxis::share_of(double number) const {
    const double from = on_axis(low, ramp), to = on_axis(high, ramp);
    return to > from ? std::clamp((on_axis(number, ramp) - from) / (to - from), 0.0, 1.0) : 0.5;
}

std::vector<double> PlotAxis::ticks() const {
    std::vector<double> found;
    if (ramp == Ramp::logarithmic) {
        const double decades = std::log10(high / low);
        const int every = std::max(1, static_cast<int>(std::ceil(decades / 7)));
        for (int power = static_cast<int>(std::ceil(std::log10(low) - 1e-9));
             std::pow(10, power) <= high * (1 + 1e-9); power += every)
            found.push_back(std::pow(10, power));
        if (found.size() >= 2) return found;
        found.clear();
    }
    const double span = high - low;
    if (!(span > 0)) return {low};
    double step = std::pow(10, std::floor(std::log10(span)));
    for (const double part : {0.2, 0.5, 1.0})
        if (span / (step * part) <= 6) {
            step *= part;
            break;
        }
    for (double at = std::ceil(low / step - 1e-9); at * step <= high + step * 1e-9 && found.size() < 7; ++at)
        found.push_back(at * step);
    return found;
}

PlotAxis axis_for(std::span<const double> numbers, Ramp ramp) {
    if (numbers.empty()) return {ramp == Ramp::logarithmic ? 1.0 : 0.0, 10, ramp};
    const auto [least, most] = std::ranges::minmax(numbers);
    if (ramp == Ramp::logarithmic) {
        const double room = std::max(std::pow(most / least, 0.04), 1.05);
        return {least / room, most * room, ramp};
    }
    const double room = most > least ? (most - least) * 0.04 : std::max(1.0, std::fabs(most) * 0.1);
    return {least >= 0 && least < (most - least) ? 0.0 : least - room, most + room, ramp};
}

LinkedView scatter_view() {
    return linked_view<ScatterView>("scatter", Text::view_scatter, Text::view_scatter_hint);
}

}  // namespace flowspace
