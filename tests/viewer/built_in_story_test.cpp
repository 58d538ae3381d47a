// The built-in story: what it says is what the atlas and the analyses answer.
#include "viewer/built_in_story.h"

#include "data/analysis/analysis.h"
#include "data/atlas_pack.h"
#include "data/geo/projection.h"
#include "data/pair_selection.h"
#include "data/project/json_value.h"
#include "render/scene/furniture.h"
#include "render/scene/home_camera.h"
#include "render/scene/map_overlay.h"
#include "render/scene/node_points.h"
#include "render/scene/sea_inset.h"
#include "render/scene/theme.h"
#include "tests/viewer/synthetic.h"
#include "viewer/analysis_run.h"
#include "viewer/documents.h"
#include "viewer/focus.h"
#include "viewer/scene_answers.h"
#include "viewer/settings_json.h"
#include "viewer/shown_texts.h"
#include "viewer/story.h"
#include "viewer/story_choice.h"
#include "viewer/story_figures.h"
#include "viewer/story_json.h"
#include "viewer/story_picture.h"
#include "viewer/story_time.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <memory>
#include <set>
#include <string>

namespace flowspace {
namespace {

const Dataset& atlas() {
    static const Result<Dataset> opened = load_atlas_pack(*find_atlas_pack());
    return *opened;
}

// Fonts made anew while it opens would hold the picture for a tenth of a second.
TEST(BuiltInStory, CanBeWrittenBeforeItIsTold) {
    const auto data = std::make_shared<const Dataset>(*load_atlas_pack(*find_atlas_pack()));
    Documents documents({.data = data});
    const AnalysisRun analysis;
    const auto story = built_in_story(*data);
    ASSERT_TRUE(story);
    EXPECT_EQ(glyph_ranges(*data, shown_texts(documents, analysis, nullptr, {})),
              glyph_ranges(*data, shown_texts(documents, analysis, story.get(), {})));
}

TEST(BuiltInStory, IsWholeInBothLanguages) {
    const auto story = built_in_story(atlas());
    ASSERT_TRUE(story);
    EXPECT_GE(story->scenes.size(), 8U);
    EXPECT_LE(story->scenes.size(), 10U);
    std::set<std::string> seen;
    for (const Scene& scene : story->scenes) {
        EXPECT_TRUE(seen.insert(scene.id).second);
        for (const TwoWords* words : {&scene.title, &scene.caption, &scene.notes})
            for (const std::string* text : {&words->zh, &words->en}) {
                EXPECT_FALSE(text->empty()) << scene.id;
                EXPECT_EQ(text->find('{'), std::string::npos) << *text;
            }
        // Honest in every scene, on screen and in what is said.
        EXPECT_NE(scene.caption.zh.find("模拟"), std::string::npos) << scene.id;
        EXPECT_NE(scene.caption.en.find("modelled"), std::string::npos) << scene.id;
        EXPECT_NE(scene.notes.zh.find("模拟"), std::string::npos) << scene.id;
        EXPECT_TRUE(scene.others.empty()) << scene.id << ": a member is misspelt";
    }
    EXPECT_EQ(story_told(Settings{}, atlas())->scenes.size(), story->scenes.size());
    EXPECT_FALSE(built_in_story(*synthetic_dataset()));
}

/// What a view names is there: written again, it says the same.
TEST(BuiltInStory, ItsViewsFitTheAtlas) {
    const JsonValue json = parse_json(built_in_story_text()).value;
    ASSERT_TRUE(json.find("scenes"));
    const Story story = story_from(json, atlas());
    for (std::size_t row = 0; row < story.scenes.size(); ++row) {
        const JsonValue* view = json.find("scenes")->items[row].find("view");
        const JsonValue again = settings_json(*story.scenes[row].view, atlas());
        for (std::size_t part = 0; part < view->keys.size(); ++part) {
            const JsonValue* now = again.find(view->keys[part]);
            ASSERT_TRUE(now) << story.scenes[row].id << " " << view->keys[part];
            if (!view->items[part].is(JsonValue::Kind::object)) {
                EXPECT_EQ(*now, view->items[part]);
                continue;
            }
            for (std::size_t at = 0; at < view->items[part].keys.size(); ++at) {
                const JsonValue* member = now->find(view->items[part].keys[at]);
                ASSERT_TRUE(member) << view->items[part].keys[at];
                EXPECT_EQ(write_json(*member), write_json(view->items[part].items[at]))
                    << story.scenes[row].id;
            }
        }
    }
}

double total(const Filter& filter) {
    const auto sums = select_sums(atlas(), filter);
    double all = 0;
    for (const ExactSum& sum : sums->front().sums) all += value(sum);
    return all;
}

Filter people_2023() {
    Filter filter;
    filter.layers = {LayerId{0}};
    filter.window = {parse_time("2023")->start, parse_time("2024")->start};
    return filter;
}

/// The figures are those of the filters that `flowspace sum` has.
TEST(BuiltInStory, FiguresAreThoseOfTheAtlas) {
    ASSERT_EQ(atlas().flows->layers()[0].key, "people");
    const StoryFigures figures = story_figures(atlas());
    const Filter all = people_2023();
    Filter inside = all, circles = all, hub = all;
    inside.scope = circles.scope = Scope::internal;
    circles.kind = GroupKind::circle;
    hub.places = {*find_place(*atlas().atlas, "420100")};
    EXPECT_NEAR(figures.at("in_agglomerations").value, total(inside) / total(all), 1e-12);
    EXPECT_NEAR(figures.at("in_circles").value, total(circles) / total(all), 1e-12);
    EXPECT_NEAR(figures.at("hub_trips").value, total(hub) / total(all), 1e-12);
    EXPECT_EQ(figures.at("places").value, 371);
    EXPECT_EQ(figures.at("agglomerations").value, 19);
    EXPECT_EQ(figures.at("improved").value + figures.at("strengthened").value + figures.at("nurtured").value,
              19);
    // Beside both are the places of which a plan covers a part.
    EXPECT_LT(figures.at("grouped_people").value + figures.at("outside_people").value, 1);
    EXPECT_NEAR(figures.at("grouped_people").value, 0.75, 0.005);  // of the source texts
    EXPECT_EQ(figures.at("outside_places").value, 371 - 255);
    const auto chongqing = find_place(*atlas().atlas, "500000");
    EXPECT_EQ(figures.at("largest_people").value, atlas().atlas->places[index(*chongqing)].population_2020);
    // Medians of the documents, over all years: within what a year may differ.
    EXPECT_NEAR(figures.at("people_km").value, 182, 15);
    EXPECT_NEAR(figures.at("goods_km").value, 106, 15);
    EXPECT_NEAR(figures.at("capital_km").value, 906, 40);
}

TEST(BuiltInStory, TheBorderFactorIsThatOfTheAnalysis) {
    const Analysis* border = find_analysis("border");
    ASSERT_TRUE(border);
    const Filter filter = people_2023();
    const AnalysisInput input{.dataset = atlas(),
                              .filter = filter,
                              .periods = {period_of(atlas().flows->time_axis(), filter.window)}};
    const auto result = run_analysis(*border, input);
    ASSERT_TRUE(result);
    const auto row = std::ranges::find(result->rows, "border_multiplier", &AnalysisRow::measure);
    ASSERT_NE(row, result->rows.end());
    EXPECT_NEAR(*row->value, story_figures(atlas()).at("border_multiplier").value, 0.005);
}

/// The hub's scene shows its failure: the rounds on the map are those that the caption counts.
TEST(BuiltInStory, TheHubsCascadeIsThatOfTheAnalysis) {
    const auto data = std::make_shared<const Dataset>(*load_atlas_pack(*find_atlas_pack()));
    const auto story = built_in_story(*data);
    const std::size_t row = *find_scene(*story, "hub");
    const Settings reader = normalised({}, shape_of(*data));
    const StoryFrame frame = story_frame(*story, *data, still_time_s(*story, row), reader);
    SceneAnswers answers(data, StageRuns::at_once);
    const SceneAnswer known = answers.of(frame.settings);
    ASSERT_TRUE(known.answer) << known.why.en;
    const auto value_of = [&](std::string_view measure) {
        const auto found = std::ranges::find_if(known.answer->result.rows, [&](const AnalysisRow& one) {
            return one.measure == measure && one.scope == "420100" && one.item.empty();
        });
        return found == known.answer->result.rows.end() ? -1 : found->value.value_or(-1);
    };
    const StoryFigures figures = story_figures(*data);
    EXPECT_EQ(figures.at("hub_failed").value, value_of("cascade_failed") - 1) << "beside the hub itself";
    EXPECT_EQ(figures.at("hub_rounds").value, value_of("cascade_rounds"));
    const auto overlay = overlay_of(known, frame.settings);
    ASSERT_TRUE(overlay);
    EXPECT_EQ(static_cast<double>(overlay->discs.size()), value_of("cascade_failed"));
}

/// Who is left out stands out: the places of the scene are those that no agglomeration lists.
TEST(BuiltInStory, WhoIsLeftOutIsInNoAgglomeration) {
    const auto story = built_in_story(atlas());
    const Settings& view = *story->scenes[*find_scene(*story, "left-out")].view;
    const auto groups = groups_of_places(*atlas().atlas, GroupKind::agglomeration, MembershipRows::listed);
    std::vector<PlaceId> outside;
    for (std::uint32_t place = 0; place < groups.size(); ++place)
        if (groups[place].empty()) outside.push_back(PlaceId{place});
    EXPECT_EQ(view.focus.places, outside);
    EXPECT_EQ(view.focus.direction, Direction::all);
}

/// From the core to its circle: every flow that is drawn has a core at one end and its circle at the other.
TEST(BuiltInStory, CirclesAreDrawnAsTiesOfTheirCores) {
    const auto story = built_in_story(atlas());
    const Settings& view = *story->scenes[*find_scene(*story, "circle")].view;
    EXPECT_EQ(view.filter.kind, GroupKind::circle);
    EXPECT_EQ(view.filter.scope, Scope::internal);
    ASSERT_FALSE(view.focus.places.empty());
    for (const PlaceId place : view.focus.places)
        EXPECT_TRUE(std::ranges::any_of(atlas().atlas->groups, [&](const Group& group) {
            return group.kind == GroupKind::circle &&
                   std::ranges::any_of(group.members, [&](const Membership& member) {
                       return member.place == place && member.role == MemberRole::core;
                   });
        })) << index(place);
}

/// Of maps of the whole country nothing is hidden by their words: neither Hainan nor Taiwan lies under any.
TEST(BuiltInStory, NoWordsHideAnIsland) {
    const auto data = std::make_shared<const Dataset>(*load_atlas_pack(*find_atlas_pack()));
    const auto story = built_in_story(*data);
    const auto projection = Projection::create(map_crs(*data));
    const auto fonts = Fonts::open();
    ASSERT_TRUE(projection && fonts);
    const SeaInset inset = make_sea_inset(*data->base_map, {}, *projection);
    StoryPicture pictures(data, node_points(*data->atlas, *projection), {.background_above = std::nullopt});
    constexpr std::array islands = {
        std::pair{"Haikou", LonLat{110.35, 20.02}}, std::pair{"Sanya", LonLat{109.51, 18.25}},
        std::pair{"Wenchang", LonLat{110.9, 19.7}}, std::pair{"Dongfang", LonLat{108.7, 19.1}},
        std::pair{"Taipei", LonLat{121.5, 25.05}},  std::pair{"Hengchun", LonLat{120.8, 22.0}}};
    for (const char* id : {"cities", "people", "five-flows", "left-out", "stages"})
        for (const Language language : {Language::zh, Language::en})
            for (const Viewport viewport : {Viewport{1280, 720}, Viewport{1920, 1080}, Viewport{960, 540}}) {
                Settings reader = normalised({}, shape_of(*data));
                reader.style.language = language;
                const StoryFrame frame =
                    story_frame(*story, *data, still_time_s(*story, *find_scene(*story, id)), reader);
                const StoryPicture::Picture picture = pictures.at(frame, viewport);
                const Theme& tokens = theme(picture.frame.style.theme);
                GlyphAtlas glyphs;
                glyphs.begin_picture(viewport.height_px);
                const FurniturePicture words = compose_furniture({.words = picture.list.furniture,
                                                                  .theme = tokens,
                                                                  .language = language,
                                                                  .viewport = viewport,
                                                                  .layer_colours = tokens.layers,
                                                                  .metres_per_px = 5000,
                                                                  .tilt_deg = picture.frame.camera.tilt_deg,
                                                                  .inset = &inset,
                                                                  .titles = &picture.frame.titles},
                                                                 *fonts, glyphs);
                const View view = make_view(picture.frame.camera, viewport, *projection);
                for (const auto& [name, where] : islands) {
                    const MapPoint on_map = *projection->forward(where);
                    const auto px = view.to_screen({on_map.x_m, on_map.y_m, 0});
                    ASSERT_TRUE(px) << id << " " << name;
                    const ScreenBox at = {static_cast<float>(px->x), static_cast<float>(px->y), 1, 1};
                    const ScreenBox all = {0, 0, static_cast<float>(viewport.width_px),
                                           static_cast<float>(viewport.height_px)};
                    EXPECT_TRUE(contains(all, at)) << id << " " << name;
                    for (const ScreenBox& box : words.boxes)
                        EXPECT_FALSE(overlap(box, at))
                            << id << " " << name << " at " << px->x << "," << px->y << " of "
                            << viewport.width_px << ": " << box.x_px << "," << box.y_px << " " << box.width_px
                            << "x" << box.height_px;
                }
            }
}

/// Every number of a caption comes from a figure: the file holds none but years.
TEST(BuiltInStory, NoCaptionHoldsANumberOfItsOwn) {
    const JsonValue json = parse_json(built_in_story_text()).value;
    for (const JsonValue& scene : json.find("scenes")->items)
        for (const JsonValue& words : scene.find("caption")->items)
            EXPECT_TRUE(std::ranges::none_of(words.text, [](char c) { return c >= '0' && c <= '9'; }))
                << words.text;
}

}  // namespace
}  // namespace flowspace
