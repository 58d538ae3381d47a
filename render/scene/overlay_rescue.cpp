// Rescue on the map: how many helpers each place is within reach of, who loses cover when a place fails, and
// where much flows between places that have not agreed to help each other.
#include "render/scene/overlay_builder.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <string_view>
#include <utility>

namespace flowspace {

namespace {

/// As typed, else the standard.
std::string setting_of(const AnalysisResult& result, std::string_view key, std::string_view standard) {
    const auto found = std::ranges::find(result.facts, key, &AnalysisFact::key);
    return found == result.facts.end() ? std::string(standard) : found->value;
}

}  // namespace

/// The largest discs ringed.
void OverlayBuilder::ring_largest(std::string (*text)(std::size_t count, Language language)) {
    constexpr std::size_t ringed = 10;
    std::vector<MapOverlay::Disc*> all;
    for (auto& [place, one] : discs_)
        if (one.share.value_or(0) > 0) all.push_back(&one);
    std::ranges::stable_sort(all, [](const auto* a, const auto* b) { return a->share > b->share; });
    if (all.size() > ringed) all.resize(ringed);
    for (MapOverlay::Disc* one : all) one->ring = {Kind::warning};
    if (!all.empty()) add_swatch(Shape::ring, {Kind::warning}, text(all.size(), in_.language));
}

/// Of the place chosen: who is covered no longer if it fails.
bool OverlayBuilder::add_rescue_lost() {
    if (!in_.place) return false;
    const std::string& id = in_.data.atlas->places[index(*in_.place)].id;
    const AnalysisRow *before = find("rescue_cover", "all"), *after = find("rescue_cover_after", id);
    if (before == nullptr || after == nullptr || !before->value || !after->value) return false;
    made_.legend.title += words("：", ": ") + fmt::format(fmt::runtime(words("若{}失效", "if {} fails")),
                                                          names_.name(id, in_.language));
    std::size_t losing = 0;
    if (const AnalysisRow* lost = find("rescue_lost_at", id))
        for (const PlaceId place : names_.places(lost->label)) {
            disc(place).fill = {Kind::sequential, 1};
            disc(place).said = words("失去救援保障", "covered no longer");
            ++losing;
        }
    disc(*in_.place).ring = {Kind::warning};
    add_swatch(Shape::ring, {Kind::warning}, words("失效的地点", "the place that fails"));
    if (losing > 0)
        add_swatch(Shape::disc, {Kind::sequential, 1},
                   fmt::format(fmt::runtime(words("失去保障（{} 地）", "covered no longer ({})")), losing));
    made_.legend.notes.push_back(
        fmt::format(fmt::runtime(words("救援覆盖率由 {} 降至 {}", "cover falls from {} to {} of people")),
                    percent(*before->value), percent(*after->value)));
    return true;
}

/// By the measure: who loses cover with the place chosen, whose failure costs most, or how many helpers reach
/// each place.
void OverlayBuilder::add_rescue() {
    if (!add_rescue_lost()) {
        if (measure_ == "rescue_people_lost" || measure_ == "rescue_cover_after") {
            add_values();
            if (measure_ == "rescue_people_lost")
                ring_largest([](std::size_t count, Language language) {
                    return fmt::format(
                        fmt::runtime(language == Language::zh ? "失效后影响最大的 {} 地"
                                                              : "the {} whose failure uncovers most people"),
                        count);
                });
        } else {
            add_helpers();
        }
    }
    if (discs_.empty()) return;
    made_.legend.notes.push_back(
        words("假设推演：失效之地既不施救也不能通过；选中一地可看其失效后谁失去保障",
              "A what-if: who fails helps nobody and nothing passes through; select a place to see who it "
              "leaves uncovered"));
}

/// "60 minutes" as it is said.
std::string OverlayBuilder::reach_words(std::string reach) const {
    for (const auto& [unit, zh] : {std::pair{std::string_view("minutes"), "分钟"}, {"km", "千米"}})
        if (const std::size_t at = reach.find(unit); zh_ && at != std::string::npos)
            reach.replace(at, unit.size(), zh);
    return reach;
}

/// Places by how many helpers reach them in time.
void OverlayBuilder::add_helpers() {
    const std::string reach = reach_words(setting_of(in_.result, "reach", "60")),
                      needed_text = setting_of(in_.result, "helpers-needed", "2");
    const double needed = std::strtod(needed_text.c_str(), nullptr);
    std::array<std::size_t, 3> count = {};
    const std::array<OverlayInk, 3> inks = {
        OverlayInk{Kind::warning}, {Kind::sequential, 0.35f}, {Kind::sequential, 1}};
    std::size_t bases = 0;
    for (const AnalysisRow* row : rows_) {
        const auto place = names_.place(row->scope);
        if (!place || !row->value) continue;
        if (row->measure == "rescue_base") {
            disc(*place).ring = {Kind::category, 0, 0};
            ++bases;
        }
        if (row->measure != "helpers_within") continue;
        const std::size_t step = *row->value >= needed ? 2 : *row->value > 0 ? 1 : 0;
        disc(*place).fill = inks[step];
        disc(*place).said = fmt::format(
            fmt::runtime(words("可达救援力量 {} 处", *row->value == 1 ? "{} place of rescue within reach"
                                                                      : "{} places of rescue within reach")),
            *row->value);
        ++count[step];
    }
    if (discs_.empty()) return;
    const std::array<std::string, 3> texts = {
        fmt::format(fmt::runtime(words("无救援力量可达（{} 地）", "out of reach ({})")), count[0]),
        fmt::format(
            fmt::runtime(words("可达但不足 {1} 处（{0} 地）", "within reach of fewer than {1} ({0})")),
            count[1], needed_text),
        fmt::format(fmt::runtime(words("{1} 处及以上可达（{0} 地）", "within reach of {1} or more ({0})")),
                    count[2], needed_text)};
    for (std::size_t step = texts.size(); step-- > 0;)
        if (count[step] > 0) add_swatch(Shape::disc, inks[step], texts[step]);
    add_swatch(
        Shape::ring, {Kind::category, 0, 0},
        fmt::format(fmt::runtime(words("救援力量所在地（{} 处）", "rescue is based there ({})")), bases));
    if (const AnalysisRow* cover = find("rescue_cover", "all"); cover && cover->value)
        made_.legend.notes.push_back(fmt::format(
            fmt::runtime(words("救援覆盖率：{} 的人口（{} 以内）", "cover: {} of people (within {})")),
            percent(*cover->value), reach));
}

/// The largest flows between places without an agreement.
void OverlayBuilder::add_rescue_gaps() {
    for (const AnalysisRow* row : rows_) {
        const std::size_t arrow = row->item.find('>');
        if (row->measure != "rescue_gap" || !row->value || arrow == std::string::npos) continue;
        const auto from = names_.place(std::string_view(row->item).substr(0, arrow)),
                   to = names_.place(std::string_view(row->item).substr(arrow + 1));
        if (from && to) made_.links.push_back({*from, *to});
    }
    if (made_.links.empty()) return;
    made_.legend.notes.push_back(
        fmt::format(fmt::runtime(words("流线为未订协议的两地间最大的 {} 条流",
                                       "Arcs are the {} largest flows between places without an agreement")),
                    made_.links.size()));
    if (const AnalysisRow* all = find("rescue_gap_share", "all"); all && all->value)
        made_.legend.notes.push_back(fmt::format(
            fmt::runtime(words("未订协议的两地间的流共占 {}（{} 对）",
                               "Between places without an agreement runs {} of all flow ({} pairs)")),
            percent(*all->value), exact_number(static_cast<double>(all->n.value_or(0)))));
    made_.legend.notes.push_back(
        words("假定风险随流扩散，只是替代量，不是预测",
              "It is taken that what spreads goes as the flows do: a stand-in, not a forecast"));
}

}  // namespace flowspace
