#include "viewer/commands/own_ground_options.h"

#include "data/import/ground_worker.h"
#include "data/import/limits.h"
#include "viewer/commands/messages.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <utility>

namespace flowspace {
namespace {

constexpr std::size_t told_names = 10;

std::string file_name(const std::string& path) { return std::filesystem::path(path).filename().string(); }

void tell_unjoined(const OwnBoundaries& own, const std::string& path, Language language, std::FILE* to) {
    if (own.unknown.empty() && own.refused == 0) return;
    std::string names;
    for (std::size_t at = 0; at < std::min(told_names, own.unknown.size()); ++at)
        names += (at ? ", " : "") + shorten(own.unknown[at], max_found_characters);
    fmt::print(
        to, "{}\n",
        fmt::format(fmt::runtime(say(language,
                                     "{}: {} outlines joined to places by {}; {} join none ({}); {} unusable",
                                     "{}：{} 个轮廓按 {} 列对应到地点；{} 个无对应（{}）；{} 个无法使用")),
                    path, own.regions.size(), own.column, own.unknown.size(), names, own.refused));
}

std::optional<Error> lay_boundaries(Dataset& dataset, BaseMap& map, const std::string& path,
                                    Language language, std::FILE* to) {
    const Result<OutlineTable> table = read_outlines_in_worker(path);
    if (!table) return table.error();
    const OwnBoundaries own = join_outlines(*table, *dataset.atlas);
    if (own.regions.empty())
        return Error{fmt::format(
            fmt::runtime(say(language, "{}: no column of it names places; expected ids or names of places",
                             "{}：没有一列能对应到地点，需要地点编码或名称")),
            path)};
    tell_unjoined(own, path, language, to);
    map = with_boundaries(map, own, file_name(path));
    return std::nullopt;
}

}  // namespace

void add_own_ground_options(CLI::App& app, Language language, OwnGroundText& text) {
    app.add_option("--boundaries", text.boundaries,
                   std::string(say(language, "outlines of the places: GeoJSON, GeoPackage or Shapefile",
                                   "地点边界：GeoJSON、GeoPackage 或 Shapefile")))
        ->type_name("FILE");
    app.add_option("--terrain", text.terrain,
                   std::string(say(language, "heights: GeoTIFF or netCDF", "地形高程：GeoTIFF 或 netCDF")))
        ->type_name("FILE");
}

std::optional<Error> lay_own_ground(Dataset& dataset, const OwnGroundText& text, Language language,
                                    std::FILE* to) {
    if (text.boundaries.empty() && text.terrain.empty()) return std::nullopt;
    auto map = std::make_shared<BaseMap>(*dataset.base_map);
    if (!text.boundaries.empty())
        if (std::optional<Error> error = lay_boundaries(dataset, *map, text.boundaries, language, to))
            return error;
    if (!text.terrain.empty()) {
        const Result<Terrain> terrain = read_terrain_in_worker(text.terrain);
        if (!terrain) return terrain.error();
        *map = with_terrain(*map, *terrain, file_name(text.terrain));
    }
    dataset.base_map = std::move(map);
    return std::nullopt;
}

}  // namespace flowspace
