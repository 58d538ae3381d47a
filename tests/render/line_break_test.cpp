// Where lines of Chinese and Latin text end: GB/T 15834 and CLREQ; and blends of draw lists.
#include "render/scene/line_break.h"

#include "render/scene/blend.h"
#include "render/scene/utf8.h"

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <string_view>
#include <vector>

namespace flowspace {
namespace {

/// Ideographs and their punctuation take two, all else one.
float width(std::span<const char32_t> codes) {
    float sum = 0;
    for (const char32_t c : codes) sum += is_wide(c) ? 2 : 1;
    return sum;
}

std::vector<std::u32string> lines(std::u32string_view text, float width_px) {
    std::vector<std::u32string> all;
    for (const TextRange& line :
         break_evenly(std::span<const char32_t>(text.data(), text.size()), width_px, width))
        all.emplace_back(text.substr(line.first, line.last - line.first));
    return all;
}

bool breaks(std::u32string_view text, std::size_t at) {
    return may_break_before(std::span<const char32_t>(text.data(), text.size()), at);
}

TEST(LineBreak, NeverBeforeClosingOrAfterOpeningPunctuation) {
    for (const char32_t c : std::u32string_view(U"，。、；：？！）》」』】〕”’％·…—～,.;:?!)]%"))
        EXPECT_FALSE(breaks(std::u32string(U"城") + c + U"市", 1)) << static_cast<std::uint32_t>(c);
    for (const char32_t c : std::u32string_view(U"（《「『【〔“‘(["))
        EXPECT_FALSE(breaks(std::u32string(U"城") + c + U"市", 2)) << static_cast<std::uint32_t>(c);
    EXPECT_TRUE(breaks(U"城（市", 1));
    EXPECT_TRUE(breaks(U"城）市", 2));
}

TEST(LineBreak, DoubleSignsSolidusNumbersAndWordsAreKeptWhole) {
    EXPECT_FALSE(breaks(U"流——城", 2));
    EXPECT_FALSE(breaks(U"流……城", 2));
    EXPECT_TRUE(breaks(U"流——城", 3));
    EXPECT_FALSE(breaks(U"省/市", 1));
    EXPECT_FALSE(breaks(U"省/市", 2));
    EXPECT_FALSE(breaks(U"58%的", 2));
    EXPECT_TRUE(breaks(U"58%的", 3));
    EXPECT_FALSE(breaks(U"19个", 2));
    EXPECT_FALSE(breaks(U"19 个", 3));
    EXPECT_TRUE(breaks(U"约 19", 2));
    EXPECT_FALSE(breaks(U"−3", 1));
    EXPECT_FALSE(breaks(U"Wuhan", 3));
    EXPECT_TRUE(breaks(U"Wuhan stood", 6));
    EXPECT_TRUE(breaks(U"武汉Wuhan", 2));
}

TEST(LineBreak, NumbersKeepTheirUnits) {
    EXPECT_FALSE(breaks(U"32.1 million people", 5));
    EXPECT_TRUE(breaks(U"32.1 million people", 13));
    EXPECT_TRUE(breaks(U"in 2020 millions moved", 8));
    EXPECT_FALSE(breaks(U"180 km", 4));
    EXPECT_FALSE(breaks(U"约 10 角分", 6));
    EXPECT_FALSE(breaks(U"约10角分", 4));
    EXPECT_TRUE(breaks(U"十角分", 2));
    EXPECT_FALSE(breaks(U"58 平方公里内", 6));
    EXPECT_TRUE(breaks(U"58 平方公里内", 7));
}

TEST(LineBreak, TwoLinesAreEvenAndEndAfterAClause) {
    const auto two = lines(U"三百个城市铺开一张网：最大的重庆有三千万人，一半的城市还不到三百万人。", 44);
    ASSERT_EQ(two.size(), 2U);
    EXPECT_EQ(two[0], U"三百个城市铺开一张网：最大的重庆有三千万人，");
    const auto english = lines(U"Circles join into agglomerations: most trips begin and end in one", 40);
    ASSERT_EQ(english.size(), 2U);
    EXPECT_EQ(english[0], U"Circles join into agglomerations:");
    EXPECT_EQ(lines(U"一行就够", 44).size(), 1U);
    EXPECT_TRUE(lines(U"  ", 44).empty());
}

TEST(LineBreak, NoLineHoldsALoneCharacter) {
    const auto two = lines(U"城市群里住着多数人。", 18);
    ASSERT_EQ(two.size(), 2U);
    EXPECT_GE(two[1].size(), 3U);
    const auto three = lines(U"一二三四五六七八九十百千万", 12);
    ASSERT_EQ(three.size(), 3U);
    EXPECT_EQ(three[2], U"千万");
}

/// Every text, every width: rules hold wherever a line could hold its words at all, and nothing is lost.
TEST(LineBreak, HoldsForEveryWidth) {
    const std::u32string_view texts[] = {
        U"371 个城市铺开一张网：最大的重庆有 3205 万人，一半的城市不到 302 万。连线为“模拟”人流（2023 年）……",
        U"Let flow decide distance: the denser the ties, the nearer the cities (modelled)."};
    for (const std::u32string_view text : texts)
        for (float width_px = 24; width_px < 140; width_px += 1) {
            std::u32string all;
            const auto found = lines(text, width_px);
            for (std::size_t row = 0; row < found.size(); ++row) {
                EXPECT_LE(width(found[row]), width_px);
                if (row > 0) {
                    EXPECT_FALSE(forbidden_at_start(found[row].front()));
                }
                if (row + 1 < found.size()) {
                    EXPECT_FALSE(forbidden_at_end(found[row].back()));
                }
                all += found[row];
            }
            std::u32string without, kept;
            for (const char32_t c : text)
                if (c != U' ') without += c;
            for (const char32_t c : all)
                if (c != U' ') kept += c;
            EXPECT_EQ(kept, without);
        }
}

DrawList list_of(std::vector<std::pair<std::uint32_t, float>> widths) {
    DrawList list;
    for (const auto& [pair, width_px] : widths)
        list.arcs.push_back({.pair = PairId{pair},
                             .origin = NodeId{pair},
                             .destination = NodeId{pair + 1},
                             .value = static_cast<double>(width_px),
                             .width_px = width_px,
                             .strength = width_px / 10});
    return list;
}

TEST(Blend, RunsBetweenBothAndFadesTheRest) {
    DrawList a = list_of({{1, 2}, {2, 4}}), b = list_of({{2, 8}, {3, 6}});
    a.places = {{.node = NodeId{1}, .radius_px = 3}};
    b.places = {{.node = NodeId{1}, .radius_px = 5}, {.node = NodeId{9}, .radius_px = 4}};
    a.furniture.title = "a";
    b.furniture.title = "b";
    EXPECT_EQ(blended(a, b, 0).arcs.size(), 2U);
    EXPECT_EQ(blended(a, b, 1).furniture.title, "b");
    const DrawList half = blended(a, b, 0.5);
    ASSERT_EQ(half.arcs.size(), 3U);
    for (const ArcItem& arc : half.arcs)
        EXPECT_FLOAT_EQ(arc.width_px, arc.pair == PairId{1} ? 1.F : arc.pair == PairId{2} ? 6.F : 3.F);
    for (std::size_t row = 1; row < half.arcs.size(); ++row)
        EXPECT_LE(half.arcs[row - 1].strength, half.arcs[row].strength);
    ASSERT_EQ(half.places.size(), 2U);
    EXPECT_FLOAT_EQ(half.places[0].radius_px, std::sqrt(17.F));  // areas run, not radii
    EXPECT_EQ(blended(a, b, 0.4).furniture.title, "a");
}

}  // namespace
}  // namespace flowspace
