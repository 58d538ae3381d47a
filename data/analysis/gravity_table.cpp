#include "data/analysis/gravity_table.h"

#include "data/pair_selection.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace flowspace {
namespace {

bool has_cost(double cost) { return std::isfinite(cost) && cost > 0; }

Result<bool> add_period(const AnalysisInput& input, const GravityGround& ground, LayerId layer,
                        std::span<const Period> periods, std::uint32_t number, Province province,
                        const AnalysisWork& work, GravityRows& made) {
    Filter filter = input.filter;
    filter.window = periods[number].window;
    const Result<OdMatrix> matrix = od_matrix(input.dataset, filter, layer, ground.places, work.stop);
    if (!matrix) return matrix.error();
    const std::size_t n = ground.places.size();
    for (std::uint32_t row = 0; row < n; ++row)
        for (std::uint32_t column = 0; column < n; ++column) {
            const std::size_t cell = matrix->at(row, column);
            if (row == column || matrix->status[cell] == CellStatus::left_out) continue;
            if (!is_known(matrix->status[cell])) {
                ++made.loss.unpublished;
                continue;
            }
            if (province == Province::needed && !(ground.has_province[row] && ground.has_province[column])) {
                ++made.loss.without_province;
                continue;
            }
            if (!has_cost(ground.cost.cost[cell])) {
                ++made.loss.without_cost;
                continue;
            }
            if (matrix->flow[cell] < 0)
                return Error{
                    fmt::format("found a sum below zero from {} to {}, expected none: a gravity model "
                                "has no negative flows",
                                input.dataset.atlas->places[index(ground.places[row])].id,
                                input.dataset.atlas->places[index(ground.places[column])].id)};
            made.rows.push_back({row, column, number, matrix->flow[cell]});
        }
    return true;
}

}  // namespace

GravityGround gravity_ground(const AnalysisInput& input, const AnalysisWork& work) {
    const Atlas& atlas = *input.dataset.atlas;
    GravityGround ground{.places = places_asked(input.dataset, input.filter)};
    ground.cost = cost_matrix(atlas, ground.places, input.cost, work.stop);
    const auto provinces = groups_of_places(atlas, GroupKind::province, MembershipRows::listed);
    const std::size_t n = ground.places.size();
    const auto province = [&](std::size_t row) { return provinces[index(ground.places[row])]; };
    ground.same_province.assign(n * n, 0);
    for (std::size_t row = 0; row < n; ++row) {
        const std::vector<GroupId> own = province(row);
        ground.has_province.push_back(!own.empty());
        for (std::size_t column = 0; column < n; ++column)
            for (const GroupId one : province(column))
                if (std::ranges::count(own, one) > 0) ground.same_province[row * n + column] = 1;
    }
    return ground;
}

Result<GravityRows> gravity_rows(const AnalysisInput& input, const GravityGround& ground, LayerId layer,
                                 std::span<const Period> periods, Province province,
                                 const AnalysisWork& work) {
    GravityRows made;
    for (std::uint32_t number = 0; number < periods.size(); ++number) {
        const Result<bool> added = add_period(input, ground, layer, periods, number, province, work, made);
        if (!added) return added.error();
        if (work.stopped()) return stopped_error();
    }
    return made;
}

PpmlProblem gravity_problem(const GravityGround& ground, std::size_t periods, const GravityRows& rows,
                            std::vector<double> x, std::size_t terms) {
    const std::size_t n = ground.places.size();
    PpmlProblem problem{.x = std::move(x), .terms = terms};
    problem.levels.first_count = problem.levels.second_count = n * periods;
    for (const GravityRows::Row& row : rows.rows) {
        problem.levels.first.push_back(static_cast<std::uint32_t>(row.period * n + row.origin));
        problem.levels.second.push_back(static_cast<std::uint32_t>(row.period * n + row.destination));
        problem.y.push_back(row.flow);
    }
    return problem;
}

std::vector<std::uint32_t> unordered_pairs(const GravityGround& ground, const GravityRows& rows) {
    const auto n = static_cast<std::uint32_t>(ground.places.size());
    std::vector<std::uint32_t> pairs;
    for (const GravityRows::Row& row : rows.rows)
        pairs.push_back(std::min(row.origin, row.destination) * n + std::max(row.origin, row.destination));
    return pairs;
}

void tell_gravity(const AnalysisInput& input, const GravityGround& ground, const GravityLoss& loss,
                  AnalysisResult& result) {
    result.facts.push_back({"cost", ground.cost.geodesic
                                        ? std::string("geodesic distance in km (no --cost table given)")
                                        : fmt::format("{} of {}", ground.cost.unit, input.cost->path)});
    rests_on(input, RestsOn::cost, {}, result);
    if (ground.cost.geodesic)
        add_note(result, {"geodesic", "no --cost table: straight-line distance in km stands for cost",
                          "未给 --cost 表：以大地线距离（千米）代替费用"});
    if (loss.unpublished > 0)
        add_note(result,
                 {"unpublished",
                  fmt::format(
                      "{} pairs that no row lists are unknown and left out; if the source leaves out the "
                      "small ones, the model speaks of the listed ones only and can be far from that of all",
                      loss.unpublished),
                  fmt::format("{} "
                              "个未列出的城市对视为未知，不入模型；若来源只公布较大的流，结论仅适用于已列出者"
                              "，可能与全部城市对的结果相差很大",
                              loss.unpublished)});
    if (loss.without_cost > 0)
        add_note(result,
                 {"no-cost",
                  fmt::format("{} pairs without a cost (unlisted, unreachable or 0) are left out",
                              loss.without_cost),
                  fmt::format("{} 个城市对没有费用（未列出、不可达或为 0），不入模型", loss.without_cost)});
    if (loss.without_province > 0)
        add_note(result,
                 {"no-province",
                  fmt::format("{} pairs with an end in no province are left out", loss.without_province),
                  fmt::format("{} 个城市对有一端不属任何省份，不入模型", loss.without_province)});
}

void tell_dropped(const PpmlFit& fit, AnalysisResult& result) {
    if (fit.all_zero > 0)
        add_note(result, {"all-zero",
                          "places without any flow one way are left out: their effect would be minus "
                          "infinity",
                          "某一方向全无流的地点不入模型：其效应趋于负无穷"});
    if (fit.separated > 0)
        add_note(result, {"separated",
                          "pairs that a combination of terms fits perfectly at zero are left out, and "
                          "terms that nothing remains of are not estimable",
                          "被若干变量组合完全拟合为零的城市对不入模型，由此失去依据的变量不可估计"});
}

}  // namespace flowspace
