// flowspace sum: totals by a key, as a table on standard output.
#pragma once

#include "render/scene/style.h"

namespace CLI {
class App;
}

namespace flowspace {

void set_up_sum(CLI::App& app, Language language, int& status);

}  // namespace flowspace
