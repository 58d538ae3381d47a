#include "data/formats/parquet_query.h"

#include "data/formats/parquet_numbers.h"
#include "data/formats/parquet_text.h"
#include "data/formats/refused_rows.h"
#include "data/formats/resolved_column.h"
#include "data/import/flow_columns.h"
#include "data/import/layer_names.h"
#include "data/import/limits.h"
#include "data/import/number_text.h"
#include "data/import/place_join.h"
#include "data/import/time_text.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <mutex>
#include <set>
#include <stdexcept>
#include <tuple>

namespace flowspace {
namespace {

constexpr std::int32_t no_digits = 99;  // of a number that no fixed point holds
constexpr std::int64_t by_rule_negative = 1,
                       by_rule_self = 2;  // refusals of rows that are right in themselves

/// The codes of refusals, numbered as they are met.
class Reasons {
public:
    std::int64_t number(std::string_view code) {
        const std::lock_guard lock(mutex_);
        const auto at = static_cast<std::size_t>(std::ranges::find(codes_, code) - codes_.begin());
        if (at == codes_.size()) codes_.emplace_back(code);
        return refused(static_cast<std::int64_t>(at));
    }
    std::string code(std::int64_t meaning) const {
        const std::lock_guard lock(mutex_);
        const std::int64_t at = meaning - refused(0);
        return at >= 0 && at < static_cast<std::int64_t>(codes_.size()) ? codes_[static_cast<std::size_t>(at)]
                                                                        : "bad-parquet";
    }

private:
    mutable std::mutex mutex_;
    std::vector<std::string> codes_;
};

/// What a clock time is exact to; the grain of the whole table is the finest.
Grain clock_grain(TimeMs time) {
    const std::int64_t ms = count(time);
    if (ms % 3'600'000 == 0) return Grain::hour;
    return ms % 60'000 == 0 ? Grain::minute : Grain::second;
}

bool same_columns(const TablePlan& a, const TablePlan& b) {
    TablePlan as_a = b;
    as_a.path = a.path;
    return as_a == a;
}

/// Why the files cannot be asked about this plan; empty: they can.
std::string not_askable(const std::vector<const TablePlan*>& tables, const ImportRules& rules) {
    if (tables.empty()) return "no table of flows";
    const TablePlan& first = *tables.front();
    const FlowColumns columns = flow_columns(first);
    for (const TablePlan* table : tables) {
        if (table->format != FileFormat::parquet) return "a table that is no Parquet file";
        if (!same_columns(first, *table)) return "files with different columns or plans";
    }
    if (!columns.wide().empty()) return "a column per time, destination or layer";
    if (columns.has_coordinates()) return "places by coordinates";
    if (columns.status) return "a column of statuses";
    if (first.spread != Spread::at_start) return "rows spread over an interval";
    if (first.numbers != NumberDialect{}) return "numbers in a form of their own";
    for (const EndColumns& end : {columns.origin, columns.destination})
        if (end.code && end.name) return "places by code and by name at once";
    if (rules.duplicates != DuplicateRule::sum) return "a rule for duplicate rows";
    if (rules.negatives == NegativeRule::reverse) return "negative values turned round";
    return {};
}

}  // namespace

struct ParquetQuery::State {
    ImportPlan plan;
    std::shared_ptr<const Atlas> atlas;
    std::vector<const TablePlan*> tables = {};
    FlowColumns columns = {};
    std::unique_ptr<PlaceIndex> places = {};
    std::unique_ptr<LayerNames> names = {};
    Reasons reasons = {};
    std::map<std::string, std::int64_t, std::less<>> layer_numbers = {};  // key -> number while reading
    std::mutex layers_mutex = {};
    std::set<std::tuple<Grain, bool, int>> time_kinds = {};  // grain (hour for all clocks) and zone
    bool only_midnights = true;                              // which are days then
    std::mutex times_mutex = {};
    std::vector<std::unique_ptr<ResolvedColumn>> resolved = {};
    ResolvedColumn* layer_column = nullptr;
    std::vector<std::uint8_t> mask = {};  // pairs selected, by number
    QueriedFlows flows = {};
    std::vector<std::int64_t> read_as = {};  // per layer its number while reading
    std::vector<std::int64_t> keys = {};     // per pair, ascending
    std::vector<SourceReport> reports = {};
    bool all_seen = false;  // every text of every row, so that texts can stand for what they mean
    std::string kept = {};  // the condition of rows that count; empty: all do
    std::unique_ptr<ParquetTable> table = {};  // last: its queries call what is above

    std::string origin = {}, destination = {}, layer = {}, time = {}, number = {};  // expressions

