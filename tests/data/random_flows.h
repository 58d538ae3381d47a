// Small random worlds of places, overlapping groups and flow rows, kept beside the dataset made of them, so
// that tests can count rows one by one.
#pragma once

#include "data/dataset.h"
#include "data/source/memory_source.h"

#include <cstdint>
#include <memory>
#include <random>
#include <string>
#include <vector>

namespace flowspace::testing {

struct RawRow {
    int layer = 0, origin = 0, destination = 0;
    int day = 0;             // since 1970-01-01
    std::int64_t milli = 0;  // value x 1000
};

struct World {
    std::vector<RawRow> rows = {};
    Dataset dataset = {};
    bool timed = true;
};

using Random = std::mt19937;

/// Uniform in [least, most]; of our own, since the standard's distributions differ between libraries.
inline int pick(Random& random, int least, int most) {
    return least + static_cast<int>(random() % static_cast<unsigned>(most - least + 1));
}
inline bool chance(Random& random, int percent) { return pick(random, 0, 99) < percent; }

constexpr std::int64_t day_ms = 86'400'000;

inline FlowTable table_of(const std::vector<RawRow>& rows, int layers, bool timed) {
    FlowTable table;
    for (int layer = 0; layer < layers; ++layer) {
        LayerInfo info = make_layer_info("layer" + std::to_string(layer));
        info.unit = "unit" + std::to_string(layer);
        table.layers.push_back(info);
    }
    table.grain = timed ? Grain::day : Grain::none;
    for (const RawRow& row : rows) {
        table.layer.push_back(LayerId(row.layer));
        table.origin.push_back(PlaceId(row.origin));
        table.destination.push_back(PlaceId(row.destination));
        table.time.push_back(TimeMs{timed ? row.day * day_ms : 0});
        table.value.push_back(static_cast<double>(row.milli) / 1000.0);
    }
    return table;
}

inline Atlas random_atlas(Random& random) {
    Atlas atlas;
    const int places = pick(random, 2, 8);
    for (int place = 0; place < places; ++place) {
        const std::string id = std::string("p").append(std::to_string(place));
        atlas.places.push_back(
            {.id = id, .name_zh = std::string("地").append(id), .name_en = std::string("Place ").append(id)});
    }
    for (const GroupKind kind : {GroupKind::circle, GroupKind::agglomeration, GroupKind::province}) {
        const int groups = pick(random, 0, 3);
        for (int group = 0; group < groups; ++group) {
            const std::string id = std::string(key(kind)).substr(0, 2) + std::to_string(9 - group);
            Group made{.id = id, .kind = kind, .name_zh = id, .name_en = id};
            for (int place = 0; place < places; ++place)
                if (chance(random, 45))
                    made.members.push_back(
                        {.place = PlaceId(place), .scope = MemberScope(pick(random, 0, 2))});
            atlas.groups.push_back(made);
        }
    }
    return atlas;
}

inline World random_world(unsigned seed) {
    Random random(seed);
    World world;
    world.timed = !chance(random, 10);
    const auto atlas = std::make_shared<Atlas>(random_atlas(random));
    const int layers = pick(random, 1, 3), count = pick(random, 0, 90), days = pick(random, 1, 40);
    const int places = static_cast<int>(atlas->places.size());
    for (int row = 0; row < count; ++row)
        world.rows.push_back({pick(random, 0, layers - 1), pick(random, 0, places - 1),
                              pick(random, 0, places - 1),
                              world.timed ? 18'270 + pick(random, 0, days) * pick(random, 1, 2) : 0,
                              chance(random, 10) ? 0 : pick(random, -500, 5000)});
    world.dataset.atlas = atlas;
    world.dataset.flows = MemorySource::from_rows(table_of(world.rows, layers, world.timed));
    return world;
}

}  // namespace flowspace::testing
