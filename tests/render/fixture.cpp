#include "tests/render/fixture.h"

#include "data/nodes.h"
#include "data/source/flow_source.h"

#include <fmt/format.h>

#include <cmath>
#include <numbers>

namespace flowspace::testing {

namespace {

constexpr std::size_t lattice_columns = 6;
constexpr std::size_t lattice_rows = 4;

/// Two layers and every pair, no rows: drawing asks for names only.
class NamesOnly final : public FlowSource {
public:
    explicit NamesOnly(std::size_t places) {
        layers_ = {{.key = "people", .name_zh = "人流", .name_en = "People"},
                   {.key = "goods", .name_zh = "物流", .name_en = "Goods"}};
        axis_.starts = {TimeMs{0}};
        for (std::size_t a = 0; a < places; ++a)
            for (std::size_t b = 0; b < places; ++b)
                if (a != b)
                    pairs_.push_back(
                        {PlaceId{static_cast<std::uint32_t>(a)}, PlaceId{static_cast<std::uint32_t>(b)}});
    }
    std::span<const LayerInfo> layers() const override { return layers_; }
    const TimeAxis& time_axis() const override { return axis_; }
    std::span<const Pair> pairs() const override { return pairs_; }
    std::uint64_t row_count() const override { return 0; }

private:
    Result<std::vector<ExactSum>> sum_pairs(LayerId, Window, std::stop_token) const override {
        return std::vector<ExactSum>(pairs_.size());
    }
    Result<std::vector<ExactSum>> sum_steps(LayerId, std::span<const std::uint8_t>,
                                            std::stop_token) const override {
        return std::vector<ExactSum>(1);
    }

    std::vector<LayerInfo> layers_;
    TimeAxis axis_;
    std::vector<Pair> pairs_;
};

Line box(double west, double south, double east, double north) {
    Line ring;
    constexpr int steps = 20;
    const auto side = [&ring](LonLat a, LonLat b) {
        for (int step = 0; step < steps; ++step)
            ring.push_back({a.lon_deg + (b.lon_deg - a.lon_deg) * step / steps,
                            a.lat_deg + (b.lat_deg - a.lat_deg) * step / steps});
    };
    side({west, south}, {east, south});
    side({east, south}, {east, north});
    side({east, north}, {west, north});
    side({west, north}, {west, south});
    return ring;
}

HeightGrid mountains() {
    HeightGrid grid = {.north_west = {72, 55},
                       .step_lon_deg = 0.25,
                       .step_lat_deg = 0.25,
                       .columns = 261,
                       .rows = 161,
                       .height_m = {}};
    for (std::size_t row = 0; row < grid.rows; ++row)
        for (std::size_t column = 0; column < grid.columns; ++column) {
            const double lon = 72 + 0.25 * static_cast<double>(column);
            const double lat = 55 - 0.25 * static_cast<double>(row);
            const double plateau =
                4200 * std::exp(-std::pow((lon - 90) / 9, 2) - std::pow((lat - 33) / 6, 2));
            const double ridges = 500 * std::sin(lon * 1.3) * std::sin(lat * 1.7 + lon * 0.4);
            grid.height_m.push_back(
                static_cast<std::int16_t>(lon > 123 ? -800 : 150 + plateau + std::max(0.0, ridges)));
        }
    return grid;
}

BaseMap ground() {
    BaseMap base;
    base.relief = mountains();
    base.land = {{{box(60, 5, 122, 60)}}};
    base.coast = {{{122, 5}, {122, 20}, {122, 40}, {122, 60}}};
    base.lakes = {{{box(99, 36, 101, 37.5)}}};
    base.provinces = {{"11", {{box(90, 20, 107, 48)}}}, {"12", {{box(107, 20, 122, 48)}}}};
    base.province_lines = {{{107, 20}, {107, 34}, {107, 48}}};
    base.national_border = {box(90, 20, 122, 48)};
    base.rivers = {
        {.line = {{92, 34}, {98, 33}, {104, 30}, {112, 30}, {122, 31}}, .rank = 1, .name = "Long River"}};
    return base;
}

}  // namespace

std::shared_ptr<const Dataset> small_country() {
    auto atlas = std::make_shared<Atlas>();
    auto base = std::make_shared<BaseMap>(ground());
    for (std::size_t row = 0; row < lattice_rows; ++row)
        for (std::size_t column = 0; column < lattice_columns; ++column) {
            const double lon = 95 + 5.0 * static_cast<double>(column);
            const double lat = 26 + 6.0 * static_cast<double>(row);
            const std::string id = fmt::format("{:06}", 100000 + 1000 * row + column);
            atlas->places.push_back({.id = id,
                                     .name_zh = "城" + id,
                                     .short_zh = "城",
                                     .name_en = "City " + id,
                                     .location = {lon, lat}});
            base->prefectures.push_back({id, {{box(lon - 2.5, lat - 3, lon + 2.5, lat + 3)}}});
        }
    Group group = {.id = "middle",
                   .kind = GroupKind::agglomeration,
                   .name_zh = "中部",
                   .name_en = "Middle",
                   .members = {}};
    for (const std::uint32_t place : {8U, 9U, 14U, 15U}) group.members.push_back({.place = PlaceId{place}});
    atlas->groups.push_back(group);

    auto dataset = std::make_shared<Dataset>();
    dataset->flows = std::make_shared<NamesOnly>(atlas->places.size());
    dataset->atlas = atlas;
    dataset->base_map = base;
    return dataset;
}

DrawList some_flows(const Dataset& dataset, std::size_t count) {
    const auto pairs = dataset.flows->pairs();
    DrawList list;
    for (std::size_t row = 0; row < count; ++row) {
        const std::size_t pair = row * 7919 % pairs.size();
        const double value = 1000.0 / static_cast<double>(count - row);
        const auto strength = static_cast<float>(value / 1000);
        list.arcs.push_back({.layer = LayerId{static_cast<std::uint32_t>(row % 2)},
                             .pair = PairId{static_cast<std::uint32_t>(pair)},
                             .origin = node_of(pairs[pair].origin),
                             .destination = node_of(pairs[pair].destination),
                             .value = value,
                             .width_px = 1 + 7 * std::sqrt(strength),
                             .strength = strength,
                             .phase = static_cast<float>(row * 37 % 100) / 100,
                             .stroke = row % 2 == 1 ? Stroke::dashed : Stroke::solid});
    }
    for (std::size_t place = 0; place < dataset.atlas->places.size(); ++place)
        list.places.push_back({.node = NodeId{static_cast<std::uint32_t>(place)},
                               .radius_px = 4 + static_cast<float>(place % 5) * 2,
                               .out_share = 0.2f + 0.1f * static_cast<float>(place % 7)});
    list.areas = {{.group = GroupId{0}, .colour = 0}};
    list.revision = count;
    return list;
}

}  // namespace flowspace::testing
