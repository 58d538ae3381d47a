// Everything that a project names, opened: tables, the database of its flows, boundaries, terrain.
#pragma once

#include "data/project/project_dataset.h"
#include "render/scene/style.h"
#include "viewer/commands/own_ground_options.h"

#include <cstdio>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

namespace flowspace {

struct WholeProjectOptions {
    Reading reading = Reading::whole;
    LoadOptions load = {};
    Language language = Language::en;
    OwnGroundText ground = {};  // what was given instead of the project's own
    /// Of a database, where the environment lacks it; nothing where nobody can be asked.
    std::function<std::optional<std::string>(const std::string& what)> ask_password = {};
    std::FILE* told = stderr;  // outlines that join no place
};

/// Pre: what the project reaches beyond its folder is agreed to. Errors: those of open_project_data,
/// open_source and lay_own_ground; tables of flows beside a database.
Result<ProjectData> open_whole_project(const Project& project, const std::filesystem::path& project_file,
                                       const Dataset& built_in, const WholeProjectOptions& options);

}  // namespace flowspace
