#include "data/bake/echarts_shapes.h"

#include "data/bake/csv_table.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string_view>

namespace flowspace::bake {
namespace {

using nlohmann::json;

struct Offset {
    std::int32_t x = 0, y = 0;
};

/// Code points of the basic plane, as the format's UTF-16 units are; nothing where the text is not valid
/// UTF-8.
std::optional<std::vector<std::int32_t>> code_units(std::string_view text) {
    std::vector<std::int32_t> units;
    for (std::size_t at = 0; at < text.size();) {
        const auto byte = static_cast<unsigned char>(text[at]);
        const std::size_t length = byte < 0x80                   ? 1
                                   : byte >= 0xC0 && byte < 0xE0 ? 2
                                   : byte >= 0xE0 && byte < 0xF0 ? 3
                                                                 : 0;
        if (length == 0 || at + length > text.size()) return std::nullopt;
        std::int32_t unit = length == 1 ? byte : length == 2 ? byte & 0x1F : byte & 0x0F;
        for (std::size_t more = 1; more < length; ++more) unit = unit << 6 | (text[at + more] & 0x3F);
        units.push_back(unit);
        at += length;
    }
    return units;
}

std::int32_t unzigzag(std::int32_t unit) {
    const std::int32_t value = unit - 64;
    return (value >> 1) ^ -(value & 1);
}

std::optional<GridRing> decode_ring(std::string_view text, Offset offset) {
    const auto units = code_units(text);
    if (!units || units->size() % 2 != 0) return std::nullopt;
    GridRing ring;
    GridPoint at = {offset.x, offset.y};
    for (std::size_t unit = 0; unit + 1 < units->size(); unit += 2) {
        at.x += unzigzag((*units)[unit]);
        at.y += unzigzag((*units)[unit + 1]);
        ring.push_back(at);
    }
    return ring;
}

bool add_rings(const json& texts, const json& offsets, std::vector<GridRing>& rings) {
    if (!texts.is_array() || !offsets.is_array() || texts.size() != offsets.size()) return false;
    for (std::size_t at = 0; at < texts.size(); ++at) {
        const json& offset = offsets[at];
        if (!texts[at].is_string() || !offset.is_array() || offset.size() != 2) return false;
        auto ring = decode_ring(texts[at].get_ref<const std::string&>(),
                                {offset[0].get<std::int32_t>(), offset[1].get<std::int32_t>()});
        if (!ring) return false;
        if (ring->size() >= 4) rings.push_back(std::move(*ring));
    }
    return true;
}

bool add_geometry(const json& geometry, std::vector<GridRing>& rings) {
    const std::string type = geometry.value("type", "");
    if (!geometry.contains("coordinates") || !geometry.contains("encodeOffsets")) return false;
    const json& texts = geometry["coordinates"];
    const json& offsets = geometry["encodeOffsets"];
    if (type == "Polygon") return add_rings(texts, offsets, rings);
    if (type != "MultiPolygon" || texts.size() != offsets.size()) return false;
    for (std::size_t part = 0; part < texts.size(); ++part)
        if (!add_rings(texts[part], offsets[part], rings)) return false;
    return true;
}

std::string feature_id(const json& feature) {
    if (feature.contains("id") && feature["id"].is_string()) return feature["id"].get<std::string>();
    const json properties = feature.value("properties", json::object());
    return properties.contains("id") && properties["id"].is_string() ? properties["id"].get<std::string>()
                                                                     : "";
}

std::string feature_name(const json& feature) {
    const json properties = feature.value("properties", json::object());
    return properties.contains("name") && properties["name"].is_string()
               ? properties["name"].get<std::string>()
               : "";
}

/// Codes that changed since the package was made: {then, now}.
constexpr std::array<std::array<std::string_view, 2>, 7> renewed_codes = {{{"371200", "370100"},
                                                                           {"469003", "460400"},
                                                                           {"542200", "540500"},
                                                                           {"542400", "540600"},
                                                                           {"542600", "540400"},
                                                                           {"652100", "650400"},
                                                                           {"652200", "650500"}}};

struct DistrictFile {
    std::string_view id, name;
};
constexpr std::array<DistrictFile, 7> district_files = {{{"110000", "beijing.json"},
                                                         {"120000", "tianjin.json"},
                                                         {"310000", "shanghai.json"},
                                                         {"500000", "chongqing.json"},
                                                         {"710000", "taiwan.json"},
                                                         {"810000", "xianggang.json"},
                                                         {"820000", "aomen.json"}}};

}  // namespace

Result<std::vector<EchartsFeature>> read_echarts(const std::filesystem::path& path) {
    const auto text = read_text(path);
    if (!text) return text.error();
    const json file = json::parse(*text, nullptr, false);
    if (!file.is_object() || !file.contains("features") || !file["features"].is_array())
        return Error{fmt::format("{}: expected a GeoJSON FeatureCollection", path.string())};
    std::vector<EchartsFeature> features;
    for (const json& feature : file["features"]) {
        EchartsFeature decoded = {.id = feature_id(feature), .name = feature_name(feature)};
        if (!feature.contains("geometry") || !add_geometry(feature["geometry"], decoded.rings))
            return Error{fmt::format("{}: feature {}: expected an encoded Polygon or MultiPolygon",
                                     path.string(), features.size())};
        features.push_back(std::move(decoded));
    }
    return features;
}

Result<std::vector<GridShape>> read_prefectures(const std::filesystem::path& folder) {
    auto features = read_echarts(folder / "china-cities.json");
    if (!features) return features.error();
    std::map<std::string, GridShape> shapes;
    for (EchartsFeature& feature : *features) {
        for (const auto& [then, now] : renewed_codes)
            if (feature.id == then) feature.id = now;
        GridShape& shape = shapes[feature.id];
        shape.id = feature.id;
        std::ranges::move(feature.rings, std::back_inserter(shape.rings));
    }
    for (const DistrictFile& file : district_files) {
        auto districts = read_echarts(folder / "province" / file.name);
        if (!districts) return districts.error();
        GridShape& shape = shapes[std::string(file.id)];
        shape = {.id = std::string(file.id)};
        for (EchartsFeature& district : *districts) {
            // taiwan.json lists two counties of Fujian that china-cities.json has under Quanzhou and Fuzhou
            // already.
            if (district.name == "金门县" || district.name == "连江县") continue;
            std::ranges::move(district.rings, std::back_inserter(shape.rings));
        }
    }
    std::vector<GridShape> sorted;
    for (auto& [id, shape] : shapes) sorted.push_back(std::move(shape));
    return sorted;
}

}  // namespace flowspace::bake
