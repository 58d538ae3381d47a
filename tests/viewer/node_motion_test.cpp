// Nodes on their way between the map and the space of flows.
#include "viewer/node_motion.h"

#include "render/scene/node_points.h"

#include <gtest/gtest.h>

namespace flowspace {
namespace {

const std::vector<MapPoint> home = {{0, 0}, {10, 0}};
NodeMotion::Points there() {
    return std::make_shared<const std::vector<MapPoint>>(std::vector<MapPoint>{{100, 0}, {10, 50}});
}

TEST(NodeMotion, GoesThereAndBackWithoutAJump) {
    NodeMotion motion;
    EXPECT_EQ(motion.shift(home, 0), NodeShift{});
    const auto target = there();
    motion.send(target, home, 1, false);
    EXPECT_TRUE(motion.running(1.5));
    EXPECT_EQ(shifted(home, motion.shift(home, 1))[0].x_m, 0);
    const double half = shifted(home, motion.shift(home, 1 + NodeMotion::length_s / 2))[0].x_m;
    EXPECT_NEAR(half, 50, 1e-9);
    motion.send(nullptr, home, 1 + NodeMotion::length_s / 2, false);  // turned round midway
    EXPECT_NEAR(shifted(home, motion.shift(home, 1 + NodeMotion::length_s / 2))[0].x_m, half, 1e-9);
    EXPECT_EQ(motion.shift(home, 60), NodeShift{}) << "home, with nothing left to move";
}

TEST(NodeMotion, AtOnceWhereNothingMayMove) {
    NodeMotion motion;
    motion.send(there(), home, 5, true);
    EXPECT_FALSE(motion.running(5.001));
    const NodeShift shift = motion.shift(home, 5);
    EXPECT_EQ(shift.veil, 1);
    EXPECT_EQ(shifted(home, shift)[1], (MapPoint{10, 50}));
    motion.forget();
    EXPECT_EQ(motion.shift(home, 6), NodeShift{});
}

}  // namespace
}  // namespace flowspace
