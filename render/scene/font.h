// The faces the map is written in (Noto Sans CJK SC), measured and rasterised one glyph at a time.
#pragma once

#include "data/result.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace flowspace {

enum class Weight : std::uint8_t { regular, bold };

/// Whole pixels keep stems sharp.
struct TextStyle {
    int size_px = 15;
    Weight weight = Weight::regular;

    bool operator==(const TextStyle&) const = default;
};

/// From the baseline; positive up for ascent, down for descent. The line of Chinese text fills ascent +
/// descent.
struct LineMetrics {
    float ascent_px = 0;
    float descent_px = 0;
    float cap_height_px = 0;
    float line_height_px = 0;  // from baseline to baseline
};

/// Coverage of one glyph, row by row from the top.
struct GlyphBitmap {
    int left_px = 0;  // from the pen to the first column
    int top_px = 0;   // from the baseline up to the top of the first row
    int width_px = 0;
    int height_px = 0;
    std::vector<std::uint8_t> coverage = {};
};

struct GlyphExtent {
    float advance_em = 0;
    float left_em = 0;   // ink
    float width_em = 0;  // ink
};

/// The file that a weight is read from, and its face in it: for files that carry the letters themselves.
struct FontFile {
    std::filesystem::path path = {};
    int face = 0;
};
/// Errors: not found, as Fonts::open() says it.
Result<FontFile> find_font(Weight weight);

/// One per thread: FreeType's faces are not shared. Movable, not copyable.
class Fonts {
public:
    /// Looks for NotoSansCJK-Regular.ttc and -Bold.ttc in `folders`, in order; faces are mapped, not read.
    /// Errors: not found (which files, where, which package brings them), or not a font.
    static Result<Fonts> open(std::span<const std::filesystem::path> folders);
    /// In the folders where Linux distributions put them.
    static Result<Fonts> open();

    Fonts(Fonts&&) noexcept;
    Fonts& operator=(Fonts&&) noexcept;
    ~Fonts();

    LineMetrics metrics(TextStyle style) const;

    /// Size-free, so that measuring scales exactly. A character the face lacks has the extent of the
    /// missing-glyph box.
    GlyphExtent extent(char32_t c, Weight weight) const;

    bool has(char32_t c) const;

    /// `quarter`: 0 to 3 quarters of a pixel to the right. Hinted vertically only, so spacing stays as
    /// measured.
    GlyphBitmap rasterise(char32_t c, TextStyle style, int quarter) const;

private:
    struct State;
    explicit Fonts(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

/// Coverage of `glyph` grown by `radius_px`: full near the ink, fading to nothing at the radius.
/// Source: Felzenszwalb and Huttenlocher (2012), Distance transforms of sampled functions.
GlyphBitmap halo_of(const GlyphBitmap& glyph, float radius_px);

}  // namespace flowspace
