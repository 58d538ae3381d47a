#include "data/import/table_guess.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace flowspace {

TableGuess::TableGuess(const Inspection& file, const GuessContext& context) : file_(file), context_(context) {
    table = {.path = file.path, .format = file.format, .sheet = file.sheet, .text = file.text};
    for (std::size_t column = 0; column < file.columns.size(); ++column) {
        table.columns.push_back({.name = file.columns[column]});
        profiles_.push_back(profile_column(file, column, context.places));
        fields_.push_back(named_fields(file.header[column]));
        ends_.push_back(named_ends(file.header[column]));
    }
    guess_role();
}

std::optional<std::size_t> TableGuess::find(Field field) const {
    const auto at = std::ranges::find(table.columns, field, &ColumnPlan::field);
    if (at == table.columns.end()) return std::nullopt;
    return static_cast<std::size_t>(at - table.columns.begin());
}

std::size_t TableGuess::count_of(Field field) const {
    return static_cast<std::size_t>(std::ranges::count(table.columns, field, &ColumnPlan::field));
}

std::vector<std::string> TableGuess::cells_of(Field field) const {
    std::vector<std::string> cells;
    for (std::size_t column = 0; column < table.columns.size(); ++column)
        if (table.columns[column].field == field)
            cells.insert(cells.end(), profiles_[column].cells.begin(), profiles_[column].cells.end());
    return cells;
}

std::string TableGuess::map(std::size_t column, Field field) const {
    return fmt::format("{}:{}={}", file_.path, table.columns[column].name, key(field));
}

std::string TableGuess::setting(std::string_view name, std::string_view value) const {
    return fmt::format("{}:@{}={}", file_.path, name, value);
}

Question& TableGuess::ask(QuestionWeight weight, Problem problem, std::string en, std::string zh) {
    problem.file = file_.path;
    problem.row = file_.text.skipped_lines + 1;
    problem.found = shorten(problem.found, 77);
    questions.push_back({std::move(problem), weight, std::move(en), std::move(zh), {}});
    return questions.back();
}

TableGuess::Candidates TableGuess::named(Field field) const {
    Candidates found;
    for (std::size_t column = 0; column < fields_.size(); ++column) {
        const auto at = std::ranges::find(fields_[column], field, &NamedField::field);
        if (at == fields_[column].end() || at->tier > found.tier || !is_free(column)) continue;
        if (at->tier < found.tier) found = {.tier = at->tier};
        found.columns.push_back(column);
    }
    return found;
}

TableGuess::Candidates TableGuess::end_named(bool origin, EndAspect aspect) const {
    Candidates found;
    for (std::size_t column = 0; column < ends_.size(); ++column)
        for (const NamedEnd& end : ends_[column]) {
            if (end.is_origin != origin || end.aspect != aspect || end.tier > found.tier) continue;
            const ColumnProfile& profile = profiles_[column];
            const bool is_clock = end.tier > 0 && profile.nearly_all(profile.times) && !profile.joins();
            if (is_clock && aspect == EndAspect::any) continue;  // `departure` of a timetable
            if (end.tier < found.tier) found = {.tier = end.tier};
            found.columns.push_back(column);
        }
    return found;
}

void TableGuess::ask_which(Field field, const Candidates& candidates) {
    std::vector<std::string> names;
    for (const std::size_t column : candidates.columns) names.push_back(table.columns[column].name);
    const std::size_t first = candidates.columns[0], second = candidates.columns[1];
    const bool same = file_.header[first] == file_.header[second];
    Question& question = ask(
        QuestionWeight::must,
        {.column = same ? file_.header[first] : std::string(key(field)),
         .code = same ? "duplicate-column" : "ambiguous-column",
         .found = same ? fmt::format("columns {} and {}", first + 1, second + 1)
                       : fmt::format("{}", fmt::join(names, ", ")),
         .expected = same ? "one column of this name" : fmt::format("one column of the {}", words(field).en)},
        fmt::format("Which column is the {}: {}?", words(field).en, fmt::join(names, ", ")),
        fmt::format("哪一列是{}：{}？", words(field).zh, fmt::join(names, "、")));
    for (const std::size_t column : candidates.columns)
        question.choices.push_back({{map(column, field)},
                                    fmt::format("{} is the {}", table.columns[column].name, words(field).en),
                                    fmt::format("{}是{}", table.columns[column].name, words(field).zh)});
}

