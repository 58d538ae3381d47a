#include "viewer/commands/import_command.h"

#include "data/import/problem_words.h"
#include "data/project/agreements.h"
#include "data/project/database_address.h"
#include "data/project/open_plan.h"
#include "data/project/plan_files.h"
#include "data/project/project_dataset.h"
#include "data/project/project_file.h"
#include "viewer/command.h"
#include "viewer/commands/database_option.h"
#include "viewer/commands/dataset_options.h"
#include "viewer/commands/loading_options.h"
#include "viewer/commands/messages.h"
#include "viewer/commands/output_clash.h"
#include "viewer/commands/own_ground_options.h"
#include "viewer/commands/plan_options.h"
#include "viewer/commands/question_text.h"
#include "viewer/commands/report_text.h"
#include "viewer/commands/whole_project.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <utility>

namespace flowspace {
namespace {

namespace fs = std::filesystem;

struct ImportText {
    std::vector<std::string> files = {};
    std::string status = "undeclared";
    std::string unit = {};
    std::string title_zh = {}, title_en = {};
    std::string out = {};
    std::string report = {};
    PlanText plan = {};
    LoadingText loading = {};
    OwnGroundText ground = {};
    bool force = false;
};

int fail(const std::string& message, int status) {
    fmt::print(stderr, "{}{}", message, message.ends_with('\n') ? "" : "\n");
    return status;
}

/// What nobody answered, and how to; else what is merely possible.
int tell_questions(const PlannedFiles& planned, Language language) {
    std::string text;
    for (const Problem& fault : planned.faults) {
        const auto question = std::ranges::find(planned.open, fault, &Question::problem);
        text += question != planned.open.end() ? question_text(*question, language)
                                               : format_problem(fault, language) + '\n';
    }
    text +=
        say(language,
            "nothing was written: answer by the words after each choice, or by --map COLUMN=FIELD (--skip N "
            "leaves out lines above the header, --sheet NAME takes another sheet)\n",
            "未写出项目：请按各选项后面的写法作答，或用 --map 列名=字段 指定（--skip N 跳过表头之上的 N "
            "行，--sheet 名称 换用其他工作表）\n");
    return fail(text, exit_bad_request);
}

void tell_possible(const PlanGuess& guess, std::span<const std::string> said, Language language) {
    for (const Question& question : guess.questions)
        if (question.weight == QuestionWeight::may && !is_answered(guess, question, said))
            fmt::print(stderr, "{}{}", say(language, "note: ", "提示："), question_text(question, language));
}

std::string file_stem(const std::string& path) {
    const std::string name = fs::path(path).filename().string();
    return name.substr(0, name.find('.') == 0 ? name.size() : name.find('.'));
}

Project make_project(const ImportText& text, const ImportPlan& plan) {
    Project project;
    const std::string name = file_stem(text.out);
    project.title_zh = text.title_zh.empty() ? (text.title_en.empty() ? name : text.title_en) : text.title_zh;
    project.title_en = text.title_en.empty() ? (text.title_zh.empty() ? name : text.title_zh) : text.title_en;
    project.plan = plan;
    for (TablePlan& table : project.plan.tables) table.path = path_in_project(table.path, text.out);
    for (const std::string& path : text.ground.boundaries)
        project.boundaries.push_back(path_in_project(path, text.out));
    for (const std::string& path : text.ground.terrain)
        project.terrain.push_back(path_in_project(path, text.out));
    return project;
}

/// What the user said of places and layers for the project that is being replaced holds for the new one too.
void keep_choices(ImportPlan& plan, const fs::path& path) {
    const OpenedProject old = open_project(path);
    if (!old.problems.empty()) return;
    plan.place_choices.insert(old.project.plan.place_choices.begin(), old.project.plan.place_choices.end());
    plan.layers.insert(old.project.plan.layers.begin(), old.project.plan.layers.end());
}

/// What the old project knew and an import does not replace.
void keep_old(Project& project, const fs::path& path) {
    const OpenedProject old = open_project(path);
    if (!old.problems.empty()) return;
    project.unknown = old.project.unknown;
    project.version = std::max(project.version, old.project.version);
    project.view = old.project.view;
    if (project.boundaries.empty()) project.boundaries = old.project.boundaries;
    if (project.terrain.empty()) project.terrain = old.project.terrain;
}

/// `made` of what was given; what an old project knew besides is kept, but agreed to no more than before.
int save(const ImportText& text, const Project& made, Language language) {
    Project project = made;
    if (text.force) keep_old(project, text.out);
    if (const auto newer = newer_note(project, text.out))
        fmt::print(stderr, "{}\n", say(language, newer->en, newer->zh));
    const SavedProject saved = save_project(
        text.out, project, {.overwrite = text.force ? Overwrite::over_any : Overwrite::over_known});
    if (saved.problem)
        return fail(format_problem(*saved.problem, language) +
                        (saved.problem->code == "changed-project"
                             ? std::string(say(language, " (--force replaces it)", "（--force 可替换）"))
                             : std::string{}),
                    exit_of(format_problem(*saved.problem)));
    Agreements agreements(agreements_path());  // whoever names a file on the command line has agreed to it
    const std::vector<std::string> reached = outside(made, text.out);
    (void)agreements.add(text.out, reached);
    return exit_done;
}

void tell_written(const ImportText& text, Language language) {
    fmt::print("{}{}\n", text.out, say(language, ": project written", "：项目已写出"));
}

/// What was asked for on the command line, before what an old project knows besides.
struct Asked {
    const ImportText& text;
    std::string address = {};                         // of a database
    std::map<std::string, std::string> choices = {};  // of places
};

/// Problems that refuse no row, so that no line of the report counts them: why the status is not 0.
void tell_beside_rows(const ImportReport& report, Language language) {
    constexpr std::array<std::string_view, 3> codes = {"empty-header", "duplicate-header", "no-rows"};
    for (const SourceReport& source : report.sources)
        for (const Problem& problem : source.problems)
            if (std::ranges::find(codes, problem.code) != codes.end())
                fmt::print(stderr, "{}\n", format_problem(problem, language));
}

/// Flows of tables: each is read to its end, and so is the ground.
int import_tables(const Asked& asked, const ImportPlan& plan, const Dataset& atlas, Language language) {
    const ImportText& text = asked.text;
    const LoadOptions options = load_options(text.loading, Wanted::report, language);
    const Result<LoadedTables> loaded = open_plan(plan, atlas.atlas, Reading::whole, options);
    if (!loaded) return fail(message_in(loaded.error().message, language), exit_bad_request);
    if (const std::optional<Error> wrong = wrong_choice(asked.choices, *loaded->atlas))
        return fail(message_in(wrong->message, language), exit_bad_request);
    Dataset laid = atlas;
    laid.atlas = loaded->atlas;
    if (const std::optional<Error> error = lay_own_ground(laid, text.ground, language, stderr))
        return fail(message_in(error->message, language), exit_bad_request);
    if (!text.report.empty())
        if (const std::optional<Problem> problem = write_report(text.report, loaded->report))
            return fail(format_problem(*problem, language), exit_machine_lacks);
    Project project = make_project(text, plan);
    record_sources(project, loaded->report);
    if (const int status = save(text, project, language); status != exit_done) return status;
    keep_cache(project, text.out, *loaded, *atlas.atlas);
    tell_beside_rows(loaded->report, language);
    fmt::print("{}", report_text(loaded->report, {plan, loaded->flows.axis, loaded->atlas}, language));
    tell_written(text, language);
    const bool refused = std::ranges::any_of(
        loaded->report.sources, [](const SourceReport& source) { return source.problem_count > 0; });
    return refused ? exit_bad_request : exit_done;
}

void tell_database(const Dataset& dataset, Language language) {
    const SourceFile& file = dataset.files.back();
    std::vector<std::string> layers;
    for (const LayerInfo& layer : dataset.flows->layers()) layers.push_back(layer.key);
    const auto count = [&](std::uint64_t of, std::string_view noun) {
        return language == Language::zh ? fmt::format("{}", of) : counted(of, noun);
    };
    const std::string_view words = say(language, "{}: database; {} = {} kept + {} rejected; {}; layers: {}\n",
                                       "{}：数据库；{} 行 = 保留 {} + 拒收 {}；{} 个城市对；要素流：{}\n");
    fmt::print(fmt::runtime(words), file.path, count(file.rows_in, "row"), file.rows_kept,
               file.rows_in - file.rows_kept, count(dataset.flows->pairs().size(), "pair"),
               fmt::join(layers, ", "));
    Dataset remote = dataset;  // tables beside it have an account of their own
    remote.files = {file};
    remote.report.reset();
    remote.duplicate_rows = 0;
    report_problems(remote, language, stderr);
}

/// Flows of a database: it is asked once, so that what is written is known to open.
int import_database(const Asked& asked, const ImportPlan& plan, const Dataset& atlas, Language language) {
    const ImportText& text = asked.text;
    Project project = make_project(text, plan);
    project.database = asked.address;
    Result<ProjectData> data = open_whole_project(
        project, text.out, atlas,
        {.load = load_options(text.loading, Wanted::report, language),
         .language = language,
         .ask_password = [=](const std::string& what) { return ask_for_password(what, language); }});
    if (!data) return fail(message_in(data.error().message, language), exit_bad_request);
    const std::optional<Error> wrong =
        brings_places(plan) ? wrong_choice(asked.choices, *data->dataset.atlas) : std::nullopt;
    if (wrong) return fail(message_in(wrong->message, language), exit_bad_request);
    const ImportReport report = plan.tables.empty() ? ImportReport{} : *data->dataset.report;
    if (!text.report.empty())
        if (const std::optional<Problem> problem = write_report(text.report, report))
            return fail(format_problem(*problem, language), exit_machine_lacks);
    record_sources(project, report);
    if (const int status = save(text, project, language); status != exit_done) return status;
    fmt::print("{}",
               report_text(report, {plan, data->dataset.flows->time_axis(), data->dataset.atlas}, language));
    tell_database(data->dataset, language);
    tell_written(text, language);
    const bool refused = std::ranges::any_of(data->dataset.files,
                                             [](const SourceFile& file) { return file.problem_count > 0; });
    return refused ? exit_bad_request : exit_done;
}

/// A project holds tables' names, and is none itself.
std::optional<std::string> named_project(const ImportText& text, Language language) {
    const auto project =
        std::ranges::find_if(text.files, [](const std::string& file) { return is_project_path(file); });
    if (project == text.files.end()) return std::nullopt;
    return fmt::format(
        fmt::runtime(
            say(language,
                "{0}: found a project, expected tables or the address of a database: `flowspace {0}` "
                "opens it, `flowspace check {0}` reads its tables; to read them in another way, import "
                "the tables anew with -o {0} --force",
                "{0}：这是项目文件，应给出数据表或数据库地址。打开项目请用 flowspace {0}，检查其中的表请用 "
                "flowspace check {0}；要改变读取方式，请重新导入各表并加上 -o {0} --force")),
        shell_word(*project));
}

int import_files(const ImportText& text, const Dataset& atlas, Language language) {
    std::vector<std::string> addresses, paths;
    for (const std::string& file : text.files)
        (file.find("://") != std::string::npos ? addresses : paths).push_back(file);
    if (addresses.size() > 1)
        return fail(std::string(say(language, "found two databases, expected one: their sums cannot be added",
                                    "给出了两个数据库，只能给一个：两者的合计不能相加")),
                    exit_bad_request);
    const std::string address = addresses.empty() ? std::string{} : addresses.front();
    if (!address.empty())
        if (std::optional<Problem> refused = check_database_address(address)) {
            refused->file = text.out;
            return fail(format_problem(*refused, language), exit_bad_request);
        }
    std::vector<std::string> mapping = mapping_of(text.plan);
    if (!text.unit.empty()) mapping.push_back("@unit=" + text.unit);  // which may be what is asked
    PlannedFiles planned = plan_files(paths, mapping, *atlas.atlas);
    if (planned.refused) return fail(message_in(planned.refused->message, language), exit_bad_request);
    if (!planned.faults.empty()) return tell_questions(planned, language);
    tell_possible(planned.guess, mapping, language);
    planned.plan.status = *parse_status(text.status);
    if (!text.unit.empty()) planned.plan.unit = text.unit;  // of a database too, which has no headers
    const Asked asked{.text = text, .address = address, .choices = planned.plan.place_choices};
    if (text.force) keep_choices(planned.plan, text.out);
    return address.empty() ? import_tables(asked, planned.plan, atlas, language)
                           : import_database(asked, planned.plan, atlas, language);
}

int run(const ImportText& text, Language language) {
    if (!is_project_path(text.out))
        return fail(
            fmt::format(fmt::runtime(say(language, "-o: found '{}', expected a name like NAME.flowspace.json",
                                         "-o：收到“{}”，应为 名称.flowspace.json")),
                        text.out),
            exit_usage);
    if (const auto project = named_project(text, language)) return fail(*project, exit_usage);
    NamedFiles files;
    files.reads(text.files);
    files.reads(text.ground);
    files.writes("-o", text.out);
    files.writes("--report", text.report);
    if (const auto clash = files.clash(language)) return fail(*clash, exit_usage);
    std::error_code ignored;
    if (!text.force && fs::exists(text.out, ignored))
        return fail(
            fmt::format(fmt::runtime(say(language, "{}: there is a file of that name; --force replaces it",
                                         "{}：已有同名文件；--force 可替换")),
                        text.out),
            exit_bad_request);
    const OpenedDataset atlas = open_atlas(language);
    if (atlas.error.exit_status != exit_done) return fail(atlas.error.message, atlas.error.exit_status);
    return import_files(text, atlas.dataset, language);
}

}  // namespace

void set_up_import(CLI::App& app, Language language, int& status) {
    const auto text = std::make_shared<ImportText>();
    const auto one = [&](const char* name, auto& value, std::string_view en, std::string_view zh,
                         const char* type) {
        return app.add_option(name, value, std::string(say(language, en, zh)))->type_name(type);
    };
    one("FILES", text->files,
        "tables of flows, places, groups; or, in place of tables of flows, the address of a database "
        "(clickhouse://, postgresql://), never with a password",
        "流、地点、分组表；流也可来自数据库地址（clickhouse://、postgresql://），地址中不得含密码", "")
        ->required();
    one("-o,--output", text->out, "the project: NAME.flowspace.json", "项目文件：名称.flowspace.json",
        "PROJECT")
        ->required();
    one("--status", text->status, "what the flows are: observed or modelled",
        "流的性质：observed 观测, modelled 模拟", "STATUS")
        ->check(CLI::IsMember({"undeclared", "observed", "modelled"}));
    one("--unit", text->unit, "unit of the values", "数值的单位", "UNIT");
    one("--title-zh", text->title_zh, "title in Chinese", "中文标题", "TEXT");
    one("--title-en", text->title_en, "title in English", "英文标题", "TEXT");
    one("--report", text->report, "write the account of every row: .csv or .json",
        "写出逐行去向的明细：.csv 或 .json", "FILE");
    app.add_flag("--force", text->force,
                 std::string(say(language, "replace a project of that name", "替换已有的同名项目")));
    add_loading_options(app, language, text->loading);
    add_own_ground_options(app, language, text->ground);
    add_plan_options(app, language, text->plan);
    app.footer(std::string(say(
        language,
        "Columns are guessed from their names and content. What cannot be told is asked: the command ends "
        "with 1 "
        "and\nthe words that answer. Exit status: 0 written, every row kept or left out by a rule; 1 "
        "written, but "
        "rows were\nrejected (the report says why), or nothing written (a question, a fault).",
        "列的含义由列名和内容推断；无法判断时会提问：命令以 1 结束，并给出作答的写法。\n退出码：0 已写出，"
        "每一行都已保留或按规则滤除；1 已写出但有行被拒收（原因见明细），或未写出（有疑问或错误）。")));
    app.callback([text, language, &status] { status = run(*text, language); });
}

}  // namespace flowspace
