#include "viewer/views/pairs_view.h"

#include "render/scene/number_text.h"
#include "viewer/hover.h"
#include "viewer/panels/trace_offer.h"
#include "viewer/place_words.h"
#include "viewer/views/linked_view.h"
#include "viewer/widgets/controls.h"
#include "viewer/widgets/data_table.h"

#include <algorithm>
#include <array>
#include <tuple>

namespace flowspace {

namespace {

constexpr std::array column_texts = {Text::column_rank,  Text::column_origin, Text::column_destination,
                                     Text::column_layer, Text::rows_value,    Text::column_share,
                                     Text::rows_number};

/// The columns on screen: the layer's only where there are several.
std::vector<PairColumn> columns_of(const PanelContext& context) {
    std::vector<PairColumn> columns = {PairColumn::rank, PairColumn::origin, PairColumn::destination};
    if (context.settings.filter.layers.size() > 1) columns.push_back(PairColumn::layer);
    columns.insert(columns.end(), {PairColumn::value, PairColumn::share, PairColumn::rows});
    return columns;
}

TableColumn head_of(const Look& look, PairColumn column) {
    constexpr std::array widths = {64.f, 0.f, 0.f, 84.f, 88.f, 72.f, 60.f};
    const bool words =
        column == PairColumn::origin || column == PairColumn::destination || column == PairColumn::layer;
    const auto at = static_cast<std::size_t>(column);
    return {ui(column_texts[at], look.language), widths[at], words ? Align::left : Align::right};
}

/// Numbers begin with the largest, words and ranks with the first.
Order first_order(PairColumn column) {
    const bool number =
        column == PairColumn::value || column == PairColumn::share || column == PairColumn::rows;
    return number ? Order::descending : Order::ascending;
}

class PairsView {
public:
    void update(const ViewInput& input);
    bool busy() const { return stage_.busy(); }
    void draw(PanelContext& context, Box box);
    ShownRows rows(const PanelContext& context) const {
        return {pair_output(context.data, stage_.value()), context.derived.answered_filter(), SumKey::pair};
    }

private:
    TableCell cell(const PanelContext& context, const PairRow& row, PairColumn column) const;
    DataTable::Mark mark(const PanelContext& context, const PairRow& row) const;
    void follow_selection(PanelContext& context, const Box& box);
    void draw_line(PanelContext& context, Box line);

