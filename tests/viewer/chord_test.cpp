// Groups around a circle: lengths are what is sent, ends lie in their arcs, neighbours' chords do not cross.
#include "viewer/chord.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace flowspace {
namespace {

const std::vector<ChordFlow> three = {{0, 0, 10}, {0, 1, 20}, {0, 2, 30}, {1, 0, 5}, {1, 2, 15}, {2, 1, 40}};

TEST(Chord, AnArcIsAsLongAsWhatItsGroupSendsAndKeeps) {
    const Chord chord = make_chord(3, three);
    ASSERT_EQ(chord.arcs.size(), 3U);
    double turn = 0;
    for (const Chord::Arc& arc : chord.arcs) turn += arc.to - arc.from;
    EXPECT_NEAR(turn, 0.88, 1e-12);
    const auto share = [&](std::size_t group) {
        return (chord.arcs[group].to - chord.arcs[group].from) / turn;
    };
    EXPECT_NEAR(share(0), 60.0 / 120, 1e-12);
    EXPECT_NEAR(share(1), 20.0 / 120, 1e-12);
    EXPECT_NEAR(share(2), 40.0 / 120, 1e-12);
    EXPECT_EQ(chord.arcs[0].sent, 50);
    EXPECT_EQ(chord.arcs[0].stays, 10);
    EXPECT_NEAR((chord.arcs[0].stays_to - chord.arcs[0].stays_from) / turn, 10.0 / 120, 1e-12);
    for (std::size_t group = 1; group < 3; ++group)
        EXPECT_GT(chord.arcs[group].from, chord.arcs[group - 1].to) << "a gap between them";
}

TEST(Chord, BandsEndInTheirArcsSideBySideTheWidestFirst) {
    const Chord chord = make_chord(3, three);
    ASSERT_EQ(chord.bands.size(), 3U);
    EXPECT_EQ(chord.bands[0].a, 1U);
    EXPECT_EQ(chord.bands[0].b, 2U);
    EXPECT_EQ(chord.bands[0].a_sends, 15);
    EXPECT_EQ(chord.bands[0].b_sends, 40);
    struct Piece {
        double from, to;
    };
    std::vector<std::vector<Piece>> pieces(3);
    for (std::size_t group = 0; group < 3; ++group)
        pieces[group].push_back({chord.arcs[group].stays_from, chord.arcs[group].stays_to});
    for (const Chord::Band& band : chord.bands) {
        pieces[band.a].push_back({band.a_from, band.a_to});
        pieces[band.b].push_back({band.b_from, band.b_to});
    }
    for (std::size_t group = 0; group < 3; ++group) {
        std::ranges::sort(pieces[group], {}, &Piece::from);
        double at = chord.arcs[group].from;
        for (const Piece& piece : pieces[group]) {
            EXPECT_NEAR(piece.from, at, 1e-12) << group;
            at = piece.to;
        }
        EXPECT_NEAR(at, chord.arcs[group].to, 1e-12) << group;
    }
    // What goes to the group before lies at the beginning of an arc, what goes to the next one at its end.
    const auto between = [&](std::size_t a, std::size_t b) {
        return *std::ranges::find_if(chord.bands,
                                     [&](const Chord::Band& band) { return band.a == a && band.b == b; });
    };
    EXPECT_LT(between(0, 2).a_from, between(0, 1).a_from);
    EXPECT_LT(between(0, 1).b_from, between(1, 2).a_from);
}

TEST(Chord, NothingFlowsNothingIsDrawn) {
    EXPECT_TRUE(make_chord(3, {}).arcs.empty());
    EXPECT_TRUE(make_chord(0, {}).arcs.empty());
    const std::vector<ChordFlow> alone = {{1, 1, 4}};
    const Chord chord = make_chord(2, alone);
    EXPECT_TRUE(chord.bands.empty());
    EXPECT_NEAR(chord.arcs[1].stays_to - chord.arcs[1].stays_from, 0.88, 1e-12);
}

}  // namespace
}  // namespace flowspace
