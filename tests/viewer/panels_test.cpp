// Every panel drawn without a window: both languages, all themes, data and none, anything selected, any size.
#include "render/scene/theme.h"
#include "synthetic.h"
#include "viewer/bookmarks.h"
#include "viewer/focus.h"
#include "viewer/hover.h"
#include "viewer/panel_picture.h"
#include "viewer/story.h"
#include "viewer/trace.h"
#include "viewer/views/linked_view.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <string>

namespace flowspace {
namespace {

Settings start() { return normalised({}, {.layers = 2, .places = 5, .groups = 2, .pairs = 20}); }

Image ground(int width_px, int height_px) {
    Image image{.width_px = width_px, .height_px = height_px};
    image.rgb.assign(static_cast<std::size_t>(width_px) * static_cast<std::size_t>(height_px) * 3, 40);
    return image;
}

struct Shot {
    std::shared_ptr<const Dataset> data = synthetic_dataset();
    Settings settings = start();
    Workspace workspace = {};
    Target hover = {};
    ImVec2 pointer = {-1, -1};
    int width_px = 1280;
    int height_px = 720;
};

/// Paints and checks that drawing alone changed nothing; keeps the picture under build/ for looking at.
Image paint(const Shot& shot, const std::string& name) {
    Pipeline pipeline(shot.data);
    pipeline.update(shot.settings);
    auto painter = PanelPainter::create(
        shot.data, theme(shot.settings.style.theme).text_scale * shot.settings.style.text_scale);
    EXPECT_TRUE(painter) << (painter ? "" : painter.error().message);
    Image image = ground(shot.width_px, shot.height_px);
    painter->paint({pipeline, shot.settings, shot.workspace, shot.hover, shot.pointer}, image);
    EXPECT_EQ(painter->settings_after(), shot.settings) << name;
    if (!name.empty()) {
        const std::filesystem::path folder = std::filesystem::path(FLOWSPACE_BINARY_DIR) / "panels";
        std::filesystem::create_directories(folder);
        EXPECT_TRUE(write_png(image, folder / (name + ".png"), {}));
    }
    return image;
}

std::size_t changed_pixels(const Image& image) {
    std::size_t changed = 0;
    for (std::size_t at = 0; at < image.rgb.size(); at += 3)
        if (image.rgb[at] != 40 || image.rgb[at + 1] != 40 || image.rgb[at + 2] != 40) ++changed;
    return changed;
}

TEST(Panels, DrawInBothLanguagesAndAllThemes) {
    for (const Language language : {Language::zh, Language::en})
        for (const ThemeId theme : {ThemeId::night, ThemeId::paper, ThemeId::contrast}) {
            Shot shot;
            shot.settings.style.language = language;
            shot.settings.style.theme = theme;
            shot.settings.selected = target_of(PlaceId{0});
            const std::string name = std::string(language == Language::zh ? "zh" : "en") + "-" +
                                     (theme == ThemeId::night   ? "night"
                                      : theme == ThemeId::paper ? "paper"
                                                                : "contrast");
            EXPECT_GT(changed_pixels(paint(shot, name)), 400000U);
        }
}

TEST(Panels, DrawEachKindOfSelectionAndNone) {
    Shot shot;
    const Image nothing = paint(shot, "nothing");
    shot.settings.selected = target_of(GroupId{0});
    const Image group = paint(shot, "group");
    shot.settings.selected = target_of(FlowRef{LayerId{1}, PairId{3}});
    const Image pair = paint(shot, "pair");
    EXPECT_NE(nothing.rgb, group.rgb);
    EXPECT_NE(group.rgb, pair.rgb);
}

TEST(Panels, PinnedCardsLieSideBySide) {
    Shot shot;
    const Image without = paint(shot, "");
    shot.settings.pins = {target_of(PlaceId{3}), target_of(GroupId{0}),
                          target_of(FlowRef{LayerId{0}, PairId{2}})};
    shot.settings.selected = target_of(PlaceId{3});
    EXPECT_NE(paint(shot, "pins").rgb, without.rgb);
    for (std::uint32_t row = 0; row < 5; ++row) shot.settings.pins.push_back(target_of(PlaceId{row % 3}));
    shot.settings.style.language = Language::en;
    shot.settings.style.theme = ThemeId::paper;
    paint(shot, "pins-many");
}

TEST(Panels, LargeTextKeepsEverythingInThePicture) {
    for (const float text_scale : {1.5F, 2.0F})
        for (const ThemeId theme : {ThemeId::night, ThemeId::contrast}) {
            Shot shot;
            shot.settings.style.text_scale = text_scale;
            shot.settings.style.theme = theme;
            shot.settings.selected = target_of(GroupId{1});
            shot.settings.pins = {target_of(PlaceId{0}), target_of(PlaceId{1})};
            const std::string name = "large-" + std::to_string(static_cast<int>(text_scale * 100)) +
                                     (theme == ThemeId::contrast ? "-contrast" : "");
            paint(shot, name);
            const Workspace workspace{.cards = 2, .large_text = true};
            const float scale = flowspace::theme(theme).text_scale * text_scale;
            const Layout layout = lay_out(1280, 720, scale, workspace);
            EXPECT_GE(layout.map.width(), 1280 / 3.F) << name;
            EXPECT_GE(layout.map.height(), 720 / 3.F) << name;
            for (const Box& box :
                 {layout.top_bar, layout.filter, layout.inspector, layout.timeline, layout.pins}) {
                EXPECT_LE(box.x1, 1280) << name;
                EXPECT_LE(box.y1, 720) << name;
            }
            for (const Popover popover : {Popover::settings, Popover::keys, Popover::bookmarks}) {
                shot.workspace.popover = popover;
                paint(shot, name + "-popover-" + std::to_string(static_cast<int>(popover)));
            }
        }
}

TEST(Panels, BookmarksAndRecovery) {
    Shot shot;
    shot.workspace.popover = Popover::bookmarks;
    const Image none = paint(shot, "bookmarks-none");
    shot.settings = with_bookmark(shot.settings, "%s 武汉 2020-01");
    shot.settings = with_bookmark(shot.settings, "长三角 2020-01–2020-12");
    EXPECT_NE(paint(shot, "bookmarks").rgb, none.rgb);
    shot.workspace.popover = Popover::none;
    shot.workspace.recovery = {{"五城 %n", "Five cities", "2020-01-25 13:05:09", "/home/u/a.flowspace.json"},
                               {}};
    paint(shot, "recovery-zh");
    shot.settings.style.language = Language::en;
    paint(shot, "recovery-en");
}

TEST(Panels, TheStoryListsItsScenesAndTheirWords) {
    Shot shot;
    shot.workspace.popover = Popover::story;
    for (const Language language : {Language::zh, Language::en}) {
        const std::string name = language == Language::zh ? "story-zh" : "story-en";
        shot.settings.style.language = language;
        shot.settings.story = {};
        const Image none = paint(shot, name + "-none");
        Story story;
        for (const char* title : {"大大小小的城市 %s", "From the core to its circle", "枢纽失灵，会怎样"})
            story = add_scene_from(std::move(story), shot.settings, {.title = title});
        story.scenes[1].caption = {.zh = "一小时通勤把周边拉向核心", .en = "Within an hour's reach"};
        shot.settings.story = Kept<Story>::of(story);
        EXPECT_NE(paint(shot, name).rgb, none.rgb);
        EXPECT_EQ(*shot.settings.story, story);
    }
}

TEST(Panels, DrawWithoutData) {
    Shot shot;
    shot.data = empty_dataset();
    for (const Language language : {Language::zh, Language::en}) {
        shot.settings.style.language = language;
        shot.settings.selected = {};
        paint(shot, "");
        shot.settings.selected = target_of(PlaceId{0});
        paint(shot, language == Language::zh ? "empty-zh" : "empty-en");
    }
}

TEST(Panels, DrawPopovers) {
    Shot shot;
    const Image closed = paint(shot, "");
    for (const Popover popover : {Popover::settings, Popover::keys, Popover::search}) {
        shot.workspace.popover = popover;
        shot.workspace.search_text = popover == Popover::search ? "jing" : "";
        EXPECT_NE(paint(shot, "popover-" + std::to_string(static_cast<int>(popover))).rgb, closed.rgb);
    }
    shot.workspace.search_text = "%s%n##";
    paint(shot, "");
}

TEST(Panels, DrawTheCardOfAFigureInBothLanguages) {
    for (const Language language : {Language::zh, Language::en}) {
        Shot shot;
        shot.settings.style.language = language;
        const Image without = paint(shot, "");
        shot.workspace.popover = Popover::trace;
        EXPECT_EQ(paint(shot, "").rgb, without.rgb);  // no figure is asked about
        shot.workspace.traced = std::make_shared<const TracedFigure>(
            figure_of_unit(*shot.data, {}, LayerId{1}, target_of(GroupId{0}), UnitMeasure::net));
        EXPECT_NE(paint(shot, language == Language::zh ? "trace-zh" : "trace-en").rgb, without.rgb);
        shot.data = empty_dataset();
        paint(shot, "");
    }
}

TEST(Panels, DrawTheLinkedViewsInBothLanguages) {
    for (std::size_t view = 0; view < all_views().size(); ++view)
        for (const Language language : {Language::zh, Language::en}) {
            Shot shot;
            shot.settings.style.language = language;
            shot.workspace.views_open = true;
            shot.workspace.view = view;
            const std::string name =
                std::string(all_views()[view].key) + (language == Language::zh ? "-zh" : "-en");
            const Image open = paint(shot, "view-" + name);
            shot.workspace.views_open = false;
            EXPECT_NE(open.rgb, paint(shot, "").rgb) << name;
            shot.data = empty_dataset();
            shot.workspace.views_open = true;
            paint(shot, "view-empty-" + name);
        }
}

TEST(Panels, PresentingHidesThemAll) {
    Shot shot;
    shot.workspace.presenting = true;
    EXPECT_EQ(changed_pixels(paint(shot, "")), 0U);
}

TEST(Panels, AnySizeWillDo) {
    for (const auto& [width, height] :
         {std::pair{1, 1}, {40, 900}, {1600, 30}, {320, 240}, {800, 600}, {2560, 1080}}) {
        Shot shot;
        shot.width_px = width;
        shot.height_px = height;
        shot.settings.selected = target_of(PlaceId{0});
        paint(shot, width == 2560 ? "wide" : width == 800 ? "small" : "");
    }
}

TEST(Panels, TheSamePictureTwice) {
    Shot shot;
    shot.settings.selected = target_of(PlaceId{2});
    EXPECT_EQ(paint(shot, ""), paint(shot, ""));
}

TEST(Panels, PointingAtTheMapShowsWhatIsThere) {
    Shot shot;
    const Image without = paint(shot, "");
    shot.hover = target_of(FlowRef{LayerId{0}, PairId{2}});
    shot.pointer = {600, 250};
    EXPECT_NE(paint(shot, "hover").rgb, without.rgb);
}

TEST(Layout, LeavesTheMapFree) {
    const Layout layout = lay_out(1280, 720, 1, {});
    EXPECT_EQ(layout.top_bar.height(), 44);
    EXPECT_EQ(layout.filter.width(), 320);
    EXPECT_EQ(layout.inspector.width(), 360);
    EXPECT_EQ(layout.timeline.height(), 132);
    EXPECT_EQ(layout.insets_px.left, 336);
    EXPECT_EQ(layout.insets_px.right, 376);
    EXPECT_EQ(layout.insets_px.top, 44);
    EXPECT_EQ(layout.insets_px.bottom, 148);
    EXPECT_EQ(lay_out(1280, 720, 1, {.presenting = true}).insets_px, Viewport::Insets{});
    EXPECT_EQ(lay_out(1280, 720, 1, {.filter_open = false}).filter.width(), 44);
    EXPECT_GE(lay_out(900, 600, 1, {}).map.width(), 300);
}

}  // namespace
}  // namespace flowspace
