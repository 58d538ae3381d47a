#include "data/project/project_sources.h"

#include "data/import/file_identity.h"
#include "data/project/project_file.h"

#include <fmt/format.h>

namespace flowspace {
namespace {

std::optional<SourceChange> look(const std::filesystem::path& path, const FileIdentity& known,
                                 const std::stop_token& stop) {
    const auto changed = [&](Problem problem, FileIdentity now) {
        problem.file = path.string();
        const bool missing = problem.code != "changed-source";
        return SourceChange{
            .path = path.string(), .now = std::move(now), .problem = std::move(problem), .missing = missing};
    };
    FileIdentity now;
    if (std::optional<Problem> gone = stat_file(path, now)) {
        if (gone->code == "no-such-file") gone->code = "missing-source";
        return changed(std::move(*gone), {});
    }
    if (known.sha256.empty() || (now.bytes == known.bytes && now.modified_ms == known.modified_ms))
        return std::nullopt;
    if (std::optional<Problem> unreadable = identify_file(path, now, stop))
        return changed(std::move(*unreadable), {});
    if (now.sha256.empty() || now.sha256 == known.sha256) return std::nullopt;
    Problem problem{.code = "changed-source",
                    .found = fmt::format("{} bytes", now.bytes),
                    .expected = fmt::format("{} bytes, as when it was opened", known.bytes)};
    if (now.bytes == known.bytes) {
        problem.found = fmt::format("SHA-256 {}...", now.sha256.substr(0, 16));
        problem.expected = fmt::format("SHA-256 {}...", known.sha256.substr(0, 16));
    }
    return changed(std::move(problem), std::move(now));
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
                look(path_from_project(table.path, project_file), identity, stop)) {
            change->key = table_key(table);
            changes.push_back(std::move(*change));
        }
    }
    return changes;
}

}  // namespace flowspace
