// Three questions of an analyst, asked by the functions the window asks with and by `flowspace sum`: the
// answers are the same numbers. On the observed flows (FLOWSPACE_OBSERVED or ../shared/observed); skipped,
// loudly, without.
#include "tests/viewer/program.h"
#include "viewer/commands/dataset_options.h"
#include "viewer/commands/filter_options.h"
#include "viewer/focus.h"
#include "viewer/hover.h"
#include "viewer/pipeline.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>
#include <memory>
#include <set>
#include <sstream>
#include <utility>
#include <vector>

namespace flowspace {
namespace {

namespace fs = std::filesystem;
using testing::run_program;

fs::path table() {
    const char* folder = std::getenv("FLOWSPACE_OBSERVED");
    const fs::path observed =
        folder ? fs::path(folder) : fs::path(FLOWSPACE_SOURCE_DIR) / ".." / "shared" / "observed";
    return observed / "people_daily_2020_2021.csv.gz";
}

struct CsvRow {
    std::vector<std::string> cells = {};
    double number(std::size_t column) const { return std::stod(cells.at(column)); }
    /// 0 where the row says nothing there: a pair without rows in one of the windows.
    double magnitude(std::size_t column) const {
        return column < cells.size() && !cells[column].empty() ? std::fabs(number(column)) : 0;
    }
};

std::vector<CsvRow> sum(std::vector<std::string> options) {
    options.insert(options.begin(), {"sum", table().string()});
    const testing::ProgramResult result = run_program(options);
    EXPECT_EQ(result.status, 0) << result.err;
    std::vector<CsvRow> rows;
    std::istringstream lines(result.out);
    std::string line;
    std::getline(lines, line);
    while (std::getline(lines, line)) {
        std::istringstream cells(line);
        CsvRow& row = rows.emplace_back();
        for (std::string cell; std::getline(cells, cell, ',');) row.cells.push_back(cell);
    }
    return rows;
}

class Walks : public ::testing::Test {
protected:
    static void SetUpTestSuite() {
        if (!fs::exists(table())) return;
        OpenedDataset opened = open_dataset({.files = {table().string()}}, Language::en);
        ASSERT_EQ(opened.error.exit_status, 0) << opened.error.message;
        data = std::make_shared<const Dataset>(std::move(opened.dataset));
    }
    static void TearDownTestSuite() { data.reset(); }
    void SetUp() override {
        if (!data)
            GTEST_SKIP() << "THE OBSERVED FLOWS ARE NOT HERE: " << table() << " was not asked anything";
    }

    static Window window(const char* from, const char* to) { return *parse_window(from, to, Language::en); }
    static PlaceId place(const char* id) { return *parse_place(id, "--place", *data->atlas, Language::en); }
    static Settings start() { return normalised({}, shape_of(*data)); }
    static std::string id(PlaceId row) { return data->atlas->places[index(row)].id; }

