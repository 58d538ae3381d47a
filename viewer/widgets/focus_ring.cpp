#include "viewer/widgets/focus_ring.h"

#include "viewer/look.h"

#include <imgui_internal.h>

#include <algorithm>
#include <utility>

namespace flowspace {

namespace {

Box box_of(const ImRect& rect) { return {rect.Min.x, rect.Min.y, rect.Max.x, rect.Max.y}; }

/// Scrolls the window that is being drawn so that `box` and what comes next lie inside `clip`.
void scroll_to(const Box& box, const Box& clip) {
    const float beyond = std::min(box.height(), std::max(0.f, clip.height() - box.height()));
    if (box.y1 + beyond > clip.y1)
        ImGui::SetScrollY(ImGui::GetScrollY() + box.y1 + beyond - clip.y1);
    else if (box.y0 - beyond < clip.y0)
        ImGui::SetScrollY(std::max(0.f, ImGui::GetScrollY() - (clip.y0 - box.y0 + beyond)));
}

}  // namespace

void FocusRing::begin_frame(const Keys& keys) {
    last_stops_ = std::exchange(stops_, {});
    // What was focused is gone: the next one in its place.
    if (focused_ != 0 && !seen_) focused_ = 0;
    keys_ = keys;
    arrived_ = false;
    seen_ = false;
    told_last_.reset();
    scope_ = Scope::counted;
    if (keys.leave) focused_ = 0;
    const auto count = static_cast<int>(last_stops_.size());
    if (keys.steps == 0 || count == 0) return;
    if (ImGui::GetIO().WantTextInput) ImGui::ClearActiveID();  // out of a text field
    const auto at = std::ranges::find(last_stops_, focused_, &Stop::id);
    const bool known = focused_ != 0 && at != last_stops_.end();
    const int from = known ? static_cast<int>(at - last_stops_.begin())
                           : std::min(static_cast<int>(place_), count - 1) - (keys.steps > 0 ? 1 : 0);
    place_ = static_cast<std::size_t>(((from + keys.steps) % count + count) % count);
    focused_ = last_stops_[place_].id;
    arrived_ = true;
    seen_ = true;  // until the end of this frame
}

FocusRing::Answer FocusRing::visit(ImGuiID id, const Box& box) {
    told_last_.reset();
    if (scope_ == Scope::passed_over || id == 0) return {};
    const Box clip = box_of(ImGui::GetCurrentWindow()->ClipRect);
    const bool is_child = (ImGui::GetCurrentWindow()->Flags & ImGuiWindowFlags_ChildWindow) != 0;
    const bool in_sight = box.x1 > clip.x0 && box.x0 < clip.x1 && box.y1 > clip.y0 && box.y0 < clip.y1;
    if (!in_sight) return {};
    stops_.push_back({id, box});
    if (id != focused_) return {};
    seen_ = true;
    place_ = stops_.size() - 1;
    box_ = box;
    clip_ = clip;
    if (arrived_ && is_child) scroll_to(box, clip);
    told_last_ = box;
    return {.focused = true, .pressed = keys_.press, .adjust = keys_.adjust, .arrived = arrived_};
}

void FocusRing::draw(const Look& look) const {
    if (focused_ == 0 || !seen_ || box_.width() < 1) return;
    ImDrawList& list = *ImGui::GetForegroundDrawList();
    const float out = look.px(2);
    list.PushClipRect({clip_.x0 - out, clip_.y0 - out}, {clip_.x1 + out, clip_.y1 + out});
    const ImVec2 from = {box_.x0 - out, box_.y0 - out}, to = {box_.x1 + out, box_.y1 + out};
    list.AddRect(from, to, paint(with_alpha(look.theme.panel, 1)), look.px(7), 0, look.px(5));
    list.AddRect(from, to, paint(look.theme.text), look.px(7), 0, look.px(2));
    list.PopClipRect();
}

FocusRing* focus_ring() { return static_cast<FocusRing*>(ImGui::GetIO().UserData); }

}  // namespace flowspace
