// Boundaries and terrain of the user, laid over the built-in ground.
#pragma once

#include "data/atlas.h"
#include "data/base_map.h"
#include "data/import/problem.h"
#include "data/pack/byte_reader.h"
#include "data/worker/bulk_writer.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace flowspace {

/// What a file of outlines holds: attributes as text, shapes in longitude and latitude (WGS84).
struct OutlineTable {
    struct Row {
        std::uint64_t row = 0;                 // in the file, from 1
        std::vector<std::string> fields = {};  // one per column
        Polygon shape = {};
    };
    std::string path = {};  // of the file
    std::vector<std::string> columns = {};
    std::vector<Row> rows = {};
    std::string coordinates = {};        // the system that the file declares; empty: none
    std::vector<Problem> problems = {};  // shapes that could not be used
};

/// Outlines joined to places: by id, or by one exact name.
struct OwnBoundaries {
    std::string column = {};                // that tells the places; empty: none does
    std::vector<Region> regions = {};       // by id, each once
    std::vector<std::string> unknown = {};  // of that column, in the order of the file: no place, or several
    std::uint64_t refused = 0;              // shapes that could not be used
};

/// The column that joins the most rows tells the places; the first of equals.
OwnBoundaries join_outlines(const OutlineTable& table, const Atlas& atlas);

/// The user's outlines instead of the built-in borders of places, provinces and country: those would
/// contradict them. Water and relief stay.
BaseMap with_boundaries(const BaseMap& built_in, const OwnBoundaries& own, const std::string& source);

/// Heights with the cells that are known; everything else may be anything.
struct Terrain {
    HeightGrid grid = {};
    std::vector<std::uint8_t> known = {};  // one per cell
    std::string coordinates = {};          // the system that the file declares; empty: none
};

/// Bilinear over the known cells around; nothing where there is none within a cell.
std::optional<double> height_at(const Terrain& terrain, LonLat where);

/// The user's heights where they are known, the built-in ones elsewhere: on the frame of the built-in relief,
/// in the finer of both steps, at most 4096 cells a side.
BaseMap with_terrain(const BaseMap& built_in, const Terrain& own, const std::string& source);

// Across the process boundary. Reading checks what was written: sizes, UTF-8, rings, places on the earth.
void write_outlines(const OutlineTable& table, BulkWriter& to);
std::optional<OutlineTable> read_outlines(pack::ByteReader& from);
void write_terrain(const Terrain& terrain, BulkWriter& to);
std::optional<Terrain> read_terrain_bytes(pack::ByteReader& from);

}  // namespace flowspace
