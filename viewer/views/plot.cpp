#include "viewer/views/plot.h"

#include "render/scene/number_text.h"
#include "viewer/panels/trace_offer.h"
#include "viewer/widgets/controls.h"
#include "viewer/widgets/text.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

namespace flowspace {

namespace {

constexpr float reach_px = 12;

/// From dots to the screen; y grows upwards.
struct Frame2d {
    const Plot& plot;
    Box box;

    ImVec2 at(const Dot& dot) const {
        return {box.x0 + static_cast<float>(plot.x.share_of(dot.x)) * box.width(),
                box.y1 - static_cast<float>(plot.y.share_of(dot.y)) * box.height()};
    }
};

void draw_axes(const Look& look, const Frame2d& frame) {
    const Box& box = frame.box;
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const ImU32 ink = paint(look.theme.hairline, 0.6f);
    float free_from = box.x0;
    for (const double tick : frame.plot.x.ticks()) {
        const float x = std::round(box.x0 + static_cast<float>(frame.plot.x.share_of(tick)) * box.width());
        list.AddRectFilled({x, box.y0}, {x + 1, box.y1}, ink);
        const std::string text = round_number(tick, look.language);
        const float width = text_width(look.fonts.small, text);
        const float start = std::min(x - width / 2, box.x1 - width);
        if (start < free_from) continue;
        put_text(muted(look), {start, box.y1 + look.px(2), start + width + 1, box.y1 + look.px(18)}, text);
        free_from = start + width + look.px(8);
    }
    float free_above = box.y1 + look.px(8);
    for (const double tick : frame.plot.y.ticks()) {
        const float y = std::round(box.y1 - static_cast<float>(frame.plot.y.share_of(tick)) * box.height());
        list.AddRectFilled({box.x0, y}, {box.x1, y + 1}, ink);
        if (y + look.px(8) > free_above) continue;
        put_text(muted(look, Align::right),
                 {box.x0 - look.px(60), y - look.px(8), box.x0 - look.px(6), y + look.px(8)},
                 round_number(tick, look.language));
        free_above = y - look.px(8);
    }
}

/// The lines between quadrants, and what each is called in its corner; where these words lie.
std::vector<Box> draw_cross(const Look& look, const Frame2d& frame) {
    const Box& box = frame.box;
    const ImVec2 at = frame.at(*frame.plot.cross);
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const ImU32 ink = paint(look.theme.muted_text, 0.8f);
    list.AddLine({at.x, box.y0}, {at.x, box.y1}, ink, look.px(1));
    list.AddLine({box.x0, at.y}, {box.x1, at.y}, ink, look.px(1));
    std::vector<Box> taken;
    const float high = look.px(15), gap = look.px(4);
    for (std::size_t corner = 0; corner < 4; ++corner) {
        const bool right = corner % 2 == 0, top = corner < 2;
        const float y = top ? box.y0 : box.y1 - high;
        const Box place{(right ? at.x : box.x0) + gap, y, (right ? box.x1 : at.x) - gap, y + high};
        const float wide = text_width(look.fonts.small, frame.plot.corners[corner]) + 1;
        if (place.width() < wide) continue;
        put_text(muted(look, right ? Align::right : Align::left), place, frame.plot.corners[corner]);
        taken.push_back(right ? Box{place.x1 - wide, y, place.x1, y + high}
                              : Box{place.x0, y, place.x0 + wide, y + high});
    }
    return taken;
}

std::optional<std::size_t> nearest(const Frame2d& frame, ImVec2 pointer, float reach) {
    std::optional<std::size_t> found;
    float best = reach * reach;
    for (std::size_t row = 0; row < frame.plot.dots.size(); ++row) {
        const ImVec2 at = frame.at(frame.plot.dots[row]);
        const float away = (at.x - pointer.x) * (at.x - pointer.x) + (at.y - pointer.y) * (at.y - pointer.y);
        if (away >= best) continue;
        best = away;
        found = row;
    }
    return found;
}

/// Names beside their dots, none over another: the more important first.
class Names {
public:
    Names(const PanelContext& context, const Frame2d& frame) : context_(context), frame_(frame) {}

    void keep_off(std::vector<Box> taken) { taken_ = std::move(taken); }

