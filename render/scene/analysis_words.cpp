#include "render/scene/analysis_words.h"

#include "render/scene/number_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace flowspace {

namespace {

/// Scopes and items that are no place and no group.
struct Named {
    std::string_view id;
    Said name;
};
constexpr std::array known_names = {
    Named{"all", {"all", "全部"}},
    Named{"between", {"between groups", "组间"}},
    Named{"within", {"within groups", "组内"}},
    Named{"outside", {"in no group", "未入组"}},
    Named{"net-between", {"net between groups", "净组间"}},
    Named{"transvariation", {"transvariation", "超变密度"}},
    Named{"median", {"median", "中位数"}},
    Named{"quintessential", {"both", "双高"}},
    Named{"hub", {"hub", "枢纽型"}},
    Named{"gateway", {"gateway", "门户型"}},
    Named{"neither", {"neither", "双低"}},
    Named{"found", {"as found", "所得划分"}},
    Named{"official", {"official groups", "规划分组"}},
    Named{"province", {"provinces", "省区"}},
    Named{"within_circle", {"within circles", "都市圈内"}},
    Named{"within_agglomeration", {"within agglomerations", "城市群内"}},
    Named{"between_agglomerations", {"between agglomerations", "城市群之间"}},
    Named{"in_circle", {"in its circle", "都市圈内"}},
    Named{"in_agglomeration", {"in its agglomeration", "城市群内"}},
    Named{"in_country", {"in the country", "国内"}},
    Named{"within_province", {"within provinces", "省内其他"}},
    Named{"other_domestic", {"other domestic", "其他国内"}},
    Named{"international", {"international", "境外"}},
    Named{"mature", {"mature", "成熟"}},
    Named{"growing", {"growing", "成长"}},
    Named{"cultivating", {"cultivating", "培育"}},
    Named{"between-stages", {"between stages", "处于阶段之间"}},
    Named{"entropy", {"entropy weights", "熵权"}},
    Named{"equal", {"equal weights", "等权"}},
    Named{"geometric", {"geometric mean", "几何平均"}},
    Named{"north", {"north", "北"}},
    Named{"northeast", {"north-east", "东北"}},
    Named{"east", {"east", "东"}},
    Named{"southeast", {"south-east", "东南"}},
    Named{"south", {"south", "南"}},
    Named{"southwest", {"south-west", "西南"}},
    Named{"west", {"west", "西"}},
    Named{"northwest", {"north-west", "西北"}},
    Named{"none", {"none", "无"}},
    Named{"modelled", {"modelled", "模拟"}},
    Named{"each period", {"each period", "逐期"}},
    Named{"pooled", {"pooled", "合并各期"}},
    Named{"trend", {"trend", "趋势"}},
    Named{"ln_cost", {"ln cost", "ln 成本"}},
    Named{"other_province", {"other province", "跨省"}},
    Named{"same_group", {"same group", "同组"}},
    Named{"kept", {"kept", "所留骨干"}},
    Named{"top", {"largest", "取最大者"}},
    Named{"pair", {"pair", "两地"}},
    Named{"link", {"link", "通道"}},
    Named{"modules", {"modules", "模块"}},
    Named{"one", {"one module", "单一模块"}},
    Named{"population_2020", {"population 2020", "2020 年人口"}},
    Named{"random", {"at random", "随机"}},
    Named{"degree", {"by degree", "按度"}},
    Named{"strength", {"by strength", "按强度"}},
    Named{"betweenness", {"by betweenness", "按介数"}},
    Named{"exponential", {"exponential", "指数型"}},
    Named{"power", {"power", "幂型"}},
    Named{"production-constrained exponential", {"production-constrained, exponential", "产出约束指数型"}},
    Named{"radiation", {"radiation", "辐射模型"}},
    Named{"configuration_plain", {"configuration model", "构型模型"}},
    Named{"configuration_zero_diagonal", {"configuration without self-flows", "构型模型（不含自流）"}},
    Named{"gravity_doubly_constrained", {"doubly constrained gravity", "双约束引力模型"}}};

/// The text with each part between `mark`s replaced.
template <class Replace>
std::string joined_parts(std::string_view text, char mark, std::string_view between, const Replace& replace) {
    std::string all;
    for (std::size_t begin = 0; begin <= text.size();) {
        const std::size_t end = std::min(text.find(mark, begin), text.size());
        if (begin > 0) all += between;
        all += replace(text.substr(begin, end - begin));
        begin = end + 1;
    }
    return all;
}

}  // namespace

std::string_view said(Said text, Language language) { return language == Language::zh ? text.zh : text.en; }

std::string measure_name(const Measure& measure, Language language) {
    if (language == Language::zh)
        for (const std::string_view mark : {"：", "（", "，", "；"})
            if (const std::size_t at = measure.means.zh.find(mark); at != std::string_view::npos && at > 0)
                return std::string(measure.means.zh.substr(0, at));
    if (language == Language::zh) return std::string(measure.means.zh);
    std::string name(measure.key);
    std::ranges::replace(name, '_', ' ');
    return name;
}

