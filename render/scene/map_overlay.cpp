#include "data/analysis/empty_answer.h"
#include "render/scene/number_text.h"
#include "render/scene/overlay_builder.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <map>
#include <set>

namespace flowspace {

namespace {

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
                                    Shown{"stage", "stage"},
                                    Shown{"stage", "official_tier"},
                                    Shown{"monitoring", "achieved"},
                                    Shown{"backbone", "kept"},
                                    Shown{"temporal", "growth"},
                                    Shown{"market", "krugman"},
                                    Shown{"circles", "share"},
                                    Shown{"pressures", "density"},
                                    Shown{"pressures", "volatility"}};

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
                                "demand_cut_off", "in_degree",   "out_degree",      "rescue_people_lost"};

/// Links whose cut at a threshold leaves the components: the thresholds are its items.
constexpr std::string_view percolation_measure = "spanning_link";

/// Of all directions at once: none is chosen.
bool of_sectors(std::string_view measure) { return measure == "sector_out" || measure == "sector_in"; }

bool is_of_rescue(std::string_view measure) {
    return measure == "rescue_cover" || measure == "helpers_within" || measure == "rescue_base" ||
           measure == "rescue_lost_at" || measure == "rescue_people_lost" || measure == "rescue_cover_after";
}

/// Of these a place is a tower. Only strengths: one kind of height, never two.
constexpr std::array tower_measures = {"out_strength", "in_strength"};

bool is_number(std::string_view text) {
    double value = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
    return fault == std::errc{} && end == text.data() + text.size();
}

/// The last one that has the measure, else the last one.
std::string last_period_with(std::span<const AnalysisRow> rows, std::string_view measure,
                             const std::vector<std::string>& periods) {
    std::optional<std::size_t> last;
    std::string_view before;  // rows of a period stand together
    for (const AnalysisRow& row : rows) {
        if (row.measure != measure || row.period.empty() || row.period == before) continue;
        before = row.period;
        const auto at = std::ranges::find(periods, row.period);
        last = std::max(last.value_or(0), static_cast<std::size_t>(at - periods.begin()));
    }
    if (last) return periods[*last];
    return periods.empty() ? std::string() : periods.back();
}

template <class List>
bool holds(const List& list, std::string_view key) {
    return std::ranges::find(list, key) != list.end();
}

}  // namespace

MapOverlay::Disc& OverlayBuilder::disc(PlaceId place) {
    MapOverlay::Disc& found = discs_[place];
    found.place = place;
    return found;
}

const AnalysisRow* OverlayBuilder::find(std::string_view measure, std::string_view scope) const {
    const auto found = std::ranges::find_if(
        rows_, [&](const AnalysisRow* row) { return row->measure == measure && row->scope == scope; });
    return found == rows_.end() ? nullptr : *found;
}

const AnalysisRow* OverlayBuilder::find(std::string_view measure, std::string_view scope,
                                        std::string_view item) const {
    const auto found = std::ranges::find_if(rows_, [&](const AnalysisRow* row) {
        return row->measure == measure && row->scope == scope && row->item == item;
    });
    return found == rows_.end() ? nullptr : *found;
}

/// Nothing of nothing.
std::string OverlayBuilder::in_brackets(std::string_view text) const {
    return text.empty() ? std::string() : fmt::format(fmt::runtime(words("（{}）", " ({})")), text);
}

/// What whoever points at it reads: the measure, its value and band.
std::string OverlayBuilder::said_of(const AnalysisRow& row, double value) const {
    const Measure* measure = find_measure(in_.analysis, measure_);
    std::string said = measure ? measure_name(*measure, in_.language) : measure_;
    said += zh_ ? "：" : ": ";
    said += holds(amounts, measure_) ? exact_number(value) : number(value);
    const std::string in = unit();
    if (!in.empty()) said += " " + in;
    return said + in_brackets(uncertainty(row, in_.language));
}

/// Rows of one layer and one period, and those that are of none.
void OverlayBuilder::choose_rows() {
    const std::vector<AnalysisRow>& rows = in_.result.rows;
    measure_ = in_.measure.empty() ? map_measure(in_.analysis, rows) : in_.measure;
    for (const AnalysisRow& row : rows)
        if (!row.layer.empty() && (layer_.empty() || row.layer == in_.layer)) layer_ = row.layer;
    const std::vector<std::string> periods = periods_in(rows);
    period_ = std::ranges::count(periods, in_.period) > 0 ? std::string(in_.period)
                                                          : last_period_with(rows, measure_, periods);
    for (const AnalysisRow& row : rows)
        if ((row.layer.empty() || row.layer == layer_) && (row.period.empty() || row.period == period_))
            rows_.push_back(&row);
    bool any = false, of_layer = false;
    for (const AnalysisRow* row : rows_) {
        if (row->measure != measure_) continue;
        any = true;
        of_layer = of_layer || !row->layer.empty();
        of_period_ = of_period_ || !row->period.empty();
    }
    const auto layers = in_.data.flows->layers();
    for (std::uint32_t row = 0; row < layers.size(); ++row)
        if (layers[row].key == layer_ && (of_layer || !any)) made_.layer = LayerId{row};
    made_.hides_flows = in_.hides_flows;
    choose_item();
}

