#include "viewer/views/ranking_view.h"

#include "render/scene/number_text.h"
#include "viewer/hover.h"
#include "viewer/panels/trace_offer.h"
#include "viewer/widgets/controls.h"
#include "viewer/widgets/data_table.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace flowspace {

namespace {

constexpr std::array measures = {UnitMeasure::out, UnitMeasure::out, UnitMeasure::in, UnitMeasure::net,
                                 UnitMeasure::inside};

UnitMeasure measure_of(RankingColumn column) { return measures[static_cast<std::size_t>(column)]; }

std::string folded_name(const Dataset& data, const Target& unit) {
    std::string name = unit_name(data, unit, Language::en);
    std::ranges::transform(name, name.begin(), [](char letter) {
        return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
    });
    return name;
}

OutputCell cell_of(const std::optional<double>& number) {
    return number ? OutputCell(*number) : OutputCell();
}

class RankingView {
public:
    void update(const ViewInput& input) { figures_.update(input); }
    bool busy() const { return figures_.busy(); }
    void draw(PanelContext& context, Box box);
    ShownRows rows(const PanelContext& context) const {
        return figures_.shown(
            context, ranking_output(context.data, figures_.value(),
                                    ranked(context.data, figures_.value(), context.settings.views.ranking),
                                    figures_.layer()));
    }

private:
    const std::vector<std::uint32_t>& order(const PanelContext& context);
    TableCell cell(const PanelContext& context, std::size_t row, std::size_t column) const;
    void follow_selection(PanelContext& context, const Box& box);

    FiguresStage figures_;
    Memo<std::tuple<std::uint64_t, RankingColumn, Order>, std::vector<std::uint32_t>> order_;
    double largest_ = 0;
    TableScroll scroll_;
    Target seen_;
};

const std::vector<std::uint32_t>& RankingView::order(const PanelContext& context) {
    const SortBy<RankingColumn> sort = context.settings.views.ranking;
    return order_.update({figures_.revision(), sort.column, sort.order}, [&] {
        largest_ = 0;
        for (const UnitFigures& one : figures_.value())
            for (const UnitMeasure measure : {UnitMeasure::out, UnitMeasure::in, UnitMeasure::inside})
                largest_ = std::max(largest_, measured(context.data, one, measure).value_or(0));
        return ranked(context.data, figures_.value(), sort);
    });
}

TableCell RankingView::cell(const PanelContext& context, std::size_t row, std::size_t column) const {
    const Look& look = context.look;
    const UnitFigures& figures = figures_.value()[order_.value()[row]];
    if (column == 0) return {.text = exact_number(static_cast<double>(row + 1)), .quiet = true};
    if (column == 1) return {.text = unit_name(context.data, figures.unit, look.language)};
    const auto measure = measure_of(static_cast<RankingColumn>(column - 1));
    const std::optional<double> number = measured(context.data, figures, measure);
    if (!number) return {.text = "–", .tip = ui(Text::unknown_hint, look.language), .quiet = true};
    const std::string unit = measure_unit(context.data, measure, figures_.layer(), look.language);
    const bool bar = measure != UnitMeasure::net && largest_ > 0;
    return {.text = (measure == UnitMeasure::net && *number > 0 ? "+" : "") +
                    short_number(*number, look.language),
            .tip = exact_number(*number) + " " + unit,
            .share = bar ? *number / largest_ : 0};
}

void RankingView::follow_selection(PanelContext& context, const Box& box) {
    Target& selected = context.settings.selected;
    const int steps = std::exchange(context.workspace.view_steps, 0);
    if (steps == 0 && selected == seen_) return;
    const std::vector<std::uint32_t>& rows = order_.value();
    const auto at =
        std::ranges::find_if(rows, [&](std::uint32_t row) { return figures_.value()[row].unit == selected; });
    auto row = static_cast<std::int64_t>(at - rows.begin());
    const bool found = at != rows.end();
    if (steps != 0 && !rows.empty()) {
        row =
            std::clamp<std::int64_t>(found ? row + steps : 0, 0, static_cast<std::int64_t>(rows.size()) - 1);
        selected = figures_.value()[rows[static_cast<std::size_t>(row)]].unit;
    }
    seen_ = selected;
    if (found || steps != 0) scroll_to(scroll_, static_cast<std::size_t>(row), context.look, box);
}

void RankingView::draw(PanelContext& context, Box box) {
    const Look& look = context.look;
    Box line = cut_top(box, look.px(28));
    draw_levels(context, line, context.settings.views.level);
    cut_left(line, look.px(12));
    cut_top(box, look.px(4));
    if (context.data.flows->layers().empty() || figures_.value().empty()) {
        put_wrapped(muted(look), inset(box, look.px(6), look.px(12)),
                    ui(figures_.awaited() ? Text::computing : Text::views_nothing, look.language));
        return;
    }
    const LayerInfo& layer = context.data.flows->layers()[index(figures_.layer())];
    put_text(muted(look), line,
             std::string(layer_name(layer, look.language)) + "·" + layer_unit(layer, look.language) + "·" +
                 status_text(layer.status, look.language));
    const std::vector<std::uint32_t>& rows = order(context);
    const ViewLevel level = figures_.level();
    const std::array heads = {
        TableColumn{ui(Text::column_rank, look.language), 52, Align::right},
        TableColumn{level_text(level, look.language), 0},
        TableColumn{measure_text(UnitMeasure::out, level, look.language), 96, Align::right},
        TableColumn{measure_text(UnitMeasure::in, level, look.language), 96, Align::right},
        TableColumn{measure_text(UnitMeasure::net, level, look.language), 96, Align::right},
        TableColumn{measure_text(UnitMeasure::inside, level, look.language), 96, Align::right}};
    SortBy<RankingColumn>& sort = context.settings.views.ranking;
    follow_selection(context, box);
    const auto unit = [&](std::size_t row) { return figures_.value()[rows[row]].unit; };
    const TableTouch at = data_table(
        look, "ranking", box,
        {.columns = heads,
         .rows = rows.size(),
         .sorted_by = static_cast<std::size_t>(sort.column) + 1,
         .order = sort.order,
         .cell = [&](std::size_t row, std::size_t column) { return cell(context, row, column); },
         .mark =
             [&](std::size_t row) {
                 if (unit(row) == context.settings.selected) return DataTable::Mark::selected;
                 return unit(row) == context.hover.seen() ? DataTable::Mark::lit : DataTable::Mark::none;
             }},
        scroll_);
    if (at.head && *at.head > 0) {
        const auto column = static_cast<RankingColumn>(*at.head - 1);
        const Order first = column == RankingColumn::name ? Order::ascending : Order::descending;
        const Order other = sort.order == Order::ascending ? Order::descending : Order::ascending;
        sort = {column, sort.column == column ? other : first};
    }
    if (at.hovered) context.hover.set(unit(*at.hovered));
    if (at.asked) {
        constexpr std::array asked = {UnitMeasure::out, UnitMeasure::out, UnitMeasure::out,
                                      UnitMeasure::in,  UnitMeasure::net, UnitMeasure::inside};
        show_trace(context, figure_of_unit(context.data, context.derived.answered_filter(), figures_.layer(),
                                           unit(at.asked->row), asked[at.asked->column]));
    }
    if (at.clicked) {
        Target& selected = context.settings.selected;
        selected = selected == unit(*at.clicked) ? Target{} : unit(*at.clicked);
        seen_ = selected;
    }
}

}  // namespace

