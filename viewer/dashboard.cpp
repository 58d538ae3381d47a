#include "viewer/dashboard.h"

#include "data/official_tiers.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

namespace flowspace {

namespace {

bool counts(const Membership& member, const Filter& filter) {
    return filter.membership_rows == MembershipRows::listed || member.scope == MemberScope::whole;
}

std::vector<std::uint8_t> members_of(const Dataset& data, const DashboardKey& key) {
    std::vector<std::uint8_t> member(data.atlas->places.size(), 0);
    for (const Membership& one : data.atlas->groups[index(key.group)].members)
        if (counts(one, key.filter)) member[index(one.place)] = 1;
    return member;
}

/// Of one layer, step by step: two questions to the source, whatever the number of steps.
Result<std::vector<std::optional<double>>> shares_of(const Dataset& data, LayerId layer,
                                                     std::span<const std::uint8_t> member,
                                                     const AnalysisWork& work) {
    const auto pairs = data.flows->pairs();
    std::vector<std::uint8_t> inside(pairs.size(), 0), touching(pairs.size(), 0);
    for (std::size_t row = 0; row < pairs.size(); ++row) {
        if (pairs[row].origin == pairs[row].destination) continue;
        const bool from = member[index(pairs[row].origin)] != 0,
                   to = member[index(pairs[row].destination)] != 0;
        inside[row] = from && to;
        touching[row] = from || to;
    }
    const Result<std::vector<ExactSum>> within = data.flows->step_sums(layer, inside, work.stop);
    if (!within) return within.error();
    const Result<std::vector<ExactSum>> all = data.flows->step_sums(layer, touching, work.stop);
    if (!all) return all.error();
    std::vector<std::optional<double>> shares(all->size());
    for (std::size_t step = 0; step < all->size(); ++step)
        if ((*all)[step].rows > 0 && value((*all)[step]) > 0)
            shares[step] = (*within)[step].rows > 0 ? value((*within)[step]) / value((*all)[step]) : 0;
    return shares;
}

struct Question {
    std::string_view analysis;
    Filter filter = {};
    std::vector<GroupId> groups = {};
    std::map<std::string, std::string, std::less<>> settings = {};
    std::map<std::string, PlainTable, std::less<>> tables = {};
    std::string_view part = {};  // what its answer is called; empty: as the analysis
};

/// Asks one analysis and keeps the rows that `wanted` takes.
template <class Wanted>
std::optional<Error> ask(Dashboard& page, const Question& question, const AnalysisWork& work,
                         const Wanted& wanted) {
    const Dataset& data = *page.data;
    const Analysis& analysis = *find_analysis(question.analysis);
    const auto periods = periods_of(data.flows->time_axis(), question.filter.window, Grain::none);
    if (!periods) return periods.error();
    const AnalysisInput input{.dataset = data,
                              .filter = question.filter,
                              .groups = question.groups,
                              .periods = *periods,
                              .settings = question.settings,
                              .tables = question.tables};
    Dashboard::Part part{.analysis = std::string(question.part.empty() ? question.analysis : question.part)};
    part.fault = fault_of(analysis, input);
    if (!part.fault) {
        Result<AnalysisResult> result = run_analysis(analysis, input, {.stop = work.stop});
        if (work.stopped()) return stopped_error();
        if (result) {
            for (AnalysisRow& row : result->rows)
                if (wanted(row)) part.rows.push_back(std::move(row));
            part.notes = std::move(result->notes);
        } else {
            part.fault = fault_of(result.error());
        }
    }
    page.parts.push_back(std::move(part));
    return std::nullopt;
}

bool is_one_of(std::string_view text, std::initializer_list<std::string_view> list) {
    return std::ranges::find(list, text) != list.end();
}

/// A sum over the members of a group, and of how many it is known.
struct MemberSum {
    double sum = 0;
    std::size_t known = 0, members = 0;

