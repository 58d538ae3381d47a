// See empty_answer.h.
#include "data/analysis/empty_answer.h"

#include "data/analysis/od_matrix.h"
#include "data/completeness.h"
#include "data/pair_selection.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

namespace flowspace {
namespace {

constexpr std::string_view no_rows = "no-rows-in-window", none_passes = "none-passes",
                           few_places = "too-few-places", no_group = "no-such-group",
                           small_group = "small-group";
constexpr std::array reasons = {no_rows, none_passes, few_places, no_group, small_group};

constexpr std::array<std::string_view, 3> of_groups = {"aggregation", "integration", "circulation"};

template <class List>
bool holds(const List& list, std::string_view key) {
    return std::ranges::find(list, key) != list.end();
}

/// A few things by name in both languages, the others counted.
class Named {
public:
    void add(std::string en, std::string zh) {
        if (++count_ > most_named) return;
        en_ += (en_.empty() ? "" : "; ") + en;
        zh_ += (zh_.empty() ? "" : "；") + zh;
    }
    bool empty() const { return count_ == 0; }
    std::string en() const {
        return count_ > most_named ? fmt::format("{} and {} more", en_, count_ - most_named) : en_;
    }
    std::string zh() const { return count_ > most_named ? fmt::format("{}等 {} 项", zh_, count_) : zh_; }

private:
    static constexpr std::size_t most_named = 3;
    std::size_t count_ = 0;
    std::string en_, zh_;
};

/// An amount: what no layer without rows has.
bool rests_on_flow(const Analysis& analysis, const AnalysisRow& row) {
    const auto measure = std::ranges::find(analysis.measures, row.measure, &Measure::key);
    return measure != analysis.measures.end() && measure->unit == "flow" && row.value.value_or(0) != 0;
}

/// What is known of the layers and periods asked for.
struct Asked {
    const Analysis& analysis;
    const AnalysisInput& input;
    const AnalysisWork& work;
    AnalysisResult& result;
    Named without_rows = {}, filtered = {};

