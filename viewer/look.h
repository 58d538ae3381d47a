// What every panel and widget is drawn with: theme, accent, fonts, scale and language.
#pragma once

#include "data/dataset.h"
#include "data/result.h"
#include "render/scene/theme.h"
#include "viewer/settings.h"

#include <imgui.h>

#include <cmath>
#include <span>
#include <string>
#include <vector>

namespace flowspace {

/// Owned by the ImGui font atlas that built them. Sizes in px at scale 1.
/// ImGui counts the size of a font as its face's line box, the design in ems: Noto Sans CJK.
inline constexpr float line_box_em = 1.448f;

struct UiFonts {
    ImFont* small = nullptr;   // 12
    ImFont* body = nullptr;    // 14
    ImFont* strong = nullptr;  // 14, bold
    ImFont* title = nullptr;   // 16, bold
    ImFont* figure = nullptr;  // 22, bold: digits, and the units that follow them
};

struct Look {
    const Theme& theme;
    Colour accent = {};
    UiFonts fonts = {};
    float scale = 1;  // screen pixels per px of the design
    Language language = Language::zh;

    /// Whole screen pixels for `design_px`.
    float px(float design_px) const { return std::round(design_px * scale); }
};

inline ImU32 paint(Colour colour) {
    return IM_COL32(colour.r, colour.g, colour.b, static_cast<int>(std::lround(colour.alpha * 255)));
}
inline ImU32 paint(Colour colour, float alpha) { return paint(with_alpha(colour, colour.alpha * alpha)); }

/// Every character that may appear: the interface texts of both languages and what the data names, and
/// `further` texts. Ranges for
/// ImGui (pairs, ending in 0); characters beyond 16 bit are left out, which ImGui 1.86 cannot hold.
std::vector<ImWchar> glyph_ranges(const Dataset& data, std::span<const std::string> further = {});

/// Loads Noto Sans CJK SC through FreeType at `scale`. `ranges` must live as long as the atlas.
/// Errors: the font file is not where Debian's fonts-noto-cjk puts it.
Result<UiFonts> load_fonts(ImFontAtlas& atlas, const std::vector<ImWchar>& ranges, float scale);

/// Spacing, rounding and colours of what ImGui draws by itself (fields, scroll bars).
void apply_look(const Look& look);

Colour layer_colour_of(const Theme& theme, const Dataset& data, LayerId layer);

/// Name, unit and status of a layer in words.
const char* layer_name(const LayerInfo& layer, Language language);
const std::string& layer_source(const LayerInfo& layer, Language language);
const char* layer_unit(const LayerInfo& layer, Language language);
/// "327 person-trips"; a unit that is itself a multiple is set apart from the number: "56,600 × 10,000 yuan".
std::string with_unit(std::string number, const LayerInfo& layer, Language language);
const char* status_text(Status status, Language language);
const char* place_name(const Place& place, Language language);
const char* group_name(const Group& group, Language language);

}  // namespace flowspace
