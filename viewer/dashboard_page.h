// The dashboard of an agglomeration, drawn: the same page in the window and in a picture.
#pragma once

#include "render/scene/image.h"
#include "viewer/dashboard.h"
#include "viewer/look.h"
#include "viewer/widgets/box.h"

#include <cstddef>
#include <vector>

namespace flowspace {

struct TextRun;  // render/scene/text_runs.h

/// Into the current ImGui window; a box too low for it is scrolled.
void draw_dashboard(const Look& look, const Box& box, const Dashboard& page);

/// Of a page of that many layers at the scale 1: lower than that its cards would lie over each other.
float least_dashboard_px(std::size_t layers);

/// Lays the page over `box` of the picture, smaller than the style asks where it would not fit. With `words`
/// it is laid without them, and they are given for a file that keeps them as text. Errors: the font is
/// missing.
Result<bool> paint_dashboard(const Dashboard& page, const Style& style, const Box& box, Image& image,
                             std::vector<TextRun>* words = nullptr);

}  // namespace flowspace
