// Changes a plan as the texts of --map say.
#include "data/import/file_identity.h"
#include "data/import/flow_columns.h"
#include "data/import/plan_guess.h"
#include "data/import/unit_guess.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <filesystem>
#include <functional>
#include <map>
#include <utility>

namespace flowspace {
namespace {

/// FILE:TARGET=VALUE taken apart. The file is the path or the name of one of the tables; else there is none.
struct Entry {
    std::string text;
    std::string_view file, target, value;
};

bool names_file(const TablePlan& table, std::string_view file) {
    return table.path == file || std::filesystem::path(table.path).filename().string() == file;
}

std::optional<Entry> take_apart(const ImportPlan& plan, const std::string& text) {
    Entry entry;
    entry.text = text;
    std::string_view rest = text;
    for (const TablePlan& table : plan.tables) {
        const std::string name = std::filesystem::path(table.path).filename().string();
        for (const std::string& file : {table.path, name})
            if (rest.starts_with(file) && rest.substr(file.size()).starts_with(':') &&
                file.size() > entry.file.size())
                entry.file = rest.substr(0, file.size());
    }
    if (!entry.file.empty()) rest.remove_prefix(entry.file.size() + 1);
    const std::size_t equals = rest.starts_with("@place/") ? rest.rfind('=')
                               : rest.starts_with('@')     ? rest.find('=')
                                                           : rest.rfind('=');
    if (equals == std::string_view::npos || equals == 0) return std::nullopt;
    entry.target = rest.substr(0, equals);
    entry.value = rest.substr(equals + 1);
    return entry;
}

template <class Enum>
std::optional<Enum> word(std::string_view text, std::initializer_list<std::string_view> words) {
    const auto at = std::ranges::find(words, text);
    if (at == words.end()) return std::nullopt;
    return static_cast<Enum>(at - words.begin());
}

template <class Enum>
bool set_word(Enum& to, std::string_view text, std::initializer_list<std::string_view> words) {
    const std::optional<Enum> found = word<Enum>(text, words);
    if (found) to = *found;
    return found.has_value();
}

bool set_flag(bool& to, std::string_view text) {
    if (text != "yes" && text != "no") return false;
    to = text == "yes";
    return true;
}

bool set_delimiter(std::string& to, std::string_view text) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 6> names = {
        {{"tab", "\t"}, {"\\t", "\t"}, {"comma", ","}, {"semicolon", ";"}, {"space", " "}, {"pipe", "|"}}};
    for (const auto& [name, mark] : names)
        if (text == name) text = mark;
    if (text.empty() || text.size() > 4 || text == "\n" || text == "\"") return false;
    to = text;
    return true;
}

template <class Number>
bool set_whole(Number& to, std::string_view text) {
    Number number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size()) return false;
    to = number;
    return true;
}

bool set_zone(std::optional<int>& to, std::string_view text) {
    if (text == "none" || text == "Z") {
        to = text == "Z" ? std::optional(0) : std::nullopt;
        return true;
    }
    const auto read = parse_time(fmt::format("2020-01-01T00:00{}", text));
    if (!read || !read->has_zone) return false;
    to = read->zone_minutes;
    return true;
}

bool set_quote(char& to, std::string_view text) {
    if (text != "none" && (text.size() != 1 || static_cast<unsigned char>(text.front()) < 0x21)) return false;
    to = text == "none" ? '\0' : text.front();
    return true;
}

/// Without a header the columns are called by their places, and nothing is known of them any more.
bool set_header(TablePlan& table, std::string_view text) {
    const HeaderRow before = table.text.header;
    if (!set_word(table.text.header, text, {"first", "none"})) return false;
    if (before == HeaderRow::first && table.text.header == HeaderRow::none)
        for (std::size_t at = 0; at < table.columns.size(); ++at)
            table.columns[at] = {.name = numbered_column(at)};
    return true;
}

bool set_decimal(char& to, std::string_view text) {
    if (text != "." && text != ",") return false;
    to = text.front();
    return true;
}

bool set_thousands(std::string& to, std::string_view text) {
    static constexpr std::array<std::string_view, 6> marks = {",", ".", "'", " ", "\xc2\xa0", "\xe2\x80\xaf"};
    if (text != "none" && text != "space" && std::ranges::find(marks, text) == marks.end()) return false;
    to = text == "none" ? "" : text == "space" ? " " : std::string(text);
    return true;
}

struct Setting {
    std::string_view name;
    std::string_view values;  // for messages
    std::function<bool(TablePlan&, std::string_view)> set;
};

