// In which order something that spreads with the flows would reach places: fronts about one origin.
#include "render/scene/overlay_builder.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace flowspace {

namespace {

struct Arrival {
    PlaceId place = {};
    double distance = 0;
};

/// The nearest first; of equals the one of the earlier place.
std::vector<Arrival> arrivals_from(std::string_view origin, std::span<const AnalysisRow* const> rows,
                                   const RowNames& names) {
    std::vector<Arrival> found;
    for (const AnalysisRow* row : rows) {
        if (row->measure != "effective_distance" || row->scope != origin || !row->value) continue;
        const std::size_t arrow = row->item.find('>');
        if (arrow == std::string::npos) continue;
        if (const auto place = names.place(std::string_view(row->item).substr(arrow + 1)))
            found.push_back({*place, *row->value});
    }
    std::ranges::stable_sort(found, [](const Arrival& a, const Arrival& b) {
        return a.distance != b.distance ? a.distance < b.distance : a.place < b.place;
    });
    return found;
}

/// Where each of five fronts ends, in places reached: each has about twice as many as the one before it.
std::vector<std::size_t> front_ends(std::size_t places) {
    constexpr int fronts = 5;
    std::vector<std::size_t> ends;
    for (int front = 1; front <= fronts; ++front) {
        const double share = (std::exp2(front) - 1) / (std::exp2(fronts) - 1);
        const auto end = static_cast<std::size_t>(std::lround(static_cast<double>(places) * share));
        if (end > (ends.empty() ? 0 : ends.back())) ends.push_back(end);
    }
    return ends;
}

}  // namespace

/// The selected place, else the one asked for as item, else the one that is nearest to all others.
std::optional<PlaceId> OverlayBuilder::wave_origin() const {
    const auto has_rows = [&](const std::string& id) {
        return std::ranges::any_of(rows_, [&](const AnalysisRow* row) {
            return row->measure == measure_ && row->scope == id && row->value;
        });
    };
    const auto& places = in_.data.atlas->places;
    if (in_.place && has_rows(places[index(*in_.place)].id)) return in_.place;
    if (const auto asked = names_.place(in_.item); asked && has_rows(std::string(in_.item))) return asked;
    const AnalysisRow* nearest = nullptr;
    for (const AnalysisRow* row : rows_)
        if (row->measure == "mean_effective_distance" && row->value && names_.place(row->scope) &&
            (nearest == nullptr || *row->value < *nearest->value) && has_rows(row->scope))
            nearest = row;
    return nearest == nullptr ? std::nullopt : names_.place(nearest->scope);
}

void OverlayBuilder::add_wave() {
    const auto origin = wave_origin();
    if (!origin) return;
    const std::string& id = in_.data.atlas->places[index(*origin)].id;
    const std::vector<Arrival> arrivals = arrivals_from(id, rows_, names_);
    const std::vector<std::size_t> ends = front_ends(arrivals.size());
    disc(*origin).fill = disc(*origin).ring = {Kind::warning};
    disc(*origin).said = words("起点", "the origin");
    add_swatch(Shape::ring, {Kind::warning},
               fmt::format(fmt::runtime(words("起点：{}", "from {}")), names_.name(id, in_.language)));
    for (std::size_t front = 0, from = 0; front < ends.size(); from = ends[front++]) {
        const float tone =
            ends.size() > 1 ? 1 - static_cast<float>(front) / static_cast<float>(ends.size() - 1) : 1;
        for (std::size_t order = from; order < ends[front]; ++order) {
            MapOverlay::Disc& one = disc(arrivals[order].place);
            one.fill = {Kind::sequential, tone};
            one.said = fmt::format(
                fmt::runtime(words("第 {} 个到达；有效距离 {}", "arrival {}; effective distance {}")),
                order + 1, number(arrivals[order].distance));
        }
        add_swatch(Shape::disc, {Kind::sequential, tone},
                   fmt::format(fmt::runtime(words("第 {} 波：第 {}–{} 个到达，至有效距离 {}",
                                                  "front {}: arrivals {}–{}, up to {}")),
                               front + 1, from + 1, ends[front], number(arrivals[ends[front] - 1].distance)));
    }
    std::size_t beyond = 0;
    for (const AnalysisRow* row : rows_)
        if (const auto place = names_.place(row->scope);
            place && row->measure == "mean_effective_distance" && !discs_.contains(*place)) {
            disc(*place).ring = {Kind::quiet};
            ++beyond;
        }
    if (beyond > 0)
        add_swatch(Shape::ring, {Kind::quiet},
                   fmt::format(fmt::runtime(words("流所不及（{} 地）", "no flow leads there ({})")), beyond));
    made_.legend.notes.push_back(
        words("波次是到达的次序，不是时间：按有效距离（1 − ln P 沿最可能路径之和）由近及远",
              "Fronts are an order of arrival, not times: by effective distance, 1 - ln P along the most "
              "probable way"));
    made_.legend.notes.push_back(
        words("在地图上选中一地即以其为起点", "Select a place on the map to begin there"));
}

}  // namespace flowspace
