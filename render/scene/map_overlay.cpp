#include "render/scene/map_overlay.h"

#include "render/scene/analysis_words.h"
#include "render/scene/number_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>

namespace flowspace {

namespace {

using Kind = OverlayInk::Kind;
using Shape = OverlaySwatch::Shape;

constexpr std::size_t most_named = 8;  // classes that the legend names, misfits that it counts apart

struct Shown {
    std::string_view analysis, measure;
};
constexpr std::array shown_first = {Shown{"aggregation", "internal_share"},
                                    Shown{"integration", "premium"},
                                    Shown{"border", "border_multiplier"},
                                    Shown{"hierarchy", "dominated_by"},
                                    Shown{"centrality", "load"},
                                    Shown{"communities", "community"},
                                    Shown{"resilience", "criticality"},
                                    Shown{"circulation", "share"},
                                    Shown{"flowspace", "direction_entropy"},
                                    Shown{"equity", "gini"},
                                    Shown{"stage", "composite"},
                                    Shown{"backbone", "kept"},
                                    Shown{"temporal", "growth"},
                                    Shown{"market", "krugman"},
                                    Shown{"circles", "share"}};

/// Measures of which 1 is what is expected, and those of which 0 is.
constexpr std::array around_one = {"premium", "ratio", "same_group_multiplier", "core_periphery",
                                   "location_quotient"};
constexpr std::array around_zero = {"premium_log",       "log_ratio",     "ei_index",
                                    "net_effectiveness", "tie_asymmetry", "net",
                                    "net_rate",          "growth",        "growth_per_year",
                                    "difference",        "gain_if_moved", "modularity_contribution"};
/// Measures that are an amount: a disc's area says how much.
constexpr std::array amounts = {"load",           "betweenness", "out_strength",    "in_strength",
                                "pagerank",       "hub",         "authority",       "population_within",
                                "hansen",         "criticality", "gateway_flow",    "flow",
                                "internal",       "outflow",     "inflow",          "turnover",
                                "throughput",     "total",       "dominance_index", "demand_at_failed",
                                "demand_cut_off", "in_degree",   "out_degree"};

template <class List>
bool holds(const List& list, std::string_view key) {
    return std::ranges::find(list, key) != list.end();
}

/// Builds one overlay; each kind of answer has a function of its own.
class Builder {
public:
    explicit Builder(const OverlayInput& input)
        : in_(input), zh_(input.language == Language::zh), names_(*input.data.atlas) {}

    MapOverlay build();

private:
    void choose_rows();
    void add_title();
    void add_notes();
    void add_values();
    void add_communities();
    void add_dominance();
    void raise_dominance();
    void add_backbone();
    void add_border();
    static WallItem wall_of(double multiplier);
    void add_nesting();
    void add_criticality();
    bool add_cascade();
    void add_scale(double low, double high);
    void add_swatch(Shape shape, OverlayInk ink, std::string text, float width_px = 1) {
        made_.legend.swatches.push_back({shape, ink, width_px, std::move(text)});
    }
    OverlayInk ink_of(double value) const;
    std::string words(const char* zh, const char* en) const { return zh_ ? zh : en; }
    std::string number(double value) const { return measured_number(value, in_.language); }
    MapOverlay::Disc& disc(PlaceId place);
    const AnalysisRow* find(std::string_view measure, std::string_view scope) const;

