// Buttons, switches, sliders and fields in our own style; each answers what the person did this frame.
#pragma once

#include "viewer/look.h"
#include "viewer/widgets/box.h"
#include "viewer/widgets/icons.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace flowspace {

/// What the pointer does to a box. `id` is a literal of ours, unique within the panel (push an index for
/// rows).
struct Touch {
    bool hovered = false;
    bool held = false;
    bool clicked = false;
    int adjust = 0;  // arrow keys, where the keyboard is on it
};
Touch touch(const char* id, const Box& box);

enum class Ability : std::uint8_t { enabled, disabled };
enum class Switch : std::uint8_t { off, on };

struct IconButton {
    Icon icon = Icon::close;
    std::string_view tip = {};
    Ability ability = Ability::enabled;
    Switch lit = Switch::off;  // on: in the accent
};
bool icon_button(const Look& look, const char* id, const Box& box, const IconButton& button);

struct TextButton {
    std::string_view text = {};
    std::string_view tip = {};
    Ability ability = Ability::enabled;
    Switch lit = Switch::off;
};
bool text_button(const Look& look, const char* id, const Box& box, const TextButton& button);

/// One of several, side by side; the chosen one when it was changed. `disabled` holds rows that cannot be
/// chosen.
struct Segments {
    std::span<const char* const> labels = {};
    std::size_t current = 0;
    std::uint32_t disabled = 0;  // bit per row
    std::string_view disabled_tip = {};
};
std::optional<std::size_t> segmented(const Look& look, const char* id, const Box& box,
                                     const Segments& segments);

/// The new state when it was switched.
std::optional<Switch> toggle_switch(const Look& look, const char* id, const Box& box, Switch state);

enum class Spacing : std::uint8_t { linear, logarithmic };
struct SliderRange {
    double low = 0;
    double high = 1;
    Spacing spacing = Spacing::linear;
};
/// The new value while it is being dragged.
std::optional<double> slider(const Look& look, const char* id, const Box& box, const SliderRange& range,
                             double value);

/// Where `value` lies in the range, 0 to 1, and back.
double share_of(const SliderRange& range, double value);
double value_at(const SliderRange& range, double share);

/// A one-line field; true when Enter was pressed. `hint` shows while it is empty.
struct TextField {
    std::string_view hint = {};
    std::optional<Icon> icon = {};
    bool take_focus = false;
    bool select_all = false;  // when it is clicked
    bool wrong = false;
};
bool text_field(const Look& look, const char* id, const Box& box, const TextField& field, std::string& text);

/// A rounded plate under something, and a thin divider.
void plate(const Look& look, const Box& box, Colour colour);
void divider(const Look& look, float x0, float x1, float y);

}  // namespace flowspace