const std::vector<Setting>& settings() {
    static const std::vector<Setting> all = {
        {"role", "flows, places or groups",
         [](TablePlan& table, std::string_view text) {
             return set_word(table.role, text, {"flows", "places", "groups"});
         }},
        {"encoding", "utf-8, utf-16le, utf-16be or gb18030",
         [](TablePlan& table, std::string_view text) {
             return set_word(table.text.encoding, text == "gbk" ? "gb18030" : text,
                             {"utf-8", "utf-16le", "utf-16be", "gb18030"});
         }},
        {"delimiter", "one character, or tab",
         [](TablePlan& table, std::string_view text) { return set_delimiter(table.text.delimiter, text); }},
        {"quote", "one character, or none",
         [](TablePlan& table, std::string_view text) { return set_quote(table.text.quote, text); }},
        {"skip", "a number of lines before the header",
         [](TablePlan& table, std::string_view text) { return set_whole(table.text.skipped_lines, text); }},
        {"header", "first or none",
         [](TablePlan& table, std::string_view text) { return set_header(table, text); }},
        {"sheet", "the name of a sheet",
         [](TablePlan& table, std::string_view text) {
             table.sheet = text;
             return true;
         }},
        {"decimal", ". or ,",
         [](TablePlan& table, std::string_view text) {
             return set_decimal(table.numbers.decimal_mark, text);
         }},
        {"thousands", ", . ' space or none",
         [](TablePlan& table, std::string_view text) {
             return set_thousands(table.numbers.thousands_separator, text);
         }},
        {"chinese_units", "yes or no",
         [](TablePlan& table, std::string_view text) { return set_flag(table.numbers.chinese_units, text); }},
        {"accounting", "yes or no",
         [](TablePlan& table, std::string_view text) {
             return set_flag(table.numbers.accounting_negatives, text);
         }},
        {"time_forms", "iso or any",
         [](TablePlan& table, std::string_view text) {
             return set_word(table.times.forms, text, {"iso", "any"});
         }},
        {"day_order", "none, day_first or month_first",
         [](TablePlan& table, std::string_view text) {
             table.times.forms = TimeForms::any;
             return set_word(table.times.day_order, text, {"none", "day_first", "month_first"});
         }},
        {"excel_serials", "yes or no",
         [](TablePlan& table, std::string_view text) { return set_flag(table.times.excel_serials, text); }},
        {"excel_1904", "yes or no",
         [](TablePlan& table, std::string_view text) {
             const bool set = set_flag(table.times.excel_1904, text);
             if (table.times.excel_1904) table.times.excel_serials = true;
             return set;
         }},
        {"midnight_is_day", "yes or no",
         [](TablePlan& table, std::string_view text) { return set_flag(table.times.midnight_is_day, text); }},
        {"unix_time", "none, seconds or milliseconds",
         [](TablePlan& table, std::string_view text) {
             return set_word(table.times.unix_time, text, {"none", "seconds", "milliseconds"});
         }},
        {"zone", "+08:00, Z or none",
         [](TablePlan& table, std::string_view text) { return set_zone(table.times.zone_minutes, text); }},
        {"layer", "the layer of the whole table",
         [](TablePlan& table, std::string_view text) {
             table.fixed_layer = text;
             return true;
         }},
        {"time", "the time of the whole table",
         [](TablePlan& table, std::string_view text) {
             table.fixed_time = text;
             if (!text.empty() && !parse_time(text)) table.times.forms = TimeForms::any;
             return true;
         }},
        {"spread", "at_start, evenly or evenly_to_end",
         [](TablePlan& table, std::string_view text) {
             return set_word(table.spread, text, {"at_start", "evenly", "evenly_to_end"});
         }},
    };
    return all;
}

struct RuleSetting {
    std::string_view name;
    std::string_view values;
    std::function<bool(ImportRules&, std::string_view)> set;
};

bool set_coverage(ImportRules& rules, std::string_view text) {
    const std::size_t colon = text.find(':');
    std::uint32_t most = 0;
    if (colon != std::string_view::npos && (!set_whole(most, text.substr(colon + 1)) || most == 0))
        return false;
    if (!set_word(rules.coverage, text.substr(0, colon),
                  {"unknown", "zero", "top_per_origin", "top_per_destination"}))
        return false;
    rules.top_n = most;
    return true;
}

const std::vector<RuleSetting>& rule_settings() {
    static const std::vector<RuleSetting> all = {
        {"duplicates", "sum, keep_first or refuse",
         [](ImportRules& rules, std::string_view text) {
             return set_word(rules.duplicates, text, {"sum", "keep_first", "refuse"});
         }},
        {"negatives", "keep, refuse or reverse",
         [](ImportRules& rules, std::string_view text) {
             return set_word(rules.negatives, text, {"keep", "refuse", "reverse"});
         }},
        {"self_flows", "keep or refuse",
         [](ImportRules& rules, std::string_view text) {
             return set_word(rules.self_flows, text, {"keep", "refuse"});
         }},
        {"unknown_layers", "keep or refuse",
         [](ImportRules& rules, std::string_view text) {
             return set_word(rules.unknown_layers, text, {"keep", "refuse"});
         }},
        {"coverage", "unknown, zero, top_per_origin:N or top_per_destination:N", set_coverage},
    };
    return all;
}

