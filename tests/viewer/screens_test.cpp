// Which monitor the audience sees and where notes go.
#include "viewer/screens.h"

#include <gtest/gtest.h>

#include <vector>

namespace flowspace {
namespace {

constexpr ScreenArea laptop{0, 0, 1440, 900}, hall{1440, 0, 1920, 1080}, above{0, -1080, 1920, 1080};
constexpr ScreenArea on_laptop{100, 100, 1000, 700}, on_hall{1500, 40, 1600, 900};

TEST(Screens, TheAudienceSeesTheChosenOne) {
    const std::vector<ScreenArea> both{laptop, hall};
    EXPECT_EQ(audience_screen(both, on_laptop, 1), 1U);
    EXPECT_EQ(audience_screen(both, on_hall, 0), 0U);
}

TEST(Screens, WithoutAChoiceItIsWhereTheWindowIs) {
    const std::vector<ScreenArea> both{laptop, hall};
    EXPECT_EQ(audience_screen(both, on_laptop, -1), 0U);
    EXPECT_EQ(audience_screen(both, on_hall, -1), 1U);
    EXPECT_EQ(audience_screen(both, {1300, 0, 1000, 700}, -1), 1U);     // its middle
    EXPECT_EQ(audience_screen(both, {9000, 9000, 1000, 700}, -1), 0U);  // nowhere
    EXPECT_EQ(audience_screen(both, on_hall, 2), 1U);                   // unplugged meanwhile
    EXPECT_EQ(audience_screen(std::vector{above, laptop}, {0, -900, 800, 600}, -1), 0U);
    EXPECT_EQ(audience_screen({}, on_laptop, 0), std::nullopt);
}

TEST(Screens, NotesGoWhereTheAudienceDoesNotLook) {
    EXPECT_EQ(notes_screen(std::vector{laptop, hall}, 1), 0U);
    EXPECT_EQ(notes_screen(std::vector{laptop, hall}, 0), 1U);
    EXPECT_EQ(notes_screen(std::vector{hall, above, laptop}, 0), 1U);
    EXPECT_EQ(notes_screen(std::vector{laptop}, 0), std::nullopt);
    EXPECT_EQ(notes_screen({}, 0), std::nullopt);
}

TEST(Screens, AMirrorIsNoScreenOfOnesOwn) {
    const ScreenArea mirror{0, 0, 1920, 1080};
    EXPECT_EQ(notes_screen(std::vector{laptop, mirror}, 0), std::nullopt);
    EXPECT_EQ(notes_screen(std::vector{laptop, mirror, {1920, 0, 800, 600}}, 0), 2U);
    EXPECT_EQ(notes_screen(std::vector{laptop, {1440, 0, 0, 0}}, 0), std::nullopt);  // switched off
}

TEST(Screens, NotesStayOnTheirScreen) {
    EXPECT_EQ(notes_beside({1440, 0, 1920, 1000}), (ScreenArea{1536, 50, 1728, 900}));
    EXPECT_EQ(notes_over({0, 30, 1440, 870}), (ScreenArea{720, 465, 720, 435}));
}

}  // namespace
}  // namespace flowspace
