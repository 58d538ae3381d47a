// The page of one group: its figures, its table, and that it is drawn.
#include "viewer/dashboard.h"

#include "synthetic.h"
#include "viewer/analysis_run.h"
#include "viewer/analysis_shown.h"
#include "viewer/dashboard_page.h"
#include "viewer/focus.h"
#include "viewer/panel_picture.h"

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
    for (const char* name : {"integration", "hierarchy", "resilience", "equity", "communities", "stage"}) {
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

}  // namespace
}  // namespace flowspace
