#include "viewer/pipeline.h"

#include "render/scene/build_draw_list.h"
#include "viewer/focus.h"

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

}  // namespace

Pipeline::Pipeline(std::shared_ptr<const Dataset> data, std::uint64_t background_above)
    : data_(std::move(data)), in_background_(data_->flows->row_count() > background_above) {}

void Pipeline::update(const Settings& settings) {
    update_map(settings);
    update_draw_list(settings);
    update_time_histogram(time_filter(filter_.value()));
    update_inspector(settings);
}

void Pipeline::update_map(const Settings& settings) {
    const Filter& asked = settings.filter;
    Filter without_thresholds = asked;
    without_thresholds.min_value.reset();
    without_thresholds.max_value.reset();
    const Filter& filter = filter_.update({without_thresholds, settings.focus}, [&] {
        Settings narrowed = settings;
        narrowed.filter = without_thresholds;
        return effective_filter(*data_->atlas, narrowed);
    });
    const auto& base =
        base_.update(filter_.revision(), [&] { return select_sums(*data_->atlas, *data_->flows, filter); });
    has_thresholds_ = asked.min_value || asked.max_value;
    sums_.update({base_.revision(), asked.min_value, asked.max_value},
                 [&] { return has_thresholds_ ? keep_between(base, asked) : std::vector<LayerSums>{}; });
    shown_.update({sums_.revision(), settings.show},
                  [&] { return choose_shown(sums(), data_->flows->pairs(), settings.show); });
    volume_histogram_.update({base_.revision(), settings.current_layer}, [&] {
        return flowspace::volume_histogram(base, settings.current_layer, volume_bins);
    });
}

void Pipeline::update_draw_list(const Settings& settings) {
    draw_list_.update({shown_.revision(), settings.style}, [&] {
        Filter filter = filter_.value();
        filter.min_value = settings.filter.min_value;
        filter.max_value = settings.filter.max_value;
        DrawList list = build_draw_list({*data_, filter, settings.style, sums(), shown_.value()});
        list.revision = draw_list_.revision() + 1;
        return list;
    });
}

void Pipeline::update_time_histogram(const Filter& filter) {
    if (in_background_)
        asked_time_.ask(filter, [data = data_, filter] { return flowspace::time_histogram(*data, filter); });
    std::optional<TimeHistogram> finished = asked_time_.take();
    if (!in_background_ && time_key_ != filter) finished = flowspace::time_histogram(*data_, filter);
    if (!finished) return;
    time_key_ = filter;
    time_histogram_ = std::move(*finished);
    ++time_revision_;
}

void Pipeline::update_inspector(const Settings& settings) {
    const InspectorKey key{
        .target = settings.selected,
        .layer = settings.selected.flow ? settings.selected.flow->layer : settings.current_layer,
        .window = settings.filter.window,
        .rows = settings.filter.membership_rows};
    if (in_background_) asked_inspector_.ask(key, [data = data_, key] { return inspect(*data, key); });
    std::optional<InspectorData> finished = asked_inspector_.take();
    if (!in_background_ && inspector_key_ != key) finished = inspect(*data_, key);
    if (!finished) return;
    inspector_key_ = key;
    inspector_ = std::move(*finished);
    ++inspector_revision_;
}

Pipeline::Revisions Pipeline::revisions() const {
    return {.base = base_.revision(),
            .sums = sums_.revision(),
            .shown = shown_.revision(),
            .draw_list = draw_list_.revision(),
            .time_histogram = time_revision_,
            .volume_histogram = volume_histogram_.revision(),
            .inspector = inspector_revision_};
}

}  // namespace flowspace