    Error error(const Error& from) const {
        return Error{fmt::format("{}: {}", tables.front()->path, from.message)};
    }
    static std::string bad_plan(const std::string& why) {
        return fmt::format(
            "without loading: found {}, expected long rows in Parquet files of one form; load them instead",
            why);
    }

    std::optional<Error> prepare();
    std::optional<Error> add_place(const char* name, const EndColumns& end, std::string& expression);
    std::optional<Error> add_layer();
    std::optional<Error> add_time();
    std::optional<Error> add_number();
    std::optional<Error> add_helpers();
    std::optional<Error> add_resolved(const std::string& name, std::size_t column,
                                      ResolvedColumn::Resolve resolve, std::string& expression);
    std::optional<Error> look_through(const std::stop_token& stop);
    void take_names(const QueriedFlows& known);
    void take(const QueriedFlows& known);
    std::optional<Error> count_rows(const std::stop_token& stop,
                                    std::map<std::int64_t, std::int32_t>& digits);
    std::optional<Error> count_file(std::size_t file, const std::stop_token& stop,
                                    std::map<std::int64_t, std::int32_t>& digits);
    void list_refused(std::size_t file, const std::stop_token& stop);
    std::optional<Error> count_lost(std::size_t file, const std::stop_token& stop);
    std::optional<Error> read_layers(const std::stop_token& stop,
                                     const std::map<std::int64_t, std::int32_t>& digits);
    std::optional<Error> read_axis(const std::stop_token& stop);
    std::optional<Error> read_pairs(const std::stop_token& stop);

    std::string key() const {
        return fmt::format("({} * {} + {})", origin, atlas->places.size(), destination);
    }
    std::string fault() const;
    std::string sum_of(LayerId of) const;
    std::string where(std::vector<std::string> conditions) const;
    std::string layer_condition(LayerId of) const;
    std::string window_condition(StepRange steps) const;
    std::string moment(TimeMs time) const;

