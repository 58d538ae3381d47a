// This very program, run again as its user would: for what only a whole run shows.
#pragma once

#include <string>
#include <vector>

namespace flowspace {

/// Runs the program with `words` after its name and waits; true when it ended well.
bool run_self(std::vector<std::string> words);

}  // namespace flowspace