    void put(const Dot& dot, ImU32 ink) {
        const Look& look = context_.look;
        const std::string name = unit_name(context_.data, dot.unit, look.language);
        const ImVec2 at = frame_.at(dot);
        const float width = text_width(look.fonts.small, name) + 1;
        for (const ImVec2 corner :
             {ImVec2{at.x + look.px(6), at.y - look.px(8)},
              ImVec2{at.x - look.px(6) - width, at.y - look.px(8)},
              ImVec2{at.x - width / 2, at.y - look.px(20)}, ImVec2{at.x - width / 2, at.y + look.px(5)}}) {
            const Box box{corner.x, corner.y, corner.x + width, corner.y + look.px(15)};
            if (box.x0 < frame_.box.x0 || box.x1 > frame_.box.x1 || box.y0 < frame_.box.y0 ||
                box.y1 > frame_.box.y1)
                continue;
            const auto meets = [&](const Box& other) {
                return box.x0 < other.x1 && other.x0 < box.x1 && box.y0 < other.y1 && other.y0 < box.y1;
            };
            if (std::ranges::any_of(taken_, meets)) continue;
            put_text({look.fonts.small, ink}, box, name);
            taken_.push_back(box);
            return;
        }
    }

private:
    const PanelContext& context_;
    const Frame2d& frame_;
    std::vector<Box> taken_;
};

}  // namespace

std::optional<std::size_t> draw_plot(PanelContext& context, const Box& box, const Plot& plot) {
    const Look& look = context.look;
    const Frame2d frame{
        plot, {box.x0 + look.px(64), box.y0 + look.px(20), box.x1 - look.px(12), box.y1 - look.px(36)}};
    if (frame.box.width() < 8 || frame.box.height() < 8) return std::nullopt;
    put_text(muted(look), {box.x0, box.y0, box.x1, box.y0 + look.px(16)}, plot.y_title);
    put_text(muted(look, Align::right), {box.x0, box.y1 - look.px(16), box.x1 - look.px(12), box.y1},
             plot.x_title);
    draw_axes(look, frame);
    const Touch at = touch("plot", frame.box);
    const auto under = at.hovered ? nearest(frame, ImGui::GetIO().MousePos, look.px(reach_px)) : std::nullopt;
    const Target& hovered = context.hover.seen();
    Target& selected = context.settings.selected;
    ImDrawList& list = *ImGui::GetWindowDrawList();
    Names names(context, frame);
    if (plot.line) {
        list.PushClipRect(frame.box.min(), frame.box.max(), true);
        list.AddLine(frame.at((*plot.line)[0]), frame.at((*plot.line)[1]), paint(look.theme.muted_text, 0.8f),
                     look.px(1));
        list.PopClipRect();
    }
    if (plot.cross) names.keep_off(draw_cross(look, frame));
    std::vector<std::size_t> marked;
    for (std::size_t row = 0; row < plot.dots.size(); ++row) {
        const Dot& dot = plot.dots[row];
        if (dot.unit == selected || dot.unit == hovered || under == row)
            marked.push_back(row);
        else
            list.AddCircleFilled(frame.at(dot), look.px(3), paint(look.accent, 0.7f), 12);
    }
    for (const std::size_t row : marked) {
        const Dot& dot = plot.dots[row];
        list.AddCircleFilled(frame.at(dot), look.px(5), paint(look.accent), 16);
        list.AddCircle(frame.at(dot), look.px(5), paint(look.theme.text), 16, look.px(1));
        names.put(dot, paint(look.theme.text));
    }
    for (const std::size_t row : plot.named)
        if (std::ranges::find(marked, row) == marked.end())
            names.put(plot.dots[row], paint(look.theme.muted_text));
    if (under && is_of_flows(plot.measure) && ImGui::IsMouseClicked(ImGuiMouseButton_Right))
        show_trace(context, figure_of_unit(context.data, context.derived.answered_filter(), plot.layer,
                                           plot.dots[*under].unit, plot.measure));
    if (under) context.hover.set(plot.dots[*under].unit);
    if (under && at.clicked)
        selected = selected == plot.dots[*under].unit ? Target{} : plot.dots[*under].unit;
    return under;
}

}  // namespace flowspace
