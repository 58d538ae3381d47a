#include "viewer/panels/analysis_figure.h"

#include "render/scene/analysis_words.h"
#include "render/scene/number_text.h"
#include "render/scene/theme.h"
#include "viewer/panels/figure_chord.h"
#include "viewer/panels/figure_columns.h"
#include "viewer/panels/figure_dials.h"
#include "viewer/panels/figure_rose.h"
#include "viewer/panels/figure_waterfall.h"
#include "viewer/strings.h"
#include "viewer/views/plot.h"
#include "viewer/widgets/charts.h"
#include "viewer/widgets/controls.h"
#include "viewer/widgets/text.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <optional>

namespace flowspace {

namespace {

constexpr float figure_px = 132, course_px = 200, quadrants_px = 320, least_table_px = 120;
constexpr std::size_t most_named = 6;

ImU32 curve_ink(const Look& look, std::size_t row) {
    const std::array inks = {look.accent, look.theme.text, look.theme.muted_text};
    return paint(inks[row % inks.size()]);
}

/// Where a curve's numbers lie in a plot.
struct Axes {
    Box plot = {};
    double x_most = 1;
    FigureSpan span = {};

    ImVec2 at(glm::dvec2 point) const {
        const double across = (point.x - span.x_least) / (x_most - span.x_least),
                     up = (point.y - span.y_least) / (span.y_most - span.y_least);
        return {plot.x0 + plot.width() * static_cast<float>(across),
                plot.y1 - plot.height() * static_cast<float>(std::clamp(up, 0.0, 1.0))};
    }
};

const FigurePoint* nearest_point(const AnswerFigure& figure, const Axes& axes, ImVec2 pointer) {
    const FigurePoint* nearest = nullptr;
    float best = 1e9f;
    for (const FigureCurve& curve : figure.curves)
        for (const FigurePoint& point : curve.points) {
            const ImVec2 px = axes.at(point.at);
            const float away = std::hypot(px.x - pointer.x, px.y - pointer.y);
            if (away < best && !point.said.empty()) {
                best = away;
                nearest = &point;
            }
        }
    return nearest;
}

/// What lies at the points of a curve beside its line: the interval of a number, and what is to be reached.
void draw_points(const Look& look, const Axes& axes, const FigureCurve& curve, ImU32 ink) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    for (const FigurePoint& point : curve.points) {
        const ImVec2 at = axes.at(point.at);
        if (point.band) {
            const float low = axes.at({point.at.x, point.band->first}).y,
                        high = axes.at({point.at.x, point.band->second}).y, half = look.px(4);
            list.AddLine({at.x, low}, {at.x, high}, ink, look.px(1.5f));
            for (const float y : {low, high})
                list.AddLine({at.x - half, y}, {at.x + half, y}, ink, look.px(1.5f));
        }
        if (point.aim)
            list.AddCircle(at, look.px(5), ink, 0, look.px(1.5f));
        else if (!point.said.empty())  // else a number of another curve
            list.AddCircleFilled(at, look.px(2.5f), ink);
    }
}

void draw_ends(const Look& look, const Box& foot, const AnswerFigure& figure) {
    if (figure.span) {
        put_text(muted(look), foot, figure.span->x_ends[0]);
        put_text(muted(look, Align::centre), foot, figure.x_words);
        return put_text(muted(look, Align::right), foot, figure.span->x_ends[1]);
    }
    put_text(muted(look), foot, figure.x_words);
    put_text(muted(look, Align::right), foot, figure.even_line ? percent(1) : exact_number(figure.x_most));
}

/// On the right, above or below where the curves lead.
void draw_curve_names(const Look& look, const Box& plot, const AnswerFigure& figure) {
    if (figure.curves.size() < 2) return;
    const FigureSpan span = figure.span.value_or(FigureSpan{});
    const FigurePoint* last = nullptr;
    for (const FigureCurve& curve : figure.curves)
        if (!curve.points.empty() && (last == nullptr || curve.points.back().at.x > last->at.x))
            last = &curve.points.back();
    Box names = inset(plot, look.px(8), look.px(6));
    if (last != nullptr && last->at.y > (span.y_least + span.y_most) / 2)
        cut_top(names, names.height() - look.px(15) * static_cast<float>(figure.curves.size()));
    for (std::size_t row = 0; row < figure.curves.size(); ++row)
        put_text({look.fonts.small, curve_ink(look, row), Align::right}, cut_top(names, look.px(15)),
                 figure.curves[row].name);
}

void draw_curves(const Look& look, const Box& box, const AnswerFigure& figure) {
    Box plot = box;
    Box foot = cut_bottom(plot, look.px(16));
    Box scale = cut_left(plot, look.px(46));
    cut_left(foot, look.px(46));
    cut_right(plot, look.px(6));
    if (figure.span) cut_right(foot, look.px(6));
    cut_top(plot, look.px(4));
    ImDrawList& list = *ImGui::GetWindowDrawList();
    plate(look, plot, look.theme.raised);
    const Axes axes{figure.span ? inset(plot, look.px(8), 0) : plot, figure.x_most,
                    figure.span.value_or(FigureSpan{})};
    for (const double share : {0.0, 0.5, 1.0}) {
        const double value = axes.span.y_least + share * (axes.span.y_most - axes.span.y_least);
        const float y = axes.at({0, value}).y;
        divider(look, plot.x0, plot.x1, y);
        const Box label{scale.x0, y - look.px(8), scale.x1 - look.px(6), y + look.px(8)};
        put_text(muted(look, Align::right), label,
                 figure.span ? measured_number(value, look.language) : percent(share));
    }
    draw_ends(look, foot, figure);
    if (figure.even_line)
        list.AddLine(axes.at({0, 0}), axes.at({1, 1}), paint(look.theme.muted_text, 0.7f), look.px(1));
    for (std::size_t row = 0; row < figure.curves.size(); ++row) {
        std::vector<ImVec2> line;
        for (const FigurePoint& point : figure.curves[row].points) line.push_back(axes.at(point.at));
        const ImU32 ink = curve_ink(look, row);
        if (figure.curves[row].dots)
            draw_points(look, axes, figure.curves[row], ink);
        else if (line.size() == 1)
            list.AddCircleFilled(line.front(), look.px(2.5f), ink);
        list.AddPolyline(line.data(), static_cast<int>(line.size()), ink, 0, std::max(1.5f, look.px(1.5f)));
    }
    draw_curve_names(look, plot, figure);
    if (!touch("figure", plot).hovered) return;
    const FigurePoint* point = nearest_point(figure, axes, ImGui::GetIO().MousePos);
    if (point == nullptr) return;
    list.AddCircleFilled(axes.at(point->at), look.px(3), paint(look.theme.text));
    tooltip(look, point->said);
}

std::string part_words(const FigurePart& part, Language language) {
    return part.name + (language == Language::zh ? "：" : ": ") + percent(part.share);
}

/// A ring, each part an arc from the top clockwise; the part under the pointer.
std::optional<std::size_t> draw_ring(const Look& look, const Box& box, const AnswerFigure& figure) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const glm::vec2 centre = {box.centre().x, box.centre().y};
    const float outer = std::min(box.width(), box.height()) / 2 - look.px(2), inner = 0.58f * outer;
    const ImVec2 pointer = ImGui::GetIO().MousePos;
    const float away = std::hypot(pointer.x - centre.x, pointer.y - centre.y);
    constexpr float turn = 2 * std::numbers::pi_v<float>;
    float angle = std::atan2(pointer.x - centre.x, centre.y - pointer.y);
    if (angle < 0) angle += turn;
    const bool over = touch("figure", box).hovered && away >= inner && away <= outer;
    std::optional<std::size_t> pointed;
    float from = 0;
    for (std::size_t row = 0; row < figure.parts.size(); ++row) {
        const float to = from + turn * static_cast<float>(figure.parts[row].share);
        if (over && angle >= from && angle < to) pointed = row;
        if (to > from) {
            constexpr float top = -turn / 4;
            list.PathArcTo({centre.x, centre.y}, (outer + inner) / 2, top + from, top + to,
                           std::max(2, static_cast<int>(96 * figure.parts[row].share)));
            list.PathStroke(part_shade(look, row, figure.parts.size()), 0, outer - inner);
        }
        from = to;
    }
    return pointed;
}

