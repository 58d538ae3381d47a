// Where a number comes from: the card's value, its rows, and that its command prints the same number.
#include "viewer/trace.h"

#include "data/atlas_pack.h"
#include "data/sum_table.h"
#include "synthetic.h"
#include "tests/viewer/program.h"
#include "viewer/commands/filter_options.h"
#include "viewer/focus.h"
#include "viewer/hover.h"
#include "viewer/views/unit_figures.h"

#include <CLI/CLI.hpp>
#include <gtest/gtest.h>

#include <charconv>
#include <fstream>
#include <string>
#include <vector>

namespace flowspace {
namespace {

Filter both_layers() { return {.layers = {LayerId{0}, LayerId{1}}}; }

/// Filters of every part, alone and together.
std::vector<Filter> several(const Dataset& data) {
    std::vector<Filter> all(9, both_layers());
    all[1].window = {(*parse_time("2020-03")).start, (*parse_time("2020-08")).start};
    all[2].origins = {PlaceId{1}, PlaceId{2}};
    all[3].places = {PlaceId{0}, PlaceId{4}};
    all[4].inside = {GroupId{0}};
    all[5].between = {{GroupId{0}, GroupId{1}}};
    all[6].crossing = {PlaceId{0}, PlaceId{1}};
    all[7].scope = Scope::crossing;
    all[7].membership_rows = MembershipRows::whole;
    all[7].self_flows = SelfFlows::keep;
    all[8].min_value = 2500.5;
    all[8].max_value = 1e6;
    all[8].absent = Absent::zero;
    all[8].destinations = {PlaceId{3}};
    static_cast<void>(data);
    return all;
}

Filter reparsed(const std::vector<std::string>& arguments, const Dataset& data) {
    CLI::App app;
    FilterText text;
    add_filter_options(app, Language::en, text);
    std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());
    app.parse(reversed);
    return *parse_filter(text, data, Language::en);
}

TEST(FilterArguments, ReadBackAsTheSameFilter) {
    const auto data = synthetic_dataset();
    for (const Filter& filter : several(*data))
        EXPECT_EQ(reparsed(filter_arguments(filter, *data), *data), filter);
}

/// Every flow of the filter that has a figure: the sum over the parts of what `sum` prints for each.
std::optional<double> by_sum(const Dataset& data, const TracedFigure& figure) {
    double total = 0;
    for (const TracedFigure::Part& part : figure.parts) {
        const OutputTable table = *sum_table(data, {.filter = part.filter, .key = SumKey::total});
        const auto* number = std::get_if<double>(&table.rows.front()[1]);
        if (number == nullptr) return std::nullopt;
        total += part.sign == TracedFigure::Sign::plus ? *number : -*number;
    }
    return total;
}

/// A legend must say which flows were asked for; where all were, nothing.
TEST(Trace, EveryChoiceOfFlowsHasItsWordsOnThePicture) {
    const auto data = synthetic_dataset();
    const std::vector<Filter> filters = several(*data);
    for (std::size_t row = 0; row < filters.size(); ++row)
        for (const Language language : {Language::zh, Language::en}) {
            const std::string words = choice_words(*data, filters[row], language);
            EXPECT_EQ(words.empty(), row < 2) << row;  // all, and all of a window
        }
    Pipeline pipeline(data);
    Settings settings;
    settings.style.language = Language::en;
    settings.filter = filters[4];
    pipeline.update(normalised(settings, shape_of(*data)));
    const std::vector<std::string>& notes = pipeline.draw_list().furniture.notes;
    ASSERT_FALSE(notes.empty());
    EXPECT_EQ(notes.front(), choice_words(*data, filters[4], Language::en));
}

TEST(Trace, OfAPlaceOrGroupIsTheFigureOfTheRanking) {
    const auto data = synthetic_dataset();
    for (Filter filter : several(*data)) {
        if (filter.absent == Absent::zero) continue;
        for (const ViewLevel level : {ViewLevel::place, ViewLevel::agglomeration}) {
            const std::vector<UnitFigures> units = *unit_figures(*data, filter, LayerId{0}, level);
            for (const UnitFigures& unit : units)
                for (const UnitMeasure measure : {UnitMeasure::out, UnitMeasure::in, UnitMeasure::inside,
                                                  UnitMeasure::net, UnitMeasure::turnover}) {
                    const TracedFigure figure = figure_of_unit(*data, filter, LayerId{0}, unit.unit, measure);
                    const Trace found = *trace(*data, figure);
                    EXPECT_EQ(found.value, measured(*data, unit, measure))
                        << figure_title(*data, figure, Language::en) << " "
                        << filter_words(*data, filter, Language::en);
                }
        }
    }
}

TEST(Trace, OfEveryPairIsItsSumAndCountsItsRows) {
    const auto data = synthetic_dataset();
    for (const Filter& filter : several(*data)) {
        const auto sums = *select_sums(*data->atlas, *data->flows, filter);
        for (const LayerSums& layer : sums)
            for (std::uint32_t pair = 0; pair < layer.sums.size(); ++pair) {
                if (layer.sums[pair].rows == 0) continue;
                const Trace found = *trace(*data, figure_of_pair(*data, filter, {layer.layer, PairId{pair}}));
                EXPECT_EQ(found.value, value(layer.sums[pair]));
                EXPECT_EQ(found.rows, layer.sums[pair].rows);
                EXPECT_EQ(found.pairs, 1U);
            }
    }
}

TEST(Trace, OfEveryCellOfTheMatrixIsTheRowOfSum) {
    const auto data = synthetic_dataset();
    for (Filter filter : several(*data)) {
        filter.layers = {LayerId{1}};
        const OutputTable table = *sum_table(*data, {.filter = filter, .key = SumKey::agglomeration});
        for (const auto& row : table.rows) {
            const auto side = [&](std::size_t column) {
                return find_group(*data->atlas, std::get<std::string>(row[column]));
            };
            const TracedFigure figure = figure_of_cell(*data, filter, LayerId{1}, {side(1), side(2)});
            const Trace found = *trace(*data, figure);
            ASSERT_TRUE(found.value);
            EXPECT_EQ(*found.value, std::get<double>(row[3])) << figure_title(*data, figure, Language::en);
        }
    }
}

TEST(Trace, OfAStepLeavesThresholdsOut) {
    const auto data = synthetic_dataset();
    Filter filter = both_layers();
    filter.min_value = 1e9;
    const TimeMs march = (*parse_time("2020-03")).start;
    const Trace found = *trace(*data, figure_of_step(*data, filter, LayerId{0}, march));
    const OutputTable table = *sum_table(*data, {.filter = {.layers = {LayerId{0}}}, .key = SumKey::time});
    EXPECT_EQ(found.value, std::get<double>(table.rows[2][2]));
    EXPECT_EQ(found.rows, 19U);
}

TEST(Trace, WhatIsUnknownIsSaidSoAndNotZero) {
    const auto data = synthetic_dataset();
    Filter filter = both_layers();
    filter.origins = {PlaceId{1}};
    const TracedFigure figure =
        figure_of_unit(*data, filter, LayerId{0}, target_of(PlaceId{0}), UnitMeasure::out);
    const Trace found = *trace(*data, figure);
    EXPECT_FALSE(found.value);
    EXPECT_EQ(found.rows, 0U);
    EXPECT_EQ(by_sum(*data, figure), std::nullopt);
    EXPECT_EQ(trace_lines(*data, figure, found, {}, Language::en).front().text, "no data");
}

TEST(Trace, SaysEverythingInBothLanguages) {
    const auto data = synthetic_dataset();
    const TracedFigure figure =
        figure_of_unit(*data, both_layers(), LayerId{1}, target_of(GroupId{0}), UnitMeasure::net);
    const Trace found = *trace(*data, figure);
    for (const Language language : {Language::zh, Language::en}) {
        std::string all;
        for (const TraceLine& line : trace_lines(*data, figure, found, {}, language))
            all += line.name + ": " + line.text + "\n";
        for (const char* part : {"test model", "flowspace sum --layer goods", "--by total"})
            EXPECT_NE(all.find(part), std::string::npos) << all;
        EXPECT_NE(all.find(language == Language::zh ? "模拟" : "modelled"), std::string::npos) << all;
        EXPECT_NE(all.find(language == Language::zh ? "京津冀" : "Beijing-Tianjin-Hebei"), std::string::npos);
    }
}

std::string unquoted_command(const std::string& command) {
    return command.substr(std::string("flowspace ").size());
}

/// What the program prints for the command of a card, run as it stands by a shell.
double printed(const std::string& command) {
    const auto out =
        std::filesystem::temp_directory_path() / ("flowspace-trace-" + std::to_string(::getpid()));
    const std::string line =
        std::string(FLOWSPACE_BINARY_DIR) + "/flowspace " + unquoted_command(command) + " > " + out.string();
    EXPECT_EQ(std::system(line.c_str()), 0) << line;
    const std::string text = testing::read_text(out);
    std::filesystem::remove(out);
    const std::size_t begin = text.find(',', text.find('\n')) + 1;
    double number = 0;
    std::from_chars(text.data() + begin, text.data() + text.size(), number);
    return number;
}

TEST(TraceCommand, PrintsTheNumberOfTheCard) {
    const auto pack = find_atlas_pack();
    ASSERT_TRUE(pack) << "the built-in atlas is not baked yet";
    const Dataset data = *load_atlas_pack(*pack);
    const auto group = *find_group(*data.atlas, "changsanjiao");
    const auto wuhan = *find_place(*data.atlas, "420100");
    Filter filter{.layers = {LayerId{0}},
                  .window = {(*parse_time("2020-01")).start, (*parse_time("2020-04")).start}};
    std::vector<TracedFigure> figures = {
        figure_of_total(filter, LayerId{0}),
        figure_of_unit(data, filter, LayerId{0}, target_of(wuhan), UnitMeasure::net),
        figure_of_unit(data, filter, LayerId{1}, target_of(group), UnitMeasure::out),
        figure_of_cell(data, filter, LayerId{0}, {group, std::nullopt}),
    };
    filter.min_value = 1e4;
    figures.push_back(figure_of_pair(data, filter, {LayerId{0}, PairId{1234}}));
    for (const TracedFigure& figure : figures) {
        const Trace found = *trace(data, figure);
        double total = 0;
        const std::vector<std::string> commands = commands_of(data, figure, {});
        for (std::size_t part = 0; part < commands.size(); ++part)
            total += printed(commands[part]) * (figure.parts[part].sign == TracedFigure::Sign::plus ? 1 : -1);
        EXPECT_DOUBLE_EQ(total, found.value.value_or(0)) << commands.front();
        EXPECT_EQ(found.files.size(), 1U);
        EXPECT_EQ(found.files.front().sha256.size(), 64U);
    }
}

TEST(TraceCommand, NamesTheFilesAndQuotesThem) {
    const auto folder =
        std::filesystem::temp_directory_path() / ("flow space's " + std::to_string(::getpid()));
    std::filesystem::create_directories(folder);
    const std::string path = (folder / "my flows.csv").string();
    std::ofstream(path) << "origin,destination,layer,time,value\n110000,120000,people,2020-01,12.5\n"
                           "110000,120000,people,2020-03,1\n";
    const auto data = synthetic_dataset();
    Filter filter = both_layers();
    filter.window.to = (*parse_time("2020-02")).start;
    const std::string command =
        commands_of(*data, figure_of_pair(*data, filter, {LayerId{0}, PairId{1}}), {.arguments = {path}})[0];
    EXPECT_EQ(printed(command), 12.5) << command;
    std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace flowspace
