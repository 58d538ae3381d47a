#include "viewer/views/size_view.h"

#include "render/scene/number_text.h"
#include "viewer/views/plot.h"
#include "viewer/widgets/dropdown.h"
#include "viewer/widgets/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <tuple>

namespace flowspace {

namespace {

constexpr std::array size_measures = {UnitMeasure::out,    UnitMeasure::in,         UnitMeasure::turnover,
                                      UnitMeasure::inside, UnitMeasure::population, UnitMeasure::gdp};

class SizeView {
public:
    void update(const ViewInput& input) { figures_.update(input); }
    bool busy() const { return figures_.busy(); }
    void draw(PanelContext& context, Box box);
    ShownRows rows(const PanelContext& context) const {
        const ViewSettings& views = context.settings.views;
        return figures_.shown(
            context,
            rank_size_output(context.data, make_rank_size(context.data, figures_.value(), views.size), views,
                             figures_.layer()));
    }

private:
    void draw_choices(PanelContext& context, Box line) const;

    FiguresStage figures_;
    Memo<std::tuple<std::uint64_t, UnitMeasure>, SizeRanks> ranks_;
};

void SizeView::draw_choices(PanelContext& context, Box line) const {
    const Look& look = context.look;
    ViewSettings& views = context.settings.views;
    std::vector<std::string> labels;
    std::size_t current = size_measures.size();
    for (const UnitMeasure one : size_measures) {
        if (one == views.size) current = labels.size();
        labels.emplace_back(measure_text(one, views.level, look.language));
    }
    if (const auto chosen =
            dropdown(look, "size", cut_left(line, look.px(120)), {.labels = labels, .current = current}))
        views.size = size_measures[*chosen];
    cut_left(line, look.px(8));
    draw_levels(context, line, views.level);
}

void SizeView::draw(PanelContext& context, Box box) {
    const Look& look = context.look;
    const UnitMeasure measure = context.settings.views.size;
    draw_choices(context, cut_top(box, look.px(28)));
    cut_top(box, look.px(6));
    const SizeRanks& ranks = ranks_.update({figures_.revision(), measure}, [&] {
        return make_rank_size(context.data, figures_.value(), measure);
    });
    if (ranks.dots.empty()) {
        put_wrapped(muted(look), inset(box, look.px(6), look.px(12)),
                    ui(figures_.awaited()   ? Text::computing
                       : ranks.left_out > 0 ? Text::scatter_unknown
                                            : Text::views_nothing,
                       look.language));
        return;
    }
    std::vector<double> xs, ys;
    for (const Dot& dot : ranks.dots) {
        xs.push_back(dot.x);
        ys.push_back(dot.y);
    }
    const std::string unit = measure_unit(context.data, measure, figures_.layer(), look.language);
    std::string title =
        std::string(measure_text(measure, figures_.level(), look.language)) + " (" + unit + ")";
    if (ranks.fit)
        title += "    " + format_ui(Text::size_fit, look.language,
                                    fmt::format("{:.2f}", ranks.fit->exponent.value),
                                    fmt::format("{:.2f}", ranks.fit->exponent.standard_error));
    if (ranks.left_out > 0)
        title += "    " + format_ui(Text::scatter_left_out, look.language, ranks.left_out);
    const PlotAxis x = axis_for(xs, Ramp::logarithmic), y = axis_for(ys, Ramp::logarithmic);
    std::optional<std::array<Dot, 2>> line;
    if (ranks.fit)
        line = {Dot{{}, xs.front(), fitted_size(*ranks.fit, xs.front()), 0},
                Dot{{}, xs.back(), fitted_size(*ranks.fit, xs.back()), 0}};
    const auto under = draw_plot(context, box,
                                 {.x = x,
                                  .y = y,
                                  .x_title = ui(Text::column_rank, look.language),
                                  .y_title = title,
                                  .dots = ranks.dots,
                                  .named = ranks.named,
                                  .layer = figures_.layer(),
                                  .measure = measure,
                                  .line = line});
    if (!under) return;
    const Dot& dot = ranks.dots[*under];
    tooltip(look, unit_name(context.data, dot.unit, look.language),
            std::string(ui(Text::column_rank, look.language)) + "  " + exact_number(dot.x) + "\n" +
                measure_text(measure, figures_.level(), look.language) + "  " + exact_number(dot.y) + " " +
                unit + source_lines(context.data, measure, measure, look.language));
}

}  // namespace

SizeRanks make_rank_size(const Dataset& data, std::span<const UnitFigures> figures, UnitMeasure measure) {
    SizeRanks ranks;
    for (const UnitFigures& one : figures) {
        const std::optional<double> size = measured(data, one, measure);
        if (size && *size > 0)
            ranks.dots.push_back({one.unit, 0, *size, 0});
        else
            ++ranks.left_out;
    }
    std::ranges::stable_sort(ranks.dots, std::ranges::greater{}, &Dot::y);
    for (std::size_t row = 0; row < ranks.dots.size(); ++row) {
        ranks.dots[row].x = static_cast<double>(row + 1);
        if (row < named_dots) ranks.named.push_back(row);
    }
    std::vector<double> sizes;
    for (const Dot& dot : ranks.dots) sizes.push_back(dot.y);
    ranks.fit = rank_size(sizes);
    return ranks;
}

double fitted_size(const RankSize& fit, double rank) {
    return std::exp((fit.intercept - std::log(rank - 0.5)) / fit.exponent.value);
}

OutputTable rank_size_output(const Dataset& data, const SizeRanks& ranks, const ViewSettings& asked,
                             LayerId layer) {
    OutputTable output;
    if (index(layer) >= data.flows->layers().size()) return output;
    const LayerInfo& info = data.flows->layers()[index(layer)];
    output.columns = {"layer",       "rank",    asked.level == ViewLevel::place ? "place" : "group",
                      "name_zh",     "name_en", "size",
                      "fitted_size", "measure", "unit"};
    const bool of_flows = is_of_flows(asked.size);
    const std::string unit = of_flows ? info.unit : measure_unit(data, asked.size, layer, Language::en);
    for (const Dot& dot : ranks.dots) {
        const UnitWords words = unit_words(data, dot.unit);
        output.rows.push_back({of_flows ? OutputCell(info.key) : OutputCell(),
                               static_cast<std::int64_t>(dot.x), words.id, words.name_zh, words.name_en,
                               dot.y, ranks.fit ? OutputCell(fitted_size(*ranks.fit, dot.x)) : OutputCell(),
                               std::string(measure_key(asked.size)), unit});
    }
    output.notes = source_notes(data, asked.size, asked.size);
    return output;
}

LinkedView size_view() { return linked_view<SizeView>("rank-size", Text::view_size, Text::view_size_hint); }

}  // namespace flowspace