/// A column, the first part at the bottom.
std::optional<std::size_t> draw_stack(const Look& look, const Box& box, const AnswerFigure& figure) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const bool over = touch("figure", box).hovered;
    const float pointer_y = ImGui::GetIO().MousePos.y;
    std::optional<std::size_t> pointed;
    float bottom = box.y1;
    for (std::size_t row = 0; row < figure.parts.size(); ++row) {
        const float top = bottom - box.height() * static_cast<float>(figure.parts[row].share);
        list.AddRectFilled({box.x0, top}, {box.x1, bottom}, part_shade(look, row, figure.parts.size()));
        if (over && pointer_y >= top && pointer_y < bottom) pointed = row;
        bottom = top;
    }
    return pointed;
}

/// What the parts are: the largest by name, the rest by number.
void draw_names(const Look& look, Box box, const AnswerFigure& figure) {
    std::vector<std::size_t> order(figure.parts.size());
    for (std::size_t row = 0; row < order.size(); ++row) order[row] = row;
    const bool all = order.size() <= most_named;
    if (!all)
        std::ranges::stable_sort(order, std::ranges::greater{},
                                 [&](std::size_t row) { return figure.parts[row].share; });
    const std::size_t named = all ? order.size() : most_named - 1;
    double rest = 1;
    const auto line = [&](ImU32 ink, std::string_view name, double share) {
        Box row = cut_top(box, look.px(18));
        const Box swatch = centred(cut_left(row, look.px(14)), look.px(10), look.px(10));
        ImGui::GetWindowDrawList()->AddRectFilled(swatch.min(), swatch.max(), ink, look.px(2));
        const std::string number = percent(share);
        put_text(plain(look, Align::right), cut_right(row, look.px(52)), number);
        put_text(muted(look), inset(row, look.px(4), 0), name);
    };
    for (std::size_t at = 0; at < named; ++at) {
        const FigurePart& part = figure.parts[order[at]];
        line(part_shade(look, order[at], figure.parts.size()), part.name, part.share);
        rest -= part.share;
    }
    if (!all)
        line(paint(look.theme.hairline), format_ui(Text::figure_others, look.language, order.size() - named),
             std::max(0.0, rest));
    put_text(muted(look), cut_top(box, look.px(18)), figure.whole);
}

