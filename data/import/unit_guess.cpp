#include "data/import/unit_guess.h"

#include "data/import/flow_columns.h"
#include "data/import/layer_names.h"
#include "data/import/time_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

namespace flowspace {
namespace {

/// What one column of values, or the header of a table without one, says.
struct Said {
    const TablePlan* table = nullptr;
    std::string column = {};  // empty: the header names no unit
    std::string layer = {};   // empty: a column names the layer of each row
    std::string unit = {};

    bool may_meet(const Said& other) const {
        return layer.empty() || other.layer.empty() || layer == other.layer;
    }
    std::string file() const { return std::filesystem::path(table->path).filename().string(); }
};

std::vector<Said> said_of(const ImportPlan& plan) {
    const LayerNames layers(plan);
    std::vector<Said> all;
    for (const TablePlan& table : plan.tables) {
        if (table.role != TableRole::flows) continue;
        const FlowColumns columns = flow_columns(table);
        const std::string layer =
            columns.layer
                ? std::string{}
                : std::string(layers.key_of(table.fixed_layer.empty() ? only_layer : table.fixed_layer));
        const auto add = [&](std::size_t column, std::string of) {
            const std::string& name = table.columns[column].name;
            all.push_back({&table, name, std::move(of), unit_in_header(name)});
        };
        for (const std::size_t column : columns.at_layer)
            add(column, std::string(layers.key_of(meaning_of(table.columns[column]))));
        if (columns.value)
            add(*columns.value, layer);
        else if (columns.at_layer.empty())
            all.push_back({&table, {}, layer, {}});
    }
    return all;
}

/// The first two that may be added and differ in their units; `both`: only where each names one.
std::optional<std::pair<Said, Said>> first_clash(const std::vector<Said>& all, QuestionWeight weight) {
    for (std::size_t second = 1; second < all.size(); ++second)
        for (std::size_t first = 0; first < second; ++first) {
            const Said &one = all[first], &other = all[second];
            if (one.unit == other.unit || !one.may_meet(other)) continue;
            const bool both = !one.unit.empty() && !other.unit.empty();
            if (both == (weight == QuestionWeight::must)) return std::pair{one, other};
        }
    return std::nullopt;
}

/// `@unit=U` for every unit that is named.
void offer_units(const std::vector<Said>& all, Question& question) {
    std::set<std::string> units;
    for (const Said& said : all)
        if (!said.unit.empty() && units.insert(said.unit).second)
            question.choices.push_back(
                {{fmt::format("@unit={}", said.unit)},
                 fmt::format("all values are in fact in {} (nothing is converted)", said.unit),
                 fmt::format("所有数值其实都以“{}”为单位（不作换算）", said.unit)});
}

/// Each table of its own layer, named as its column: its values are then never added to the others.
std::optional<Choice> apart(const std::vector<Said>& all) {
    Choice choice{
        {}, "each table is a layer of its own, never added to another", "每张表各为一种要素流，互不相加"};
    for (const Said& said : all) {
        const bool alone = said.layer == only_layer && said.table->fixed_layer.empty();
        if (!alone || said.unit.empty()) return std::nullopt;
        choice.mapping.push_back(fmt::format("{}:@layer={}", said.table->path, said.column));
    }
    return choice;
}

}  // namespace

std::string unit_in_header(std::string_view header) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 4> brackets = {
        {{"（", "）"}, {"(", ")"}, {"[", "]"}, {"【", "】"}}};
    for (const auto& [open, close] : brackets) {
        if (!header.ends_with(close)) continue;
        const std::size_t from = header.rfind(open);
        if (from == std::string_view::npos || from == 0) continue;
        std::string_view unit = header.substr(from + open.size());
        unit.remove_suffix(close.size());
        for (const std::string_view said : {"单位：", "单位:", "unit: ", "Unit: "})
            if (unit.starts_with(said)) unit.remove_prefix(said.size());
        const bool is_number = unit.find_first_not_of("0123456789.-/ ") == std::string_view::npos;
        if (!is_number && !parse_time_text(unit, {.forms = TimeForms::any}).time) return std::string(unit);
    }
    return {};
}

