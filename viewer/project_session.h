// The project that is open in the window: where it is, whether it has unsaved changes, opening and saving it.
#pragma once

#include "data/import/import_report.h"
#include "data/project/project.h"
#include "data/project/project_file.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace flowspace {

class ProjectSession {
public:
    /// Nothing is open: the built-in atlas, or bare files that nobody saved.
    ProjectSession() = default;

    struct Opening;
    /// Opens a file; what is open stays as it is where the opening holds problems.
    static Opening open(const std::filesystem::path& path);

    /// Empty: never saved, so that saving must ask for a name.
    const std::filesystem::path& path() const { return path_; }
    const Project& project() const { return project_; }
    /// The plan with paths that can be opened.
    ImportPlan plan() const { return opened_plan(project_, path_); }

    /// How it was last looked at, with paths that can be opened.
    JsonValue view() const { return opened_view(project_, path_); }

    /// After an import: paths as opened, one source of the report per table. Titles and all else stay.
    void set_plan(const ImportPlan& plan, const ImportReport& report);
    void set_titles(std::string zh, std::string en);
    /// What a project may reach beyond its folder is a question before its tables are read; see outside().
    std::vector<std::string> not_agreed() const;
    void agree();

    /// Whether saving would write something else than the file holds. `view` is settings_json of now.
    bool dirty(const JsonValue& view) const;

    /// Pre: path() is not empty. Problems: those of save_project; then nothing is written.
    std::optional<Problem> save(const JsonValue& view, Overwrite overwrite);
    /// The project goes on under the new name; paths lead to the same files.
    std::optional<Problem> save_as(const std::filesystem::path& path, const JsonValue& view,
                                   Overwrite overwrite);

private:
    Project with_view(const JsonValue& view) const;

    std::filesystem::path path_;
    Project project_;
    std::optional<std::string> text_;  // of the file when last read or written
};

struct ProjectSession::Opening {
    ProjectSession session = {};
    std::vector<Problem> problems = {};   // empty: it is open
    std::optional<NewerNote> newer = {};  // a newer program wrote it
};

}  // namespace flowspace
