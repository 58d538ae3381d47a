// A view as a file: the same on the same data, and told what does not fit on other data.
#include "viewer/shared_view.h"

#include "data/import/import_report.h"
#include "synthetic.h"
#include "viewer/bookmarks.h"
#include "viewer/focus.h"
#include "viewer/hover.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace flowspace {
namespace {

/// The five cities, said to be read from a file of that SHA-256.
std::shared_ptr<const Dataset> read_from(const std::string& sha256) {
    auto data = std::make_shared<Dataset>(*synthetic_dataset());
    auto report = std::make_shared<ImportReport>();
    report->sources.emplace_back();
    report->sources.back().path = "/somewhere/flows.csv";
    report->sources.back().identity.sha256 = sha256;
    data->report = report;
    return data;
}

const std::string one_sum(64, 'a'), other_sum(64, 'b');

Settings a_view(const Dataset& data) {
    Settings settings = normalised({}, shape_of(data));
    settings.focus = {.groups = {GroupId{1}}, .direction = Direction::inside};
    settings.filter.window = {(*parse_time("2020-03")).start, (*parse_time("2020-05")).start};
    settings.camera.width_km = 640;
    settings.selected = target_of(PlaceId{3});
    settings.pins = {target_of(PlaceId{0}), target_of(PlaceId{4})};
    return with_bookmark(settings, "mark");
}

TEST(SharedView, OpensAsItWasOnTheSameData) {
    const auto data = read_from(one_sum);
    const Settings settings = a_view(*data);
    const std::string text = write_shared_view(settings, *data);
    EXPECT_LT(text.size(), 10'000U) << "small: settings only";
    EXPECT_NE(text.find(one_sum), std::string::npos);
    EXPECT_EQ(text.find("/somewhere"), std::string::npos) << "nothing of the sender's folders";
    const Result<SharedView> shared = read_shared_view(text, "x.flowview.json");
    ASSERT_TRUE(shared) << shared.error().message;
    const AppliedView applied = apply_view(*shared, normalised({}, shape_of(*data)), *data);
    EXPECT_EQ(applied.settings, settings);
    EXPECT_TRUE(applied.same_data);
    EXPECT_EQ(tell_misfits(applied, Language::en), "");
}

TEST(SharedView, SaysWhatDoesNotFitOnOtherData) {
    const auto data = read_from(one_sum);
    const Result<SharedView> shared =
        read_shared_view(write_shared_view(a_view(*data), *data), "x.flowview.json");
    auto other = std::make_shared<Dataset>(*read_from(other_sum));
    auto atlas = std::make_shared<Atlas>(*other->atlas);
    atlas->places[3].id = "310001";
    atlas->places[4].id = "320101";
    atlas->groups.pop_back();
    other->atlas = atlas;
    const AppliedView applied = apply_view(*shared, normalised({}, shape_of(*other)), *other);
    EXPECT_FALSE(applied.same_data);
    EXPECT_EQ(applied.settings.pins, std::vector{target_of(PlaceId{0})});
    EXPECT_TRUE(applied.settings.focus.groups.empty());
    EXPECT_EQ(tell_misfits(applied, Language::en),
              "The view was made on other data: figures will differ; 2 places not in this data: 310000, "
              "320100; 1 groups not in this data: chang");
    EXPECT_EQ(
        tell_misfits(applied, Language::zh),
        "视图出自其他数据，数值会不同；数据中没有 2 个地点：310000, 320100；数据中没有 1 个分组：chang");
}

TEST(SharedView, AWindowThatTheDataDoesNotReachIsLeftOut) {
    const auto data = read_from(one_sum);
    Settings settings = a_view(*data);
    settings.filter.window = {(*parse_time("2031-03")).start, (*parse_time("2031-05")).start};
    const Result<SharedView> shared = read_shared_view(write_shared_view(settings, *data), "x.flowview.json");
    const AppliedView applied = apply_view(*shared, normalised({}, shape_of(*data)), *data);
    EXPECT_EQ(applied.settings.filter.window, Window{});
    EXPECT_EQ(tell_misfits(applied, Language::en), "the view's time window lies outside this data");
}

TEST(SharedView, OtherFilesAreRefused) {
    for (const char* text : {"", "{", "[]", "{\"view\": {}}", "{\"flowspace_view\": 1, \"view\": 3}",
                             "{\"flowspace_view\": 2, \"view\": {}}", "{\"format\": \"flowspace\"}"})
        EXPECT_FALSE(read_shared_view(text, "x")) << text;
    EXPECT_TRUE(read_shared_view("{\"flowspace_view\": 1, \"view\": {}}", "x"));
    EXPECT_FALSE(open_shared_view("/nowhere/x.flowview.json"));
    EXPECT_FALSE(open_shared_view("/dev/zero"));
    EXPECT_TRUE(is_view_path("a/b.flowview.json"));
    EXPECT_FALSE(is_view_path("a/b.flowspace.json"));
}

TEST(SharedView, TheSameFilesUnderOtherNamesAreTheSameData) {
    const DataIdentity one{{{"a.csv", one_sum}, {"b.csv", other_sum}}};
    EXPECT_TRUE(same_data(one, {{{"x.csv", other_sum}, {"y.csv", one_sum}}}));
    EXPECT_FALSE(same_data(one, {{{"a.csv", one_sum}}}));
    EXPECT_FALSE(same_data({{{"a.csv", ""}}}, {{{"a.csv", ""}}})) << "unknown is not the same";
    EXPECT_FALSE(same_data({}, {}));
}

}  // namespace
}  // namespace flowspace
