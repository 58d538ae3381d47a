// Which story is told: that of the settings, else the built-in one; and a scene of it by its id.
#pragma once

#include "data/dataset.h"
#include "data/language.h"
#include "data/result.h"
#include "viewer/settings.h"
#include "viewer/story.h"

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace flowspace {

/// The story of the settings where they hold one, else the built-in one where `data` is the built-in atlas;
/// nothing where there is neither, or no scene in it.
std::shared_ptr<const Story> story_told(const Settings& settings, const Dataset& data);

struct SceneChoice {
    std::shared_ptr<const Story> story = {};  // never null
    std::size_t row = 0;                      // of its scenes
};
/// Errors: there is no story; no scene has the id: the nearest ids are named.
Result<SceneChoice> choose_scene(const Settings& settings, const Dataset& data, const std::string& id,
                                 Language language);

/// A story of the scenes that have the ids, in that order, with the title of the whole one. Pre: `ids` has
/// some.
Result<std::shared_ptr<const Story>> choose_scenes(const Settings& settings, const Dataset& data,
                                                   const std::vector<std::string>& ids, Language language);

}  // namespace flowspace