float x_on_bar(const Box& bar, double value, const AnswerFigure& figure) {
    const double along = (value - figure.least) / (figure.most - figure.least);
    return bar.x0 + bar.width() * static_cast<float>(std::clamp(along, 0.0, 1.0));
}

/// Where the value may lie: a line with ends over the end of its bar.
void draw_band(const Look& look, const Box& bar, std::pair<double, double> band, const AnswerFigure& figure) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const auto x_of = [&](double value) { return x_on_bar(bar, value, figure); };
    const float y = bar.centre().y, low = x_of(band.first), high = x_of(band.second), half = look.px(3);
    const ImU32 ink = paint(look.theme.text, 0.9f);
    list.AddLine({low, y}, {high, y}, ink, look.px(1.5f));
    for (const float x : {low, high}) list.AddLine({x, y - half}, {x, y + half}, ink, look.px(1.5f));
}

std::string bar_words(const FigurePart& part, Language language) {
    std::string words = exact_number(part.value);
    if (part.band)
        words += "  [" + measured_number(part.band->first, language) + " – " +
                 measured_number(part.band->second, language) + "]";
    return words;
}

/// As many bars as there is room for, from above, with the value that they are measured against as a line. A
/// bar whose band holds that value is faint.
void draw_bars(const Look& look, const Box& box, const AnswerFigure& figure) {
    Box rest = box;
    Box foot = cut_bottom(rest, look.px(16));
    const auto fits = static_cast<std::size_t>(std::max(0.f, rest.height() / look.px(18)));
    const std::size_t shown = std::min(fits, figure.parts.size());
    const bool ranges = figure.most > figure.least;
    std::optional<std::size_t> pointed;
    float line_x = 0;
    for (std::size_t row = 0; row < shown; ++row) {
        const FigurePart& part = figure.parts[row];
        Box line = cut_top(rest, look.px(18));
        const Box whole = line;
        put_text(muted(look), cut_left(line, look.px(118)), part.name);
        put_text(plain(look, Align::right), cut_right(line, look.px(52)),
                 measured_number(part.value, look.language));
        const Box bar = inset(line, look.px(6), look.px(5));
        const bool unclear =
            figure.line && part.band && part.band->first <= *figure.line && *figure.line <= part.band->second;
        const Colour ink = unclear ? look.theme.muted_text : look.accent;
        if (figure.least < 0) {
            const float zero = x_on_bar(bar, 0, figure), end = x_on_bar(bar, part.value, figure);
            ImGui::GetWindowDrawList()->AddRectFilled({std::min(zero, end), bar.y0},
                                                      {std::max(zero, end), bar.y1}, paint(ink), look.px(2));
        } else
            share_bar(look, bar, part.share, ink);
        if (part.band && ranges) draw_band(look, bar, *part.band, figure);
        if (figure.line && ranges) line_x = x_on_bar(bar, *figure.line, figure);
        ImGui::PushID(static_cast<int>(row));
        if (touch("bar", whole).hovered) pointed = row;
        ImGui::PopID();
    }
    if (line_x > 0)
        ImGui::GetWindowDrawList()->AddLine({line_x, box.y0}, {line_x, rest.y0}, paint(look.theme.text, 0.8f),
                                            look.px(1));
    if (figure.parts.size() > shown)
        put_text(muted(look), foot,
                 format_ui(Text::figure_others, look.language, figure.parts.size() - shown));
    put_text(muted(look, Align::right), foot, figure.whole);
    if (pointed) tooltip(look, figure.parts[*pointed].name, bar_words(figure.parts[*pointed], look.language));
}

