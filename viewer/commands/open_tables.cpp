#include "viewer/commands/open_tables.h"

#include "data/import/problem_words.h"
#include "data/project/agreements.h"
#include "data/project/bare_files.h"
#include "data/project/project_file.h"
#include "viewer/command.h"
#include "viewer/commands/database_option.h"
#include "viewer/commands/messages.h"
#include "viewer/commands/whole_project.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace flowspace {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t told_faults = 10;

OpenedTables failed(std::string message) { return {.error = {std::move(message), exit_bad_request}}; }

OpenedTables failed(const std::vector<Problem>& problems, Language language) {
    std::string message;
    for (std::size_t at = 0; at < std::min(problems.size(), told_faults); ++at)
        message.append(at ? "\n" : "").append(format_problem(problems[at], language));
    return failed(std::move(message));
}

LoadOptions options_for(const DatasetText& text, Reading reading, std::size_t listed_problems,
                        Language language) {
    LoadOptions options =
        load_options(text.loading, reading == Reading::whole ? Wanted::flows : Wanted::report, language);
    options.listed_problems = listed_problems;
    return options;
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
    ProjectSession::Opening opened = ProjectSession::open(path);
    if (opened.newer) fmt::print(stderr, "{}\n", say(language, opened.newer->en, opened.newer->zh));
    if (!opened.problems.empty()) return failed(opened.problems, language);
    Project project = opened.session.project();
    if (std::string message = not_agreed(text, path, project, language); !message.empty())
        return failed(std::move(message));
    if (text.status != "undeclared") project.plan.status = *parse_status(text.status);
    if (!text.unit.empty()) project.plan.unit = text.unit;
    Result<ProjectData> data = open_whole_project(
        project, path, atlas,
        {.reading = reading,
         .load = options_for(text, reading, listed_problems, language),
         .language = language,
         .ground = text.ground,
         .ask_password = [&](const std::string& what) { return ask_for_password(what, language); }});
    if (!data) return failed(message_in(data.error().message, language));
    return {.dataset = std::move(data->dataset),
            .changes = std::move(data->changes),
            .plan = opened_plan(project, path),
            .project = std::move(opened.session)};
}

OpenedTables open_bare_tables(const std::vector<std::string>& paths, const BareOptions& options,
                              const Dataset& atlas, Language language) {
    Result<BareFiles> bare = open_bare_files(paths, options, atlas);
    if (!bare) return failed(message_in(bare.error().message, language));
    if (!bare->faults.empty() && options.reading == Reading::whole) return failed(bare->faults, language);
    return {.dataset = std::move(bare->dataset),
            .faults = std::move(bare->faults),
            .plan = std::move(bare->plan)};
}

/// Its flows, with places and groups of `paths`. Naming the host is the user's leave to ask it.
OpenedTables open_database(const std::string& address, const std::vector<std::string>& paths,
                           const BareOptions& options, const Dataset& atlas, Language language) {
    OpenedTables opened;
    opened.dataset = atlas;
    if (!paths.empty()) opened = open_bare_tables(paths, options, atlas, language);
    if (opened.error.exit_status != exit_done) return opened;
    const SourceOptions source{
        .status = options.status, .unit = options.unit, .ask_password = [&](const std::string& what) {
            return ask_for_password(what, language);
        }};
    if (const std::optional<Error> error = lay_database(opened.dataset, address, source, language))
        return failed(message_in(error->message, language));
    return opened;
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
    std::vector<std::string> addresses, paths;
    for (const std::string& file : text.files)
        (is_database_address(file) ? addresses : paths).push_back(file);
    if (addresses.size() > 1)
        return failed(
            std::string(say(language, "found two databases, expected one: their sums cannot be added",
                            "给出了两个数据库，只能给一个：两者的合计不能相加")));
    BareOptions options{.status = *parse_status(text.status),
                        .unit = text.unit,
                        .reading = reading,
                        .load = options_for(text, reading, listed_problems, language)};
    if (!addresses.empty()) options.load.flows_from = FlowsFrom::elsewhere;
    OpenedTables opened = addresses.empty()
                              ? open_bare_tables(paths, options, atlas, language)
                              : open_database(addresses.front(), paths, options, atlas, language);
    if (opened.error.exit_status != exit_done) return opened;
    if (const std::optional<Error> error = lay_own_ground(opened.dataset, text.ground, language, stderr))
        opened.error = {message_in(error->message, language), exit_bad_request};
    return opened;
}

}  // namespace flowspace
