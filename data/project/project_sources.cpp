#include "data/project/project_sources.h"

#include "data/import/file_identity.h"
#include "data/project/project_file.h"

#include <fmt/format.h>

namespace flowspace {
namespace {

std::optional<SourceChange> look(const std::filesystem::path& path, const FileIdentity& known,
                                 const std::stop_token& stop) {
    const auto changed = [&](std::string found, std::string expected) {
        return SourceChange{.path = path.string(),
                            .problem = {.file = path.string(),
                                        .code = "changed-source",
                                        .found = std::move(found),
                                        .expected = std::move(expected)}};
    };
    FileIdentity now;
    if (std::optional<Problem> gone = stat_file(path, now)) {
        gone->file = path.string();
        if (gone->code == "no-such-file") gone->code = "missing-source";
        return SourceChange{.path = path.string(), .problem = std::move(*gone), .missing = true};
    }
    if (known.sha256.empty() || (now.bytes == known.bytes && now.modified_ms == known.modified_ms))
        return std::nullopt;
    if (now.bytes != known.bytes)
        return changed(fmt::format("{} bytes", now.bytes), fmt::format("{} bytes", known.bytes));
    if (std::optional<Problem> unreadable = identify_file(path, now, stop)) {
        unreadable->file = path.string();
        return SourceChange{.path = path.string(), .problem = std::move(*unreadable), .missing = true};
    }
    if (now.sha256.empty() || now.sha256 == known.sha256) return std::nullopt;
    return changed("SHA-256 " + now.sha256.substr(0, 16) + "...",
                   "SHA-256 " + known.sha256.substr(0, 16) + "...");
}

}  // namespace

std::vector<SourceChange> changed_sources(const Project& project, const std::filesystem::path& project_file,
                                          const std::stop_token& stop) {
    std::vector<SourceChange> changes;
    for (const TablePlan& table : project.plan.tables) {
        const auto known = project.sources.find(table_key(table));
        const FileIdentity identity =
            known == project.sources.end() ? FileIdentity{} : known->second.identity;
        if (std::optional<SourceChange> change =
                look(path_from_project(table.path, project_file), identity, stop))
            changes.push_back(std::move(*change));
    }
    return changes;
}

}  // namespace flowspace
