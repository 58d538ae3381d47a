// Paints strips of ribbons by the processor, over everything: what ribbon.frag draws of them.
#pragma once

#include "render/scene/ribbon.h"
#include "render/scene/sign_canvas.h"

namespace flowspace {

void paint_strip(const SignCanvas& canvas, const RibbonStrip& strip);

}  // namespace flowspace
