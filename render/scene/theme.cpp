#include "render/scene/theme.h"

#include <algorithm>
#include <cmath>

namespace flowspace {

namespace {

constexpr std::array<std::string_view, 5> known_layers = {"people", "goods", "capital", "technology",
                                                          "information"};
constexpr double golden_angle_deg = 137.50776405;

/// Dark: halls and projectors.
Theme night() {
    Theme t;
    t.ground = {.sea = colour(0x0D1620),
                .lowland = colour(0x16212B),
                .upland = colour(0x1F2B34),
                .plateau = colour(0x2A353D),
                .peak = colour(0x3B464D),
                .lake = colour(0x12263A),
                .river = colour(0x274863, 0.85f),
                .coast = colour(0x3A5165),
                .national_border = colour(0x8FA3B2),
                .province_line = colour(0x667987, 0.7f),
                .prefecture_line = colour(0x4A5965, 0.5f)};
    t.text = colour(0xE3EBF2);
    t.muted_text = colour(0x8FA0AE);
    t.halo = colour(0x0D1620, 0.85f);
    t.panel = colour(0x10171F, 0.94f);
    t.raised = colour(0x1C2631);
    t.raised_hover = colour(0x283542);
    t.hairline = colour(0x2D3945);
    t.shadow = colour(0x000000, 0.45f);
    t.accent = colour(0x59AFE1);
    t.warning = colour(0xFAB123);
    t.danger = colour(0xFF7B72);
    t.layers = {colour(0x59AFE1), colour(0xFAB123), colour(0xFFF453), colour(0x5CE8BC), colour(0xCD7DAA)};
    t.further_layer = {.lightness = 0.76, .chroma = 0.13, .hue_deg = 22};
    t.selection = t.text;
    t.out = colour(0xF28E5C);
    t.in = colour(0x6FB7FF);
    t.gain = colour(0x5AAEFF);
    t.loss = colour(0xFF8A5B);
    t.measure_low = colour(0x5F74A0);
    t.measure_high = colour(0xFDE737);
    t.negative = colour(0xFF5D73);
    t.area = {.lightness = 0.75, .chroma = 0.11, .hue_deg = 250};
    return t;
}

/// Light: print and bright rooms.
Theme paper() {
    Theme t;
    t.dark = false;
    t.ground = {.sea = colour(0xDCE8F0),
                .lowland = colour(0xF4F2EA),
                .upland = colour(0xEAE4D6),
                .plateau = colour(0xDDD3C0),
                .peak = colour(0xDACFBB),
                .lake = colour(0xC9DEEB),
                .river = colour(0x8FB8D2, 0.9f),
                .coast = colour(0x8FA9B8),
                .national_border = colour(0x5B5B57),
                .province_line = colour(0x87837A, 0.7f),
                .prefecture_line = colour(0xA9A498, 0.6f)};
    t.text = colour(0x1E2327);
    t.muted_text = colour(0x595F64);
    t.halo = colour(0xFBFAF5, 0.88f);
    t.panel = colour(0xFFFFFF, 0.94f);
    t.raised = colour(0xF1F2F2);
    t.raised_hover = colour(0xE4E7E9);
    t.hairline = colour(0xD5D9DC);
    t.shadow = colour(0x1E2327, 0.18f);
    t.accent = colour(0x045D9A);
    t.warning = colour(0x8A5200);
    t.danger = colour(0xB3261E);
    t.layers = {colour(0x045D9A), colour(0xA45F00), colour(0x534B00), colour(0x00603A), colour(0x781557)};
    t.further_layer = {.lightness = 0.45, .chroma = 0.12, .hue_deg = 22};
    t.arc_body_alpha = 0.55f;
    t.selection = t.text;
    t.out = colour(0xB0480B);
    t.in = colour(0x1B66B1);
    t.gain = colour(0x1B66B1);
    t.loss = colour(0xB0480B);
    t.measure_low = colour(0x9A8A3C);
    t.measure_high = colour(0x14305F);
    t.negative = colour(0xB3123F);
    t.area = {.lightness = 0.52, .chroma = 0.11, .hue_deg = 250};
    return t;
}

/// Large text and strong edges, for low vision.
Theme strong() {
    Theme t;
    t.text_scale = 1.25f;
    t.ground = {.sea = colour(0x000000),
                .lowland = colour(0x101010),
                .upland = colour(0x181818),
                .plateau = colour(0x202020),
                .peak = colour(0x282828),
                .lake = colour(0x001B33),
                .river = colour(0x2E6690),
                .coast = colour(0x8A8A8A),
                .national_border = colour(0xFFFFFF),
                .province_line = colour(0xA6A6A6, 0.9f),
                .prefecture_line = colour(0x6E6E6E, 0.8f)};
    t.national_border_px = 2.25f;
    t.province_line_px = 1.5f;
    t.text = colour(0xFFFFFF);
    t.muted_text = colour(0xD2D2D2);
    t.halo = colour(0x000000, 0.95f);
    t.halo_px = 2.5f;
    t.panel = colour(0x000000);
    t.raised = colour(0x242424);
    t.raised_hover = colour(0x3A3A3A);
    t.hairline = colour(0x8A8A8A);
    t.shadow = colour(0x000000, 0.6f);
    t.accent = colour(0xFFFF62);
    t.warning = colour(0xFFB419);
    t.danger = colour(0xFF9A94);
    t.layers = {colour(0x60ABE2), colour(0xFFB419), colour(0xFFFF62), colour(0x64F2C6), colour(0xB97FA5)};
    t.further_layer = {.lightness = 0.82, .chroma = 0.13, .hue_deg = 22};
    t.arc_body_alpha = 0.55f;
    t.arc_head_alpha = 1;
    t.selection = t.text;
    t.out = colour(0xFFA264);
    t.in = colour(0x7FC4FF);
    t.gain = colour(0x7FC4FF);
    t.loss = colour(0xFFA264);
    t.measure_low = colour(0x6A80B4);
    t.measure_high = colour(0xFFFF62);
    t.negative = colour(0xFF8095);
    t.area = {.lightness = 0.85, .chroma = 0.12, .hue_deg = 250};
    t.area_fill_alpha = 0.12f;
    t.selected_area_fill_alpha = 0.24f;
    t.area_outline_px = 2.25f;
    return t;
}

Colour turned(Oklch first, std::size_t steps) {
    first.hue_deg = std::fmod(first.hue_deg + golden_angle_deg * static_cast<double>(steps), 360.0);
    return from_oklch(first);
}

}  // namespace

const Theme& theme(ThemeId id) {
    static const std::array<Theme, 3> themes = {night(), paper(), strong()};
    return themes[static_cast<std::size_t>(id)];
}

Colour layer_colour(const Theme& theme, std::string_view key, std::size_t row) {
    const auto known = std::find(known_layers.begin(), known_layers.end(), key);
    if (known != known_layers.end())
        return theme.layers[static_cast<std::size_t>(known - known_layers.begin())];
    return turned(theme.further_layer, row);
}

Colour change_colour(const Theme& theme, float tone) {
    return mix(theme.muted_text, tone < 0 ? theme.loss : theme.gain, std::min(1.0f, std::fabs(tone)));
}

Colour overlay_colour(const Theme& theme, OverlayInk ink) {
    switch (ink.kind) {
        case OverlayInk::Kind::sequential:
            return mix(theme.measure_low, theme.measure_high, std::clamp(ink.tone, 0.0f, 1.0f));
        case OverlayInk::Kind::diverging:
            return change_colour(theme, ink.tone);
        case OverlayInk::Kind::category:
            return area_colour(theme, ink.row);
        case OverlayInk::Kind::warning:
            return theme.danger;
        case OverlayInk::Kind::quiet:
        case OverlayInk::Kind::none:
            break;
    }
    return theme.muted_text;
}

Colour area_colour(const Theme& theme, std::size_t row) { return turned(theme.area, row); }

}  // namespace flowspace
