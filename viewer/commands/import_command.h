// flowspace import: somebody's tables, looked at, asked about and read once, become a project.
#pragma once

#include "render/scene/style.h"

namespace CLI {
class App;
}

namespace flowspace {

void set_up_import(CLI::App& app, Language language, int& status);

}  // namespace flowspace