    const OverlayInput& in_;
    bool zh_;
    RowNames names_;
    std::string measure_, layer_, period_;
    std::vector<const AnalysisRow*> rows_;  // of layer and period
    enum class Scale : std::uint8_t { sequential, ratio, difference } scale_ = Scale::sequential;
    double low_ = 0, high_ = 1;
    MapOverlay made_;
    std::map<PlaceId, MapOverlay::Disc> discs_;
};

MapOverlay::Disc& Builder::disc(PlaceId place) {
    MapOverlay::Disc& found = discs_[place];
    found.place = place;
    return found;
}

const AnalysisRow* Builder::find(std::string_view measure, std::string_view scope) const {
    const auto found = std::ranges::find_if(
        rows_, [&](const AnalysisRow* row) { return row->measure == measure && row->scope == scope; });
    return found == rows_.end() ? nullptr : *found;
}

/// Rows of one layer and one period, and those that are of none.
void Builder::choose_rows() {
    const std::vector<AnalysisRow>& rows = in_.result.rows;
    measure_ = in_.measure.empty() ? map_measure(in_.analysis) : in_.measure;
    for (const AnalysisRow& row : rows)
        if (!row.layer.empty() && (layer_.empty() || row.layer == in_.layer)) layer_ = row.layer;
    const std::vector<std::string> periods = periods_in(rows);
    period_ = std::ranges::count(periods, in_.period) > 0 ? std::string(in_.period)
              : periods.empty()                           ? std::string()
                                                          : periods.back();
    for (const AnalysisRow& row : rows)
        if ((row.layer.empty() || row.layer == layer_) && (row.period.empty() || row.period == period_))
            rows_.push_back(&row);
    const auto layers = in_.data.flows->layers();
    for (std::uint32_t row = 0; row < layers.size(); ++row)
        if (layers[row].key == layer_) made_.layer = LayerId{row};
    made_.hides_flows = in_.hides_flows;
}

void Builder::add_title() {
    made_.legend.title = said(in_.analysis.name, in_.language);
    if (const Measure* measure = find_measure(in_.analysis, measure_))
        made_.legend.title += words("：", ": ") + measure_name(*measure, in_.language);
}

/// What it is of: layer, its status, the period or window.
void Builder::add_notes() {
    std::string of;
    const auto add = [&](std::string_view part) {
        if (!part.empty()) of.append(of.empty() ? "" : zh_ ? "，" : ", ").append(part);
    };
    bool modelled = false;
    if (made_.layer) {
        const LayerInfo& layer = in_.data.flows->layers()[index(*made_.layer)];
        const std::string& name = zh_ ? layer.name_zh : layer.name_en;
        add(name.empty() ? layer.key : name);
        modelled = layer.status == Status::modelled;
        add(modelled                           ? words("模拟", "modelled")
            : layer.status == Status::observed ? words("观测", "observed")
                                               : words("未声明来源性质", "status undeclared"));
    }
    if (periods_in(in_.result.rows).size() > 1) add(period_);
    add(in_.asked);
    if (!of.empty()) made_.legend.notes.insert(made_.legend.notes.begin(), of);
    if (in_.other_filter)
        made_.legend.notes.push_back(
            words("注意：此结果答的是上述筛选，与地图当前的筛选不同",
                  "Note: this answers the filter named above, not the map's present one"));
    if (made_.empty())
        made_.legend.notes.push_back(words("这一指标不属于任何地点或分组，不能落图，请看表格",
                                           "This measure is of no place or group: it is in the table only"));
    else if (modelled && std::ranges::any_of(
                             made_.areas, [](const auto& area) { return area.tint.kind == Kind::diverging; }))
        made_.legend.notes.push_back(
            words("模拟数据不作检验，故不画阴影线", "Modelled data are not tested, so nothing is hatched"));
}

OverlayInk Builder::ink_of(double value) const {
    if (scale_ == Scale::sequential) {
        const double share = high_ > low_ ? (value - low_) / (high_ - low_) : 0.5;
        return {Kind::sequential, static_cast<float>(std::clamp(share, 0.0, 1.0))};
    }
    const double of = scale_ == Scale::ratio ? (value > 0 ? std::log(value) : -high_) : value;
    return {Kind::diverging, high_ > 0 ? static_cast<float>(std::clamp(of / high_, -1.0, 1.0)) : 0.0f};
}

/// Five steps of the ramp, with the numbers that they stand for.
void Builder::add_scale(double low, double high) {
    low_ = low;
    high_ = high;
    const Shape shape = made_.areas.empty() ? Shape::disc : Shape::tint;
    constexpr int steps = 5;
    for (int step = steps - 1; step >= 0; --step) {
        const double share = static_cast<double>(step) / (steps - 1);
        double value = low + share * (high - low);
        if (scale_ == Scale::difference) value = high * (2 * share - 1);
        if (scale_ == Scale::ratio) value = std::exp(high * (2 * share - 1));
        std::string text = number(value);
        if (scale_ != Scale::sequential && step == steps / 2)
            text += words("（与期望相当）", " (as expected)");
        add_swatch(shape, ink_of(value), std::move(text));
        if (!(high > low)) break;
    }
}

/// Areas by group, discs by place: whatever measure it is.
void Builder::add_values() {
    struct Value {
        const AnalysisRow* row;
        double value;
    };
    std::map<GroupId, Value> groups;
    std::map<PlaceId, Value> places;
    // Of several rows of one group, those of one item: of the split of circulation what stays inside.
    std::string item = in_.analysis.key == "circulation" ? "within_agglomeration" : "";
    for (const AnalysisRow* row : rows_) {
        if (row->measure != measure_ || !row->value || !std::isfinite(*row->value)) continue;
        if (const auto group = names_.group(row->scope)) {
            if (groups.empty() && item.empty()) item = row->item;
            if (row->item == item) groups.emplace(*group, Value{row, *row->value});
        } else if (const auto place = names_.place(row->item.empty() ? row->scope : row->item);
                   place && (row->item.empty() || row->scope == "all")) {
            places.emplace(*place, Value{row, *row->value});
        }
    }
    if (groups.empty() && places.empty()) return;
    if (holds(around_one, measure_)) scale_ = Scale::ratio;
    if (holds(around_zero, measure_)) scale_ = Scale::difference;
    double low = INFINITY, high = -INFINITY;
    const auto widen = [&](double value) {
        if (scale_ == Scale::ratio && !(value > 0)) return;
        const double of = scale_ == Scale::ratio        ? std::fabs(std::log(value))
                          : scale_ == Scale::difference ? std::fabs(value)
                                                        : value;
        low = std::min(low, of);
        high = std::max(high, of);
    };
    for (const auto& [group, value] : groups) widen(value.value);
    if (groups.empty())
        for (const auto& [place, value] : places) widen(value.value);
    low_ = low;
    high_ = high;
    bool hatched = false;
    for (const auto& [group, value] : groups) {
        const double chance = scale_ == Scale::ratio ? 1 : 0;
        const AnalysisRow& row = *value.row;
        const bool holds_chance = scale_ != Scale::sequential && row.lower && row.upper &&
                                  *row.lower <= chance && chance <= *row.upper;
        hatched = hatched || holds_chance;
        made_.areas.push_back({group, ink_of(value.value), holds_chance});
    }
    const bool amount = groups.empty() && holds(amounts, measure_) && low >= 0 && high > 0;
    if (groups.empty())
        for (const auto& [place, value] : places) {
            MapOverlay::Disc& one = disc(place);
            one.fill = amount ? OverlayInk{Kind::sequential, 1} : ink_of(value.value);
            if (amount) one.share = static_cast<float>(value.value / high);
        }
    if (amount)
        add_swatch(Shape::disc, {Kind::sequential, 1},
                   fmt::format(fmt::runtime(words("圆面积表示数值，最大为 {}",
                                                  "disc area is the value; the largest is {}")),
                               number(high)));
    else
        add_scale(low, high);
    if (!item.empty())
        made_.legend.notes.push_back(words("分项：", "Item: ") + names_.name(item, in_.language));
    if (hatched)
        add_swatch(Shape::hatch, {Kind::diverging, 0},
                   scale_ == Scale::ratio
                       ? words("95% 区间含 1：可能只是偶然", "95 % interval holds 1: may be chance")
                       : words("95% 区间含 0：可能只是偶然", "95 % interval holds 0: may be chance"));
}

/// Places by community; those that exchange more with another group than their own are ringed.
void Builder::add_communities() {
    std::map<int, std::vector<PlaceId>> members;
    std::size_t misfits = 0;
    for (const AnalysisRow* row : rows_) {
        const auto place = names_.place(row->scope);
        if (!place || !row->value) continue;
        if (row->measure == measure_) {
            const auto community = static_cast<int>(std::lround(*row->value));
            members[community].push_back(*place);
            disc(*place).fill = {Kind::category, 0, static_cast<std::uint32_t>(std::max(0, community - 1))};
        }
        const AnalysisRow* official = find("official_group", row->scope);
        const bool grouped = official && !official->label.starts_with("alone:");
        if (row->measure == "gain_if_moved" && *row->value > 0 && grouped) {
            disc(*place).ring = {Kind::warning};
            ++misfits;
        }
    }
    if (members.empty()) return;
    const auto& places = in_.data.atlas->places;
    for (const auto& [community, of] : members) {
        if (made_.legend.swatches.size() == most_named) break;
        const PlaceId first = *std::ranges::max_element(
            of, {}, [&](PlaceId place) { return places[index(place)].population_2020.value_or(0); });
        add_swatch(Shape::disc, {Kind::category, 0, static_cast<std::uint32_t>(std::max(0, community - 1))},
                   fmt::format(fmt::runtime(words("{} 等 {} 地", "{} and others, {} places")),
                               names_.name(places[index(first)].id, in_.language), of.size()));
    }
    if (members.size() > most_named)
        made_.legend.notes.push_back(
            fmt::format(fmt::runtime(words("另有 {} 个较小的社区", "{} smaller communities besides")),
                        members.size() - most_named));
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
void Builder::add_dominance() {
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
void Builder::raise_dominance() {
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
void Builder::add_backbone() {
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

/// Each border by itself where the answer has it so; the others, and all where it has none, by the mean
/// effect.
void Builder::add_border() {
    const auto is_mean = [](const AnalysisRow* row) {
        return row->measure == "border_multiplier" && row->value;
    };
    const auto found = std::ranges::find_if(rows_, is_mean);
    if (found == rows_.end()) return;
    const AnalysisRow& mean = **found;
    made_.walls.push_back(wall_of(*mean.value));
    std::vector<std::pair<double, const AnalysisRow*>> own;
    for (const AnalysisRow* row : rows_) {
        if (row->measure != "one_border_multiplier" || !row->value || row->scope != mean.scope) continue;
        const std::size_t dash = row->item.find('-');
        if (dash == std::string::npos) continue;
        const auto a = names_.group(std::string_view(row->item).substr(0, dash));
        const auto b = names_.group(std::string_view(row->item).substr(dash + 1));
        if (!a || !b) continue;
        WallItem wall = wall_of(*row->value);
        wall.a = std::min(*a, *b);
        wall.b = std::max(*a, *b);
        made_.walls.push_back(wall);
        own.emplace_back(*row->value, row);
    }
    const std::string band = uncertainty(mean, in_.language);
    add_swatch(Shape::line, {Kind::warning},
               fmt::format(fmt::runtime(words("平均：同省往来为跨省的 {} 倍{}",
                                              "mean: {} times as much inside a province as across{}")),
                           number(*mean.value),
                           band.empty() ? ""
                           : zh_        ? "（" + band + "）"
                                        : " (" + band + ")"),
               made_.walls.front().width_px);
    if (own.empty())
        made_.legend.notes.push_back(
            words("全部省界共用一个平均效应，未逐条测算",
                  "One mean effect for all provincial borders, none measured by itself"));
    else
        made_.legend.notes.push_back(
            words("每条省界：平均效应除以该省界的流与模型期望之比；描述性数值，不作检验",
                  "Each border: the mean effect over the ratio of what crosses it to what the model expects; "
                  "a description, not a test"));
    made_.legend.notes.push_back(
        words("墙高（俯视时为线宽）每 2 倍增一级，低于 1 倍者最矮",
              "A wall's height (from above its width) grows with each doubling; below "
              "1 it is lowest"));
}

WallItem Builder::wall_of(double multiplier) {
    constexpr float thinnest_px = 1.5f, wider_px = 1.75f, widest_px = 10;
    constexpr float lowest_px = 3, higher_px = 9, highest_px = 60;
    const auto doublings = static_cast<float>(std::log2(std::max(1.0, multiplier)));
    return {.width_px = std::min(widest_px, thinnest_px + wider_px * doublings),
            .height_px = std::min(highest_px, lowest_px + higher_px * doublings),
            .ink = {Kind::warning}};
}

/// Which agglomeration holds which circles and cores: hulls within hulls. How high one is says only how deep
/// it lies.
void Builder::add_nesting() {
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

/// Of the place chosen: what fails with it, round by round.
bool Builder::add_cascade() {
    if (!in_.place) return false;
    const std::string& id = in_.data.atlas->places[index(*in_.place)].id;
    std::vector<std::pair<std::string, std::vector<PlaceId>>> rounds;
    for (const AnalysisRow* row : rows_) {
        if (row->measure != "cascade_round" || row->scope != id) continue;
        std::vector<PlaceId>& failed = rounds.emplace_back(row->item, std::vector<PlaceId>{}).second;
        for (std::size_t begin = 0; begin < row->label.size();) {
            const std::size_t end = std::min(row->label.find(' ', begin), row->label.size());
            if (const auto place = names_.place(std::string_view(row->label).substr(begin, end - begin)))
                failed.push_back(*place);
            begin = end + 1;
        }
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
        }
        const auto served = std::ranges::find_if(rows_, [&](const AnalysisRow* row) {
            return row->measure == "cascade_served" && row->scope == id && row->item == rounds[round].first;
        });
        std::string text = round == 0
                               ? words("首个失效", "fails first")
                               : fmt::format(fmt::runtime(words("第 {} 轮：{} 地", "round {}: {} places")),
                                             round, rounds[round].second.size());
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
void Builder::add_criticality() {
    if (!add_cascade()) {
        add_values();
        constexpr std::size_t ringed = 10;
        std::vector<MapOverlay::Disc*> all;
        for (auto& [place, one] : discs_) all.push_back(&one);
        std::ranges::stable_sort(all, [](const auto* a, const auto* b) { return a->share > b->share; });
        if (all.size() > ringed) all.resize(ringed);
        for (MapOverlay::Disc* one : all) one->ring = {Kind::warning};
        if (!all.empty())
            add_swatch(Shape::ring, {Kind::warning},
                       fmt::format(fmt::runtime(words("损失最大的 {} 地", "the {} whose loss costs most")),
                                   all.size()));
    }
    if (discs_.empty()) return;
    made_.legend.notes.push_back(
        words("假设推演，只作相对比较：静态模型，不含行为与实际容量",
              "A what-if, relative: a static model without behaviour or real capacities"));
}

MapOverlay Builder::build() {
    choose_rows();
    add_title();
    const std::string_view key = in_.analysis.key;
    if (key == "communities" && (measure_ == "community" || measure_ == "module"))
        add_communities();
    else if (key == "hierarchy" && measure_ == "dominated_by")
        add_dominance();
    else if (key == "backbone" && (measure_ == "kept" || measure_ == "flow"))
        add_backbone();
    else if (key == "border")
        add_border();
    else if (key == "resilience" && measure_ == "criticality")
        add_criticality();
    else
        add_values();
    if (key == "circulation" && measure_ == "share") add_nesting();
    for (auto& [place, one] : discs_) made_.discs.push_back(one);
    add_notes();
    return std::move(made_);
}

}  // namespace

std::string_view map_measure(const Analysis& analysis) {
    const auto found = std::ranges::find(shown_first, analysis.key, &Shown::analysis);
    return found == shown_first.end() ? std::string_view() : found->measure;
}

MapOverlay build_map_overlay(const OverlayInput& input) { return Builder(input).build(); }

}  // namespace flowspace
