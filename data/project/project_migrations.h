// Old projects, made into what the present program reads: one step per version, for ever.
#pragma once

#include "data/project/json_value.h"

#include <cstddef>

namespace flowspace {

/// Applies each step from the file's version to project_version. A file of a newer program stays as it is.
void migrate(JsonValue& project);

/// How many steps there are: project_version - 1.
std::size_t migration_count();

}  // namespace flowspace
