// Guesses how tables are to be read, from names and content of their columns; what cannot be told is asked.
#pragma once

#include "data/atlas.h"
#include "data/import/import_plan.h"
#include "data/import/inspection.h"
#include "data/import/problem.h"
#include "data/result.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace flowspace {

/// One way to answer a Question: texts for apply_mapping, all of them together.
struct Choice {
    std::vector<std::string> mapping = {};
    std::string en = {};
    std::string zh = {};

    bool operator==(const Choice&) const = default;
};

/// must: without an answer the tables cannot be read rightly, so they are not read. may: the plan is right as
/// it stands if the user says nothing, but another reading is possible.
enum class QuestionWeight : std::uint8_t { must, may };

struct Question {
    Problem problem = {};  // file, row of the header, column, code; as a fault if nobody answers
    QuestionWeight weight = QuestionWeight::must;
    std::string en = {};
    std::string zh = {};
    std::vector<Choice> choices = {};  // the likeliest first; may be empty

    bool operator==(const Question&) const = default;
};

struct PlanGuess {
    ImportPlan plan = {};                  // one table per inspection that is not broken, in their order
    std::vector<Question> questions = {};  // in the order of the files

    bool complete() const;  // no question of weight must
};

/// `atlas` gives the places that cells are tried against. Never guessed: the value among several numeric
/// columns (without a column named as a value rows count 1), origin and destination where only content
/// speaks, day against month, a thousands separator.
///
/// Questions (code): no-usable-header, no-header-row (the first row is data), ambiguous-header (two roles or
/// shapes fit), ambiguous-column (two columns fit one field), duplicate-column, ambiguous-dialect,
/// ambiguous-date, may: possible-value, possible-time, thousands-separator, chinese-unit, spread-interval,
/// own-coordinates, fixed-time, fixed-layer, too-few-places; stacked-matrix (rows of one origin that an
/// unnamed column keeps apart); different-units (must where values of two units would be added, may where
/// some name none). The unit is what brackets at the end of the value's header say, of each layer where
/// layers differ.
PlanGuess guess_plan(std::span<const Inspection> files, const Atlas& atlas);

/// "客流量（万人次）" -> "万人次"; empty where no brackets end the header, or they hold a number or a time.
std::string unit_in_header(std::string_view header);

/// The words of `COLUMN=FIELD`: attribute ignored origin destination origin_name destination_name origin_lon
/// origin_lat destination_lon destination_lat layer time time_end value value@time value@destination
/// value@layer status id lon lat name name_zh name_en province number kind group place role.
std::string_view key(Field field);
std::optional<Field> parse_field(std::string_view text);
/// All of them, comma-separated: for messages and --help.
std::string field_words();

/// What a field means, for people.
struct FieldWords {
    std::string_view en = {};
    std::string_view zh = {};
};
FieldWords words(Field field);

/// Changes the plan as texts of `--map` say, in their order:
///   `COLUMN=FIELD`            the column of that name in every table that has it: `出发地=origin`
///   `FILE:COLUMN=FIELD`       in one file, by its name or path: `flows.csv:出发地=origin`
///   `COLUMN=value@time:2020`  a column of values whose name is not the time (destination, layer) itself
///   `*=value@time`            every column that is still an attribute
///   `@SETTING=VALUE`, `FILE:@SETTING=VALUE`   what is no column: role, encoding, delimiter, quote, skip,
///   header, sheet,
///                             decimal, thousands, chinese_units, accounting, day_order, excel_serials, zone,
///                             layer, time, time_forms, excel_1904, unix_time, spread; of all tables
///                             together: duplicates, negatives, self_flows, unknown_layers, coverage
///                             (unknown, zero, top_per_origin:N, top_per_destination:N), unit
///   `@place/NAME=ID`          the place that an ambiguous or unknown name stands for
/// A field that only one column of a table may have is taken from the column that had it (it becomes an
/// attribute). A column mapped to a field of another role makes the table that role.
/// Errors say what was found and which files, columns, fields or values there are; the plan is then
/// unchanged.
std::optional<Error> apply_mapping(ImportPlan& plan, std::span<const std::string> texts);

/// Why a plan cannot be loaded: fields that its role needs and has not, twice or of another role, two ways of
/// naming values. One problem per fault, with file and column. Empty: it can.
std::vector<Problem> check_plan(const ImportPlan& plan);

/// Whether `texts` of apply_mapping speak to a question of the guess: by naming a column or setting that a
/// choice names; of a column that may be a value or a time, by making any column one.
bool is_answered(const PlanGuess& guess, const Question& question, std::span<const std::string> texts);

/// The questions of weight must as faults, but for those that are answered.
std::vector<Problem> unanswered(const PlanGuess& guess, std::span<const std::string> texts = {});

std::string to_json(const PlanGuess& guess);

}  // namespace flowspace
