#include "render/scene/furniture_words.h"

#include "data/import/import_report.h"
#include "render/scene/map_overlay.h"
#include "render/scene/map_scale.h"
#include "render/scene/number_text.h"
#include "render/scene/time_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

namespace flowspace {

namespace {

/// The largest of 1, 2, 5 times a power of ten that is at most `value`. Pre: value > 0.
double round_below(double value) {
    const double power = std::pow(10.0, std::floor(std::log10(value)));
    for (const double step : {5.0, 2.0, 1.0})
        if (step * power <= value) return step * power;
    return power;
}

std::string_view status_words(Status status, Language language) {
    const bool zh = language == Language::zh;
    switch (status) {
        case Status::observed:
            return zh ? "观测" : "observed";
        case Status::modelled:
            return zh ? "模拟" : "modelled";
        case Status::undeclared:
            break;
    }
    return zh ? "未声明观测或模拟" : "not declared observed or modelled";
}

const LayerInfo& layer_of(const DrawListInput& input, LayerId layer) {
    return input.dataset.flows->layers()[index(layer)];
}

const std::string& in_language(const std::string& zh, const std::string& en, Language language) {
    return language == Language::zh ? zh : en;
}

/// Of a change: its unit, and four samples from loss to gain, in the measure's own numbers.
void show_changes(const Difference& difference, const ShownFlows::Coverage& coverage, float widest,
                  Language language, LegendItem& item) {
    const auto layer = std::ranges::find(difference.changes, coverage.layer, &LayerChanges::layer);
    if (layer == difference.changes.end()) return;
    const bool zh = language == Language::zh;
    const bool percents = difference.measure == ChangeMeasure::percent;
    if (percents) item.unit = zh ? "变化率" : "change in percent";
    if (difference.measure == ChangeMeasure::share)
        item.unit = zh ? "份额变化，百分点" : "share, percentage points";
    item.samples.clear();
    const double largest = percents ? 100 : layer->largest;
    std::vector<double> sizes = legend_samples(largest);
    if (sizes.size() > 2) sizes.erase(sizes.begin());
    std::vector<double> values;
    for (auto size = sizes.rbegin(); size != sizes.rend(); ++size) values.push_back(-*size);
    values.insert(values.end(), sizes.begin(), sizes.end());
    for (const double value : values) {
        std::string text = (value < 0 ? "−" : "+") + round_number(std::fabs(value), language);
        if (percents) text += "%";
        const bool widths = difference.measure == ChangeMeasure::absolute;
        item.samples.push_back({std::move(text),
                                widths ? arc_width_px(value, coverage.largest, widest) : widest / 2,
                                change_tone(*layer, difference.measure, value)});
    }
}

LegendItem legend_item(const DrawListInput& input, const ShownFlows::Coverage& coverage) {
    const LayerScale scale = layer_scale(input, coverage.layer);
    const float widest = scale.widest_px;
    const Language language = input.style.language;
    const LayerInfo& layer = layer_of(input, coverage.layer);
    LegendItem item;
    item.layer = coverage.layer;
    item.name = in_language(layer.name_zh, layer.name_en, language);
    item.unit = in_language(layer.unit_zh, layer.unit_en, language);
    if (item.unit.empty())
        item.unit = !layer.unit.empty()        ? layer.unit
                    : language == Language::zh ? "单位未声明"
                                               : "unit not declared";
    item.status = status_words(layer.status, language);
    item.dashed = layer.status == Status::modelled;
    for (const double sample : legend_samples(scale.largest))
        item.samples.push_back(
            {round_number(sample, language), arc_width_px(sample, scale.largest, widest), {}});
    if (input.difference) show_changes(*input.difference, coverage, widest, language, item);
    if (!input.difference && coverage.negative > 0)
        item.samples.push_back({.text = language == Language::zh ? "负值" : "negative",
                                .width_px = widest / 2,
                                .negative = true});
    return item;
}

/// Layers are never added in raw units: counts of flows add, shares of volume are given per layer.
std::string shown_words(const DrawListInput& input) {
    const bool zh = input.style.language == Language::zh;
    std::uint64_t shown = 0;
    std::uint64_t selected = 0;
    std::string shares;
    for (const ShownFlows::Coverage& coverage : input.shown.coverage) {
        shown += coverage.shown;
        selected += coverage.selected;
        if (coverage.selected_value == 0) continue;
        const LayerInfo& layer = layer_of(input, coverage.layer);
        if (!shares.empty()) shares += zh ? "、" : ", ";
        if (input.shown.coverage.size() > 1)
            shares += in_language(layer.name_zh, layer.name_en, input.style.language) + " ";
        shares += percent(coverage.shown_value / coverage.selected_value);
    }
    if (selected == 0) return {};
    const std::string counts =
        fmt::format(fmt::runtime(zh ? "显示 {} / {} 条{}流" : "{} of {} flows {}shown"),
                    exact_number(static_cast<double>(shown)), exact_number(static_cast<double>(selected)),
                    input.level ? (zh ? "组间" : "between groups ") : "");
    if (shares.empty()) return counts;
    if (input.shown.coverage.size() > 1) {
        if (zh)
            return fmt::format("{}；占各层{}总量：{}", counts,
                               input.difference ? "变化"
                               : input.level    ? "组间"
                                                : "",
                               shares);
        return fmt::format("{}; share of each layer's {}: {}", counts,
                           input.difference ? "change"
                           : input.level    ? "volume between groups"
                                            : "volume",
                           shares);
    }
    if (input.difference)
        return zh ? fmt::format("{}，占变化总量 {}", counts, shares)
                  : fmt::format("{}, {} of all change", counts, shares);
    if (input.level)
        return zh ? fmt::format("{}，占组间总量 {}", counts, shares)
                  : fmt::format("{}, {} of the volume between groups", counts, shares);
    return zh ? fmt::format("{}，占总量 {}", counts, shares)
              : fmt::format("{}, {} of volume", counts, shares);
}

/// Where two windows are compared discs are small and plain. By group the rule of the level says the area.
DiscKey disc_key(const DrawListInput& input) {
    const auto& coverage = input.shown.coverage;
    const bool any =
        std::ranges::any_of(coverage, [](const ShownFlows::Coverage& one) { return one.selected > 0; });
    if (input.difference || !any) return {};
    const bool zh = input.style.language == Language::zh;
    DiscKey key{.out = zh ? "流出" : "out", .in = zh ? "流入" : "in"};
    if (input.level) {
        key.lead = zh ? "环：" : "Ring: ";
        key.between = zh ? "　" : "  ";
        return key;
    }
    key.lead = zh ? "圆面积：" : "Disc area: ";
    key.between = " + ";
    if (coverage.size() > 1) key.tail = zh ? "，各层份额平均" : ", mean share of layers";
    return key;
}

/// What a reader of flows by group must know: how discs are divided, and that members may count twice.
std::vector<std::string> level_notes(const DrawListInput& input) {
    if (!input.level) return {};
    const bool zh = input.style.language == Language::zh;
    constexpr std::array<std::pair<std::string_view, std::string_view>, 4> words = {
        {{"", ""}, {"都市圈", "metropolitan circle"}, {"城市群", "urban agglomeration"}, {"省", "province"}}};
    const auto& [name_zh, name_en] = words[static_cast<std::size_t>(input.level->map.level)];
    // Where two windows are compared discs are plain: they have neither core nor ring.
    const std::string_view parts = input.difference ? ""
                                   : zh             ? "；内圆：组内；环：流出与流入"
                                                    : "; core: inside; ring: out and in";
    std::vector<std::string> notes = {
        zh ? fmt::format("按{}汇总；未入组的城市单列。圆面积：占总量的份额{}", name_zh, parts)
           : fmt::format("By {}; cities in none stand alone. Disc area: share of all flow{}", name_en,
                         parts)};
    if (input.level->map.overlaps)
        notes.emplace_back(zh ? "属于多个组的城市在每个组中各计一次"
                              : "A city in several groups counts in each of them");
    return notes;
}

/// How the flows drawn were chosen, where that is not by strength alone; what loops and negative flows say.
void add_flow_notes(const DrawListInput& input, std::vector<std::string>& notes) {
    const bool zh = input.style.language == Language::zh;
    const ShowRule& rule = input.shown.rule;
    if (rule.backbone) {
        const std::string places = zh ? fmt::format("，及每地最强 {} 条", rule.per_place)
                                      : fmt::format(", and the {} strongest of each place", rule.per_place);
        const std::string_view also = rule.per_place > 0 ? std::string_view(places) : std::string_view();
        notes.push_back(
            zh ? fmt::format("所画：任一端差异过滤 α < {:g} 的流{}；涉及 {} / {} 个地点", *rule.backbone,
                             also, input.shown.ends_shown, input.shown.ends_selected)
               : fmt::format("Drawn: flows with α < {:g} at either end (disparity filter){}; {} of {} places "
                             "touched",
                             *rule.backbone, also, input.shown.ends_shown, input.shown.ends_selected));
    }
    if (input.ways != nullptr)
        notes.push_back(
            zh ? fmt::format("并束：{} 条流沿同层较短的流画出，经过之地不是实际路线",
                             exact_number(static_cast<double>(input.ways->bundled)))
               : fmt::format("Bundled: {} flows are drawn along shorter ones of their layer; where they pass "
                             "is no route",
                             exact_number(static_cast<double>(input.ways->bundled))));
    if (input.filter.self_flows == SelfFlows::keep && input.level)
        notes.emplace_back(zh ? "地点内部的流不在组间画出"
                              : "Flows within a place are not drawn between groups");
    if (input.filter.self_flows == SelfFlows::keep && !input.level)
        notes.emplace_back(zh ? "环：地点内部的流，线宽同一比例；不计入圆面积"
                              : "Loop: flow within a place, width on the same scale; not in the disc's area");
    std::uint64_t negative = 0;
    for (const ShownFlows::Coverage& coverage : input.shown.coverage) negative += coverage.negative;
    if (negative > 0 && !input.difference)
        notes.push_back(
            zh ? fmt::format("负值 {} 条，另色空心；总量与圆面积按绝对值计", negative)
               : fmt::format("{} negative, hollow and in their own colour; volumes and discs count "
                             "magnitudes",
                             negative));
}

/// That widths and discs are not on the scale of what is shown, and what goes beyond it.
void add_scale_notes(const DrawListInput& input, std::vector<std::string>& notes) {
    if (input.scale == nullptr) return;
    const bool zh = input.style.language == Language::zh;
    const MapScale& scale = *input.scale;
    if (scale.locked) {
        const std::string window =
            window_words(input.dataset.flows->time_axis(), *scale.locked, input.style.language);
        notes.push_back(zh ? fmt::format("比例锁定于 {}（线宽、圆面积）", window)
                           : fmt::format("Scale locked to {} (widths, discs)", window));
    }
    if (scale.of_maps) notes.emplace_back(zh ? "各图同一比例" : "The same scale on all maps");
    constexpr double widest_value = beyond * beyond;  // widths go by square root
    std::vector<double> most(input.dataset.flows->layers().size());
    for (const ShownFlows::Coverage& coverage : input.shown.coverage)
        most[index(coverage.layer)] = widest_value * layer_scale(input, coverage.layer).largest;
    const auto over = std::ranges::count_if(input.shown.flows, [&](const ShownFlow& flow) {
        return std::fabs(flow.value) > most[index(flow.layer)];
    });
    if (over > 0)
        notes.push_back(zh ? fmt::format("{} 条流超出比例，按最宽画出", over)
                           : fmt::format("{} flows go beyond the scale and are drawn at its widest", over));
}

/// What a reader of differences must know: new and vanished pairs, unlike windows, and that nothing is
/// tested.
void add_change_notes(const DrawListInput& input, std::vector<std::string>& notes) {
    if (!input.difference) return;
    const bool zh = input.style.language == Language::zh;
    std::uint64_t appearing = 0, vanishing = 0;
    for (const LayerChanges& layer : input.difference->changes) {
        appearing += layer.appearing;
        vanishing += layer.vanishing;
    }
    notes.emplace_back(
        input.difference->measure == ChangeMeasure::absolute
            ? (zh ? "线宽与颜色：变化量，颜色以零为中心"
                  : "Width and colour: change, the colours centred at zero")
            : (zh ? "线宽：变化量；颜色以零为中心" : "Width: change in volume; colours centred at zero"));
    if (appearing + vanishing > 0)
        notes.push_back(
            zh ? fmt::format("点线：前一时段无记录 {} 对，后一时段无记录 {} 对，未知不作零", appearing,
                             vanishing)
               : fmt::format("Dotted: {} pairs without rows before, {} after; unknown is not zero", appearing,
                             vanishing));
    const TimeAxis& axis = input.dataset.flows->time_axis();
    const StepRange before = steps_in(axis, input.difference->before),
                    after = steps_in(axis, input.filter.window);
    if (before.first < after.last && after.first < before.last)
        notes.emplace_back(zh ? "两个时段有重叠，重叠各期在两边都计入"
                              : "The windows overlap: the steps they share count on both sides");
    if (before.last - before.first != after.last - after.first)
        notes.push_back(zh ? fmt::format("两个时段长度不同：{} 步与 {} 步，按总量比较",
                                         before.last - before.first, after.last - after.first)
                           : fmt::format("The windows differ in length: {} and {} steps, totals compared",
                                         before.last - before.first, after.last - after.first));
    const bool modelled =
        std::ranges::any_of(input.shown.coverage, [&](const ShownFlows::Coverage& coverage) {
            return layer_of(input, coverage.layer).status == Status::modelled;
        });
    if (modelled)
        notes.emplace_back(zh ? "模拟数据，不作显著性检验" : "Modelled data: no test of significance");
    std::uint64_t tested = 0, like = 0;
    for (const ChangeTest& test : input.difference->tests) {
        tested += test.tested;
        like += test.like;
    }
    if (tested > 0)
        notes.push_back(
            zh ? fmt::format("淡：与偶然无异，{} / {} 对（计数的精确泊松检验，错误发现率 5%）", like, tested)
               : fmt::format(
                     "Faded: not told from chance, {} of {} pairs (exact Poisson test of counts, false "
                     "discovery rate 5%)",
                     like, tested));
    else if (!modelled && !input.difference->tests.empty())
        notes.emplace_back(zh ? "非计数数据，不作显著性检验" : "No counts: no test of significance");
}

/// Nearness here is exchange: how it was made, and how much of it a plane cannot show.
void show_flow_space(const DrawListInput& input, Furniture& words) {
    const bool zh = input.style.language == Language::zh;
    const InFlowSpace& space = *input.space;
    const LayerInfo& layer = layer_of(input, space.layer);
    words.schematic = true;
    words.subtitle += zh ? "，流空间（不是地图）" : ", space of flows (not a map)";
    words.notes.push_back(
        zh ? fmt::format("远近：{}的有效距离（1 − ln P，经典标度），平面失真 {}", layer.name_zh,
                         percent(space.stress))
           : fmt::format("Nearness: effective distance of {} (1 − ln P, classical scaling); "
                         "distances a plane misses: {}",
                         layer.name_en, percent(space.stress)));
    if (space.placed < space.places)
        words.notes.push_back(zh ? fmt::format("{} 个地点与其余不相连，留在原处", space.places - space.placed)
                                 : fmt::format("{} places are not tied to the others and stay where they lie",
                                               space.places - space.placed));
}

/// Rows of flows that the tables hold and no figure counts; empty where every row was taken.
std::string rejected_words(const Dataset& dataset, Language language) {
    if (!dataset.report) return {};
    const RejectedRows rows = rejected_rows(*dataset.report);
    if (rows.rejected == 0) return {};
    const std::string rejected = exact_number(static_cast<double>(rows.rejected)),
                      in = exact_number(static_cast<double>(rows.in));
    return language == Language::zh ? fmt::format("拒收 {} / {} {}", rejected, in, rows.cells ? "格" : "行")
                                    : fmt::format("{} of {} {} rejected", rejected, in,
                                                  rows.cells     ? "cells"
                                                  : rows.in == 1 ? "row"
                                                                 : "rows");
}

/// Days, months and years that no row speaks of are said beside the window; a quiet minute is no gap.
std::string gap_words(const TimeAxis& axis, Window window, Language language) {
    if (axis.grain == Grain::none || axis.grain > Grain::day) return {};
    const StepRange steps = steps_in(axis, window);
    std::size_t gaps = 0;
    Window gap;
    for (std::size_t step = steps.first; step + 1 < steps.last; ++step) {
        const TimeMs end = step_end(axis.grain, axis.starts[step]);
        if (end >= axis.starts[step + 1]) continue;
        ++gaps;
        gap = {end, axis.starts[step + 1]};
    }
    const bool zh = language == Language::zh;
    if (gaps == 0) return {};
    if (gaps > 1)
        return zh ? fmt::format("（其中 {} 段无数据）", gaps) : fmt::format(" ({} gaps without data)", gaps);
    const std::string first = step_words(axis.grain, gap.from, language),
                      last =
                          step_words(axis.grain, step_start(axis.grain, TimeMs{count(gap.to) - 1}), language);
    const std::string span = first == last ? first : first + " – " + last;
    return zh ? fmt::format("（{}无数据）", span) : fmt::format(" (no data {})", span);
}

std::string empty_words(const DrawListInput& input) {
    const bool zh = input.style.language == Language::zh;
    if (!input.shown.flows.empty()) return {};
    if (input.dataset.flows->pairs().empty())
        return zh ? "表中没有可显示的流：请检查表格，用 flowspace check 查看每一处问题"
                  : "The table has no flow to show: flowspace check lists every problem";
    return zh ? "当前筛选下没有流：放宽时间窗、最小流量或分组"
              : "No flow passes the filter: widen the window, the minimum or the groups";
}

}  // namespace

std::string source_words(const DrawListInput& input) {
    const bool zh = input.style.language == Language::zh;
    std::vector<std::string> parts;
    const auto add_once = [&](const std::string& part) {
        if (!part.empty() && std::ranges::find(parts, part) == parts.end()) parts.push_back(part);
    };
    const MapOverlay* answer = input.overlay != nullptr && !input.overlay->empty() ? input.overlay : nullptr;
    if (answer != nullptr)
        for (const std::string& source : answer->sources) add_once(source);
    for (const ShownFlows::Coverage& coverage : input.shown.coverage) {
        if (answer != nullptr && answer->replaces_flows() && answer->layer != coverage.layer) continue;
        const LayerInfo& layer = layer_of(input, coverage.layer);
        const std::string status(status_words(layer.status, input.style.language));
        const std::string& source = in_language(layer.source_zh, layer.source_en, input.style.language);
        add_once(source.empty() ? status
                                : fmt::format(fmt::runtime(zh ? "{}（{}）" : "{} ({})"), source, status));
    }
    for (const SourceFile& file : input.dataset.files) {
        const std::string name = file.path.substr(file.path.find_last_of('/') + 1);
        const auto named = [&](const std::string& part) { return part.find(name) != std::string::npos; };
        if (std::ranges::none_of(parts, named)) parts.push_back(name);
    }
    add_once(rejected_words(input.dataset, input.style.language));
    if (input.dataset.base_map) {
        const BaseMap& map = *input.dataset.base_map;
        for (const BaseMap::Credit* credit : {&map.boundary_source, &map.relief_source, &map.water_source})
            add_once(in_language(credit->zh, credit->en, input.style.language));
    }
    if (parts.empty()) return {};
    return fmt::format("{}{}", zh ? "来源：" : "Sources: ", fmt::join(parts, zh ? "；" : "; "));
}

std::vector<float> widest_px(const DrawListInput& input) {
    constexpr float mean_px =
        1.5f;  // of a layer's ribbons where the map holds `arcs_at_mean`; fewer may be wider
    constexpr double arcs_at_mean = 1500;
    constexpr float narrowest_px = 1.2f;  // of the widest
    const auto with_flows =
        std::ranges::count_if(input.shown.coverage, [](const auto& layer) { return layer.shown > 0; });
    const float most =
        input.style.widest_px / std::cbrt(static_cast<float>(std::max<std::ptrdiff_t>(1, with_flows)));
    const auto arcs = static_cast<double>(input.shown.flows.size());
    const float mean = mean_px * static_cast<float>(std::sqrt(arcs_at_mean / std::max(1.0, arcs)));

    const std::size_t layers = input.dataset.flows->layers().size();
    std::vector<double> largest(layers), share_sums(layers), counts(layers);
    for (const ShownFlows::Coverage& coverage : input.shown.coverage)
        largest[index(coverage.layer)] = coverage.largest;
    for (const ShownFlow& flow : input.shown.flows) {
        const std::size_t layer = index(flow.layer);
        if (!(largest[layer] > 0)) continue;
        share_sums[layer] += std::sqrt(std::min(1.0, std::fabs(flow.value) / largest[layer]));
        counts[layer] += 1;
    }
    std::vector<float> widest(layers, most);
    for (std::size_t layer = 0; layer < layers; ++layer)
        if (share_sums[layer] > 0)
            widest[layer] = std::clamp(mean * static_cast<float>(counts[layer] / share_sums[layer]),
                                       std::min(narrowest_px, most), most);
    return widest;
}

float arc_width_px(double value, double largest, float widest_px) {
    const float narrowest = std::min(1.0f, widest_px / 4);
    if (!(largest > 0)) return narrowest;
    const double share = std::clamp(std::fabs(value) / largest, 0.0, static_cast<double>(beyond * beyond));
    return std::max(narrowest, widest_px * static_cast<float>(std::sqrt(share)));
}

float change_tone(const LayerChanges& layer, ChangeMeasure measure, double measured) {
    const double top = measure == ChangeMeasure::percent ? 100 : layer.largest;
    if (!(top > 0) || !std::isfinite(measured)) return 0;
    const double share = std::clamp(measured / top, -1.0, 1.0);
    return static_cast<float>(std::cbrt(share));
}

std::vector<double> legend_samples(double largest) {
    std::vector<double> samples;
    if (!(largest > 0) || !std::isfinite(largest)) return samples;
    for (const double part : {0.04, 0.25, 1.0}) {
        const double sample = round_below(largest * part);
        if (samples.empty() || sample > samples.back()) samples.push_back(sample);
    }
    return samples;
}

Furniture furniture_words(const DrawListInput& input) {
    const Language language = input.style.language;
    const bool zh = language == Language::zh;
    Furniture words;
    words.title = in_language(input.dataset.title_zh, input.dataset.title_en, language);
    const TimeAxis& axis = input.dataset.flows->time_axis();
    words.subtitle =
        window_words(axis, input.filter.window, language) + gap_words(axis, input.filter.window, language);
    for (const ShownFlows::Coverage& coverage : input.shown.coverage)
        words.legend.push_back(legend_item(input, coverage));
    words.shown = shown_words(input);
    words.discs = disc_key(input);
    words.notes = level_notes(input);
    add_scale_notes(input, words.notes);
    add_flow_notes(input, words.notes);
    add_change_notes(input, words.notes);
    if (input.space) show_flow_space(input, words);
    if (input.difference)
        words.subtitle =
            fmt::format(fmt::runtime(zh ? "{}，对比 {}" : "{} against {}"), words.subtitle,
                        window_words(input.dataset.flows->time_axis(), input.difference->before, language));
    words.source = source_words(input);
    words.empty = empty_words(input);
    if (input.dataset.base_map && !input.space && input.dataset.base_map->relief.columns > 0)
        words.relief = zh ? fmt::format("地形夸张 ×{:g}", input.style.exaggeration)
                          : fmt::format("relief × {:g}", input.style.exaggeration);
    if (input.dataset.base_map && !input.space && !input.dataset.base_map->boundary_source.en.empty())
        words.notice = zh ? "非标准地图，公开使用前须审核"
                          : "Not an approved standard map; have it reviewed before public use";
    return words;
}

}  // namespace flowspace
