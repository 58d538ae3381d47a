// The options that say how tables are to be read: each is a text of --map with a name of its own.
#pragma once

#include "render/scene/style.h"

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace flowspace {

struct PlanText {
    std::vector<std::string> map = {};       // --map, as typed
    std::vector<std::string> choices = {};   // --choose NAME=ID
    std::vector<std::string> settings = {};  // every other option, as @SETTING=VALUE
};

/// `text` must outlive the parsing: keep it in a shared_ptr that the command's callback holds.
void add_plan_options(CLI::App& app, Language language, PlanText& text);

/// All of them as apply_mapping takes them: settings first, so that --map has the last word.
std::vector<std::string> mapping_of(const PlanText& text);

}  // namespace flowspace
