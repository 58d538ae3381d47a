// Projects in files: opening, saving over a file that nobody else changed, and the paths in them.
#pragma once

#include "data/import/import_plan.h"
#include "data/import/problem.h"
#include "data/project/atomic_file.h"
#include "data/project/project.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace flowspace {

/// Whether a path is spelled like a project: NAME.flowspace.json.
bool is_project_path(const std::filesystem::path& path);

struct OpenedProject {
    Project project = {};
    std::string text = {};               // the file as it was: save_project tells by it whether others wrote
    bool newer = false;                  // a newer program wrote it
    std::vector<Problem> problems = {};  // empty: it is open
};

/// Problems: those of read_project, and no-such-file, not-a-file, unreadable, too-large.
OpenedProject open_project(const std::filesystem::path& path);

/// What a person should know of a project that a newer program wrote.
struct NewerNote {
    std::string en = {};
    std::string zh = {};
};

/// Its version, this program's, and the members that are not known here (the first five by their JSON
/// pointers): they are not shown, and are kept where they are when the project is saved. Nothing for a
/// project of this version or an older one.
std::optional<NewerNote> newer_note(const Project& project, const std::filesystem::path& path);

/// over_any: replace whatever is there. over_known: only what `known` says, else changed-project.
enum class Overwrite : std::uint8_t { over_known, over_any };

struct SaveOptions {
    std::optional<std::string> known = {};  // text of the file when last read or written; nothing: no file
    Overwrite overwrite = Overwrite::over_known;
    WriteFault fault = {};
};

struct SavedProject {
    std::string text = {};
    std::optional<Problem> problem = {};  // then the file is as it was
};

/// Problems: changed-project (another program wrote it meanwhile), bad-path (a name that is no UTF-8),
/// and those of write_file. Two programs that save at once take turns.
SavedProject save_project(const std::filesystem::path& path, const Project& project,
                          const SaveOptions& options);

/// `target` as a project at `project_file` writes it: relative to its folder with `/` between folders; an
/// absolute path that lies elsewhere stays absolute. A relative one is from the working folder.
std::string path_in_project(const std::filesystem::path& target, const std::filesystem::path& project_file);

/// Where a path of a project leads, for opening.
std::filesystem::path path_from_project(const std::string& path, const std::filesystem::path& project_file);

/// The plan with paths that can be opened.
ImportPlan opened_plan(const Project& project, const std::filesystem::path& project_file);

/// The view with paths of its analyses' tables that can be opened. They are read only when a person runs the
/// analysis.
JsonValue opened_view(const Project& project, const std::filesystem::path& project_file);

/// The other way: the view as a project at `project_file` keeps it.
JsonValue view_in_project(JsonValue view, const std::filesystem::path& project_file);

/// The same project for another place: paths lead to the same files, what is kept by path goes with them.
Project moved_project(const Project& project, const std::filesystem::path& from,
                      const std::filesystem::path& to);

/// Every file that a project names, as opened: tables, boundaries, terrain, and those of its view's analyses.
std::vector<std::string> files_of(const Project& project, const std::filesystem::path& project_file);

/// What a project reaches beyond its own folder: files (also through links, and those that analyses of its
/// view would be given), as opened, and hosts of databases. Ascending.
std::vector<std::string> outside(const Project& project, const std::filesystem::path& project_file);

}  // namespace flowspace
