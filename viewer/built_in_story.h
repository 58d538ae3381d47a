// The story that comes with the program: 空间流动 / The space of flows, told with the built-in atlas.
#pragma once

#include "data/dataset.h"
#include "viewer/story.h"

#include <memory>
#include <string_view>

namespace flowspace {

bool is_built_in_atlas(const Dataset& data);

/// Its captions carry figures of `data`; nothing where that is not the built-in atlas. Takes some tens of
/// milliseconds: keep it.
std::shared_ptr<const Story> built_in_story(const Dataset& data);

/// The file it is made from, built into the program: figures stand in captions as {name}.
std::string_view built_in_story_text();

}  // namespace flowspace
