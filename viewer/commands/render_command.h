// flowspace render: a still picture of any size, without a window.
#pragma once

#include "render/scene/style.h"

namespace CLI {
class App;
}

namespace flowspace {

void set_up_render(CLI::App& app, Language language, int& status);

}  // namespace flowspace
