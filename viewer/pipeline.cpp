#include "viewer/pipeline.h"

#include "data/analysis/change_test.h"
#include "data/analysis/flow_bundles.h"
#include "data/completeness.h"
#include "data/geo/projection.h"
#include "data/source/parallel.h"
#include "render/scene/build_draw_list.h"
#include "render/scene/home_camera.h"
#include "render/scene/map_overlay.h"
#include "render/scene/map_scale.h"
#include "render/scene/node_points.h"
#include "viewer/focus.h"
#include "viewer/trace.h"

#include <algorithm>

namespace flowspace {

namespace {

constexpr std::size_t volume_bins = 48;

/// What the time histogram depends on: neither the window nor the thresholds.
Filter time_filter(Filter filter) {
    filter.window = {};
    filter.min_value.reset();
    filter.max_value.reset();
    return filter;
}

/// Leaves out of `after` what the thresholds left out of `before`.
void keep_same_pairs(const std::vector<LayerSums>& before, std::vector<LayerSums>& after) {
    for (std::size_t layer = 0; layer < after.size(); ++layer)
        for (std::size_t pair = 0; pair < after[layer].sums.size(); ++pair)
            if (!before[layer].counted[pair]) {
                after[layer].sums[pair] = {.digits = after[layer].sums[pair].digits};
                after[layer].counted[pair] = 0;
            }
}

/// Of one place the map itself says which it is.
std::vector<PlaceId> chosen_places(const Settings& settings) {
    return settings.focus.places.size() > 1 ? settings.focus.places : std::vector<PlaceId>{};
}

StageRuns runs_of_map(const Dataset& data, const PipelineOptions& options) {
    return options.background_above && data.flows->is_remote() ? StageRuns::in_background
                                                               : StageRuns::at_once;
}

StageRuns runs_of_figures(const Dataset& data, const PipelineOptions& options) {
    const bool large = options.background_above && data.flows->row_count() > *options.background_above;
    return large ? StageRuns::in_background : runs_of_map(data, options);
}

}  // namespace

Pipeline::Pipeline(std::shared_ptr<const Dataset> data, PipelineOptions options)
    : data_(std::move(data)),
      search_(std::make_unique<SearchIndex>(data_->atlas)),
      now_(std::move(options.now)),
      figures_(options.figures),
      base_(runs_of_map(*data_, options)),
      before_(runs_of_map(*data_, options)),
      flow_space_(options.background_above ? StageRuns::in_background : StageRuns::at_once),
      tests_(options.background_above ? StageRuns::in_background : StageRuns::at_once),
      ways_(options.background_above ? StageRuns::in_background : StageRuns::at_once),
      locked_(runs_of_map(*data_, options)),
      time_histogram_(runs_of_figures(*data_, options)),
      inspector_(runs_of_figures(*data_, options)),
      pins_(options.background_above ? StageRuns::in_background : StageRuns::at_once) {}

void Pipeline::update(const Settings& settings, const std::optional<MapScale>& shared) {
    update_flows(settings);
    update_picture(settings, shared);
}

void Pipeline::update_flows(const Settings& settings) {
    const WallTime now = now_();
    update_map(settings, now);
    update_tests(settings, now);
    update_scale(settings, now);
    update_ways(settings, now);
}

void Pipeline::update_picture(const Settings& settings, const std::optional<MapScale>& shared) {
    update_draw_list(settings, shared);
    const WallTime now = now_();
    if (figures_ == PipelineFigures::of_the_map) return;
    update_time_histogram(time_filter(filter_.value()), now);
    update_inspector(settings, now);
    update_pins(settings, now);
}

void Pipeline::update_map(const Settings& settings, WallTime now) {
    const Filter& asked = settings.filter;
    Filter without_thresholds = asked;
    without_thresholds.min_value.reset();
    without_thresholds.max_value.reset();
    const Filter& filter = filter_.update({without_thresholds, settings.focus}, [&] {
        Settings narrowed = settings;
        narrowed.filter = without_thresholds;
        return effective_filter(*data_->atlas, narrowed);
    });
    update_sums(filter, now);
    const std::vector<LayerSums>& base = base_.value();
    answered_ = base_.answered().value_or(filter);
    answered_.min_value = asked.min_value;
    answered_.max_value = asked.max_value;
    has_thresholds_ = asked.min_value || asked.max_value;
    sums_.update({base_.revision(), asked.min_value, asked.max_value},
                 [&] { return has_thresholds_ ? keep_between(base, asked) : std::vector<LayerSums>{}; });
    const std::span<const Pair> pairs = data_->flows->pairs();
    level_.update({level_shown(settings), filter.membership_rows}, [&] {
        return map_level(*data_->atlas, pairs, level_shown(settings), filter.membership_rows);
    });
    const bool grouped = level().level != Level::place;
    level_flows_.update({sums_.revision(), level_.revision()}, [&] {
        return grouped ? sums_at_level(level(), *data_->atlas, pairs, sums()) : LevelFlows{};
    });
    update_changes(settings, now);
    update_flow_space(settings, now);
    shown_.update({sums_.revision(), level_.revision(), changes_.revision(), settings.show}, [&] {
        if (comparing_)
            return choose_shown(differences_of(changes()), level().pairs, settings.show, all_threads());
        return grouped ? choose_shown(level_flows().sums, level().pairs, settings.show, all_threads())
                       : choose_shown(sums(), pairs, settings.show, all_threads());
    });
    if (figures_ == PipelineFigures::of_the_map) return;
    volume_histogram_.update({base_.revision(), settings.current_layer}, [&] {
        return flowspace::volume_histogram(base, settings.current_layer, volume_bins);
    });
}

/// Both windows are answered for the same question: else, while one of them is under way or refused, layers
/// and pairs of one would be taken for those of the other.
bool Pipeline::answers_match(const Comparison& comparison) const {
    if (!comparison.before || !base_.answered() || !before_.answered()) return false;
    Filter wanted = *base_.answered();
    wanted.window = *comparison.before;
    return wanted == *before_.answered();
}

/// Minimum and maximum choose pairs by the window compared with, as `flowspace sum --versus-from` does.
void Pipeline::update_changes(const Settings& settings, WallTime now) {
    const Comparison& comparison = settings.comparison;
    const Filter& asked = settings.filter;
    if (comparison.before) {
        Filter filter = filter_.value();
        filter.window = *comparison.before;
        before_.update(filter, now, [data = data_, filter](std::stop_token cancel) {
            return select_sums(*data, filter, std::move(cancel));
        });
    }
    comparing_ = answers_match(comparison);
    changes_.update({base_.revision(), before_.revision(), level_.revision(), comparison, asked.min_value,
                     asked.max_value},
                    [&] {
                        if (!comparing_) return std::vector<LayerChanges>{};
                        const ComparedSums compared = compared_sums(settings);
                        const Absent absent = absent_of(filter_.value(), data_->completeness);
                        return changes_between(compared.before, compared.after, comparison.measure,
                                               absent == Absent::zero);
                    });
}

/// Before and after, between the nodes of the level, of the pairs that the thresholds let through.
Pipeline::ComparedSums Pipeline::compared_sums(const Settings& settings) const {
    ComparedSums compared{.before = before_.value(), .after = base_.value()};
    if (has_thresholds_) {
        compared.own_before = keep_between(before_.value(), settings.filter);
        compared.own_after = base_.value();
        keep_same_pairs(compared.own_before, compared.own_after);
        compared.before = compared.own_before;
        compared.after = compared.own_after;
    }
    if (level().level != Level::place) {
        const std::span<const Pair> pairs = data_->flows->pairs();
        compared.own_before = sums_at_level(level(), *data_->atlas, pairs, compared.before).sums;
        compared.own_after = sums_at_level(level(), *data_->atlas, pairs, compared.after).sums;
        compared.before = compared.own_before;
        compared.after = compared.own_after;
    }
    return compared;
}

/// A good part of a second for hundreds of places, so never in a frame.
void Pipeline::update_flow_space(const Settings& settings, WallTime now) {
    if (settings.space != Space::flow) return;
    const auto layer = std::ranges::find(sums(), settings.current_layer, &LayerSums::layer);
    if (layer == sums().end()) return;
    const SpaceKey key{sums_.revision(), settings.current_layer};
    if (!flow_space_.asks(key, now)) {  // a copy is made only where something new is asked
        flow_space_.collect(now);
        return;
    }
    flow_space_.update(key, now,
                       [data = data_, sums = *layer](const std::stop_token& stop) -> Result<FlowSpaceMap> {
                           return flow_space_map(*data->atlas, data->flows->pairs(), sums, stop);
                       });
}

const std::vector<ChangeTest>& Pipeline::change_tests() const {
    static const std::vector<ChangeTest> none;
    const bool current =
        comparing_ && tests_.answered() && std::get<0>(*tests_.answered()) == changes_.revision();
    return current ? tests_.value() : none;
}

/// Some tens of microseconds a pair near chance, so not in a frame.
void Pipeline::update_tests(const Settings& settings, WallTime now) {
    if (!comparing_) return;
    const bool of_shares = settings.comparison.measure == ChangeMeasure::share;
    const TestKey key{changes_.revision(), of_shares};
    // Copies are made only where something new is asked of counts.
    if (asked_tests_ == key) {
        tests_.update(key, now, [](const std::stop_token&) { return std::vector<ChangeTest>{}; });
        return;
    }
    asked_tests_ = key;
    if (std::ranges::none_of(data_->flows->layers(), holds_counts)) {
        tests_.update(key, now,
                      [untested = untested_changes(changes())](const std::stop_token&) { return untested; });
        return;
    }
    const ComparedSums compared = compared_sums(settings);
    const auto days = [&](const Window& window) {
        const TimeAxis& axis = data_->flows->time_axis();
        const StepRange steps = steps_in(axis, window);
        double sum = 0;
        for (std::size_t step = steps.first; step < steps.last; ++step)
            sum += static_cast<double>(count(step_end(axis.grain, axis.starts[step])) -
                                       count(axis.starts[step]));
        return std::max(sum, 1.0);
    };
    const double long_before = days(*settings.comparison.before), long_after = days(answered_.window);
    tests_.update(key, now,
                  [data = data_, before = std::vector(compared.before.begin(), compared.before.end()),
                   after = std::vector(compared.after.begin(), compared.after.end()), of_shares, long_before,
                   long_after](const std::stop_token& stop) -> Result<std::vector<ChangeTest>> {
                      return test_changes({.before = before,
                                           .after = after,
                                           .layers = data->flows->layers(),
                                           .before_exposure = long_before,
                                           .after_exposure = long_after,
                                           .of_shares = of_shares},
                                          stop);
                  });
}

void Pipeline::update_scale(const Settings& settings, WallTime now) {
    const std::optional<Window> window = scale_window(settings);
    const bool keeps = window && !comparing_;
    if (keeps) {
        Filter filter = filter_.value();
        filter.window = *window;
        locked_.update(filter, now, [data = data_, filter](std::stop_token cancel) {
            return select_sums(*data, filter, std::move(cancel));
        });
    }
    const Filter& asked = settings.filter;
    scale_.update({keeps ? locked_.revision() : 0, level_.revision(), settings.show, settings.style.widest_px,
                   keeps ? window : std::nullopt, asked.min_value, asked.max_value},
                  [&]() -> std::optional<MapScale> {
                      if (!keeps || !locked_.answered()) return std::nullopt;
                      const std::vector<LayerSums> sums =
                          has_thresholds_ ? keep_between(locked_.value(), asked) : locked_.value();
                      const std::span<const Pair> pairs = data_->flows->pairs();
                      const bool grouped = level().level != Level::place;
                      const LevelFlows flows =
                          grouped ? sums_at_level(level(), *data_->atlas, pairs, sums) : LevelFlows{};
                      const ShownFlows shown =
                          grouped ? choose_shown(flows.sums, level().pairs, settings.show, all_threads())
                                  : choose_shown(sums, pairs, settings.show, all_threads());
                      DrawListInput input{*data_, answered_, settings.style, sums, shown};
                      if (grouped) input.level.emplace(AtLevel{level(), flows});
                      MapScale scale = scale_of(input);
                      scale.locked = window;
                      return scale;
                  });
}

const FlowWays* Pipeline::ways(const Settings& settings) const {
    const bool wanted = settings.style.bundled && settings.space == Space::map;
    const bool current =
        ways_.answered() && *ways_.answered() == WaysKey{shown_.revision(), level_.revision()};
    return wanted && current ? &ways_.value() : nullptr;
}

/// Seconds for tens of thousands of flows, so never in a frame. In the space of flows places stand apart by
/// what flows: there is nothing to run along.
void Pipeline::update_ways(const Settings& settings, WallTime now) {
    if (!settings.style.bundled || settings.space != Space::map) return;
    const WaysKey key{shown_.revision(), level_.revision()};
    if (asked_ways_ == key) {  // copies are made only where something new is asked
        ways_.update(key, now, [](const std::stop_token&) { return FlowWays{}; });
        return;
    }
    asked_ways_ = key;
    const std::span<const Pair> pairs = data_->flows->pairs();
    const bool grouped = level().level != Level::place;
    std::vector<NodePair> ends;
    for (const ShownFlow& flow : shown_.value().flows) {
        const std::size_t row = index(flow.pair);
        ends.push_back(grouped ? level().pairs[row]
                               : NodePair{node_of(pairs[row].origin), node_of(pairs[row].destination)});
    }
    ways_.update(key, now,
                 [data = data_, flows = shown_.value().flows,
                  ends = std::move(ends)](const std::stop_token& stop) -> Result<FlowWays> {
                     auto projection = Projection::create(map_crs(*data));
                     if (!projection) return projection.error();
                     const std::vector<MapPoint> points = node_points(*data->atlas, *projection);
                     return bundle_flows({.flows = flows, .ends = ends, .points = points}, stop);
                 });
}

DrawListInput Pipeline::draw_list_input(const Settings& settings) {
    DrawListInput input{*data_, answered_, settings.style, sums(), shown_.value()};
    if (level().level != Level::place)
        input.level.emplace(AtLevel{level(), level_flows()});
    else
        input.volumes = &volumes_.update({base_.revision(), sums_.revision()},
                                         [&] { return place_volumes(*data_, sums()); });
    if (comparing_)
        input.difference.emplace(Difference{*settings.comparison.before, settings.comparison.measure,
                                            changes_.value(), change_tests()});
    if (settings.space == Space::flow && flow_space().placed > 0)
        input.space.emplace(InFlowSpace{std::get<LayerId>(*flow_space_.answered()), flow_space().placed,
                                        data_->atlas->places.size(), flow_space().stress});
    return input;
}

std::optional<MapScale> Pipeline::own_scale(const Settings& settings) {
    if (comparing_) return std::nullopt;
    if (scale_.value()) return scale_.value();
    return free_scale_.update({shown_.revision(), settings.style.widest_px},
                              [&] { return scale_of(draw_list_input(settings)); });
}

void Pipeline::update_draw_list(const Settings& settings, const std::optional<MapScale>& shared) {
    const std::optional<MapScale> scale = comparing_ ? std::nullopt : shared ? shared : scale_.value();
    const FlowWays* along = ways(settings);
    const std::uint64_t tests = change_tests().empty() ? 0 : tests_.revision();
    // With links laid over it the list rests on the sums themselves, not on what is chosen from them.
    const std::uint64_t sums_beneath = overlay_ ? sums_.revision() : 0;
    draw_list_.update({shown_.revision(), flow_space_.revision(), sums_beneath, tests,
                       along != nullptr ? ways_.revision() : 0, settings.space, settings.style, overlay_,
                       scale, chosen_places(settings)},
                      [&] {
                          DrawListInput input = draw_list_input(settings);
                          input.overlay = overlay_.get();
                          input.scale = scale ? &*scale : nullptr;
                          input.ways = along;
                          const std::vector<PlaceId> chosen = chosen_places(settings);
                          input.chosen = chosen;
                          DrawList list = build_draw_list(input);
                          const bool of_answer =
                              overlay_ && overlay_->replaces_flows();  // whose legend says its own
                          if (std::string words = choice_words(*data_, input.filter, settings.style.language);
                              !words.empty() && !of_answer)
                              list.furniture.notes.insert(list.furniture.notes.begin(), std::move(words));
                          list.revision = draw_list_.revision() + 1;
                          return list;
                      });
}

void Pipeline::update_sums(const Filter& filter, WallTime now) {
    base_.update(filter, now, [data = data_, filter](std::stop_token cancel) {
        return select_sums(*data, filter, std::move(cancel));
    });
}

void Pipeline::update_time_histogram(const Filter& filter, WallTime now) {
    time_histogram_.update(filter, now, [data = data_, filter](std::stop_token cancel) {
        return flowspace::time_histogram(*data, filter, std::move(cancel));
    });
}

void Pipeline::update_inspector(const Settings& settings, WallTime now) {
    const InspectorKey key{.target = settings.selected,
                           .layer = layer_spoken_of(settings),
                           .window = settings.filter.window,
                           .rows = settings.filter.membership_rows};
    inspector_.update(key, now, [data = data_, key](std::stop_token cancel) {
        return inspect(*data, key, std::move(cancel));
    });
}

/// Many figures at once, so always beside the frame: it must not wait for eight cards.
void Pipeline::update_pins(const Settings& settings, WallTime now) {
    std::vector<InspectorKey> keys;
    for (const Target& pin : settings.pins) {
        keys.push_back({.target = pin,
                        .layer = settings.current_layer,
                        .window = settings.filter.window,
                        .rows = settings.filter.membership_rows});
        if (pin.flow) keys.back().target.flow->layer = settings.current_layer;
        if (pin.tie) keys.back().target.tie->layer = settings.current_layer;
    }
    pins_.update(keys, now,
                 [data = data_, keys](std::stop_token cancel) -> Result<std::vector<InspectorData>> {
                     std::vector<InspectorData> cards;
                     for (const InspectorKey& key : keys) {
                         Result<InspectorData> card = inspect(*data, key, cancel);
                         if (!card) return card.error();
                         cards.push_back(std::move(*card));
                     }
                     return cards;
                 });
}

std::optional<Staleness> Pipeline::stale() const {
    std::optional<Staleness> oldest;
    for (const std::optional<Staleness>* stage :
         {&base_.stale(), &before_.stale(), &locked_.stale(), &time_histogram_.stale(), &inspector_.stale(),
          &pins_.stale()})
        if (*stage && (!oldest || (*stage)->since < oldest->since)) oldest = *stage;
    return oldest;
}

void Pipeline::retry() {
    base_.retry();
    before_.retry();
    locked_.retry();
    time_histogram_.retry();
    inspector_.retry();
    pins_.retry();
}

Pipeline::Revisions Pipeline::revisions() const {
    return {.base = base_.revision(),
            .sums = sums_.revision(),
            .shown = shown_.revision(),
            .draw_list = draw_list_.revision(),
            .time_histogram = time_histogram_.revision(),
            .volume_histogram = volume_histogram_.revision(),
            .inspector = inspector_.revision()};
}

}  // namespace flowspace
