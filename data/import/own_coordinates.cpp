#include "data/import/own_coordinates.h"

#include "data/import/limits.h"
#include "data/import/number_text.h"

#include <fmt/format.h>

#include <cmath>
#include <set>

namespace flowspace {

std::string coordinate_id(LonLat location) {
    const auto whole = [](double degrees) { return std::llround(std::abs(degrees) * 1e5); };
    const long long lon = whole(location.lon_deg), lat = whole(location.lat_deg);
    return fmt::format("{}{:02}.{:05}{}{:03}.{:05}", location.lat_deg < 0 && lat > 0 ? 'S' : 'N',
                       lat / 100'000, lat % 100'000, location.lon_deg < 0 && lon > 0 ? 'W' : 'E',
                       lon / 100'000, lon % 100'000);
}

std::optional<LonLat> read_location(std::span<const std::string_view> fields, const EndColumns& end,
                                    const NumberDialect& numbers, WrongCoordinate& wrong) {
    const NumberText lon = parse_number(fields[*end.lon], numbers),
                     lat = parse_number(fields[*end.lat], numbers);
    if (!lon.value) {
        wrong = {*end.lon, lon.code};
    } else if (!lat.value) {
        wrong = {*end.lat, lat.code};
    } else if (std::abs(*lon.value) > 180) {
        wrong = {*end.lon, "bad-coordinate"};
    } else if (std::abs(*lat.value) > 90 || (*lon.value == 0 && *lat.value == 0)) {
        wrong = {*end.lat, "bad-coordinate"};
    } else {
        return LonLat{*lon.value, *lat.value};
    }
    return std::nullopt;
}

std::string end_id(std::span<const std::string_view> fields, const EndColumns& end, LonLat location) {
    if (end.code && !fields[*end.code].empty()) return std::string(fields[*end.code]);
    if (end.name && !fields[*end.name].empty()) return std::string(fields[*end.name]);
    return coordinate_id(location);
}

void OwnCoordinates::read(RecordReader& reader, const TablePlan& table) {
    const FlowColumns columns = flow_columns(table);
    RecordReader::Record record;
    Problem problem;
    for (RecordReader::Outcome outcome = reader.next(record, problem); outcome != RecordReader::Outcome::end;
         outcome = reader.next(record, problem)) {
        if (outcome == RecordReader::Outcome::problem && problem.row == 0) return;
        if (outcome == RecordReader::Outcome::problem || record.fields.size() != table.columns.size())
            continue;
        for (const EndColumns* end : {&columns.origin, &columns.destination}) {
            WrongCoordinate wrong;
            const std::optional<LonLat> location = read_location(record.fields, *end, table.numbers, wrong);
            if (!location || places_.size() >= max_places) continue;
            std::string id = end_id(record.fields, *end, *location);
            if (places_.contains(id)) continue;
            Place place{.id = id, .location = *location};
            place.name_zh =
                end->name && !record.fields[*end->name].empty() ? std::string(record.fields[*end->name]) : id;
            place.short_zh = place.name_en = place.name_zh;
            places_.emplace(std::move(id), std::move(place));
        }
    }
}

void OwnCoordinates::append_to(Atlas& atlas) const {
    std::set<std::string> known;
    for (const Place& place : atlas.places) known.insert(place.id);
    for (const auto& [id, place] : places_)
        if (!known.contains(id)) atlas.places.push_back(place);
}

}  // namespace flowspace
