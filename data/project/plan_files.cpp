#include "data/project/plan_files.h"

#include "data/import/flow_columns.h"
#include "data/import/unit_guess.h"
#include "data/project/open_plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace flowspace {
namespace {

bool is_setting(const std::string& text) {
    const std::size_t at = text.find('@');
    return at == 0 || (at != std::string::npos && text[at - 1] == ':' && text.find('=') > at);
}

/// Those that say how bytes become records; columns are known only after that.
std::vector<std::string> settings_of(std::span<const std::string> mapping) {
    std::vector<std::string> settings;
    std::ranges::copy_if(mapping, std::back_inserter(settings), is_setting);
    return settings;
}

std::vector<Inspection> readable(const std::vector<Inspection>& files) {
    std::vector<Inspection> right;
    for (const Inspection& file : files)
        if (!file.broken) right.push_back(file);
    return right;
}

/// The tables that stand for every file, broken ones too, so that a setting can mend them.
ImportPlan as_looked_at(const std::vector<Inspection>& files) {
    ImportPlan plan;
    for (const Inspection& file : files) {
        TablePlan& table = plan.tables.emplace_back();
        table.path = file.path;
        table.format = file.format;
        table.text = file.text;
        table.sheet = file.sheet;
    }
    return plan;
}

/// Looks again at each file that `settings` want read in another way.
void look_again(std::vector<Inspection>& files, std::span<const std::string> settings,
                const std::stop_token& stop) {
    ImportPlan wanted = as_looked_at(files);
    for (const std::string& setting : settings) {
        // A setting of values or rules may not fit a table without columns; it is applied, and judged, later.
        ImportPlan tried = wanted;
        if (!apply_mapping(tried, std::span(&setting, 1))) wanted = std::move(tried);
    }
    for (std::size_t at = 0; at < files.size(); ++at) {
        const TablePlan& table = wanted.tables[at];
        const bool said = std::ranges::any_of(settings, [](const std::string& text) {
            return text.find("@encoding=") != std::string::npos ||
                   text.find("@delimiter=") != std::string::npos || text.find("@quote=") != std::string::npos;
        });
        std::optional<InspectOptions> options = another_look(table, files[at], settings);
        if (!options && said && !files[at].alternatives.empty()) options = InspectOptions{.text = table.text};
        if (options) files[at] = look_at_table(files[at].path, *options, stop);
    }
}

/// Columns that only the user's words made values may bring units together that the guess did not see.
void ask_units(PlannedFiles& planned, std::span<const std::string> mapping) {
    const bool asked = std::ranges::any_of(planned.guess.questions, [](const Question& question) {
        return question.problem.code == "different-units" && question.weight == QuestionWeight::must;
    });
    const bool said =
        std::ranges::any_of(mapping, [](const std::string& text) { return text.starts_with("@unit="); });
    std::optional<Question> question = unit_question(planned.plan);
    if (asked || said || !question || question->weight == QuestionWeight::may) return;
    planned.faults.push_back(question->problem);
    planned.open.push_back(std::move(*question));
}

void add_faults(PlannedFiles& planned, std::span<const std::string> mapping) {
    for (const Inspection& file : planned.files)
        if (file.broken) {
            planned.faults.push_back(*file.broken);
            planned.faults.back().file = file.path;
        }
    for (const Problem& problem : unanswered(planned.guess, mapping)) {
        planned.faults.push_back(problem);
        for (const Question& question : planned.guess.questions)
            if (question.weight == QuestionWeight::must && question.problem == problem)
                planned.open.push_back(question);
    }
    ask_units(planned, mapping);
    for (Problem& problem : check_plan(planned.plan))
        if (std::ranges::none_of(planned.faults,
                                 [&](const Problem& known) { return known.file == problem.file; }))
            planned.faults.push_back(std::move(problem));
}

}  // namespace

bool brings_places(const ImportPlan& plan) {
    return std::ranges::any_of(plan.tables, [](const TablePlan& table) {
        return table.role == TableRole::places ||
               (table.role == TableRole::flows && flow_columns(table).has_coordinates());
    });
}

std::optional<Error> wrong_choice(const std::map<std::string, std::string>& choices, const Atlas& atlas) {
    for (const auto& [name, id] : choices)
        if (!find_place(atlas, id))
            return Error{fmt::format("--choose {}={}: expected the id of a place", name, id)};
    return std::nullopt;
}

PlannedFiles plan_files(std::span<const std::string> paths, std::span<const std::string> mapping,
                        const Atlas& atlas, const std::stop_token& stop) {
    PlannedFiles planned;
    for (const std::string& path : paths) planned.files.push_back(look_at_table(path, {}, stop));
    const std::vector<std::string> settings = settings_of(mapping);
    if (!settings.empty()) look_again(planned.files, settings, stop);
    const std::vector<Inspection> right = readable(planned.files);
    planned.guess = guess_plan(right, atlas);
    planned.plan = planned.guess.plan;
    if (std::optional<Error> refused = apply_mapping(planned.plan, mapping)) {
        planned.refused = std::move(refused);
        return planned;
    }
    if (!brings_places(planned.plan)) planned.refused = wrong_choice(planned.plan.place_choices, atlas);
    if (planned.refused) return planned;
    add_faults(planned, mapping);
    return planned;
}

ImportPlan readable_part(const PlannedFiles& planned) {
    ImportPlan plan = planned.plan;
    std::erase_if(plan.tables, [&](const TablePlan& table) {
        return std::ranges::any_of(planned.faults,
                                   [&](const Problem& fault) { return fault.file == table.path; });
    });
    return plan;
}

}  // namespace flowspace
