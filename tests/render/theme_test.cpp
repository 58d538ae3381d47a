// The themes keep the contrasts and the colour-blind safety that the map promises.
#include "render/scene/theme.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <string>
#include <vector>

namespace flowspace {
namespace {

class EachTheme : public ::testing::TestWithParam<ThemeId> {
protected:
    const Theme& tokens() const { return theme(GetParam()); }
    std::vector<Colour> grounds() const {
        const Theme::Ground& g = tokens().ground;
        return {g.sea, g.lowland, g.upland, g.plateau, g.peak};
    }
    std::vector<Colour> land() const {
        const Theme::Ground& g = tokens().ground;
        return {g.lowland, g.upland, g.plateau, g.peak};
    }
};
std::string theme_name(const ::testing::TestParamInfo<ThemeId>& info) {
    if (info.param == ThemeId::night) return "Night";
    return info.param == ThemeId::paper ? "Paper" : "Contrast";
}
INSTANTIATE_TEST_SUITE_P(Themes, EachTheme,
                         ::testing::Values(ThemeId::night, ThemeId::paper, ThemeId::contrast), theme_name);

TEST_P(EachTheme, TextStandsOutFromEveryGround) {
    for (const Colour ground : grounds()) {
        EXPECT_GE(contrast(tokens().text, ground), 4.5);
        EXPECT_GE(contrast(tokens().muted_text, over(tokens().halo, ground)), 4.5)
            << "muted text in its halo";
        const Colour panel = over(tokens().panel, ground);
        EXPECT_GE(contrast(tokens().text, panel), 4.5);
        EXPECT_GE(contrast(tokens().muted_text, panel), 4.5);
    }
    for (const Colour ground : {tokens().raised, tokens().raised_hover})
        EXPECT_GE(contrast(tokens().text, ground), 4.5);
    EXPECT_GE(contrast(tokens().muted_text, tokens().raised), 4.5);
    EXPECT_GE(contrast(tokens().warning, tokens().panel), 4.5);
    EXPECT_GE(contrast(tokens().danger, tokens().panel), 4.5);
}

TEST_P(EachTheme, HeadsSwatchesSelectionAndNationalBorderReachThreeToOne) {
    std::vector<Colour> marks(tokens().layers.begin(), tokens().layers.end());
    for (std::size_t row = 5; row < 25; ++row) marks.push_back(layer_colour(tokens(), "user", row));
    for (const Colour ground : grounds()) {
        for (const Colour mark : marks) {
            EXPECT_GE(contrast(over(with_alpha(mark, tokens().arc_head_alpha), ground), ground), 3.0);
            EXPECT_GE(contrast(mark, over(tokens().panel, ground)), 3.0);
        }
        EXPECT_GE(contrast(tokens().selection, ground), 3.0);
        EXPECT_GE(contrast(tokens().ground.national_border, ground), 3.0);
        EXPECT_GE(contrast(tokens().out, ground), 3.0);
        EXPECT_GE(contrast(tokens().in, ground), 3.0);
    }
}

TEST_P(EachTheme, ProvinceLinesAndArcBodiesReachOneAndAHalf) {
    for (const Colour ground : land())
        EXPECT_GE(contrast(over(tokens().ground.province_line, ground), ground), 1.5);
    EXPECT_GE(tokens().arc_body_alpha, 0.35f);
    EXPECT_LE(tokens().arc_body_alpha, 0.55f);
    for (const Colour ground : grounds())
        for (const Colour layer : tokens().layers)
            EXPECT_GE(contrast(over(with_alpha(layer, tokens().arc_body_alpha), ground), ground), 1.5);
}

TEST_P(EachTheme, GroundRampIsSteadyAndTellsWaterFromLand) {
    const Theme::Ground& g = tokens().ground;
    const std::vector<Colour> ramp = land();
    for (std::size_t row = 1; row < ramp.size(); ++row) {
        const double step = luminance(ramp[row]) - luminance(ramp[row - 1]);
        EXPECT_GT(tokens().dark ? step : -step, 0) << "step " << row;
    }
    EXPECT_NE(g.sea, g.lowland);
    EXPECT_NE(g.lake, g.lowland);
}

struct Lab {
    double lightness, a, b;
};

Lab to_lab(const std::array<double, 3>& light) {
    const auto f = [](double t) { return t > 0.008856 ? std::cbrt(t) : 7.787 * t + 16.0 / 116; };
    const double x = f((0.4124564 * light[0] + 0.3575761 * light[1] + 0.1804375 * light[2]) / 0.95047);
    const double y = f(0.2126729 * light[0] + 0.7151522 * light[1] + 0.0721750 * light[2]);
    const double z = f((0.0193339 * light[0] + 0.1191920 * light[1] + 0.9503041 * light[2]) / 1.08883);
    return {116 * y - 16, 500 * (x - y), 200 * (y - z)};
}

struct Vision {
    std::string name;
    std::array<double, 9> matrix;  // on linear light
    bool keeps_blue_yellow;        // else red-green
};

/// Source: Machado, Oliveira and Fernandes (2009), severity 1.
const std::vector<Vision>& deficiencies() {
    static const std::vector<Vision> all = {
        {"protan",
         {0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998},
         true},
        {"deutan",
         {0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881},
         true},
        {"tritan",
         {1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.303900},
         false}};
    return all;
}

Lab seen(Colour colour, const Vision* vision) {
    const auto light = linear(colour);
    const std::array<double, 3> full = {light[0], light[1], light[2]};
    if (vision == nullptr) return to_lab(full);
    std::array<double, 3> out = {};
    for (std::size_t row = 0; row < 3; ++row)
        for (std::size_t column = 0; column < 3; ++column)
            out[row] += vision->matrix[row * 3 + column] * full[column];
    for (double& part : out) part = std::clamp(part, 0.0, 1.0);
    return to_lab(out);
}

TEST_P(EachTheme, LayersKeepTheirOrderUnderColourVisionDeficiencies) {
    const auto& layers = tokens().layers;
    for (const Vision& vision : deficiencies()) {
        for (std::size_t i = 0; i < layers.size(); ++i) {
            for (std::size_t j = 0; j < layers.size(); ++j) {
                if (i == j) continue;
                const Lab full_i = seen(layers[i], nullptr), full_j = seen(layers[j], nullptr);
                const Lab i_seen = seen(layers[i], &vision), j_seen = seen(layers[j], &vision);
                if (full_i.lightness > full_j.lightness) {
                    EXPECT_GT(i_seen.lightness, j_seen.lightness + 1.5) << vision.name << i << j;
                }
                const double full = vision.keeps_blue_yellow ? full_i.b - full_j.b : full_i.a - full_j.a;
                const double kept = vision.keeps_blue_yellow ? i_seen.b - j_seen.b : i_seen.a - j_seen.a;
                if (full > 12) {
                    EXPECT_GT(kept, 0) << vision.name << " hue " << i << j;
                }
                EXPECT_GT(
                    std::hypot(i_seen.lightness - j_seen.lightness, i_seen.a - j_seen.a, i_seen.b - j_seen.b),
                    11)
                    << vision.name << i << j;
            }
        }
    }
}

/// Read by lightness alone, so that no colour vision misses it.
TEST_P(EachTheme, MeasuresRunSteadilyFromLittleToMuch) {
    const auto at = [&](int step) {
        return overlay_colour(tokens(), {OverlayInk::Kind::sequential, static_cast<float>(step) / 10});
    };
    for (const Vision& vision : deficiencies())
        for (int step = 1; step <= 10; ++step) {
            const double change = seen(at(step), &vision).lightness - seen(at(step - 1), &vision).lightness;
            EXPECT_GT(tokens().dark ? change : -change, 1) << vision.name << step;
        }
    for (const Colour ground : grounds()) {
        EXPECT_GE(contrast(at(0), ground), 1.5);
        EXPECT_GE(contrast(at(10), ground), 3.0);
        EXPECT_GE(contrast(overlay_colour(tokens(), {OverlayInk::Kind::warning}), ground), 3.0);
    }
    EXPECT_GE(contrast(at(0), over(tokens().panel, tokens().ground.lowland)), 3.0);
}

TEST(LayerColour, GoesByKeyForTheFiveAndByRowForOthers) {
    const Theme& night = theme(ThemeId::night);
    EXPECT_EQ(layer_colour(night, "goods", 0), night.layers[1]);
    EXPECT_EQ(layer_colour(night, "goods", 7), night.layers[1]);
    EXPECT_NE(layer_colour(night, "parcels", 0), layer_colour(night, "parcels", 1));
}

TEST(AreaColour, NeighbouringRowsDiffer) {
    for (const ThemeId id : {ThemeId::night, ThemeId::paper, ThemeId::contrast})
        for (std::size_t row = 0; row + 1 < 19; ++row) {
            const Lab a = seen(area_colour(theme(id), row), nullptr),
                      b = seen(area_colour(theme(id), row + 1), nullptr);
            EXPECT_GT(std::hypot(a.a - b.a, a.b - b.b), 20) << row;
        }
}

TEST(Contrast, AgreesWithPublishedRatios) {
    EXPECT_NEAR(contrast(colour(0x000000), colour(0xFFFFFF)), 21, 1e-9);
    EXPECT_NEAR(contrast(colour(0x777777), colour(0xFFFFFF)), 4.48, 0.01);
    EXPECT_NEAR(contrast(colour(0x0000FF), colour(0xFFFFFF)), 8.59, 0.01);
}

TEST(LinearLight, GoesThereAndBack) {
    for (std::uint32_t code = 0; code < 256; ++code) {
        const Colour grey = colour(code * 0x010101U);
        EXPECT_EQ(from_linear(linear(grey)), grey);
    }
}

}  // namespace
}  // namespace flowspace
