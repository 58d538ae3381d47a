// A part of a panel that scrolls: what is drawn in it is placed from origin(), and clipped.
#pragma once

#include "viewer/widgets/box.h"

namespace flowspace {

class ScrollArea {
public:
    enum class Directions : unsigned char { down, both };

    ScrollArea(const char* id, const Box& box, Directions directions = Directions::down) : box_(box) {
        ImGui::SetCursorScreenPos(box.min());
        ImGui::BeginChild(id, {box.width(), box.height()}, false,
                          directions == Directions::both ? ImGuiWindowFlags_HorizontalScrollbar : 0);
        origin_ = ImGui::GetCursorScreenPos();
        width_ = ImGui::GetContentRegionAvail().x;
    }
    ScrollArea(const ScrollArea&) = delete;
    ScrollArea& operator=(const ScrollArea&) = delete;
    ~ScrollArea() { ImGui::EndChild(); }

    ImVec2 origin() const { return origin_; }
    float width() const { return width_; }
    bool shows(const Box& part) const {
        return part.y1 >= box_.y0 && part.y0 <= box_.y1 && part.x1 >= box_.x0 && part.x0 <= box_.x1;
    }
    /// How far its content reaches, so that it can be scrolled there.
    void reach(ImVec2 end) const {
        ImGui::SetCursorScreenPos(end);
        ImGui::Dummy({0, 0});
    }

private:
    Box box_;
    ImVec2 origin_ = {};
    float width_ = 0;
};

}  // namespace flowspace
