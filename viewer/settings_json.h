// Settings as a project keeps them: layers, places and groups by their ids, so that they fit other data too.
#pragma once

#include "data/dataset.h"
#include "data/project/json_value.h"
#include "viewer/settings.h"

namespace flowspace {

/// Everything but whether it plays. Pre: `settings` is of `data`.
JsonValue settings_json(const Settings& settings, const Dataset& data);

/// `base` with what `json` says and `data` has: members that are missing, of another type or of another
/// dataset leave `base` as it is. Never an error: a view is worth less than the data it shows.
Settings settings_from(const JsonValue& json, const Settings& base, const Dataset& data);

}  // namespace flowspace
