// The linked views: their rows against `flowspace sum`, their orders, and what pointing and clicking does.
#include "data/source/memory_source.h"
#include "data/sum_table.h"
#include "synthetic.h"
#include "viewer/focus.h"
#include "viewer/hover.h"
#include "viewer/layout.h"
#include "viewer/settings_json.h"
#include "viewer/shortcuts.h"
#include "viewer/views/linked_view.h"
#include "viewer/views/matrix_view.h"
#include "viewer/views/pairs_view.h"
#include "viewer/views/ranking_view.h"
#include "viewer/views/size_view.h"
#include "viewer/views/time_view.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

namespace flowspace {
namespace {

Settings start() { return normalised({}, {.layers = 2, .places = 5, .groups = 2, .pairs = 20}); }

/// `table` with only its first `count` columns.
OutputTable first_columns(OutputTable table, std::size_t count) {
    table.columns.resize(count);
    for (auto& row : table.rows) row.resize(count);
    return table;
}

PairSelection pairs_of(const Dataset& data, const Settings& settings) {
    Pipeline pipeline(std::make_shared<const Dataset>(data), {.background_above = std::nullopt});
    pipeline.update(settings);
    return select_pair_rows(data, pipeline.answered_filter(), pipeline.sums());
}

std::string sum_csv(const Dataset& data, const Filter& filter, SumKey key) {
    return to_csv(*sum_table(data, {.filter = filter, .key = key}));
}

/// Filters of every kind, as the window asks them.
std::vector<Settings> several() {
    std::vector<Settings> all(6, start());
    all[1].filter.window = {(*parse_time("2020-03")).start, (*parse_time("2020-08")).start};
    all[2].filter.min_value = 2500;
    all[3].focus = {.groups = {GroupId{0}}, .direction = Direction::out};
    all[4].focus = {.places = {PlaceId{2}}, .direction = Direction::crossing};
    all[5].filter.layers = {LayerId{1}};
    all[5].filter.self_flows = SelfFlows::keep;
    all[5].filter.absent = Absent::zero;
    return all;
}

TEST(PairsView, InTheOrderOfRanksTheRowsAreThoseOfSum) {
    const auto data = synthetic_dataset();
    for (const Settings& settings : several()) {
        Pipeline pipeline(data);
        pipeline.update(settings);
        const PairTable table = order_pairs(*data, pairs_of(*data, settings), {});
        ASSERT_FALSE(table.rows.empty());
        EXPECT_EQ(to_csv(first_columns(pair_output(*data, table), 6)),
                  sum_csv(*data, pipeline.answered_filter(), SumKey::pair));
    }
}

TEST(PairsView, UnpublishedPairsAreUnknownAlsoWhereOthersAreZero) {
    Dataset data = *synthetic_dataset();
    data.completeness.unpublished = {{LayerId{0}, PlaceId{0}, PlaceId{1}, (*parse_time("2020-06")).start}};
    Settings settings = start();
    settings.filter.absent = Absent::zero;
    settings.filter.window = {(*parse_time("2020-06")).start, (*parse_time("2020-07")).start};
    Pipeline pipeline(std::make_shared<const Dataset>(data));
    pipeline.update(settings);
    const PairTable table = order_pairs(data, pairs_of(data, settings), {});
    EXPECT_EQ(to_csv(first_columns(pair_output(data, table), 6)),
              sum_csv(data, pipeline.answered_filter(), SumKey::pair));
}

TEST(PairsView, EveryColumnSortsBothWaysAndTiesKeepTheirOrder) {
    const auto data = synthetic_dataset();
    const PairSelection selection = pairs_of(*data, start());
    for (auto column = PairColumn::rank; column <= PairColumn::rows;
         column = static_cast<PairColumn>(static_cast<int>(column) + 1)) {
        const PairTable up = order_pairs(*data, selection, {{column, Order::ascending}});
        const PairTable down = order_pairs(*data, selection, {{column, Order::descending}});
        ASSERT_EQ(up.rows.size(), down.rows.size());
        EXPECT_EQ(up.rows.size(), selection.rows.size());
        const auto key = [&](const PairRow& row) -> double {
            const Pair& ends = data->flows->pairs()[index(row.pair)];
            switch (column) {
                case PairColumn::rank:
                    return static_cast<double>(index(row.layer)) * 1e6 + row.rank;
                case PairColumn::origin:  // Beijing, Nanjing, Shanghai, Shijiazhuang, Tianjin
                    return std::vector<double>{0, 4, 3, 2, 1}[index(ends.origin)];
                case PairColumn::destination:
                    return std::vector<double>{0, 4, 3, 2, 1}[index(ends.destination)];
                case PairColumn::layer:
                    return static_cast<double>(index(row.layer));
                case PairColumn::value:
                    return row.value;
                case PairColumn::share:
                    return row.value / up.totals[index(row.layer)];
                default:
                    return static_cast<double>(row.rows);
            }
        };
        const auto in_layer = [&](const PairRow& row) {
            const bool apart = column == PairColumn::value || column == PairColumn::rank;
            return std::pair(apart ? index(row.layer) : 0, key(row));
        };
        EXPECT_TRUE(std::ranges::is_sorted(up.rows, {}, in_layer)) << static_cast<int>(column);
        if (column != PairColumn::value && column != PairColumn::rank) {
            EXPECT_TRUE(std::ranges::is_sorted(down.rows, std::ranges::greater{}, key));
        }
        if (column != PairColumn::rows) {  // every pair has as many: all ties
            EXPECT_NE(up.rows, down.rows) << static_cast<int>(column);
        }
    }
    const PairTable by_value = order_pairs(*data, selection, {{PairColumn::value, Order::descending}});
    EXPECT_EQ(by_value.rows, order_pairs(*data, selection, {}).rows);
}

TEST(PairsView, FindsByNameOrIdWithoutChangingRanksAndShares) {
    const auto data = synthetic_dataset();
    const PairSelection selection = pairs_of(*data, start());
    const PairTable whole = order_pairs(*data, selection, {});
    for (const std::string find : {"NANJ", "南京", "3201"}) {
        const PairTable found = order_pairs(*data, selection, {.find = find});
        ASSERT_FALSE(found.rows.empty()) << find;
        EXPECT_LT(found.rows.size(), whole.rows.size());
        EXPECT_EQ(found.selected, whole.rows.size());
        EXPECT_EQ(found.totals, whole.totals);
        for (const PairRow& row : found.rows) {
            const Pair& ends = data->flows->pairs()[index(row.pair)];
            EXPECT_TRUE(ends.origin == PlaceId{4} || ends.destination == PlaceId{4});
            EXPECT_NE(std::ranges::find(whole.rows, row), whole.rows.end());
        }
    }
    EXPECT_TRUE(order_pairs(*data, selection, {.find = "%s"}).rows.empty());
}

TEST(PairsView, SharesOfALayerAddToOne) {
    const auto data = synthetic_dataset();
    const PairTable table = order_pairs(*data, pairs_of(*data, start()), {});
    std::vector<double> sums(2);
    for (const PairRow& row : table.rows)
        sums[index(row.layer)] += row.value / table.totals[index(row.layer)];
    EXPECT_NEAR(sums[0], 1, 1e-12);
    EXPECT_NEAR(sums[1], 1, 1e-12);
}

Filter answered(const Dataset& data, const Settings& settings) {
    Pipeline pipeline(std::make_shared<const Dataset>(data));
    pipeline.update(settings);
    return pipeline.answered_filter();
}

TEST(RankingView, PlacesAreThoseOfSumLayerByLayer) {
    const auto data = synthetic_dataset();
    for (const Settings& settings : several())
        for (const LayerId layer : settings.filter.layers) {
            Filter filter = answered(*data, settings);
            const auto figures = *unit_figures(*data, filter, layer, ViewLevel::place);
            const auto order = ranked(*data, figures, {RankingColumn::out, Order::descending});
            filter.layers = {layer};
            EXPECT_EQ(to_csv(first_columns(ranking_output(*data, figures, order, layer), 9)),
                      sum_csv(*data, filter, SumKey::place));
        }
}

TEST(RankingView, GroupsSendReceiveAndKeepWhatTheirMembersDo) {
    const auto data = synthetic_dataset();
    const Filter filter = answered(*data, start());
    const auto figures = *unit_figures(*data, filter, LayerId{0}, ViewLevel::agglomeration);
    ASSERT_EQ(figures.size(), 2U);
    const std::vector<std::vector<std::uint32_t>> members = {{0, 1, 2}, {2, 3, 4}};
    const auto sums = *data->flows->pair_sums(LayerId{0}, {});
    for (std::size_t group = 0; group < 2; ++group) {
        double out = 0, in = 0, inside = 0;
        for (std::size_t pair = 0; pair < sums.size(); ++pair) {
            const Pair& ends = data->flows->pairs()[pair];
            const bool from = std::ranges::count(members[group], index(ends.origin)) > 0;
            const bool to = std::ranges::count(members[group], index(ends.destination)) > 0;
            if (ends.origin == ends.destination) continue;
            (from && to ? inside : from ? out : in) += from || to ? value(sums[pair]) : 0;
        }
        EXPECT_EQ(measured(*data, figures[group], UnitMeasure::out), out);
        EXPECT_EQ(measured(*data, figures[group], UnitMeasure::in), in);
        EXPECT_EQ(measured(*data, figures[group], UnitMeasure::inside), inside);
        EXPECT_EQ(measured(*data, figures[group], UnitMeasure::net), in - out);
        EXPECT_EQ(measured(*data, figures[group], UnitMeasure::turnover), in + out + inside);
        EXPECT_EQ(measured(*data, figures[group], UnitMeasure::population), 3 * 12345678.0);
    }
}

TEST(RankingView, WhatIsUnknownIsLastBothWaysAndNeverZero) {
    const auto data = synthetic_dataset();
    Settings settings = start();
    settings.filter.origins = {PlaceId{1}};
    const auto figures = *unit_figures(*data, answered(*data, settings), LayerId{0}, ViewLevel::place);
    for (const Order order : {Order::ascending, Order::descending}) {
        const auto rows = ranked(*data, figures, {RankingColumn::out, order});
        ASSERT_EQ(rows.size(), 5U);
        EXPECT_EQ(figures[rows.front()].unit, target_of(PlaceId{1}));
        EXPECT_FALSE(measured(*data, figures[rows.back()], UnitMeasure::out));
        EXPECT_FALSE(measured(*data, figures[rows.back()], UnitMeasure::net));
    }
}

TEST(MatrixView, GroupsAndCitiesAreThoseOfSum) {
    const auto data = synthetic_dataset();
    for (const Settings& settings : several())
        for (const LayerId layer : settings.filter.layers) {
            Pipeline pipeline(data);
            pipeline.update(settings);
            Filter filter = pipeline.answered_filter();
            const auto matrix = [&](ViewLevel level) {
                return make_matrix(*data, filter, pipeline.sums(), {layer, level});
            };
            const Matrix groups = matrix(ViewLevel::agglomeration), cities = matrix(ViewLevel::place);
            filter.layers = {layer};
            EXPECT_EQ(to_csv(matrix_output(*data, groups)), sum_csv(*data, filter, SumKey::agglomeration));
            EXPECT_EQ(to_csv(matrix_output(*data, cities)), sum_csv(*data, filter, SumKey::pair));
        }
}

TEST(MatrixView, CitiesStandByTheirGroupsAndThenByTurnover) {
    const auto data = synthetic_dataset();
    Pipeline pipeline(data);
    pipeline.update(start());
    const Matrix matrix =
        make_matrix(*data, pipeline.answered_filter(), pipeline.sums(), {LayerId{0}, ViewLevel::place});
    ASSERT_EQ(matrix.sides.size(), 5U);
    EXPECT_EQ(matrix.cities, 5U);
    for (std::size_t side = 0; side < 5; ++side)
        EXPECT_EQ(matrix.sides[side].group, GroupId{side < 3 ? 0U : 1U}) << side;
    EXPECT_DOUBLE_EQ(matrix.shown_value, matrix.layer_value);
    EXPECT_GT(matrix.smallest, 0);
    EXPECT_GE(matrix.largest, matrix.smallest);
}

TEST(TimeView, IsSumByTimeOverTheWholeAxis) {
    const auto data = synthetic_dataset();
    for (const Settings& settings : several()) {
        if (settings.filter.absent == Absent::zero) continue;  // the chart shows steps with rows only
        Pipeline pipeline(data);
        pipeline.update(settings);
        Filter filter = pipeline.answered_filter();
        filter.window = {};
        filter.min_value.reset();
        EXPECT_EQ(to_csv(time_output(*data, pipeline.time_histogram())),
                  sum_csv(*data, filter, SumKey::time));
    }
}

TEST(ScatterView, LeavesOutWhatHasNoPlaceOnTheAxesAndNamesOutliers) {
    const auto data = synthetic_dataset();
    std::vector<UnitFigures> figures(5);
    const auto sum = [](double number) { return ExactSum{.high = number, .rows = 1}; };
    for (std::uint32_t row = 0; row < 5; ++row)
        figures[row] = {target_of(PlaceId{row}), sum(std::pow(10, row)), sum(std::pow(10, row)), {}};
    figures[2].in = sum(1e6);  // far off
    figures[4].in = sum(0);
    const Scatter log = make_scatter(*data, figures, UnitMeasure::out, UnitMeasure::in, Ramp::logarithmic);
    EXPECT_EQ(log.dots.size(), 4U);
    EXPECT_EQ(log.left_out, 1U);
    EXPECT_EQ(make_scatter(*data, figures, UnitMeasure::out, UnitMeasure::in, Ramp::linear).dots.size(), 5U);
    EXPECT_EQ(make_scatter(*data, figures, UnitMeasure::out, UnitMeasure::inside, Ramp::linear).left_out, 5U);
    const auto furthest =
        std::ranges::max_element(log.dots, {}, [](const Dot& dot) { return std::fabs(dot.off); });
    EXPECT_EQ(furthest->unit, target_of(PlaceId{2}));
    EXPECT_EQ(log.named.front(), 2U);
}

TEST(PlotAxis, HoldsEveryNumberAndHasFewRoundTicks) {
    for (const Ramp ramp : {Ramp::logarithmic, Ramp::linear})
        for (const std::vector<double>& numbers :
             {std::vector<double>{3}, {1, 1e9}, {0.02, 0.03}, {7, 7, 7}, {12345, 98765}}) {
            const PlotAxis axis = axis_for(numbers, ramp);
            for (const double number : numbers) {
                EXPECT_GE(number, axis.low);
                EXPECT_LE(number, axis.high);
            }
            const std::vector<double> ticks = axis.ticks();
            EXPECT_FALSE(ticks.empty());
            EXPECT_LE(ticks.size(), 8U);
            for (const double tick : ticks) {
                EXPECT_GE(axis.share_of(tick), 0);
                EXPECT_LE(axis.share_of(tick), 1);
            }
        }
}

TEST(SizeView, FindsTheExponentOfAPowerLaw) {
    const auto data = synthetic_dataset();
    std::vector<UnitFigures> figures;
    for (std::uint32_t rank = 1; rank <= 5; ++rank)
        figures.push_back({target_of(PlaceId{rank - 1}),
                           ExactSum{.high = 1e6 * std::pow(rank - 0.5, -1 / 1.25), .rows = 1},
                           {},
                           {}});
    const SizeRanks ranks = make_rank_size(*data, figures, UnitMeasure::out);
    ASSERT_TRUE(ranks.fit);
    EXPECT_NEAR(ranks.fit->exponent.value, 1.25, 1e-9);
    EXPECT_NEAR(ranks.fit->exponent.standard_error, 1.25 * std::sqrt(2.0 / 5), 1e-9);
    EXPECT_NEAR(fitted_size(*ranks.fit, 2), ranks.dots[1].y, 1e-3);
    EXPECT_EQ(make_rank_size(*data, figures, UnitMeasure::in).left_out, 5U);
    figures.resize(2);
    EXPECT_FALSE(make_rank_size(*data, figures, UnitMeasure::out).fit);
}

/// A size or an axis that is not of flows: its source is told, and no layer claims it.
TEST(ExportedRows, OfPopulationNameItsSourceAndNoLayer) {
    Dataset data = *synthetic_dataset();
    Atlas atlas = *data.atlas;
    atlas.population_source = {.zh = "人口普查", .en = "Census"};
    atlas.gdp_source = {.zh = "年鉴", .en = "Yearbook"};
    data.atlas = std::make_shared<const Atlas>(std::move(atlas));
    const std::vector<UnitFigures> figures = {
        {target_of(PlaceId{0}), ExactSum{.high = 5, .rows = 1}, {}, {}}};
    ViewSettings asked;
    asked.size = UnitMeasure::population;
    const OutputTable ranks =
        rank_size_output(data, make_rank_size(data, figures, asked.size), asked, LayerId{0});
    ASSERT_EQ(ranks.notes.size(), 1U);
    EXPECT_EQ(ranks.notes[0].en, "Census");
    for (const auto& row : ranks.rows) {
        ASSERT_EQ(row.size(), ranks.columns.size());
        EXPECT_EQ(row.front(), OutputCell());
        EXPECT_EQ(row[row.size() - 2], OutputCell("population_2020"));
    }
    asked.size = UnitMeasure::out;
    const OutputTable flows =
        rank_size_output(data, make_rank_size(data, figures, asked.size), asked, LayerId{0});
    EXPECT_TRUE(flows.notes.empty());
    ASSERT_EQ(flows.rows.size(), 1U);
    EXPECT_EQ(flows.rows[0].front(), OutputCell(data.flows->layers()[0].key));
    asked.scatter_x = UnitMeasure::population;
    asked.scatter_y = UnitMeasure::gdp;
    EXPECT_EQ(scatter_output(data, {}, asked, LayerId{0}).notes.size(), 2U);
    EXPECT_EQ(source_lines(data, UnitMeasure::gdp, UnitMeasure::gdp, Language::zh), "\n年鉴");
}

TEST(ExportedRows, HaveTheirFactsBesideThem) {
    const OutputTable table{{"a", "b"}, {{std::string("=1"), 2.5}}, {{"filter", "all \"of\" it", "全部"}}};
    const std::string facts = to_csv_metadata(table, "pairs.csv");
    EXPECT_NE(facts.find("\"url\": \"pairs.csv\""), std::string::npos);
    EXPECT_NE(facts.find("{\"name\": \"a\"}, {\"name\": \"b\"}"), std::string::npos);
    EXPECT_NE(facts.find("\"code\": \"filter\", \"en\": \"all \\\"of\\\" it\", \"zh\": \"全部\""),
              std::string::npos);
}

TEST(LinkedViews, KeepOnlyTheOpenOneUpToDateAndBeginAnewWithOtherData) {
    const auto data = synthetic_dataset();
    Pipeline pipeline(data);
    Settings settings = start();
    pipeline.update(settings);
    Workspace workspace;
    LinkedViews views(std::nullopt);
    Hover hover;
    std::vector<Action> actions;
    const Look look{.theme = theme(ThemeId::night)};
    const Layout layout;
    const PanelContext context{*data, pipeline, look, layout, {}, settings, workspace, hover, actions};
    const auto rows = [&] { return views.all()[0].rows(context).table.rows.size(); };
    views.update({data, pipeline, settings, workspace});
    EXPECT_EQ(rows(), 0U);  // closed
    workspace.views_open = true;
    views.update({data, pipeline, settings, workspace});
    EXPECT_EQ(rows(), 38U);
    settings.filter.layers = {LayerId{0}};
    pipeline.update(settings);
    views.update({data, pipeline, settings, workspace});
    EXPECT_EQ(rows(), 19U);
    const auto nothing = empty_dataset();
    Pipeline other(nothing);
    other.update(settings);
    views.update({nothing, other, settings, workspace});
    EXPECT_EQ(rows(), 0U);
}

TEST(LinkedViews, AreFoundByTheirKeys) {
    std::size_t row = 0;
    for (const LinkedView& view : all_views()) EXPECT_EQ(find_view(view.key), row++);
    EXPECT_FALSE(find_view("nonsense"));
}

TEST(ViewKeys, OpenTurnAndExportOnlyWhileItIsOpen) {
    const auto data = synthetic_dataset();
    Settings settings = start();
    Workspace workspace;
    std::vector<Action> actions;
    const auto press = [&](const char* keys) {
        apply_keys({.characters = keys}, {*data, settings, workspace, actions});
    };
    press(".jje");
    EXPECT_EQ(workspace, Workspace{});
    press("d");
    EXPECT_TRUE(workspace.views_open);
    press("jjk");
    EXPECT_EQ(workspace.view_steps, 1);
    press("e");
    EXPECT_TRUE(workspace.export_view);
    press(",.");
    EXPECT_EQ(workspace.view, 0U);
    press("d");
    EXPECT_FALSE(workspace.views_open);
}

TEST(ViewLayout, TheDrawerTakesFromTheMapAloneAndLeavesSome) {
    const Layout closed = lay_out(1280, 720, 1, {});
    for (const float share : {0.f, 0.5f, 1.f}) {
        const Layout open = lay_out(1280, 720, 1, {.views_open = true, .views_share = share});
        EXPECT_EQ(open.timeline, closed.timeline);
        EXPECT_EQ(open.filter, closed.filter);
        EXPECT_EQ(open.inspector, closed.inspector);
        EXPECT_GE(open.views.height(), 150);
        EXPECT_GE(open.map.height(), 120);
        EXPECT_EQ(open.views.y0, open.map.y1 + 8);
        EXPECT_EQ(open.insets_px.bottom, 720 - static_cast<int>(open.map.y1));
    }
    EXPECT_EQ(lay_out(1280, 720, 1, {.presenting = true, .views_open = true}).views, Box{});
}

TEST(ViewSettings, AreSavedWithTheProject) {
    const auto data = synthetic_dataset();
    Settings settings = start();
    settings.views = {.pairs = {PairColumn::share, Order::descending},
                      .ranking = {RankingColumn::net, Order::ascending},
                      .level = ViewLevel::province,
                      .matrix_level = ViewLevel::place,
                      .matrix_ramp = Ramp::linear,
                      .scatter_x = UnitMeasure::gdp,
                      .scatter_y = UnitMeasure::net,
                      .scatter_ramp = Ramp::linear,
                      .size = UnitMeasure::inside};
    EXPECT_EQ(settings_from(settings_json(settings, *data), start(), *data).views, settings.views);
}

TEST(Hover, WhatTheMapPointsAtIsSeenInTheSameFrame) {
    Hover hover;
    hover.set(target_of(PlaceId{1}));
    EXPECT_EQ(hover.seen(), target_of(PlaceId{1}));
    hover.begin_frame();
    EXPECT_EQ(hover.seen(), target_of(PlaceId{1}));
    hover.set(target_of(PlaceId{2}));
    EXPECT_EQ(hover.seen(), target_of(PlaceId{2}));
    hover.begin_frame();
    hover.begin_frame();
    EXPECT_TRUE(hover.seen().empty());
}

}  // namespace
}  // namespace flowspace
