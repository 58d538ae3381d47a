// From data and settings to what is drawn and read, recomputing only what changed.
#pragma once

#include "data/analysis/flow_space_map.h"
#include "data/dataset.h"
#include "data/shown_flows.h"
#include "render/scene/build_draw_list.h"
#include "render/scene/draw_list.h"
#include "render/scene/place_items.h"
#include "viewer/histograms.h"
#include "viewer/inspector_data.h"
#include "viewer/memo.h"
#include "viewer/search.h"
#include "viewer/settings.h"
#include "viewer/source_stage.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <tuple>
#include <utility>
#include <vector>

namespace flowspace {

/// Tables with more rows have their charts and figures computed in the background; the map only where the
/// source is remote, and then everything is.
inline constexpr std::uint64_t background_above_rows = 20'000'000;

/// of_the_map: neither chart nor inspector nor pins, as for a map beside the one that panels speak of.
enum class PipelineFigures : std::uint8_t { all, of_the_map };

struct PipelineOptions {
    PipelineFigures figures = PipelineFigures::all;
    std::optional<std::uint64_t> background_above = background_above_rows;  // nothing: update() waits for all
    std::function<WallTime()> now = std::chrono::system_clock::now;
};

struct MapOverlay;  // render/scene/map_overlay.h

/// Each stage's key is what it depends on, and nothing else: camera, animation and widths of panels are in
/// none.
class Pipeline {
public:
    explicit Pipeline(std::shared_ptr<const Dataset> data, PipelineOptions options = {});

    /// What the next update() lays over the map; null: nothing.
    void lay_over(std::shared_ptr<const MapOverlay> overlay) { overlay_ = std::move(overlay); }
    /// Null: nothing.
    const MapOverlay* laid_over() const { return overlay_.get(); }

    /// Brings every stage up to date, in this order. Stages in the background keep their last value
    /// meanwhile; so does a stage whose source fails, and tries again by itself.
    /// `shared`: the scale to draw on, that of several maps; else the settings' own.
    void update(const Settings& settings, const std::optional<MapScale>& shared = {});
    /// The two halves of it, for maps that share a scale: first what own_scale() rests on, then what is drawn
    /// on the scale, and the figures beside it. Several pipelines may go through a half at the same time.
    void update_flows(const Settings& settings);
    void update_picture(const Settings& settings, const std::optional<MapScale>& shared);

    /// The scale that the map is drawn on where none is shared: of the window that it is locked to, else of
    /// what is shown. Nothing while windows are compared.
    std::optional<MapScale> own_scale(const Settings& settings);

    const Filter& filter() const { return filter_.value(); }
    /// While an answer is under way or refused, those of the filter answered before; before the first answer
    /// no pair has rows.
    const std::vector<LayerSums>& sums() const { return has_thresholds_ ? sums_.value() : base_.value(); }
    /// The level drawn; its pairs are what the flows of shown() are rows of.
    const LevelMap& level() const { return level_.value(); }
    /// sums() between the nodes of level(); nothing at Level::place.
    const LevelFlows& level_flows() const { return level_flows_.value(); }
    /// One row per pair of level(), against settings.comparison.before; empty where nothing is compared, and
    /// until both windows are answered: the map shows flows as they are so long.
    const std::vector<LayerChanges>& changes() const { return changes_.value(); }
    /// Where the current layer's flows put the places; empty unless settings.space asks for it.
    const FlowSpaceMap& flow_space() const { return flow_space_.value(); }
    std::uint64_t flow_space_revision() const { return flow_space_.revision(); }
    /// What sums() are of, thresholds included.
    const Filter& answered_filter() const { return answered_; }
    /// Grows with each change of sums().
    std::uint64_t sums_revision() const { return sums_.revision(); }
    const ShownFlows& shown() const { return shown_.value(); }
    /// Its `revision` grows with each list.
    const DrawList& draw_list() const { return draw_list_.value(); }
    /// Along what shown() is drawn; nothing where the settings do not bundle, and until that is answered.
    const FlowWays* ways(const Settings& settings) const;
    const TimeHistogram& time_histogram() const { return time_histogram_.value(); }
    const VolumeHistogram& volume_histogram() const { return volume_histogram_.value(); }
    const InspectorData& inspector() const { return inspector_.value(); }
    /// Remembers its last answers, so that panels may ask in each frame.
    SearchIndex& search() const { return *search_; }
    /// One per pin answered so far, in the current layer and window of the last answer.
    const std::vector<InspectorData>& pins() const { return pins_.value(); }
    bool busy() const {
        return base_.busy() || before_.busy() || locked_.busy() || tests_.busy() || ways_.busy() ||
               flow_space_.busy() || time_histogram_.busy() || inspector_.busy() || pins_.busy();
    }
    /// The sums on the map are not yet those that the settings ask for.
    bool map_busy() const { return base_.busy() || before_.busy() || locked_.busy(); }
    /// Which of changes() a test tells from chance; empty until it is answered.
    const std::vector<ChangeTest>& change_tests() const;
    /// Since when some stage shows older figures than asked for, and what the source said last: the stage
    /// that is stale longest.
    std::optional<Staleness> stale() const;
    /// Failed stages try again at the next update, without waiting.
    void retry();