bool TableGuess::pick_from(Field field, const Candidates& candidates) {
    if (candidates.columns.empty()) return false;
    if (candidates.columns.size() > 1) ask_which(field, candidates);
    set(candidates.columns.front(), field);
    return true;
}

bool TableGuess::pick(Field field) { return pick_from(field, named(field)); }

void TableGuess::refuse_header(std::string expected_en, std::string expected_zh) {
    Question& question = ask(QuestionWeight::must,
                             {.code = "no-usable-header",
                              .found = fmt::format("{}", fmt::join(file_.header, ",")),
                              .expected = expected_en},
                             "What does this table hold? The header does not say; expected " + expected_en,
                             "表头无法说明这是什么表，应含列：" + expected_zh);
    const bool may_be_data = has_number_in_header();
    if (may_be_data && table.columns.size() > 1) question.choices.push_back(headerless_choice(0, 1));
    for (std::size_t column = 0; column + 1 < table.columns.size() && column < 6; ++column)
        question.choices.push_back(
            {{map(column, Field::origin), map(column + 1, Field::destination)},
             fmt::format("{}flows from {} to {}", may_be_data ? "the first row is the header: " : "",
                         table.columns[column].name, table.columns[column + 1].name),
             fmt::format("{}流：{}为起点，{}为终点", may_be_data ? "首行是表头，" : "",
                         table.columns[column].name, table.columns[column + 1].name)});
    offer_other_rows(question);
}

/// Origin and destination from names; the content tells codes from names.
void TableGuess::guess_end(bool origin) {
    const Field by_code = origin ? Field::origin : Field::destination;
    const Field by_name = origin ? Field::origin_name : Field::destination_name;
    const Candidates any = end_named(origin, EndAspect::any), code = end_named(origin, EndAspect::code),
                     name = end_named(origin, EndAspect::name);
    const auto holds_names = [&](const Candidates& candidates) {
        const ColumnProfile& profile = profiles_[candidates.columns.front()];
        return profile.names > profile.codes;
    };
    if (!code.columns.empty()) {
        pick_from(by_code, code);
        pick_from(by_name, name.columns.empty() ? any : name);
    } else if (!any.columns.empty()) {
        const bool names = holds_names(any);
        pick_from(names ? by_name : by_code, any);
        if (!names && !name.columns.empty()) pick_from(by_name, name);
    } else {
        pick_from(by_name, name);
    }
}

bool TableGuess::guess_ends() {
    guess_end(true);
    guess_end(false);
    const auto located = [&](bool origin) {
        return !end_named(origin, EndAspect::lon).columns.empty() &&
               !end_named(origin, EndAspect::lat).columns.empty();
    };
    const bool origin = has(Field::origin) || has(Field::origin_name);
    const bool destination = has(Field::destination) || has(Field::destination_name);
    return (origin && destination) || (located(true) && located(false));
}

/// Where no name helps: exactly two columns of places. Which is which is never guessed.
bool TableGuess::guess_ends_by_content() {
    std::vector<std::size_t> columns;
    for (std::size_t column = 0; column < table.columns.size(); ++column)
        if (is_free(column) && (profiles_[column].cells.size() >= 2 || is_headerless()) &&
            profiles_[column].joins() &&
            profiles_[column].codes + profiles_[column].names == profiles_[column].cells.size())
            columns.push_back(column);
    if (columns.size() != 2 || (file_.rows.size() < 3 && !is_headerless())) return false;
    const auto field = [&](std::size_t column, bool origin) {
        const bool names = profiles_[column].names > profiles_[column].codes;
        return origin ? (names ? Field::origin_name : Field::origin)
                      : (names ? Field::destination_name : Field::destination);
    };
    const std::string &a = table.columns[columns[0]].name, &b = table.columns[columns[1]].name;
    Question& question =
        ask(QuestionWeight::must,
            {.code = "no-usable-header",
             .found = is_headerless() ? "no header" : fmt::format("{}", fmt::join(file_.header, ",")),
             .expected = "column names that say which of the two places is the origin"},
            fmt::format("{} and {} hold places: which is the origin?", a, b),
            fmt::format("{} 和 {} 两列都是地点，哪一列是起点？", a, b));
    for (const bool first : {true, false})
        question.choices.push_back(
            {{map(columns[0], field(columns[0], first)), map(columns[1], field(columns[1], !first))},
             fmt::format("from {} to {}", first ? a : b, first ? b : a),
             fmt::format("从 {} 到 {}", first ? a : b, first ? b : a)});
    set(columns[0], field(columns[0], true));
    set(columns[1], field(columns[1], false));
    return true;
}