/// On axes by logarithm; whoever is pointed at or selected is so on the map too.
void draw_quadrants(PanelContext& context, const Box& box, const AnswerFigure& figure) {
    const Look& look = context.look;
    std::vector<double> xs, ys;
    for (const Dot& dot : figure.dots) {
        xs.push_back(dot.x);
        ys.push_back(dot.y);
    }
    std::string y_title = figure.y_words;
    if (figure.left_out > 0)
        y_title += "    " + format_ui(Text::scatter_left_out, look.language, figure.left_out);
    const auto under = draw_plot(context, box,
                                 {.x = axis_for(xs, Ramp::logarithmic),
                                  .y = axis_for(ys, Ramp::logarithmic),
                                  .x_title = figure.x_words,
                                  .y_title = y_title,
                                  .dots = figure.dots,
                                  .named = figure.named,
                                  .measure = UnitMeasure::population,  // none that a card could trace
                                  .cross = Dot{.x = figure.cross.x, .y = figure.cross.y},
                                  .corners = figure.corners});
    if (!under) return;
    const Dot& dot = figure.dots[*under];
    tooltip(look, unit_name(context.data, dot.unit, look.language),
            figure.x_words + "  " + exact_number(dot.x) + "\n" + figure.y_words + "  " + exact_number(dot.y));
}

/// A stream as strips that go over smoothly from one column to the next.
struct Strip {
    ImVec2 from, to;
    float high = 0;