bool OverlayBuilder::rows_hold_none() const {
    return std::ranges::none_of(rows_, [&](const AnalysisRow* row) { return row->measure == measure_; });
}

void OverlayBuilder::choose_item() {
    items_ = map_items(in_.result.rows, measure_, names_);
    if (!items_.empty()) item_ = drawn_item(in_.analysis, items_, in_.item);
}

/// Which of several is drawn, and who has none of it.
void OverlayBuilder::tell_item() {
    if (items_.empty()) return;
    const auto of_item = [&](const AnalysisRow& row) { return row.item == item_ && row.value; };
    std::set<std::string_view> with, all;
    for (const AnalysisRow& row : in_.result.rows) {
        if (row.measure != measure_ || !(names_.place(row.scope) || names_.group(row.scope))) continue;
        all.insert(row.scope);
        if (of_item(row)) with.insert(row.scope);
    }
    std::string text = words("分项：", "Item: ") + names_.name(item_, in_.language);
    const bool all_drawn = in_.analysis.key == "circulation" && measure_ == "share";  // as rings
    if (items_.size() > 1 && !all_drawn)
        text += fmt::format(
            fmt::runtime(words("（共 {} 项，只画此项）", " (one of {}; the others are not drawn)")),
            items_.size());
    made_.legend.notes.push_back(std::move(text));
    if (all.size() > with.size())
        made_.legend.notes.push_back(fmt::format(
            fmt::runtime(words("另有 {} 处没有此分项，未画", "{} with other items only are not drawn")),
            all.size() - with.size()));
    if (!in_.item.empty() && in_.item != item_)
        made_.legend.notes.push_back(fmt::format(
            fmt::runtime(words("所选分项“{}”不在结果中", "The item asked for, '{}', is not in the answer")),
            names_.name(in_.item, in_.language)));
}

void OverlayBuilder::add_title() {
    made_.legend.title = said(in_.analysis.name, in_.language);
    if (const Measure* measure = find_measure(in_.analysis, measure_))
        made_.legend.title += words("：", ": ") + measure_name(*measure, in_.language) + in_brackets(unit());
}

/// What it is of: layer, its status, the period or window.
void OverlayBuilder::add_notes() {
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
    if (of_flows_ && (made_.layer ? periods_in(in_.result.rows).size() > 1 : of_period_)) add(period_);
    if (of_flows_ && (made_.layer || !is_of_flows(in_.analysis))) add(in_.asked);
    if (!of.empty()) made_.legend.notes.insert(made_.legend.notes.begin(), of);
    if (of_flows_ && in_.other_filter)
        made_.legend.notes.push_back(
            words("注意：此结果答的是上述筛选，与地图当前的筛选不同",
                  "Note: this answers the filter named above, not the map's present one"));
    if (!made_.empty()) add_unpublished();
    if (made_.empty())
        explain_nothing();
    else if (modelled && std::ranges::any_of(
                             made_.areas, [](const auto& area) { return area.tint.kind == Kind::diverging; }))
        made_.legend.notes.push_back(
            words("模拟数据不作检验，故不画阴影线", "Modelled data are not tested, so nothing is hatched"));
}

