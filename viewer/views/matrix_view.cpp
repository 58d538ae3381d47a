#include "viewer/views/matrix_view.h"

#include "render/scene/number_text.h"
#include "viewer/hover.h"
#include "viewer/panels/trace_offer.h"
#include "viewer/place_words.h"
#include "viewer/views/linked_view.h"
#include "viewer/views/unit_figures.h"
#include "viewer/widgets/controls.h"
#include "viewer/widgets/text.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <tuple>

namespace flowspace {

namespace {

constexpr float least_label_px = 11;  // of a cell that is named beside the matrix

/// Where the matrix lies: a square of whole pixels per cell, labels on its left and above it.
struct Grid {
    Box box = {};
    float cell_px = 1;
    std::size_t sides = 0;

    Box cell(std::size_t origin, std::size_t destination) const {
        const float x = box.x0 + cell_px * static_cast<float>(destination);
        const float y = box.y0 + cell_px * static_cast<float>(origin);
        return {x, y, x + cell_px, y + cell_px};
    }
};

/// Pair numbers of two places; nothing where no row names them.
std::optional<PairId> pair_between(const FlowSource& source, PlaceId from, PlaceId to) {
    const auto order = [](const Pair& pair) { return std::tuple(pair.origin, pair.destination); };
    const auto at = std::ranges::lower_bound(source.pairs(), std::tuple(from, to), {}, order);
    if (at == source.pairs().end() || *at != Pair{from, to}) return std::nullopt;
    return PairId{static_cast<std::uint32_t>(at - source.pairs().begin())};
}

Target target_of_side(const Matrix::Side& side) {
    if (side.place) return target_of(*side.place);
    return side.group ? target_of(*side.group) : Target{};
}

class MatrixView {
public:
    void update(const ViewInput& input);
    bool busy() const { return false; }
    void draw(PanelContext& context, Box box);
    ShownRows rows(const PanelContext& context) const;

private:
    double shade(const PanelContext& context, double value) const;
    std::string side_name(const PanelContext& context, const Matrix::Side& side) const;
    Target target(const PanelContext& context, std::size_t origin, std::size_t destination) const;
    void ask(PanelContext& context, std::size_t origin, std::size_t destination) const;
    void draw_cells(PanelContext& context, const Grid& grid) const;
    void draw_group_lines(const PanelContext& context, const Grid& grid) const;
    void draw_labels(PanelContext& context, const Grid& grid, float label_px) const;
    void draw_pointed(PanelContext& context, const Grid& grid);
    void draw_legend(PanelContext& context, Box box) const;

