#include "viewer/commands/own_ground_options.h"

#include "data/import/ground_worker.h"
#include "data/import/limits.h"
#include "viewer/commands/messages.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <iterator>
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

/// The outlines of one file take the place of those that earlier files have of the same places.
void add_regions(OwnBoundaries& all, OwnBoundaries own) {
    std::erase_if(all.regions, [&](const Region& old) {
        return std::ranges::find(own.regions, old.id, &Region::id) != own.regions.end();
    });
    all.regions.insert(all.regions.end(), std::make_move_iterator(own.regions.begin()),
                       std::make_move_iterator(own.regions.end()));
    std::ranges::sort(all.regions, {}, &Region::id);
}

std::optional<Error> lay_boundaries(const Dataset& dataset, BaseMap& map,
                                    const std::vector<std::string>& paths, Language language, std::FILE* to) {
    OwnBoundaries all;
    std::string names;
    for (const std::string& path : paths) {
        const Result<OutlineTable> table = read_outlines_in_worker(path);
        if (!table) return table.error();
        OwnBoundaries own = join_outlines(*table, *dataset.atlas);
        if (own.regions.empty())
            return Error{fmt::format(
                fmt::runtime(say(language,
                                 "{}: no column of it names places; expected ids or names of places",
                                 "{}：没有一列能对应到地点，需要地点编码或名称")),
                path)};
        tell_unjoined(own, path, language, to);
        add_regions(all, std::move(own));
        names += (names.empty() ? "" : ", ") + file_name(path);
    }
    map = with_boundaries(map, all, names);
    return std::nullopt;
}

template <class Paths>
void add_paths(CLI::App& app, const char* name, Paths& paths, std::string_view help) {
    app.add_option(name, paths, std::string(help))->allow_extra_args(false)->type_name("FILE");
}

}  // namespace

void add_own_ground_options(CLI::App& app, Language language, OwnGroundText& text) {
    add_paths(app, "--boundaries", text.boundaries,
              say(language, "outlines of the places: GeoJSON, GeoPackage or Shapefile; may be repeated",
                  "地点边界：GeoJSON、GeoPackage 或 Shapefile；可重复"));
    add_paths(
        app, "--terrain", text.terrain,
        say(language, "heights: GeoTIFF or netCDF; may be repeated", "地形高程：GeoTIFF 或 netCDF；可重复"));
}

std::optional<Error> lay_own_ground(Dataset& dataset, const OwnGroundText& text, Language language,
                                    std::FILE* to) {
    if (text.boundaries.empty() && text.terrain.empty()) return std::nullopt;
    auto map = std::make_shared<BaseMap>(*dataset.base_map);
    if (!text.boundaries.empty())
        if (std::optional<Error> error = lay_boundaries(dataset, *map, text.boundaries, language, to))
            return error;
    std::string names;
    for (const std::string& path : text.terrain) {
        const Result<Terrain> terrain = read_terrain_in_worker(path);
        if (!terrain) return terrain.error();
        names += (names.empty() ? "" : ", ") + file_name(path);
        *map = with_terrain(*map, *terrain, names);
    }
    dataset.base_map = std::move(map);
    return std::nullopt;
}

}  // namespace flowspace
