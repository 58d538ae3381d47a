// The dashboard of an agglomeration, drawn: the same page in the window and in a picture.
#pragma once

#include "render/scene/image.h"
#include "viewer/dashboard.h"
#include "viewer/look.h"
#include "viewer/widgets/box.h"

namespace flowspace {

/// Into the current ImGui window.
void draw_dashboard(const Look& look, const Box& box, const Dashboard& page);

/// Lays the page over `box` of the picture. Errors: the font is missing.
Result<bool> paint_dashboard(const Dashboard& page, const Style& style, const Box& box, Image& image);

}  // namespace flowspace
