// The rows of `interaction` as they are asked for: radiation where populations are not all known, units of
// costs.
#include "data/analysis/interaction.h"
#include "data/output_table.h"
#include "tests/analysis/asked_demo.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>

namespace flowspace {
namespace {

/// demo15 over straight-line distances, the populations of some places unknown.
struct Straight : Asked {
    explicit Straight(const std::set<std::string>& unknown = {}) {
        input.cost.reset();
        input.settings["show"] = "flows";
        Atlas atlas = *dataset.atlas;
        for (Place& place : atlas.places)
            if (unknown.contains(place.id)) place.population_2020.reset();
        dataset.atlas = std::make_shared<const Atlas>(std::move(atlas));
    }
};

std::map<std::string, double> radiated(const AnalysisResult& result) {
    std::map<std::string, double> flows;
    for (const AnalysisRow& row : result.rows)
        if (row.scope == "radiation" && row.measure == "modelled_flow" && row.layer == "people")
            flows[row.item] = *row.value;
    return flows;
}

/// The textbook formula on a country that has only these places, from the table of flows itself.
std::map<std::string, double> radiated_among(const Dataset& dataset, const std::set<std::string>& left_out) {
    std::vector<PlaceId> places;
    std::vector<double> mass;
    for (std::uint32_t row = 0; row < dataset.atlas->places.size(); ++row) {
        const Place& place = dataset.atlas->places[row];
        if (left_out.contains(place.id)) continue;
        places.push_back(PlaceId{row});
        mass.push_back(place.population_2020.value_or(0));
    }
    const auto id = [&](std::size_t row) { return dataset.atlas->places[index(places[row])].id; };
    const CostMatrix cost = cost_matrix(*dataset.atlas, places, std::nullopt);
    std::vector<double> out(places.size(), 0);
    for (const ReferenceRow& row : read_reference("data/demo15_flows.csv")) {
        const bool counts = row.at("layer") == "people" && row.at("period") == "2024" &&
                            row.at("origin") != row.at("destination") &&
                            !left_out.contains(row.at("destination"));
        for (std::size_t at = 0; counts && at < places.size(); ++at)
            if (id(at) == row.at("origin")) out[at] += number(row, "flow");
    }
    double whole = 0;
    for (const double one : mass) whole += one;
    std::map<std::string, double> flows;
    const std::size_t n = places.size();
    for (std::size_t i = 0; i < n; ++i)
        for (std::size_t j = 0; j < n; ++j) {
            if (i == j) continue;
            double nearer = 0;
            for (std::size_t k = 0; k < n; ++k)
                if (k != i && k != j && cost.cost[i * n + k] < cost.cost[i * n + j]) nearer += mass[k];
            const double divisor = (mass[i] + nearer) * (mass[i] + mass[j] + nearer) * (1 - mass[i] / whole);
            flows[id(i) + ">" + id(j)] = divisor > 0 ? out[i] * mass[i] * mass[j] / divisor : 0;
        }
    return flows;
}

void expect_same(const std::map<std::string, double>& made, const std::map<std::string, double>& expected) {
    ASSERT_EQ(made.size(), expected.size());
    for (const auto& [pair, flow] : expected) {
        ASSERT_TRUE(made.contains(pair)) << pair;
        EXPECT_NEAR(made.at(pair), flow, 1e-9 * std::max(1.0, flow)) << pair;
    }
}

TEST(InteractionRows, RadiationIsOfThePlacesWhosePopulationIsKnownAndNamesTheOthers) {
    const std::set<std::string> unknown = {"a4", "b1"};
    const Straight asked(unknown);
    const AnalysisResult result = asked.run("interaction");
    expect_same(radiated(result), radiated_among(asked.dataset, unknown));
    const auto pairs = static_cast<std::int64_t>(radiated(result).size());
    const AnalysisRow* fit = find_row(result, "radiation", "", "common_part", "people");
    ASSERT_TRUE(fit && fit->value) << "11 unknown populations once made everything unknown";
    EXPECT_EQ(fit->n, pairs) << "compared over fewer pairs than the other models";
    EXPECT_EQ(fit->note, "population-unknown");
    const AnalysisRow* other = find_row(result, "power", "", "common_part", "people");
    EXPECT_TRUE(other->note.empty() && !other->n);
    const auto note = std::ranges::find(result.notes, "population-unknown", &OutputNote::code);
    ASSERT_NE(note, result.notes.end());
    const std::string places = std::to_string(asked.dataset.atlas->places.size());
    EXPECT_NE(note->en.find("2 of " + places + " places have none known (a4, b1)"), std::string::npos)
        << note->en;
    EXPECT_NE(note->zh.find(places + " 地中有 2 地人口未知（a4、b1）"), std::string::npos) << note->zh;
}

TEST(InteractionRows, RadiationOfAllPlacesIsTheTextbooksAndSaysNothingMore) {
    const Straight asked;
    const AnalysisResult result = asked.run("interaction");
    expect_same(radiated(result), radiated_among(asked.dataset, {}));
    EXPECT_EQ(find_row(result, "radiation", "", "common_part", "people")->note, "");
    EXPECT_EQ(std::ranges::count(result.notes, "population-unknown", &OutputNote::code), 0);
}

TEST(InteractionRows, WithoutAnyPopulationThereIsNoRadiation) {
    std::set<std::string> all;
    const Dataset whole = demo15_dataset();
    for (const Place& place : whole.atlas->places) all.insert(place.id);
    const AnalysisResult result = Straight(all).run("interaction");
    EXPECT_EQ(find_row(result, "radiation", "", "srmse", "people")->note, "no-population");
    EXPECT_TRUE(radiated(result).empty());
}

/// "minutes or km" is no unit: the table has the one that was used.
TEST(InteractionRows, CostsHaveTheUnitThatWasUsed) {
    const auto unit_of = [](const Asked& asked, const char* analysis, const std::string& measure) {
        const OutputTable table = to_table(*find_analysis(analysis), asked.input, asked.run(analysis));
        const auto column = [&](const char* name) {
            return static_cast<std::size_t>(std::ranges::find(table.columns, name) - table.columns.begin());
        };
        for (const auto& row : table.rows)
            if (row[column("measure")] == OutputCell(measure)) return row[column("unit")];
        return OutputCell{};
    };
    const Asked minutes;
    const Straight km;
    EXPECT_EQ(unit_of(minutes, "interaction", "mean_cost"), OutputCell(std::string("minutes")));
    EXPECT_EQ(unit_of(km, "interaction", "mean_cost"), OutputCell(std::string("km")));
    EXPECT_EQ(unit_of(minutes, "circulation", "reach_median"), OutputCell(std::string("minutes")));
    EXPECT_EQ(unit_of(minutes, "resilience", "extra_length"), OutputCell(std::string("minutes")));
    EXPECT_EQ(unit_of(km, "interaction", "modelled_flow"), OutputCell(std::string("trips")));
}

/// What several analyses say of the same code they say in the same words.
TEST(SharedNotes, AreWordedOnce) {
    Asked asked;
    asked.dataset.completeness.coverage = Coverage::unknown;
    asked.input.filter.window = {parse_time("2090")->start, parse_time("2091")->start};
    asked.input.periods = {{"2090", asked.input.filter.window}};
    std::map<std::string, std::set<std::string>> words;
    for (const char* analysis : {"aggregation", "circulation", "integration"}) {
        const AnalysisResult result = asked.run(analysis);
        for (const OutputNote& note : result.notes)
            if (note.code == "no-rows" || note.code == "empty-denominator")
                words[note.code].insert(note.en + note.zh);
        for (const AnalysisRow& row : result.rows)
            EXPECT_TRUE(row.note.empty() ||
                        std::ranges::count(result.notes, row.note, &OutputNote::code) == 1)
                << analysis << " " << row.note;
    }
    for (const auto& [code, said] : words) EXPECT_EQ(said.size(), 1U) << code;
}

}  // namespace
}  // namespace flowspace