    static inline std::shared_ptr<const Dataset> data = {};
};

/// "Which cities send most to 武汉 before and after 2020-01-23, and what remained?"
TEST_F(Walks, WhoSendsMostToWuhanBeforeAndAfterTheLockdown) {
    Pipeline pipeline(data, {.background_above = std::nullopt});
    Settings settings = start();
    settings.filter.destinations = {place("420100")};
    settings.filter.window = window("2020-01-24", "2020-02-06");
    settings.comparison = {.before = window("2020-01-10", "2020-01-23"), .measure = ChangeMeasure::percent};
    settings.show = {.per_place = 0, .strongest = 5};
    pipeline.update(settings);
    const auto rows = sum({"--by", "pair", "--destination", "420100", "--from", "2020-01-10", "--to",
                           "2020-01-23", "--versus-from", "2020-01-24", "--versus-to", "2020-02-06"});
    ASSERT_GT(rows.size(), 20U);
    ASSERT_EQ(pipeline.changes().size(), 1U);
    const LayerChanges& changes = pipeline.changes().front();
    const auto pairs = data->flows->pairs();
    std::map<std::string, std::size_t> by_origin;
    for (std::size_t pair = 0; pair < pairs.size(); ++pair)
        if (changes.kinds[pair] != ChangeKind::none) by_origin[id(pairs[pair].origin)] = pair;
    EXPECT_EQ(by_origin.size(), rows.size());
    std::size_t both = 0;
    for (const CsvRow& row : rows) {
        ASSERT_TRUE(by_origin.contains(row.cells[1])) << row.cells[1];
        const std::size_t pair = by_origin[row.cells[1]];
        if (changes.kinds[pair] != ChangeKind::both) continue;
        EXPECT_EQ(value(changes.differences[pair]), row.number(7)) << row.cells[1];
        EXPECT_DOUBLE_EQ(changes.measured[pair], row.number(8)) << row.cells[1];
        ++both;
    }
    EXPECT_GT(both, 20U);
    // On the map: the five that changed most are the five of the table.
    std::vector<CsvRow> most(rows);
    std::ranges::stable_sort(most, std::ranges::greater{},
                             [](const CsvRow& row) { return row.magnitude(7); });
    ASSERT_EQ(pipeline.draw_list().arcs.size(), 5U);
    for (std::size_t rank = 0; rank < 5; ++rank) {
        const ArcItem& arc = pipeline.draw_list().arcs[4 - rank];
        EXPECT_EQ(id(pairs[index(arc.pair)].origin), most[rank].cells[1]);
        EXPECT_LT(*arc.tone, 0) << "all fell";
    }
    // Before alone: who sent most.
    settings.comparison.before.reset();
    settings.filter.window = window("2020-01-10", "2020-01-23");
    pipeline.update(settings);
    for (std::size_t rank = 0; rank < 5; ++rank) {
        const ArcItem& arc = pipeline.draw_list().arcs[4 - rank];
        EXPECT_EQ(id(pairs[index(arc.pair)].origin), rows[rank].cells[1]);
        EXPECT_EQ(arc.value, rows[rank].number(3));
    }
}

/// "Is 合肥 tied more to 南京 or to 武汉?"
TEST_F(Walks, HefeiIsTiedMoreToNanjingThanToWuhan) {
    Pipeline pipeline(data, {.background_above = std::nullopt});
    Settings settings = start();
    settings.filter.window = window("2020-01-01", "2020-01-23");
    settings.selected = target_of(place("340100"));
    settings.focus.places = {place("340100")};
    pipeline.update(settings);
    std::map<std::string, double> there, back;
    for (const CsvRow& row :
         sum({"--by", "pair", "--place", "340100", "--from", "2020-01-01", "--to", "2020-01-23"}))
        (row.cells[1] == "340100" ? there[row.cells[2]] : back[row.cells[1]]) = row.number(3);
    ASSERT_GT(there.size(), 10U);
    std::map<std::string, double> ties;
    for (const InspectorData::Partner& partner : pipeline.inspector().partners) {
        const std::string other = id(partner.place);
        ties[other] = value(partner.out) + value(partner.in);
        EXPECT_EQ(value(partner.out), there[other]) << other;
        EXPECT_EQ(value(partner.in), back[other]) << other;
    }
    std::set<std::string> others;
    for (const auto& [other, flow] : there) others.insert(other);
    for (const auto& [other, flow] : back) others.insert(other);
    EXPECT_EQ(ties.size(), others.size());
    ASSERT_TRUE(ties.contains("320100") && ties.contains("420100"));
    EXPECT_GT(ties["320100"], ties["420100"]);
    EXPECT_EQ(ties["320100"] > ties["420100"],
              there["320100"] + back["320100"] > there["420100"] + back["420100"]);
}

/// "How did the inside share of the Pearl River Delta change?"
TEST_F(Walks, HowTheInsideShareOfThePearlRiverDeltaChanged) {
    const Atlas& atlas = *data->atlas;
    const GroupId delta = *parse_group("yuegangaodawanqu", "--inside", atlas, Language::en);
    std::vector<std::string> touching;
    for (const Membership& member : atlas.groups[index(delta)].members)
        touching.insert(touching.end(), {"--place", id(member.place)});
    std::vector<double> shares;
    Pipeline pipeline(data, {.background_above = std::nullopt});
    const std::vector<std::pair<const char*, const char*>> windows = {
        {"2020-01-01", "2020-01-23"}, {"2020-02-01", "2020-02-15"}, {"2020-10-10", "2020-11-10"}};
    for (const auto& [from, to] : windows) {
        Settings settings = start();
        settings.filter.window = window(from, to);
        settings.selected = target_of(delta);
        settings.hierarchy.level = Level::agglomeration;
        pipeline.update(settings);
        const InspectorData& figures = pipeline.inspector();
        const auto inside =
            sum({"--by", "total", "--inside", "yuegangaodawanqu", "--from", from, "--to", to});
        std::vector<std::string> options = {"--by", "total", "--from", from, "--to", to};
        options.insert(options.end(), touching.begin(), touching.end());
        const auto all = sum(options);
        ASSERT_EQ(inside.size(), 1U);
        ASSERT_EQ(all.size(), 1U);
        EXPECT_EQ(value(figures.inside), inside[0].number(1));
        const double crossing = value(add(figures.out, figures.in));
        EXPECT_NEAR(crossing + value(figures.inside), all[0].number(1), 1e-9 * all[0].number(1));
        const NodeTotals& totals = pipeline.level_flows().totals[0][index(node_of(atlas, delta))];
        EXPECT_NEAR(totals.inside, inside[0].number(1), 1e-9 * totals.inside) << "the disc's core";
        EXPECT_NEAR(totals.inside + totals.out + totals.in, all[0].number(1), 1e-9 * all[0].number(1));
        shares.push_back(inside[0].number(1) / all[0].number(1));
    }
    // As summed from the rows by another program: people came back to the Delta from afar.
    EXPECT_NEAR(shares[0], 0.4556, 5e-5) << "before the festival";
    EXPECT_NEAR(shares[1], 0.3294, 5e-5) << "in February 2020";
    EXPECT_NEAR(shares[2], 0.6220, 5e-5) << "in autumn";
}

}  // namespace
}  // namespace flowspace
