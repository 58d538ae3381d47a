// Rank and size, polycentricity, dominance and ties against the reference, and at their edges.
#include "data/analysis/dominance_tree.h"
#include "data/analysis/polycentricity.h"
#include "data/analysis/rank_size.h"
#include "data/analysis/ties.h"
#include "tests/analysis/demo_tables.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <sstream>

namespace flowspace {
namespace {

using reference::close;
using reference::number;

TEST(Hierarchy, PolycentricityIsTheReferences) {
    const reference::Demo15 demo = reference::demo15();
    for (const auto& row :
         reference::table("05_hierarchy_polycentricity/expected_polycentricity_demo15.csv")) {
        std::vector<std::uint32_t> members;
        for (std::uint32_t at = 0; at < demo.ids.size(); ++at)
            if (demo.nodes[at].at("agglomeration") == row.at("group")) members.push_back(at);
        const Polycentricity found =
            polycentricity(demo.flows("people", row.at("period")), members, demo.column("pop_10k"));
        EXPECT_TRUE(close(found.even->sd, number(row, "sd_in_strength"), 1e-9)) << found.even->sd;
        EXPECT_TRUE(close(found.even->sd_max, number(row, "sd_max_two_node"), 1e-9));
        EXPECT_TRUE(close(found.density, number(row, "density_binary"), 1e-9));
        EXPECT_TRUE(close(found.even->population, number(row, "one_minus_sd_ratio"), 1e-9));
        EXPECT_TRUE(close(found.even->sample, number(row, "one_minus_sd_ratio_sample_sd"), 1e-9));
        EXPECT_TRUE(close(*found.green_density, number(row, "green_pf_binary_density"), 1e-9));
        EXPECT_TRUE(close(*found.green_internal, number(row, "green_pf_internal_share"), 1e-9));
        EXPECT_TRUE(close(*found.entropy, number(row, "entropy_index_in_strength"), 1e-9));
        EXPECT_TRUE(close(*found.functional_slope, number(row, "burger_meijers_functional_slope"), 1e-9));
        EXPECT_TRUE(
            close(*found.morphological_slope, number(row, "burger_meijers_morphological_slope"), 1e-9));
        EXPECT_DOUBLE_EQ(*by_cut_off(found.in_strength).back(), found.even->population);
    }
}

TEST(Hierarchy, EvenStrengthByHandIsTheReferences) {
    const std::vector<std::vector<double>> cases = {{5, 5, 5}, {0, 8}, {9, 3, 3, 1}};
    const auto rows = reference::table("05_hierarchy_polycentricity/expected_green_hand.csv");
    ASSERT_EQ(rows.size(), cases.size());
    for (std::size_t at = 0; at < cases.size(); ++at)
        EXPECT_NEAR(even_strength(cases[at])->population, number(rows[at], "one_minus_sd_ratio"), 1e-12);
    EXPECT_NEAR(even_strength(cases[1])->sample, 0, 1e-12);
}

TEST(Hierarchy, DominanceIsTheReferences) {
    const reference::Demo15 demo = reference::demo15();
    std::map<std::string, std::vector<Dominance>> trees;
    for (const auto& row : reference::table("05_hierarchy_polycentricity/expected_nystuen_dacey.csv")) {
        auto& tree = trees[row.at("period")];
        if (tree.empty()) tree = dominance_tree(demo.flows("people", row.at("period")));
        const Dominance& place = tree[demo.at(row.at("city"))];
        EXPECT_EQ(place.above ? demo.ids[*place.above] : "", row.at("dominated_by"));
        EXPECT_EQ(demo.ids[place.root], row.at("nodal_region_root"));
        EXPECT_EQ(place.level, number(row, "level"));
        EXPECT_EQ(place.inflow, number(row, "inflow"));
        EXPECT_EQ(place.largest_outflow, number(row, "largest_outflow"));
    }
}

TEST(Hierarchy, LinkSymmetryIsTheReferences) {
    const reference::Demo15 demo = reference::demo15();
    const auto links = link_symmetries(demo.flows("people", "2024"));
    const auto rows = reference::table("05_hierarchy_polycentricity/expected_link_symmetry.csv");
    ASSERT_EQ(links.size(), rows.size());
    std::map<std::pair<std::string, std::string>, LinkSymmetry> found;
    for (const LinkSymmetry& link : links) found[{demo.ids[link.a], demo.ids[link.b]}] = link;
    for (const auto& row : rows) {
        const LinkSymmetry& link = found.at({row.at("a"), row.at("b")});
        EXPECT_EQ(link.a_to_b, number(row, "a_to_b"));
        EXPECT_EQ(link.b_to_a, number(row, "b_to_a"));
        EXPECT_TRUE(close(link.symmetry, number(row, "link_symmetry_entropy"), 1e-9));
        EXPECT_TRUE(close(link.relative_strength, number(row, "relative_strength_link"), 1e-9));
    }
}

TEST(Hierarchy, RankSizeOfAnExactLaw) {
    std::vector<double> sizes;  // ln(rank - 1/2) = 7 - 1.25 ln(size) exactly
    for (int rank = 1; rank <= 20; ++rank) sizes.push_back(std::exp((7 - std::log(rank - 0.5)) / 1.25));
    const auto fit = rank_size(sizes);
    ASSERT_TRUE(fit);
    EXPECT_NEAR(fit->exponent.value, 1.25, 1e-9);
    EXPECT_NEAR(fit->exponent.standard_error, 1.25 * std::sqrt(0.1), 1e-9);
    EXPECT_NEAR(fit->intercept, 7, 1e-9);
    EXPECT_NEAR(fit->r2, 1, 1e-12);
    for (const double residual : rank_residuals(sizes, *fit)) EXPECT_NEAR(residual, 0, 1e-9);
    sizes[4] /= 1.4;  // still of the same rank order; after it the fall is small, before it large
    const auto bent = rank_size(sizes);
    EXPECT_LT(rank_residuals(sizes, *bent)[5], 0);
    EXPECT_GT(largest_gap(sizes, *bent)->ratio, largest_gap(sizes, *bent)->expected);
}

TEST(Hierarchy, RankSizeLeavesOutWhatIsNoSize) {
    const std::vector<double> sizes = {0, 4, std::nan(""), 2, 1, -3};
    const auto fit = rank_size(sizes);
    ASSERT_TRUE(fit);
    EXPECT_EQ(fit->exponent.n, 3u);
    EXPECT_TRUE(std::isnan(rank_residuals(sizes, *fit)[0]));
    EXPECT_TRUE(std::isnan(rank_residuals(sizes, *fit)[2]));
    EXPECT_FALSE(rank_size(std::vector<double>{4, 2}));
    EXPECT_FALSE(rank_size(std::vector<double>{3, 3, 3}));
}

TEST(Hierarchy, HillPrimacyAndConcentrationByHand) {
    const std::vector<double> sizes = {8, 4, 2, 1, 1, 1, 1, 1, 1, 1, 1};
    const auto top = hill(sizes, 2);  // 2 / (ln 4 + ln 2)
    EXPECT_NEAR(top->value, 2 / std::log(8.0), 1e-12);
    EXPECT_NEAR(top->standard_error, top->value / std::sqrt(2), 1e-12);
    EXPECT_FALSE(hill(sizes, 11));
    EXPECT_FALSE(hill(std::vector<double>{2, 2, 2}, 2));
    const Primacy first = primacy(sizes);
    EXPECT_EQ(first.two, 2);
    EXPECT_NEAR(*first.four, 8.0 / 7, 1e-12);
    EXPECT_NEAR(*first.eleven, 16.0 / 14, 1e-12);
    EXPECT_FALSE(primacy(std::vector<double>{5}).two);
    EXPECT_FALSE(primacy(std::vector<double>{5, 4, 3}).four);
    EXPECT_NEAR(*herfindahl(std::vector<double>{3, 1}), 0.625, 1e-12);
    EXPECT_EQ(*herfindahl(std::vector<double>{3}), 1);
    EXPECT_FALSE(herfindahl(std::vector<double>{0, 0}));
    EXPECT_NEAR(*evenness(std::vector<double>{2, 2, 2}), 1, 1e-12);
    EXPECT_EQ(*evenness(std::vector<double>{7, 0}), 0);
    EXPECT_FALSE(evenness(std::vector<double>{7}));
    EXPECT_FALSE(evenness(std::vector<double>{0, 0}));
}

TEST(Hierarchy, OneCityIsNeitherMonoNorPolycentric) {
    SquareMatrix flows(3, 0);
    flows(0, 1) = 5;
    const std::vector<double> sizes = {1, 2, 3};
    const Polycentricity one = polycentricity(flows, std::vector<std::uint32_t>{0}, sizes);
    EXPECT_FALSE(one.even || one.green_density || one.entropy || one.functional_slope ||
                 one.morphological_slope);
    EXPECT_EQ(one.internal_share, 0);
    const Polycentricity none = polycentricity(flows, {}, sizes);
    EXPECT_FALSE(none.internal_share);
    const Polycentricity still = polycentricity(SquareMatrix(3, 0), std::vector<std::uint32_t>{0, 1}, sizes);
    EXPECT_FALSE(still.even || still.entropy || still.internal_share);
}

TEST(Hierarchy, TiesOfTheLargestOutflowGoToTheFirst) {
    SquareMatrix flows(4, 0);
    flows(3, 1) = flows(3, 2) = 5;
    flows(0, 1) = flows(0, 2) = 5;
    const auto tree = dominance_tree(flows);
    EXPECT_EQ(tree[3].above, 1u);
    EXPECT_EQ(tree[0].root, 1u);
    EXPECT_FALSE(tree[1].above);  // nothing leaves it
    SquareMatrix even(2, 0);
    even(0, 1) = even(1, 0) = 4;  // equal inflows: nobody dominates
    EXPECT_FALSE(dominance_tree(even)[0].above || dominance_tree(even)[1].above);
}

TEST(Hierarchy, AlterBasedByHand) {
    SquareMatrix star(4, 0);  // 0 is tied to 1, 2 and 3, which have nobody else
    star(0, 1) = star(2, 0) = star(0, 3) = 1;
    const AlterBased found = alter_based(star);
    EXPECT_EQ(found.centrality, (std::vector<double>{1, 1, 1, 1}));  // 3 x 1 against 1 x 3
    EXPECT_EQ(found.power[0], 1);                                    // 3 x 1/1
    EXPECT_NEAR(found.power[1], (1.0 / 3) / 3, 1e-15);
    EXPECT_EQ(alter_based(SquareMatrix(2, 0)).power, (std::vector<double>{0, 0}));
}

TEST(AlterRoles, AreToldByTheMediansOfThosePlacesThatTakePart) {
    using enum AlterRole;
    // Medians over the four with power: centrality (0.2 + 0.5) / 2, power (0.3 + 0.6) / 2.
    const AlterRoles found =
        alter_roles({.centrality = {1, 0.5, 0.2, 0.1, 0}, .power = {0.6, 0.1, 1, 0.3, 0}});
    EXPECT_DOUBLE_EQ(found.centrality_median, 0.35);
    EXPECT_DOUBLE_EQ(found.power_median, 0.45);
    EXPECT_EQ(found.roles, (std::vector{quintessential, hub, gateway, neither, neither}));
    const AlterRoles odd = alter_roles({.centrality = {1, 0.5, 0.2}, .power = {1, 0.5, 0.2}});
    EXPECT_EQ(odd.roles, (std::vector{quintessential, neither, neither})) << "at the median is not above it";
    EXPECT_TRUE(alter_roles({}).roles.empty());
    EXPECT_EQ(alter_roles({.centrality = {0, 0}, .power = {0, 0}}).roles, (std::vector{neither, neither}));
    EXPECT_EQ(dominance_index(std::vector<double>{6, 2, 4})[0], 2);
    EXPECT_TRUE(std::isnan(dominance_index(std::vector<double>{6})[0]));
    EXPECT_TRUE(std::isnan(dominance_index(std::vector<double>{6, 0})[0]));
    SquareMatrix one_way(2, 0);
    one_way(1, 0) = 3;
    ASSERT_EQ(link_symmetries(one_way).size(), 1u);
    EXPECT_EQ(link_symmetries(one_way)[0].symmetry, 0);
}

}  // namespace
}  // namespace flowspace
