// The questions to a table of flows, worded once for every engine: grouped there, by one packed key per pair.
#pragma once

#include "data/source/sql_engine.h"
#include "data/time_axis.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace flowspace {

/// Which column means what. Without a layer column there is one layer, without times one moment, and without
/// values each row counts 1. `rows` only in a view that counts the rows behind each of its own.
struct FlowColumns {
    SqlColumn origin = {}, destination = {};
    std::optional<SqlColumn> layer = {}, time = {}, value = {}, rows = {};
};

/// A reason to refuse rows: `condition` is true of those, and never null.
struct RowFault {
    std::string column = {};
    std::string_view code = {};  // of Problem
    std::string condition = {};
    bool needed =
        true;  // whether answers must leave such rows out: not where there were none and none can come
};

/// Steps [first, last) of the axis as the engine writes times: from the first moment of `first` to before
/// `end`. For times kept as text, both are texts of steps and `end` belongs to it.
struct TimeBounds {
    std::string from = {};
    std::string end = {};
};

/// One table, or a view with the same columns. Texts of ids have the numbers 1, 2, ... in `ids`; every other
/// id has 0. Key of a pair: number of the origin x (ids + 1) + number of the destination.
class FlowSql {
public:
    FlowSql(SqlDialect dialect, SqlTable table, FlowColumns columns);

    const FlowColumns& columns() const { return columns_; }
    std::vector<RowFault>& faults() { return faults_; }
    void set_ids(std::vector<std::string> ids) { ids_ = std::move(ids); }
    /// Times are taken as the steps of `grain` that hold them; without, as they are.
    void set_floor(Grain grain) { floor_ = grain; }

    /// __n0: rows; __n1 ...: those with each fault; then refused, below zero, digits after the point (or 0).
    SqlText count_rows() const;
    /// __a: each value of a column (a time: its step), __c: its rows; the most rows first where `most` is
    /// given.
    SqlText values_of(const SqlColumn& column, std::optional<std::uint64_t> most = {}) const;
    /// __k: key, __s: sum, __c: rows; of one layer and some times, or of all.
    SqlText pair_sums(std::optional<std::string_view> layer, const std::optional<TimeBounds>& times) const;
    /// __t: step, __s: sum, __c: rows; of the pairs whose bit is set: bit `key` of `mask`, 64 to a word.
    SqlText step_sums(std::optional<std::string_view> layer, std::span<const std::uint64_t> mask) const;
    /// __l: layer (if there is one), __s: sum, __c: rows; of the rows with an unknown end.
    SqlText lost_by_layer() const;
    /// __a: unknown id of `column`, __l: layer (if there is one), __s: sum, __c: rows; the most rows first.
    SqlText lost_by_id(const SqlColumn& column, std::uint64_t most) const;

private:
    std::string column(const SqlColumn& of) const;
    std::string column_text(const SqlColumn& of) const;
    std::string step() const;
    std::string number(bool origin) const;
    std::string key() const;
    std::string sum() const;
    std::string_view count() const;
    std::string rows_sum(const SqlColumn& rows) const;
    std::vector<RowFault> possible_faults() const;
    void add_from(SqlText& sql, bool numbered) const;
    void add_conditions(SqlText& sql, std::optional<std::string_view> layer,
                        const std::optional<TimeBounds>& times) const;
    void add_bound(SqlText& sql, const std::string& bound) const;
    void add_mask(SqlText& sql, std::span<const std::uint64_t> mask) const;

    SqlDialect dialect_;
    SqlTable table_;
    FlowColumns columns_;
    std::vector<RowFault> faults_;
    std::vector<std::string> ids_;
    std::optional<Grain> floor_;
};

/// A moment as the engines write it: 2020-01-25 (date) or 2020-01-25 13:00:00.
std::string time_text(ColumnKind kind, TimeMs time);

}  // namespace flowspace
