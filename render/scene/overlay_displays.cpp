// Displays of their own: communities, dominance, backbone, nested hulls, failures, plans.
#include "render/scene/overlay_builder.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <utility>

namespace flowspace {

namespace {

constexpr std::size_t most_coloured = 12;  // communities with a colour of their own: more are not told apart

}  // namespace

/// Places by community; those that exchange more with another group than their own are ringed.
void OverlayBuilder::add_communities() {
    std::map<int, std::vector<PlaceId>> members;
    std::size_t misfits = 0;
    for (const AnalysisRow* row : rows_) {
        const auto place = names_.place(row->scope);
        if (!place || !row->value) continue;
        if (row->measure == measure_) {
            members[static_cast<int>(std::lround(*row->value))].push_back(*place);
        }
        const AnalysisRow* official = find("official_group", row->scope);
        const bool grouped = official && !official->label.starts_with("alone:");
        if (row->measure == "gain_if_moved" && *row->value > 0 && grouped) {
            disc(*place).ring = {Kind::warning};
            ++misfits;
        }
    }
    if (members.empty()) return;
    std::vector<std::pair<int, std::vector<PlaceId>>> by_size(members.begin(), members.end());
    std::ranges::stable_sort(by_size, std::ranges::greater{},
                             [](const auto& one) { return one.second.size(); });
    for (std::size_t at = 0; at < by_size.size(); ++at) {
        const auto& [community, of] = by_size[at];
        const bool own = at < most_coloured;
        const OverlayInk ink =
            own ? OverlayInk{Kind::category, 0, static_cast<std::uint32_t>(std::max(0, community - 1))}
                : OverlayInk{Kind::sequential, 1};
        for (const PlaceId place : of) disc(place).fill = ink;
        if (own) add_swatch(Shape::disc, ink, named_by_largest(of));
    }
    if (by_size.size() > most_coloured)
        add_swatch(Shape::disc, {Kind::sequential, 1},
                   fmt::format(fmt::runtime(words("另有 {} 个较小的社区，同用此色",
                                                  "{} smaller communities besides, all in this colour")),
                               by_size.size() - most_coloured));
    if (misfits > 0)
        add_swatch(Shape::ring, {Kind::warning},
                   fmt::format(fmt::runtime(words("错位：与别的规划分组往来更多（{} 地）",
                                                  "misfit: exchanges more with another planned group ({})")),
                               misfits));
    made_.legend.notes.push_back(
        words("轮廓为规划分组；社区可能只反映距离与省界",
              "Outlines are the planned groups; communities may only follow distance and borders"));
}

/// Each place's largest outflow, where it goes to a larger place: the forest of dominance.
void OverlayBuilder::add_dominance() {
    std::size_t centres = 0;
    for (const AnalysisRow* row : rows_) {
        const auto place = names_.place(row->scope);
        if (!place || row->measure != "dominated_by") continue;
        const auto above = names_.place(row->label);
        MapOverlay::Disc& one = disc(*place);
        one.fill = above ? OverlayInk{Kind::quiet} : OverlayInk{Kind::sequential, 1};
        if (const AnalysisRow* index_row = find("dominance_index", row->scope); index_row && index_row->value)
            one.share = static_cast<float>(std::max(0.0, *index_row->value));
        if (above)
            made_.links.push_back({*place, *above});
        else
            one.ring = {Kind::warning}, ++centres;
    }
    raise_dominance();
    float most = 0;
    for (const auto& [place, one] : discs_) most = std::max(most, one.share.value_or(0));
    for (auto& [place, one] : discs_)
        if (one.share) one.share = most > 0 ? *one.share / most : 0;
    if (discs_.empty()) return;
    add_swatch(Shape::ring, {Kind::warning},
               fmt::format(fmt::runtime(words("结节中心：不受更大地点支配（{} 地）",
                                              "nodal centre: no larger place dominates it ({})")),
                           centres));
    add_swatch(Shape::disc, {Kind::quiet},
               words("受支配的地点；圆面积为支配度", "dominated; disc area is the dominance index"));
    made_.legend.notes.push_back(
        words("流线为各地最大的流出，指向支配它的地点",
              "Arcs are each place's largest outflow, to the place that dominates it"));
    made_.legend.notes.push_back(
        words("地图倾斜时，地点按其下的层数逐级升高",
              "On a tilted map a place stands a step higher for each level beneath it"));
}

/// Who dominates others stands over them, a step for each level beneath: the hierarchy is read from the side.
void OverlayBuilder::raise_dominance() {
    constexpr float step_px = 26;
    std::map<PlaceId, PlaceId> above;
    for (const MapOverlay::Link& link : made_.links) above.emplace(link.origin, link.destination);
    for (const MapOverlay::Link& link : made_.links) {
        float height_px = step_px;
        for (auto up = above.find(link.origin); up != above.end(); up = above.find(up->second)) {
            MapOverlay::Disc& higher = disc(up->second);
            higher.height_px = std::max(higher.height_px, height_px);
            height_px += step_px;
        }
    }
}

/// The links that the backbone keeps.
void OverlayBuilder::add_backbone() {
    for (const AnalysisRow* row : rows_) {
        const std::size_t arrow = row->item.find('>');
        if (arrow == std::string::npos || (row->measure == "kept" && row->value.value_or(0) <= 0)) continue;
        if (row->measure != measure_ && row->measure != "flow") continue;
        const auto from = names_.place(std::string_view(row->item).substr(0, arrow));
        const auto to = names_.place(std::string_view(row->item).substr(arrow + 1));
        if (!from || !to) continue;
        const MapOverlay::Link link{*from, *to};
        if (std::ranges::find(made_.links, link) == made_.links.end()) made_.links.push_back(link);
    }
    if (!made_.links.empty())
        made_.legend.notes.push_back(
            words("流线为骨干网所留的流", "Arcs are the flows that the backbone keeps"));
}

/// Which agglomeration holds which circles and cores: hulls within hulls. How high one is says only how deep
/// it lies.
void OverlayBuilder::add_nesting() {
    const Atlas& atlas = *in_.data.atlas;
    constexpr OverlayInk circle_ink = {Kind::category, 0, 0};
    std::vector<SkinItem> circles, cores;
    std::set<PlaceId> raised;
    for (const MapOverlay::Area& area : made_.areas) {
        const Group& group = atlas.groups[index(area.group)];
        if (group.kind != GroupKind::agglomeration) return;
        made_.skins.push_back({.group = area.group, .height_px = 12, .ink = {Kind::quiet}});
        std::set<PlaceId> members;
        for (const Membership& member : group.members) {
            members.insert(member.place);
            if (member.role == MemberRole::core && raised.insert(member.place).second)
                cores.push_back({.place = member.place, .height_px = 44, .ink = {Kind::warning}});
        }
        for (std::uint32_t row = 0; row < atlas.groups.size(); ++row) {
            const Group& circle = atlas.groups[row];
            const bool within = circle.kind == GroupKind::circle &&
                                std::ranges::any_of(circle.members, [&](const Membership& member) {
                                    return member.role == MemberRole::core && members.contains(member.place);
                                });
            const auto known = [&](const SkinItem& skin) { return skin.group == GroupId{row}; };
            if (within && std::ranges::none_of(circles, known))
                circles.push_back({.group = GroupId{row}, .height_px = 26, .ink = circle_ink});
        }
    }
    if (made_.skins.empty()) return;
    add_swatch(Shape::line, {Kind::quiet}, words("城市群", "agglomeration"), 2);
    if (!circles.empty())
        add_swatch(Shape::line, circle_ink,
                   words("都市圈（核心在该城市群内）", "circle (its core lies in the agglomeration)"), 2);
    if (!cores.empty()) add_swatch(Shape::line, {Kind::warning}, words("核心城市", "core city"), 2);
    made_.skins.insert(made_.skins.end(), circles.begin(), circles.end());
    made_.skins.insert(made_.skins.end(), cores.begin(), cores.end());
    made_.legend.notes.push_back(
        words("外廓高度只表示嵌套的层次；填色为数值",
              "A hull's height says only how deep it is nested; the tint is the value"));
}

std::optional<NodeId> OverlayBuilder::node_named(std::string_view id) const {
    if (const auto place = names_.place(id)) return node_of(*place);
    if (const auto group = names_.group(id)) return node_of(*in_.data.atlas, *group);
    return std::nullopt;
}

/// Where each group's flow goes, all classes as a ring.
void OverlayBuilder::add_donuts() {
    constexpr std::array classes = {"within_circle",   "within_agglomeration", "between_agglomerations",
                                    "within_province", "other_domestic",       "international"};
    // The circle's as its hull; none as the hulls of cores.
    constexpr std::array<std::uint32_t, classes.size()> colours = {0, 2, 4, 3, 5, 6};
    const auto ink = [&](std::size_t row) { return OverlayInk{Kind::category, 0, colours[row]}; };
    std::array<bool, classes.size()> any = {};
    for (const MapOverlay::Area& area : made_.areas) {
        DonutItem donut{.node = node_of(*in_.data.atlas, area.group)};
        const std::string& id = in_.data.atlas->groups[index(area.group)].id;
        for (std::size_t row = 0; row < classes.size(); ++row) {
            const auto found = std::ranges::find_if(rows_, [&](const AnalysisRow* one) {
                return one->measure == "share" && one->scope == id && one->item == classes[row];
            });
            const double share = found == rows_.end() ? 0 : (*found)->value.value_or(0);
            any[row] = any[row] || share > 0;
            donut.parts.push_back({static_cast<float>(share), ink(row)});
        }
        made_.donuts.push_back(std::move(donut));
    }
    if (made_.donuts.empty()) return;
    for (std::size_t row = 0; row < classes.size(); ++row)
        if (any[row]) add_swatch(Shape::disc, ink(row), names_.name(classes[row], in_.language));
    made_.legend.notes.push_back(words("圆环为各群流量的去向，自顶端顺时针",
                                       "A ring is where a group's flow goes, clockwise from the top"));
}

/// How far the plan of each place or group has come, with a notch where the time is.
void OverlayBuilder::add_progress() {
    of_flows_ = false;
    // Projections carry the target year: what was reached is of an earlier one.
    const auto is_reached = [&](const AnalysisRow& row) {
        return row.measure == "achieved" && row.value && node_named(row.scope);
    };
    std::string period;
    for (const AnalysisRow& row : in_.result.rows) {
        const bool asked = !in_.period.empty() && period == in_.period;  // else the last one
        if (is_reached(row) && row.item == item_ && !asked) period = row.period;
    }
    const auto value_of = [&](std::string_view measure, const AnalysisRow& of) -> const AnalysisRow* {
        const auto found = std::ranges::find_if(in_.result.rows, [&](const AnalysisRow& row) {
            return row.measure == measure && row.scope == of.scope && row.item == of.item &&
                   row.period == of.period;
        });
        return found == in_.result.rows.end() ? nullptr : &*found;
    };
    bool behind = false;
    for (const AnalysisRow& row : in_.result.rows) {
        if (!is_reached(row) || row.item != item_ || row.period != period) continue;
        const AnalysisRow *gone = value_of("elapsed", row), *status = value_of("status", row);
        const bool off = status && status->label == "off-track";
        behind = behind || off;
        DonutItem donut{.node = *node_named(row.scope),
                        .radius_px = 20,
                        .parts = {{static_cast<float>(std::clamp(*row.value, 0.0, 1.0)),
                                   off ? OverlayInk{Kind::warning} : OverlayInk{Kind::sequential, 1}}}};
        if (gone && gone->value) donut.notch = static_cast<float>(std::clamp(*gone->value, 0.0, 1.0));
        made_.donuts.push_back(std::move(donut));
    }
    if (made_.donuts.empty()) return;
    add_swatch(Shape::disc, {Kind::sequential, 1},
               words("计划变化量中已完成的比例", "share of the planned change that is reached"));
    if (behind) add_swatch(Shape::disc, {Kind::warning}, words("偏离计划路径", "off its path"));
    tell_item();
    made_.legend.notes.push_back(fmt::format(fmt::runtime(words("截至 {} 年", "Up to {}")), period));
    made_.legend.notes.push_back(
        words("刻线为已过时间的比例：填充未到刻线者落后于线性路径（目标高于基期的上限类指标相反；减量目标不在"
              "此列）",
              "The notch is the share of time gone: a ring filled less is behind a "
              "linear path (of a ceiling above the baseline: within it; not of a reduction)"));
}

/// Of the place chosen: what fails with it, round by round.
bool OverlayBuilder::add_cascade() {
    if (!in_.place) return false;
    const std::string& id = in_.data.atlas->places[index(*in_.place)].id;
    std::vector<std::pair<std::string, std::vector<PlaceId>>> rounds;
    for (const AnalysisRow* row : rows_) {
        if (row->measure != "cascade_round" || row->scope != id) continue;
        std::vector<PlaceId>& failed = rounds.emplace_back(row->item, std::vector<PlaceId>{}).second;
        failed = names_.places(row->label);
    }
    if (rounds.empty()) return false;
    made_.legend.title += words("：", ": ") + fmt::format(fmt::runtime(words("若{}失效", "if {} fails")),
                                                          names_.name(id, in_.language));
    for (std::size_t round = 0; round < rounds.size(); ++round) {
        const float tone =
            rounds.size() > 1 ? 1 - static_cast<float>(round) / static_cast<float>(rounds.size() - 1) : 1;
        for (const PlaceId place : rounds[round].second) {
            disc(place).fill = {Kind::sequential, tone};
            disc(place).ring = {round == 0 ? Kind::warning : Kind::none};
            disc(place).share = 0.3f;  // all alike, and larger than the places that hold
        }
        const auto served = std::ranges::find_if(rows_, [&](const AnalysisRow* row) {
            return row->measure == "cascade_served" && row->scope == id && row->item == rounds[round].first;
        });
        const std::size_t failed = rounds[round].second.size();
        std::string text =
            round == 0
                ? words("首个失效", "fails first")
                : fmt::format(fmt::runtime(words("第 {} 轮：{} 地",
                                                 failed == 1 ? "round {}: {} place" : "round {}: {} places")),
                              round, failed);
        if (served != rows_.end() && (*served)->value)
            text +=
                fmt::format(fmt::runtime(words("，仍可达 {}", ", served {}")), percent(*(*served)->value));
        add_swatch(round == 0 ? Shape::ring : Shape::disc,
                   round == 0 ? OverlayInk{Kind::warning} : OverlayInk{Kind::sequential, tone},
                   std::move(text));
    }
    return true;
}

/// The area of a disc is the share of flow lost with the place; the worst ten are ringed.
void OverlayBuilder::add_criticality() {
    const bool played = add_cascade();
    if (!played) {
        add_values();
        ring_largest([](std::size_t count, Language language) {
            return fmt::format(
                fmt::runtime(language == Language::zh ? "损失最大的 {} 地" : "the {} whose loss costs most"),
                count);
        });
    }
    if (discs_.empty()) return;
    const bool cascades =
        std::ranges::any_of(rows_, [](const AnalysisRow* row) { return row->measure == "cascade_served"; });
    if (!played)
        made_.legend.notes.push_back(
            cascades
                ? words("圆面积：该地失效并引发级联后，全部流中失去通路的比重",
                        "Disc area: the share of all flow that is left without a way when the place fails "
                        "and the cascade is over")
                : words("圆面积：该地失效后，全部流中失去通路的比重",
                        "Disc area: the share of all flow that is left without a way when the place "
                        "fails"));
    const auto rows_of = [&](std::string_view measure) {
        return std::ranges::count_if(in_.data.atlas->places, [&](const Place& place) {
            return find(measure, place.id, {}) != nullptr;
        });
    };
    const auto followed = rows_of("cascade_served"), places = rows_of("demand_served");
    if (!played && followed > 0 && followed < places)  // one place's rounds are compared with nobody's
        made_.legend.notes.push_back(fmt::format(
            fmt::runtime(
                words("仅比较负荷最大的 {} 地（共 {} 地），其余未推演级联",
                      "Places with the largest load only, {} of {}: of others no cascade was followed")),
            followed, places));
    made_.legend.notes.push_back(
        words("假设推演，只作相对比较：静态模型，不含行为与实际容量",
              "A what-if, relative: a static model without behaviour or real capacities"));
}

}  // namespace flowspace
