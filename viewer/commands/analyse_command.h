// flowspace analyse NAME: one analysis, as tidy rows on standard output.
#pragma once

#include "data/language.h"

namespace CLI {
class App;
}

namespace flowspace {

void set_up_analyse(CLI::App& app, Language language, int& status);

}  // namespace flowspace
