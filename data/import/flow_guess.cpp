// The shape of a flow table: long, a column per time or layer, with coordinates; its value, numbers and
// times.
#include "data/import/layer_names.h"
#include "data/import/number_text.h"
#include "data/import/table_guess.h"
#include "data/import/time_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

namespace flowspace {
namespace {

const TimeDialect any_time{.forms = TimeForms::any};

/// The texts of --map that declare a number dialect.
std::vector<std::pair<std::string, std::string>> settings_of(const NumberDialect& dialect) {
    return {{"decimal", std::string(1, dialect.decimal_mark)},
            {"thousands", dialect.thousands_separator.empty() ? "none" : dialect.thousands_separator},
            {"chinese_units", dialect.chinese_units ? "yes" : "no"},
            {"accounting", dialect.accounting_negatives ? "yes" : "no"}};
}

}  // namespace

void TableGuess::guess_wide_times() {
    std::vector<std::size_t> columns;
    for (std::size_t column = 0; column < table.columns.size(); ++column)
        if (is_free(column) && parse_time_text(file_.header[column], any_time).time)
            columns.push_back(column);
    if (columns.size() < 2) return;
    for (const std::size_t column : columns) {
        set(column, Field::value_at_time);
        if (table.columns[column].name != file_.header[column])
            table.columns[column].fixed = file_.header[column];
    }
    std::vector<std::string> headers;
    for (const std::size_t column : columns) headers.push_back(file_.header[column]);
    if (!std::ranges::all_of(headers,
                             [](const std::string& text) { return parse_time(text).operator bool(); }))
        table.times.forms = TimeForms::any;
}

/// Columns that hold times and are named as no more than a beginning and an end; of others the user says it.
void TableGuess::guess_times_by_content() {
    if (has(Field::time) || count_of(Field::value_at_time) > 0) return;
    constexpr std::array<std::string_view, 5> beginnings = {"start", "begin", "from", "开始", "起"},
                                              ends = {"end", "finish", "to", "结束", "止"};
    std::vector<std::size_t> columns;
    std::optional<std::size_t> begins, finishes;
    for (std::size_t column = 0; column < table.columns.size(); ++column) {
        const ColumnProfile& profile = profiles_[column];
        if (!is_free(column) || (profile.plain_numbers && !is_headerless()) || profile.joins() ||
            !profile.nearly_all(profile.times))
            continue;
        columns.push_back(column);
        const std::string name = plain_name(file_.header[column]);
        if (std::ranges::find(beginnings, name) != beginnings.end()) begins = column;
        if (std::ranges::find(ends, name) != ends.end()) finishes = column;
    }
    if (begins) {
        set(*begins, Field::time);
        if (finishes) set(*finishes, Field::time_end);
        return;
    }
    if (columns.empty()) return;
    Question& question =
        ask(is_headerless() ? QuestionWeight::must : QuestionWeight::may,
            {.column = table.columns[columns.front()].name,
             .code = "possible-time",
             .found = "no column named as a time",
             .expected = "a column mapped to time, or rows of no time"},
            "No column is named as a time, so all rows stand together. Is this one the time?",
            "没有列名表示时间，因此各行不分时间。以下某一列是时间吗？");
    for (const std::size_t column : columns)
        question.choices.push_back({{map(column, Field::time)},
                                    fmt::format("{} is the time", table.columns[column].name),
                                    fmt::format("{}是时间", table.columns[column].name)});
    if (is_headerless())
        question.choices.push_back({{map(columns.front(), Field::attribute)}, "none is", "都不是"});
}

void TableGuess::guess_wide_layers() {
    if (has(Field::layer) || count_of(Field::value_at_time) > 0) return;
    for (std::size_t column = 0; column < table.columns.size(); ++column) {
        const std::string_view layer = known_layer(plain_name(file_.header[column]));
        if (!is_free(column) || layer.empty()) continue;
        set(column, Field::value_at_layer);
        table.columns[column].fixed = layer;
    }
}

/// Only a column named as a value is one; of several the user says which, or that each is a layer.
void TableGuess::guess_value() {
    if (count_of(Field::value_at_time) + count_of(Field::value_at_layer) > 0) return;
    Candidates candidates = named(Field::value);
    if (candidates.columns.size() > 1 && candidates.tier > 0)
        std::erase_if(candidates.columns, [&](std::size_t column) {
            return !profiles_[column].mostly(profiles_[column].numbers);
        });
    if (!candidates.columns.empty()) {
        pick_from(Field::value, candidates);
        if (candidates.columns.size() < 2 || questions.back().problem.code != "ambiguous-column") return;
        Choice all{{}, "each is a layer of its own", "每一列各为一种要素流"};
        for (const std::size_t column : candidates.columns)
            all.mapping.push_back(map(column, Field::value_at_layer));
        questions.back().choices.push_back(std::move(all));
        return;
    }
    std::vector<std::size_t> numeric;
    for (std::size_t column = 0; column < table.columns.size(); ++column)
        if (is_free(column) && profiles_[column].nearly_all(profiles_[column].numbers) &&
            ends_[column].empty())
            numeric.push_back(column);
    if (numeric.empty()) return;
    Question& question =
        ask(is_headerless() ? QuestionWeight::must : QuestionWeight::may,
            {.column = table.columns[numeric.front()].name,
             .code = "possible-value",
             .found = "no column named as a value",
             .expected = "a column mapped to value, or rows that count 1 each"},
            "No column is named as a value, so each row counts 1. Is one of these the value?",
            "没有列名表示数值，因此每行计为 1。以下某一列是数值吗？");
    for (const std::size_t column : numeric)
        question.choices.push_back({{map(column, Field::value)},
                                    fmt::format("{} is the value", table.columns[column].name),
                                    fmt::format("{}是数值", table.columns[column].name)});
    if (is_headerless())
        question.choices.push_back(
            {{map(numeric.back(), Field::attribute)}, "none is: each row counts 1", "都不是：每行计为 1"});
}

/// Both ends with coordinates: the table gives its own places, unless its codes or names are known ones.
void TableGuess::guess_coordinates() {
    struct End {
        bool origin;
        Field lon, lat;
    };
    const End ends[] = {{true, Field::origin_lon, Field::origin_lat},
                        {false, Field::destination_lon, Field::destination_lat}};
    std::vector<std::pair<std::size_t, Field>> found;
    for (const End& end : ends) {
        const Candidates lon = end_named(end.origin, EndAspect::lon),
                         lat = end_named(end.origin, EndAspect::lat);
        if (lon.columns.size() != 1 || lat.columns.size() != 1) return;
        found.emplace_back(lon.columns.front(), end.lon);
        found.emplace_back(lat.columns.front(), end.lat);
    }
    const auto known = [&](Field code, Field name) {
        const auto column = has(code) ? find(code) : find(name);
        return column && profiles_[*column].joins();
    };
    const bool joins =
        known(Field::origin, Field::origin_name) && known(Field::destination, Field::destination_name);
    Choice own{{}, "the places of this table, where its coordinates say", "使用表中自带坐标的地点"};
    for (const auto& [column, field] : found) own.mapping.push_back(map(column, field));
    if (!joins && !context_.own_places) {
        for (const auto& [column, field] : found) set(column, field);
        return;
    }
    Question& question =
        ask(QuestionWeight::may,
            {.column = table.columns[found.front().first].name,
             .code = "own-coordinates",
             .found = "coordinates beside codes or names of known places",
             .expected = "known places (as it stands), or places of the table itself"},
            "The table has coordinates, but its places are known: their own locations are used.",
            "表中带有坐标，但地点已知：按已知地点的位置显示。");
    question.choices.push_back(std::move(own));
}

void TableGuess::ask_spread() {
    const auto end = find(Field::time_end);
    if (!end || !has(Field::time)) return;
    Question& question =
        ask(QuestionWeight::may,
            {.column = table.columns[*end].name,
             .code = "spread-interval",
             .found = "rows with a beginning and an end",
             .expected = "values that stand at the beginning, or are spread over the time between"},
            "Rows have a beginning and an end. The whole value stands at the beginning.",
            "行有开始和结束时间，数值全部计在开始时间。");
    question.choices = {
        {{setting("spread", "evenly")}, "spread evenly up to the end", "按时长均摊，不含结束时间"},
        {{setting("spread", "evenly_to_end")}, "spread evenly, the end included", "按时长均摊，含结束时间"}};
}

/// Year in one column and month in another: one column alone would be coarser than the table.
void TableGuess::ask_split_time() {
    const auto time = find(Field::time);
    if (!time) return;
    for (std::size_t column = 0; column < table.columns.size(); ++column) {
        const auto named_time = std::ranges::find(fields_[column], Field::time, &NamedField::field);
        if (column == *time || named_time == fields_[column].end() || !is_free(column)) continue;
        ask(QuestionWeight::may,
            {.column = table.columns[column].name,
             .code = "split-time",
             .found = fmt::format("{}, {}", table.columns[column].name, table.columns[*time].name),
             .expected = "the whole time in one column"},
            fmt::format(
                "Only {} is read as the time; {} changes nothing. Join them in one column for finer steps.",
                table.columns[*time].name, table.columns[column].name),
            fmt::format("只有 {} 作为时间读取，{} 不起作用。如需更细的时间步，请合并为一列。",
                        table.columns[*time].name, table.columns[column].name));
        return;
    }
}

/// Of several columns named as times those that hold some; of words that mean nothing else the first.
void TableGuess::pick_time() {
    Candidates times = named(Field::time);
    if (times.columns.size() > 1)
        std::erase_if(times.columns,
                      [&](std::size_t column) { return !profiles_[column].mostly(profiles_[column].times); });
    if (times.columns.empty()) times = named(Field::time);
    if (times.columns.size() > 1 && times.tier > 0)
        times.columns.erase(times.columns.begin() + 1, times.columns.end());
    pick_from(Field::time, times);
}

/// A column whose name may mean something else (type) and that holds many words is no layer.
void TableGuess::pick_layer() {
    pick(Field::layer);
    const auto layer = find(Field::layer);
    if (!layer || named_fields(file_.header[*layer]).front().tier != 2) return;
    const auto& cells = profiles_[*layer].cells;
    if (std::set<std::string>(cells.begin(), cells.end()).size() > 20) set(*layer, Field::attribute);
}

void TableGuess::guess_flows() {
    pick_time();
    pick(Field::time_end);
    guess_wide_times();
    guess_times_by_content();
    if (count_of(Field::value_at_time) > 0 && has(Field::time)) set(*find(Field::time), Field::attribute);
    pick(Field::pair_status);
    if (const auto status = find(Field::pair_status); status && profiles_[*status].plain_numbers)
        set(*status, Field::attribute);
    pick_layer();
    guess_wide_layers();
    guess_coordinates();
    guess_value();
    guess_numbers_of_values();
    guess_times_of_rows();
    ask_spread();
    ask_split_time();
}

namespace {

/// How a dialect writes numbers, so that two choices never read alike.
std::string number_forms_zh(const NumberDialect& dialect) {
    const std::string& mark = dialect.thousands_separator;
    std::string words = fmt::format("按 1{}234{}5 的写法读取", mark, dialect.decimal_mark);
    if (mark == " ") words += "，千位为空格";
    if (mark == "\u00A0") words += "，千位为不换行空格";
    if (mark == "\u202F") words += "，千位为窄空格";
    if (dialect.chinese_units) words += "，含万、亿";
    if (dialect.accounting_negatives) words += "，(5) 表示 -5";
    return words;
}

}  // namespace

void TableGuess::guess_numbers_of_values() {
    std::vector<std::string> cells;
    for (const Field field :
         {Field::value, Field::value_at_time, Field::value_at_destination, Field::value_at_layer}) {
        const std::vector<std::string> more = cells_of(field);
        cells.insert(cells.end(), more.begin(), more.end());
    }
    if (cells.empty()) return;
    const NumberGuess guess = guess_numbers(cells);
    if (guess.evidence.empty() && guess.choices.empty()) return;
    const auto refused = static_cast<std::size_t>(
        std::ranges::count_if(cells, [](const std::string& cell) { return !parse_number(cell).value; }));
    const bool chinese = guess.dialect.chinese_units;
    const bool accepted = guess.hint.has_value();  // all can be read as they are, and in another way too
    Question& question = ask(
        2 * refused > cells.size() ? QuestionWeight::must : QuestionWeight::may,
        {.column = has(Field::value) ? table.columns[*find(Field::value)].name : std::string{},
         .code = chinese ? "chinese-unit" : "thousands-separator",
         .found = guess.evidence,
         .expected = "how numbers are written to be declared, or plain ones"},
        fmt::format(fmt::runtime(accepted ? "Numbers such as {} are read with a decimal point. If the "
                                            "point separates thousands here, choose so."
                                          : "Some numbers are written like {}. They are refused until "
                                            "you say how to read them."),
                    guess.evidence),
        fmt::format(fmt::runtime(accepted ? "{} 这样的数字按小数读取。如果其中的点是千位分隔符，请在此选择。"
                                          : "部分数字写作 {}，在说明写法之前一律拒收。"),
                    guess.evidence));
    const auto offer = [&](const NumberDialect& dialect) {
        Choice choice{{}, "read " + number_forms_of(dialect), number_forms_zh(dialect)};
        for (const auto& [name, value] : settings_of(dialect)) choice.mapping.push_back(setting(name, value));
        question.choices.push_back(std::move(choice));
    };
    if (guess.dialect != NumberDialect{}) offer(guess.dialect);
    for (const NumberDialect& dialect : guess.choices)
        if (dialect != NumberDialect{}) offer(dialect);
    if (guess.hint) offer(*guess.hint);
}

void TableGuess::guess_times_of_rows() {
    const auto column = find(Field::time);
    if (!column) return;
    std::vector<std::string> cells = cells_of(Field::time);
    const TimeGuess guess = guess_times(cells);
    table.times = guess.dialect;
    if (guess.question == TimeQuestion::none || guess.question == TimeQuestion::grain) return;
    Question& question = ask(2 * guess.read < cells.size() ? QuestionWeight::must : QuestionWeight::may,
                             {.column = table.columns[*column].name,
                              .code = "ambiguous-date",
                              .found = guess.evidence,
                              .expected = "the meaning of these times to be declared"},
                             fmt::format("What does {} mean?", guess.evidence),
                             fmt::format("{} 是什么时间？", guess.evidence));
    const auto offer = [&](const char* name, const char* value, const char* en, const char* zh) {
        question.choices.push_back({{setting(name, value)}, en, zh});
    };
    if (guess.question == TimeQuestion::day_order) {
        offer("day_order", "day_first", "day before month", "日在月前");
        offer("day_order", "month_first", "month before day", "月在日前");
    } else if (guess.question == TimeQuestion::excel_serials) {
        offer("excel_serials", "yes", "a spreadsheet's day number from 1900",
              "电子表格日期序号（自 1900 年）");
        offer("excel_1904", "yes", "a spreadsheet's day number from 1904", "电子表格日期序号（自 1904 年）");
    } else {
        offer("unix_time", "seconds", "seconds since 1970 (UTC)", "自 1970 年的秒数（UTC）");
        offer("unix_time", "milliseconds", "milliseconds since 1970 (UTC)", "自 1970 年的毫秒数（UTC）");
    }
}

}  // namespace flowspace
