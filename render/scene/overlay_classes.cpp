// Classes on the map: stages of groups, contours of commuting, places with the core of their group.
#include "render/scene/overlay_builder.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

namespace flowspace {

namespace {

struct StageWords {
    std::string_view key, zh, en;
};
/// From the earliest on, as the plan has them.
constexpr std::array tier_words = {StageWords{"cultivating", "培育发展", "to be nurtured"},
                                   StageWords{"growing", "发展壮大", "to be strengthened"},
                                   StageWords{"mature", "优化提升", "to be improved and upgraded"}};

}  // namespace

/// Growth centres. No flow has a part in it.
void OverlayBuilder::add_growth() {
    add_values();
    if (made_.areas.empty()) return;
    of_flows_ = false;
    std::size_t partly = 0;
    for (const AnalysisRow* row : rows_)
        if (row->measure == measure_ && row->note == "partly-known") ++partly;
    std::string years = period_;
    if (const std::size_t dots = years.find(".."); dots != std::string::npos) years.replace(dots, 2, "–");
    made_.legend.notes.push_back(fmt::format(
        fmt::runtime(words("{} 年；只计两年均有数据的地点，各组与未入组合计为 1",
                           "{}; of places known in both years: groups and what is in none add up to 1")),
        years));
    if (partly > 0)
        made_.legend.notes.push_back(
            fmt::format(fmt::runtime(words("{} 组有成员缺数据，其增量未计入",
                                           "{} groups have members that are not known: "
                                           "their growth is not counted")),
                        partly));
}

/// Three tones; a group whose class depends on the composite is hatched, in the tone between its classes.
void OverlayBuilder::add_stage() {
    constexpr std::array<std::string_view, 3> classes = {"cultivating", "growing", "mature"};
    constexpr std::array tones = {0.1f, 0.5f, 1.0f};
    const auto tone_of = [&](std::string_view label) -> std::optional<float> {
        const auto at = std::ranges::find(classes, label);
        if (at == classes.end()) return std::nullopt;
        return tones[static_cast<std::size_t>(at - classes.begin())];
    };
    const bool official = measure_ == "official_tier";
    const auto name_of = [&](std::string_view label) {
        const auto at = std::ranges::find(tier_words, label, &StageWords::key);
        return official && at != tier_words.end() ? std::string(zh_ ? at->zh : at->en)
                                                  : names_.name(label, in_.language);
    };
    std::array<std::size_t, classes.size()> count = {};
    std::size_t between = 0;
    std::map<GroupId, MapOverlay::Area> areas;
    for (const AnalysisRow* row : rows_) {
        const auto group = names_.group(row->scope);
        if (!group || row->measure != measure_) continue;
        const std::string said = name_of(row->label);
        if (const auto tone = tone_of(row->label)) {
            areas.emplace(*group, MapOverlay::Area{*group, {Kind::sequential, *tone}, false, said});
            ++count[static_cast<std::size_t>(std::ranges::find(classes, row->label) - classes.begin())];
            continue;
        }
        if (row->label != "between-stages") continue;
        float low = 1, high = 0;
        std::string by;
        for (const AnalysisRow* one : rows_)
            if (one->measure == "class" && one->scope == row->scope)
                if (const auto tone = tone_of(one->label)) {
                    low = std::min(low, *tone);
                    high = std::max(high, *tone);
                    by += (by.empty() ? ""
                           : zh_      ? "，"
                                      : ", ") +
                          names_.name(one->item, in_.language) + " " + names_.name(one->label, in_.language);
                }
        if (low > high) continue;
        areas.emplace(*group, MapOverlay::Area{*group,
                                               {Kind::sequential, (low + high) / 2},
                                               true,
                                               said + (by.empty() ? "" : (zh_ ? "：" : ": ") + by)});
        ++between;
    }
    for (const auto& [group, area] : areas) made_.areas.push_back(area);
    if (areas.empty()) return;
    of_flows_ = false;
    for (std::size_t at = classes.size(); at-- > 0;)
        add_swatch(
            Shape::tint, {Kind::sequential, tones[at]},
            fmt::format(fmt::runtime(words("{}（{} 个）", "{} ({})")), name_of(classes[at]), count[at]));
    if (between > 0)
        add_swatch(Shape::hatch, {Kind::sequential, 0.5f},
                   fmt::format(
                       fmt::runtime(words(
                           "处于阶段之间：综合方法不同则分级不同，色调居中（{} 个）",
                           "between stages: its class depends on the composite, its tone lies between ({})")),
                       between));
    made_.legend.notes.push_back(
        official ? words("“十四五”规划纲要第二十八章的分类，不是测算结果",
                         "Classes of the fourteenth Five-Year Plan (2021, chapter 28), not a computation")
                 : words("诊断而非评比：标签仍以官方分层为准",
                         "A diagnosis, not a ranking of merit: the official tier stays the label"));
}

/// Each unit by the share of its workers in the core that draws most of them, in the steps of Chinese studies
/// (30, 10, 5 %) and of the OECD (15 %).
void OverlayBuilder::add_circles() {
    constexpr std::array bounds = {0.30, 0.15, 0.10, 0.05};
    constexpr std::array tones = {1.0f, 0.7f, 0.45f, 0.2f};
    of_flows_ = false;
    struct Most {
        double share = 0;
        std::string_view core;
    };
    std::map<PlaceId, Most> units;
    std::set<PlaceId> cores, planned;
    for (const AnalysisRow* row : rows_) {
        const auto place = names_.place(row->scope);
        if (!place) continue;
        if (row->measure == "status" && row->label == "core") cores.insert(*place);
        if (row->measure == "official_circle" && row->label != "none") planned.insert(*place);
        if (row->measure != measure_ || !row->value || !std::isfinite(*row->value)) continue;
        Most& most = units[*place];
        if (*row->value >= most.share) most = {*row->value, row->item};
    }
    std::array<bool, bounds.size()> any = {};
    bool below = false;
    for (const auto& [place, most] : units) {
        MapOverlay::Disc& one = disc(place);
        if (planned.contains(place)) one.ring = {Kind::category, 0, 0};
        one.said = fmt::format(fmt::runtime(words("到 {} 就业者占 {}", "{1} of its workers work in {0}")),
                               names_.name(most.core, in_.language), percent(most.share));
        if (cores.contains(place)) {
            one.fill = {Kind::warning};
            continue;
        }
        const auto at = std::ranges::find_if(bounds, [&](double bound) { return most.share >= bound; });
        below = below || at == bounds.end();
        if (at == bounds.end()) {
            one.fill = {Kind::quiet};
            one.share = 0;  // a dot: its grey is near the ramp's lowest tone
            continue;
        }
        const auto step = static_cast<std::size_t>(at - bounds.begin());
        any[step] = true;
        one.fill = {Kind::sequential, tones[step]};
    }
    if (units.empty()) return;
    if (!cores.empty()) add_swatch(Shape::disc, {Kind::warning}, words("核心", "core"));
    for (std::size_t step = 0; step < bounds.size(); ++step)
        if (any[step])
            add_swatch(Shape::disc, {Kind::sequential, tones[step]},
                       fmt::format("≥ {:.0f}%", bounds[step] * 100));
    if (below) add_swatch(Shape::disc, {Kind::quiet}, words("不足 5%（小点）", "below 5% (a dot)"));
    if (!planned.empty())
        add_swatch(Shape::ring, {Kind::category, 0, 0}, words("在规划都市圈内", "in a planned circle"));
    made_.legend.notes.push_back(
        words("颜色为到就业联系最强的一个核心的就业者占比",
              "Colour: the share of a unit's workers in the core that draws most of them"));
}

/// Places by how often the flows put them with the core of their planned group.
void OverlayBuilder::add_with_core() {
    std::set<PlaceId> cores;
    std::int64_t of = 0;
    low_ = 0;
    high_ = 1;
    for (const AnalysisRow* row : rows_) {
        const auto place = names_.place(row->scope);
        if (!place || row->measure != measure_ || !row->value) continue;
        MapOverlay::Disc& one = disc(*place);
        one.fill = ink_of(*row->value);
        one.said =
            percent(*row->value) + (zh_ ? "，核心：" : ", core: ") + names_.name(row->label, in_.language);
        of = std::max(of, row->n.value_or(0));
        if (const auto core = names_.place(row->label)) cores.insert(*core);
    }
    if (discs_.empty()) return;
    for (const PlaceId core : cores) disc(core).ring = {Kind::warning};
    constexpr std::array shares = {1.0, 0.75, 0.5, 0.25, 0.0};
    for (const double share : shares) add_swatch(Shape::disc, ink_of(share), percent(share));
    add_swatch(Shape::ring, {Kind::warning}, words("规划分组的核心", "core of a planned group"));
    const bool periods = measure_ == "with_core_periods";
    made_.legend.notes.push_back(fmt::format(
        fmt::runtime(
            periods ? words("{} 个时段中，与所属规划分组的核心同社区的时段占比",
                            "Of {} periods, the share in which a place is in one community with the core "
                            "of its planned group")
                    : words("{} 次运行中，与所属规划分组的核心同社区的运行占比",
                            "Of {} runs, the share in which a place is in one community with the core of "
                            "its planned group")),
        of));
    made_.legend.notes.push_back(words("不属于任何分组、或分组无核心的地点不着色",
                                       "Places in no group, or in one without a core, have no colour"));
}

}  // namespace flowspace