    const LayerInfo& info(LayerId layer) const { return input.dataset.flows->layers()[index(layer)]; }
};

std::pair<std::string, std::string> words_of(const LayerInfo& layer, const Period& period) {
    const std::string en = layer.name_en.empty() ? layer.key : layer.name_en;
    const std::string zh = layer.name_zh.empty() ? layer.key : layer.name_zh;
    if (period.label.empty()) return {en, zh};
    return {en + ", " + period.label, zh + "，" + period.label};
}

Result<bool> any_row(const Asked& asked, const Filter& filter) {
    const auto found = select_sums(asked.input.dataset, filter, asked.work.stop);
    if (asked.work.stopped()) return stopped_error();
    if (!found) return found.error();
    return std::ranges::any_of(*found, [](const LayerSums& layer) {
        return std::ranges::any_of(layer.sums, [](const ExactSum& sum) { return sum.rows > 0; });
    });
}

/// No row stands behind them, so numbers of the layer say more than is known; counts of pairs stay, and what
/// other observations (`n`) stand behind.
void forget_numbers(Asked& asked, LayerId layer, const Period& period, std::string_view code) {
    if (absent_of(asked.input.filter, asked.input.dataset.completeness) == Absent::zero) return;
    for (AnalysisRow& row : asked.result.rows) {
        if (row.layer != asked.info(layer).key || row.period != period.label) continue;
        if (!row.value || row.n.value_or(0) > 0) continue;
        const auto measure = std::ranges::find(asked.analysis.measures, row.measure, &Measure::key);
        if (measure == asked.analysis.measures.end() || measure->unit == "pairs") continue;
        row.value = std::nullopt;
        row.note = code;
    }
}

std::optional<Error> look_at(Asked& asked, LayerId layer, const Period& period) {
    Filter filter = asked.input.filter;
    filter.layers = {layer};
    filter.window = period.window;
    const Result<bool> some = any_row(asked, filter);
    if (!some) return some.error();
    if (*some) return std::nullopt;
    const Result<bool> unfiltered = any_row(asked, {.layers = {layer}, .window = period.window});
    if (!unfiltered) return unfiltered.error();
    auto [en, zh] = words_of(asked.info(layer), period);
    (*unfiltered ? asked.filtered : asked.without_rows).add(std::move(en), std::move(zh));
    forget_numbers(asked, layer, period, *unfiltered ? none_passes : no_rows);
    return std::nullopt;
}

OutputNote note_of_rows(const Asked& asked) {
    const TimeAxis& axis = asked.input.dataset.flows->time_axis();
    const std::string en = asked.without_rows.en(), zh = asked.without_rows.zh();
    if (axis.grain == Grain::none || axis.starts.empty())
        return {std::string(no_rows), fmt::format("{}: the table has no row of it: choose another layer", en),
                fmt::format("{}：表中没有该要素的数据，请改选其他要素", zh)};
    const std::string first = format_time(axis.grain, axis.starts.front()),
                      last = format_time(axis.grain, axis.starts.back());
    return {
        std::string(no_rows),
        fmt::format("{}: no row of the table falls there: choose a window within {} to {}, or another "
                    "layer",
                    en, first, last),
        fmt::format("{}：该时段没有数据，请在 {} 至 {} 之间改选时间窗口，或改选其他要素", zh, first, last)};
}

OutputNote note_of_places(std::size_t count) {
    return {std::string(few_places),
            fmt::format("{} passes the filter, and a flow has two ends: take in more places",
                        count == 0 ? "no place" : "only one place"),
            fmt::format("{}，而一条流有两端：请放宽地点或分组的筛选",
                        count == 0 ? "没有地点符合筛选" : "仅有一个地点符合筛选")};
}

std::string_view kind_in_chinese(GroupKind kind) {
    switch (kind) {
        case GroupKind::circle:
            return "都市圈";
        case GroupKind::agglomeration:
            return "城市群";
        case GroupKind::province:
            break;
    }
    return "省份";
}

std::optional<OutputNote> note_of_groups(const AnalysisInput& input, const std::vector<PlaceId>& places) {
    const std::vector<GroupId> groups = groups_asked(input);
    if (groups.empty())
        return OutputNote{std::string(no_group),
                          fmt::format("no group of kind {} is known: choose another kind, or open a table "
                                      "of groups",
                                      key(input.filter.kind)),
                          fmt::format("没有{}（{}）这一类分组，请改选分组类型，或打开分组表",
                                      kind_in_chinese(input.filter.kind), key(input.filter.kind))};
    Named small;
    for (const GroupId group : groups) {
        const Group& one = input.dataset.atlas->groups[index(group)];
        const auto members = std::ranges::count_if(one.members, [&](const Membership& member) {
            return std::ranges::binary_search(places, member.place);
        });
        if (members < 2)
            small.add(fmt::format("{} ({})", one.name_en.empty() ? one.id : one.name_en, members),
                      fmt::format("{}（{} 个）", one.name_zh.empty() ? one.id : one.name_zh, members));
    }
    if (small.empty()) return std::nullopt;
    return OutputNote{std::string(small_group),
                      fmt::format("places with flows: {}: a group needs two for anything to flow inside it: "
                                  "choose a larger group, or take in more places",
                                  small.en()),
                      fmt::format("有流的成员：{}。组内至少要有两个地点才谈得上内部流，请改选更大的分组，或"
                                  "放宽地点筛选",
                                  small.zh())};
}

}  // namespace

bool is_reason(std::string_view code) { return holds(reasons, code); }

std::vector<OutputNote> reasons_of(const AnalysisResult& result, std::string_view measure) {
    const auto is_of = [&](const AnalysisRow& row) { return row.measure == measure; };
    const bool valued = std::ranges::any_of(
        result.rows, [&](const AnalysisRow& row) { return is_of(row) && (row.value || !row.label.empty()); });
    std::vector<OutputNote> found;
    for (const OutputNote& note : result.notes) {
        const bool of_rows = !valued && std::ranges::any_of(result.rows, [&](const AnalysisRow& row) {
            return is_of(row) && row.note == note.code;
        });
        if (is_reason(note.code) || of_rows) found.push_back(note);
    }
    return found;
}

std::optional<Error> explain_empty(const Analysis& analysis, const AnalysisInput& input,
                                   const AnalysisWork& work, AnalysisResult& result) {
    if (!is_of_flows(analysis)) return std::nullopt;
    Asked asked{analysis, input, work, result};
    std::vector<OutputNote> found;
    const std::vector<PlaceId> places = places_asked(input.dataset, input.filter);
    for (const LayerId layer : layers_asked(*input.dataset.flows, input.filter))
        for (const Period& period : input.periods) {
            const bool said = std::ranges::any_of(result.rows, [&](const AnalysisRow& row) {
                return row.layer == asked.info(layer).key && row.period == period.label &&
                       rests_on_flow(analysis, row);
            });
            if (said) continue;
            if (const auto error = look_at(asked, layer, period)) return error;
        }
    if (places.size() < 2)
        found.push_back(note_of_places(places.size()));
    else if (!asked.filtered.empty())
        found.push_back({std::string(none_passes),
                         fmt::format("{}: no listed flow passes the filter: widen it", asked.filtered.en()),
                         fmt::format("{}：没有流符合筛选，请放宽筛选条件", asked.filtered.zh())});
    if (!asked.without_rows.empty()) found.push_back(note_of_rows(asked));
    if (holds(of_groups, analysis.key) && places.size() >= 2)
        if (auto note = note_of_groups(input, places)) found.push_back(std::move(*note));
    for (AnalysisRow& row : result.rows)  // said of the places then
        if (row.note == none_passes && places.size() < 2) row.note = few_places;
    result.notes.insert(result.notes.begin(), found.begin(), found.end());
    return std::nullopt;
}

}  // namespace flowspace