    /// How often each stage was computed, for tests and the state dump.
    struct Revisions {
        std::uint64_t base = 0, sums = 0, shown = 0, draw_list = 0, time_histogram = 0, volume_histogram = 0,
                      inspector = 0;

        bool operator==(const Revisions&) const = default;
    };
    Revisions revisions() const;

private:
    /// What the stages hold where nothing narrows it, else sums of its own.
    struct ComparedSums {
        std::vector<LayerSums> own_before = {}, own_after = {};
        std::span<const LayerSums> before = {}, after = {};
    };

    void update_map(const Settings& settings, WallTime now);
    void update_draw_list(const Settings& settings, const std::optional<MapScale>& shared);
    void update_tests(const Settings& settings, WallTime now);
    void update_scale(const Settings& settings, WallTime now);
    void update_ways(const Settings& settings, WallTime now);
    ComparedSums compared_sums(const Settings& settings) const;
    DrawListInput draw_list_input(const Settings& settings);
    void update_sums(const Filter& filter, WallTime now);
    void update_changes(const Settings& settings, WallTime now);
    bool answers_match(const Comparison& comparison) const;
    void update_flow_space(const Settings& settings, WallTime now);
    void update_time_histogram(const Filter& filter, WallTime now);
    void update_inspector(const Settings& settings, WallTime now);
    void update_pins(const Settings& settings, WallTime now);

    using FilterKey = std::tuple<Filter, Focus>;

    std::shared_ptr<const Dataset> data_;
    std::unique_ptr<SearchIndex> search_;
    std::function<WallTime()> now_;
    PipelineFigures figures_;
    bool has_thresholds_ = false;
    Memo<FilterKey, Filter> filter_;  // with the focus worked in, thresholds left out
    Filter answered_;
    SourceStage<Filter, std::vector<LayerSums>> base_;
    Memo<std::tuple<std::uint64_t, std::optional<double>, std::optional<double>>, std::vector<LayerSums>>
        sums_;
    Memo<std::pair<Level, MembershipRows>, LevelMap> level_;
    Memo<std::pair<std::uint64_t, std::uint64_t>, LevelFlows> level_flows_;
    bool comparing_ = false;                              // the map shows changes()
    SourceStage<Filter, std::vector<LayerSums>> before_;  // of the window compared with
    Memo<std::tuple<std::uint64_t, std::uint64_t, std::uint64_t, Comparison, std::optional<double>,
                    std::optional<double>>,
         std::vector<LayerChanges>>
        changes_;
    Memo<std::tuple<std::uint64_t, std::uint64_t, std::uint64_t, ShowRule>, ShownFlows> shown_;
    using SpaceKey = std::tuple<std::uint64_t, LayerId>;
    SourceStage<SpaceKey, FlowSpaceMap> flow_space_;
    std::shared_ptr<const MapOverlay> overlay_;
    using TestKey = std::tuple<std::uint64_t, bool>;
    SourceStage<TestKey, std::vector<ChangeTest>> tests_;  // of changes_
    std::optional<TestKey> asked_tests_;
    using WaysKey = std::pair<std::uint64_t, std::uint64_t>;
    SourceStage<WaysKey, FlowWays> ways_;  // of shown_
    std::optional<WaysKey> asked_ways_;
    SourceStage<Filter, std::vector<LayerSums>> locked_;  // of the window that the scale is locked to
    using ScaleKey = std::tuple<std::uint64_t, std::uint64_t, ShowRule, float, std::optional<Window>,
                                std::optional<double>, std::optional<double>>;
    Memo<ScaleKey, std::optional<MapScale>> scale_;
    Memo<std::tuple<std::uint64_t, float>, MapScale> free_scale_;
    Memo<std::tuple<std::uint64_t, std::uint64_t>, PlaceVolumes> volumes_;  // of sums()
    Memo<std::tuple<std::uint64_t, std::uint64_t, std::uint64_t, std::uint64_t, std::uint64_t, Space, Style,
                    std::shared_ptr<const MapOverlay>, std::optional<MapScale>, std::vector<PlaceId>>,
         DrawList>
        draw_list_;
    Memo<std::pair<std::uint64_t, LayerId>, VolumeHistogram> volume_histogram_;
    SourceStage<Filter, TimeHistogram> time_histogram_;
    SourceStage<InspectorKey, InspectorData> inspector_;
    SourceStage<std::vector<InspectorKey>, std::vector<InspectorData>> pins_;
};

}  // namespace flowspace