    /// Rows of BIGINT columns, or a DOUBLE where the sum is one.
    template <class Take>
    std::optional<Error> ask(const std::string& sql, const std::stop_token& stop, const Take& take) const {
        Result<DuckRows> rows = table->session().select(sql, stop);
        if (!rows) return rows.error().message == "stopped" ? rows.error() : error(rows.error());
        for (;;) {
            Result<std::optional<DuckChunk>> chunk = rows->next();
            if (!chunk) return chunk.error().message == "stopped" ? chunk.error() : error(chunk.error());
            if (!*chunk) return std::nullopt;
            for (std::size_t row = 0; row < (*chunk)->size(); ++row) take(**chunk, row);
        }
    }
    static std::int64_t whole(const DuckChunk& chunk, std::size_t column, std::size_t row) {
        return is_valid(chunk.validity(column), row) ? chunk.values<std::int64_t>(column)[row] : 0;
    }
    ExactSum sum(const DuckChunk& chunk, std::size_t column, std::size_t row, LayerId of) const {
        ExactSum out{.rows = static_cast<std::uint64_t>(whole(chunk, column + 1, row)),
                     .digits = flows.digits[index(of)]};
        if (out.digits >= 0)
            out.scaled = whole(chunk, column, row);
        else
            out.high = chunk.values<double>(column)[row];
        return out;
    }
    ExactSum nothing(LayerId of) const { return {.digits = flows.digits[index(of)]}; }
};

std::optional<Error> ParquetQuery::State::add_resolved(const std::string& name, std::size_t column,
                                                       ResolvedColumn::Resolve resolve,
                                                       std::string& expression) {
    const ParquetColumn& of = table->columns()[column];
    if (!TextCoder::can_code(of)) return Error{bad_plan(fmt::format("column '{}' of another type", of.name))};
    ResolvedColumn& added = *resolved.emplace_back(std::make_unique<ResolvedColumn>(of, std::move(resolve)));
    const auto run = [&added](const DuckCells& cells, duckdb_vector answers) { added.run(cells, answers); };
    if (!table->session().add_function(name, std::array{of.type}, DUCKDB_TYPE_BIGINT, run))
        return Error{"DuckDB takes no functions"};
    expression = fmt::format("{}({})", name, ParquetTable::sql_column(column));
    return std::nullopt;
}

std::optional<Error> ParquetQuery::State::add_place(const char* name, const EndColumns& end,
                                                    std::string& expression) {
    const JoinBy by = end.code ? JoinBy::code : JoinBy::name;
    return add_resolved(
        name, end.code ? *end.code : *end.name,
        [this, by](std::string_view text) {
            const PlaceMatch match = places->join(text, by);
            return match.place ? static_cast<std::int64_t>(index(*match.place)) : reasons.number(match.code);
        },
        expression);
}

std::optional<Error> ParquetQuery::State::add_layer() {
    const auto number_of = [this](std::string_view key) {
        const std::lock_guard lock(layers_mutex);
        return layer_numbers.emplace(key, static_cast<std::int64_t>(layer_numbers.size())).first->second;
    };
    if (!columns.layer) {
        const std::string& fixed = tables.front()->fixed_layer;
        layer =
            std::to_string(number_of(names->key_of(fixed.empty() ? only_layer : std::string_view(fixed))));
        return std::nullopt;
    }
    const auto resolve = [this, number_of](std::string_view text) {
        if (text.empty()) return reasons.number("missing-layer");
        const std::string_view key = names->key_of(text);
        if (plan.rules.unknown_layers == UnknownLayerRule::refuse && !names->lists(key))
            return reasons.number("unknown-layer");
        return number_of(key);
    };
    const std::optional<Error> failed = add_resolved("flowspace_layer", *columns.layer, resolve, layer);
    if (!failed) layer_column = resolved.back().get();
    return failed;
}

std::optional<Error> ParquetQuery::State::add_time() {
    const TimeDialect& dialect = tables.front()->times;
    const auto resolve = [this, dialect](std::string_view text) {
        TimeText read = parse_time_text(text, dialect);
        if (!read.time) return reasons.number(read.code);
        const bool clock = read.time->grain >= Grain::hour || read.is_midnight;
        if (clock && !read.time->has_zone && dialect.zone_minutes)
            std::tie(read.time->has_zone, read.time->zone_minutes) = std::pair(true, *dialect.zone_minutes);
        const std::lock_guard lock(times_mutex);
        only_midnights = only_midnights && read.is_midnight;
        time_kinds.emplace(clock ? Grain::hour : read.time->grain, read.time->has_zone,
                           read.time->zone_minutes);
        return count(step_start(Grain::second, read.time->start)) / 1000;
    };
    if (columns.time) {
        if (std::optional<Problem> problem = table->look_for_days(*columns.time))
            return Error{format_problem(*problem)};
        return add_resolved("flowspace_time", *columns.time, resolve, time);
    }
    time = std::to_string(0);
    if (tables.front()->fixed_time.empty()) return std::nullopt;
    const std::int64_t fixed = resolve(tables.front()->fixed_time);
    if (fixed < least_meaning) return Error{bad_plan("a time that cannot be read")};
    time = std::to_string(fixed);
    return std::nullopt;
}

/// flowspace_number gives what the cell would be read as, or a null; flowspace_refusal why not, or 0.
std::optional<Error> ParquetQuery::State::add_number() {
    number = "1.0";
    if (!columns.value) return std::nullopt;
    const ParquetColumn of = table->columns()[*columns.value];
    if (!has_numbers(of))
        return Error{bad_plan(fmt::format("values in a column of another type, '{}'", of.name))};
    const auto read = [of](const DuckCells& cells, auto take) {
        thread_local std::vector<double> numbers;
        thread_local std::vector<std::uint8_t> readable;
        fill_numbers(of, cells, 0, numbers, readable);
        std::string text;
        for (std::size_t row = 0; row < cells.size(); ++row) {
            if (readable[row] != 0) {
                take(row, NumberText{.value = numbers[row]});
                continue;
            }
            text.clear();
            append_cell(text, of, cells, 0, row);
            take(row, parse_number(text));
        }
    };
    const auto give = [read](const DuckCells& cells, duckdb_vector answers) {
        auto* out = static_cast<double*>(duckdb_vector_get_data(answers));
        duckdb_vector_ensure_validity_writable(answers);
        std::uint64_t* validity = duckdb_vector_get_validity(answers);
        read(cells, [&](std::size_t row, const NumberText& text) {
            out[row] = text.value.value_or(0);
            duckdb_validity_set_row_validity(validity, row, text.value.has_value());
        });
    };
    const auto tell = [this, read](const DuckCells& cells, duckdb_vector answers) {
        auto* out = static_cast<std::int64_t*>(duckdb_vector_get_data(answers));
        read(cells, [&](std::size_t row, const NumberText& text) {
            out[row] = text.value ? 0 : reasons.number(text.code);
        });
    };
    if (!table->session().add_function("flowspace_number", std::array{of.type}, DUCKDB_TYPE_DOUBLE, give) ||
        !table->session().add_function("flowspace_refusal", std::array{of.type}, DUCKDB_TYPE_BIGINT, tell))
        return Error{"DuckDB takes no functions"};
    number = fmt::format("flowspace_number({})", ParquetTable::sql_column(*columns.value));
    return std::nullopt;
}

std::optional<Error> ParquetQuery::State::add_helpers() {
    const DuckType real{.id = DUCKDB_TYPE_DOUBLE}, whole_type{.id = DUCKDB_TYPE_BIGINT};
    const auto digits = [](const DuckCells& cells, duckdb_vector answers) {
        auto* out = static_cast<std::int32_t*>(duckdb_vector_get_data(answers));
        const double* numbers = cells.values<double>(0);
        const std::uint64_t* validity = cells.validity(0);
        for (std::size_t row = 0; row < cells.size(); ++row) {
            const double of = numbers[row];
            const bool plain = !is_valid(validity, row) || (std::abs(of) < 1e15 && std::trunc(of) == of);
            out[row] = plain ? 0 : decimal_digits(of, 0).value_or(no_digits);
        }
    };
    const auto scaled = [](const DuckCells& cells, duckdb_vector answers) {
        auto* out = static_cast<std::int64_t*>(duckdb_vector_get_data(answers));
        const double* numbers = cells.values<double>(0);
        const std::int64_t* decimals = cells.values<std::int64_t>(1);
        const std::uint64_t* validity = cells.validity(0);
        for (std::size_t row = 0; row < cells.size(); ++row) {
            out[row] = 0;
            if (!is_valid(validity, row)) continue;
            const bool plain = decimals[row] == 0 && std::abs(numbers[row]) < 1e15;
            const auto fixed = plain ? static_cast<std::int64_t>(numbers[row])
                                     : to_fixed(numbers[row], static_cast<int>(decimals[row]));
            if (!fixed)
                throw std::runtime_error("a value past the fixed point of its layer: the file has changed");
            out[row] = *fixed;
        }
    };
    const auto selected = [this](const DuckCells& cells, duckdb_vector answers) {
        auto* out = static_cast<bool*>(duckdb_vector_get_data(answers));
        const std::int64_t* of = cells.values<std::int64_t>(0);
        for (std::size_t row = 0; row < cells.size(); ++row) {
            const auto at = std::ranges::lower_bound(keys, of[row]);
            out[row] =
                at != keys.end() && *at == of[row] && mask[static_cast<std::size_t>(at - keys.begin())] != 0;
        }
    };
    DuckSession& session = table->session();
    if (session.add_function("flowspace_digits", std::array{real}, DUCKDB_TYPE_INTEGER, digits) &&
        session.add_function("flowspace_scaled", std::array{real, whole_type}, DUCKDB_TYPE_BIGINT, scaled) &&
        session.add_function("flowspace_selected", std::array{whole_type}, DUCKDB_TYPE_BOOLEAN, selected))
        return std::nullopt;
    return Error{"DuckDB takes no functions"};
}

std::optional<Error> ParquetQuery::State::prepare() {
    if (auto failed = add_place("flowspace_origin", columns.origin, origin)) return failed;
    if (auto failed = add_place("flowspace_destination", columns.destination, destination)) return failed;
    if (auto failed = add_layer()) return failed;
    if (auto failed = add_time()) return failed;
    if (auto failed = add_number()) return failed;
    return add_helpers();
}

/// Why a row is refused, in the order in which loading looks: 0 where it is not.
std::string ParquetQuery::State::fault() const {
    std::string cases;
    for (const std::string& expression : {origin, destination, layer, time})
        if (expression.starts_with("flowspace_"))
            cases += fmt::format(" WHEN {0} < {1} THEN {0}", expression, least_meaning);
    if (columns.value)
        cases += fmt::format(" WHEN {} IS NULL THEN flowspace_refusal({})", number,
                             ParquetTable::sql_column(*columns.value));
    if (plan.rules.negatives == NegativeRule::refuse)
        cases += fmt::format(" WHEN {} < 0 THEN {}", number, by_rule_negative);
    if (plan.rules.self_flows == SelfFlowRule::refuse)
        cases += fmt::format(" WHEN {} = {} THEN {}", origin, destination, by_rule_self);
    return cases.empty() ? "0::BIGINT" : fmt::format("CASE{} ELSE 0 END", cases);
}

std::optional<Error> ParquetQuery::State::count_file(std::size_t file, const std::stop_token& stop,
                                                     std::map<std::int64_t, std::int32_t>& digits) {
    SourceReport& report = reports[file];
    const std::string sql = fmt::format(
        "SELECT l, f, count(*), max(d)::BIGINT, sum(z)::BIGINT, sum(m)::BIGINT, sum(s)::BIGINT FROM "
        "(SELECT {0} AS l, {1} AS f, flowspace_digits({2}) AS d, ({2} = 0)::INTEGER AS z, ({2} < 0)::INTEGER "
        "AS m, "
        "({3} = {4})::INTEGER AS s FROM {5}) GROUP BY l, f",
        layer, fault(), number, origin, destination, table->sql_of(file));
    return ask(sql, stop, [&](const DuckChunk& chunk, std::size_t row) {
        const std::int64_t of = whole(chunk, 0, row), refusal = whole(chunk, 1, row);
        const auto rows = static_cast<std::uint64_t>(whole(chunk, 2, row));
        report.rows_in += rows;
        if (refusal == by_rule_self) {
            report.filtered["self-flow"] += rows;
        } else if (refusal != 0) {
            report.rejected[refusal == by_rule_negative ? "negative-value" : reasons.code(refusal)] += rows;
        } else {
            report.rows_kept += rows;
            report.zero_rows += static_cast<std::uint64_t>(whole(chunk, 4, row));
            report.negative_rows += static_cast<std::uint64_t>(whole(chunk, 5, row));
            report.self_rows += static_cast<std::uint64_t>(whole(chunk, 6, row));
            std::int32_t& most = digits.try_emplace(of, 0).first->second;
            most = std::max(most, static_cast<std::int32_t>(whole(chunk, 3, row)));
        }
    });
}

/// The first refused rows. They are counted already: where they cannot be told apart, they are not listed.
void ParquetQuery::State::list_refused(std::size_t file, const std::stop_token& stop) {
    if (reports[file].rejected.empty()) return;
    UnjoinedNames unjoined(*atlas);
    FlowCollector none({.rules = plan.rules, .places = atlas->places.size(), .merged = false});
    FlowImport shared{plan, *atlas, *places, *names, none, unjoined};
    const Result<std::vector<Problem>> listed = problems_of_rows(
        *table, *tables[file], shared,
        {.file = file, .condition = fmt::format("{} NOT IN (0, {})", fault(), by_rule_self)}, stop);
    if (listed) reports[file].problems = *listed;
    reports[file].problem_count =  // one at least of each row
        std::max<std::uint64_t>(reports[file].rows_rejected(), reports[file].problems.size());
}

/// What rows refused for their places alone would have added, by layer.
std::optional<Error> ParquetQuery::State::count_lost(std::size_t file, const std::stop_token& stop) {
    if (reports[file].rejected.empty()) return std::nullopt;
    std::string rows = fmt::format("FROM {} WHERE ({} < {} OR {} < {})", table->sql_of(file), origin,
                                   least_meaning, destination, least_meaning);
    for (const std::string& expression : {layer, time})
        if (expression.starts_with("flowspace_"))
            rows += fmt::format(" AND {} >= {}", expression, least_meaning);
    if (columns.value) rows += fmt::format(" AND {} IS NOT NULL", number);
    std::map<std::int64_t, std::int64_t> digits;
    const std::string found = fmt::format(
        "SELECT {}::BIGINT AS l, max(flowspace_digits({}))::BIGINT {} GROUP BY l", layer, number, rows);
    if (auto failed = ask(found, stop, [&](const DuckChunk& chunk, std::size_t row) {
            digits[whole(chunk, 0, row)] = whole(chunk, 1, row);
        }))
        return failed;
    for (const auto& [name, of] : layer_numbers) {
        const auto at = digits.find(of);
        if (at == digits.end()) continue;
        Volume& lost = reports[file].lost[name];
        const bool fixed = at->second != no_digits;
        // A sum that may leave 64 bits is added in floating point, as loading does.
        const std::string held = fmt::format("abs({}) * pow(10, {}) < 9e18", number, at->second);
        const std::string scaled = fmt::format(
            "flowspace_scaled(CASE WHEN {} THEN {} ELSE 0 END, {}::BIGINT)", held, number, at->second);
        const std::string sum = fmt::format(
            "SELECT fsum({0}), {1}, count(*) {2} AND {3}::BIGINT = {4}", number,
            fixed ? fmt::format(
                        "CASE WHEN bool_and({0}) AND sum(abs({1})) < 4e18::DOUBLE THEN sum({1})::BIGINT END",
                        held, scaled)
                  : "NULL::BIGINT",
            rows, layer, of);
        if (auto failed = ask(sum, stop, [&](const DuckChunk& chunk, std::size_t row) {
                lost.rows = static_cast<std::uint64_t>(whole(chunk, 2, row));
                if (is_valid(chunk.validity(1), row))
                    lost.value = {.scaled = whole(chunk, 1, row),
                                  .rows = lost.rows,
                                  .digits = static_cast<std::int8_t>(at->second)};
                else
                    lost.value = {.high = chunk.values<double>(0)[row], .rows = lost.rows};
            }))
            return failed;
    }
    return std::nullopt;
}

std::optional<Error> ParquetQuery::State::count_rows(const std::stop_token& stop,
                                                     std::map<std::int64_t, std::int32_t>& digits) {
    std::uint64_t rows_in = 0;
    for (std::size_t file = 0; file < tables.size(); ++file) {
        reports.push_back({.path = tables[file]->path,
                           .role = TableRole::flows,
                           .format = FileFormat::parquet,
                           .counts_rows = !columns.value});
        if (auto failed = count_file(file, stop, digits)) return failed;
        list_refused(file, stop);
        if (auto failed = count_lost(file, stop)) return failed;
        reports[file].records = reports[file].rows_in;
        rows_in += reports[file].rows_in;
        flows.rows += reports[file].rows_kept;
    }
    if (rows_in != table->row_count())
        return error(
            Error{fmt::format("bad-parquet: found {} rows, expected {}", rows_in, table->row_count())});
    if (flows.rows == 0) return error(Error{"no-rows: found no row that can be used, expected flows"});
    if (flows.rows != rows_in) kept = fmt::format("{} = 0", fault());
    if (digits.size() > max_layers)
        return error(
            Error{fmt::format("too-many-layers: found {}, expected at most {}", digits.size(), max_layers)});
    if (time_kinds.size() > 1) return Error{bad_plan("times of several grains or zones")};
    return std::nullopt;
}

/// Layers in the order of lists, each with the digits that hold all its values and their sums, as loading
/// would choose.
std::optional<Error> ParquetQuery::State::read_layers(const std::stop_token& stop,
                                                      const std::map<std::int64_t, std::int32_t>& digits) {
    std::map<std::int64_t, std::string> keys_of;
    for (const auto& [name, of] : layer_numbers) keys_of[of] = name;
    for (const auto& [of, most] : digits) read_as.push_back(of);
    std::ranges::sort(read_as, {}, [&](std::int64_t of) {
        return std::pair{layer_order(keys_of[of]), keys_of[of]};
    });
    std::string cases;
    for (const std::int64_t of : read_as) {
        flows.layers.push_back(make_layer_info(keys_of[of]));
        const std::int32_t most = digits.at(of);
        flows.digits.push_back(most == no_digits ? -1 : static_cast<std::int8_t>(most));
        if (most != no_digits && most > 0) cases += fmt::format(" WHEN {} = {} THEN {}", layer, of, most);
    }
    const std::string decimals = cases.empty() ? "0" : fmt::format("CASE{} ELSE 0 END", cases);
    const std::string held = fmt::format("abs({}) * pow(10, {}) < 9e18", number, decimals);
    const std::string sql = fmt::format(
        "SELECT {0}::BIGINT AS l, sum(CASE WHEN {1} THEN abs(flowspace_scaled(CASE WHEN {1} THEN {2} ELSE 0 "
        "END, {3}::BIGINT)) ELSE "
        "5000000000000000000 END)::DOUBLE FROM {4}{5} GROUP BY l",
        layer, held, number, decimals, table->sql(), where({}));
    return ask(sql, stop, [&](const DuckChunk& chunk, std::size_t row) {
        const auto at = std::ranges::find(read_as, whole(chunk, 0, row));
        if (at == read_as.end() || chunk.values<double>(1)[row] < 4.611686018427387904e18) return;
        flows.digits[static_cast<std::size_t>(at - read_as.begin())] = -1;
    });
}

std::optional<Error> ParquetQuery::State::read_axis(const std::stop_token& stop) {
    const std::string sql =
        fmt::format("SELECT DISTINCT {}::BIGINT AS t FROM {}{} ORDER BY t", time, table->sql(), where({}));
    auto failed = ask(sql, stop, [&](const DuckChunk& chunk, std::size_t row) {
        flows.axis.starts.push_back(TimeMs{whole(chunk, 0, row) * 1000});
    });
    if (failed || time_kinds.empty()) return failed;
    flows.axis.grain = std::get<Grain>(*time_kinds.begin());
    if (only_midnights)
        flows.axis.grain = Grain::day;
    else if (flows.axis.grain == Grain::hour)
        for (const TimeMs start : flows.axis.starts)
            flows.axis.grain = std::max(flows.axis.grain, clock_grain(start));
    return std::nullopt;
}

std::optional<Error> ParquetQuery::State::read_pairs(const std::stop_token& stop) {
    const auto places_count = static_cast<std::int64_t>(atlas->places.size());
    const std::string sql =
        fmt::format("SELECT DISTINCT {} AS k FROM {}{} ORDER BY k", key(), table->sql(), where({}));
    return ask(sql, stop, [&](const DuckChunk& chunk, std::size_t row) {
        const std::int64_t of = whole(chunk, 0, row);
        keys.push_back(of);
        flows.pairs.push_back({PlaceId{static_cast<std::uint32_t>(of / places_count)},
                               PlaceId{static_cast<std::uint32_t>(of % places_count)}});
    });
}

std::optional<Error> ParquetQuery::State::look_through(const std::stop_token& stop) {
    std::map<std::int64_t, std::int32_t> digits;
    if (auto failed = count_rows(stop, digits)) return failed;
    if (auto failed = read_layers(stop, digits)) return failed;
    if (auto failed = read_axis(stop)) return failed;
    all_seen = true;
    return read_pairs(stop);
}

/// Layers keep the numbers of their order.
void ParquetQuery::State::take_names(const QueriedFlows& known) {
    for (const LayerInfo& of : known.layers) {
        read_as.push_back(static_cast<std::int64_t>(read_as.size()));
        layer_numbers.emplace(of.key, read_as.back());
    }
}

void ParquetQuery::State::take(const QueriedFlows& known) {
    flows = known;
    const auto places_count = static_cast<std::int64_t>(atlas->places.size());
    for (const Pair& pair : flows.pairs)
        keys.push_back(static_cast<std::int64_t>(index(pair.origin)) * places_count +
                       static_cast<std::int64_t>(index(pair.destination)));
    if (flows.rows != table->row_count()) kept = fmt::format("{} = 0", fault());
}

std::string ParquetQuery::State::where(std::vector<std::string> conditions) const {
    if (!kept.empty()) conditions.push_back(kept);
    std::erase(conditions, "");
    return conditions.empty() ? "" : fmt::format(" WHERE {}", fmt::join(conditions, " AND "));
}

/// By the texts themselves where the column holds text: DuckDB then skips row groups without them.
std::string ParquetQuery::State::layer_condition(LayerId of) const {
    if (!columns.layer || flows.layers.size() == 1) return {};
    const std::string by_meaning = fmt::format("{} = {}", layer, read_as[index(of)]);
    if (!all_seen || table->columns()[*columns.layer].kind != ParquetKind::text) return by_meaning;
    std::vector<std::string> texts;
    for (const std::string& text : layer_column->texts_of(read_as[index(of)])) {
        const Result<std::string> quoted = sql_text(text);
        if (!quoted) return by_meaning;
        texts.push_back(*quoted);
    }
    return fmt::format("{} IN ({})", ParquetTable::sql_column(*columns.layer), fmt::join(texts, ", "));
}

/// A time of the column's own type, so that DuckDB can skip row groups; empty where that cannot be said.
std::string ParquetQuery::State::moment(TimeMs at) const {
    const ParquetColumn& of = table->columns()[*columns.time];
    if (of.kind == ParquetKind::date) return fmt::format("DATE '{}'", format_time(Grain::day, at));
    if (of.type.id == DUCKDB_TYPE_TIMESTAMP)
        return fmt::format("make_timestamp({}::BIGINT)", count(at) * 1000);
    return {};
}

std::string ParquetQuery::State::window_condition(StepRange steps) const {
    const std::vector<TimeMs>& starts = flows.axis.starts;
    std::vector<std::string> conditions;
    const auto bound = [&](const char* sign, TimeMs at) {
        const std::string own = moment(at);
        conditions.push_back(
            own.empty() ? fmt::format("{} {} {}", time, sign, count(at) / 1000)
                        : fmt::format("{} {} {}", ParquetTable::sql_column(*columns.time), sign, own));
    };
    if (columns.time && steps.first > 0) bound(">=", starts[steps.first]);
    if (columns.time && steps.last < starts.size()) bound("<", starts[steps.last]);
    return fmt::format("{}", fmt::join(conditions, " AND "));
}

std::string ParquetQuery::State::sum_of(LayerId of) const {
    const int digits = flows.digits[index(of)];
    if (digits < 0) return fmt::format("fsum({})", number);
    if (!columns.value) return "count(*)::BIGINT";
    return fmt::format("sum(flowspace_scaled({}, {}::BIGINT))::BIGINT", number, digits);
}

Result<std::shared_ptr<ParquetQuery>> ParquetQuery::open(ImportPlan asked, std::shared_ptr<const Atlas> atlas,
                                                         const DuckLimits& limits,
                                                         const std::stop_token& stop,
                                                         const QueriedFlows* known) {
    std::unique_ptr<State> state(new State{.plan = std::move(asked), .atlas = std::move(atlas)});
    std::vector<std::string> paths;
    for (const TablePlan& table : state->plan.tables) {
        if (table.role != TableRole::flows) continue;
        state->tables.push_back(&table);
        paths.push_back(table.path);
    }
    if (const std::string why = not_askable(state->tables, state->plan.rules); !why.empty())
        return Error{State::bad_plan(why)};
    state->columns = flow_columns(*state->tables.front());
    state->places = std::make_unique<PlaceIndex>(*state->atlas, state->plan.place_choices);
    state->names = std::make_unique<LayerNames>(state->plan);
    OpenedParquet opened = ParquetTable::open(paths, limits);
    if (!opened.table) return Error{format_problem(*opened.problem)};
    state->table = std::move(opened.table);
    if (state->table->columns().size() != state->tables.front()->columns.size())
        return Error{State::bad_plan("a file with other columns than the plan's")};
    if (known != nullptr) state->take_names(*known);
    if (auto failed = state->prepare()) return *failed;
    if (known != nullptr)
        state->take(*known);
    else if (auto failed = state->look_through(stop))
        return *failed;
    return std::shared_ptr<ParquetQuery>(new ParquetQuery(std::move(state)));
}

ParquetQuery::ParquetQuery(std::unique_ptr<State> state) : state_(std::move(state)) {}
ParquetQuery::~ParquetQuery() = default;

const QueriedFlows& ParquetQuery::flows() const { return state_->flows; }
const std::vector<SourceReport>& ParquetQuery::reports() const { return state_->reports; }

Result<std::vector<ExactSum>> ParquetQuery::pair_sums(LayerId layer, Window window, std::stop_token stop) {
    const State& state = *state_;
    std::vector<ExactSum> sums(state.flows.pairs.size(), state.nothing(layer));
    const StepRange steps = steps_in(state.flows.axis, window);
    if (steps.first >= steps.last) return sums;
    const std::string sql = fmt::format(
        "SELECT {} AS k, {}, count(*) FROM {}{} GROUP BY k", state.key(), state.sum_of(layer),
        state.table->sql(), state.where({state.layer_condition(layer), state.window_condition(steps)}));
    bool known = true;
    const auto failed = state.ask(sql, stop, [&](const DuckChunk& chunk, std::size_t row) {
        const std::int64_t of = State::whole(chunk, 0, row);
        const auto at = std::ranges::lower_bound(state.keys, of);
        if (at == state.keys.end() || *at != of)
            known = false;
        else
            sums[static_cast<std::size_t>(at - state.keys.begin())] = state.sum(chunk, 1, row, layer);
    });
    if (failed) return *failed;
    if (!known)
        return state.error(
            Error{"changed-while-read: found a pair that was not there, expected the file as it was opened"});
    return sums;
}

Result<std::vector<ExactSum>> ParquetQuery::step_sums(LayerId layer, std::span<const std::uint8_t> selected,
                                                      std::stop_token stop) {
    State& state = *state_;
    const std::vector<TimeMs>& starts = state.flows.axis.starts;
    std::vector<ExactSum> sums(starts.size(), state.nothing(layer));
    if (selected.size() != state.flows.pairs.size()) return Error{"a selection of other pairs"};
    state.mask.assign(selected.begin(), selected.end());
    const bool all = std::ranges::find(selected, 0) == selected.end();
    if (std::ranges::all_of(selected, [](std::uint8_t one) { return one == 0; })) return sums;
    const std::string chosen = all ? "" : fmt::format("flowspace_selected({})", state.key());
    const std::string sql = fmt::format("SELECT {}::BIGINT AS t, {}, count(*) FROM {}{} GROUP BY t",
                                        state.time, state.sum_of(layer), state.table->sql(),
                                        state.where({state.layer_condition(layer), chosen}));
    bool known = true;
    const auto failed = state.ask(sql, stop, [&](const DuckChunk& chunk, std::size_t row) {
        const TimeMs of{State::whole(chunk, 0, row) * 1000};
        const auto at = std::ranges::lower_bound(starts, of);
        if (at == starts.end() || *at != of)
            known = false;
        else
            sums[static_cast<std::size_t>(at - starts.begin())] = state.sum(chunk, 1, row, layer);
    });
    if (failed) return *failed;
    if (!known)
        return state.error(
            Error{"changed-while-read: found a time that was not there, expected the file as it was opened"});
    return sums;
}

}  // namespace flowspace
