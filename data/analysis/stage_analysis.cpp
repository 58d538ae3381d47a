// The analysis `stage`: how far groups have come, by several indicators, against the official tiers.
#include "data/analysis/analysis_parts.h"
#include "data/analysis/stage.h"
#include "data/official_tiers.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

namespace flowspace {
namespace {

constexpr std::array tables = {
    AnalysisTable{.key = "indicators",
                  .shape = TableShape::plain,
                  .need = Need::optional,
                  .help = {"table with group and one column per indicator; optional: official_tier (1 "
                           "cultivating, 2 growing, 3 mature); without the table: the official tiers alone",
                           "含 group 与各指标列的表；可选 official_tier（1 培育、2 成长、3 "
                           "成熟）；不给此表则只列官方分层"}},
    AnalysisTable{.key = "directions",
                  .shape = TableShape::plain,
                  .need = Need::optional,
                  .help = {"table with indicator, sign: 1 more is further, -1 less is; without it: 1",
                           "含 indicator, sign 的表：1 越大越成熟，-1 越小越成熟；不给则全为 1"}}};

constexpr std::array measures = {
    Measure{"entropy", {"of an indicator over the groups, 1 is even", "指标在各组间的熵，1 为均匀"}},
    Measure{"weight",
            {"of an indicator by its entropy: favours the most unequal one", "熵权：偏向差异最大的指标"}},
    Measure{"composite",
            {"0 to 1; item: entropy, equal, geometric",
             "综合值 0 至 1；item 为 entropy 熵权、equal 等权、geometric 几何"}},
    Measure{"class",
            {"cultivating, growing or mature, by that composite",
             "按该综合值的阶段：cultivating 培育、growing 成长、mature 成熟"}},
    Measure{"stage",
            {"the class that all composites agree on, else between-stages",
             "各综合值一致的阶段；不一致为 between-stages"}},
    Measure{
        "official_tier",
        {"of the fourteenth Five-Year Plan, where no indicators are given: cultivating, growing or mature",
         "官方分层：“十四五”规划的分类，不给指标时列出；cultivating 培育发展、growing 发展壮大、mature "
         "优化提升"}},
    Measure{"class_starts", {"least composite of growing and of mature", "成长、成熟两级的起点"}},
    Measure{"goodness", {"of the classes: 1 - squares within / all", "分级拟合优度"}},
    Measure{"kappa_quadratic",
            {"agreement with the official tiers, distance squared", "与官方分层的二次加权 Kappa"}},
    Measure{"kappa", {"the same, plain", "与官方分层的 Kappa"}},
    Measure{"spearman", {"of composite and official tier", "综合值与官方分层的秩相关"}},
    Measure{"equal_labels", {"groups whose class is the official tier", "与官方分层相同的组数"}},
};

constexpr std::array<std::string_view, 3> class_names = {"cultivating", "growing", "mature"};

struct Asked {
    IndicatorTable table;
    std::vector<std::string> groups, indicators;
    std::vector<std::uint32_t> tier;  // no_class where unknown; empty: no column
};

Result<std::map<std::string, int>> read_directions(const AnalysisInput& input) {
    std::map<std::string, int> signs;
    const auto table = input.tables.find("directions");
    if (table == input.tables.end()) return signs;
    const auto name = needed_column(table->second, "stage", {"indicator"}),
               sign = needed_column(table->second, "stage", {"sign", "direction"});
    if (!name) return name.error();
    if (!sign) return sign.error();
    for (std::size_t row = 0; row < table->second.size(); ++row) {
        const std::string_view text = table->second.cell(row, *sign);
        if (text != "1" && text != "-1")
            return Error{format_problem(problem_at(table->second, row, *sign, "bad-number", "1 or -1"))};
        signs[std::string(table->second.cell(row, *name))] = text == "1" ? 1 : -1;
    }
    return signs;
}

Result<Asked> read_indicators(const AnalysisInput& input) {
    const PlainTable& table = input.tables.at("indicators");
    const auto group = needed_column(table, "stage", {"group"});
    if (!group) return group.error();
    const auto signs = read_directions(input);
    if (!signs) return signs.error();
    const auto tier = table.column({"official_tier", "tier"});
    Asked asked;
    std::vector<std::size_t> columns;
    for (std::size_t column = 0; column < table.columns.size(); ++column) {
        if (column == *group || (tier && column == *tier)) continue;
        columns.push_back(column);
        asked.indicators.push_back(table.columns[column]);
        const auto sign = signs->find(table.columns[column]);
        asked.table.sign.push_back(sign == signs->end() ? 1 : sign->second);
    }
    for (const auto& [name, sign] : *signs)
        if (std::ranges::count(asked.indicators, name) == 0)
            return Error{
                fmt::format("--directions: found indicator '{}', expected a column of --indicators", name)};
    if (columns.empty())
        return Error{table.path + ": found no indicator, expected columns beside group and official_tier"};
    asked.table.indicators = columns.size();
    for (std::size_t row = 0; row < table.size(); ++row) {
        ++asked.table.groups;
        asked.groups.emplace_back(table.cell(row, *group));
        for (const std::size_t column : columns) {
            const auto value = cell_number(table, row, column);
            if (!value) return value.error();
            asked.table.values.push_back(*value);
        }
        if (!tier) continue;
        const auto level = cell_number(table, row, *tier);
        if (!level) return level.error();
        if (!std::isnan(*level) && *level != 1 && *level != 2 && *level != 3)
            return Error{format_problem(problem_at(table, row, *tier, "bad-number", "1, 2 or 3"))};
        asked.tier.push_back(std::isnan(*level) ? no_class : static_cast<std::uint32_t>(*level) - 1);
    }
    return asked;
}

void add_official(const Asked& asked, const std::string& name, std::span<const double> values,
                  const Classes& classes, RowWriter& rows) {
    if (asked.tier.empty()) return;
    const auto agree = kappa(classes.label, asked.tier, class_names.size());
    rows.add("all", name, "kappa_quadratic", agree ? std::optional(agree->quadratic) : std::nullopt);
    rows.add("all", name, "kappa", agree ? std::optional(agree->plain) : std::nullopt);
    std::vector<double> x, y;
    double equal = 0;
    for (std::size_t at = 0; at < values.size(); ++at) {
        if (asked.tier[at] == no_class || std::isnan(values[at])) continue;
        x.push_back(values[at]);
        y.push_back(asked.tier[at]);
        equal += classes.label[at] == asked.tier[at];
    }
    rows.add("all", name, "spearman", spearman(x, y)).n = static_cast<std::int64_t>(x.size());
    rows.add("all", name, "equal_labels", equal).n = static_cast<std::int64_t>(x.size());
}

/// One composite: its values and classes. Labels stay empty where there are too few different values.
std::vector<std::uint32_t> add_composite(const Asked& asked, const std::string& name,
                                         std::span<const double> values, RowWriter& rows) {
    const auto classes = fisher_jenks(values, class_names.size());
    for (std::size_t at = 0; at < values.size(); ++at) {
        rows.add(asked.groups[at], name, "composite", values[at]);
        if (classes && classes->label[at] != no_class)
            rows.say(asked.groups[at], name, "class", std::string(class_names[classes->label[at]]));
    }
    rows.add("all", name, "goodness", classes ? std::optional(classes->goodness) : std::nullopt);
    if (!classes) return {};
    for (std::size_t k = 1; k < class_names.size(); ++k)
        rows.add(std::string(class_names[k]), name, "class_starts", classes->starts[k]);
    add_official(asked, name, values, *classes, rows);
    return classes->label;
}

/// What the state plans, where nobody gives indicators: a classification, and no diagnosis.
AnalysisResult official_tiers(const AnalysisInput& input) {
    AnalysisResult result;
    RowWriter rows(result, {}, {});
    for (const Group& group : input.dataset.atlas->groups)
        if (const auto tier = official_tier(group.id); tier && group.kind == GroupKind::agglomeration)
            rows.say(group.id, {}, "official_tier",
                     std::string(class_names[static_cast<std::size_t>(*tier)]));
    if (result.rows.empty())
        add_note(result, {"no-tier",
                          "no group here is one that the fourteenth Five-Year Plan classes: give a table of "
                          "indicators, with a column group and one per indicator",
                          "当前分组不在“十四五”规划的分类之列：请给出指标表，含 group 列与各指标列"});
    else
        add_note(result, {"official",
                          "no indicators were given: the classes of the fourteenth Five-Year Plan, not a "
                          "diagnosis",
                          "未给指标：所列为“十四五”规划纲要的分类，不是测算结果"});
    return result;
}

Result<AnalysisResult> run(const AnalysisInput& input, const AnalysisWork& work) {
    if (!input.tables.contains("indicators")) return official_tiers(input);
    AnalysisResult result;
    const auto asked = read_indicators(input);
    if (!asked) return asked.error();
    if (work.stopped()) return stopped_error();
    RowWriter rows(result, {}, {});
    const IndicatorTable table = scaled(asked->table);
    const EntropyWeights weights = entropy_weights(table);
    for (std::size_t at = 0; at < asked->indicators.size(); ++at) {
        rows.add("all", asked->indicators[at], "entropy", weights.entropy[at]);
        rows.add("all", asked->indicators[at], "weight", weights.weight[at]);
    }
    const std::vector<double> equal(table.indicators, 1 / static_cast<double>(table.indicators));
    std::vector<std::vector<std::uint32_t>> labels;
    labels.push_back(
        add_composite(*asked, "entropy", composite(table, weights.weight, Composite::arithmetic), rows));
    labels.push_back(add_composite(*asked, "equal", composite(table, equal, Composite::arithmetic), rows));
    labels.push_back(add_composite(*asked, "geometric", composite(table, equal, Composite::geometric), rows));
    const bool classed = std::ranges::none_of(labels, [](const auto& list) { return list.empty(); });
    for (std::size_t at = 0; classed && at < asked->groups.size(); ++at) {
        if (labels[0][at] == no_class) continue;
        const bool agree = labels[0][at] == labels[1][at] && labels[0][at] == labels[2][at];
        rows.say(asked->groups[at], {}, "stage",
                 agree ? std::string(class_names[labels[0][at]]) : "between-stages");
    }
    if (std::ranges::any_of(asked->table.values, [](double value) { return std::isnan(value); }))
        add_note(result, {"missing", "where an indicator is missing the other weights are raised",
                          "缺失的指标不计，其余权重相应提高"});
    add_note(result, {"diagnosis", "a diagnosis, not a ranking of merit: the official tier stays the label",
                      "诊断而非评比：标签仍以官方分层为准"});
    return result;
}

}  // namespace

Analysis stage_analysis() {
    return {
        .key = "stage",
        .name = {"Stage of development", "发展阶段"},
        .help = {"How far each group has come by several indicators: three composites, their classes, and "
                 "how far these agree with the "
                 "official tiers. A group whose class changes between composites is between stages. "
                 "Without a table of indicators: the official tiers alone.",
                 "按多项指标判断各分组的发展阶段：三种综合值及其分级，以及与官方分层的一致程度。分级随综合方"
                 "法而变的组处于阶段之间。不给指标表时只列官方分层。"},
        .formula =
            "min-max; w = (1 - e)/sum, e = -sum p ln p/ln n; arithmetic and geometric means; Fisher-Jenks, k "
            "= 3, exact; "
            "quadratic kappa",
        .source = "Fisher 1958 JASA 53:789; Shannon 1948; Cohen 1968",
        .measures = measures,
        .tables = tables,
        .run = run,
    };
}

}  // namespace flowspace
