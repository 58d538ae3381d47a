// The page of one group: its figures, its table, and that it is drawn.
#include "viewer/dashboard.h"

#include "render/scene/text_runs.h"
#include "render/scene/utf8.h"
#include "synthetic.h"
#include "viewer/analysis_run.h"
#include "viewer/analysis_shown.h"
#include "viewer/dashboard_diagnoses.h"
#include "viewer/dashboard_page.h"
#include "viewer/focus.h"
#include "viewer/panel_picture.h"
#include "viewer/strings.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <string>
#include <thread>

namespace flowspace {
namespace {

Settings opened(const Dataset& data, const std::string& group) {
    Settings settings = normalised({}, shape_of(data));
    settings.analysis = Kept<AnalysisShown>::of({.dashboard = group});
    return settings;
}

Result<Dashboard> page_of(const std::shared_ptr<const Dataset>& data, const AnalysisWork& work = {}) {
    return make_dashboard(data, *dashboard_key(opened(*data, "jing"), *data), work);
}

TEST(Dashboard, SharesOverTimeAreInsideOfWhatTouchesTheGroup) {
    const auto data = synthetic_dataset();
    const Result<Dashboard> page = page_of(data);
    ASSERT_TRUE(page) << page.error().message;
    ASSERT_EQ(page->shares.size(), 2U) << "one line per layer, whatever the map shows";
    // Values are (origin + 1) x 100 + destination x 10 + month: 1260 + 6 m inside, 5430 + 18 m with an end in
    // it.
    ASSERT_GE(page->shares[0].size(), 2U);
    for (const std::size_t month : {1U, 2U})
        EXPECT_NEAR(*page->shares[0][month - 1],
                    (1260 + 6 * static_cast<double>(month)) / (5430 + 18 * static_cast<double>(month)),
                    1e-12);
    EXPECT_EQ(page->group().id, "jing");
}

TEST(Dashboard, HoldsEveryPartOrSaysWhyNot) {
    const auto data = synthetic_dataset();
    const Result<Dashboard> page = page_of(data);
    ASSERT_TRUE(page);
    for (const char* name : {"integration", "hierarchy", "resilience", "equity", "communities", "stage",
                             "circulation", "hierarchy_inside", "border_inside"}) {
        const Dashboard::Part* part = page->part(name);
        ASSERT_NE(part, nullptr) << name;
        EXPECT_TRUE(part->fault || !part->rows.empty()) << name;
    }
    const AnalysisRow* share = page->find("integration", "internal_share", "people");
    ASSERT_NE(share, nullptr);
    EXPECT_EQ(share->scope, "jing");
    ASSERT_TRUE(share->value);
    EXPECT_GT(*share->value, 0.2);
    for (const AnalysisRow& row : page->part("integration")->rows)
        EXPECT_EQ(row.scope, "jing") << "rows of others are for the stage only";
}

TEST(Dashboard, TheStageLeavesOutWhatIsNotKnownOfEveryMember) {
    const auto whole = synthetic_dataset();
    const auto changed = [&](std::optional<double> gdp) {
        Atlas atlas = *whole->atlas;
        for (Place& place : atlas.places) place.population_2020 = 1e6, place.gdp_2020 = place.gdp_2022 = 1e11;
        Group& group = *std::ranges::find(atlas.groups, std::string("jing"), &Group::id);
        group.id = "jingjinji";
        Place& first = atlas.places[index(group.members.front().place)];
        first.gdp_2020.reset();
        first.gdp_2022 = gdp;
        auto data = std::make_shared<Dataset>(*whole);
        data->atlas = std::make_shared<const Atlas>(std::move(atlas));
        return make_dashboard(data, *dashboard_key(opened(*data, "jingjinji"), *data), {});
    };
    const Result<Dashboard> known = changed(1e11), unknown = changed(std::nullopt);
    ASSERT_TRUE(known && unknown);
    const auto members = static_cast<double>(known->group().members.size());
    EXPECT_EQ(known->find("stage", "known_members", {}, "gdp")->value, members);
    const AnalysisRow* gdp = unknown->find("stage", "known_members", {}, "gdp");
    EXPECT_EQ(gdp->value, members - 1);
    EXPECT_EQ(gdp->note, "left-out");
    EXPECT_EQ(unknown->find("stage", "official_tier")->label, "mature");
    const auto& notes = unknown->part("stage")->notes;
    EXPECT_EQ(std::ranges::count(notes, "left-out-gdp", &OutputNote::code), 1);
    EXPECT_EQ(std::ranges::count(notes, "missing", &OutputNote::code), 1);
    EXPECT_EQ(std::ranges::count(known->part("stage")->notes, "left-out-gdp", &OutputNote::code), 0);
}

TEST(Dashboard, TheTableHasMembersSharesAndRows) {
    const auto data = synthetic_dataset();
    const Result<Dashboard> page = page_of(data);
    ASSERT_TRUE(page);
    const OutputTable table = dashboard_table(*page);
    const auto count = [&](const std::string& analysis) {
        return std::ranges::count_if(table.rows,
                                     [&](const auto& row) { return row.front() == OutputCell(analysis); });
    };
    EXPECT_EQ(count("members"), 3);
    EXPECT_EQ(count("shares"), static_cast<std::ptrdiff_t>(2 * data->flows->time_axis().starts.size()));
    EXPECT_GT(count("integration"), 0);
    for (const auto& row : table.rows) EXPECT_EQ(row.size(), table.columns.size());
}

/// A page with rows by hand: two cores, a gap, what distance and the border do.
Dashboard page_with_diagnoses() {
    Dashboard page{.key = {.group = GroupId{0}, .layer = LayerId{0}}, .data = synthetic_dataset()};
    page.parts = {
        {.analysis = "circulation"}, {.analysis = "hierarchy_inside"}, {.analysis = "border_inside"}};
    auto& reach = page.parts[0].rows;
    reach.push_back({.layer = "people", .scope = "110000", .measure = "reach_median", .value = 366});
    reach.push_back({.layer = "people", .scope = "120000", .measure = "reach_median", .value = 142});
    reach.push_back({.layer = "people", .scope = "130100", .measure = "reach_median"});  // not known
    page.parts[1].rows.push_back({.scope = "all",
                                  .item = "population_2020",
                                  .measure = "gap",
                                  .value = 1.5,
                                  .label = "110000>120000"});
    auto& border = page.parts[2].rows;
    border.push_back({.scope = "each period", .item = "ln_cost", .measure = "coefficient", .value = -1.25});
    border.push_back({.scope = "each period", .measure = "border_multiplier", .value = 4});
    return page;
}

TEST(Dashboard, ThreeDiagnosesAreNumbersWithoutAVerdict) {
    Dashboard page = page_with_diagnoses();
    auto found = diagnoses(page, Language::en);
    EXPECT_EQ(found[0].number, "142 – 366 km");
    EXPECT_EQ(found[0].reading, "of 2 cores Tianjin reaches least far, Beijing farthest");
    EXPECT_EQ(found[1].number, "1.50×");
    EXPECT_EQ(found[1].reading, "between Beijing and Tianjin; 1: as the fitted line has it");
    EXPECT_EQ(found[2].number, "-1.25  ·  4×");
    EXPECT_EQ(found[2].reading, "1 % more distance: about -1.25 % flow; inside a province 4 times as much");
    EXPECT_EQ(found[2].measured_by.find("modelled"), std::string::npos) << "these flows are observed";
    page.key.layer = LayerId{1};
    EXPECT_NE(diagnoses(page, Language::en)[2].measured_by.find("modelled"), std::string::npos);
    page.parts[2].rows.pop_back();
    found = diagnoses(page, Language::en);
    EXPECT_EQ(found[2].number, "-1.25") << "a group inside one province has no border";
    EXPECT_NE(found[2].reading.find("no border inside"), std::string::npos);
    page.parts[0].rows.clear();
    page.parts[1] = {.analysis = "hierarchy_inside", .fault = Fault{"no people", "没有人口"}};
    found = diagnoses(page, Language::zh);
    EXPECT_EQ(found[0].number, "–");
    EXPECT_EQ(found[0].reading, "数据不足，无法计算");
    EXPECT_EQ(found[1].reading, "没有人口");
}

TEST(Dashboard, WhatDiagnosesSayCanBeWritten) {
    Dashboard page = page_with_diagnoses();
    page.key.layer = LayerId{1};
    const std::vector<ImWchar> ranges = glyph_ranges(*page.data);
    const auto writable = [&](char32_t letter) {
        for (std::size_t at = 0; at + 1 < ranges.size() && ranges[at] != 0; at += 2)
            if (letter >= ranges[at] && letter <= ranges[at + 1]) return true;
        return false;
    };
    const auto expect_writable = [&] {
        for (const Diagnosis& diagnosis : diagnoses(page, Language::zh))
            for (const std::string& text :
                 {diagnosis.name, diagnosis.number, diagnosis.measured_by, diagnosis.reading})
                for (const char32_t letter : decode_utf8(text)) EXPECT_TRUE(writable(letter)) << text;
    };
    expect_writable();
    page.parts[2].rows.pop_back();
    expect_writable();
    page.parts.clear();
    expect_writable();
}

TEST(Dashboard, StopsWhenAsked) {
    std::stop_source stop;
    stop.request_stop();
    const Result<Dashboard> page = page_of(synthetic_dataset(), {.stop = stop.get_token()});
    ASSERT_FALSE(page);
    EXPECT_EQ(page.error().message, stopped_error().message);
}

TEST(Dashboard, IsMadeBesideTheFrameAndKept) {
    const auto data = synthetic_dataset();
    AnalysisRun run;
    const Settings settings = opened(*data, "jing");
    for (int tries = 0; tries < 60'000 && !run.dashboard(); ++tries) {
        run.update(data, settings);
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    ASSERT_TRUE(run.dashboard());
    EXPECT_EQ(run.dashboard()->key, *dashboard_key(settings, *data));
    const Dashboard* page = run.dashboard().get();
    run.update(data, normalised({}, shape_of(*data)));
    run.update(data, settings);
    EXPECT_EQ(run.dashboard().get(), page) << "closed and opened again";
    EXPECT_FALSE(run.busy());
    EXPECT_FALSE(dashboard_key(opened(*data, "nowhere"), *data));
}

TEST(Dashboard, IsDrawnInBothLanguages) {
    const auto data = synthetic_dataset();
    const Result<Dashboard> page = page_of(data);
    ASSERT_TRUE(page);
    std::vector<Image> pictures;
    for (const Language language : {Language::zh, Language::en}) {
        Style style;
        style.language = language;
        if (language == Language::en) style.theme = ThemeId::paper;
        Image image{.width_px = 1100, .height_px = 720};
        image.rgb.assign(std::size_t{1100} * 720 * 3, 40);
        ASSERT_TRUE(paint_dashboard(*page, style, {100, 0, 1100, 720}, image));
        EXPECT_EQ(image.rgb[0], 40) << "beside the page nothing changes";
        const auto folder = std::filesystem::path(FLOWSPACE_BINARY_DIR) / "panels";
        std::filesystem::create_directories(folder);
        EXPECT_TRUE(write_png(
            image, folder / (language == Language::zh ? "dashboard-zh.png" : "dashboard-en.png"), {}));
        pictures.push_back(std::move(image));
    }
    EXPECT_NE(pictures[0].rgb, pictures[1].rgb);
}

/// A premium is never shown without its band where there is one.
TEST(Dashboard, APremiumHasItsBandBesideIt) {
    const auto data = synthetic_dataset();
    const Result<Dashboard> page = page_of(data);
    ASSERT_TRUE(page);
    const auto painted = [&](std::optional<double> lower, std::optional<double> upper) {
        Dashboard made = *page;
        for (Dashboard::Part& part : made.parts)
            for (AnalysisRow& row : part.rows)
                if (row.measure == "premium") row.value = 1.82, row.lower = lower, row.upper = upper;
        Image image{.width_px = 1100, .height_px = 720};
        image.rgb.assign(std::size_t{1100} * 720 * 3, 40);
        EXPECT_TRUE(paint_dashboard(made, {}, {0, 0, 1100, 720}, image));
        return image.rgb;
    };
    EXPECT_NE(painted(1.5, 2.2), painted({}, {}));
    EXPECT_NE(painted(1.5, 2.2), painted(1.1, 2.9));
}

/// The largest text, the lowest picture: cards keep clear of each other. Between cards lies the panel's
/// colour.
TEST(Dashboard, LargeTextIsMadeToFitThePicture) {
    const auto data = synthetic_dataset();
    const Result<Dashboard> page = page_of(data);
    ASSERT_TRUE(page);
    const auto painted = [&](float text_scale) {
        Style style;
        style.theme = ThemeId::contrast;
        style.text_scale = text_scale;
        Image image{.width_px = 1000, .height_px = 540};
        image.rgb.assign(std::size_t{1000} * 540 * 3, 40);
        EXPECT_TRUE(paint_dashboard(*page, style, {0, 0, 1000, 540}, image));
        return image;
    };
    EXPECT_EQ(painted(1.5f).rgb, painted(2).rgb) << "both are as large as the page allows";
    EXPECT_NE(painted(0.5f).rgb, painted(2).rgb);
}

std::string text_of(const std::vector<TextRun>& words) {
    std::string text;
    for (const TextRun& run : words) {
        for (const TextRun::Letter& letter : run.letters) append_utf8(text, letter.c);
        text += '\n';
    }
    return text;
}

/// For files that keep words as text: they are taken off the picture and come back as they were said.
TEST(Dashboard, ItsWordsAreReadBack) {
    const auto data = synthetic_dataset();
    const Result<Dashboard> page = page_of(data);
    ASSERT_TRUE(page);
    for (const Language language : {Language::zh, Language::en}) {
        Style style;
        style.language = language;
        Image with{.width_px = 1100, .height_px = 720}, without = with;
        with.rgb.assign(std::size_t{1100} * 720 * 3, 40);
        without.rgb = with.rgb;
        std::vector<TextRun> words;
        ASSERT_TRUE(paint_dashboard(*page, style, {100, 0, 1100, 720}, with));
        ASSERT_TRUE(paint_dashboard(*page, style, {100, 0, 1100, 720}, without, &words));
        EXPECT_NE(with.rgb, without.rgb);
        const std::string text = text_of(words);
        for (const Text of : {Text::dashboard_members_title, Text::dashboard_shares, Text::dashboard_stage})
            EXPECT_NE(text.find(std::string(ui(of, language)) + "\n"), std::string::npos)
                << ui(of, language) << "\n"
                << text;
        for (const TextRun& run : words) {
            EXPECT_GT(run.exact_px, 8);
            EXPECT_LT(run.exact_px, 30);
            EXPECT_GE(run.letters.front().x_px, 100);
            EXPECT_LT(run.baseline_px, 720);
        }
    }
}

/// A group of many members on a low page: those that have room, and how many more there are.
TEST(Dashboard, MembersThatDoNotFitAreCounted) {
    auto data = synthetic_dataset();
    Result<Dashboard> page = page_of(data);
    ASSERT_TRUE(page);
    auto atlas = std::make_shared<Atlas>(*data->atlas);
    Group& group = atlas->groups[index(page->key.group)];
    std::uint32_t added = 0;
    for (int again = 0; again < 60; ++again)
        for (std::uint32_t place = 0; place < atlas->places.size() && added < 240; ++place, ++added)
            group.members.push_back({.place = PlaceId{place}});
    auto crowded = std::make_shared<Dataset>(*data);
    crowded->atlas = atlas;
    page->data = crowded;
    Image image{.width_px = 1000, .height_px = 720};
    image.rgb.assign(std::size_t{1000} * 720 * 3, 40);
    std::vector<TextRun> words;
    Style style;
    style.language = Language::en;
    ASSERT_TRUE(paint_dashboard(*page, style, {0, 0, 1000, 720}, image, &words));
    std::string text = text_of(words);
    std::ranges::replace(text, '\n', ' ');
    EXPECT_NE(text.find(", and "), std::string::npos) << text;
    EXPECT_NE(text.find(" more"), std::string::npos) << text;
}

}  // namespace
}  // namespace flowspace