/// Why nothing lies on the map, and what to choose instead: what the answer says of itself, else what its
/// rows do.
void OverlayBuilder::explain_nothing() {
    constexpr std::size_t most_said = 3;
    std::vector<std::string> said;
    const auto add = [&](std::string text) {
        if (said.size() < most_said && !holds(said, text)) said.push_back(std::move(text));
    };
    const std::vector<OutputNote>& notes = in_.result.notes;
    if (in_.analysis.key == "flowspace" && of_sectors(measure_) && rows_hold_none())
        add(words("玫瑰图需要各方位的流：请在“提问”页将 show 设为 sectors",
                  "Roses need the flows by direction: choose show = sectors under Question"));
    if (in_.analysis.key == "flowspace" && measure_ == "effective_distance" && rows_hold_none())
        add(words("波次需要每对地点的有效距离：请在“提问”页将 show 设为 pairs",
                  "Fronts need the effective distance of every pair: choose show = pairs under Question"));
    for (const OutputNote& note : notes)
        if (is_reason(note.code)) add(zh_ ? note.zh : note.en);
    bool reasoned = !said.empty();
    std::size_t with_value = 0, of_measure = 0;
    for (const AnalysisRow* row : rows_) {
        if (row->measure != measure_) continue;
        ++of_measure;
        if (row->value || !row->label.empty()) ++with_value;
        const auto note = std::ranges::find(notes, row->note, &OutputNote::code);
        if (row->value || note == notes.end()) continue;
        add(zh_ ? note->zh : note->en);
        reasoned = reasoned || note->code.starts_with("needs-");  // it says what to give
    }
    if (with_value > 0)
        add(words("这一指标不属于任何地点或分组，不能落图：请看表格，或改选其他指标",
                  "This measure is of no place or group: read it in the table, or choose another measure"));
    else if (of_measure > 0 && !reasoned)
        add(words("这一指标没有可落图的数值：请改选指标、时段，或放宽筛选",
                  "This measure has no value to draw: choose another measure or period, or a wider filter"));
    else if (said.empty() && find_measure(in_.analysis, measure_) != nullptr)
        add(words("结果中没有这一指标：请改选其他指标，或在“提问”页给出它所需的表格或多个时段",
                  "The answer does not hold this measure: choose another one, or give what it needs under "
                  "Question: a table, or several periods"));
    else if (said.empty())
        add(words("此结果请看“结果”页的表格：其数值属于模型或全体，不属于地点或分组",
                  "This answer is read in its table: its numbers are of models or of all, not of places or "
                  "groups"));
    for (std::string& text : said) made_.legend.notes.push_back(std::move(text));
}

OverlayInk OverlayBuilder::ink_of(double value) const {
    if (scale_ == Scale::sequential) {
        const double share = high_ > low_ ? (value - low_) / (high_ - low_) : 0.5;
        return {Kind::sequential, static_cast<float>(std::clamp(share, 0.0, 1.0))};
    }
    const double of = scale_ == Scale::ratio ? (value > 0 ? std::log(value) : -high_) : value;
    return {Kind::diverging, high_ > 0 ? static_cast<float>(std::clamp(of / high_, -1.0, 1.0)) : 0.0f};
}

/// Five steps of the ramp, with the numbers that they stand for.
void OverlayBuilder::add_scale(double low, double high) {
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
        if (scale_ == Scale::sequential ? !(high > low) : !(high > 0)) break;  // one value has one colour
    }
}

