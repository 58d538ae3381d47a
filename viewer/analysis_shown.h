// Which analysis is looked at, and what it is asked.
#pragma once

#include <map>
#include <string>

namespace flowspace {

struct AnalysisShown {
    std::string name = {};                                          // of all_analyses()
    std::map<std::string, std::string, std::less<>> settings = {};  // as typed; what is missing is standard
    std::string group = {};                                         // id; empty: every group of the kind
    bool on_map = true;
};

}  // namespace flowspace