void TableGuess::guess_role() {
    struct Reading {
        TableRole role;
        std::vector<ColumnPlan> columns;
        std::vector<Question> questions;
    };
    std::vector<Reading> readings;
    const auto read_as = [&](TableRole role, const auto& guess) {
        for (ColumnPlan& column : table.columns) column.field = Field::attribute;
        questions.clear();
        if (guess()) readings.push_back({role, table.columns, questions});
    };
    if (const std::vector<std::size_t> places = places_in_header(); places.size() >= 2)
        return ask_headerless(places);
    if (guess_matrix()) return guess_stack();
    read_as(TableRole::flows, [&] { return guess_ends(); });
    read_as(TableRole::places, [&] { return guess_places(); });
    read_as(TableRole::groups, [&] { return guess_groups(); });
    if (readings.empty()) read_as(TableRole::flows, [&] { return guess_ends_by_content(); });
    if (readings.empty()) {
        for (ColumnPlan& column : table.columns) column.field = Field::attribute;
        questions.clear();
        if (is_headerless()) {  // no name will ever say them
            guess_times_by_content();
            guess_value();
        }
        return refuse_header(
            "origin,destination (flows), id,lon,lat (places) or kind,group,place (groups), or Chinese words "
            "for them",
            "起点、终点（流表），代码、经度、纬度（地点表），或 kind,group,place（分组表）");
    }
    const Reading& best = readings.front();
    table.role = best.role;
    table.columns = best.columns;
    questions = best.questions;
    if (table.role == TableRole::flows) guess_flows();
    if (readings.size() == 1) return;
    Question& question =
        ask(QuestionWeight::must,
            {.code = "ambiguous-header",
             .found = fmt::format("{}", fmt::join(file_.header, ",")),
             .expected = "the columns of one kind of table"},
            "Is this a table of flows, of places or of groups?", "这是流表、地点表还是分组表？");
    for (const Reading& reading : readings)
        question.choices.push_back(role_choice(reading.role, reading.columns));
    std::rotate(questions.begin(), questions.end() - 1, questions.end());
}

Choice TableGuess::role_choice(TableRole role, const std::vector<ColumnPlan>& columns) const {
    Choice choice;
    for (std::size_t column = 0; column < columns.size(); ++column)
        choice.mapping.push_back(map(column, columns[column].field));
    static constexpr std::array<std::array<const char*, 3>, 3> role_words = {
        {{"flows", "a table of flows", "流表"},
         {"places", "a table of places", "地点表"},
         {"groups", "a table of groups", "分组表"}}};
    const auto& [setting_value, en, zh] = role_words[static_cast<std::size_t>(role)];
    choice.mapping.push_back(setting("role", setting_value));
    choice.en = en;
    choice.zh = zh;
    return choice;
}

/// A place needs a code and coordinates; where there is no code its name stands for one.
bool TableGuess::guess_places() {
    pick(Field::lon);
    pick(Field::lat);
    for (const Field field : {Field::id, Field::name_zh, Field::name_en, Field::name, Field::province})
        pick(field);
    if (!has(Field::id))
        for (const Field field : {Field::name, Field::name_zh, Field::name_en})
            if (const auto column = find(field); column && !has(Field::id)) set(*column, Field::id);
    for (std::size_t column = 0; column < table.columns.size(); ++column)
        if (is_free(column) && profiles_[column].plain_numbers) set(column, Field::number);
    return has(Field::id) && has(Field::lon) && has(Field::lat);
}

bool TableGuess::guess_groups() {
    for (const Field field : {Field::kind, Field::group, Field::place, Field::role}) pick(field);
    return has(Field::kind) && has(Field::group) && has(Field::place);
}

}  // namespace flowspace
