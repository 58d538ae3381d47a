// A story as a project keeps it: the member "story" of a view.
#pragma once

#include "data/dataset.h"
#include "data/project/json_value.h"
#include "viewer/story.h"

namespace flowspace {

/// Pre: `story` is of `data`.
JsonValue story_json(const Story& story, const Dataset& data);

/// What is there and right: scenes without id get one, members of another type stay standard, members that
/// are not known are kept. Never an error, as with settings_from.
Story story_from(const JsonValue& json, const Dataset& data);

}  // namespace flowspace
