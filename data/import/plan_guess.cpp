#include "data/import/plan_guess.h"

#include "data/import/flow_columns.h"
#include "data/import/table_guess.h"
#include "data/import/time_text.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <filesystem>
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
    for (const TextDialect& dialect : dialects) {
        const std::string_view encoding = encoding_words[static_cast<std::size_t>(dialect.encoding)];
        const std::string prefix = file.path + ":@";
        Choice choice{{fmt::format("{}encoding={}", prefix, encoding),
                       fmt::format("{}delimiter={}", prefix, shown(dialect.delimiter)),
                       fmt::format("{}skip={}", prefix, dialect.skipped_lines)},
                      fmt::format("{}, separated by {}", encoding, shown(dialect.delimiter)),
                      fmt::format("编码 {}，分隔符 {}", encoding, shown(dialect.delimiter))};
        question.choices.push_back(std::move(choice));
    }
    questions.push_back(std::move(question));
}

bool is_digit(char one) { return one >= '0' && one <= '9'; }

/// The one run of a file's name that reads as a time: od_2020-01.csv, 2020年1月矩阵.csv.
std::string time_in_name(const std::string& path) {
    const std::string stem = std::filesystem::path(path).stem().string();
    std::string best;
    for (std::size_t begin = 0; begin < stem.size(); ++begin) {
        if (!is_digit(stem[begin]) || (begin > 0 && is_digit(stem[begin - 1]))) continue;
        for (std::size_t size = std::min<std::size_t>(stem.size() - begin, 24); size >= 4; --size) {
            const std::string text = stem.substr(begin, size);
            const bool whole = begin + size == stem.size() || !is_digit(stem[begin + size]);
            if (!whole || text.size() <= best.size() || text.back() == '-') continue;
            if (!parse_time_text(text, {.forms = TimeForms::any}).time) continue;
            best = text;
            break;
        }
    }
    return best;
}

bool is_matrix(const TablePlan& table) {
    return std::ranges::find(table.columns, Field::value_at_destination, &ColumnPlan::field) !=
           table.columns.end();
}

/// One matrix per period: the names of the files say which, where each names another one.
void date_matrices(PlanGuess& guess) {
    std::vector<TablePlan*> matrices;
    std::set<std::string> times;
    for (TablePlan& table : guess.plan.tables) {
        if (!is_matrix(table) || find_column(table, Field::time)) continue;
        matrices.push_back(&table);
        if (const std::string time = time_in_name(table.path); !time.empty()) times.insert(time);
    }
    if (matrices.empty() || times.empty()) return;
    const bool each_its_own = matrices.size() > 1 && times.size() == matrices.size();
    for (TablePlan* table : matrices) {
        const std::string time = time_in_name(table->path);
        if (time.empty()) continue;
        if (each_its_own) {
            table->fixed_time = time;
            if (!parse_time(time)) table->times.forms = TimeForms::any;
        }
        guess.questions.push_back(
            {{.file = table->path,
              .row = 0,
              .code = "fixed-time",
              .found = time,
              .expected = "the time of the whole table to be declared where it has one"},
             QuestionWeight::may,
             each_its_own
                 ? fmt::format("The whole table is of {}, as its name says.", time)
                 : fmt::format("The name of the file holds {}: is that the time of the whole table?", time),
             each_its_own ? fmt::format("按文件名，整张表的时间为 {}。", time)
                          : fmt::format("文件名含有 {}，这是整张表的时间吗？", time),
             {each_its_own ? Choice{{fmt::format("{}:@time=", table->path)}, "it has no time", "没有时间"}
                           : Choice{{fmt::format("{}:@time={}", table->path, time)}, "yes", "是"}}});
    }
}

/// "客流量（万人次）", "trips [thousands]": what the brackets say that end the header of a column of values;
/// no time. Nothing where two such columns differ.
std::string unit_in_headers(const ImportPlan& plan) {
    std::optional<std::string> unit;
    for (const TablePlan& table : plan.tables)
        for (const ColumnPlan& column : table.columns) {
            if (column.field != Field::value) continue;
            std::string found = unit_in_header(column.name);
            if (unit && *unit != found) return {};
            unit = std::move(found);
        }
    return unit.value_or("");
}

}  // namespace

std::string unit_in_header(std::string_view header) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 4> brackets = {
        {{"（", "）"}, {"(", ")"}, {"[", "]"}, {"【", "】"}}};
    for (const auto& [open, close] : brackets) {
        if (!header.ends_with(close)) continue;
        const std::size_t from = header.rfind(open);
        if (from == std::string_view::npos || from == 0) continue;
        std::string_view unit = header.substr(from + open.size());
        unit.remove_suffix(close.size());
        for (const std::string_view said : {"单位：", "单位:", "unit: ", "Unit: "})
            if (unit.starts_with(said)) unit.remove_prefix(said.size());
        const bool is_number = unit.find_first_not_of("0123456789.-/ ") == std::string_view::npos;
        if (!is_number && !parse_time_text(unit, {.forms = TimeForms::any}).time) return std::string(unit);
    }
    return {};
}

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
    date_matrices(guess);
    guess.plan.unit = unit_in_headers(guess.plan);
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
