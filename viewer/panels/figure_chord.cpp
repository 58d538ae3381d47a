#include "viewer/panels/figure_chord.h"

#include "render/scene/analysis_words.h"
#include "render/scene/number_text.h"
#include "render/scene/theme.h"
#include "viewer/strings.h"
#include "viewer/widgets/controls.h"
#include "viewer/widgets/text.h"

#include <imgui.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <optional>
#include <string>
#include <vector>

namespace flowspace {

namespace {

struct Wheel {
    ImVec2 centre = {};
    float inner = 0, outer = 0;

    ImVec2 at(double share, float radius) const {
        const auto angle = static_cast<float>(2 * std::numbers::pi * share);
        return {centre.x + radius * std::sin(angle), centre.y - radius * std::cos(angle)};
    }
};

ImU32 ink_of(const Look& look, std::size_t group, float strength) {
    return paint(
        overlay_colour(look.theme, {OverlayInk::Kind::category, 0, static_cast<std::uint32_t>(group)}),
        strength);
}

/// The sides of a band from one end to the other, both bent towards the middle.
struct BandShape {
    static constexpr int parts = 20;
    std::array<ImVec2, parts + 1> left = {}, right = {};

    BandShape(const Wheel& wheel, const Chord::Band& band) {
        const ImVec2 a0 = wheel.at(band.a_from, wheel.inner), a1 = wheel.at(band.a_to, wheel.inner),
                     b0 = wheel.at(band.b_from, wheel.inner), b1 = wheel.at(band.b_to, wheel.inner);
        for (int part = 0; part <= parts; ++part) {
            const float t = static_cast<float>(part) / parts;
            left[static_cast<std::size_t>(part)] = bent(a1, wheel.centre, b0, t);
            right[static_cast<std::size_t>(part)] = bent(a0, wheel.centre, b1, t);
        }
    }
    bool holds(ImVec2 point) const {
        for (std::size_t part = 0; part + 1 < left.size(); ++part)
            if (inside({left[part], left[part + 1], right[part + 1], right[part]}, point)) return true;
        return false;
    }
    void draw(ImDrawList& list, ImU32 ink) const {
        const ImDrawListFlags flags = list.Flags;
        list.Flags &= ~ImDrawListFlags_AntiAliasedFill;  // else seams show between the parts
        for (std::size_t part = 0; part + 1 < left.size(); ++part)
            list.AddQuadFilled(left[part], left[part + 1], right[part + 1], right[part], ink);
        list.Flags = flags;
        list.AddPolyline(left.data(), parts + 1, ink, 0, 1);
        list.AddPolyline(right.data(), parts + 1, ink, 0, 1);
    }

private:
    static ImVec2 bent(ImVec2 from, ImVec2 by, ImVec2 to, float t) {
        const float a = (1 - t) * (1 - t), b = 2 * t * (1 - t), c = t * t;
        return {a * from.x + b * by.x + c * to.x, a * from.y + b * by.y + c * to.y};
    }
    static bool inside(const std::array<ImVec2, 4>& corners, ImVec2 point) {
        bool left = false, right = false;
        for (std::size_t row = 0; row < corners.size(); ++row) {
            const ImVec2 &a = corners[row], &b = corners[(row + 1) % corners.size()];
            const float turn = (b.x - a.x) * (point.y - a.y) - (b.y - a.y) * (point.x - a.x);
            left = left || turn < 0;
            right = right || turn > 0;
        }
        return !(left && right);
    }
};

std::optional<std::size_t> arc_under(const Wheel& wheel, const Chord& chord, ImVec2 pointer) {
    const float x = pointer.x - wheel.centre.x, y = pointer.y - wheel.centre.y, away = std::hypot(x, y);
    if (away < wheel.inner || away > wheel.outer + 2) return std::nullopt;
    double share = std::atan2(static_cast<double>(x), static_cast<double>(-y)) / (2 * std::numbers::pi);
    if (share < 0) share += 1;
    for (std::size_t group = 0; group < chord.arcs.size(); ++group)
        if (share >= chord.arcs[group].from && share <= chord.arcs[group].to) return group;
    return std::nullopt;
}

void draw_arc(const Look& look, const Wheel& wheel, const Chord::Arc& arc, std::size_t group,
              float strength) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const auto stroke = [&](double from, double to, float inner, float outer, float alpha) {
        if (!(to > from)) return;
        constexpr double top = 0.25;
        const auto angle = [](double share) {
            return static_cast<float>(2 * std::numbers::pi * (share - top));
        };
        list.PathArcTo(wheel.centre, (inner + outer) / 2, angle(from), angle(to),
                       std::max(2, static_cast<int>(160 * (to - from))));
        list.PathStroke(ink_of(look, group, alpha), 0, outer - inner);
    };
    stroke(arc.from, arc.to, wheel.inner + 1, wheel.outer, strength);
    stroke(arc.stays_from, arc.stays_to, wheel.inner - look.px(5), wheel.inner, 0.55f * strength);
}

/// Beside the circle, the largest first; a name that has no room is left to the pointer.
void draw_names(const Look& look, const Box& box, const Wheel& wheel, const AnswerFigure& figure) {
    std::vector<std::size_t> order(figure.chord.arcs.size());
    for (std::size_t row = 0; row < order.size(); ++row) order[row] = row;
    const auto length = [&](std::size_t row) {
        return figure.chord.arcs[row].to - figure.chord.arcs[row].from;
    };
    std::ranges::stable_sort(order, std::ranges::greater{}, length);
    const float high = look.px(15);
    std::array<std::vector<float>, 2> taken;  // middles, left and right
    for (const std::size_t row : order) {
        const Chord::Arc& arc = figure.chord.arcs[row];
        if (!(arc.to > arc.from)) continue;
        const ImVec2 at = wheel.at((arc.from + arc.to) / 2, wheel.outer + look.px(6));
        const bool right = at.x >= wheel.centre.x;
        std::vector<float>& side = taken[right ? 1 : 0];
        const bool free = std::ranges::all_of(side, [&](float y) { return std::abs(y - at.y) >= high; });
        const Box line{right ? at.x : box.x0, at.y - high / 2, right ? box.x1 : at.x, at.y + high / 2};
        if (!free || line.y0 < box.y0 || line.y1 > box.y1 || line.width() < look.px(24)) continue;
        side.push_back(at.y);
        put_text({look.fonts.small, paint(look.theme.text), right ? Align::left : Align::right}, line,
                 figure.parts[row].name);
    }
}

std::string sends_words(const AnswerFigure& figure, const Chord::Band& band, Language language) {
    const std::string &a = figure.parts[band.a].name, &b = figure.parts[band.b].name;
    return a + " → " + b + "  " + measured_number(band.a_sends, language) + "\n" + b + " → " + a + "  " +
           measured_number(band.b_sends, language);
}

}  // namespace

