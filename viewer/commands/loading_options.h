// Whether tables are loaded, or asked where they lie: the options of every command that opens tables.
#pragma once

#include "data/import/load_tables.h"
#include "render/scene/style.h"

namespace CLI {
class App;
}

namespace flowspace {

struct LoadingText {
    bool never = false;
    bool always = false;
    double memory_gb = 0;  // 10^9 bytes; 0: half of the machine's
};

/// `text` must outlive the parsing: keep it in a shared_ptr that the command's callback holds.
void add_loading_options(CLI::App& app, Language language, LoadingText& text);

/// With all threads; what is estimated and chosen is told on stderr.
LoadOptions load_options(const LoadingText& text, Wanted wanted, Language language);

}  // namespace flowspace