    ImVec2 at(float share) const {
        const float eased = share * share * (3 - 2 * share);
        return {from.x + share * (to.x - from.x), from.y + eased * (to.y - from.y)};
    }
    bool holds(ImVec2 point) const {
        if (point.x < from.x || point.x > to.x || !(to.x > from.x)) return false;
        const float top = at((point.x - from.x) / (to.x - from.x)).y;
        return point.y >= top && point.y <= top + std::max(high, 2.f);
    }
    void draw(ImDrawList& list, ImU32 ink) const {
        constexpr int parts = 16;
        if (high < 2) {  // too thin to fill without gaps
            std::array<ImVec2, parts + 1> line;
            for (int part = 0; part <= parts; ++part) {
                const ImVec2 on = at(static_cast<float>(part) / parts);
                line[static_cast<std::size_t>(part)] = {on.x, on.y + high / 2};
            }
            return list.AddPolyline(line.data(), parts + 1, ink, 0, std::max(high, 1.2f));
        }
        const ImDrawListFlags flags = list.Flags;
        list.Flags &= ~ImDrawListFlags_AntiAliasedFill;  // else seams show between the parts
        for (int part = 0; part < parts; ++part) {
            const ImVec2 a = at(static_cast<float>(part) / parts),
                         b = at(static_cast<float>(part + 1) / parts);
            list.AddQuadFilled(a, b, {b.x, b.y + high}, {a.x, a.y + high}, ink);
        }
        list.Flags = flags;
    }
};

/// The largest places of a block or stream by name, and how many there are.
std::string places_words(const PanelContext& context, const std::vector<PlaceId>& places) {
    constexpr std::size_t most = 6;
    const Language language = context.look.language;
    std::vector<PlaceId> largest = places;
    const auto& all = context.data.atlas->places;
    std::ranges::stable_sort(largest, std::ranges::greater{},
                             [&](PlaceId place) { return all[index(place)].population_2020.value_or(0); });
    if (largest.size() > most) largest.resize(most);
    const std::string_view comma = language == Language::zh ? "、" : ", ";
    std::string text;
    for (const PlaceId place : largest) {
        if (!text.empty()) text += comma;
        text += unit_name(context.data, target_of(place), language);
    }
    return format_ui(Text::figure_places, language, places.size(), text);
}

void draw_alluvial(PanelContext& context, const Box& box, const AnswerFigure& figure) {
    const Look& look = context.look;
    const Alluvial& made = figure.alluvial;
    Box plot = box;
    Box foot = cut_bottom(plot, look.px(18));
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const float wide = look.px(9);
    const float step = (plot.width() - wide) / static_cast<float>(made.columns.size() - 1);
    const auto x_of = [&](std::size_t column) { return plot.x0 + step * static_cast<float>(column); };
    const auto y_of = [&](double share) { return plot.y0 + static_cast<float>(share) * plot.height(); };
    const auto ink_of = [&](std::uint32_t colour, float strength) {
        return paint(overlay_colour(look.theme, {OverlayInk::Kind::category, 0, colour}), strength);
    };
    const bool over = touch("figure", plot).hovered;
    const ImVec2 pointer = ImGui::GetIO().MousePos;
    const auto& selected = context.settings.selected.place;
    std::string said;
    for (const Alluvial::Stream& stream : made.streams) {
        const Alluvial::Block &from = made.columns[stream.column].blocks[stream.from],
                              &to = made.columns[stream.column + 1].blocks[stream.to];
        const Strip strip{{x_of(stream.column) + wide, y_of(stream.from_top)},
                          {x_of(stream.column + 1), y_of(stream.to_top)},
                          static_cast<float>(stream.height) * plot.height()};
        const bool pointed = over && said.empty() && strip.holds(pointer);
        const bool holds = selected && std::ranges::binary_search(stream.places, *selected);
        strip.draw(list, ink_of(from.colour, pointed || holds           ? 0.85f
                                             : from.colour == to.colour ? 0.3f
                                                                        : 0.5f));
        if (pointed) said = places_words(context, stream.places);
    }
    for (std::size_t at = 0; at < made.columns.size(); ++at) {
        const Alluvial::Column& column = made.columns[at];
        for (const Alluvial::Block& block : column.blocks) {
            const Box bar{x_of(at), y_of(block.top), x_of(at) + wide, y_of(block.bottom)};
            list.AddRectFilled(bar.min(), bar.max(), ink_of(block.colour, 1));
            if (over && pointer.x >= bar.x0 && pointer.x <= bar.x1 && pointer.y >= bar.y0 &&
                pointer.y <= bar.y1)
                said = column.period + "\n" + places_words(context, block.places);
        }
    }
    put_text(muted(look), foot, made.columns.front().period);
    put_text(muted(look, Align::right), foot, made.columns.back().period);
    if (figure.left_out > 0)
        put_text(muted(look, Align::centre), foot,
                 format_ui(Text::figure_periods_before, look.language, figure.left_out));
    if (!said.empty()) tooltip(look, said);
}

