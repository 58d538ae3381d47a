// How the window looks at files and loads them, and how it opens and saves projects.
#pragma once

#include "data/dataset.h"
#include "viewer/app.h"
#include "viewer/import_session.h"
#include "viewer/project_session.h"

#include <memory>

namespace flowspace {

/// `ground` gives the map, and the places where no table does. Both functions run on the session's thread.
ImportBackend import_backend(std::shared_ptr<const Dataset> ground);

/// Remembers what it saw of each project last, so that a file that somebody else changed is not written over,
/// and what of it the window does not show (database, boundaries, terrain) is kept. `opened`: the project
/// that the program was started with.
ProjectBackend project_backend(std::shared_ptr<const Dataset> ground, ProjectSession opened = {});

}  // namespace flowspace
