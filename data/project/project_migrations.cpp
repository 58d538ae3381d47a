#include "data/project/project_migrations.h"

#include "data/project/project.h"

#include <charconv>
#include <span>

namespace flowspace {
namespace {

/// Makes a project of version n into one of n + 1; the first makes 2 of 1.
using Migration = void (*)(JsonValue&);

/// THE list. A released step never changes: tests/fixtures/projects/ holds a file of each version.
std::span<const Migration> migrations() { return {}; }

}  // namespace

std::size_t migration_count() { return migrations().size(); }

void migrate(JsonValue& project) {
    const JsonValue* version = project.find("version");
    if (version == nullptr) return;
    std::uint64_t from = 0;
    const char* end = version->text.data() + version->text.size();
    const auto [stop, error] = std::from_chars(version->text.data(), end, from);
    if (error != std::errc{} || stop != end || from < 1 || from > migrations().size()) return;
    for (const Migration step : migrations().subspan(from - 1)) step(project);
    project.set("version", json_whole(project_version));
}

}  // namespace flowspace
