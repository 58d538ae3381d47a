#include "viewer/commands/open_tables.h"

#include "data/project/agreements.h"
#include "data/project/plan_files.h"
#include "data/project/project_dataset.h"
#include "data/project/project_file.h"
#include "viewer/command.h"
#include "viewer/commands/messages.h"

#include <fmt/format.h>

#include <algorithm>
#include <thread>
#include <utility>

namespace flowspace {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t told_faults = 10;

OpenedTables failed(std::string message) { return {.error = {std::move(message), exit_bad_request}}; }

OpenedTables failed(const std::vector<Problem>& problems, Language language) {
    std::string message;
    for (std::size_t at = 0; at < std::min(problems.size(), told_faults); ++at)
        message += (at ? "\n" : "") + format_problem(problems[at], language);
    return failed(std::move(message));
}

LoadOptions load_options(std::size_t listed_problems) {
    return {.listed_problems = listed_problems, .threads = std::max(1U, std::thread::hardware_concurrency())};
}

/// Empty: the user agreed to all that the project reaches beyond its folder.
std::string not_agreed(const DatasetText& text, const fs::path& path, const Project& project,
                       Language language) {
    Agreements agreements(agreements_path());
    const std::vector<std::string> reached = outside(project, path);
    if (text.agree) (void)agreements.add(path, reached);
    std::string message;
    for (const std::string& one : text.agree ? std::vector<std::string>{} : agreements.missing(path, reached))
        message += format_problem({.file = path.string(),
                                   .code = "not-agreed",
                                   .found = one,
                                   .expected = "what lies in the project's own folder"},
                                  language) +
                   '\n';
    if (!message.empty())
        message +=
            say(language, "the project reads these from outside its folder: --agree if that is right, once",
                "该项目要读取自身文件夹之外的上述内容：确认无误后用 --agree 同意一次");
    return message;
}

OpenedTables open_project_tables(const DatasetText& text, const Dataset& atlas, Language language,
                                 Reading reading, std::size_t listed_problems) {
    const fs::path path(text.files.front());
    OpenedProject opened = open_project(path);
    if (!opened.problems.empty()) return failed(opened.problems, language);
    if (std::string message = not_agreed(text, path, opened.project, language); !message.empty())
        return failed(std::move(message));
    if (text.status != "undeclared") opened.project.plan.status = *parse_status(text.status);
    if (!text.unit.empty()) opened.project.plan.unit = text.unit;
    Result<ProjectData> data =
        open_project_data(opened.project, path, atlas, reading, load_options(listed_problems));
    if (!data) return failed(data.error().message);
    return {.dataset = std::move(data->dataset), .changes = std::move(data->changes)};
}

}  // namespace

OpenedTables open_tables(const DatasetText& text, const Dataset& atlas, Language language, Reading reading,
                         std::size_t listed_problems) {
    const auto is_project = [](const std::string& file) { return is_project_path(file); };
    if (text.files.size() == 1 && is_project(text.files.front()))
        return open_project_tables(text, atlas, language, reading, listed_problems);
    if (std::ranges::any_of(text.files, is_project))
        return {.error = {std::string(say(language, "found a project among several files, expected it alone",
                                          "项目文件须单独给出，不能与其他文件并列")),
                          exit_usage}};
    PlannedFiles planned = plan_files(text.files, {}, *atlas.atlas);
    if (!planned.faults.empty() && reading == Reading::whole) return failed(planned.faults, language);
    ImportPlan plan = readable_part(planned);
    plan.status = *parse_status(text.status);
    plan.unit = text.unit;
    Result<LoadedTables> loaded = open_plan(plan, atlas.atlas, reading, load_options(listed_problems));
    if (!loaded) return failed(loaded.error().message);
    return {.dataset = make_dataset(std::move(*loaded), plan, atlas, load_options(0).threads),
            .faults = std::move(planned.faults)};
}

}  // namespace flowspace
