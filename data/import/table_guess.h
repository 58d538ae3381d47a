// The guess at one table: its role, its shape and its columns.
#pragma once

#include "data/import/column_profile.h"
#include "data/import/column_words.h"
#include "data/import/plan_guess.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace flowspace {

/// What the tables opened together have in common.
struct GuessContext {
    const PlaceIndex& places;
    bool own_places = false;  // one of the files lists them
};

class TableGuess {
public:
    TableGuess(const Inspection& file, const GuessContext& context);

    TablePlan table;
    std::vector<Question> questions;

private:
    /// Columns that a name speaks for, plainest tier first found.
    struct Candidates {
        std::vector<std::size_t> columns = {};
        int tier = 3;
    };

    void guess_role();
    bool guess_ends();
    void guess_end(bool origin);
    bool guess_ends_by_content();
    bool guess_matrix();
    bool is_named_time_or_layer(std::size_t column) const;
    std::optional<std::size_t> column_that_tells_rows_apart() const;
    void guess_stack();
    void pick_time();
    void pick_layer();
    void guess_flows();
    void guess_wide_times();
    void guess_times_by_content();
    void guess_wide_layers();
    void guess_value();
    void guess_coordinates();
    bool guess_places();
    bool guess_groups();
    Choice role_choice(TableRole role, const std::vector<ColumnPlan>& columns) const;
    void guess_numbers_of_values();
    void guess_times_of_rows();
    void ask_spread();
    void ask_split_time();

    Candidates named(Field field) const;
    Candidates end_named(bool origin, EndAspect aspect) const;
    bool pick(Field field);
    bool pick_from(Field field, const Candidates& candidates);
    bool is_free(std::size_t column) const { return table.columns[column].field == Field::attribute; }
    bool has(Field field) const { return find(field).has_value(); }
    std::optional<std::size_t> find(Field field) const;
    std::size_t count_of(Field field) const;
    void set(std::size_t column, Field field) { table.columns[column].field = field; }
    std::vector<std::string> cells_of(Field field) const;

    Question& ask(QuestionWeight weight, Problem problem, std::string en, std::string zh);
    void ask_which(Field field, const Candidates& candidates);
    std::string map(std::size_t column, Field field) const;
    std::string setting(std::string_view name, std::string_view value) const;
    bool is_headerless() const { return file_.text.header == HeaderRow::none; }
    std::vector<std::size_t> places_in_header() const;
    bool has_number_in_header() const;
    void ask_headerless(std::span<const std::size_t> places);
    Choice headerless_choice(std::size_t origin, std::size_t destination) const;
    void refuse_header(std::string expected_en, std::string expected_zh);
    void offer_other_rows(Question& question) const;

    const Inspection& file_;
    const GuessContext& context_;
    std::vector<ColumnProfile> profiles_;
    std::vector<std::vector<NamedField>> fields_;
    std::vector<std::vector<NamedEnd>> ends_;
};

}  // namespace flowspace
