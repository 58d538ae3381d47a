// Plans and their years against the reference, and at their edges.
#include "data/analysis/plan_path.h"
#include "tests/analysis/demo_tables.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>

namespace flowspace {
namespace {

using reference::close;
using reference::number;

struct Plans {
    std::map<std::string, PlanTarget> targets;
    std::map<std::string, std::vector<PlanActual>> actuals;

    Plans() {
        for (const auto& row : reference::table("12_plan_monitoring/input_targets.csv"))
            targets[row.at("indicator")] = {
                .direction = static_cast<int>(number(row, "direction")),
                .baseline = number(row, "baseline"),
                .baseline_year = number(row, "baseline_year"),
                .target = number(row, "target"),
                .target_year = number(row, "target_year"),
                .path = row.at("path") == "compound" ? PlanPath::compound : PlanPath::linear};
        for (const auto& row : reference::table("12_plan_monitoring/input_actuals.csv"))
            actuals[row.at("indicator")].push_back({number(row, "year"), number(row, "value")});
    }
};

std::string name_of(PlanStatus status) {
    return status == PlanStatus::on_track ? "on track" : status == PlanStatus::watch ? "watch" : "off track";
}

TEST(Monitoring, EveryYearIsTheReferences) {
    const Plans plans;
    for (const auto& row : reference::table("12_plan_monitoring/expected_status.csv")) {
        const std::string& indicator = row.at("indicator");
        bool found = false;
        for (const PlanYear& year :
             follow_plan(plans.targets.at(indicator), plans.actuals.at(indicator), {})) {
            if (year.year != number(row, "year")) continue;
            found = true;
            SCOPED_TRACE(indicator + row.at("year"));
            EXPECT_TRUE(close(year.planned, number(row, "planned"), 1e-9));
            EXPECT_TRUE(close(year.difference, number(row, "difference"), 1e-9));
            EXPECT_TRUE(close(*year.deviation, number(row, "deviation_of_planned_change"), 1e-9));
            EXPECT_TRUE(close(*year.advantage, number(row, "advantage"), 1e-9));
            EXPECT_TRUE(
                close(year.progress_ratio.value_or(std::nan("")), number(row, "progress_ratio"), 1e-9));
            EXPECT_EQ(name_of(*year.status), row.at("status"));
            EXPECT_TRUE(close(year.cusum, number(row, "cusum"), 1e-9));
            EXPECT_EQ(year.alarm, row.at("alarm") == "1");
        }
        EXPECT_TRUE(found);
    }
}

TEST(Monitoring, ProjectionsAreTheReferences) {
    const Plans plans;
    for (const auto& row : reference::table("12_plan_monitoring/expected_projection.csv")) {
        const std::string& indicator = row.at("indicator");
        const auto found = project_plan(plans.targets.at(indicator), plans.actuals.at(indicator));
        ASSERT_TRUE(found);
        SCOPED_TRACE(indicator);
        EXPECT_TRUE(close(found->theil_sen_slope, number(row, "theil_sen_slope"), 1e-9));
        EXPECT_TRUE(
            close(found->theil_sen_at_target, number(row, "theil_sen_projection_at_target_year"), 1e-9));
        EXPECT_TRUE(close(found->ols_slope, number(row, "ols_slope"), 1e-9));
        EXPECT_TRUE(close(found->ols_at_target, number(row, "ols_projection"), 1e-9));
        EXPECT_TRUE(close(found->lower_80, number(row, "ols_pi80_low"), 1e-9));
        EXPECT_TRUE(close(found->upper_80, number(row, "ols_pi80_high"), 1e-9));
        EXPECT_TRUE(close(found->probability, number(row, "probability_of_meeting_target"), 1e-9));
        EXPECT_TRUE(close(*found->required_change, number(row, "required_change_per_year"), 1e-9));
        EXPECT_TRUE(close(*found->required_rate, number(row, "required_compound_rate"), 1e-9));
        EXPECT_TRUE(close(*found->required_over_slope, number(row, "required_over_observed_slope"), 1e-9));
    }
}

TEST(Monitoring, TheWholeAgainstItsParts) {
    std::map<std::string, std::vector<double>> children;
    std::map<std::string, double> parent;
    for (const auto& row : reference::table("12_plan_monitoring/input_vertical.csv"))
        if (row.at("unit") == "parent")
            parent[row.at("indicator")] = number(row, "target");
        else
            children[row.at("indicator")].push_back(number(row, "target"));
    const Closure people = closure(parent.at("population_10k"), children.at("population_10k"));
    EXPECT_EQ(people.sum, 1097);
    EXPECT_NEAR(*people.relative, 0.097, 1e-12);
    EXPECT_FALSE(closure(0, std::vector<double>{1}).relative);
}

TEST(Monitoring, ATargetThatIsTheBaselineHasNoShare) {
    const PlanTarget still{.baseline = 5, .baseline_year = 2020, .target = 5, .target_year = 2030};
    const std::vector<PlanActual> actuals = {{2021, 6}};
    const PlanYear year = follow_plan(still, actuals, {}).front();
    EXPECT_FALSE(year.deviation || year.advantage || year.progress_ratio || year.status || year.alarm);
    EXPECT_EQ(year.difference, 1);
}

TEST(Monitoring, PastTheTargetYearTheTargetStands) {
    const PlanTarget plan{.baseline = 0, .baseline_year = 2020, .target = 10, .target_year = 2025};
    EXPECT_EQ(planned_value(plan, 2030), 10);
    EXPECT_EQ(planned_value(plan, 2010), 0);
    const std::vector<PlanActual> late = {{2023, 6}, {2024, 7}, {2025, 8}, {2026, 9}};
    EXPECT_EQ(follow_plan(plan, late, {}).back().progress_ratio, 0.9);
    const auto found = project_plan(plan, late);
    EXPECT_FALSE(found->required_change || found->required_rate);
    EXPECT_EQ(found->probability, 0);  // points on a line: 8 at the target year, for certain
    EXPECT_FALSE(project_plan(plan, {late.data(), 3}));
}

TEST(Monitoring, StudentByKnownValues) {
    EXPECT_NEAR(student_quantile(0.975, 4), 2.7764451051977987, 1e-9);
    EXPECT_NEAR(student_probability(0, 7), 0.5, 1e-15);
    EXPECT_NEAR(student_probability(-1, 1), 0.25, 1e-12);
}

}  // namespace
}  // namespace flowspace
