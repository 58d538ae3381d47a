// See analysis_parts.h.
#include "data/analysis/analysis_parts.h"

#include "data/completeness.h"
#include "data/geo/geodesic_distance.h"
#include "data/pair_selection.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <map>

namespace flowspace {
namespace {

const LayerInfo& info_of(const AnalysisInput& input, LayerId layer) {
    return input.dataset.flows->layers()[index(layer)];
}

SquareMatrix square_of(const OdMatrix& matrix, AnalysisResult& result) {
    SquareMatrix flows(matrix.size(), 0);
    for (std::size_t row = 0; row < matrix.size(); ++row)
        for (std::size_t column = 0; column < matrix.size(); ++column) {
            const double flow = matrix.flow[matrix.at(row, column)];
            if (row == column || matrix.status[matrix.at(row, column)] != CellStatus::observed) continue;
            if (flow < 0) add_note(result, {"negative", "sums below zero count as 0", "小于零的合计按 0 计"});
            flows(row, column) = std::max(0.0, flow);
        }
    return flows;
}

void tell_data(const AnalysisInput& input, const SquareFlows& square, AnalysisResult& result) {
    if (square.cells.unpublished > 0)
        add_note(result,
                 {"unpublished",
                  "pairs whose flow is not published take no part; what is said holds for the flows known",
                  "未公布的城市对不参与计算，结果只对已知的流成立"});
    if (is_index(info_of(input, square.layer)))
        add_note(result,
                 {"index", "index data: shares, ratios and ranks have meaning, absolute volumes have none",
                  "指数数据：占比、比值与位次有意义，绝对量无意义"});
}

Network links_of(const AnalysisInput& input, std::span<const PlaceId> places, AnalysisResult& result) {
    struct Both {
        double sum = 0;
        int count = 0;
        double first = 0;
    };
    std::map<std::pair<std::uint32_t, std::uint32_t>, Both> lengths;
    for (const CostTable::Entry& entry : input.cost->entries) {
        const auto from = std::ranges::lower_bound(places, entry.origin);
        const auto to = std::ranges::lower_bound(places, entry.destination);
        if (from == places.end() || *from != entry.origin || to == places.end() || *to != entry.destination)
            continue;
        if (from == to || !std::isfinite(entry.cost)) continue;
        const auto a = static_cast<std::uint32_t>(from - places.begin());
        const auto b = static_cast<std::uint32_t>(to - places.begin());
        Both& both = lengths[std::minmax(a, b)];
        if (both.count == 0) both.first = entry.cost;
        if (both.count > 0 && both.first != entry.cost)
            add_note(result,
                     {"asymmetric", "where the two directions cost differently, a link has their mean",
                      "两个方向费用不同的，线路取平均"});
        both.sum += entry.cost;
        ++both.count;
    }
    Network network{.places = places.size()};
    for (const auto& [ends, both] : lengths)
        network.links.push_back({ends.first, ends.second, both.sum / both.count});
    return network;
}

}  // namespace

std::optional<Error> each_square(const AnalysisInput& input, const AnalysisWork& work,
                                 std::span<const PlaceId> places, AnalysisResult& result,
                                 const std::function<std::optional<Error>(const SquareFlows&)>& visit) {
    for (const Period& period : input.periods)
        for (const LayerId layer : layers_asked(*input.dataset.flows, input.filter)) {
            if (work.stopped()) return stopped_error();
            Filter filter = input.filter;
            filter.window = period.window;
            const Result<OdMatrix> matrix = od_matrix(input.dataset, filter, layer, places, work.stop);
            if (!matrix) return matrix.error();
            SquareFlows square{.layer = layer,
                               .layer_key = info_of(input, layer).key,
                               .period = period.label,
                               .flows = square_of(*matrix, result),
                               .cells = count_cells(*matrix)};
            tell_data(input, square, result);
            if (std::optional<Error> error = visit(square)) return error;
        }
    return std::nullopt;
}

AnalysisRow& RowWriter::add(std::string scope, std::string item, std::string_view measure,
                            std::optional<double> value) {
    AnalysisRow row{.layer = layer_,
                    .period = period_,
                    .scope = std::move(scope),
                    .item = std::move(item),
                    .measure = std::string(measure)};
    if (value && std::isfinite(*value)) {
        row.value = value;
    } else {
        row.note = "not-defined";
        add_note(result_,
                 {"not-defined", "not defined here: nothing to divide by, too few places, or all alike",
                  "此处无定义：分母为空、地点过少或彼此无差别"});
    }
    return result_.rows.emplace_back(std::move(row));
}

AnalysisRow& RowWriter::say(std::string scope, std::string item, std::string_view measure,
                            std::string label) {
    return result_.rows.emplace_back(AnalysisRow{.layer = layer_,
                                                 .period = period_,
                                                 .scope = std::move(scope),
                                                 .item = std::move(item),
                                                 .measure = std::string(measure),
                                                 .label = label.empty() ? "none" : std::move(label)});
}

Network gabriel_graph(SquareView cost) {
    Network network{.places = cost.size};
    for (std::uint32_t a = 0; a < cost.size; ++a)
        for (std::uint32_t b = a + 1; b < cost.size; ++b) {
            const double across = cost(a, b) * cost(a, b);
            bool free = cost(a, b) > 0 && std::isfinite(cost(a, b));
            for (std::size_t other = 0; free && other < cost.size; ++other)
                free = other == a || other == b ||
                       cost(a, other) * cost(a, other) + cost(b, other) * cost(b, other) >= across;
            if (free) network.links.push_back({a, b, cost(a, b)});
        }
    return network;
}

Result<PlaceNetwork> place_network(const AnalysisInput& input, const AnalysisWork& work,
                                   std::span<const PlaceId> places, AnalysisResult& result) {
    if (input.cost) {
        PlaceNetwork given{.network = links_of(input, places, result), .unit = input.cost->unit};
        if (given.network.links.empty())
            return Error{
                fmt::format("{}: found no link between two places of the flows, expected origin, destination "
                            "and a cost for each link",
                            input.cost->path)};
        result.facts.push_back({"network", fmt::format("{}: {} links, {}", input.cost->path,
                                                       given.network.links.size(), given.unit)});
        return given;
    }
    const CostMatrix cost = cost_matrix(*input.dataset.atlas, places, std::nullopt, work.stop);
    if (work.stopped()) return stopped_error();
    PlaceNetwork made{.network = gabriel_graph({cost.cost, places.size()}), .unit = "km", .made = true};
    result.facts.push_back(
        {"network", fmt::format("Gabriel graph, geodesic km: {} links", made.network.links.size())});
    add_note(result,
             {"made-network",
              "no links were given (--cost): each place is joined to its neighbours, lengths are geodesic "
              "km; what is said of the network holds for that stand-in, not for roads or railways",
              "未给出线路（--cost）：以各地与其邻近地点相连代替，长度为大地线千米数；"
              "网络指标只对该替代网络成立，不代表实际道路或铁路"});
    return made;
}

OfficialGroups official_groups(const AnalysisInput& input, std::span<const PlaceId> places) {
    OfficialGroups official;
    constexpr std::uint32_t none = no_community;
    official.partition.assign(places.size(), none);
    for (const GroupId group : groups_asked(input)) {
        const Group& listed = input.dataset.atlas->groups[index(group)];
        const auto label = static_cast<std::uint32_t>(official.names.size());
        bool any = false;
        for (const Membership& member : listed.members) {
            const auto at = std::ranges::lower_bound(places, member.place);
            if (at == places.end() || *at != member.place) continue;
            if (input.filter.membership_rows == MembershipRows::whole && member.scope != MemberScope::whole)
                continue;
            std::uint32_t& mine = official.partition[static_cast<std::size_t>(at - places.begin())];
            if (mine != none && !member.primary) continue;
            mine = label;
            any = true;
        }
        if (any) official.names.push_back(listed.id);
    }
    for (std::size_t at = 0; at < places.size(); ++at) {
        if (official.partition[at] != none) {
            ++official.grouped;
            continue;
        }
        official.partition[at] = static_cast<std::uint32_t>(official.names.size());
        official.names.push_back("alone:" + input.dataset.atlas->places[index(places[at])].id);
    }
    return official;
}

std::vector<std::uint32_t> members_in(const AnalysisInput& input, GroupId group,
                                      std::span<const PlaceId> places) {
    std::vector<std::uint32_t> members;
    for (const Membership& member : input.dataset.atlas->groups[index(group)].members) {
        if (input.filter.membership_rows == MembershipRows::whole && member.scope != MemberScope::whole)
            continue;
        const auto at = std::ranges::lower_bound(places, member.place);
        if (at != places.end() && *at == member.place)
            members.push_back(static_cast<std::uint32_t>(at - places.begin()));
    }
    std::ranges::sort(members);
    members.erase(std::unique(members.begin(), members.end()), members.end());
    return members;
}

Result<std::size_t> needed_column(const PlainTable& table, std::string_view analysis,
                                  std::vector<std::string_view> names) {
    if (const auto column = table.column(names)) return *column;
    return Error{fmt::format("{}: found columns {}, expected a column {} (for {})", table.path,
                             fmt::join(table.columns, ", "), fmt::join(names, " / "), analysis)};
}

Result<double> cell_number(const PlainTable& table, std::size_t row, std::size_t column) {
    const std::string_view text = table.cell(row, column);
    if (text.empty() || text == "NA") return std::numeric_limits<double>::quiet_NaN();
    double value = 0;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (code == std::errc() && end == text.data() + text.size() && std::isfinite(value)) return value;
    return Error{format_problem(problem_at(table, row, column, "bad-number", "a number"))};
}

}  // namespace flowspace