    ViewStage<std::tuple<std::uint64_t, PairTableRequest>, PairTable> stage_;
    std::uint64_t collected_ = 0;  // revision of the sums in `selection_`
    std::shared_ptr<const PairSelection> selection_;
    TableScroll scroll_;
    Target seen_;  // the selection that is scrolled to
};

void PairsView::update(const ViewInput& input) {
    const std::uint64_t revision = input.derived.sums_revision();
    if (!selection_ || collected_ != revision) {
        selection_ = std::make_shared<const PairSelection>(
            select_pair_rows(*input.data, input.derived.answered_filter(), input.derived.sums()));
        collected_ = revision;
    }
    const PairTableRequest request{input.settings.views.pairs, input.workspace.find_pairs};
    stage_.update({revision, request}, input,
                  [data = input.data, selection = selection_, request](const std::stop_token& cancel) {
                      return Result<PairTable>(order_pairs(*data, *selection, request, cancel));
                  });
}

TableCell PairsView::cell(const PanelContext& context, const PairRow& row, PairColumn column) const {
    const Look& look = context.look;
    const Pair& ends = context.data.flows->pairs()[index(row.pair)];
    const LayerInfo& layer = context.data.flows->layers()[index(row.layer)];
    const double total = stage_.value().totals[index(row.layer)];
    const double share = total != 0 ? row.value / total : 0;
    switch (column) {
        case PairColumn::rank:
            return {.text = exact_number(row.rank), .quiet = true};
        case PairColumn::origin:
            return {.text = place_name_apart(*context.data.atlas, ends.origin, look.language)};
        case PairColumn::destination:
            return {.text = place_name_apart(*context.data.atlas, ends.destination, look.language)};
        case PairColumn::layer:
            return {.text = layer_name(layer, look.language), .quiet = true};
        case PairColumn::value:
            return {.text = short_number(row.value, look.language),
                    .tip = with_unit(exact_number(row.value), layer, look.language)};
        case PairColumn::share:
            return {.text = total != 0 ? percent(share) : "–", .quiet = true, .share = share};
        case PairColumn::rows:
            return {.text = exact_number(static_cast<double>(row.rows)), .quiet = true};
    }
    return {};
}

DataTable::Mark PairsView::mark(const PanelContext& context, const PairRow& row) const {
    const Target target = target_of(FlowRef{row.layer, row.pair});
    if (context.settings.selected == target) return DataTable::Mark::selected;
    const Target hovered = context.hover.seen();
    const Pair& ends = context.data.flows->pairs()[index(row.pair)];
    const bool end = hovered.place && (*hovered.place == ends.origin || *hovered.place == ends.destination);
    return end || hovered == target ? DataTable::Mark::lit : DataTable::Mark::none;
}

/// What was selected elsewhere comes on screen; the keyboard moves the selection from row to row.
void PairsView::follow_selection(PanelContext& context, const Box& box) {
    const std::vector<PairRow>& rows = stage_.value().rows;
    Target& selected = context.settings.selected;
    if (stage_.busy()) return;
    const int steps = std::exchange(context.workspace.view_steps, 0);
    if (steps == 0 && selected == seen_) return;
    const auto pairs = context.data.flows->pairs();
    const auto at = std::ranges::find_if(rows, [&](const PairRow& row) {
        if (selected.flow) return selected.flow->layer == row.layer && selected.flow->pair == row.pair;
        const Pair& ends = pairs[index(row.pair)];
        return selected.place && (ends.origin == *selected.place || ends.destination == *selected.place);
    });
    auto row = static_cast<std::int64_t>(at - rows.begin());
    const bool found = at != rows.end();
    if (steps != 0 && !rows.empty()) {
        row = found && selected.flow ? row + steps : found ? row : 0;
        row = std::clamp<std::int64_t>(row, 0, static_cast<std::int64_t>(rows.size()) - 1);
        const PairRow& next = rows[static_cast<std::size_t>(row)];
        selected = target_of(FlowRef{next.layer, next.pair});
    }
    seen_ = selected;
    if (found || steps != 0) scroll_to(scroll_, static_cast<std::size_t>(row), context.look, box);
}

/// Above the table: what is searched for, and how many pairs that leaves.
void PairsView::draw_line(PanelContext& context, Box line) {
    const Look& look = context.look;
    const PairTable& table = stage_.value();
    text_field(look, "##find", cut_left(line, std::min(look.px(240), line.width() / 2)),
               {.hint = ui(Text::pairs_find, look.language), .icon = Icon::search},
               context.workspace.find_pairs);
    cut_left(line, look.px(12));
    const auto number = [](std::size_t count) { return exact_number(static_cast<double>(count)); };
    const std::string count =
        table.rows.size() == table.selected
            ? format_ui(Text::pairs_count, look.language, number(table.rows.size()))
            : format_ui(Text::pairs_found, look.language, number(table.rows.size()), number(table.selected));
    const bool waits = stage_.busy() || stage_.revision() == 0;  // before the first answer nothing is known
    put_text(muted(look), line, waits ? ui(Text::computing, look.language) : count.c_str());
}

void PairsView::draw(PanelContext& context, Box box) {
    const Look& look = context.look;
    draw_line(context, cut_top(box, look.px(28)));
    cut_top(box, look.px(4));
    const PairTable& table = stage_.value();
    if (table.rows.empty() && !stage_.busy() && stage_.revision() > 0) {
        put_wrapped(muted(look), inset(box, look.px(6), look.px(12)),
                    ui(table.selected > 0 ? Text::pairs_none_found : Text::views_nothing, look.language));
        return;
    }
    const std::vector<PairColumn> columns = columns_of(context);
    std::vector<TableColumn> heads;
    for (const PairColumn column : columns) heads.push_back(head_of(look, column));
    SortBy<PairColumn>& sort = context.settings.views.pairs;
    follow_selection(context, box);
    const TableTouch at = data_table(
        look, "pairs", box,
        {.columns = heads,
         .rows = table.rows.size(),
         .sorted_by = static_cast<std::size_t>(std::ranges::find(columns, sort.column) - columns.begin()),
         .order = sort.order,
         .cell = [&](std::size_t row,
                     std::size_t column) { return cell(context, table.rows[row], columns[column]); },
         .mark = [&](std::size_t row) { return mark(context, table.rows[row]); }},
        scroll_);
    if (at.head) {
        const PairColumn column = columns[*at.head];
        const Order other = sort.order == Order::ascending ? Order::descending : Order::ascending;
        sort = {column, sort.column == column ? other : first_order(column)};
    }
    if (at.hovered) {
        const PairRow& row = table.rows[*at.hovered];
        context.hover.set(target_of(FlowRef{row.layer, row.pair}));
    }
    if (at.asked) {
        const PairRow& row = table.rows[at.asked->row];
        show_trace(context,
                   figure_of_pair(context.data, context.derived.answered_filter(), {row.layer, row.pair}));
    }
    if (at.clicked) {
        const PairRow& row = table.rows[*at.clicked];
        const Target target = target_of(FlowRef{row.layer, row.pair});
        Target& selected = context.settings.selected;
        selected = selected == target ? Target{} : target;
        seen_ = selected;
    }
}

}  // namespace

LinkedView pairs_view() { return linked_view<PairsView>("pairs", Text::view_pairs, Text::view_pairs_hint); }

}  // namespace flowspace
