// flowspace film: a story, or a view whose time plays, as MP4, WebM or a folder of pictures.
#pragma once

#include "render/scene/style.h"

namespace CLI {
class App;
}

namespace flowspace {

void set_up_film(CLI::App& app, Language language, int& status);

}  // namespace flowspace