Error wrong(const Entry& entry, const std::string& expected) {
    return Error{fmt::format("--map {}: expected {}", entry.text, expected)};
}

std::string setting_names() {
    std::string names;
    for (const Setting& setting : settings())
        names += fmt::format("{}@{}", names.empty() ? "" : ", ", setting.name);
    for (const RuleSetting& setting : rule_settings()) names += fmt::format(", @{}", setting.name);
    return names + ", @unit, @place/NAME";
}

std::optional<Error> apply_setting(ImportPlan& plan, const Entry& entry) {
    const std::string_view name = entry.target.substr(1);
    if (name.starts_with("place/")) {
        if (name.size() == 6) return wrong(entry, "@place/NAME=ID");
        plan.place_choices[std::string(name.substr(6))] = entry.value;
        if (entry.value.empty()) plan.place_choices.erase(std::string(name.substr(6)));
        return std::nullopt;
    }
    if (name == "unit") {  // of all values, whatever headers say
        plan.unit = entry.value;
        for (auto& [key, layer] : plan.layers) layer.unit = layer.unit_zh = layer.unit_en = {};
        return std::nullopt;
    }
    for (const RuleSetting& setting : rule_settings()) {
        if (setting.name != name) continue;
        if (!setting.set(plan.rules, entry.value)) return wrong(entry, std::string(setting.values));
        return std::nullopt;
    }
    for (const Setting& setting : settings()) {
        if (setting.name != name) continue;
        for (TablePlan& table : plan.tables)
            if ((entry.file.empty() || names_file(table, entry.file)) && !setting.set(table, entry.value))
                return wrong(entry, std::string(setting.values));
        return std::nullopt;
    }
    return wrong(entry, "one of " + setting_names());
}

std::optional<TableRole> role_of(Field field) {
    if (field <= Field::ignored || field == Field::time || field == Field::layer) return std::nullopt;
    if (field <= Field::pair_status) return TableRole::flows;
    if (field <= Field::number) return TableRole::places;
    return TableRole::groups;
}

bool may_repeat(Field field) {
    return field == Field::attribute || field == Field::ignored || field == Field::number ||
           field == Field::value_at_time || field == Field::value_at_destination ||
           field == Field::value_at_layer;
}

struct FieldAndMeaning {
    Field field;
    std::string fixed;
};

/// value@time:2020 is a field and what its column stands for.
std::optional<FieldAndMeaning> parse_value(std::string_view text) {
    if (const auto field = parse_field(text)) return FieldAndMeaning{*field, {}};
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos || !text.starts_with("value@")) return std::nullopt;
    const auto field = parse_field(text.substr(0, colon));
    if (!field) return std::nullopt;
    return FieldAndMeaning{*field, std::string(text.substr(colon + 1))};
}

void set_field(TablePlan& table, ColumnPlan& column, const FieldAndMeaning& asked) {
    if (!may_repeat(asked.field))
        for (ColumnPlan& other : table.columns)
            if (other.field == asked.field) other.field = Field::attribute;
    column.field = asked.field;
    column.fixed = asked.fixed;
    if (const auto role = role_of(asked.field)) table.role = *role;
}

/// Which column of which table was said to be which field: one column each.
using SaidFields = std::map<std::pair<const TablePlan*, Field>, std::pair<std::string, std::string>>;

/// Two words that make two columns one field: the last would win without a word.
std::optional<Error> contradicts(SaidFields& said, const TablePlan& table, const ColumnPlan& column,
                                 const Entry& entry, Field field) {
    if (may_repeat(field)) return std::nullopt;
    const auto [at, is_new] = said.try_emplace({&table, field}, column.name, entry.text);
    if (is_new || at->second.first == column.name) return std::nullopt;
    return wrong(entry, fmt::format("one column of the {}; --map {} says so of another", words(field).en,
                                    at->second.second));
}

std::string column_names(const ImportPlan& plan, std::string_view file) {
    std::string names;
    for (const TablePlan& table : plan.tables) {
        if (!file.empty() && !names_file(table, file)) continue;
        names += fmt::format("{}{}: ", names.empty() ? "" : "; ",
                             std::filesystem::path(table.path).filename().string());
        for (std::size_t at = 0; at < table.columns.size() && at < 30; ++at)
            names += fmt::format("{}{}", at > 0 ? ", " : "", table.columns[at].name);
        if (table.columns.size() > 30) names += ", ...";
    }
    return names;
}

