// What the legend of an answer says beside its numbers: their unit, what they are of, what stands in for what
// was not given, and what is not known.
#include "render/scene/overlay_builder.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

namespace flowspace {

namespace {

template <class List>
bool holds(const List& list, std::string_view key) {
    return std::ranges::find(list, key) != list.end();
}

bool has_note(const AnalysisResult& result, std::string_view code) {
    return std::ranges::find(result.notes, code, &OutputNote::code) != result.notes.end();
}

/// Measures that follow from flows or tables alone, whatever the network is.
constexpr std::array<std::string_view, 12> without_network = {
    "out_strength", "in_strength", "out_degree",    "in_degree",   "pagerank",   "hub",
    "authority",    "eigenvector", "inoperability", "direct_blow", "rescue_gap", "demand_at_failed"};

/// Of how many members it is, where not of all: so the row's note says.
bool is_of_some(const AnalysisRow& row) {
    return row.note == "partly-known" || (row.note.starts_with("of-") && row.note.ends_with("-members"));
}

}  // namespace

/// Of the measure drawn, in words. Roses show shares of flows, not flows.
std::string OverlayBuilder::unit() const {
    if (measure_.starts_with("sector_")) return {};
    const auto row =
        std::ranges::find_if(rows_, [&](const AnalysisRow* one) { return one->measure == measure_; });
    if (row == rows_.end()) return {};
    return unit_words(in_.analysis, in_.result, in_.data.flows->layers(), **row, in_.language);
}

/// What a pure number is of.
void OverlayBuilder::add_meaning() {
    if (in_.analysis.key != "equity" || made_.empty()) return;
    const auto& facts = in_.result.facts;
    const bool of_atlas = std::ranges::find(facts, "values", &AnalysisFact::key) != facts.end();
    const bool growth = measure_.starts_with("growth_");
    const std::string of =
        of_atlas ? growth ? words("按现价 GDP 计算", "Of GDP at current prices")
                          : words("按 2020 年人均 GDP（元）计算", "Of GDP per head of 2020, yuan")
        : growth ? words("按指标表中的人均值乘人口计算",
                         "Of values per head times people, of the table of indicators")
                 : words("按指标表中的人均值（value 列）计算",
                         "Of the values per head in the table of indicators");
    made_.legend.notes.insert(made_.legend.notes.begin(), of);
}

/// A network that nobody gave is a stand-in: what is measured over it says so.
void OverlayBuilder::add_stand_in() {
    if (made_.empty() || !has_note(in_.result, "made-network") || holds(without_network, measure_)) return;
    if (in_.analysis.key != "centrality" && in_.analysis.key != "resilience") return;
    made_.legend.notes.push_back(words(
        "未给出线路（--cost）：以各地与邻近地点的直线相连代替网络，长度为大地线千米数，不代表实际道路或铁路",
        "No links were given (--cost): a stand-in network joins each place to its neighbours, lengths are "
        "geodesic km; it is not that of roads or railways"));
}

/// No tint is mixed of two: where groups share places one of them is on top.
void OverlayBuilder::add_overlap() {
    std::set<PlaceId> members;
    bool overlap = false;
    for (const MapOverlay::Area& area : made_.areas) {
        std::set<PlaceId> own;
        for (const Membership& member : in_.data.atlas->groups[index(area.group)].members)
            own.insert(member.place);
        for (const PlaceId place : own) overlap = !members.insert(place).second || overlap;
    }
    if (overlap)
        made_.legend.notes.push_back(
            words("重叠处显示面积较小的分组", "Where groups overlap the smaller one is on top"));
}

/// Areas that stay as they were: a reader would take them for the lowest, or for none of the groups.
void OverlayBuilder::add_blank() {
    constexpr std::size_t most_named = 3;
    if (made_.areas.empty()) return;
    std::vector<std::string> names;
    for (const AnalysisRow* row : rows_) {
        const auto group = names_.group(row->scope);
        if (row->measure != measure_ || row->item != item_ || !group || row->value || !row->label.empty() ||
            std::ranges::find(made_.areas, *group, &MapOverlay::Area::group) != made_.areas.end())
            continue;
        std::string name = names_.name(row->scope, in_.language);
        if (!holds(names, name)) names.push_back(std::move(name));
    }
    if (names.empty()) return;
    const std::size_t more = names.size() - std::min(names.size(), most_named);
    names.resize(names.size() - more);
    std::string text = words("没有数值、未着色：", "Without a value, so not coloured: ") +
                       fmt::format("{}", fmt::join(names, words("、", ", ")));
    if (more > 0)
        text += fmt::format(fmt::runtime(words("等 {} 组", " and {} more")), more + (zh_ ? names.size() : 0));
    made_.legend.notes.push_back(std::move(text));
}

/// Flows that the source does not publish; what a model leaves out is no secret of a source.
void OverlayBuilder::add_unpublished() {
    const bool modelled =
        made_.layer && in_.data.flows->layers()[index(*made_.layer)].status == Status::modelled;
    if (!of_flows_ || modelled) return;
    const auto note = std::ranges::find(in_.result.notes, "unpublished", &OutputNote::code);
    if (note == in_.result.notes.end()) return;
    std::string said = zh_ ? note->zh : note->en;  // in a table it follows its code, here it begins a line
    if (!said.empty() && said.front() >= 'a' && said.front() <= 'z')
        said.front() = static_cast<char>(said.front() - 'a' + 'A');
    made_.legend.notes.push_back(std::move(said));
}

bool OverlayBuilder::counts_few(const AnalysisRow& row, GroupId group) const {
    const auto members = static_cast<std::int64_t>(in_.data.atlas->groups[index(group)].members.size());
    return is_of_some(row) && row.n && 2 * *row.n <= members;
}

/// Nothing where it is of all of them.
std::string OverlayBuilder::counted_members(const AnalysisRow& row, GroupId group) const {
    if (!is_of_some(row) || !row.n) return {};
    return fmt::format(fmt::runtime(words("，仅计 {1} 个成员中的 {0} 个", ", of {} of {} members")), *row.n,
                       in_.data.atlas->groups[index(group)].members.size());
}

}  // namespace flowspace
