// The words that ImGui drew, read back from its triangles: for files that keep them as text.
#pragma once

#include "render/scene/text_runs.h"
#include "viewer/look.h"

#include <imgui.h>

#include <vector>

namespace flowspace {

/// Takes the letters of `fonts` off `data`, whose other triangles stay, and gives them back line by line, in
/// pixels of the picture. Letters that lie outside of what is clipped are left where they are.
std::vector<TextRun> lift_words(const ImDrawData& data, const UiFonts& fonts);

}  // namespace flowspace
