// Whether the first row of a table is a header at all: taken for one, a row of data would be lost without a
// word.
#include "data/import/number_text.h"
#include "data/import/table_guess.h"
#include "data/import/time_text.h"

#include <fmt/format.h>

#include <algorithm>

namespace flowspace {

/// Columns whose first cell is a place as those below it are; of codes only, where two columns hold some.
std::vector<std::size_t> TableGuess::places_in_header() const {
    std::vector<std::size_t> all, codes;
    if (is_headerless()) return all;
    for (std::size_t column = 0; column < file_.header.size(); ++column) {
        const ColumnProfile& profile = profiles_[column];
        const PlaceMatch match = context_.places.join(file_.header[column], JoinBy::name);
        const bool below = profile.joins() || file_.rows.empty();
        if (!below || (!match.place && match.code != "ambiguous-place" && match.code != "split-place"))
            continue;
        all.push_back(column);
        if (match.place && (match.how == JoinHow::code || match.how == JoinHow::old_code))
            codes.push_back(column);
    }
    return codes.size() >= 2 ? codes : all;
}

/// A number above numbers is hardly a name, unless it is a time.
bool TableGuess::has_number_in_header() const {
    for (std::size_t column = 0; column < file_.header.size() && !is_headerless(); ++column) {
        const std::string& cell = file_.header[column];
        const bool time = parse_time_text(cell, {.forms = TimeForms::any}).time.has_value();
        if (parse_number(cell).value && !time && profiles_[column].nearly_all(profiles_[column].numbers))
            return true;
    }
    return false;
}

Choice TableGuess::headerless_choice(std::size_t origin, std::size_t destination) const {
    const auto column = [&](std::size_t at, bool is_origin) {
        const PlaceMatch match = context_.places.join(file_.header[at], JoinBy::name);
        const bool name = match.place && match.how != JoinHow::code && match.how != JoinHow::old_code;
        const Field field = is_origin ? (name ? Field::origin_name : Field::origin)
                                      : (name ? Field::destination_name : Field::destination);
        return fmt::format("{}:{}={}", file_.path, numbered_column(at), key(field));
    };
    return {
        {setting("header", "none"), column(origin, true), column(destination, false)},
        fmt::format("no header: the first row is a flow too, from column {} to column {}", origin + 1,
                    destination + 1),
        fmt::format("没有表头，首行也是数据：第 {} 列为起点，第 {} 列为终点", origin + 1, destination + 1)};
}

/// What was taken for a header may be a cover sheet, or a title above it.
void TableGuess::offer_other_rows(Question& question) const {
    constexpr std::size_t most_sheets = 6;
    std::size_t offered = 0;
    for (const std::string& sheet : file_.sheets)
        if (sheet != file_.sheet && offered++ < most_sheets)
            question.choices.push_back({{setting("sheet", sheet)},
                                        fmt::format("the table is in the sheet {}", sheet),
                                        fmt::format("数据在工作表“{}”中", sheet)});
    const bool below_is_data =
        !file_.rows.empty() && std::ranges::any_of(file_.rows.front(), [](const std::string& cell) {
            return parse_number(cell).value.has_value();
        });
    if (file_.format == FileFormat::parquet || is_headerless() || below_is_data) return;
    const std::uint64_t lines = file_.text.skipped_lines + 1;
    question.choices.push_back({{setting("skip", std::to_string(lines))},
                                fmt::format("the header is further down: leave out the first {}",
                                            lines == 1 ? "line" : fmt::format("{} lines", lines)),
                                fmt::format("表头还在下面：跳过前 {} 行", lines)});
}

/// Nothing is offered that would take the row for a header.
void TableGuess::ask_headerless(std::span<const std::size_t> places) {
    Question& question =
        ask(QuestionWeight::must,
            {.code = "no-header-row",
             .found = fmt::format("{}", fmt::join(file_.header, ",")),
             .expected = "a row of column names, or the word that there is none"},
            "The first row is data like those below it: the table has no header. Which column is "
            "the origin?",
            "首行与其下各行一样是数据，这张表没有表头。哪一列是起点？");
    question.choices = {headerless_choice(places[0], places[1]), headerless_choice(places[1], places[0])};
}

}  // namespace flowspace
