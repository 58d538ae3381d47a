// From data and settings to what is drawn and read, recomputing only what changed.
#pragma once

#include "data/dataset.h"
#include "data/shown_flows.h"
#include "render/scene/draw_list.h"
#include "viewer/background.h"
#include "viewer/histograms.h"
#include "viewer/inspector_data.h"
#include "viewer/memo.h"
#include "viewer/settings.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <tuple>
#include <utility>
#include <vector>

namespace flowspace {

/// Tables with more rows have their charts and figures computed in the background; the map never is.
inline constexpr std::uint64_t background_above_rows = 20'000'000;

/// Each stage's key is what it depends on, and nothing else: camera, animation and widths of panels are in
/// none.
class Pipeline {
public:
    explicit Pipeline(std::shared_ptr<const Dataset> data,
                      std::uint64_t background_above = background_above_rows);

    /// Brings every stage up to date, in this order. Stages in the background keep their last value
    /// meanwhile.
    void update(const Settings& settings);

    const Filter& filter() const { return filter_.value(); }
    const std::vector<LayerSums>& sums() const { return has_thresholds_ ? sums_.value() : base_.value(); }
    const ShownFlows& shown() const { return shown_.value(); }
    /// Its `revision` grows with each list.
    const DrawList& draw_list() const { return draw_list_.value(); }
    const TimeHistogram& time_histogram() const { return time_histogram_; }
    const VolumeHistogram& volume_histogram() const { return volume_histogram_.value(); }
    const InspectorData& inspector() const { return inspector_; }
    bool busy() const { return asked_time_.busy() || asked_inspector_.busy(); }

    /// How often each stage was computed, for tests and the state dump.
    struct Revisions {
        std::uint64_t base = 0, sums = 0, shown = 0, draw_list = 0, time_histogram = 0, volume_histogram = 0,
                      inspector = 0;

        bool operator==(const Revisions&) const = default;
    };
    Revisions revisions() const;

private:
    void update_map(const Settings& settings);
    void update_draw_list(const Settings& settings);
    void update_time_histogram(const Filter& filter);
    void update_inspector(const Settings& settings);

    using FilterKey = std::tuple<Filter, Focus>;

    std::shared_ptr<const Dataset> data_;
    bool in_background_;
    bool has_thresholds_ = false;
    Memo<FilterKey, Filter> filter_;  // with the focus worked in, thresholds left out
    Memo<std::uint64_t, std::vector<LayerSums>> base_;
    Memo<std::tuple<std::uint64_t, std::optional<double>, std::optional<double>>, std::vector<LayerSums>>
        sums_;
    Memo<std::pair<std::uint64_t, ShowRule>, ShownFlows> shown_;
    Memo<std::pair<std::uint64_t, Style>, DrawList> draw_list_;
    Memo<std::pair<std::uint64_t, LayerId>, VolumeHistogram> volume_histogram_;
    TimeHistogram time_histogram_;
    InspectorData inspector_;
    std::optional<Filter> time_key_;
    std::optional<InspectorKey> inspector_key_;
    std::uint64_t time_revision_ = 0;
    std::uint64_t inspector_revision_ = 0;
    BackgroundMemo<Filter, TimeHistogram> asked_time_;
    BackgroundMemo<InspectorKey, InspectorData> asked_inspector_;
};

}  // namespace flowspace
