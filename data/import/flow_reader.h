// Flow rows from tables of any shape, read as their plan says: long rows, matrices, a column per time or
// layer.
#pragma once

#include "data/atlas.h"
#include "data/import/flow_collector.h"
#include "data/import/flow_columns.h"
#include "data/import/layer_names.h"
#include "data/import/pair_status.h"
#include "data/import/place_join.h"
#include "data/import/row_reader.h"
#include "data/import/time_reader.h"
#include "data/import/unjoined_names.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace flowspace {

/// What all tables of an import share. Everything outlives the readers.
struct FlowImport {
    const ImportPlan& plan;
    const Atlas& atlas;
    const PlaceIndex& places;
    const LayerNames& layers;
    FlowCollector& flows;
    UnjoinedNames& names;
    TimeAgreement times = {};
    std::optional<bool> timed = {};  // whether the tables read so far have times
};

/// Told how many rows more were read; false: stop.
using GoOn = std::function<bool(std::uint64_t rows)>;

class FlowReader {
public:
    /// Pre: everything given outlives the reader; check_plan found nothing wrong with `table`.
    FlowReader(FlowImport& shared, const TablePlan& table, RowReader& rows);

    /// Adds the rows of the table. Refused rows and cells are listed. A problem that is returned ends the
    /// file: times in one table and none in another, too many layers or rows.
    std::optional<Problem> read(const GoOn& go_on);

    /// Rows that one record of the table stands for.
    static std::uint64_t cells_of(const TablePlan& table);

private:
    /// One column of values, or the only one, and what it stands for.
    struct ValueColumn {
        Column column = {};  // none: each row counts 1
        std::optional<PlaceMatch> destination = {};
        std::optional<ParsedTime> time = {};
        std::string layer = {};
        std::string_view fault = {};  // of what it stands for: all its cells are refused
        bool total = false;           // of a column called total: all its cells are left out
    };

    /// What one record says for all its values. Nothing where a fault was listed.
    struct RowParts {
        std::optional<PlaceId> origin, destination;
        PlaceMatch origin_match, destination_match;  // where they were refused
        std::string_view origin_text, destination_text;
        std::optional<ParsedTime> time;
        std::string_view time_text;
        Midnight midnight = Midnight::no;
        std::optional<TimeMs> end;
        std::string_view layer;  // key; empty: refused
        PairStatus status = PairStatus::observed;
        bool status_known = true;
    };

    /// A row of a block whose places are unknown or whose time does not go with the others.
    struct RefusedRow {
        const PlaceMatch* origin_match = nullptr;
        const PlaceMatch* destination_match = nullptr;
        std::string_view origin_text = {}, destination_text = {}, layer = {}, time_fault = {};
        double value = 0;
    };

    bool can_read_blocks() const;
    /// Rows of a typed format, by number; what is left comes as records. `broken` ends the file.
    void read_blocks(const GoOn& go_on, std::optional<Problem>& broken);
    void refuse_by_number(const RefusedRow& row);
    void add_by_number(const FlowDraft& draft);
    void add_run(const FlowRows& rows, std::size_t below_zero, std::size_t zero, std::size_t within);
    static Problem too_many(std::uint64_t row, std::size_t layers);
    void plan_values();
    void plan_value(std::size_t column);
    void refuse_column(ValueColumn& value, std::size_t column, std::string_view code, std::string expected);
    RowParts read_row(TableRow& row);
    std::optional<PlaceId> read_end(TableRow& row, const EndColumns& end, PlaceJoiner& by_code,
                                    PlaceJoiner& by_name, PlaceMatch& refused, std::string_view& text);
    std::optional<PlaceId> read_located_end(TableRow& row, const EndColumns& end);
    void read_times(TableRow& row, RowParts& parts);
    /// A span's last day ends a day later than its midnight: what is spread keeps to the day.
    Midnight midnight_of(const TimeText& time) const {
        return time.is_midnight && !spreads() ? Midnight::yes : Midnight::no;
    }
    std::optional<ParsedTime> agreed(TableRow& row, std::size_t column, const TimeText& time);
    void read_layer(TableRow& row, RowParts& parts);
    void read_status(TableRow& row, RowParts& parts);
    void add_record(TableRow& row);
    /// The number of a cell; nothing where it was refused or left out, and counted.
    std::optional<double> read_value(TableRow& row, const RowParts& parts, const ValueColumn& value);
    void add_cell(TableRow& row, const RowParts& parts, const ValueColumn& value);
    void add_flow(TableRow& row, const RowParts& parts, const FlowDraft& draft, const ValueColumn& value);
    void add_spread(const RowParts& parts, const FlowDraft& draft, TableRow& row, const ValueColumn& value);
    void count_fate(FlowFate fate, const FlowDraft& draft, TableRow& row, const ValueColumn& value);
    void reject_cell(TableRow& row, const ValueColumn& value, std::string_view code,
                     std::string_view expected);
    void refuse_flow(TableRow& row, const ValueColumn& value, std::string_view code,
                     std::string_view expected);
    void count_lost(const TableRow& row, const RowParts& parts, const ValueColumn& value);
    std::string expected_layers() const;
    std::string_view layer_key(std::string_view text, std::string_view& code) const;
    std::size_t some_column(const ValueColumn& value) const;
    bool is_wide() const { return !columns_.wide().empty(); }
    bool spreads() const { return table_.spread != Spread::at_start; }

    FlowImport& shared_;
    const TablePlan& table_;
    RowReader& rows_;
    FlowColumns columns_;
    std::vector<ValueColumn> values_;
    PlaceJoiner origin_codes_, origin_names_, destination_codes_, destination_names_;
    TimeColumn times_, end_times_;
    std::optional<ParsedTime> fixed_time_;
    std::string fixed_layer_;
    std::string layer_text_, layer_key_;  // tables repeat layers: what the last text gave
    std::optional<LayerId> layer_id_;
};

}  // namespace flowspace