std::vector<std::uint32_t> ranked(const Dataset& data, std::span<const UnitFigures> figures,
                                  const SortBy<RankingColumn>& sort) {
    const auto by = [&](std::vector<std::uint32_t>& rows, UnitMeasure measure, Order order) {
        std::vector<std::optional<double>> numbers;
        for (const UnitFigures& one : figures) numbers.push_back(measured(data, one, measure));
        std::ranges::stable_sort(rows, [&](std::uint32_t a, std::uint32_t b) {
            if (!numbers[a] || !numbers[b]) return numbers[a].has_value() && !numbers[b].has_value();
            return order == Order::ascending ? *numbers[a] < *numbers[b] : *numbers[a] > *numbers[b];
        });
    };
    std::vector<std::uint32_t> rows(figures.size());
    std::iota(rows.begin(), rows.end(), 0U);
    for (const UnitMeasure measure : {UnitMeasure::inside, UnitMeasure::in, UnitMeasure::out})
        by(rows, measure, Order::descending);
    if (sort.column != RankingColumn::name) {
        by(rows, measure_of(sort.column), sort.order);
        return rows;
    }
    std::vector<std::string> names;
    for (const UnitFigures& one : figures) names.push_back(folded_name(data, one.unit));
    std::ranges::stable_sort(rows, [&](std::uint32_t a, std::uint32_t b) {
        return sort.order == Order::ascending ? names[a] < names[b] : names[b] < names[a];
    });
    return rows;
}

OutputTable ranking_output(const Dataset& data, std::span<const UnitFigures> figures,
                           std::span<const std::uint32_t> order, LayerId layer) {
    OutputTable output;
    if (index(layer) >= data.flows->layers().size()) return output;
    const bool groups = !figures.empty() && figures.front().unit.group.has_value();
    output.columns = {"layer", groups ? "group" : "place", "name_zh", "name_en", "out",
                      "in",    groups ? "inside" : "self", "unit",    "status",  "net"};
    const LayerInfo& info = data.flows->layers()[index(layer)];
    for (const std::uint32_t row : order) {
        const UnitFigures& one = figures[row];
        const UnitWords words = unit_words(data, one.unit);
        output.rows.push_back(
            {info.key, words.id, words.name_zh, words.name_en, cell_of(measured(data, one, UnitMeasure::out)),
             cell_of(measured(data, one, UnitMeasure::in)), cell_of(measured(data, one, UnitMeasure::inside)),
             info.unit, std::string(key(info.status)), cell_of(measured(data, one, UnitMeasure::net))});
    }
    return output;
}

LinkedView ranking_view() {
    return linked_view<RankingView>("ranking", Text::view_ranking, Text::view_ranking_hint);
}

}  // namespace flowspace