void draw_chord(const Look& look, const Box& box, const AnswerFigure& figure) {
    Box plot = box;
    const Box foot = cut_bottom(plot, look.px(16));
    const Chord& chord = figure.chord;
    Wheel wheel{.centre = plot.centre()};
    wheel.outer = std::min(plot.height() / 2 - look.px(10), plot.width() * 0.32f);
    wheel.inner = wheel.outer - look.px(9);
    const bool over = touch("figure", plot).hovered;
    const ImVec2 pointer = ImGui::GetIO().MousePos;
    const auto arc = over ? arc_under(wheel, chord, pointer) : std::nullopt;
    std::vector<BandShape> shapes;
    shapes.reserve(chord.bands.size());
    for (const Chord::Band& band : chord.bands) shapes.emplace_back(wheel, band);
    std::optional<std::size_t> under;  // what is drawn last lies on top: the least
    const bool among = std::hypot(pointer.x - wheel.centre.x, pointer.y - wheel.centre.y) < wheel.inner;
    for (std::size_t row = 0; over && among && row < shapes.size(); ++row)
        if (shapes[row].holds(pointer)) under = row;
    const std::optional<std::size_t> chosen = arc ? arc : figure.chosen;
    ImDrawList& list = *ImGui::GetWindowDrawList();
    for (std::size_t row = 0; row < shapes.size(); ++row) {
        const Chord::Band& band = chord.bands[row];
        const bool of_chosen = chosen && (band.a == *chosen || band.b == *chosen);
        const float strength = under == row ? 0.95f : under || (chosen && !of_chosen) ? 0.1f : 0.5f;
        shapes[row].draw(list, ink_of(look, band.a_sends >= band.b_sends ? band.a : band.b, strength));
    }
    for (std::size_t group = 0; group < chord.arcs.size(); ++group)
        draw_arc(look, wheel, chord.arcs[group], group, chosen && *chosen != group ? 0.5f : 1);
    draw_names(look, plot, wheel, figure);
    put_text(muted(look), foot, figure.whole);
    if (figure.left_out > 0)
        put_text(muted(look, Align::right), foot,
                 format_ui(Text::figure_others, look.language, figure.left_out));
    if (under) tooltip(look, sends_words(figure, chord.bands[*under], look.language));
    if (!arc) return;
    const Chord::Arc& of = chord.arcs[*arc];
    const double all = of.sent + of.stays;
    tooltip(look, figure.parts[*arc].name,
            format_ui(Text::figure_sends, look.language, measured_number(of.sent, look.language),
                      measured_number(of.stays, look.language), percent(all > 0 ? of.stays / all : 0)));
}

}  // namespace flowspace
