// The guess at a matrix: a column of places, columns named after places, and what tells matrices apart that
// stand one under another.
#include "data/import/table_guess.h"
#include "data/import/total_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace flowspace {

/// Whether a column beside the places of a matrix is named as its time or layer.
bool TableGuess::is_named_time_or_layer(std::size_t column) const {
    return std::ranges::any_of(fields_[column], [](const NamedField& named) {
        return named.field == Field::time || named.field == Field::layer;
    });
}

/// First a column of places, then columns named after places.
bool TableGuess::guess_matrix() {
    std::vector<std::size_t> named_columns, destinations;
    std::size_t first = table.columns.size(), others = 0;
    for (std::size_t column = 0; column < file_.header.size(); ++column) {
        const std::string& name = file_.header[column];
        const PlaceMatch match = context_.places.join(name, JoinBy::name);
        if (match.place || match.code == "ambiguous-place" || match.code == "split-place") {
            if (named_columns.empty()) first = column;
            named_columns.push_back(column);
        } else if (named_columns.empty() || is_named_time_or_layer(column)) {
            continue;
        } else if (!is_total(name)) {
            ++others;
        }
        destinations.push_back(column);
    }
    if (named_columns.size() < 2 || first == 0 || others * 4 > named_columns.size()) return false;
    std::optional<std::size_t> origin;
    for (std::size_t column = 0; column < first; ++column)
        if (profiles_[column].mostly(profiles_[column].codes + profiles_[column].names))
            origin = origin ? origin : column;
    if (!origin) return false;
    const bool names = profiles_[*origin].names > profiles_[*origin].codes;
    set(*origin, names ? Field::origin_name : Field::origin);
    for (const std::size_t column : destinations) {
        set(column, Field::value_at_destination);
        if (table.columns[column].name != file_.header[column])
            table.columns[column].fixed = file_.header[column];
    }
    return true;
}

/// The first free column without which rows would be added together: it holds other words in another row of
/// the same origin, time and layer, or nothing but times (the first rows may be of one).
std::optional<std::size_t> TableGuess::column_that_tells_rows_apart() const {
    std::vector<std::size_t> known;
    for (const auto& field :
         {find(Field::origin), find(Field::origin_name), find(Field::time), find(Field::layer)})
        if (field) known.push_back(*field);
    for (std::size_t column = 0; column < table.columns.size(); ++column) {
        if (!is_free(column)) continue;
        const ColumnProfile& profile = profiles_[column];
        const bool one_word = std::set<std::string>(profile.cells.begin(), profile.cells.end()).size() == 1;
        if (!has(Field::time) && profile.nearly_all(profile.times) && !profile.joins() &&
            (one_word || !profile.plain_numbers))
            return column;
        std::map<std::vector<std::string>, std::string> seen;
        for (const std::vector<std::string>& row : file_.rows) {
            std::vector<std::string> key;
            for (const std::size_t part : known) key.push_back(row[part]);
            const auto [at, is_new] = seen.emplace(std::move(key), row[column]);
            if (!is_new && at->second != row[column]) return column;
        }
    }
    return std::nullopt;
}

/// Time and layer of a matrix by their names; what else tells its rows apart is asked, never added up.
void TableGuess::guess_stack() {
    pick_time();
    pick_layer();
    guess_numbers_of_values();
    guess_times_of_rows();
    ask_split_time();
    const auto column = column_that_tells_rows_apart();
    const bool asked = column && std::ranges::any_of(questions, [&](const Question& question) {
                           return question.problem.column == table.columns[*column].name;
                       });
    if (!column || asked) return;
    const std::string& name = table.columns[*column].name;
    Question& question = ask(
        QuestionWeight::must,
        {.column = name,
         .code = "stacked-matrix",
         .found = "a column that may tell rows of one origin apart",
         .expected = "what it says: a time, a layer, or nothing that keeps rows apart"},
        fmt::format("What is {}? Rows of one origin are added together unless it keeps them apart.", name),
        fmt::format("“{}”列是什么？如不据此区分，同一起点的各行会相加。", name));
    const auto offer = [&](Field field, const char* en, const char* zh) {
        question.choices.push_back({{map(*column, field)},
                                    fmt::format(fmt::runtime(en), name),
                                    fmt::format(fmt::runtime(zh), name)});
    };
    const auto offer_time = [&] {
        if (!has(Field::time)) offer(Field::time, "{} is the time", "{}是时间");
    };
    const bool times = profiles_[*column].mostly(profiles_[*column].times);
    if (times) offer_time();
    if (!has(Field::layer)) offer(Field::layer, "{} is the layer", "{}是要素流");
    if (!times) offer_time();
    offer(Field::attribute, "{} is neither: the rows are added", "{}两者都不是：各行相加");
}

}  // namespace flowspace
