#include "viewer/project_session.h"

#include "data/project/agreements.h"
#include "data/project/project_json.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace flowspace {
namespace {

/// Where a project that has no file yet would lie: paths stay absolute until it is saved.
const std::filesystem::path nowhere = "/unsaved.flowspace.json";

/// Members of a view that this program leaves out where there is nothing to say, so that their absence means
/// something.
constexpr std::array<std::string_view, 10> optional_members = {
    "current_layer", "compared_with", "scale_of",  "analysis", "beside",
    "selected",      "pins",          "bookmarks", "story",    "backbone"};

/// Puts what a newer program wrote into a view, and this one knows nothing of, into the view that replaces
/// it.
void keep_unknown(const JsonValue& before, JsonValue& now) {
    if (!before.is(JsonValue::Kind::object) || !now.is(JsonValue::Kind::object)) return;
    for (std::size_t at = 0; at < before.keys.size(); ++at) {
        const std::string& key = before.keys[at];
        if (std::ranges::find(optional_members, key) != optional_members.end()) continue;
        if (now.find(key) == nullptr) {
            now.add(key, before.items[at]);
        } else {
            JsonValue inside = *now.find(key);
            keep_unknown(before.items[at], inside);
            now.set(key, std::move(inside));
        }
    }
}

}  // namespace

ProjectSession::Opening ProjectSession::open(const std::filesystem::path& path) {
    OpenedProject opened = open_project(path);
    Opening opening{.problems = std::move(opened.problems), .newer = newer_note(opened.project, path)};
    if (!opening.problems.empty()) return opening;
    opening.session.path_ = path;
    opening.session.project_ = std::move(opened.project);
    opening.session.text_ = std::move(opened.text);
    return opening;
}

void ProjectSession::set_plan(const ImportPlan& plan, const ImportReport& report) {
    project_.plan = plan;
    for (TablePlan& table : project_.plan.tables)
        table.path = path_.empty() ? std::filesystem::absolute(table.path).lexically_normal().generic_string()
                                   : path_in_project(table.path, path_);
    record_sources(project_, report);
}

void ProjectSession::set_titles(std::string zh, std::string en) {
    project_.title_zh = std::move(zh);
    project_.title_en = std::move(en);
}

std::vector<std::string> ProjectSession::not_agreed() const {
    if (path_.empty()) return {};
    return Agreements(agreements_path()).missing(path_, outside(project_, path_));
}

void ProjectSession::agree() {
    Agreements agreements(agreements_path());
    (void)agreements.add(path_,
                         outside(project_, path_));  // where it cannot be kept, the question comes again
}

/// The project as it is saved with a view.
Project ProjectSession::with_view(const JsonValue& view) const {
    Project now = project_;
    now.view = view_in_project(view, path_);
    if (project_.version > project_version) keep_unknown(project_.view, now.view);
    return now;
}

bool ProjectSession::dirty(const JsonValue& view) const {
    if (!text_) return !project_.plan.tables.empty();
    return write_project(with_view(view)) != *text_;
}

std::optional<Problem> ProjectSession::save(const JsonValue& view, Overwrite overwrite) {
    Project now = with_view(view);
    SavedProject saved = save_project(path_, now, {.known = text_, .overwrite = overwrite});
    if (saved.problem) return saved.problem;
    project_ = std::move(now);
    text_ = std::move(saved.text);
    agree();  // the user chose these files in this program
    return std::nullopt;
}

std::optional<Problem> ProjectSession::save_as(const std::filesystem::path& path, const JsonValue& view,
                                               Overwrite overwrite) {
    ProjectSession other = *this;
    other.project_ = moved_project(project_, path_.empty() ? nowhere : path_, path);
    if (path_.empty())  // absolute so far: relative where they lie in the new folder
        for (TablePlan& table : other.project_.plan.tables) {
            const std::string before = table_key(table);
            table.path = path_in_project(table.path, path);
            if (auto source = other.project_.sources.extract(before)) {
                source.key() = table_key(table);
                other.project_.sources.insert(std::move(source));
            }
        }
    other.path_ = path;
    if (path != path_) other.text_.reset();
    if (std::optional<Problem> problem = other.save(view, overwrite)) return problem;
    *this = std::move(other);
    return std::nullopt;
}

}  // namespace flowspace