std::string unit_words(const Analysis& analysis, const AnalysisResult& result,
                       std::span<const LayerInfo> layers, const AnalysisRow& row, Language language) {
    struct Unit {
        std::string_view key;
        Said name;
    };
    constexpr std::array units = {Unit{"persons/km2", {"persons/km²", "人/km²"}},
                                  Unit{"persons", {"persons", "人"}},
                                  Unit{"pairs", {"pairs", "对"}},
                                  Unit{"minutes", {"minutes", "分钟"}},
                                  Unit{"km", {"km", "千米"}},
                                  Unit{"km2", {"km²", "平方千米"}},
                                  Unit{"yuan", {"yuan", "元"}}};
    const Measure* measure = find_measure(analysis, row.measure);
    if (measure == nullptr) return {};
    if (measure->unit == "flow") {
        const auto layer = std::ranges::find(layers, row.layer, &LayerInfo::key);
        if (layer == layers.end()) return {};
        const std::string& named = language == Language::zh ? layer->unit_zh : layer->unit_en;
        return named.empty() ? layer->unit : named;
    }
    const std::string_view key =
        measure->unit == unit_of_costs ? std::string_view(result.cost_unit) : measure->unit;
    const auto known = std::ranges::find(units, key, &Unit::key);
    return std::string(known == units.end() ? key : said(known->name, language));
}

const Measure* find_measure(const Analysis& analysis, std::string_view key) {
    const auto found = std::ranges::find(analysis.measures, key, &Measure::key);
    return found == analysis.measures.end() ? nullptr : &*found;
}

RowNames::RowNames(const Atlas& atlas) : atlas_(atlas) {
    for (std::uint32_t row = 0; row < atlas.places.size(); ++row)
        places_.emplace(atlas.places[row].id, PlaceId{row});
    for (std::uint32_t row = 0; row < atlas.groups.size(); ++row)
        groups_.emplace(atlas.groups[row].id, GroupId{row});
}

std::optional<PlaceId> RowNames::place(std::string_view id) const {
    const auto found = places_.find(id);
    return found == places_.end() ? std::nullopt : std::optional(found->second);
}

std::optional<GroupId> RowNames::group(std::string_view id) const {
    const auto found = groups_.find(id);
    return found == groups_.end() ? std::nullopt : std::optional(found->second);
}

std::vector<PlaceId> RowNames::places(std::string_view ids) const {
    std::vector<PlaceId> found;
    for (std::size_t begin = 0; begin < ids.size();) {
        const std::size_t end = std::min(ids.find(' ', begin), ids.size());
        if (const auto one = place(ids.substr(begin, end - begin))) found.push_back(*one);
        begin = end + 1;
    }
    return found;
}

std::string RowNames::name(std::string_view id, Language language) const {
    const bool zh = language == Language::zh;
    constexpr std::string_view alone = "alone:";
    if (id.starts_with(alone))
        return fmt::format("{}{}", zh ? "单独：" : "alone: ", name(id.substr(alone.size()), language));
    if (const auto at = place(id)) {
        const Place& place = atlas_.places[index(*at)];
        const std::string& chinese = place.short_zh.empty() ? place.name_zh : place.short_zh;
        const std::string& said = zh || place.name_en.empty() ? chinese : place.name_en;
        return said.empty() ? std::string(id) : said;
    }
    if (const auto at = group(id)) {
        const Group& group = atlas_.groups[index(*at)];
        const std::string& said = zh || group.name_en.empty() ? group.name_zh : group.name_en;
        return said.empty() ? std::string(id) : said;
    }
    // After places and groups: somebody's own ids may be any words.
    for (const Named& named : known_names)
        if (named.id == id) return std::string(said(named.name, language));
    // Two that meet: a border, a link. Ids may hold dashes too.
    for (std::size_t dash = id.find('-'); dash != std::string_view::npos; dash = id.find('-', dash + 1)) {
        const std::string_view a = id.substr(0, dash), b = id.substr(dash + 1);
        if ((place(a) && place(b)) || (group(a) && group(b)))
            return name(a, language) + " – " + name(b, language);
    }
    return std::string(id);
}

std::string RowNames::subject(const AnalysisRow& row, Language language) const {
    const auto named = [&](std::string_view part) { return name(part, language); };
    const std::string scope = row.scope.empty() ? std::string() : named(row.scope);
    if (row.item.empty()) return scope;
    const std::string item = joined_parts(row.item, '>', " → ", named);
    if (scope.empty() || row.scope == "all") return item;
    // What is said of everything distinguishes no row: it goes last.
    if (!place(row.scope) && !group(row.scope)) return item + " · " + scope;
    return scope + " · " + item;
}

std::string RowNames::label(const AnalysisRow& row, Language language) const {
    return joined_parts(row.label, ' ', language == Language::zh ? "、" : ", ",
                        [&](std::string_view part) { return name(part, language); });
}

std::string measured_number(double value, Language language) {
    if (!std::isfinite(value)) return "–";
    const double size = std::fabs(value);
    if (size >= 1000 || size == std::floor(size)) return short_number(value, language);
    if (size >= 0.001)
        return fmt::format("{:.{}f}", value, size >= 100 ? 1 : size >= 10 ? 2 : size >= 1 ? 2 : 3);
    return fmt::format("{:.2e}", value);
}

std::string uncertainty(const AnalysisRow& row, Language language) {
    if (row.lower && row.upper)
        return measured_number(*row.lower, language) + " – " + measured_number(*row.upper, language);
    if (row.standard_error) return "± " + measured_number(*row.standard_error, language);
    return {};
}

std::vector<std::string> periods_in(std::span<const AnalysisRow> rows) {
    std::vector<std::string> periods;
    for (const AnalysisRow& row : rows)
        if (!row.period.empty() && std::ranges::count(periods, row.period) == 0)
            periods.push_back(row.period);
    return periods;
}

}  // namespace flowspace
