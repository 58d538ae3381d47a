#include "viewer/beside_maps.h"

#include "data/source/parallel.h"
#include "render/scene/map_scale.h"

#include <algorithm>
#include <utility>

namespace flowspace {

namespace {

/// The parts of a line of sources that `said` does not hold yet, which then holds them; a line with none is
/// empty.
std::string further_sources(const std::string& line, Language language, std::vector<std::string>& said) {
    const bool zh = language == Language::zh;
    const std::string begin = zh ? "来源：" : "Sources: ", between = zh ? "；" : "; ";
    if (!line.starts_with(begin)) return line;
    std::string text;
    for (std::size_t at = begin.size(); at <= line.size();) {
        const std::size_t end = std::min(line.find(between, at), line.size());
        std::string part = line.substr(at, end - at);
        at = end + between.size();
        if (std::ranges::find(said, part) != said.end()) continue;
        text += (text.empty() ? begin : between) + part;
        said.push_back(std::move(part));
    }
    return text;
}

}  // namespace

BesideMaps::BesideMaps(std::shared_ptr<const Dataset> data, PipelineOptions options)
    : data_(std::move(data)), options_(std::move(options)) {
    options_.figures = PipelineFigures::of_the_map;
}

void BesideMaps::update(const Settings& settings, Pipeline& own, std::span<const MapPoint> nodes) {
    std::vector<Settings> each = settings_of_maps(settings);
    const std::size_t cell = own_map(settings);
    each[cell] = settings;  // its figures are asked for as well
    choose_pipelines(each.size(), own, cell);
    // Each has stages of its own, and what is open never changes. In most frames nothing is asked anew, and a
    // thread would cost more than it does.
    std::vector<Filter> asked;
    for (const Settings& map : each) asked.push_back(map.filter);
    const unsigned threads = std::exchange(asked_, asked) == asked ? 1 : all_threads();
    run_parallel(each.size(), threads, [&](std::size_t map) { pipelines_[map]->update_flows(each[map]); });
    scale_ = wanted_scale(settings, each);
    run_parallel(each.size(), threads,
                 [&](std::size_t map) { pipelines_[map]->update_picture(each[map], scale_); });
    take_lists(std::move(each));
    for (Map& map : maps_) take_space(map, nodes);
}

void BesideMaps::take_space(Map& map, std::span<const MapPoint> nodes) const {
    const FlowSpaceMap& space = map.pipeline->flow_space();
    if (map.settings.space != Space::flow || space.placed == 0) {
        map.space.reset();
        return;
    }
    if (map.space && map.of_space == map.pipeline->flow_space_revision()) return;
    map.of_space = map.pipeline->flow_space_revision();
    map.space = std::make_shared<const std::vector<MapPoint>>(laid_over(space, *data_->atlas, nodes));
}

void BesideMaps::choose_pipelines(std::size_t maps, Pipeline& own, std::size_t own_cell) {
    while (others_.size() + 1 < maps) others_.push_back(std::make_unique<Pipeline>(data_, options_));
    others_.resize(maps - 1);
    pipelines_.clear();
    for (std::size_t cell = 0; cell < maps; ++cell)
        pipelines_.push_back(cell == own_cell ? &own : others_[cell < own_cell ? cell : cell - 1].get());
}

/// Nothing where no layer is on two of them, or one compares windows: differences have a scale of their own.
std::optional<MapScale> BesideMaps::wanted_scale(const Settings& settings,
                                                 const std::vector<Settings>& each) const {
    if (!settings.beside || !settings.beside->same_scale) return std::nullopt;
    std::vector<LayerId> layers;
    for (const Settings& map : each)
        layers.insert(layers.end(), map.filter.layers.begin(), map.filter.layers.end());
    std::ranges::sort(layers);
    if (std::ranges::adjacent_find(layers) == layers.end() && !layers.empty()) return std::nullopt;
    std::vector<MapScale> scales;
    for (std::size_t cell = 0; cell < each.size(); ++cell) {
        std::optional<MapScale> scale = pipelines_[cell]->own_scale(each[cell]);
        if (!scale) return std::nullopt;
        scales.push_back(std::move(*scale));
    }
    return common_scale(scales);
}

/// What all maps say is said once, on the last of them: sources, and that the map is none of the approved
/// ones.
void BesideMaps::take_lists(std::vector<Settings> settings) {
    maps_.resize(settings.size());
    std::vector<std::string> said;
    for (std::size_t cell = settings.size(); cell-- > 0;) {
        Map& map = maps_[cell];
        const DrawList& list = pipelines_[cell]->draw_list();
        std::string heading = heading_of(settings[cell], *data_);
        std::string source = further_sources(list.furniture.source, settings[cell].style.language, said);
        const bool same = map.pipeline == pipelines_[cell] && map.of_revision == list.revision &&
                          map.heading == heading && map.list.revision > 0 &&
                          map.list.furniture.source == source;
        map.settings = std::move(settings[cell]);
        if (same) continue;
        if (map.pipeline != pipelines_[cell]) map.space.reset();
        map.pipeline = pipelines_[cell];
        map.of_revision = list.revision;
        map.heading = std::move(heading);
        map.list = list;
        map.list.revision = ++revision_;
        map.list.furniture.title = map.heading;
        map.list.furniture.source = std::move(source);
        if (cell + 1 < maps_.size()) map.list.furniture.notice.clear();
    }
}

bool BesideMaps::busy() const {
    return std::ranges::any_of(others_, [](const auto& pipeline) { return pipeline->busy(); });
}

std::optional<Staleness> BesideMaps::stale() const {
    std::optional<Staleness> oldest;
    for (const auto& pipeline : others_)
        if (const auto stale = pipeline->stale(); stale && (!oldest || stale->since < oldest->since))
            oldest = stale;
    return oldest;
}

}  // namespace flowspace