    void add(const std::optional<double>& value) {
        ++members;
        if (!value) return;
        ++known;
        sum += *value;
    }
    /// Empty where a member is unknown: what is not known is not zero.
    std::string cell() const { return known == members && sum > 0 ? format_number(sum) : std::string(); }
};

struct MemberSums {
    MemberSum population = {}, gdp = {};
};

MemberSums sums_of(const Dataset& data, const Group& group) {
    MemberSums sums;
    for (const Membership& member : group.members) {
        const Place& place = data.atlas->places[index(member.place)];
        sums.population.add(place.population_2020);
        sums.gdp.add(place.gdp_2022 ? place.gdp_2022 : place.gdp_2020);
    }
    return sums;
}

/// What the atlas and the flows know of every group of the kind: indicators of the stage of development.
PlainTable indicators_of(const Dataset& data, const Dashboard::Part& integration, GroupKind kind) {
    PlainTable table{.path = "atlas and flows", .columns = {"group", "population", "gdp"}};
    std::vector<std::string> layers;
    for (const AnalysisRow& row : integration.rows)
        if (row.measure == "internal_share" && std::ranges::count(layers, row.layer) == 0)
            layers.push_back(row.layer);
    for (const std::string& layer : layers) table.columns.push_back("inside_" + layer);
    for (const Group& group : data.atlas->groups) {
        if (group.kind != kind) continue;
        const MemberSums sums = sums_of(data, group);
        table.rows.push_back(table.rows.size() + 2);
        table.cells.insert(table.cells.end(), {group.id, sums.population.cell(), sums.gdp.cell()});
        for (const std::string& layer : layers) {
            const auto row = std::ranges::find_if(integration.rows, [&](const AnalysisRow& one) {
                return one.measure == "internal_share" && one.layer == layer && one.scope == group.id;
            });
            table.cells.push_back(row != integration.rows.end() && row->value ? format_number(*row->value)
                                                                              : std::string());
        }
    }
    return table;
}

/// Beside the diagnosis: the official tier, which stays the label, and how far each sum is known.
void add_to_stage(Dashboard& page) {
    Dashboard::Part& stage = page.parts.back();
    const Group& group = page.group();
    constexpr std::array tiers = {"cultivating", "growing", "mature"};
    if (const auto tier = official_tier(group.id); tier && group.kind == GroupKind::agglomeration)
        stage.rows.push_back(
            {.scope = group.id, .measure = "official_tier", .label = tiers[static_cast<std::size_t>(*tier)]});
    const MemberSums sums = sums_of(*page.data, group);
    for (const auto& [item, sum] : {std::pair{"population", sums.population}, std::pair{"gdp", sums.gdp}}) {
        const bool whole = sum.known == sum.members;
        stage.rows.push_back({.scope = group.id,
                              .item = item,
                              .measure = "known_members",
                              .value = static_cast<double>(sum.known),
                              .n = static_cast<std::int64_t>(sum.members),
                              .note = whole ? "" : "left-out"});
        if (whole) continue;
        const bool gdp = item == std::string_view("gdp");
        stage.notes.push_back(
            {"left-out-" + std::string(item),
             fmt::format(
                 "stage: {} is known of {} of {} members and is left out; the other weights are raised",
                 gdp ? "GDP" : "population", sum.known, sum.members),
             fmt::format("发展阶段：{} 个成员中只有 {} 个有{}数据，该指标不计，其余权重相应提高", sum.members,
                         sum.known, gdp ? " GDP " : "人口")});
    }
}

/// How far its cores reach, and sizes, distance and borders among its members alone.
std::optional<Error> ask_for_diagnoses(Dashboard& page, const Filter& one, const Filter& within,
                                       const AnalysisWork& work) {
    if (auto error = ask(page, {"circulation", one, {page.key.group}}, work,
                         [](const AnalysisRow& row) { return row.measure == "reach_median"; }))
        return error;
    if (auto error = ask(page, {.analysis = "hierarchy", .filter = within, .part = "hierarchy_inside"}, work,
                         [](const AnalysisRow& row) { return row.scope == "all" && row.measure == "gap"; }))
        return error;
    return ask(
        page,
        {.analysis = "border", .filter = within, .settings = {{"same-group", "no"}}, .part = "border_inside"},
        work, [](const AnalysisRow& row) {
            return row.scope == "each period" && is_one_of(row.measure, {"coefficient", "border_multiplier"});
        });
}

/// Each analysis in turn; the first Error ends it.
std::optional<Error> ask_all(Dashboard& page, const AnalysisWork& work) {
    const Dataset& data = *page.data;
    const std::string id = page.group().id;
    Filter all = page.key.filter;
    all.kind = page.group().kind;
    Filter one = all;
    one.layers = {page.key.layer};
    Filter within = one;
    within.inside = {page.key.group};
    const auto of_group = [&](const AnalysisRow& row) { return row.scope == id; };
    if (auto error = ask(page, {"integration", all, {}, {{"draws", "0"}}}, work, [&](const AnalysisRow& row) {
            return row.measure == "internal_share" || (of_group(row) && row.measure == "premium");
        }))
        return error;
    work.at(0.4);
    const PlainTable indicators = indicators_of(data, page.parts.front(), all.kind);
    std::erase_if(page.parts.front().rows, [&](const AnalysisRow& row) { return !of_group(row); });
    if (auto error = ask(page, {"hierarchy", all, {page.key.group}}, work,
                         [&](const AnalysisRow& row) { return of_group(row) && row.item.empty(); }))
        return error;
    work.at(0.55);
    if (auto error = ask(page, {"resilience", within, {}, {{"starts", "100000"}}}, work,
                         [&](const AnalysisRow& row) { return row.measure == "criticality"; }))
        return error;
    work.at(0.7);
    if (auto error = ask(page, {"equity", all, {page.key.group}}, work, of_group)) return error;
    const std::vector<std::uint8_t> member = members_of(data, page.key);
    if (auto error =
            ask(page, {"communities", one, {}, {{"seeds", "10"}}}, work, [&](const AnalysisRow& row) {
                if (!is_one_of(row.measure, {"community", "official_group", "gain_if_moved", "better_group"}))
                    return false;
                const auto& places = data.atlas->places;
                const auto at = std::ranges::lower_bound(places, row.scope, {}, &Place::id);
                return at != places.end() && at->id == row.scope &&
                       member[static_cast<std::size_t>(at - places.begin())] != 0;
            }))
        return error;
    work.at(0.9);
    if (auto error = ask_for_diagnoses(page, one, within, work)) return error;
    work.at(0.95);
    if (auto error = ask(page, {"stage", all, {}, {}, {{"indicators", indicators}}}, work, of_group))
        return error;
    add_to_stage(page);
    return std::nullopt;
}

OutputCell text_cell(const std::string& text) { return text.empty() ? OutputCell() : OutputCell(text); }
OutputCell number_cell(const std::optional<double>& number) {
    return number && std::isfinite(*number) ? OutputCell(*number) : OutputCell();
}

std::vector<OutputCell> cells_of(std::string_view analysis, const AnalysisRow& row) {
    return {std::string(analysis),  text_cell(row.layer),   text_cell(row.period),
            text_cell(row.scope),   text_cell(row.item),    row.measure,
            number_cell(row.value), text_cell(row.label),   number_cell(row.standard_error),
            number_cell(row.lower), number_cell(row.upper), row.n ? OutputCell(*row.n) : OutputCell(),
            text_cell(row.note)};
}

}  // namespace

const Dashboard::Part* Dashboard::part(std::string_view analysis) const {
    const auto found = std::ranges::find(parts, analysis, &Part::analysis);
    return found == parts.end() ? nullptr : &*found;
}

const AnalysisRow* Dashboard::find(std::string_view analysis, std::string_view measure,
                                   std::string_view layer, std::string_view item) const {
    const Part* of = part(analysis);
    if (of == nullptr) return nullptr;
    const auto found = std::ranges::find_if(of->rows, [&](const AnalysisRow& row) {
        return row.measure == measure && (layer.empty() || row.layer == layer) &&
               (item.empty() || row.item == item);
    });
    return found == of->rows.end() ? nullptr : &*found;
}

Result<Dashboard> make_dashboard(const std::shared_ptr<const Dataset>& data, const DashboardKey& key,
                                 const AnalysisWork& work) {
    Dashboard page{.key = key, .data = data};
    const std::vector<std::uint8_t> member = members_of(*data, key);
    for (const LayerId layer : key.filter.layers) {
        auto shares = shares_of(*data, layer, member, work);
        if (!shares) return shares.error();
        page.shares.push_back(std::move(*shares));
    }
    work.at(0.05);
    if (auto error = ask_all(page, work)) return *error;
    return page;
}

OutputTable dashboard_table(const Dashboard& dashboard) {
    OutputTable table{.columns = {"analysis", "layer", "period", "scope", "item", "measure", "value", "label",
                                  "standard_error", "lower", "upper", "n", "note"}};
    const Group& group = dashboard.group();
    const Dataset& data = *dashboard.data;
    for (const Membership& member : group.members)
        table.rows.push_back(
            cells_of("members", {.scope = group.id,
                                 .item = data.atlas->places[index(member.place)].id,
                                 .measure = "role",
                                 .label = member.role == MemberRole::core ? "core" : "member"}));
    const TimeAxis& axis = data.flows->time_axis();
    for (std::size_t row = 0; row < dashboard.shares.size(); ++row)
        for (std::size_t step = 0; step < dashboard.shares[row].size(); ++step)
            table.rows.push_back(cells_of(
                "shares", {.layer = data.flows->layers()[index(dashboard.key.filter.layers[row])].key,
                           .period = axis.grain == Grain::none ? std::string()
                                                               : format_time(axis.grain, axis.starts[step]),
                           .scope = group.id,
                           .measure = "internal_share",
                           .value = dashboard.shares[row][step]}));
    for (const Dashboard::Part& part : dashboard.parts) {
        for (const AnalysisRow& row : part.rows) table.rows.push_back(cells_of(part.analysis, row));
        for (const OutputNote& note : part.notes)
            if (std::ranges::count(table.notes, note.code, &OutputNote::code) == 0)
                table.notes.push_back(note);
        if (part.fault) table.notes.push_back({"no-" + part.analysis, part.fault->en, part.fault->zh});
    }
    return table;
}

}  // namespace flowspace
