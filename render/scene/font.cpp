#include "render/scene/font.h"

#include <fmt/format.h>
#include <ft2build.h>
#include FT_FREETYPE_H
#include FT_OUTLINE_H

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <string>
#include <unordered_map>

namespace flowspace {

namespace {

constexpr FT_Long simplified_chinese = 2;  // the face of the collection: JP, KR, SC, TC, HK

constexpr std::array<std::string_view, 2> file_names = {"NotoSansCJK-Regular.ttc",
                                                        "NotoSansCJK-Bold.ttc"};  // by weight

std::span<const std::filesystem::path> usual_folders() {
    static const std::array<std::filesystem::path, 4> folders = {
        "/usr/share/fonts/opentype/noto", "/usr/share/fonts/noto-cjk", "/usr/share/fonts/google-noto-cjk",
        "/usr/local/share/fonts"};
    return folders;
}

struct LibraryCloser {
    void operator()(FT_Library library) const { FT_Done_FreeType(library); }
};
struct FaceCloser {
    void operator()(FT_Face face) const { FT_Done_Face(face); }
};
using Library = std::unique_ptr<FT_LibraryRec_, LibraryCloser>;
using OpenFace = std::unique_ptr<FT_FaceRec_, FaceCloser>;

Result<std::filesystem::path> find_file(std::string_view name,
                                        std::span<const std::filesystem::path> folders) {
    std::string looked;
    for (const std::filesystem::path& folder : folders) {
        std::error_code ignored;
        const std::filesystem::path path = folder / name;
        if (std::filesystem::exists(path, ignored)) return path;
        looked += (looked.empty() ? "" : ", ") + folder.string();
    }
    return Error{fmt::format(
        "{}: missing-font: not found in {}, expected the font of the package fonts-noto-cjk", name, looked)};
}

Result<OpenFace> open_face(FT_Library library, std::string_view name,
                           std::span<const std::filesystem::path> folders) {
    const Result<std::filesystem::path> path = find_file(name, folders);
    if (!path) return path.error();
    FT_Face face = nullptr;
    if (FT_New_Face(library, path->c_str(), simplified_chinese, &face) != 0)
        return Error{
            fmt::format("{}: unreadable-font: not a collection with a face {}, expected Noto Sans CJK",
                        path->string(), simplified_chinese)};
    OpenFace owned(face);
    if (FT_IS_SCALABLE(face) == 0 || FT_Select_Charmap(face, FT_ENCODING_UNICODE) != 0)
        return Error{fmt::format(
            "{}: unreadable-font: no outlines or no Unicode table, expected Noto Sans CJK", path->string())};
    return owned;
}

/// Control characters are drawn as nothing; everything else the face lacks as its missing-glyph box.
bool is_invisible(char32_t c) { return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x200B || c == 0xFEFF; }

}  // namespace

struct Fonts::State {
    Library library;  // outlives the faces
    std::array<OpenFace, 2> faces;
    std::array<int, 2> sizes_px = {0, 0};
    std::array<std::unordered_map<char32_t, GlyphExtent>, 2> extents;

    FT_Face face(Weight weight) const { return faces[static_cast<std::size_t>(weight)].get(); }
};

Fonts::Fonts(std::unique_ptr<State> state) : state_(std::move(state)) {}
Fonts::Fonts(Fonts&&) noexcept = default;
Fonts& Fonts::operator=(Fonts&&) noexcept = default;
Fonts::~Fonts() = default;

Result<Fonts> Fonts::open(std::span<const std::filesystem::path> folders) {
    FT_Library library = nullptr;
    if (FT_Init_FreeType(&library) != 0)
        return Error{"freetype: cannot-start: out of memory, expected FreeType 2.12"};
    auto state = std::make_unique<State>();
    state->library.reset(library);
    for (std::size_t row = 0; row < file_names.size(); ++row) {
        Result<OpenFace> face = open_face(library, file_names[row], folders);
        if (!face) return face.error();
        state->faces[row] = std::move(*face);
    }
    return Fonts(std::move(state));
}

Result<Fonts> Fonts::open() { return open(usual_folders()); }

Result<FontFile> find_font(Weight weight) {
    const auto path = find_file(file_names[static_cast<std::size_t>(weight)], usual_folders());
    if (!path) return path.error();
    return FontFile{*path, static_cast<int>(simplified_chinese)};
}

LineMetrics Fonts::metrics(TextStyle style) const {
    // The face's own ascent and descent leave room for stacked accents; the ideographic em box is what is
    // set.
    const auto size = static_cast<float>(style.size_px);
    return {.ascent_px = 0.88f * size,
            .descent_px = 0.12f * size,
            .cap_height_px = 0.733f * size,
            .line_height_px = std::round(1.4f * size)};
}

GlyphExtent Fonts::extent(char32_t c, Weight weight) const {
    auto& known = state_->extents[static_cast<std::size_t>(weight)];
    const auto found = known.find(c);
    if (found != known.end()) return found->second;
    GlyphExtent extent;
    FT_Face face = state_->face(weight);
    if (!is_invisible(c) && FT_Load_Glyph(face, FT_Get_Char_Index(face, c), FT_LOAD_NO_SCALE) == 0) {
        const auto em = static_cast<float>(face->units_per_EM);
        const FT_Glyph_Metrics& metrics = face->glyph->metrics;
        extent = {.advance_em = static_cast<float>(metrics.horiAdvance) / em,
                  .left_em = static_cast<float>(metrics.horiBearingX) / em,
                  .width_em = static_cast<float>(metrics.width) / em};
    }
    known.emplace(c, extent);
    return extent;
}

bool Fonts::has(char32_t c) const { return FT_Get_Char_Index(state_->face(Weight::regular), c) != 0; }

GlyphBitmap Fonts::rasterise(char32_t c, TextStyle style, int quarter) const {
    GlyphBitmap bitmap;
    if (is_invisible(c) || style.size_px <= 0) return bitmap;
    FT_Face face = state_->face(style.weight);
    int& size_px = state_->sizes_px[static_cast<std::size_t>(style.weight)];
    if (size_px != style.size_px) {
        if (FT_Set_Pixel_Sizes(face, 0, static_cast<FT_UInt>(style.size_px)) != 0) return bitmap;
        size_px = style.size_px;
    }
    if (FT_Load_Glyph(face, FT_Get_Char_Index(face, c), FT_LOAD_TARGET_LIGHT | FT_LOAD_NO_BITMAP) != 0)
        return bitmap;
    FT_Outline_Translate(&face->glyph->outline, quarter * 16, 0);
    if (FT_Render_Glyph(face->glyph, FT_RENDER_MODE_NORMAL) != 0) return bitmap;
    const FT_Bitmap& drawn = face->glyph->bitmap;
    bitmap = {.left_px = face->glyph->bitmap_left,
              .top_px = face->glyph->bitmap_top,
              .width_px = static_cast<int>(drawn.width),
              .height_px = static_cast<int>(drawn.rows),
              .coverage = {}};
    bitmap.coverage.resize(static_cast<std::size_t>(drawn.width) * drawn.rows);
    for (std::size_t row = 0; row < drawn.rows; ++row)
        std::memcpy(bitmap.coverage.data() + row * drawn.width,
                    drawn.buffer + static_cast<std::ptrdiff_t>(row) * drawn.pitch, drawn.width);
    return bitmap;
}

}  // namespace flowspace
