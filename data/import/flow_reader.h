// Flow rows from tables of the user: several files make one table of flows.
#pragma once

#include "data/atlas.h"
#include "data/flow_table.h"
#include "data/import/row_reader.h"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace flowspace {

class FlowReader {
public:
    /// Pre: `atlas` outlives the reader and does not change.
    explicit FlowReader(const Atlas& atlas);

    /// Appends the rows of a file. Refused: missing-id, unknown-place, excel-number, missing-layer, bad-time,
    /// mixed-grain, mixed-zone, and what parse_number says. The first row that is right sets grain and zone
    /// for all; clock times on full hours, minutes and seconds go together, and the finest is the grain. A
    /// problem that is returned ends the file: times in one file and none in another, too many layers or
    /// rows.
    std::optional<Problem> read(RowReader& rows, const TableHeader& header, SourceFile& file);

    /// The table, layers in their order. The reader is empty afterwards.
    FlowTable finish();

private:
    struct Columns {
        std::size_t origin = 0, destination = 0;
        std::optional<std::size_t> layer = {}, time = {}, value = {};
    };
    struct Times {
        Grain grain = Grain::none;  // of the first row; for clock times the finest so far
        std::string first = {};     // as written
        bool has_zone = false;
        int zone_minutes = 0;
    };

    struct Values {
        std::optional<PlaceId> origin, destination;
        std::optional<TimeMs> time;
        std::string_view layer;  // empty: none
        std::optional<double> value;
    };

    Values read_row(RowReader& rows, const Columns& columns, TableRow& row);
    std::optional<PlaceId> read_place(RowReader& rows, TableRow& row, std::size_t column);
    static std::string_view read_layer(RowReader& rows, TableRow& row, std::optional<std::size_t> column);
    LayerId layer_of(std::string_view name);
    std::optional<TimeMs> read_time(RowReader& rows, TableRow& row, std::size_t column);
    void accept_times(const ParsedTime& time, std::string_view text);
    void append(const Values& values);
    static void count_lost(const Values& values, SourceFile& file);
    std::string expected_place(std::string_view found) const;

    const Atlas& atlas_;
    FlowTable table_;
    std::unordered_map<std::string_view, PlaceId> places_;
    std::map<std::string, LayerId, std::less<>> layers_;
    std::optional<bool> timed_;
    std::optional<Times> times_;
    std::string last_time_text_;  // tables repeat times: what the last text gave
    std::optional<ParsedTime> last_time_;
};

}  // namespace flowspace
