#include "viewer/widgets/icons.h"

#include <array>
#include <cmath>
#include <initializer_list>
#include <numbers>

namespace flowspace {

namespace {

/// Draws on a 16 x 16 grid that lies in the middle of a box.
class Pen {
public:
    Pen(const Box& box, float size_px, ImU32 colour)
        : list_(*ImGui::GetWindowDrawList()),
          origin_{std::round(box.centre().x - size_px / 2), std::round(box.centre().y - size_px / 2)},
          unit_(size_px / 16),
          colour_(colour) {}

    void line(std::initializer_list<ImVec2> points, ImDrawFlags flags = 0) {
        for (const ImVec2& point : points) list_.PathLineTo(at(point));
        list_.PathStroke(colour_, flags, weight());
    }
    void fill(std::initializer_list<ImVec2> points) {
        for (const ImVec2& point : points) list_.PathLineTo(at(point));
        list_.PathFillConvex(colour_);
    }
    void circle(ImVec2 centre, float radius) {
        list_.AddCircle(at(centre), radius * unit_, colour_, 32, weight());
    }
    void disc(ImVec2 centre, float radius) { list_.AddCircleFilled(at(centre), radius * unit_, colour_, 32); }
    void box(ImVec2 a, ImVec2 b, float radius) {
        list_.AddRect(at(a), at(b), colour_, radius * unit_, 0, weight());
    }
    void bar(ImVec2 a, ImVec2 b) { list_.AddRectFilled(at(a), at(b), colour_, unit_ * 0.75f); }
    /// Angles in degrees, clockwise from the right.
    void arc(ImVec2 centre, float radius, float from_deg, float to_deg) {
        constexpr float rad = std::numbers::pi_v<float> / 180;
        list_.PathArcTo(at(centre), radius * unit_, from_deg * rad, to_deg * rad, 24);
        list_.PathStroke(colour_, 0, weight());
    }

private:
    ImVec2 at(ImVec2 p) const { return {origin_.x + p.x * unit_, origin_.y + p.y * unit_}; }
    float weight() const { return std::max(1.25f, 1.5f * unit_); }

