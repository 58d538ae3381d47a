// Boundaries and terrain of the user on the command line.
#pragma once

#include "data/dataset.h"
#include "data/result.h"
#include "render/scene/style.h"

#include <cstdio>
#include <optional>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace flowspace {

struct OwnGroundText {
    std::vector<std::string> boundaries = {};  // a place in several: as the last one has it
    std::vector<std::string> terrain = {};     // later ones lie over earlier ones
};

/// `text` must outlive the parsing.
void add_own_ground_options(CLI::App& app, Language language, OwnGroundText& text);

/// Reads them in the worker and lays them over the ground of `dataset`; tells on `to` what joined no place.
/// Errors: files that cannot be read, outlines of which none joins a place.
std::optional<Error> lay_own_ground(Dataset& dataset, const OwnGroundText& text, Language language,
                                    std::FILE* to);

}  // namespace flowspace
