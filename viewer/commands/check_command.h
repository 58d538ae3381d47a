// flowspace check: every problem of the user's files, with file, row and column.
#pragma once

#include "render/scene/style.h"

namespace CLI {
class App;
}

namespace flowspace {

void set_up_check(CLI::App& app, Language language, int& status);

}  // namespace flowspace
