// flowspace bench: measures this machine, medians with spread.
#pragma once

#include "render/scene/style.h"

namespace CLI {
class App;
}

namespace flowspace {

void set_up_bench(CLI::App& app, Language language, int& status);

}  // namespace flowspace
