#include "data/import/plan_guess.h"

#include "data/import/file_name_guess.h"
#include "data/import/table_guess.h"
#include "data/import/unit_guess.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>

namespace flowspace {
namespace {

/// The places that tables of places show in their first rows.
Atlas sample_atlas(std::span<const TablePlan> tables, std::span<const Inspection> files) {
    Atlas atlas;
    std::set<std::string> ids;
    for (std::size_t at = 0; at < tables.size(); ++at) {
        if (tables[at].role != TableRole::places) continue;
        for (const std::vector<std::string>& row : files[at].rows) {
            Place place;
            for (std::size_t column = 0; column < row.size(); ++column) {
                const Field field = tables[at].columns[column].field;
                if (field == Field::id) place.id = row[column];
                if (field == Field::name || field == Field::name_zh) place.name_zh = row[column];
                if (field == Field::name_en) place.name_en = row[column];
            }
            if (!place.id.empty() && ids.insert(place.id).second) atlas.places.push_back(std::move(place));
        }
    }
    std::ranges::sort(atlas.places, {}, &Place::id);
    return atlas;
}

constexpr std::string_view encoding_words[] = {"utf-8", "utf-16le", "utf-16be", "gb18030"};

std::string shown(const std::string& delimiter) { return delimiter == "\t" ? "tab" : delimiter; }

/// Two dialects that read the file alike: cells would differ, so the user says which.
void ask_dialect(const Inspection& file, std::vector<Question>& questions) {
    if (file.alternatives.empty()) return;
    Question question{{.file = file.path,
                       .row = 1,
                       .code = "ambiguous-dialect",
                       .found = shorten(fmt::format("{}", fmt::join(file.header, file.text.delimiter)), 77),
                       .expected = "encoding and delimiter to be declared"},
                      QuestionWeight::must,
                      "The file can be read in several ways. Which one is right?",
                      "该文件可以有多种读法，哪一种正确？",
                      {}};
    std::vector<TextDialect> dialects = {file.text};
    dialects.insert(dialects.end(), file.alternatives.begin(), file.alternatives.end());
    const bool quotes_differ = std::ranges::any_of(
        dialects, [&](const TextDialect& dialect) { return dialect.quote != file.text.quote; });
    const bool lines_differ = std::ranges::any_of(dialects, [&](const TextDialect& dialect) {
        return dialect.skipped_lines != file.text.skipped_lines;
    });
    for (const TextDialect& dialect : dialects) {
        if (file.format == FileFormat::spreadsheet) {
            question.choices.push_back({{fmt::format("{}:@skip={}", file.path, dialect.skipped_lines)},
                                        fmt::format("the header is row {}", dialect.skipped_lines + 1),
                                        fmt::format("表头是第 {} 行", dialect.skipped_lines + 1)});
            continue;
        }
        const std::string_view encoding = encoding_words[static_cast<std::size_t>(dialect.encoding)];
        const std::string prefix = file.path + ":@";
        Choice choice{{fmt::format("{}encoding={}", prefix, encoding),
                       fmt::format("{}delimiter={}", prefix, shown(dialect.delimiter)),
                       fmt::format("{}skip={}", prefix, dialect.skipped_lines)},
                      fmt::format("{}, separated by {}", encoding, shown(dialect.delimiter)),
                      fmt::format("编码 {}，分隔符 {}", encoding, shown(dialect.delimiter))};
        if (quotes_differ) {
            const std::string quote = dialect.quote == 0 ? "none" : std::string(1, dialect.quote);
            choice.mapping.push_back(fmt::format("{}quote={}", prefix, quote));
            choice.en += dialect.quote == 0 ? ", no quotes" : fmt::format(", quotes {}", quote);
            choice.zh += dialect.quote == 0 ? "，没有引号" : fmt::format("，引号 {}", quote);
        }
        if (lines_differ) {
            choice.en += fmt::format(", the header is line {}", dialect.skipped_lines + 1);
            choice.zh += fmt::format("，表头是第 {} 行", dialect.skipped_lines + 1);
        }
        question.choices.push_back(std::move(choice));
    }
    questions.push_back(std::move(question));
}

}  // namespace

bool PlanGuess::complete() const {
    return std::ranges::none_of(questions,
                                [](const Question& one) { return one.weight == QuestionWeight::must; });
}

PlanGuess guess_plan(std::span<const Inspection> files, const Atlas& atlas) {
    std::vector<Inspection> whole;
    for (const Inspection& file : files)
        if (!file.broken) whole.push_back(file);
    const auto guess_all = [&](const PlaceIndex& places, bool own_places) {
        PlanGuess guess;
        for (const Inspection& file : whole) {
            ask_dialect(file, guess.questions);
            TableGuess table(file, {places, own_places});
            guess.plan.tables.push_back(std::move(table.table));
            guess.questions.insert(guess.questions.end(), table.questions.begin(), table.questions.end());
        }
        return guess;
    };
    PlanGuess guess = guess_all(PlaceIndex(atlas), false);
    const Atlas own = sample_atlas(guess.plan.tables, whole);
    if (!own.places.empty()) guess = guess_all(PlaceIndex(own), true);
    take_layers_from_names(guess);
    take_times_from_names(guess);
    declare_units(guess.plan, {});
    if (std::optional<Question> question = unit_question(guess.plan))
        guess.questions.push_back(std::move(*question));
    return guess;
}

std::string to_json(const PlanGuess& guess) {
    nlohmann::json questions = nlohmann::json::array();
    for (const Question& question : guess.questions) {
        nlohmann::json choices = nlohmann::json::array();
        for (const Choice& choice : question.choices)
            choices.push_back({{"map", choice.mapping}, {"en", choice.en}, {"zh", choice.zh}});
        questions.push_back({{"file", question.problem.file},
                             {"row", question.problem.row},
                             {"column", question.problem.column},
                             {"code", question.problem.code},
                             {"found", question.problem.found},
                             {"must", question.weight == QuestionWeight::must},
                             {"en", question.en},
                             {"zh", question.zh},
                             {"choices", std::move(choices)}});
    }
    nlohmann::json tables = nlohmann::json::array();
    for (const TablePlan& table : guess.plan.tables) {
        nlohmann::json columns = nlohmann::json::array();
        for (const ColumnPlan& column : table.columns)
            columns.push_back({{"name", column.name}, {"field", std::string(key(column.field))}});
        tables.push_back({{"file", table.path}, {"columns", std::move(columns)}});
    }
    return nlohmann::json{{"tables", std::move(tables)}, {"questions", std::move(questions)}}.dump(
        -1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace flowspace