    Memo<std::tuple<std::uint64_t, MatrixRequest>, Matrix> matrix_;
};

void MatrixView::update(const ViewInput& input) {
    const MatrixRequest request{input.settings.current_layer, input.settings.views.matrix_level,
                                input.settings.filter.kind};
    matrix_.update({input.derived.sums_revision(), request}, [&] {
        return make_matrix(*input.data, input.derived.answered_filter(), input.derived.sums(), request);
    });
}

ShownRows MatrixView::rows(const PanelContext& context) const {
    constexpr std::array keys = {SumKey::pair, SumKey::circle, SumKey::agglomeration, SumKey::province};
    const Matrix& matrix = matrix_.value();
    ShownRows rows{matrix_output(context.data, matrix), context.derived.answered_filter(), {}};
    rows.filter.layers.clear();
    if (!context.data.flows->layers().empty()) rows.filter.layers = {matrix.layer};
    const bool all = matrix.level != ViewLevel::place || matrix.sides.size() == matrix.cities;
    if (all) rows.same_as = keys[static_cast<std::size_t>(matrix.level)];
    return rows;
}

void MatrixView::ask(PanelContext& context, std::size_t origin, std::size_t destination) const {
    const Matrix& matrix = matrix_.value();
    const Matrix::Side& from = matrix.sides[origin];
    const Matrix::Side& to = matrix.sides[destination];
    const Filter& filter = context.derived.answered_filter();
    if (const auto kind = kind_of(matrix.level)) {
        show_trace(context,
                   figure_of_cell(context.data, filter, matrix.layer, {from.group, to.group, *kind}));
        return;
    }
    if (const auto pair = pair_between(*context.data.flows, *from.place, *to.place))
        show_trace(context, figure_of_pair(context.data, filter, {matrix.layer, *pair}));
}

/// 0 to 1 on the one scale of all cells.
double MatrixView::shade(const PanelContext& context, double value) const {
    const Matrix& matrix = matrix_.value();
    if (value <= 0 || matrix.largest <= 0) return 0;
    if (context.settings.views.matrix_ramp == Ramp::linear) return value / matrix.largest;
    const double span = std::log(matrix.largest / matrix.smallest);
    return span > 0 ? 0.06 + 0.94 * std::log(value / matrix.smallest) / span : 1;
}

std::string MatrixView::side_name(const PanelContext& context, const Matrix::Side& side) const {
    if (side.place) return place_name_apart(*context.data.atlas, *side.place, context.look.language);
    if (side.group) return group_name(context.data.atlas->groups[index(*side.group)], context.look.language);
    return ui(Text::matrix_outside, context.look.language);
}

/// What the map can show of a cell: the pair, or the origin group.
Target MatrixView::target(const PanelContext& context, std::size_t origin, std::size_t destination) const {
    const Matrix& matrix = matrix_.value();
    const Matrix::Side& from = matrix.sides[origin];
    const Matrix::Side& to = matrix.sides[destination];
    if (from.place && to.place) {
        const auto pair = pair_between(*context.data.flows, *from.place, *to.place);
        return pair ? target_of(FlowRef{matrix.layer, *pair}) : target_of(*from.place);
    }
    const Atlas& atlas = *context.data.atlas;
    const bool on_map = kind_of(context.derived.level().level) == kind_of(matrix.level);
    if (on_map && from.group && to.group && from.group != to.group) {
        Target tie;
        tie.tie = TieRef{matrix.layer, node_of(atlas, *from.group), node_of(atlas, *to.group)};
        return tie;
    }
    return from.group ? target_of(*from.group) : to.group ? target_of(*to.group) : Target{};
}

/// Cells that are alike and neighbours are one rectangle.
void MatrixView::draw_cells(PanelContext& context, const Grid& grid) const {
    const Look& look = context.look;
    const Matrix& matrix = matrix_.value();
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddRectFilled(grid.box.min(), grid.box.max(), paint(look.theme.raised, 0.5f));
    const float gap = grid.cell_px >= look.px(8) ? 1.f : 0.f;
    const auto level = [&](std::size_t origin, std::size_t destination) {
        const std::optional<double>& cell = matrix.at(origin, destination);
        return cell && *cell != 0 ? static_cast<int>(std::lround(shade(context, *cell) * 32)) : -1;
    };
    for (std::size_t origin = 0; origin < grid.sides; ++origin)
        for (std::size_t first = 0; first < grid.sides;) {
            const int shown = level(origin, first);
            std::size_t last = first + 1;
            while (gap == 0 && last < grid.sides && level(origin, last) == shown) ++last;
            if (shown >= 0) {
                const Box begin = grid.cell(origin, first);
                const Box end = grid.cell(origin, last - 1);
                list.AddRectFilled(
                    begin.min(), {end.x1 - gap, end.y1 - gap},
                    paint(mix(look.theme.raised, look.accent, static_cast<float>(shown) / 32)));
            }
            first = last;
        }
}

/// Cities: a line where one group ends and the next begins.
void MatrixView::draw_group_lines(const PanelContext& context, const Grid& grid) const {
    const Matrix& matrix = matrix_.value();
    if (matrix.level != ViewLevel::place) return;
    const ImU32 ink = paint(context.look.theme.muted_text, 0.55f);
    ImDrawList& list = *ImGui::GetWindowDrawList();
    for (std::size_t side = 1; side < grid.sides; ++side) {
        if (matrix.sides[side].group == matrix.sides[side - 1].group) continue;
        const Box cell = grid.cell(side, side);
        list.AddRectFilled({grid.box.x0, cell.y0 - 1}, {grid.box.x1, cell.y0}, ink);
        list.AddRectFilled({cell.x0 - 1, grid.box.y0}, {cell.x0, grid.box.y1}, ink);
    }
}

/// Names of the origins on the left: each where there is room, else one per group of cities.
void MatrixView::draw_labels(PanelContext& context, const Grid& grid, float label_px) const {
    const Look& look = context.look;
    const Matrix& matrix = matrix_.value();
    const bool each = grid.cell_px >= look.px(least_label_px);
    const auto line = [&](float y0, float y1) {
        return Box{grid.box.x0 - label_px, y0, grid.box.x0 - look.px(6), y1};
    };
    float free_from = grid.box.y0;
    for (std::size_t side = 0; side < grid.sides; ++side) {
        const Box cell = grid.cell(side, side);
        const bool selected = target_of_side(matrix.sides[side]) == context.settings.selected &&
                              !context.settings.selected.empty();
        const TextStyle style{look.fonts.small, paint(selected ? look.accent : look.theme.muted_text),
                              Align::right};
        if (each) {
            put_text(style, line(cell.y0, cell.y1), side_name(context, matrix.sides[side]));
            continue;
        }
        const bool begins = side == 0 || matrix.sides[side].group != matrix.sides[side - 1].group;
        if (matrix.level != ViewLevel::place || !begins || cell.y0 < free_from) continue;
        const std::string name = side_name(context, {.place = {}, .group = matrix.sides[side].group});
        put_text(style, line(cell.y0, cell.y0 + look.px(13)), name);
        free_from = cell.y0 + look.px(13);
    }
}

void MatrixView::draw_pointed(PanelContext& context, const Grid& grid) {
    const Look& look = context.look;
    const Matrix& matrix = matrix_.value();
    const Touch at = touch("cells", grid.box);
    ImDrawList& list = *ImGui::GetWindowDrawList();
    // What is hovered or selected elsewhere: its row and column, or its cell.
    const auto outline = [&](const Target& wanted, ImU32 ink) {
        if (wanted.empty()) return;
        for (std::size_t side = 0; side < grid.sides; ++side)
            if (target_of_side(matrix.sides[side]) == wanted) {
                const Box cell = grid.cell(side, side);
                list.AddRect({grid.box.x0, cell.y0}, {grid.box.x1, cell.y1}, ink);
                list.AddRect({cell.x0, grid.box.y0}, {cell.x1, grid.box.y1}, ink);
            }
        for (std::size_t cell = 0; wanted.tie && cell < grid.sides * grid.sides; ++cell)
            if (target(context, cell / grid.sides, cell % grid.sides) == wanted) {
                const Box box = grid.cell(cell / grid.sides, cell % grid.sides);
                list.AddRect({box.x0 - 1, box.y0 - 1}, {box.x1 + 1, box.y1 + 1}, ink, 0, 0, look.px(2));
            }
        if (!wanted.flow || wanted.flow->layer != matrix.layer) return;
        const Pair& ends = context.data.flows->pairs()[index(wanted.flow->pair)];
        const auto side = [&](PlaceId place) {
            return static_cast<std::size_t>(
                std::ranges::find(matrix.sides, std::optional(place), &Matrix::Side::place) -
                matrix.sides.begin());
        };
        const std::size_t from = side(ends.origin), to = side(ends.destination);
        if (from >= grid.sides || to >= grid.sides) return;
        const Box cell = grid.cell(from, to);
        list.AddRect({cell.x0 - 1, cell.y0 - 1}, {cell.x1 + 1, cell.y1 + 1}, ink, 0, 0, look.px(2));
    };
    outline(context.settings.selected, paint(look.theme.text));
    const ImVec2 pointer = ImGui::GetIO().MousePos;
    if (!at.hovered) return outline(context.hover.seen(), paint(look.theme.text, 0.7f));
    const auto side = [&](float offset) {
        return std::min(grid.sides - 1, static_cast<std::size_t>(std::max(0.f, offset / grid.cell_px)));
    };
    const std::size_t from = side(pointer.y - grid.box.y0), to = side(pointer.x - grid.box.x0);
    const Box cell = grid.cell(from, to);
    list.AddRect({cell.x0 - 1, cell.y0 - 1}, {cell.x1 + 1, cell.y1 + 1}, paint(look.theme.text), 0, 0,
                 look.px(1));
    const LayerInfo& layer = context.data.flows->layers()[index(matrix.layer)];
    const std::optional<double>& number = matrix.at(from, to);
    tooltip(look, side_name(context, matrix.sides[from]) + " → " + side_name(context, matrix.sides[to]),
            number ? with_unit(exact_number(*number), layer, look.language)
                   : std::string(ui(Text::unknown_value, look.language)));
    if (ImGui::IsMouseClicked(ImGuiMouseButton_Right)) ask(context, from, to);
    const Target target = this->target(context, from, to);
    if (target.empty()) return;
    context.hover.set(target);
    if (at.clicked) context.settings.selected = context.settings.selected == target ? Target{} : target;
}

/// The scale of the colours, and whether it is logarithmic; a press changes that.
void MatrixView::draw_legend(PanelContext& context, Box box) const {
    const Look& look = context.look;
    const Matrix& matrix = matrix_.value();
    Ramp& ramp = context.settings.views.matrix_ramp;
    const std::array labels = {ui(Text::ramp_log, look.language), ui(Text::ramp_linear, look.language)};
    if (const auto chosen = segmented(look, "ramp", cut_top(box, look.px(28)),
                                      {.labels = labels, .current = static_cast<std::size_t>(ramp)}))
        ramp = static_cast<Ramp>(*chosen);
    cut_top(box, look.px(10));
    const LayerInfo& layer = context.data.flows->layers()[index(matrix.layer)];
    put_text(strong(look), cut_top(box, look.px(18)), layer_name(layer, look.language));
    put_text(muted(look), cut_top(box, look.px(18)),
             std::string(layer_unit(layer, look.language)) + "·" + status_text(layer.status, look.language));
    cut_top(box, look.px(4));
    const Box bar = cut_top(box, look.px(10));
    const ImU32 low = paint(mix(look.theme.raised, look.accent, ramp == Ramp::linear ? 0.f : 0.06f));
    const ImU32 high = paint(look.accent);
    ImGui::GetWindowDrawList()->AddRectFilledMultiColor(bar.min(), bar.max(), low, high, high, low);
    const Box ends = cut_top(box, look.px(18));
    put_text(muted(look), ends, ramp == Ramp::linear ? "0" : short_number(matrix.smallest, look.language));
    put_text(muted(look, Align::right), ends, short_number(matrix.largest, look.language));
    cut_top(box, look.px(4));
    std::string note = ui(Text::matrix_axes, look.language);
    if (matrix.level == ViewLevel::place && matrix.sides.size() < matrix.cities)
        note.append("\n").append(
            format_ui(Text::matrix_cities, look.language, matrix.sides.size(), matrix.cities,
                      percent(matrix.layer_value > 0 ? matrix.shown_value / matrix.layer_value : 0)));
    else if (matrix.level != ViewLevel::place && matrix.shown_value > matrix.layer_value * (1 + 1e-9))
        note.append("\n").append(ui(Text::matrix_overlap, look.language));
    for (std::size_t begin = 0; begin <= note.size();) {
        const std::size_t end = std::min(note.find('\n', begin), note.size());
        const std::string_view part(note.data() + begin, end - begin);
        cut_top(box, put_wrapped(muted(look), box, part) + look.px(4));
        begin = end + 1;
    }
}

void MatrixView::draw(PanelContext& context, Box box) {
    const Look& look = context.look;
    Box line = cut_top(box, look.px(28));
    draw_levels(context, line, context.settings.views.matrix_level);
    cut_top(box, look.px(6));
    const Matrix& matrix = matrix_.value();
    if (matrix.sides.empty()) {
        put_wrapped(muted(look), inset(box, look.px(6), look.px(12)), ui(Text::views_nothing, look.language));
        return;
    }
    const Box legend = cut_right(box, look.px(148));
    cut_right(box, look.px(12));
    const float label_px = std::min(look.px(116), box.width() / 3);
    Grid grid{.sides = matrix.sides.size()};
    const float room = std::min(box.width() - label_px, box.height());
    grid.cell_px = std::max(1.f, std::floor(std::min(room / static_cast<float>(grid.sides), look.px(26))));
    const float side = grid.cell_px * static_cast<float>(grid.sides);
    grid.box = {box.x0 + label_px, box.y0, box.x0 + label_px + side, box.y0 + side};
    draw_cells(context, grid);
    draw_group_lines(context, grid);
    draw_labels(context, grid, label_px);
    draw_pointed(context, grid);
    draw_legend(context, legend);
}

}  // namespace

LinkedView matrix_view() {
    return linked_view<MatrixView>("matrix", Text::view_matrix, Text::view_matrix_hint);
}

}  // namespace flowspace