/// Areas by group, discs by place: whatever measure it is.
void OverlayBuilder::add_values() {
    struct Value {
        const AnalysisRow* row;
        double value;
    };
    std::map<GroupId, Value> groups;
    std::map<PlaceId, Value> places;
    for (const AnalysisRow* row : rows_) {
        if (row->measure != measure_ || !row->value || !std::isfinite(*row->value)) continue;
        if (const auto group = names_.group(row->scope)) {
            if (row->item == item_) groups.emplace(*group, Value{row, *row->value});
        } else if (const auto part = names_.place(row->item); part && row->scope == "all") {
            places.emplace(*part, Value{row, *row->value});
        } else if (const auto place = names_.place(row->scope); place && row->item == item_) {
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
    std::size_t few = 0;
    for (const auto& [group, value] : groups) {
        const double chance = scale_ == Scale::ratio ? 1 : 0;
        const AnalysisRow& row = *value.row;
        const bool holds_chance = scale_ != Scale::sequential && row.lower && row.upper &&
                                  *row.lower <= chance && chance <= *row.upper;
        const bool of_few = counts_few(row, group);
        hatched = hatched || holds_chance;
        few += of_few ? 1 : 0;
        made_.areas.push_back({group, ink_of(value.value), holds_chance || of_few,
                               said_of(row, value.value) + counted_members(row, group)});
    }
    constexpr float tallest_px = 110;
    const bool amount = groups.empty() && holds(amounts, measure_) && low >= 0 && high > 0;
    const bool towers = amount && holds(tower_measures, measure_);
    if (groups.empty())
        for (const auto& [place, value] : places) {
            MapOverlay::Disc& one = disc(place);
            one.fill = amount ? OverlayInk{Kind::sequential, 1} : ink_of(value.value);
            one.said = said_of(*value.row, value.value);
            if (amount) one.share = static_cast<float>(value.value / high);
            one.tower = towers;
            if (towers) one.height_px = tallest_px * *one.share;
        }
    if (amount)
        add_swatch(Shape::disc, {Kind::sequential, 1},
                   fmt::format(fmt::runtime(words("圆面积表示数值，最大为 {}",
                                                  "disc area is the value; the largest is {}")),
                               number(high)));
    else
        add_scale(low, high);
    if (towers)
        made_.legend.notes.push_back(
            words("地图倾斜时，地点立于塔上，塔高与数值成正比（近大远小，以指向时的数值与表格为准）",
                  "On a tilted map a place stands on a tower whose height is in proportion to the value; "
                  "what is far looks "
                  "smaller: exact values by pointing and in the table"));
    tell_item();
    if (hatched)
        add_swatch(Shape::hatch, {Kind::diverging, 0},
                   scale_ == Scale::ratio
                       ? words("95% 区间含 1：可能只是偶然", "95 % interval holds 1: may be chance")
                       : words("95% 区间含 0：可能只是偶然", "95 % interval holds 0: may be chance"));
    if (few > 0)
        add_swatch(
            Shape::hatch, {Kind::sequential, 0.5f},
            fmt::format(fmt::runtime(words("计入的成员不超过半数，数值仅供参考（{} 组）",
                                           "at most half of the members are counted: read with care ({})")),
                        few));
}

MapOverlay OverlayBuilder::build() {
    choose_rows();
    add_title();
    const std::string_view key = in_.analysis.key;
    if (key == "communities" && (measure_ == "community" || measure_ == "module"))
        add_communities();
    else if (key == "hierarchy" && measure_ == "dominated_by")
        add_dominance();
    else if (key == "hierarchy" && measure_ == "alter_role")
        add_roles();
    else if (key == "backbone" && (measure_ == "kept" || measure_ == "flow"))
        add_backbone();
    else if (key == "centrality" && (measure_ == "link_betweenness" || measure_ == "link_load"))
        add_links();
    else if (key == "flowspace" && measure_ == percolation_measure)
        add_percolation();
    else if (key == "flowspace" && of_sectors(measure_))
        add_roses();
    else if (key == "flowspace" && measure_ == "effective_distance")
        add_wave();
    else if (key == "equity" && measure_ == "growth_contribution")
        add_growth();
    else if (key == "stage" && (measure_ == "stage" || measure_ == "official_tier"))
        add_stage();
    else if (key == "circles" && measure_ == "share")
        add_circles();
    else if (key == "communities" && measure_.starts_with("with_core"))
        add_with_core();
    else if (key == "border")
        add_border();
    else if (key == "monitoring" && measure_ == "achieved")
        add_progress();
    else if (key == "resilience" && measure_ == "criticality")
        add_criticality();
    else if (key == "resilience" && measure_ == "rescue_gap")
        add_rescue_gaps();
    else if (key == "resilience" && is_of_rescue(measure_))
        add_rescue();
    else
        add_values();
    if (key == "circulation" && measure_ == "share") {
        add_nesting();
        add_donuts();
    }
    for (auto& [place, one] : discs_) made_.discs.push_back(one);
    add_meaning();
    add_overlap();
    add_blank();
    add_stand_in();
    for (const Credit& source : sources_of(in_.result, measure_))
        made_.sources.push_back(zh_ ? source.zh : source.en);
    add_notes();
    return std::move(made_);
}

std::string_view map_measure(const Analysis& analysis, std::span<const AnalysisRow> rows) {
    std::string_view first;
    for (const Shown& shown : shown_first) {
        if (shown.analysis != analysis.key) continue;
        if (std::ranges::find(rows, shown.measure, &AnalysisRow::measure) != rows.end()) return shown.measure;
        if (first.empty()) first = shown.measure;
    }
    return first;
}

std::vector<std::string> map_items(std::span<const AnalysisRow> rows, std::string_view measure,
                                   const RowNames& names) {
    std::vector<std::string> found;
    if (of_sectors(measure)) return found;
    std::set<std::string_view> known;
    const bool percolates = measure == percolation_measure;
    for (const AnalysisRow& row : rows) {
        if (percolates && row.measure == "largest_component" && known.insert(row.item).second)
            found.push_back(row.item);
        if (row.measure != measure || !row.value || row.item.empty() || known.contains(row.item)) continue;
        const bool part = names.place(row.item) || row.item.find('>') != std::string::npos;
        if (part || !(names.place(row.scope) || names.group(row.scope))) continue;
        known.insert(row.item);
        found.push_back(row.item);
    }
    return found;
}

std::string drawn_item(const Analysis& analysis, std::span<const std::string> items, std::string_view asked) {
    constexpr std::string_view inside = "within_agglomeration";
    if (holds(items, asked)) return std::string(asked);
    if (analysis.key == "circulation" && holds(items, inside)) return std::string(inside);
    // The highest threshold leaves two places tied, the lowest all of them: neither says much.
    const bool thresholds = analysis.key == "flowspace" && std::ranges::all_of(items, is_number);
    return thresholds ? items[items.size() / 2] : items.front();
}

MapOverlay build_map_overlay(const OverlayInput& input) { return OverlayBuilder(input).build(); }

}  // namespace flowspace