void draw_parts(const Look& look, const Box& box, const AnswerFigure& figure) {
    Box rest = box;
    const bool ring = figure.kind == AnswerFigure::Kind::ring;
    const Box shape = cut_left(rest, look.px(ring ? 124 : 44));
    const auto pointed = ring ? draw_ring(look, shape, figure)
                              : draw_stack(look, inset(shape, look.px(6), look.px(4)), figure);
    cut_left(rest, look.px(10));
    draw_names(look, rest, figure);
    if (pointed)
        tooltip(look, part_words(figure.parts[*pointed], look.language),
                exact_number(figure.parts[*pointed].value));
}

}  // namespace

void AnswerFigures::draw(PanelContext& context, Box& box, const AnalysisAnswer& answer) {
    const Look& look = context.look;
    const AnalysisShown& shown = *context.settings.analysis;
    const std::vector<AnswerFigure>& figures = figures_.update(
        {answer.number, shown.period, context.settings.selected, look.language},
        [&] { return answer_figures(answer, shown, context.settings.selected, look.language); });
    if (figures.empty() || box.height() < look.px(figure_px + 40 + least_table_px)) return;
    looked_at_ = std::min(looked_at_, figures.size() - 1);
    if (figures.size() > 1) {
        std::vector<const char*> names;
        for (const AnswerFigure& figure : figures) names.push_back(figure.name.c_str());
        if (const auto chosen = segmented(look, "figures", cut_top(box, look.px(26)),
                                          {.labels = names, .current = looked_at_}))
            looked_at_ = *chosen;
        cut_top(box, look.px(4));
    }
    const AnswerFigure& figure = figures[looked_at_];
    put_text(muted(look), cut_top(box, look.px(18)),
             figures.size() > 1  ? figure.of
             : figure.of.empty() ? figure.name
                                 : figure.name + " · " + figure.of);
    const bool quadrants = figure.kind == AnswerFigure::Kind::quadrants;
    const bool alluvial = figure.kind == AnswerFigure::Kind::alluvial;
    const bool chord = figure.kind == AnswerFigure::Kind::chord;
    const bool waterfall = figure.kind == AnswerFigure::Kind::waterfall;
    const bool bars = figure.kind == AnswerFigure::Kind::bars || waterfall;
    const bool rose = figure.kind == AnswerFigure::Kind::rose;
    const bool dials = figure.kind == AnswerFigure::Kind::dials;
    const float room =
        std::clamp(box.height() - look.px(least_table_px + 70), look.px(figure_px), look.px(quadrants_px));
    const float of_bars = look.px(18) * static_cast<float>(figure.parts.size() + 1);
    const float high = quadrants || alluvial || chord || dials ? room
                       : figure.span || rose                   ? std::min(room, look.px(course_px))
                       : bars                                  ? std::clamp(of_bars, look.px(figure_px), room)
                                                               : look.px(figure_px);
    const Box place = cut_top(box, high);
    if (figure.kind == AnswerFigure::Kind::curves)
        draw_curves(look, place, figure);
    else if (figure.kind == AnswerFigure::Kind::columns)
        draw_columns(look, place, figure);
    else if (waterfall)
        draw_waterfall(look, place, figure);
    else if (rose)
        draw_rose(look, place, figure);
    else if (dials)
        draw_dials(look, place, figure);
    else if (chord)
        draw_chord(look, place, figure);
    else if (alluvial)
        draw_alluvial(context, place, figure);
    else if (quadrants)
        draw_quadrants(context, place, figure);
    else if (bars)
        draw_bars(look, place, figure);
    else
        draw_parts(look, place, figure);
    cut_top(box, look.px(8));
}

}  // namespace flowspace
