#include "viewer/focus.h"

#include "data/pair_selection.h"
#include "synthetic.h"

#include <gtest/gtest.h>

#include <set>
#include <utility>

namespace flowspace {
namespace {

using Ends = std::set<std::pair<int, int>>;

/// The pairs that pass, by brute force through the library's own selection.
Ends passing(const Settings& settings) {
    const auto data = synthetic_dataset();
    const auto pairs = data->flows->pairs();
    const auto selected = select_pairs(*data->atlas, pairs, effective_filter(*data->atlas, settings));
    Ends ends;
    for (std::size_t row = 0; row < pairs.size(); ++row)
        if (selected[row] != 0)
            ends.emplace(static_cast<int>(index(pairs[row].origin)),
                         static_cast<int>(index(pairs[row].destination)));
    return ends;
}

/// What should pass: `keep(from is member, to is member)`, for members of the first `count` places.
template <class Keep>
Ends expected(const std::set<int>& members, Keep keep) {
    Ends ends;
    for (int from = 0; from < 5; ++from)
        for (int to = 0; to < 5; ++to)
            if (from != to && !(from == 3 && to == 4) && keep(members.contains(from), members.contains(to)))
                ends.emplace(from, to);
    return ends;
}

Settings focused_on_group(Direction direction) {
    Settings settings;
    settings.focus = {.places = {}, .groups = {GroupId{0}}, .direction = direction};
    return settings;
}

TEST(EffectiveFilter, EachDirectionOfAGroup) {
    const std::set<int> members = {0, 1, 2};
    EXPECT_EQ(passing(focused_on_group(Direction::all)),
              expected(members, [](bool a, bool b) { return a || b; }));
    EXPECT_EQ(passing(focused_on_group(Direction::out)),
              expected(members, [](bool a, bool b) { return a && !b; }));
    EXPECT_EQ(passing(focused_on_group(Direction::in)),
              expected(members, [](bool a, bool b) { return !a && b; }));
    EXPECT_EQ(passing(focused_on_group(Direction::inside)),
              expected(members, [](bool a, bool b) { return a && b; }));
    EXPECT_EQ(passing(focused_on_group(Direction::crossing)),
              expected(members, [](bool a, bool b) { return a != b; }));
}

TEST(EffectiveFilter, PlacesAndGroupsTogetherAreOneSet) {
    Settings settings = focused_on_group(Direction::inside);
    settings.focus.places = {PlaceId{3}};
    EXPECT_EQ(passing(settings), expected({0, 1, 2, 3}, [](bool a, bool b) { return a && b; }));
}

TEST(EffectiveFilter, InsideOfTwoGroupsMeansWithinOneOfThem) {
    Settings settings = focused_on_group(Direction::inside);
    settings.focus.groups = {GroupId{0}, GroupId{1}};
    const Ends ends = passing(settings);
    EXPECT_TRUE(ends.contains({0, 1}));
    EXPECT_TRUE(ends.contains({2, 3}));   // C is in both
    EXPECT_FALSE(ends.contains({0, 3}));  // no group holds both
}

TEST(EffectiveFilter, WithoutAFocusInsideAndCrossingSpeakOfTheKind) {
    Settings settings;
    settings.focus.direction = Direction::crossing;
    EXPECT_EQ(passing(settings), (Ends{{0, 3}, {0, 4}, {1, 3}, {1, 4}, {3, 0}, {3, 1}, {4, 0}, {4, 1}}));
}

TEST(EffectiveFilter, AFocusOutsideTheFilterPassesNothing) {
    Settings settings;
    settings.filter.origins = {PlaceId{0}};
    settings.focus = {.places = {PlaceId{3}}, .groups = {}, .direction = Direction::out};
    EXPECT_TRUE(passing(settings).empty());
    settings.focus.places = {PlaceId{0}};
    EXPECT_EQ(passing(settings).size(), 4U);
}

TEST(Focus, TogglesAndForgetsADirectionThatNeedsIt) {
    Focus focus{.places = {}, .groups = {}, .direction = Direction::all};
    focus = toggled(focus, {.flow = {}, .place = PlaceId{2}, .group = {}});
    focus = toggled(focus, {.flow = {}, .place = PlaceId{1}, .group = {}});
    EXPECT_EQ(focus.places, (std::vector{PlaceId{1}, PlaceId{2}}));
    focus.direction = Direction::out;
    focus = toggled(focus, {.flow = {}, .place = PlaceId{2}, .group = {}});
    EXPECT_EQ(focus.direction, Direction::out);
    focus = toggled(focus, {.flow = {}, .place = PlaceId{1}, .group = {}});
    EXPECT_EQ(focus, Focus{});
}

TEST(Layers, TheLastOneStaysOn) {
    EXPECT_EQ(toggled(std::vector{LayerId{0}, LayerId{1}}, LayerId{0}), std::vector{LayerId{1}});
    EXPECT_EQ(toggled(std::vector{LayerId{1}}, LayerId{1}), std::vector{LayerId{1}});
    EXPECT_EQ(toggled(std::vector{LayerId{1}}, LayerId{0}), (std::vector{LayerId{0}, LayerId{1}}));
}

TEST(Normalised, DropsWhatTheDataDoesNotHave) {
    Settings settings;
    settings.filter.layers = {LayerId{9}};
    settings.selected.place = PlaceId{99};
    settings.focus.groups = {GroupId{7}};
    settings = normalised(settings, {.layers = 2, .places = 5, .groups = 2, .pairs = 19});
    EXPECT_EQ(settings.filter.layers, (std::vector{LayerId{0}, LayerId{1}}));
    EXPECT_TRUE(settings.selected.empty());
    EXPECT_TRUE(settings.focus.empty());
}

}  // namespace
}  // namespace flowspace
