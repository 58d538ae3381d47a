#include "data/analysis/ppml.h"

#include "data/analysis/ppml_errors.h"
#include "data/analysis/separation.h"
#include "tests/analysis/reference_table.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <set>

namespace flowspace {
namespace {

/// Numbers texts in the order in which they come.
class Numbering {
public:
    std::uint32_t operator()(const std::string& text) {
        return numbers_.try_emplace(text, static_cast<std::uint32_t>(numbers_.size())).first->second;
    }
    std::size_t size() const { return numbers_.size(); }

private:
    std::map<std::string, std::uint32_t> numbers_;
};

struct Table {
    PpmlProblem problem;
    std::vector<std::uint32_t> pair, origin, destination;
};

/// `period`: a column that origins and destinations are crossed with; empty: none.
Table table_of(const std::vector<ReferenceRow>& rows, const std::vector<std::string>& terms,
               const std::string& period = {},
               const std::function<double(const std::string&, const ReferenceRow&)>& value = {}) {
    Table made;
    made.problem.terms = terms.size();
    Numbering first, second, pairs, places;
    for (const ReferenceRow& row : rows) {
        const std::string when = period.empty() ? "" : row.at(period);
        const std::string &from = row.at("origin"), &to = row.at("destination");
        made.problem.levels.first.push_back(first(from + when));
        made.problem.levels.second.push_back(second(to + when));
        made.pair.push_back(pairs(std::min(from, to) + "-" + std::max(from, to)));
        made.origin.push_back(places(from));
        made.destination.push_back(places(to));
        made.problem.y.push_back(number(row, "flow"));
        for (const std::string& term : terms)
            made.problem.x.push_back(value ? value(term, row) : number(row, term));
    }
    made.problem.levels.first_count = first.size();
    made.problem.levels.second_count = second.size();
    return made;
}

Table demo40() {
    return table_of(read_reference("data/demo40_flows.csv"), {"ld", "other_province", "same_agglomeration"},
                    {}, [](const std::string& term, const ReferenceRow& row) {
                        return term == "ld" ? std::log(number(row, "distance_km")) : number(row, term);
                    });
}

TEST(Ppml, EqualsTheReferenceOnDemo40) {
    const Table table = demo40();
    const Result<PpmlFit> fit = fit_ppml(table.problem);
    ASSERT_TRUE(fit) << fit.error().message;
    const auto expected = read_reference("03_border_ppml/expected_demo40_coef.csv");
    const StandardErrors iid = row_errors(table.problem, *fit, RowErrors::iid),
                         hc0 = row_errors(table.problem, *fit, RowErrors::hc0),
                         hc1 = row_errors(table.problem, *fit, RowErrors::hc1);
    const auto pair = [&](SmallSample factor) {
        return clustered_errors(table.problem, *fit, table.pair, factor);
    };
    const auto both = [&](SmallSample factor) {
        return two_way_errors(table.problem, *fit, table.origin, table.destination, factor);
    };
    const StandardErrors pair_ssc = pair(SmallSample::groups), pair_none = pair(SmallSample::none),
                         both_ssc = both(SmallSample::groups), both_none = both(SmallSample::none);
    for (std::size_t term = 0; term < 3; ++term) {
        const ReferenceRow& row = expected[term];
        const std::string& what = row.at("term");
        expect_reference(fit->coefficient[term], row.at("coef"), iterated_fit, what);
        expect_reference(iid[term], row.at("se_iid"), iterated_fit, what + " iid");
        expect_reference(hc0[term], row.at("se_hc0"), iterated_fit, what + " hc0");
        expect_reference(hc1[term], row.at("se_hc1"), iterated_fit, what + " hc1");
        expect_reference(pair_ssc[term], row.at("se_pair"), iterated_fit, what + " pair");
        expect_reference(pair_none[term], row.at("se_pair_nossc"), iterated_fit, what + " pair, no factor");
        expect_reference(both_ssc[term], row.at("se_twoway"), iterated_fit, what + " two-way");
        expect_reference(both_none[term], row.at("se_twoway_nossc"), iterated_fit,
                         what + " two-way, no factor");
        const double b = fit->coefficient[term], half = normal_95 * *pair_ssc[term];
        expect_reference(std::exp(b), row.at("multiplier"), iterated_fit, what);
        expect_reference(std::exp(b - half), row.at("ci95_low_pair"), iterated_fit, what);
        expect_reference(std::exp(b + half), row.at("ci95_high_pair"), iterated_fit, what);
    }
}

TEST(Ppml, FitEqualsTheReferenceOnDemo40) {
    const Table table = demo40();
    const Result<PpmlFit> fit = fit_ppml(table.problem);
    ASSERT_TRUE(fit);
    const auto expected = read_reference("03_border_ppml/expected_demo40_fit.csv");
    const std::map<std::string, double> found = {
        {"nobs", static_cast<double>(fit->rows)},
        {"loglik", fit->log_likelihood},
        {"deviance", fit->deviance},
        {"null_loglik_intercept_only", fit->null_log_likelihood},
        {"pseudo_r2_mcfadden", mcfadden_r2(*fit)},
        {"cor2_y_mu", squared_correlation(table.problem, *fit)},
        {"distance_equivalent_factor_of_border", std::exp(fit->coefficient[1] / fit->coefficient[0])}};
    for (const ReferenceRow& row : expected)
        expect_reference(found.at(row.at("quantity")), row.at("value"), iterated_fit, row.at("quantity"));
    EXPECT_EQ(fit->parameters, 82U);  // 3 terms, 40 + 40 - 1 effects
    const auto flows = read_reference("03_border_ppml/expected_demo40_fitted.csv");
    std::map<std::string, std::string> by_pair;
    for (const ReferenceRow& row : flows)
        by_pair[row.at("origin") + row.at("destination")] = row.at("fitted");
    const auto rows = read_reference("data/demo40_flows.csv");
    for (std::size_t row = 0; row < rows.size(); ++row) {
        const std::string pair = rows[row].at("origin") + rows[row].at("destination");
        expect_reference(fit->fitted[row], by_pair.at(pair), iterated_fit, pair);
    }
}

TEST(Ppml, FittedSumsOfEveryOriginAndDestinationAreTheObserved) {  // Fally (2015)
    const Table table = demo40();
    const Result<PpmlFit> fit = fit_ppml(table.problem);
    ASSERT_TRUE(fit);
    std::vector<double> out(40, 0), in(40, 0);
    for (std::size_t row = 0; row < table.problem.y.size(); ++row) {
        const double rest = table.problem.y[row] - fit->fitted[row];
        out[table.problem.levels.first[row]] += rest;
        in[table.problem.levels.second[row]] += rest;
    }
    for (std::size_t level = 0; level < 40; ++level) {
        EXPECT_NEAR(out[level], 0, 1e-6);
        EXPECT_NEAR(in[level], 0, 1e-6);
    }
}

TEST(Ppml, AConstantInATermChangesNothingAndScaleScales) {
    Table table = demo40();
    const Result<PpmlFit> plain = fit_ppml(table.problem);
    for (std::size_t row = 0; row < table.problem.y.size(); ++row) {
        table.problem.x[row * 3] += std::log(1000);  // metres for kilometres
        table.problem.y[row] *= 250;
    }
    const Result<PpmlFit> scaled = fit_ppml(table.problem);
    ASSERT_TRUE(plain && scaled);
    for (std::size_t term = 0; term < 3; ++term)
        EXPECT_NEAR(plain->coefficient[term], scaled->coefficient[term], 1e-9);
    for (std::size_t row = 0; row < table.problem.y.size(); ++row)
        EXPECT_NEAR(scaled->fitted[row], 250 * plain->fitted[row], 1e-6 * (1 + scaled->fitted[row]));
}

TEST(Ppml, EqualsTheReferenceWhereDestinationsAreCut) {
    std::vector<ReferenceRow> rows;
    for (const ReferenceRow& row : read_reference("03_border_ppml/input_demo15_regression.csv"))
        if (row.at("layer") == "people" && row.at("period") == "2024") rows.push_back(row);
    const std::vector<std::string> terms = {"lt", "border", "ag1", "ag2"};
    // The five largest destinations of each origin are published.
    std::map<std::string, std::vector<double>> of_origin;
    for (const ReferenceRow& row : rows) of_origin[row.at("origin")].push_back(number(row, "flow"));
    const auto is_listed = [&](const ReferenceRow& row) {  // of a tie for the last place neither is
        return std::ranges::count_if(of_origin.at(row.at("origin")),
                                     [&](double flow) { return flow >= number(row, "flow"); }) <= 5;
    };
    std::vector<ReferenceRow> zeros = rows, missing;
    for (ReferenceRow& row : zeros) {
        if (is_listed(row)) missing.push_back(row);
        if (!is_listed(row)) row["flow"] = "0";
    }
    const std::map<std::string, std::vector<ReferenceRow>> cases = {
        {"full", rows}, {"top5_rest_zero", zeros}, {"top5_rest_missing", missing}};
    for (const auto& [name, of_case] : cases) {
        const Result<PpmlFit> fit = fit_ppml(table_of(of_case, terms).problem);
        ASSERT_TRUE(fit) << name << fit.error().message;
        for (const ReferenceRow& row : read_reference("03_border_ppml/expected_truncation_bias.csv")) {
            if (row.at("case") != name) continue;
            const auto term =
                static_cast<std::size_t>(std::ranges::find(terms, row.at("term")) - terms.begin());
            expect_reference(fit->coefficient[term], row.at("coef"), iterated_fit, name + row.at("term"));
        }
    }
}

TEST(Ppml, FindsTheTruthOfThePooledTrend) {
    std::vector<ReferenceRow> rows;
    for (const ReferenceRow& row : read_reference("03_border_ppml/input_demo15_regression.csv"))
        if (row.at("layer") == "people") rows.push_back(row);
    // The premium of AG1 was made as 0.10 + 0.40 t, t from 0 (2018) to 1 (2024), its border as -0.80 + 0.30
    // t.
    const auto value = [](const std::string& term, const ReferenceRow& row) {
        const double t = (number(row, "period") - 2018) / 6;
        if (term.ends_with("*t")) return t * number(row, term.substr(0, term.size() - 2));
        return number(row, term);
    };
    const Table table = table_of(rows, {"lt", "border", "border*t", "ag1", "ag1*t", "ag2"}, "period", value);
    const Result<PpmlFit> fit = fit_ppml(table.problem);
    ASSERT_TRUE(fit);
    const StandardErrors errors = clustered_errors(table.problem, *fit, table.pair, SmallSample::groups);
    EXPECT_NEAR(fit->coefficient[3], 0.07, 0.04);
    EXPECT_NEAR(fit->coefficient[4], 0.43, 0.04);
    EXPECT_LT(std::abs(fit->coefficient[4] - 0.40), 2 * *errors[4]);
    EXPECT_LT(std::abs(fit->coefficient[2] - 0.30), 3 * *errors[2]);
}

TEST(Ppml, DropsSeparatedRowsAndSaysSo) {
    const std::vector<ReferenceRow> rows = read_reference("03_border_ppml/input_separation.csv");
    const Table table = table_of(rows, {"lc", "z"});
    const Result<PpmlFit> fit = fit_ppml(table.problem);
    ASSERT_TRUE(fit) << fit.error().message;
    for (std::size_t row = 0; row < rows.size(); ++row)
        EXPECT_EQ(fit->kept[row] == 0, rows[row].at("expected_dropped") == "1")
            << rows[row].at("origin") << rows[row].at("destination");
    EXPECT_EQ(fit->all_zero, 5U);   // from s5 nothing goes
    EXPECT_EQ(fit->separated, 2U);  // z is 1 only where nothing flows
    EXPECT_EQ(fit->state[0], TermState::estimated);
    EXPECT_EQ(fit->state[1], TermState::separated);
    EXPECT_TRUE(std::isnan(fit->coefficient[1]));
    EXPECT_FALSE(row_errors(table.problem, *fit, RowErrors::hc1)[1]);
    // The rest is what is found without the rows and the term.
    std::vector<ReferenceRow> clean;
    for (const ReferenceRow& row : rows)
        if (row.at("expected_dropped") == "0") clean.push_back(row);
    const Result<PpmlFit> alone = fit_ppml(table_of(clean, {"lc"}).problem);
    ASSERT_TRUE(alone);
    EXPECT_NEAR(alone->coefficient[0], fit->coefficient[0], 1e-9);
}

/// 8 places, flows above zero wherever `flows` says so.
PpmlProblem square(std::size_t n, const std::function<double(std::size_t, std::size_t)>& flow,
                   const std::function<double(std::size_t, std::size_t)>& term) {
    PpmlProblem problem{.terms = 1};
    problem.levels.first_count = problem.levels.second_count = n;
    for (std::uint32_t row = 0; row < n; ++row)
        for (std::uint32_t column = 0; column < n; ++column) {
            if (row == column) continue;
            problem.levels.first.push_back(row);
            problem.levels.second.push_back(column);
            problem.y.push_back(flow(row, column));
            problem.x.push_back(term(row, column));
        }
    return problem;
}

TEST(Separation, OfEffectsAloneIsFound) {
    // Places 4..7 send nothing to 0..3, while all else flows: alpha of 4..7 and gamma of 0..3 cannot part
    // them, because both also have flows of their own; but places 4..7 that send to each other only, and 0..3
    // that receive from 0..3 only, can.
    const auto half = [](std::size_t row, std::size_t column) { return row < 4 || column >= 4 ? 3.0 : 0.0; };
    const auto noise = [](std::size_t row, std::size_t column) {
        return static_cast<double>((row * 7 + column * 3) % 5);
    };
    const PpmlProblem connected = square(8, half, noise);
    EXPECT_EQ(find_separation({connected.levels, connected.x, 1}, connected.y).separated, 0U);
    // Two halves without any flow between them: lifting one lowers the other, so nothing is separated ...
    const auto apart = [](std::size_t row, std::size_t column) {
        return (row < 4) == (column < 4) ? 3.0 : 0.0;
    };
    const PpmlProblem parted = square(8, apart, noise);
    EXPECT_EQ(find_separation({parted.levels, parted.x, 1}, parted.y).separated, 0U);
    // ... unless the pairs one way are not published: then the other way can go to minus infinity.
    PpmlProblem one_way = parted;
    const std::size_t rows = one_way.y.size();
    PpmlProblem kept{.terms = 1};
    kept.levels.first_count = kept.levels.second_count = 8;
    for (std::size_t row = 0; row < rows; ++row) {
        if (one_way.levels.first[row] < 4 && one_way.levels.second[row] >= 4) continue;
        kept.levels.first.push_back(one_way.levels.first[row]);
        kept.levels.second.push_back(one_way.levels.second[row]);
        kept.y.push_back(one_way.y[row]);
        kept.x.push_back(one_way.x[row]);
    }
    EXPECT_EQ(find_separation({kept.levels, kept.x, 1}, kept.y).separated, 16U);
}

TEST(Ppml, DropsTheLaterOfCollinearTerms) {
    Table table = demo40();
    // A term of the origin alone, and one that repeats the first.
    PpmlProblem wider{.levels = table.problem.levels, .y = table.problem.y, .terms = 5};
    for (std::size_t row = 0; row < wider.y.size(); ++row) {
        const double* x = table.problem.x.data() + row * 3;
        wider.x.insert(wider.x.end(),
                       {x[0], static_cast<double>(wider.levels.first[row]) / 7, x[1], x[2], 2 * x[0] - 1});
    }
    const Result<PpmlFit> fit = fit_ppml(wider), plain = fit_ppml(table.problem);
    ASSERT_TRUE(fit && plain);
    EXPECT_EQ(fit->state[1], TermState::collinear);
    EXPECT_EQ(fit->state[4], TermState::collinear);
    EXPECT_NEAR(fit->coefficient[0], plain->coefficient[0], 1e-9);
    EXPECT_NEAR(fit->coefficient[2], plain->coefficient[1], 1e-9);
    EXPECT_EQ(fit->parameters, 82U);
}

TEST(Ppml, RefusesWhatItCannotFit) {
    const auto none = [](std::size_t, std::size_t) { return 0.0; };
    const auto negative = [](std::size_t row, std::size_t) { return row == 3 ? -1.0 : 1.0; };
    const auto unknown = [](std::size_t, std::size_t) { return std::nan(""); };
    EXPECT_FALSE(fit_ppml(square(5, none, none)));
    EXPECT_FALSE(fit_ppml(square(5, negative, none)));
    EXPECT_FALSE(fit_ppml(square(5, unknown, none)));
    EXPECT_FALSE(fit_ppml({}));
    std::stop_source stop;
    stop.request_stop();
    const Result<PpmlFit> stopped = fit_ppml(demo40().problem, {.stop = stop.get_token()});
    ASSERT_FALSE(stopped);
    EXPECT_EQ(stopped.error().message, "stopped");
}

TEST(Ppml, StartsFromFarValuesWithoutOverflow) {
    // Country-size values over nine orders of magnitude.
    const auto flow = [](std::size_t row, std::size_t column) {
        return std::exp(0.9 * static_cast<double>(row + column)) *
               (1 + static_cast<double>((row * column) % 3));
    };
    const auto term = [](std::size_t row, std::size_t column) {
        return std::log(1 + std::abs(static_cast<double>(row) - static_cast<double>(column)));
    };
    const Result<PpmlFit> fit = fit_ppml(square(24, flow, term));
    ASSERT_TRUE(fit) << fit.error().message;
    EXPECT_TRUE(std::isfinite(fit->coefficient[0]));
    EXPECT_LT(fit->iterations, 40);
}

TEST(TwoWayEffects, LeaveNothingForTheEffectsToExplain) {
    const Table table = demo40();
    std::vector<double> weights;
    for (std::size_t row = 0; row < table.problem.y.size(); ++row)
        weights.push_back(0.01 + static_cast<double>(row % 17));
    TwoWayEffects effects(table.problem.levels, 3);
    effects.fit(weights, table.problem.x, {.tolerance = 1e-12});
    std::vector<double> first(40 * 3, 0), second(40 * 3, 0);
    for (std::size_t row = 0; row < weights.size(); ++row)
        for (std::size_t term = 0; term < 3; ++term) {
            const std::size_t one = table.problem.levels.first[row] * 3 + term,
                              other = table.problem.levels.second[row] * 3 + term;
            const double rest =
                table.problem.x[row * 3 + term] - effects.first()[one] - effects.second()[other];
            first[one] += weights[row] * rest;
            second[other] += weights[row] * rest;
        }
    for (const double sum : first) EXPECT_NEAR(sum, 0, 1e-7);
    for (const double sum : second) EXPECT_NEAR(sum, 0, 1e-7);
}

}  // namespace
}  // namespace flowspace
