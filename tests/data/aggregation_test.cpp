#include "data/analysis/aggregation.h"

#include "data/pair_selection.h"
#include "tests/data/random_flows.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <map>
#include <sstream>

namespace flowspace {
namespace {

using Row = std::map<std::string, std::string>;

/// A reference table: no field of it is quoted.
std::vector<Row> reference(const std::string& name) {
    std::ifstream file(std::string(FLOWSPACE_SOURCE_DIR) + "/tests/fixtures/reference/" + name);
    std::string line, field;
    std::vector<std::string> names;
    std::vector<Row> rows;
    while (std::getline(file, line)) {
        if (line.ends_with('\r')) line.pop_back();
        std::istringstream fields(line);
        std::vector<std::string> values;
        while (std::getline(fields, field, ',')) values.push_back(field);
        if (names.empty()) {
            names = values;
            continue;
        }
        Row row;
        for (std::size_t at = 0; at < names.size(); ++at)
            row[names[at]] = at < values.size() ? values[at] : "";
        rows.push_back(row);
    }
    return rows;
}

/// demo15 as a dataset: abroad (x1) is a group of its own in every kind, as the reference has it.
struct Demo {
    Atlas atlas;
    std::shared_ptr<const FlowSource> flows;
};

Demo demo15() {
    Demo demo;
    const std::vector<Row> nodes = reference("data/demo15_nodes.csv");
    for (const Row& node : nodes) demo.atlas.places.push_back({.id = node.at("id")});
    std::ranges::sort(demo.atlas.places, {}, &Place::id);
    for (const auto& [column, kind] : {std::pair{"circle", GroupKind::circle},
                                       {"agglomeration", GroupKind::agglomeration},
                                       {"province", GroupKind::province}})
        for (const Row& node : nodes) {
            const bool external = node.at("kind") == "external";
            const std::string name = external ? "(external)" : node.at(column);
            if (name.empty()) continue;
            const auto same = [&, kind = kind](const Group& group) {
                return group.kind == kind && group.name_zh == name;
            };
            auto group = std::ranges::find_if(demo.atlas.groups, same);
            if (group == demo.atlas.groups.end())
                group = demo.atlas.groups.insert(group,
                                                 Group{.id = name + column, .kind = kind, .name_zh = name});
            group->members.push_back({.place = *find_place(demo.atlas, node.at("id"))});
        }
    FlowTable table;
    table.layers = {make_layer_info("people"), make_layer_info("goods")};
    table.grain = Grain::year;
    for (const Row& row : reference("data/demo15_flows.csv")) {
        table.layer.push_back(LayerId(row.at("layer") == "people" ? 0 : 1));
        table.origin.push_back(*find_place(demo.atlas, row.at("origin")));
        table.destination.push_back(*find_place(demo.atlas, row.at("destination")));
        table.time.push_back(parse_time(row.at("period"))->start);
        table.value.push_back(std::stod(row.at("flow")));
    }
    demo.flows = MemorySource::from_rows(std::move(table));
    return demo;
}

LayerSums sums_of(const Demo& demo, const Row& row) {
    const TimeMs start = parse_time(row.at("period"))->start;
    Filter filter{.layers = {LayerId(row.at("layer") == "people" ? 0 : 1)},
                  .window = {start, step_end(Grain::year, start)}};
    return select_sums(demo.atlas, *demo.flows, filter)->front();
}

void expect_number(const std::string& text, std::optional<double> number, const std::string& what) {
    if (text == "NA") {
        EXPECT_FALSE(number) << what;
        return;
    }
    ASSERT_TRUE(number) << what;
    EXPECT_NEAR(*number, std::stod(text), 1e-9 * std::max(1.0, std::abs(std::stod(text)))) << what;
}

TEST(GroupTotals, EqualTheReference) {
    const Demo demo = demo15();
    std::size_t compared = 0;
    for (const Row& row : reference("01_aggregation/expected_groups.csv")) {
        const auto kind = parse_group_kind(row.at("level"));
        if (!kind || row.at("group") == "(none)") continue;  // what is left over is no group
        const LayerSums sums = sums_of(demo, row);
        const auto all = group_totals(demo.atlas, {demo.flows->pairs(), sums.sums, sums.counted}, {*kind});
        for (const GroupTotals& totals : all) {
            if (demo.atlas.groups[index(totals.group)].name_zh != row.at("group")) continue;
            const GroupMeasures measures = measure(totals);
            const std::string what = row.at("layer") + row.at("period") + row.at("level") + row.at("group");
            expect_number(row.at("internal"), value(totals.internal), what);
            expect_number(row.at("outflow"), value(totals.out), what);
            expect_number(row.at("inflow"), value(totals.in), what);
            expect_number(row.at("turnover_once"), measures.turnover, what);
            expect_number(row.at("throughput"), measures.throughput, what);
            expect_number(row.at("net"), measures.net, what);
            expect_number(row.at("internal_share"), measures.internal_share, what);
            expect_number(row.at("containment_origin"), measures.containment_origin, what);
            expect_number(row.at("containment_destination"), measures.containment_destination, what);
            expect_number(row.at("net_effectiveness"), measures.net_effectiveness, what);
            expect_number(row.at("ei_index"), measures.ei_index, what);
            ++compared;
        }
    }
    EXPECT_EQ(compared,
              44U);  // 4 circles, 3 agglomerations, 4 provinces, each with abroad; 2 layers, 2 years
}

TEST(Aggregate, EqualsTheReferenceMatrix) {
    const Demo demo = demo15();
    std::size_t compared = 0;
    const auto name = [&](std::optional<GroupId> group) {
        return group ? demo.atlas.groups[index(*group)].name_zh : std::string("(none)");
    };
    for (const Row& row : reference("01_aggregation/expected_agglomeration_matrix.csv")) {
        const LayerSums sums = sums_of(demo, row);
        double found = 0;
        for (const GroupFlow& flow :
             aggregate(demo.atlas, {demo.flows->pairs(), sums.sums, sums.counted}, {}))
            if (name(flow.origin) == row.at("origin_group") &&
                name(flow.destination) == row.at("destination_group"))
                found = value(flow.sum);
        EXPECT_EQ(found, std::stod(row.at("flow"))) << row.at("origin_group") << row.at("destination_group");
        ++compared;
    }
    EXPECT_EQ(compared, 64U);
}

TEST(Aggregate, CountsAPairInEveryGroupItBelongsTo) {
    Demo demo;
    for (const char* id : {"n1", "n2", "n3", "n4"}) demo.atlas.places.push_back({.id = id});
    demo.atlas.groups = {{.id = "G1", .kind = GroupKind::agglomeration},
                         {.id = "G2", .kind = GroupKind::agglomeration}};
    for (const Row& row : reference("01_aggregation/input_overlap_membership.csv"))
        if (row.at("case") == "overlap" && row.at("membership") == "1")
            demo.atlas.groups[row.at("group") == "G1" ? 0 : 1].members.push_back(
                {.place = *find_place(demo.atlas, row.at("node"))});
    FlowTable table;
    table.layers = {make_layer_info("flows")};
    for (const Row& row : reference("01_aggregation/input_overlap_flows.csv")) {
        table.layer.push_back(LayerId{0});
        table.origin.push_back(*find_place(demo.atlas, row.at("origin")));
        table.destination.push_back(*find_place(demo.atlas, row.at("destination")));
        table.time.push_back(TimeMs{0});
        table.value.push_back(std::stod(row.at("flow")));
    }
    demo.flows = MemorySource::from_rows(std::move(table));
    const LayerSums sums = select_sums(demo.atlas, *demo.flows, {})->front();
    const PairSums flows{demo.flows->pairs(), sums.sums, sums.counted};
    EXPECT_TRUE(groups_overlap(demo.atlas, {}));
    const auto totals = group_totals(demo.atlas, flows, {});
    EXPECT_EQ(value(totals[0].internal), 16);                     // n1 <-> n2
    EXPECT_EQ(value(totals[1].internal), 4 + 1 + 5 + 8 + 2 + 7);  // among n2, n3, n4
    EXPECT_EQ(value(totals[0].out), 2 + 0 + 4 + 1);               // from n1 and n2 to n3 and n4
    EXPECT_EQ(value(totals[1].in), 10 + 2 + 0);                   // from n1
    const auto matrix = aggregate(demo.atlas, flows, {});
    ASSERT_EQ(matrix.size(), 4U);
    EXPECT_EQ(value(matrix[1].sum), 10 + 2 + 0 + 4 + 1);  // G1 -> G2: n1,n2 -> n2,n3,n4
    double all = 0;
    for (const GroupFlow& flow : matrix) all += value(flow.sum);
    EXPECT_GT(all, 48);  // more than the total
}

TEST(GroupTotals, NetOverAPartitionWithOutsideIsZero) {
    const Demo demo = demo15();
    const LayerSums sums = select_sums(demo.atlas, *demo.flows, {.layers = {LayerId{0}}})->front();
    double net = 0;
    for (const GroupFlow& flow :
         aggregate(demo.atlas, {demo.flows->pairs(), sums.sums, sums.counted}, {GroupKind::province}))
        net += (flow.destination == GroupId{0} ? value(flow.sum) : 0) -
               (flow.origin == GroupId{0} ? value(flow.sum) : 0);
    double rest = 0;
    for (const GroupTotals& totals :
         group_totals(demo.atlas, {demo.flows->pairs(), sums.sums, sums.counted}, {GroupKind::province}))
        rest += measure(totals).net;
    EXPECT_EQ(rest, 0);
    EXPECT_EQ(net, 0);
}

TEST(Measure, AnEmptyDenominatorIsNothingNotZero) {
    const GroupMeasures none = measure({});
    EXPECT_EQ(none.turnover, 0);
    EXPECT_FALSE(none.internal_share);
    EXPECT_FALSE(none.containment_origin);
    EXPECT_FALSE(none.net_effectiveness);
    EXPECT_FALSE(none.ei_index);
}

}  // namespace
}  // namespace flowspace
