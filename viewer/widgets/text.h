// Text in a box: aligned, cut with an ellipsis where it does not fit.
#pragma once

#include "viewer/look.h"
#include "viewer/widgets/box.h"

#include <string>
#include <string_view>

namespace flowspace {

enum class Align : unsigned char { left, centre, right };

struct TextStyle {
    ImFont* font = nullptr;
    ImU32 colour = 0;
    Align align = Align::left;
};

float text_width(const ImFont* font, std::string_view text);

/// The text, or as much of it as fits `width_px` with an ellipsis.
std::string fitted(const ImFont* font, std::string_view text, float width_px);

/// Draws in the current window, vertically in the middle of `box`.
void put_text(const TextStyle& style, const Box& box, std::string_view text);

/// Draws over several lines from the top of `box`; returns the height used. Breaks between Chinese
/// characters.
float put_wrapped(const TextStyle& style, const Box& box, std::string_view text);
float wrapped_height(const ImFont* font, float width_px, std::string_view text);

/// Muted, bold, plain: the three voices of a panel.
TextStyle plain(const Look& look, Align align = Align::left);
TextStyle muted(const Look& look, Align align = Align::left);
TextStyle strong(const Look& look, Align align = Align::left);

/// A card beside the pointer with one or more lines; the first stands out.
void tooltip(const Look& look, std::string_view first, std::string_view rest = {});

}  // namespace flowspace