HeaderUnits units_in_headers(const ImportPlan& plan) {
    const std::vector<Said> all = said_of(plan);
    HeaderUnits units;
    if (all.empty()) return units;
    const bool alike =
        std::ranges::all_of(all, [&](const Said& one) { return one.unit == all.front().unit; });
    if (alike) {
        units.all = all.front().unit;
        return units;
    }
    for (const Said& one : all) {
        if (one.layer.empty()) return {};  // its rows may be of any layer
        const bool clashes = std::ranges::any_of(
            all, [&](const Said& other) { return other.layer == one.layer && other.unit != one.unit; });
        units.by_layer.emplace(one.layer, clashes ? std::string{} : one.unit);
    }
    const auto named = [](const auto& layer) { return !layer.second.empty(); };
    return std::ranges::any_of(units.by_layer, named) ? units : HeaderUnits{};
}

void declare_units(ImportPlan& plan, const HeaderUnits& before) {
    const HeaderUnits now = units_in_headers(plan);
    const auto unit_of = [&](const std::string& layer) {
        const auto at = plan.layers.find(layer);
        return at == plan.layers.end() ? std::string{} : at->second.unit;
    };
    const bool as_before =
        plan.unit == before.all && std::ranges::all_of(before.by_layer, [&](const auto& layer) {
            return unit_of(layer.first) == layer.second;
        });
    if (!as_before || now == before) return;
    plan.unit = now.all;
    for (const auto& [layer, unit] : before.by_layer) {
        const auto at = plan.layers.find(layer);
        if (at != plan.layers.end() && at->second == LayerInfo{.key = layer, .unit = unit})
            plan.layers.erase(at);
    }
    for (const auto& [layer, unit] : now.by_layer) {
        LayerInfo& info = plan.layers[layer];
        info.key = layer;
        if (info.unit.empty()) info.unit = unit;
    }
}

std::optional<Question> unit_question(const ImportPlan& plan) {
    const std::vector<Said> all = said_of(plan);
    QuestionWeight weight = QuestionWeight::must;
    std::optional<std::pair<Said, Said>> clash = first_clash(all, weight);
    if (!clash) clash = first_clash(all, weight = QuestionWeight::may);
    if (!clash) return std::nullopt;
    auto& [one, other] = *clash;
    if (one.unit.empty()) std::swap(one, other);
    Question question{{.file = other.table->path,
                       .row = other.table->text.skipped_lines + 1,
                       .column = other.column,
                       .code = "different-units",
                       .found = other.unit.empty() ? "no unit" : other.unit,
                       .expected = fmt::format("values in {}, as in {}", one.unit, one.file())},
                      weight,
                      {},
                      {},
                      {}};
    if (weight == QuestionWeight::must) {
        question.en = fmt::format(
            "Values of {} are in {}, those of {} in {}, and would be added. Convert one table to the other's "
            "unit "
            "or import them apart; or say:",
            one.file(), one.unit, other.file(), other.unit);
        question.zh = fmt::format(
            "“{}”的数值以“{}”为单位，“{}”以“{}"
            "”为单位，不能直接相加。请先换算为同一单位，或分别导入；也可以说明：",
            one.file(), one.unit, other.file(), other.unit);
        if (std::optional<Choice> layers = apart(all)) question.choices.push_back(std::move(*layers));
    } else {
        question.en =
            fmt::format("Values of {} are in {}; {} names no unit. They are added, and no unit is shown.",
                        one.file(), one.unit, other.file());
        question.zh = fmt::format("“{}”的数值以“{}”为单位，“{}”没有写明单位。两者相加，且不显示单位。",
                                  one.file(), one.unit, other.file());
    }
    offer_units(all, question);
    return question;
}

}  // namespace flowspace
