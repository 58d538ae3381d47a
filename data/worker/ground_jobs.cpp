// The jobs `boundaries` and `terrain`: the user's own ground.
#include "data/worker/ground_jobs.h"

#include "data/formats/outline_reader.h"
#include "data/formats/terrain_reader.h"
#include "data/import/own_ground.h"

namespace flowspace {

std::optional<Error> run_boundaries(pack::ByteReader& arguments, BulkWriter& answer, JobContext&) {
    const Result<OutlineTable> table = read_outline_file(arguments.text());
    if (!table) return table.error();
    write_outlines(*table, answer);
    return std::nullopt;
}

std::optional<Error> run_terrain(pack::ByteReader& arguments, BulkWriter& answer, JobContext&) {
    const Result<Terrain> terrain = read_terrain_file(arguments.text());
    if (!terrain) return terrain.error();
    write_terrain(*terrain, answer);
    return std::nullopt;
}

}  // namespace flowspace
