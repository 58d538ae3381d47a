#include "data/bake/rivers.h"

#include "data/bake/clip.h"
#include "data/bake/csv_table.h"
#include "data/bake/shape_file.h"
#include "data/bake/simplify.h"

#include <fmt/format.h>

#include <algorithm>

namespace flowspace::bake {
namespace {

constexpr Frame frame = {.west_deg = 65, .south_deg = 10, .east_deg = 145, .north_deg = 58};
constexpr double tolerance_deg = 0.004;

}  // namespace

Result<std::vector<BaseMap::River>> read_rivers(const std::filesystem::path& path) {
    const auto records = read_shapes(path, {"scalerank", "name"});
    if (!records) return records.error();
    std::vector<BaseMap::River> rivers;
    for (const ShapeRecord& record : *records) {
        const auto rank = parse_number(record.fields[0]);
        if (!rank) return Error{fmt::format("{}: found the scalerank '{}'", path.string(), record.fields[0])};
        for (const Line& part : record.parts)
            if (std::ranges::any_of(part, [](LonLat point) { return inside(frame, point); }))
                rivers.push_back({.line = simplify(part, tolerance_deg),
                                  .rank = std::max(1, static_cast<int>(*rank)),
                                  .name = record.fields[1]});
    }
    std::ranges::stable_sort(rivers, {}, &BaseMap::River::rank);
    return rivers;
}

}  // namespace flowspace::bake