std::optional<Error> apply_column(ImportPlan& plan, const Entry& entry, SaidFields& said) {
    const auto asked = parse_value(entry.value);
    if (!asked) return wrong(entry, "a field, one of " + field_words());
    bool found = false;
    for (TablePlan& table : plan.tables) {
        if (!entry.file.empty() && !names_file(table, entry.file)) continue;
        for (ColumnPlan& column : table.columns) {
            const bool every =
                entry.target == "*" && column.field == Field::attribute && may_repeat(asked->field);
            // Those that the guess already took for this field are what was asked for.
            if (entry.target == "*" && may_repeat(asked->field) && column.field == asked->field) found = true;
            if (!every && column.name != entry.target) continue;
            if (auto error = contradicts(said, table, column, entry, asked->field)) return error;
            set_field(table, column, *asked);
            found = true;
        }
    }
    if (found) return std::nullopt;
    if (entry.target == "*")
        return wrong(entry, "columns that are still attributes, and a field that may repeat");
    return wrong(entry, "a column; there are " + column_names(plan, entry.file));
}

}  // namespace

std::optional<Error> apply_mapping(ImportPlan& plan, std::span<const std::string> texts) {
    ImportPlan changed = plan;
    const HeaderUnits units = units_in_headers(plan);
    bool unit_said = false;
    SaidFields said;
    for (const std::string& text : texts) {
        const std::optional<Entry> entry = take_apart(changed, text);
        if (entry) unit_said = unit_said || entry->target == "@unit";
        if (!entry) return Error{fmt::format("--map {}: expected COLUMN=FIELD or @SETTING=VALUE", text)};
        const auto error = entry->target.starts_with('@') ? apply_setting(changed, *entry)
                                                          : apply_column(changed, *entry, said);
        if (error) return error;
    }
    if (!unit_said) declare_units(changed, units);
    plan = std::move(changed);
    return std::nullopt;
}

namespace {

/// Whether no two units are added any more, or the user said the one of all values.
bool answers_units(const PlanGuess& guess, std::span<const std::string> texts) {
    ImportPlan plan = guess.plan;
    for (const std::string& text : texts) {
        const std::optional<Entry> entry = take_apart(plan, text);
        if (entry && entry->target == "@unit") return true;
        (void)apply_mapping(plan, std::span(&text, 1));
    }
    const std::optional<Question> left = unit_question(plan);
    return !left || left->weight == QuestionWeight::may;
}

bool answers(const PlanGuess& guess, const Question& question, const std::string& text) {
    const std::optional<Entry> entry = take_apart(guess.plan, text);
    const auto table = std::ranges::find(guess.plan.tables, question.problem.file, &TablePlan::path);
    if (!entry || table == guess.plan.tables.end()) return false;
    if (!entry->file.empty() && !names_file(*table, entry->file)) return false;
    const bool known =
        std::ranges::find(table->columns, entry->target, &ColumnPlan::name) != table->columns.end();
    if (question.problem.code.ends_with("-header")) {
        // Other lines or another sheet answer before the look that they lead to; then the question is
        // another.
        const bool offered = std::ranges::any_of(question.choices, [&](const Choice& choice) {
            const std::optional<Entry> asked = take_apart(guess.plan, choice.mapping.front());
            return asked && asked->target.starts_with('@') && asked->target == entry->target &&
                   asked->value == entry->value;
        });
        return known || entry->target == "@role" || offered;
    }
    // One column may be the time or the value: to make it the time says nothing of the value.
    const bool by_value = question.problem.code.starts_with("possible-");
    const bool by_any_column = by_value && known && question.weight == QuestionWeight::may;
    return std::ranges::any_of(question.choices, [&](const Choice& choice) {
        return std::ranges::any_of(choice.mapping, [&](const std::string& mapping) {
            const std::optional<Entry> asked = take_apart(guess.plan, mapping);
            return asked && (by_any_column || asked->target == entry->target) &&
                   (!by_value || asked->value == entry->value);
        });
    });
}

}  // namespace

bool is_answered(const PlanGuess& guess, const Question& question, std::span<const std::string> texts) {
    if (question.problem.code == "different-units" && question.weight == QuestionWeight::must)
        return answers_units(guess, texts);
    return std::ranges::any_of(texts,
                               [&](const std::string& text) { return answers(guess, question, text); });
}

std::vector<Problem> unanswered(const PlanGuess& guess, std::span<const std::string> texts) {
    std::vector<Problem> problems;
    for (const Question& question : guess.questions)
        if (question.weight == QuestionWeight::must && !is_answered(guess, question, texts))
            problems.push_back(question.problem);
    return problems;
}

}  // namespace flowspace
