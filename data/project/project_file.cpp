#include "data/project/project_file.h"

#include "data/import/limits.h"
#include "data/import/utf8.h"
#include "data/project/project_json.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

namespace flowspace {
namespace {

namespace fs = std::filesystem;

/// A file's text, or why not. Opening a pipe or a device never waits.
std::optional<Problem> read_text(const fs::path& path, std::string& text) {
    const auto problem = [&](const char* code, std::string found, const char* expected) {
        return Problem{.file = path.string(), .code = code, .found = std::move(found), .expected = expected};
    };
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file < 0)
        return problem(errno == ENOENT ? "no-such-file" : "unreadable",
                       std::generic_category().message(errno), "a project file");
    std::optional<Problem> failed;
    struct ::stat facts {};
    if (::fstat(file, &facts) < 0 || !S_ISREG(facts.st_mode))
        failed = problem("not-a-file", "something else than a file", "a project file");
    else if (static_cast<std::uint64_t>(facts.st_size) > max_project_bytes)
        failed = problem("too-large", fmt::format("{} bytes", facts.st_size), "at most 16 MiB");
    std::array<char, 65536> chunk{};
    ::ssize_t read = 0;
    while (!failed && text.size() <= max_project_bytes &&
           (read = ::read(file, chunk.data(), chunk.size())) > 0)
        text.append(chunk.data(), static_cast<std::size_t>(read));
    if (!failed && read < 0)
        failed = problem("unreadable", std::generic_category().message(errno), "a project file");
    ::close(file);
    return failed;
}

/// Programs that save into one folder take turns while one lives. Where the disk knows no locks, they do not.
class FolderLock {
public:
    explicit FolderLock(const fs::path& folder)
        : folder_(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {
        if (folder_ >= 0) (void)::flock(folder_, LOCK_EX);
    }
    FolderLock(const FolderLock&) = delete;
    FolderLock& operator=(const FolderLock&) = delete;
    ~FolderLock() {
        if (folder_ >= 0) ::close(folder_);
    }

private:
    int folder_;
};

fs::path whole_path(const fs::path& file) {
    std::error_code ignored;
    return fs::absolute(file, ignored).lexically_normal();
}

fs::path folder_of(const fs::path& file) { return whole_path(file).parent_path(); }

std::string relative_to(const fs::path& target, const fs::path& project_file) {
    return whole_path(target).lexically_relative(folder_of(project_file)).generic_string();
}

std::optional<Problem> changed_meanwhile(const fs::path& path, const SaveOptions& options) {
    if (options.overwrite == Overwrite::over_any) return std::nullopt;
    std::string now;
    std::error_code ignored;
    const bool there = fs::exists(fs::symlink_status(path, ignored));
    if (!there && !options.known) return std::nullopt;
    if (there && options.known && !read_text(path, now) && now == *options.known) return std::nullopt;
    return Problem{.file = path.string(),
                   .code = "changed-project",
                   .found = !there          ? "that the file is gone"
                            : options.known ? "a file that was changed since it was opened"
                                            : "a file of that name",
                   .expected = "another name, or to be told to replace it"};
}

bool leaves(const fs::path& relative) {
    return relative.empty() || relative.is_absolute() || *relative.begin() == "..";
}

std::string host_of(const std::string& url) {
    const std::size_t start = url.find("://") + 3;
    const std::string authority = url.substr(start, url.find_first_of("/?#", start) - start);
    const std::size_t at = authority.rfind('@');
    return url.substr(0, start) + (at == std::string::npos ? authority : authority.substr(at + 1));
}

/// The paths of the tables that analyses of a view are given, of its scenes and bookmarks too.
template <class Change>
void change_view_paths(JsonValue& view, const Change& change) {
    for (std::size_t at = 0; at < view.items.size(); ++at) {
        JsonValue& item = view.items[at];
        if (view.is(JsonValue::Kind::object) && view.keys[at] == "analysis" &&
            item.find("tables") != nullptr) {
            JsonValue tables = *item.find("tables");
            for (JsonValue& path : tables.items)
                if (path.is(JsonValue::Kind::text) && !path.text.empty()) path.text = change(path.text);
            item.set("tables", std::move(tables));
        } else {
            change_view_paths(item, change);
        }
    }
}

template <class Change>
void change_paths(Project& project, const Change& change) {
    change_view_paths(project.view, change);
    for (TablePlan& table : project.plan.tables) table.path = change(table.path);
    for (std::string& path : project.boundaries) path = change(path);
    for (std::string& path : project.terrain) path = change(path);
}

bool all_utf8(Project project) {
    bool right = true;
    change_paths(project, [&](const std::string& path) {
        right = right && !find_bad_utf8(path);
        return path;
    });
    return right;
}

}  // namespace

bool is_project_path(const fs::path& path) { return path.filename().string().ends_with(".flowspace.json"); }

OpenedProject open_project(const fs::path& path) {
    OpenedProject opened;
    if (std::optional<Problem> failed = read_text(path, opened.text)) {
        opened.problems.push_back(std::move(*failed));
        return opened;
    }
    ProjectReading reading = read_project(opened.text, path.string());
    opened.project = std::move(reading.project);
    opened.newer = reading.newer;
    opened.problems = std::move(reading.problems);
    return opened;
}

std::optional<NewerNote> newer_note(const Project& project, const fs::path& path) {
    constexpr std::size_t most_named = 5;
    if (project.version <= project_version) return std::nullopt;
    std::size_t count = 0;
    std::string names;
    for (const auto& [pointer, members] : project.unknown)
        for (const std::string& key : members.keys)
            if (++count <= most_named)
                names += (names.empty() ? "" : ", ") + pointer + "/" + pointer_part(key);
    if (count > most_named) names += ", ...";
    NewerNote note{fmt::format("{}: written by a newer flowspace (project version {}, this one knows {}); ",
                               path.string(), project.version, project_version),
                   fmt::format("{}：由更新版本的 flowspace 写出（项目版本 {}，本程序支持到 {}）；",
                               path.string(), project.version, project_version)};
    note.en += names.empty() ? "what it added to the view may not be shown, and is kept on saving"
                             : "not known here, so not shown, and kept on saving: " + names;
    note.zh += names.empty() ? "视图中新增的内容可能无法显示，保存时原样保留"
                             : "以下内容无法识别、不会显示，保存时原样保留：" + names;
    return note;
}

SavedProject save_project(const fs::path& path, const Project& project, const SaveOptions& options) {
    if (!all_utf8(project))
        return {.problem = Problem{.file = path.string(),
                                   .code = "bad-path",
                                   .found = "a file name that is not UTF-8",
                                   .expected = "names in UTF-8: rename the file"}};
    const FolderLock lock(folder_of(path));
    if (std::optional<Problem> changed = changed_meanwhile(path, options)) return {.problem = changed};
    SavedProject saved{.text = write_project(project)};
    saved.problem = write_file(path, saved.text, options.fault);
    return saved;
}

std::string path_in_project(const fs::path& target, const fs::path& project_file) {
    const std::string relative = relative_to(target, project_file);
    return leaves(relative) && target.is_absolute() ? whole_path(target).generic_string() : relative;
}

fs::path path_from_project(const std::string& path, const fs::path& project_file) {
    const fs::path given(path);
    if (given.is_absolute()) return given;
    return project_file.has_parent_path() ? project_file.parent_path() / given : given;
}

ImportPlan opened_plan(const Project& project, const fs::path& project_file) {
    ImportPlan plan = project.plan;
    for (TablePlan& table : plan.tables) table.path = path_from_project(table.path, project_file).string();
    return plan;
}

JsonValue opened_view(const Project& project, const fs::path& project_file) {
    JsonValue view = project.view;
    change_view_paths(
        view, [&](const std::string& path) { return path_from_project(path, project_file).string(); });
    return view;
}

JsonValue view_in_project(JsonValue view, const fs::path& project_file) {
    change_view_paths(view, [&](const std::string& path) { return path_in_project(path, project_file); });
    return view;
}

Project moved_project(const Project& project, const fs::path& from, const fs::path& to) {
    if (folder_of(from) == folder_of(to)) return project;
    Project moved = project;
    change_paths(moved, [&](const std::string& path) {
        const bool absolute = fs::path(path).is_absolute();
        return absolute ? path : relative_to(path_from_project(path, from), to);
    });
    std::map<std::string, SourceRecord> sources;
    std::map<std::string, JsonValue> unknown;
    for (std::size_t at = 0; at < project.plan.tables.size(); ++at) {
        const std::string before = table_key(project.plan.tables[at]),
                          after = table_key(moved.plan.tables[at]);
        if (const auto source = project.sources.find(before); source != project.sources.end())
            sources[after] = source->second;
        const std::string old = "/tables/" + pointer_part(before);
        for (const auto& [pointer, members] : project.unknown)
            if (pointer == old || pointer.starts_with(old + "/"))
                unknown["/tables/" + pointer_part(after) + pointer.substr(old.size())] = members;
    }
    for (const auto& [pointer, members] : project.unknown)
        if (!pointer.starts_with("/tables/")) unknown[pointer] = members;
    moved.sources = std::move(sources);
    moved.unknown = std::move(unknown);
    return moved;
}

std::vector<std::string> files_of(const Project& project, const fs::path& project_file) {
    std::vector<std::string> files;
    Project named = project;
    change_paths(named, [&](const std::string& path) {
        files.push_back(path_from_project(path, project_file).string());
        return path;
    });
    return files;
}

std::vector<std::string> outside(const Project& project, const fs::path& project_file) {
    std::vector<std::string> reached;
    std::error_code ignored;
    const fs::path folder = fs::weakly_canonical(folder_of(project_file), ignored);
    Project named = project;
    change_paths(named, [&](const std::string& path) {
        const fs::path whole =
            fs::absolute(path_from_project(path, project_file), ignored).lexically_normal();
        const fs::path real = fs::weakly_canonical(whole, ignored);
        if (leaves(real.lexically_relative(folder))) reached.push_back(real.generic_string());
        return path;
    });
    if (!project.database.empty()) reached.push_back(host_of(project.database));
    std::ranges::sort(reached);
    reached.erase(std::ranges::unique(reached).begin(), reached.end());
    return reached;
}

}  // namespace flowspace
