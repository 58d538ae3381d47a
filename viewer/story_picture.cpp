#include "viewer/story_picture.h"

#include "render/scene/blend.h"
#include "render/scene/node_points.h"
#include "viewer/level_transition.h"

#include <algorithm>
#include <utility>

namespace flowspace {
namespace {

constexpr double levels_meet = 0.6;  // of the way: nodes have run together, or begin to part

bool in_flow_space(const Settings& settings, const Pipeline& pipeline) {
    return settings.space == Space::flow && pipeline.flow_space().placed > 0;
}

double eased(double share) { return share * share * (3 - 2 * share); }

float mix(float a, float b, double share) {
    return static_cast<float>(static_cast<double>(a) +
                              (static_cast<double>(b) - static_cast<double>(a)) * share);
}

/// Numbers run, the rest changes half-way.
Style mixed(const Style& before, const Style& after, double share) {
    Style style = share < 0.5 ? before : after;
    style.exaggeration = mix(before.exaggeration, after.exaggeration, share);
    style.arc_height = mix(before.arc_height, after.arc_height, share);
    style.speed = after.speed;
    return style;
}

MapPoint mix(MapPoint a, MapPoint b, double share) {
    return {a.x_m + (b.x_m - a.x_m) * share, a.y_m + (b.y_m - a.y_m) * share};
}

}  // namespace

StoryPicture::StoryPicture(std::shared_ptr<const Dataset> data, std::span<const MapPoint> nodes,
                           const PipelineOptions& options)
    : data_(std::move(data)),
      nodes_(nodes.begin(), nodes.end()),
      answers_(std::make_unique<SceneAnswers>(
          data_, options.background_above ? StageRuns::in_background : StageRuns::at_once)) {
    for (Slot& slot : slots_) slot.pipeline = std::make_unique<Pipeline>(data_, options);
}

/// The answer of the scene's analysis, made anew only when something that it shows changes.
void StoryPicture::lay_over(Slot& slot, const Settings& settings, const std::optional<Window>& analysed) {
    if (!settings.analysis) {
        slot.pipeline->lay_over(nullptr);
        return;
    }
    Settings asked = settings;
    if (analysed) asked.filter.window = *analysed;
    const SceneAnswer known = answers_->of(asked);
    const OverlayKey key{known.number,           settings.analysis,      settings.filter,
                         settings.focus,         settings.current_layer, settings.selected.place,
                         settings.style.language};
    slot.pipeline->lay_over(slot.overlay.update(key, [&] { return overlay_of(known, settings); }));
}

/// The slot that has answered this already, else the one that was not used last.
StoryPicture::Slot& StoryPicture::slot_of(const Settings& settings, const std::optional<Window>& analysed) {
    Settings asked = settings;
    asked.camera = {};
    Slot* slot = &slots_[0];
    for (Slot& one : slots_)
        if (one.used < slot->used) slot = &one;
    for (Slot& one : slots_)
        if (one.asked == asked) slot = &one;
    slot->used = ++uses_;
    lay_over(*slot, settings, analysed);
    slot->pipeline->update(settings);
    const DrawList& list = slot->pipeline->draw_list();
    if (slot->asked != asked || slot->seen != list.revision) {
        slot->list = list;
        slot->list.revision = ++revision_;
        slot->seen = list.revision;
        slot->asked = std::move(asked);
    }
    return *slot;
}

void StoryPicture::blend(const Slot& before, const Slot& after, double share) {
    const std::tuple of(before.list.revision, after.list.revision, share);
    if (of == blended_of_) return;
    blended_of_ = of;
    blended_ = blended(before.list, after.list, share);
    blended_.revision = ++revision_;
}

std::vector<MapPoint> StoryPicture::points(const Slot& slot) const {
    return laid_over(slot.pipeline->flow_space(), *data_->atlas, nodes_);
}

/// Where nodes are: on their way into or out of a space of flows, or between levels.
NodeShift StoryPicture::shift(const StoryFrame& story, const Slot* before, const Slot& after) const {
    const auto kept = [](std::vector<MapPoint> all) {
        return std::make_shared<const std::vector<MapPoint>>(std::move(all));
    };
    const bool to_space = in_flow_space(story.settings, *after.pipeline);
    const bool from_space = before != nullptr && in_flow_space(*story.before, *before->pipeline);
    if (to_space && (before == nullptr || !from_space)) {
        const double share = before == nullptr ? 1 : story.share;
        return {.to = kept(points(after)), .share = share, .veil = share};
    }
    if (from_space && !to_space)
        return {.to = kept(points(*before)), .share = 1 - story.share, .veil = 1 - story.share};
    if (from_space) {
        std::vector<MapPoint> from = points(*before);
        const std::vector<MapPoint> to = points(after);
        for (std::size_t row = 0; row < from.size(); ++row) from[row] = mix(from[row], to[row], story.share);
        return {.to = kept(std::move(from)), .share = 1, .veil = 1};
    }
    if (before == nullptr) return {};
    const LevelMap &one = before->pipeline->level(), &other = after.pipeline->level();
    if (one.level == other.level) return {};
    const bool together = other.level > one.level;
    const double share =
        together ? std::min(1.0, story.share / levels_meet) : std::min(1.0, (1 - story.share) / levels_meet);
    return {.to = kept(parent_points(together ? other : one, *data_->atlas, nodes_)), .share = eased(share)};
}

StoryPicture::Picture StoryPicture::at(const StoryFrame& story, const Viewport& viewport) {
    const Slot* before = story.before ? &slot_of(*story.before, story.analysed_before) : nullptr;
    const Slot& after = slot_of(story.settings, story.analysed);
    if (before == &after) before = nullptr;
    const DrawList* list = &after.list;
    if (before != nullptr) {
        const Level one = before->pipeline->level().level, other = after.pipeline->level().level;
        if (one == other) {
            blend(*before, after, story.share);
            list = &blended_;
        } else {
            // Flows run together as those of before, and part as those that come.
            const double change = other > one ? levels_meet : 1 - levels_meet;
            list = story.share < change ? &before->list : &after.list;
        }
    }
    const bool early = story.before && story.share < 0.5;
    const Style style =
        story.before ? mixed(story.before->style, story.settings.style, story.share) : story.settings.style;
    const bool reduced = style.reduced_motion;
    return {*list,
            {.camera = story.settings.camera,
             .viewport = viewport,
             .style = style,
             .time_s = reduced ? 0 : story.time_s,
             .motion = reduced ? Motion::still : Motion::moving,
             .selected = early ? story.before->selected : story.settings.selected,
             .shift = shift(story, before, after),
             .titles = story.titles}};
}

bool StoryPicture::busy() const {
    return std::ranges::any_of(slots_, [](const Slot& slot) { return slot.pipeline->busy(); });
}

std::optional<Staleness> StoryPicture::stale() const {
    for (const Slot& slot : slots_)
        if (slot.pipeline->stale()) return slot.pipeline->stale();
    return std::nullopt;
}

}  // namespace flowspace
