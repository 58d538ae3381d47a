// Boxes and lines drawn on the map, and the places they choose.
#include "viewer/area_choice.h"

#include <gtest/gtest.h>

namespace flowspace {
namespace {

PointerFrame at(double x, double y, bool pressed, bool down, bool ctrl = false) {
    return {.px = {x, y}, .over_map = true, .left_pressed = pressed, .left_down = down, .ctrl = ctrl};
}

TEST(AreaChoice, ShiftAndADragDrawABox) {
    AreaChoice choice;
    EXPECT_FALSE(choice.update(at(10, 10, true, true), false)) << "without shift the map moves";
    EXPECT_FALSE(choice.active());
    choice.update(at(10, 10, true, true), true);
    EXPECT_TRUE(choice.active());
    choice.update(at(60, 40, false, true), false);  // shift may be let go of meanwhile
    const auto box = choice.update(at(60, 40, false, false), false);
    ASSERT_TRUE(box);
    EXPECT_EQ(box->size(), 4U);
    EXPECT_TRUE(surrounds(*box, {30, 20}));
    EXPECT_FALSE(surrounds(*box, {61, 20}));
    EXPECT_FALSE(choice.active());
}

TEST(AreaChoice, ASlipChoosesNothing) {
    AreaChoice choice;
    choice.update(at(10, 10, true, true), true);
    EXPECT_FALSE(choice.update(at(12, 40, false, false), true));
    choice.update(at(10, 10, true, true), true);
    choice.give_up();
    EXPECT_FALSE(choice.update(at(90, 90, false, false), true));
}

TEST(AreaChoice, ALineByHandMayBeHollow) {
    AreaChoice choice;
    choice.update(at(0, 0, true, true, true), true);
    for (const glm::dvec2 px :
         {glm::dvec2{100, 0}, {100, 100}, {80, 100}, {80, 20}, {20, 20}, {20, 100}, {0, 100}})
        choice.update(at(px.x, px.y, false, true, true), true);
    const auto loop = choice.update(at(0, 100, false, false, true), true);
    ASSERT_TRUE(loop);
    EXPECT_TRUE(surrounds(*loop, {10, 60}));
    EXPECT_FALSE(surrounds(*loop, {50, 60})) << "inside the bay";
}

TEST(AreaChoice, NodesInsideBecomeTheFocusAndNothingInsideChangesNothing) {
    Atlas atlas;
    atlas.places.resize(3);
    atlas.groups.resize(1);
    const std::vector<NodeId> nodes = {NodeId{0}, NodeId{1}, NodeId{2}, NodeId{3}};
    const auto where = [](NodeId node) -> std::optional<glm::dvec2> {
        if (index(node) == 1) return std::nullopt;  // behind the eye
        return glm::dvec2(10.0 * static_cast<double>(index(node)), 5);
    };
    const std::vector<glm::dvec2> box = {{-5, 0}, {35, 0}, {35, 10}, {-5, 10}};
    const Focus chosen = focus_on({.direction = Direction::out}, atlas, nodes, box, where);
    EXPECT_EQ(chosen.places, (std::vector{PlaceId{0}, PlaceId{2}}));
    EXPECT_EQ(chosen.groups, (std::vector{GroupId{0}}));
    EXPECT_EQ(chosen.direction, Direction::out);
    const std::vector<glm::dvec2> elsewhere = {{500, 0}, {510, 0}, {510, 10}};
    EXPECT_EQ(focus_on(chosen, atlas, nodes, elsewhere, where), chosen);
}

}  // namespace
}  // namespace flowspace
