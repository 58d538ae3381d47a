// Places that a flow table itself gives: each end with its longitude and latitude.
#pragma once

#include "data/atlas.h"
#include "data/import/flow_columns.h"
#include "data/import/import_plan.h"
#include "data/import/record_reader.h"

#include <map>
#include <span>
#include <string>
#include <string_view>

namespace flowspace {

/// The id of a place without a code or name: its coordinates to five decimals (about a metre),
/// `N39.90500E116.40530`. The same in every file, whatever the order of the rows.
std::string coordinate_id(LonLat location);

/// The coordinates of one end in a row; nothing where they are missing, bad or impossible (0, 0 is the sea
/// off Africa). `wrong` gets the column and the code then.
struct WrongCoordinate {
    std::size_t column = 0;
    std::string_view code = {};
};
std::optional<LonLat> read_location(std::span<const std::string_view> fields, const EndColumns& end,
                                    const NumberDialect& numbers, WrongCoordinate& wrong);

/// The id of one end: its code, else its name, else its coordinates.
std::string end_id(std::span<const std::string_view> fields, const EndColumns& end, LonLat location);

/// Gathers the places of tables, to be read before their flows.
class OwnCoordinates {
public:
    /// Both ends of each row whose coordinates are right. The first row of an id says where it lies.
    void read(RecordReader& reader, const TablePlan& table);

    /// Appends those whose id `atlas` has not.
    void append_to(Atlas& atlas) const;

private:
    std::map<std::string, Place> places_;
};

/// Locations this far apart in degrees are the same place: what five decimals round away.
inline constexpr double same_place_deg = 1e-4;

}  // namespace flowspace