    ImDrawList& list_;
    ImVec2 origin_;
    float unit_;
    ImU32 colour_;
};

void draw_transport(Icon icon, Pen& pen) {
    switch (icon) {
        case Icon::play:
            pen.fill({{4.5f, 2.5f}, {13.5f, 8}, {4.5f, 13.5f}});
            break;
        case Icon::pause:
            pen.bar({4, 3}, {6.75f, 13});
            pen.bar({9.25f, 3}, {12, 13});
            break;
        case Icon::step_back:
            pen.line({{11, 3.5f}, {6.5f, 8}, {11, 12.5f}});
            pen.line({{4, 3.5f}, {4, 12.5f}});
            break;
        default:
            pen.line({{5, 3.5f}, {9.5f, 8}, {5, 12.5f}});
            pen.line({{12, 3.5f}, {12, 12.5f}});
            break;
    }
}

void draw_chevron(Icon icon, Pen& pen) {
    if (icon == Icon::chevron_left) pen.line({{10, 3.5f}, {5.5f, 8}, {10, 12.5f}});
    if (icon == Icon::chevron_right) pen.line({{6, 3.5f}, {10.5f, 8}, {6, 12.5f}});
    if (icon == Icon::chevron_up) pen.line({{3.5f, 10}, {8, 5.5f}, {12.5f, 10}});
    if (icon == Icon::chevron_down) pen.line({{3.5f, 6}, {8, 10.5f}, {12.5f, 6}});
}

void draw_history(Icon icon, Pen& pen) {
    const bool back = icon == Icon::undo;
    const auto x = [&](float at) { return back ? at : 16 - at; };
    pen.line({{x(5.5f), 2.5f}, {x(2.5f), 5.5f}, {x(5.5f), 8.5f}});
    pen.line({{x(2.5f), 5.5f}, {x(9.5f), 5.5f}});
    if (back)
        pen.arc({9.5f, 9.25f}, 3.75f, -90, 90);
    else
        pen.arc({6.5f, 9.25f}, 3.75f, 90, 270);
    pen.line({{x(9.5f), 13}, {x(6), 13}});
}

void draw_object(Icon icon, Pen& pen) {
    switch (icon) {
        case Icon::import_data:
            pen.line({{8, 2.5f}, {8, 9.5f}});
            pen.line({{5, 6.5f}, {8, 9.5f}, {11, 6.5f}});
            pen.line({{2.5f, 9.5f}, {2.5f, 13.5f}, {13.5f, 13.5f}, {13.5f, 9.5f}});
            break;
        case Icon::search:
            pen.circle({7, 7}, 4.25f);
            pen.line({{10.2f, 10.2f}, {13.5f, 13.5f}});
            break;
        case Icon::settings:
            for (const float y : {4.f, 8.f, 12.f}) pen.line({{2.5f, y}, {13.5f, y}});
            pen.disc({10.5f, 4}, 2);
            pen.disc({5.5f, 8}, 2);
            pen.disc({9.5f, 12}, 2);
            break;
        case Icon::theme:
            pen.circle({8, 8}, 5.25f);
            for (float y = -4.5f; y <= 4.6f; y += 0.75f) {
                const float x = std::sqrt(std::max(0.f, 5.f * 5.f - y * y));
                pen.line({{8, 8 + y}, {8 + x, 8 + y}});
            }
            break;
        case Icon::present:
            pen.box({2, 3}, {14, 11}, 1);
            pen.fill({{6.75f, 5}, {10, 7}, {6.75f, 9}});
            pen.line({{5.5f, 13.5f}, {10.5f, 13.5f}});
            break;
        case Icon::keys:
            pen.box({1.5f, 4}, {14.5f, 12}, 1.5f);
            for (const float x : {4.5f, 8.f, 11.5f}) pen.disc({x, 6.7f}, 0.8f);
            pen.line({{5, 9.6f}, {11, 9.6f}});
            break;
        case Icon::close:
            pen.line({{4, 4}, {12, 12}});
            pen.line({{12, 4}, {4, 12}});
            break;
        case Icon::layers:
            pen.line({{8, 2.5f}, {14, 6}, {8, 9.5f}, {2, 6}}, ImDrawFlags_Closed);
            pen.line({{2.5f, 9.5f}, {8, 12.75f}, {13.5f, 9.5f}});
            break;
        default:
            break;
    }
}

void draw_mark(Icon icon, Pen& pen) {
    switch (icon) {
        case Icon::focus:
            pen.line({{2.5f, 3.5f}, {13.5f, 3.5f}, {9.5f, 8.25f}, {9.5f, 13}, {6.5f, 11.5f}, {6.5f, 8.25f}},
                     ImDrawFlags_Closed);
            break;
        case Icon::locate:
            pen.circle({8, 8}, 4.25f);
            pen.disc({8, 8}, 1.4f);
            pen.line({{8, 1.5f}, {8, 3.75f}});
            pen.line({{8, 12.25f}, {8, 14.5f}});
            pen.line({{1.5f, 8}, {3.75f, 8}});
            pen.line({{12.25f, 8}, {14.5f, 8}});
            break;
        case Icon::swap:
            pen.line({{2.5f, 5.5f}, {13.5f, 5.5f}});
            pen.line({{10.5f, 2.5f}, {13.5f, 5.5f}});
            pen.line({{13.5f, 10.5f}, {2.5f, 10.5f}});
            pen.line({{5.5f, 13.5f}, {2.5f, 10.5f}});
            break;
        case Icon::clock:
            pen.circle({8, 8}, 5.5f);
            pen.line({{8, 4.75f}, {8, 8}, {10.5f, 9.5f}});
            break;
        case Icon::details:
            pen.circle({8, 8}, 5.75f);
            pen.line({{8, 7.25f}, {8, 11.25f}});
            pen.disc({8, 5.1f}, 0.9f);
            break;
        default:
            pen.fill({{8, 3.5f}, {12.5f, 8}, {8, 12.5f}, {3.5f, 8}});
            break;
    }
}

void draw_views(Icon icon, Pen& pen) {
    switch (icon) {
        case Icon::table:
            pen.box({2, 3}, {14, 13}, 1.5f);
            pen.line({{2, 6.25f}, {14, 6.25f}});
            pen.line({{2, 9.6f}, {14, 9.6f}});
            pen.line({{6.5f, 6.25f}, {6.5f, 13}});
            break;
        case Icon::save_rows:
            pen.line({{8, 9.5f}, {8, 2.5f}});
            pen.line({{5, 5.5f}, {8, 2.5f}, {11, 5.5f}});
            pen.line({{2.5f, 9.5f}, {2.5f, 13.5f}, {13.5f, 13.5f}, {13.5f, 9.5f}});
            break;
        default:
            pen.line({{4.5f, 5.5f}, {8, 2}, {11.5f, 5.5f}});
            pen.line({{4.5f, 10.5f}, {8, 14}, {11.5f, 10.5f}});
            pen.line({{8, 2}, {8, 14}});
            break;
    }
}

}  // namespace

void draw_icon(Icon icon, const Box& box, float size_px, ImU32 colour) {
    Pen pen(box, size_px, colour);
    if (icon <= Icon::step_forward)
        draw_transport(icon, pen);
    else if (icon <= Icon::redo)
        draw_history(icon, pen);
    else if (icon >= Icon::chevron_left && icon <= Icon::chevron_down)
        draw_chevron(icon, pen);
    else if (icon == Icon::layers || icon == Icon::import_data || icon <= Icon::close)
        draw_object(icon, pen);
    else if (icon >= Icon::table)
        draw_views(icon, pen);
    else
        draw_mark(icon, pen);
}

}  // namespace flowspace
