#include "data/analysis/analysis.h"
#include "data/analysis/ppml.h"
#include "data/analysis/ppml_errors.h"
#include "viewer/bench/benches.h"

#include <fmt/format.h>

#include <cmath>
#include <cstdlib>
#include <random>

namespace flowspace {
namespace {

constexpr std::size_t places = 337, years = 5;

/// A whole country over five years: ln distance, same group, and a border per year. A third of the pairs are
/// zero.
PpmlProblem country_over_years() {
    PpmlProblem problem{.terms = 2 + years};
    problem.levels.first_count = problem.levels.second_count = places * years;
    std::mt19937_64 random(7);
    const auto uniform = [&] { return static_cast<double>(random() >> 11) * 0x1p-53; };
    std::vector<double> x, y, mass;
    for (std::size_t place = 0; place < places; ++place) {
        x.push_back(uniform() * 40);
        y.push_back(uniform() * 30);
        mass.push_back(std::exp(2.5 * uniform()));
    }
    for (std::uint32_t year = 0; year < years; ++year)
        for (std::uint32_t from = 0; from < places; ++from)
            for (std::uint32_t to = 0; to < places; ++to) {
                if (from == to) continue;
                const double km = 20 + 100 * std::hypot(x[from] - x[to], y[from] - y[to]);
                const double border = from / 11 == to / 11 ? 0 : 1, group = from / 20 == to / 20 ? 1 : 0;
                const double mean = 4000 * mass[from] * mass[to] * std::pow(km, -1.3) *
                                    std::exp(-0.6 * border + 0.3 * group + 0.05 * year);
                problem.levels.first.push_back(static_cast<std::uint32_t>(year * places + from));
                problem.levels.second.push_back(static_cast<std::uint32_t>(year * places + to));
                problem.y.push_back(std::floor(mean * 2 * uniform() * uniform() * 2));
                const std::size_t at = problem.x.size();
                problem.x.resize(at + problem.terms, 0);
                problem.x[at] = std::log(km);
                problem.x[at + 1] = group;
                problem.x[at + 2 + year] = border;
            }
    return problem;
}

}  // namespace

Result<std::vector<BenchResult>> bench_analysis(const BenchContext& context) {
    std::vector<BenchResult> results;
    const PpmlProblem problem = country_over_years();
    results.push_back(measure("analysis/PPML 337 places x 5 years, fit", 5, [&](int) {
        if (!fit_ppml(problem)) std::abort();  // made to be fitted
    }));
    AnalysisInput input{.dataset = *context.atlas};
    input.filter.layers = {LayerId{0}};
    for (const char* name : {"aggregation", "border", "integration", "circulation", "flowspace"}) {
        const Analysis* analysis = find_analysis(name);
        input.periods = {Period{}};
        results.push_back(
            measure(fmt::format("analysis/{} of the built-in atlas, one layer", name), 3, [&](int) {
                if (!run_analysis(*analysis, input)) std::abort();  // the request has no part that can fail
            }));
    }
    return results;
}

}  // namespace flowspace
