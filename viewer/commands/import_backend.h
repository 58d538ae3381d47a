// How the window looks at files and loads them, and how it opens and saves projects.
#pragma once

#include "data/dataset.h"
#include "viewer/app.h"
#include "viewer/import_session.h"

#include <memory>

namespace flowspace {

/// `ground` gives the map, and the places where no table does. Both functions run on the session's thread.
ImportBackend import_backend(std::shared_ptr<const Dataset> ground);

/// Remembers what it saw of the project last, so that a file that somebody else changed is not written over.
ProjectBackend project_backend(std::shared_ptr<const Dataset> ground);

}  // namespace flowspace
