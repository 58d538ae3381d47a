// The subcommand `view`: the window.
#pragma once

#include "render/scene/style.h"

namespace CLI {
class App;
}

namespace flowspace {

void set_up_view(CLI::App& app, Language language, int& status);

}  // namespace flowspace
