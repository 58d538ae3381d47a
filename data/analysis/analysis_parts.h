// What the analyses of networks, groups and times share: flows as squares, the network between places, groups
// as partitions, and rows with their notes.
#pragma once

#include "data/analysis/analysis.h"
#include "data/analysis/modularity.h"
#include "data/analysis/network.h"
#include "data/analysis/od_matrix.h"
#include "data/analysis/square_matrix.h"

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace flowspace {

/// The flows of a layer in a period between places; what is not known is 0 here and told by a note.
struct SquareFlows {
    LayerId layer = {};
    std::string layer_key = {};
    std::string period = {};
    SquareMatrix flows = {};
    CellCounts cells = {};
};

/// Every layer and period asked for, one after another; stops at the first Error of the source or of `visit`.
/// Adds notes of what is not published and of index data. Negative sums count as 0, with a note.
std::optional<Error> each_square(const AnalysisInput& input, const AnalysisWork& work,
                                 std::span<const PlaceId> places, AnalysisResult& result,
                                 const std::function<std::optional<Error>(const SquareFlows&)>& visit);

/// Adds rows of one layer and period.
class RowWriter {
public:
    RowWriter(AnalysisResult& result, std::string layer, std::string period)
        : result_(result), layer_(std::move(layer)), period_(std::move(period)) {}

    /// A value that is missing, or no finite number, gets the note `not-defined`.
    AnalysisRow& add(std::string scope, std::string item, std::string_view measure,
                     std::optional<double> value);
    /// An answer in words; `none` where it is empty.
    AnalysisRow& say(std::string scope, std::string item, std::string_view measure, std::string label);

private:
    AnalysisResult& result_;
    std::string layer_;
    std::string period_;
};

/// The network that costs run over: the links of --cost (both directions' mean), or, where none is given,
/// each place joined to its neighbours (Gabriel graph) over geodesic km.
struct PlaceNetwork {
    Network network = {};
    std::string unit = {};  // minutes, km
    bool made = false;      // no table was given
};
/// Adds a note of what it is. Errors: no link of the table joins two of the places; stopped_error().
Result<PlaceNetwork> place_network(const AnalysisInput& input, const AnalysisWork& work,
                                   std::span<const PlaceId> places, AnalysisResult& result);

/// Places joined where no third one lies in the circle whose diameter they are; `cost` symmetric.
/// Source: Gabriel and Sokal (1969), Syst Zool 18:259.
Network gabriel_graph(SquareView cost);

/// The group of filter.kind that each place is in (its primary one), those in none alone.
struct OfficialGroups {
    Partition partition = {};             // one per place
    std::vector<std::string> names = {};  // by label: a group's id, or `alone:ID`
    std::size_t grouped = 0;              // places in some group
};
OfficialGroups official_groups(const AnalysisInput& input, std::span<const PlaceId> places);

/// Rows of `places` that are members, ascending.
std::vector<std::uint32_t> members_in(const AnalysisInput& input, GroupId group,
                                      std::span<const PlaceId> places);

/// The column of a table, or an Error that says which columns it needs.
Result<std::size_t> needed_column(const PlainTable& table, std::string_view analysis,
                                  std::vector<std::string_view> names);

/// A cell as a number. Empty, NA: NaN. Errors: file:row:column of what is no number.
Result<double> cell_number(const PlainTable& table, std::size_t row, std::size_t column);

}  // namespace flowspace
