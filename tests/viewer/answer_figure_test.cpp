// The figures of answers: only numbers of rows, of what is selected, in the period that is shown.
#include "viewer/answer_figure.h"

#include "synthetic.h"
#include "viewer/analysis_shown.h"
#include "viewer/panels/figure_waterfall.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>

namespace flowspace {
namespace {

struct Case {
    AnalysisAnswer answer = {};
    AnalysisShown shown = {};
    Target selected = {};

    explicit Case(const std::string& name) {
        answer.request.name = name;
        answer.data = synthetic_dataset();
    }
    void add(const std::string& scope, const std::string& item, const std::string& measure, double value,
             const std::string& period = "2020") {
        AnalysisRow row{
            .layer = "people", .period = period, .scope = scope, .item = item, .measure = measure};
        row.value = value;
        answer.result.rows.push_back(row);
    }
    std::vector<AnswerFigure> figures(Language language = Language::en) const {
        return answer_figures(answer, shown, selected, language);
    }
};

TEST(AnswerFigure, ACascadeIsThreeCurvesOfTheSelectedPlace) {
    Case one("resilience");
    const std::string first = one.answer.data->atlas->places[0].id,
                      second = one.answer.data->atlas->places[1].id;
    for (const std::string& place : {first, second})
        for (const char* round : {"0", "10", "2"}) {
            const double share = place == first ? 0.5 : 0.25;
            one.add(place, round, "cascade_served", share);
            one.add(place, round, "cascade_efficiency", share);
            one.add(place, round, "cascade_component", share);
        }
    one.add(first, "", "cascade_served", 0.4);  // in the end: no round
    std::vector<AnswerFigure> figures = one.figures();
    ASSERT_EQ(figures.size(), 1U);
    ASSERT_EQ(figures[0].curves.size(), 3U);
    ASSERT_EQ(figures[0].curves[0].points.size(), 3U);
    EXPECT_EQ(figures[0].curves[0].points[1].at, glm::dvec2(2, 0.5)) << "rounds as numbers";
    EXPECT_EQ(figures[0].x_most, 10);
    EXPECT_EQ(figures[0].curves[0].points[0].said, "round 0: flow served 50 %");
    one.selected.place = PlaceId{1};
    figures = one.figures(Language::zh);
    EXPECT_EQ(figures[0].curves[0].points[0].at.y, 0.25);
    EXPECT_EQ(figures[0].curves[0].name, "仍可通达的流");
    one.selected.place = PlaceId{3};  // without a cascade
    EXPECT_EQ(one.figures()[0].curves[0].points[0].at.y, 0.5);
}

TEST(AnswerFigure, CirculationIsARingOfTheLastPeriodUnlessOneIsChosen) {
    Case one("circulation");
    one.add("all", "within_circle", "share", 0.6, "2019");
    one.add("all", "other_domestic", "share", 0.4, "2019");
    one.add("all", "within_circle", "share", 0.2, "2020");
    one.add("all", "other_domestic", "share", 0.6, "2020");
    const AnswerFigure last = one.figures().at(0);
    EXPECT_EQ(last.kind, AnswerFigure::Kind::ring);
    EXPECT_EQ(last.of, "all · 2020");
    ASSERT_EQ(last.parts.size(), 2U);
    EXPECT_EQ(last.parts[0].name, "within circles");
    EXPECT_EQ(last.parts[0].share, 0.25) << "shares of what the parts add up to";
    EXPECT_EQ(last.parts[0].value, 0.2);
    one.shown.period = "2019";
    EXPECT_EQ(one.figures().at(0).parts[0].share, 0.6);
    one.add("all", "international", "share", -0.1, "2019");
    EXPECT_TRUE(one.figures().empty()) << "parts below zero are no parts of a whole";
}

TEST(AnswerFigure, WhatGroupsSendEachOtherIsAChordWithoutWhatEndsOutside) {
    Case one("aggregation");
    const auto& groups = one.answer.data->atlas->groups;
    const std::string first = groups[0].id, second = groups[1].id;
    const auto flow = [&](const std::string& from, const std::string& to, double value) {
        one.add(from, from + ">" + to, "flow", value);
    };
    flow(first, first, 4);
    flow(first, second, 1);
    flow(second, first, 20);
    flow(first, "outside", 1000);
    flow("outside", second, 1000);
    one.add(first, "", "internal", 4);
    one.selected.group = GroupId{0};
    const std::vector<AnswerFigure> figures = one.figures();
    ASSERT_EQ(figures.size(), 1U);
    const AnswerFigure& chord = figures[0];
    EXPECT_EQ(chord.kind, AnswerFigure::Kind::chord);
    ASSERT_EQ(chord.parts.size(), 2U);
    EXPECT_EQ(chord.parts[0].value, 1) << "the larger one first, what it sends without what stays";
    EXPECT_EQ(chord.chosen, 0U);
    ASSERT_EQ(chord.chord.bands.size(), 1U);
    EXPECT_EQ(chord.chord.bands[0].a_sends, 1);
    EXPECT_EQ(chord.chord.bands[0].b_sends, 20);
    EXPECT_EQ(chord.chord.arcs[0].stays, 4);

    Case alone("aggregation");
    alone.add(first, first + ">" + first, "flow", 4);
    alone.add(first, first + ">outside", "flow", 4);
    EXPECT_TRUE(alone.figures().empty()) << "nothing goes between groups";
}

TEST(AnswerFigure, ThePremiumIsABarWithItsBandForEachGroupAndOverTime) {
    Case one("integration");
    const auto& groups = one.answer.data->atlas->groups;
    const std::string first = groups[0].id, second = groups[1].id;
    const auto add = [&](const std::string& group, const std::string& period, double value, double lower,
                         double upper) {
        one.add(group, "", "premium", value, period);
        one.answer.result.rows.back().lower = lower;
        one.answer.result.rows.back().upper = upper;
    };
    add(first, "2019", 1.1, 0.9, 1.4);
    add(first, "2020", 1.5, 1.2, 1.9);
    add(second, "2020", 2, 1.6, 2.5);
    one.add(second, "", "premium_log", 0.7);
    std::vector<AnswerFigure> figures = one.figures();
    ASSERT_EQ(figures.size(), 1U) << "the group of the largest premium has one period";
    const AnswerFigure& all = figures[0];
    EXPECT_EQ(all.kind, AnswerFigure::Kind::bars);
    EXPECT_EQ(all.of, "2020");
    ASSERT_EQ(all.parts.size(), 2U);
    EXPECT_EQ(all.parts[0].value, 2) << "the largest first";
    EXPECT_EQ(all.parts[0].band, std::pair(1.6, 2.5));
    EXPECT_EQ(all.most, 2.5) << "a band has room";
    EXPECT_EQ(all.parts[1].share, 1.5 / 2.5);
    EXPECT_EQ(all.line, 1);
    one.selected.group = GroupId{0};
    figures = one.figures();
    ASSERT_EQ(figures.size(), 2U);
    EXPECT_EQ(figures[1].of, groups[0].name_en.empty() ? first : groups[0].name_en);
    ASSERT_EQ(figures[1].parts.size(), 2U);
    EXPECT_EQ(figures[1].parts[0].name, "2019") << "in the order of time";
    EXPECT_EQ(figures[1].parts[0].band, std::pair(0.9, 1.4));
    one.answer.result.rows[0].upper = std::numeric_limits<double>::infinity();
    EXPECT_FALSE(one.figures()[1].parts[0].band) << "no end to draw";
}

TEST(AnswerFigure, TheBackboneIsAPointUnderTheCurveOfTheLargestPairs) {
    Case one("backbone");
    one.add("top", "100", "volume_share", 0.9);
    one.add("top", "10", "volume_share", 0.5);
    one.add("kept", "", "kept", 40);
    one.add("kept", "", "volume_share", 0.6);
    const AnswerFigure figure = one.figures().at(0);
    ASSERT_EQ(figure.curves.size(), 2U);
    EXPECT_EQ(figure.curves[0].points[0].at, glm::dvec2(10, 0.5)) << "by number, not by text";
    EXPECT_EQ(figure.curves[0].points[1].said, "largest pairs 100: 90 %");
    ASSERT_EQ(figure.curves[1].points.size(), 1U);
    EXPECT_EQ(figure.curves[1].points[0].at, glm::dvec2(40, 0.6));
    EXPECT_EQ(figure.x_most, 100);
}

TEST(AnswerFigure, EquityIsALorenzCurveAndWhatTheilIsMadeOf) {
    Case one("equity");
    const std::string poor = one.answer.data->atlas->places[0].id,
                      rich = one.answer.data->atlas->places[1].id;
    one.add("all", "between", "theil_t", 0.03);
    one.add("all", "within", "theil_t", 0.01);
    one.add("all", "jing", "theil_t", 0.01);
    one.add("all", "", "theil_t", 0.04);
    one.add("all", poor, "lorenz_people", 0.5);
    one.add("all", poor, "lorenz_value", 0.2);
    one.add("all", rich, "lorenz_people", 1);
    one.add("all", rich, "lorenz_value", 1);
    const std::vector<AnswerFigure> figures = one.figures();
    ASSERT_EQ(figures.size(), 2U);
    ASSERT_EQ(figures[0].curves.size(), 1U);
    EXPECT_TRUE(figures[0].even_line);
    EXPECT_EQ(figures[0].curves[0].points[0].at, glm::dvec2(0, 0));
    EXPECT_EQ(figures[0].curves[0].points[1].at, glm::dvec2(0.5, 0.2));
    ASSERT_EQ(figures[1].parts.size(), 2U) << "within is the sum of the groups: not drawn twice";
    EXPECT_EQ(figures[1].parts[0].share, 0.75);
    EXPECT_EQ(figures[1].whole, "T = 0.040");
}

TEST(AnswerFigure, TheilOverThePeriodsIsAColumnForEachThatHasBothParts) {
    Case one("equity");
    const auto columns = [&] {
        std::vector<FigureColumn> found;
        for (const AnswerFigure& figure : one.figures())
            if (figure.kind == AnswerFigure::Kind::columns) found = figure.columns;
        return found;
    };
    one.add("all", "between", "theil_t", 0.03, "2018");
    one.add("all", "within", "theil_t", 0.01, "2018");
    EXPECT_TRUE(columns().empty()) << "one period has no course";
    one.add("all", "between", "theil_t", 0.04, "2019");  // within is not known: nothing to draw
    one.add("all", "within", "theil_t", 0.05, "2020");
    one.add("all", "between", "theil_t", 0.02, "2020");
    const std::vector<FigureColumn> made = columns();
    ASSERT_EQ(made.size(), 2U);
    EXPECT_EQ(made[1].name, "2020");
    EXPECT_EQ(made[1].values, (std::vector<double>{0.02, 0.05}));
    EXPECT_EQ(one.figures().back().most, 0.02 + 0.05);
    EXPECT_EQ(one.figures(Language::zh).back().parts[0].name, "组间");
    one.add("all", "between", "theil_t", -0.02, "2021");
    one.add("all", "within", "theil_t", 0.05, "2021");
    EXPECT_TRUE(columns().empty()) << "parts below zero are no parts of a whole";
}

TEST(AnswerFigure, GrowthCentresAreStepsFromNothingToTheWhole) {
    Case one("equity");
    const auto& groups = one.answer.data->atlas->groups;
    const auto add = [&](const std::string& scope, double contribution, double amount) {
        for (const auto& [measure, value] :
             {std::pair{"growth_amount", amount}, {"growth_contribution", contribution}}) {
            one.add(scope, "", measure, value, "2010..2020");
            one.answer.result.rows.back().n = 3;
        }
    };
    add("all", 1, 200);
    add("outside", 0.5, 100);
    add(groups[0].id, -0.25, -50);
    add(groups[1].id, 0.75, 150);
    one.answer.result.rows.back().note = "partly-known";
    one.add("all", "", "gini", 0.3);  // the year that is shown
    one.selected.group = GroupId{0};
    const std::vector<AnswerFigure> figures = one.figures();
    ASSERT_EQ(figures.size(), 1U);
    const AnswerFigure& steps = figures[0];
    EXPECT_EQ(steps.kind, AnswerFigure::Kind::waterfall);
    EXPECT_EQ(steps.of, "2010–2020");
    EXPECT_EQ(steps.whole, "of the growth of 3 places; * some members unknown");
    ASSERT_EQ(steps.parts.size(), 4U);
    EXPECT_EQ(steps.parts[0].name, groups[1].name_en + "*") << "the most first, marked where members lack";
    EXPECT_EQ(steps.parts[0].band, std::pair(0.0, 0.75));
    EXPECT_EQ(steps.parts[0].said, "75 %\nincrease 150\n3 places counted, the other members are not known");
    EXPECT_EQ(steps.parts[1].band, std::pair(0.75, 1.25)) << "what is in no group by its size too";
    EXPECT_EQ(steps.parts[2].band, std::pair(1.25, 1.0)) << "a group that shrank leads back";
    EXPECT_EQ(steps.chosen, 2U);
    EXPECT_EQ(steps.parts[3].band, std::pair(0.0, 1.0)) << "and all together from nothing";
    EXPECT_EQ(steps.most, 1.25);
    EXPECT_EQ(one.figures(Language::zh).at(0).name, "增长贡献");
}

TEST(AnswerFigure, AWaterfallWithoutRoomPutsItsSmallestStepsTogether) {
    EXPECT_EQ(waterfall_lines(21, 21).own, 21U);
    EXPECT_EQ(waterfall_lines(21, 21).together, 0U);
    const WaterfallLines few = waterfall_lines(21, 8);  // six steps, the others, all
    EXPECT_EQ(few.own, 6U);
    EXPECT_EQ(few.together, 14U);
    EXPECT_EQ(waterfall_lines(21, 1).together, 20U);
}

TEST(AnswerFigure, ARoseHoldsEightDirectionsAndWhatIsNotKnownIsNoZero) {
    Case one("flowspace");
    const auto& places = one.answer.data->atlas->places;
    one.add(places[0].id, "north", "sector_out", 30);
    one.add(places[0].id, "east", "sector_out", 10);
    one.add(places[0].id, "east", "sector_in", 5);
    one.add(places[1].id, "south", "sector_out", 7);
    one.add(places[1].id, "", "direction_entropy", 0.25);
    one.add(places[1].id, "", "reciprocity", 0.5);
    one.selected.place = PlaceId{1};
    const std::vector<AnswerFigure> figures = one.figures();
    ASSERT_EQ(figures.size(), 1U);
    const AnswerFigure& rose = figures[0];
    EXPECT_EQ(rose.kind, AnswerFigure::Kind::rose);
    ASSERT_EQ(rose.columns.size(), 8U);
    EXPECT_EQ(rose.columns[4].name, "south");
    EXPECT_EQ(rose.columns[4].values[0], 7);
    EXPECT_TRUE(std::isnan(rose.columns[4].values[1])) << "nothing is known of what arrives";
    EXPECT_EQ(rose.whole, "direction entropy 0.250  ·  reciprocity 0.500");
    one.selected.place = PlaceId{0};
    EXPECT_EQ(one.figures().at(0).parts[0].value, 40);
    EXPECT_EQ(one.figures(Language::zh).at(0).columns[0].name, "北");
}

TEST(AnswerFigure, ArrivalsAreInTheOrderOfEffectiveDistance) {
    Case one("flowspace");
    const auto& places = one.answer.data->atlas->places;
    const auto far = [&](std::size_t from, std::size_t to, double distance) {
        one.add(places[from].id, places[from].id + ">" + places[to].id, "effective_distance", distance);
    };
    far(0, 1, 3);
    far(0, 2, 1.5);
    far(1, 0, 2);
    far(1, 2, 1);
    one.add(places[0].id, "", "mean_effective_distance", 2.25);
    one.add(places[1].id, "", "mean_effective_distance", 1.5);
    AnswerFigure made = one.figures().at(0);
    EXPECT_EQ(made.of, "from Tianjin · 2020") << "the one that is nearest to the others";
    one.selected.place = PlaceId{0};
    made = one.figures().at(0);
    ASSERT_EQ(made.curves.at(0).points.size(), 2U);
    EXPECT_EQ(made.curves[0].points[0].said, "1  Shijiazhuang: effective distance 1.50");
    EXPECT_EQ(made.curves[0].points[1].at, glm::dvec2(2, 3));
    EXPECT_EQ(made.x_words, "order of arrival, not time");
}

TEST(AnswerFigure, CentralityAndPowerAreQuadrantsAboutTheMedians) {
    Case one("hierarchy");
    const auto& places = one.answer.data->atlas->places;
    one.add("all", "median", "alter_centrality", 0.3);
    EXPECT_TRUE(one.figures().empty()) << "without both medians there are no quadrants";
    one.add("all", "median", "alter_power", 0.4);
    one.add(places[1].id, "", "alter_centrality", 1);
    one.add(places[1].id, "", "alter_power", 0.5);
    one.add(places[0].id, "", "alter_centrality", 0.2);
    one.add(places[0].id, "", "alter_power", 1);
    one.add(places[2].id, "", "alter_centrality", 0);
    one.add(places[2].id, "", "alter_power", 0.1);
    const std::vector<AnswerFigure> figures = one.figures();
    ASSERT_EQ(figures.size(), 1U);
    const AnswerFigure& figure = figures[0];
    EXPECT_EQ(figure.kind, AnswerFigure::Kind::quadrants);
    EXPECT_EQ(figure.cross, glm::dvec2(0.3, 0.4));
    ASSERT_EQ(figure.dots.size(), 2U);
    EXPECT_EQ(figure.left_out, 1U) << "what is at 0 is counted, not drawn at the edge";
    EXPECT_EQ(figure.dots[0].unit, target_of(PlaceId{0}));
    EXPECT_EQ(figure.dots[1].x, 1);
    EXPECT_EQ(figure.dots[1].y, 0.5);
    EXPECT_EQ(figure.named, (std::vector<std::size_t>{1, 0}));
    EXPECT_EQ(figure.corners[2], "hub");
    EXPECT_EQ(one.figures(Language::zh)[0].corners[1], "门户型");
}

TEST(AnswerFigure, PolycentricityIsACurveOverHowManyEnterOfTheSelectedGroup) {
    Case one("hierarchy");
    const auto& groups = one.answer.data->atlas->groups;
    for (const char* members : {"10", "2", "3"}) {
        one.add(groups[0].id, members, "polycentricity_cut", 0.5);
        one.add(groups[1].id, members, "polycentricity_cut", members == std::string("2") ? 0.9 : 0.25);
    }
    one.selected.group = GroupId{1};
    const std::vector<AnswerFigure> figures = one.figures();
    ASSERT_EQ(figures.size(), 1U);
    const std::vector<FigurePoint>& points = figures[0].curves.at(0).points;
    ASSERT_EQ(points.size(), 3U);
    EXPECT_EQ(points[0].at, glm::dvec2(2, 0.9));
    EXPECT_EQ(points[2].at, glm::dvec2(10, 0.25)) << "numbers in the order of numbers";
    EXPECT_EQ(figures[0].x_most, 10);
    EXPECT_EQ(one.figures(Language::zh)[0].name, "多中心度随计入个数");
}

TEST(AnswerFigure, CommunitiesOfSeveralPeriodsAreAnAlluvialDiagram) {
    Case one("communities");
    const auto& places = one.answer.data->atlas->places;
    one.add(places[0].id, "", "community", 1, "2019");
    one.add(places[1].id, "", "community", 2, "2019");
    EXPECT_TRUE(one.figures().empty()) << "one period has no course";
    one.add(places[0].id, "", "community", 1, "2020");
    one.add(places[1].id, "", "community", 1, "2020");
    std::vector<AnswerFigure> figures = one.figures();
    ASSERT_EQ(figures.size(), 1U);
    EXPECT_EQ(figures[0].kind, AnswerFigure::Kind::alluvial);
    EXPECT_EQ(figures[0].of, "2019 – 2020");
    ASSERT_EQ(figures[0].alluvial.columns.size(), 2U);
    EXPECT_EQ(figures[0].alluvial.columns[0].blocks.size(), 2U);
    EXPECT_EQ(figures[0].alluvial.streams.size(), 2U);
    for (int year = 2021; year < 2033; ++year)
        one.add(places[0].id, "", "community", 1, std::to_string(year));
    figures = one.figures();
    EXPECT_EQ(figures[0].alluvial.columns.size(), 12U);
    EXPECT_EQ(figures[0].left_out, 2U) << "said, not silently cut";
}

TEST(AnswerFigure, APlanIsItsPathWhatWasReachedAndWhereTheTrendLeads) {
    Case one("monitoring");
    const auto& places = one.answer.data->atlas->places;
    const auto add = [&](const std::string& unit, const std::string& indicator, double scale) {
        for (int year = 1; year <= 4; ++year) {
            one.add(unit, indicator, "planned", scale * year, std::to_string(2020 + year));
            one.add(unit, indicator, "actual", scale * (year + 0.5), std::to_string(2020 + year));
        }
        one.add(unit, indicator, "target", scale * 10, "2030");
        one.add(unit, indicator, "projection_ols", scale * 12, "2030");
        one.add(unit, indicator, "projection_ols_low", scale * 9, "2030");
        one.add(unit, indicator, "projection_ols_high", scale * 15, "2030");
    };
    add(places[0].id, "gdp", 1);
    add(places[1].id, "gdp", 10);
    add(places[1].id, "people", 100);
    const AnswerFigure first = one.figures().at(0);
    ASSERT_EQ(first.curves.size(), 3U);
    const std::vector<FigurePoint>&reached = first.curves[0].points, &path = first.curves[1].points,
          &ahead = first.curves[2].points;
    ASSERT_EQ(reached.size(), 4U);
    EXPECT_EQ(reached[1].at, glm::dvec2(2022, 2.5));
    EXPECT_EQ(reached[1].said, "2022: actual 2.50");
    ASSERT_EQ(path.size(), 5U);
    EXPECT_EQ(path[4].at, glm::dvec2(2030, 10));
    EXPECT_TRUE(path[4].aim);
    EXPECT_FALSE(path[3].aim);
    ASSERT_EQ(ahead.size(), 2U);
    EXPECT_EQ(ahead[0].at, reached[3].at) << "from where it stands";
    EXPECT_EQ(ahead[1].band, std::pair(9.0, 15.0));
    EXPECT_NE(first.curves[2].name.find("indicative"), std::string::npos);
    ASSERT_TRUE(first.span);
    EXPECT_EQ(first.span->x_least, 2021);
    EXPECT_EQ(first.x_most, 2030);
    EXPECT_LT(first.span->y_least, 0.5);
    EXPECT_GT(first.span->y_most, 15) << "the band has room";
    EXPECT_EQ(first.span->x_ends[1], "2030");
    one.selected.place = PlaceId{1};
    EXPECT_EQ(one.figures()[0].curves[0].points[0].at.y, 15);
    one.shown.item = "people";
    EXPECT_EQ(one.figures()[0].curves[0].points[0].at.y, 150) << "the indicator on the map";
    EXPECT_NE(one.figures(Language::zh)[0].curves[2].name.find("仅供参考"), std::string::npos);
}

TEST(AnswerFigure, APlanWithoutAProjectionHasItsPathAlone) {
    Case one("monitoring");
    one.add("gdp", "", "planned", 1, "2021");
    one.add("gdp", "", "actual", 2, "2021");
    EXPECT_TRUE(one.figures().empty()) << "one year has no course";
    one.add("gdp", "", "target", 5, "2030");
    ASSERT_EQ(one.figures().size(), 1U);
    EXPECT_EQ(one.figures()[0].curves.size(), 2U) << "too few years for a trend: none is drawn";
    EXPECT_EQ(one.figures()[0].of, "gdp");
}

TEST(AnswerFigure, NothingWhereTheTableSaysItBest) {
    Case one("border");
    one.add("all", "", "effect", 2);
    EXPECT_TRUE(one.figures().empty());
    EXPECT_TRUE(Case("equity").figures().empty());
    EXPECT_TRUE(answer_figures({}, {}, {}, Language::en).empty());
}

TEST(AnswerFigure, ElasticitiesOfAllLayersAreOnOneAxisBothWays) {
    Case one("border");
    const auto add = [&](const std::string& layer, const std::string& item, double value, double half) {
        one.add("each period", item, "coefficient", value);
        AnalysisRow& row = one.answer.result.rows.back();
        row.layer = layer;
        row.lower = value - half;
        row.upper = value + half;
    };
    add("people", "ln_cost", -1.5, 0.25);
    add("people", "same_group", 3, 1);
    add("people", "other_province", -0.5, 0.75);
    add("goods", "ln_cost", -0.5, 0.125);
    one.add("pooled", "ln_cost", "coefficient", -9);
    const std::vector<AnswerFigure> figures = one.figures();
    ASSERT_EQ(figures.size(), 1U);
    const AnswerFigure& figure = figures[0];
    ASSERT_EQ(figure.parts.size(), 3U) << "cost and border of each layer, in this order";
    EXPECT_EQ(figure.parts[1].value, -0.5);
    EXPECT_NE(figure.parts[1].name.find("cost"), std::string::npos);
    EXPECT_NE(figure.parts[2].name.find("border"), std::string::npos);
    EXPECT_EQ(figure.parts[0].band, std::pair(-1.75, -1.25));
    EXPECT_EQ(figure.least, -1.75) << "a band has room";
    EXPECT_EQ(figure.most, 0.25);
    EXPECT_EQ(figure.line, 0);
    EXPECT_NE(one.figures(Language::zh)[0].parts[2].name.find("省界"), std::string::npos);
}

TEST(AnswerFigure, ReachIsRingsAndALadderOfCostWithItsMedian) {
    Case one("circulation");
    const auto& places = one.answer.data->atlas->places;
    for (const auto& place : {places[0], places[1]}) {
        const double half = place.id == places[0].id ? 1 : 0.5;
        one.add(place.id, "in_circle", "ring_share", half * 0.5);
        one.add(place.id, "in_country", "ring_share", half * 0.75);
        one.add(place.id, "<= 120 minutes", "reach_share", half * 0.75);
        one.add(place.id, "<= 30 minutes", "reach_share", half * 0.25);
        one.add(place.id, "", "reach_median", 90);
    }
    one.selected.place = PlaceId{1};
    const std::vector<AnswerFigure> figures = one.figures();
    ASSERT_EQ(figures.size(), 2U);
    ASSERT_EQ(figures[0].parts.size(), 2U);
    EXPECT_EQ(figures[0].parts[0].share, 0.25) << "of all the flow, not of the largest ring";
    EXPECT_EQ(figures[0].parts[1].name, "in the country");
    EXPECT_EQ(figures[0].most, 1);
    ASSERT_EQ(figures[1].curves.size(), 2U);
    EXPECT_EQ(figures[1].curves[0].points[0].at, glm::dvec2(30, 0.125)) << "by number";
    EXPECT_EQ(figures[1].curves[0].points[1].said, "≤ 120 minutes: 37.5 %");
    EXPECT_EQ(figures[1].curves[1].points.at(0).at, glm::dvec2(90, 0.5));
    EXPECT_EQ(figures[1].x_most, 120);
    EXPECT_EQ(one.figures(Language::zh)[1].x_words, "分钟");
}

TEST(AnswerFigure, BordersAreBarsAgainstTheMeanOne) {
    Case one("border");
    one.add("each period", "", "border_multiplier", 4);
    one.add("each period", "p-q", "one_border_multiplier", 2);
    one.add("each period", "p-r", "one_border_multiplier", 8);
    one.add("pooled", "p-r", "one_border_multiplier", 99);
    const std::vector<AnswerFigure> figures = one.figures();
    ASSERT_EQ(figures.size(), 1U);
    EXPECT_EQ(figures[0].kind, AnswerFigure::Kind::bars);
    EXPECT_EQ(figures[0].line, 4);
    ASSERT_EQ(figures[0].parts.size(), 2U);
    EXPECT_EQ(figures[0].parts[0].name, "p – r") << "the highest first";
    EXPECT_EQ(figures[0].parts[1].share, 0.25);
    EXPECT_EQ(one.figures(Language::zh)[0].whole, "平均 4");
}

TEST(AnswerFigure, RescueIsBarsOfThePlacesWhoseFailureUncoversMost) {
    Case one("resilience");
    const auto& places = one.answer.data->atlas->places;
    one.add(places[0].id, "", "rescue_people_lost", 10);
    one.add(places[1].id, "", "rescue_people_lost", 40);
    one.add(places[2].id, "", "rescue_people_lost", 0);
    one.add("all", "", "rescue_cover", 0.8);
    for (AnalysisRow& row : one.answer.result.rows) row.layer = row.period = "";
    one.add("all", "", "efficiency", 1);  // of flows, in a period
    const std::vector<AnswerFigure> figures = one.figures();
    ASSERT_EQ(figures.size(), 1U);
    EXPECT_EQ(figures[0].kind, AnswerFigure::Kind::bars);
    ASSERT_EQ(figures[0].parts.size(), 2U) << "who uncovers nobody has no bar";
    EXPECT_EQ(figures[0].parts[0].value, 40);
    EXPECT_EQ(figures[0].parts[1].share, 0.25);
    EXPECT_EQ(figures[0].whole, "covered now: 80 %");
}

TEST(AnswerFigure, PressuresAreFourDialsByRankAmongTheirKind) {
    Case one("pressures");
    const auto& groups = one.answer.data->atlas->groups;
    const auto& places = one.answer.data->atlas->places;
    ASSERT_GE(groups.size(), 2U);
    one.add(groups[0].id, "", "density", 100, "2020");
    one.add(groups[1].id, "", "density", 300, "2015");
    one.add(places[0].id, "", "density", 900);
    one.add(places[1].id, "", "density", 800);
    one.add(places[2].id, "", "density", 900);
    for (AnalysisRow& row : one.answer.result.rows) row.layer = "";
    one.add(groups[0].id, "", "volatility", 0.2, "");
    std::vector<AnswerFigure> figures = one.figures();
    ASSERT_EQ(figures.size(), 1U);
    ASSERT_EQ(figures[0].parts.size(), 4U);
    const FigurePart& density = figures[0].parts[0];
    EXPECT_EQ(density.value, 100);
    EXPECT_EQ(density.share, 0) << "below the other group; places are no groups";
    EXPECT_EQ(density.said, "100 /km²\n2020\nabove 0 % of 1 others");
    EXPECT_TRUE(std::isnan(figures[0].parts[1].share));
    EXPECT_NE(figures[0].parts[1].said.find("built_km2"), std::string::npos) << "what to give";
    EXPECT_NE(figures[0].parts[2].said.find("emissions, gdp"), std::string::npos);
    EXPECT_EQ(figures[0].parts[3].share, 0.5) << "nothing to compare with";
    one.selected.place = PlaceId{0};
    figures = one.figures(Language::zh);
    EXPECT_EQ(figures[0].parts[0].share, 0.75) << "above one, level with the other";
    EXPECT_TRUE(std::isnan(figures[0].parts[3].share));
}

}  // namespace
}  // namespace flowspace
