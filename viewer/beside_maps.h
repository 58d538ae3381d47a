// The maps side by side as they are drawn: a pipeline for each, and one scale for all where it is wanted.
#pragma once

#include "viewer/beside.h"
#include "viewer/pipeline.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace flowspace {

class BesideMaps {
public:
    explicit BesideMaps(std::shared_ptr<const Dataset> data, PipelineOptions options = {});

    struct Map {
        Settings settings = {};
        const Pipeline* pipeline = nullptr;
        DrawList list = {};  // the pipeline's, with the heading of the map for its title
        std::uint64_t of_revision = 0;
        std::string heading = {};
        std::shared_ptr<const std::vector<MapPoint>> space = {};  // where nodes stand; nothing: on the map
        std::uint64_t of_space = 0;
    };

    /// Brings every map up to date, `own` (the pipeline of the settings themselves) among them. A list whose
    /// revision stays is the same list. `nodes`: where they stand on the map.
    void update(const Settings& settings, Pipeline& own, std::span<const MapPoint> nodes);

    /// In the order of their cells; empty before the first update.
    std::span<const Map> maps() const { return maps_; }
    bool busy() const;
    /// Of the map that is stale longest, the own left out.
    std::optional<Staleness> stale() const;

private:
    void choose_pipelines(std::size_t maps, Pipeline& own, std::size_t own_cell);
    std::optional<MapScale> wanted_scale(const Settings& settings, const std::vector<Settings>& each) const;
    void take_lists(std::vector<Settings> settings);
    void take_space(Map& map, std::span<const MapPoint> nodes) const;

    std::shared_ptr<const Dataset> data_;
    PipelineOptions options_;
    std::vector<std::unique_ptr<Pipeline>> others_;
    std::vector<Pipeline*> pipelines_;  // in the order of the cells
    std::vector<Filter> asked_;         // by the last update, one per map
    std::optional<MapScale> scale_;
    std::vector<Map> maps_;
    std::uint64_t revision_ = std::uint64_t{1} << 40;  // never that of a pipeline
};

}  // namespace flowspace
