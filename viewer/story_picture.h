// From a frame of a story to what the renderer draws: lists of both scenes of a transition, and their blend.
#pragma once

#include "data/dataset.h"
#include "render/scene/draw_list.h"
#include "render/scene/frame.h"
#include "viewer/memo.h"
#include "viewer/pipeline.h"
#include "viewer/scene_answers.h"
#include "viewer/story_time.h"

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <tuple>
#include <vector>

namespace flowspace {

class StoryPicture {
public:
    /// `nodes`: where each node stands on the map. For stills and films, which must not show what is older
    /// than asked for, `options.background_above` is nothing: then at() waits.
    StoryPicture(std::shared_ptr<const Dataset> data, std::span<const MapPoint> nodes,
                 const PipelineOptions& options);

    /// What the scenes' analyses answer is worked out beside the frame, from the scene at `row` on.
    void prepare(const Story& story, const Settings& reader, std::size_t row) {
        answers_->prepare(story, reader, row);
    }
    SceneAnswers& answers() { return *answers_; }

    struct Picture {
        const DrawList& list;  // until the next at()
        Frame frame = {};
    };
    /// The picture depends on the arguments only, not on those before.
    Picture at(const StoryFrame& story, const Viewport& viewport);

    /// Some sums are still under way.
    bool busy() const;
    /// What a source said that failed, since when.
    std::optional<Staleness> stale() const;

private:
    using OverlayKey = std::tuple<std::uint64_t, Kept<AnalysisShown>, Filter, Focus, LayerId,
                                  std::optional<PlaceId>, Language>;
    /// One scene at one window: what was asked, and its list under a revision of ours.
    struct Slot {
        std::unique_ptr<Pipeline> pipeline = {};
        std::optional<Settings> asked = {};  // but for the camera
        std::uint64_t seen = 0;              // revision of the pipeline's list
        std::uint64_t used = 0;
        DrawList list = {};
        Memo<OverlayKey, std::shared_ptr<const MapOverlay>> overlay = {};
    };
    Slot& slot_of(const Settings& settings, const std::optional<Window>& analysed);
    void lay_over(Slot& slot, const Settings& settings, const std::optional<Window>& analysed);
    void blend(const Slot& before, const Slot& after, double share);
    NodeShift shift(const StoryFrame& story, const Slot* before, const Slot& after) const;
    std::vector<MapPoint> points(const Slot& slot) const;

    std::shared_ptr<const Dataset> data_;
    std::vector<MapPoint> nodes_;
    std::unique_ptr<SceneAnswers> answers_;
    std::array<Slot, 2> slots_;
    std::uint64_t revision_ = std::uint64_t{1} << 40;  // above those of any pipeline that is drawn beside it
    std::uint64_t uses_ = 0;
    DrawList blended_;
    std::tuple<std::uint64_t, std::uint64_t, double> blended_of_ = {};
};

}  // namespace flowspace
