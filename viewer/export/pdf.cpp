#include "viewer/export/pdf.h"

#include "data/project/atomic_file.h"
#include "render/scene/utf8.h"

#include <cairo-ft.h>
#include <cairo-pdf.h>
#include <cairo.h>
#include <fmt/format.h>
#include <ft2build.h>
#include FT_FREETYPE_H

#include <array>
#include <cstring>
#include <memory>

namespace flowspace {
namespace {

constexpr double points_per_px = 72.0 / 96;
constexpr double longest_points = 14'400;

template <auto destroy>
struct Destroyer {
    template <class T>
    void operator()(T* object) const {
        destroy(object);
    }
};
using Surface = std::unique_ptr<cairo_surface_t, Destroyer<cairo_surface_destroy>>;
using Context = std::unique_ptr<cairo_t, Destroyer<cairo_destroy>>;
using FontFace = std::unique_ptr<cairo_font_face_t, Destroyer<cairo_font_face_destroy>>;
using Library = std::unique_ptr<FT_LibraryRec_, Destroyer<FT_Done_FreeType>>;
using Face = std::unique_ptr<FT_FaceRec_, Destroyer<FT_Done_Face>>;

/// Outlives what is drawn with it: cairo reads the letters when the page ends.
struct Letters {
    Library library = {};
    std::array<Face, 2> faces = {};
    std::array<FontFace, 2> fonts = {};
};

Result<Letters> open_letters(Language language) {
    const bool zh = language == Language::zh;
    Letters letters;
    FT_Library library = nullptr;
    if (FT_Init_FreeType(&library) != 0)
        return Error{zh ? "FreeType 无法启动，应有内存余量" : "no FreeType, expected room in memory"};
    letters.library.reset(library);
    for (const Weight weight : {Weight::regular, Weight::bold}) {
        const Result<FontFile> file = find_font(weight);
        if (!file) return file.error();
        FT_Face face = nullptr;
        if (FT_New_Face(library, file->path.c_str(), file->face, &face) != 0)
            return Error{
                zh ? fmt::format("{}：字体无法读取，应为 Noto Sans CJK", file->path.string())
                   : fmt::format("{}: unreadable-font: expected Noto Sans CJK", file->path.string())};
        const auto at = static_cast<std::size_t>(weight);
        letters.faces[at].reset(face);
        letters.fonts[at].reset(cairo_ft_font_face_create_for_ft_face(face, FT_LOAD_NO_HINTING));
    }
    return letters;
}

void set_colour(cairo_t* page, Colour colour) {
    cairo_set_source_rgba(page, colour.r / 255.0, colour.g / 255.0, colour.b / 255.0,
                          static_cast<double>(colour.alpha));
}

/// The letters as glyphs and as the text they stand for.
struct Set {
    std::vector<cairo_glyph_t> glyphs = {};
    std::vector<cairo_text_cluster_t> clusters = {};
    std::string text = {};
};

Set set_of(const TextRun& run, FT_Face face) {
    Set set;
    for (const TextRun::Letter& letter : run.letters) {
        set.glyphs.push_back({FT_Get_Char_Index(face, letter.c), static_cast<double>(letter.x_px),
                              static_cast<double>(run.baseline_px)});
        const std::size_t before = set.text.size();
        append_utf8(set.text, letter.c);
        set.clusters.push_back({static_cast<int>(set.text.size() - before), 1});
    }
    return set;
}

void write(cairo_t* page, const TextRun& run, const Letters& letters) {
    const auto weight = static_cast<std::size_t>(run.style.weight);
    cairo_set_font_face(page, letters.fonts[weight].get());
    cairo_set_font_size(
        page, run.exact_px > 0 ? static_cast<double>(run.exact_px) : static_cast<double>(run.style.size_px));
    const Set set = set_of(run, letters.faces[weight].get());
    const auto count = static_cast<int>(set.glyphs.size());
    if (run.halo_px > 0 && run.halo.alpha > 0) {
        cairo_glyph_path(page, set.glyphs.data(), count);
        cairo_set_line_width(page, 2 * static_cast<double>(run.halo_px));
        cairo_set_line_join(page, CAIRO_LINE_JOIN_ROUND);
        set_colour(page, run.halo);
        cairo_stroke(page);
    }
    if (run.colour.alpha <= 0) return;
    set_colour(page, run.colour);
    cairo_show_text_glyphs(page, set.text.c_str(), static_cast<int>(set.text.size()), set.glyphs.data(),
                           count, set.clusters.data(), static_cast<int>(set.clusters.size()),
                           cairo_text_cluster_flags_t{});
}

/// Three bytes a pixel as the four that cairo reads.
Surface surface_of(const Image& image) {
    Surface surface(cairo_image_surface_create(CAIRO_FORMAT_RGB24, image.width_px, image.height_px));
    if (cairo_surface_status(surface.get()) != CAIRO_STATUS_SUCCESS) return surface;
    unsigned char* rows = cairo_image_surface_get_data(surface.get());
    const int stride = cairo_image_surface_get_stride(surface.get());
    const std::uint8_t* from = image.rgb.data();
    for (int row = 0; row < image.height_px; ++row)
        for (int column = 0; column < image.width_px; ++column, from += 3) {
            const std::uint32_t pixel = static_cast<std::uint32_t>(from[0]) << 16 |
                                        static_cast<std::uint32_t>(from[1]) << 8 | from[2];
            std::memcpy(rows + static_cast<std::ptrdiff_t>(row) * stride + std::ptrdiff_t{4} * column, &pixel,
                        4);
        }
    cairo_surface_mark_dirty(surface.get());
    return surface;
}

void tell(cairo_surface_t* pdf, const Page& page) {
    std::string about;
    for (const auto& [key, text] : page.texts) {
        if (key == "Title") cairo_pdf_surface_set_metadata(pdf, CAIRO_PDF_METADATA_TITLE, text.c_str());
        if (key == "Software") cairo_pdf_surface_set_metadata(pdf, CAIRO_PDF_METADATA_CREATOR, text.c_str());
        if (key == "Source") cairo_pdf_surface_set_metadata(pdf, CAIRO_PDF_METADATA_KEYWORDS, text.c_str());
        if (key == "Description" || key == "Comment") about += (about.empty() ? "" : "; ") + text;
        if (key == "Filter") about += (about.empty() ? "filter: " : "; filter: ") + text;
    }
    cairo_pdf_surface_set_metadata(pdf, CAIRO_PDF_METADATA_SUBJECT, about.c_str());
    cairo_pdf_surface_set_metadata(pdf, CAIRO_PDF_METADATA_CREATE_DATE, "2000-01-01T00:00:00Z");
}

/// The date that had to be said is taken out again, byte for byte, so that nothing in the file moves.
void leave_out_date(std::string& bytes) {
    const std::size_t at = bytes.rfind("/CreationDate (");
    if (at == std::string::npos) return;
    const std::size_t end = bytes.find(')', at);
    if (end != std::string::npos) bytes.replace(at, end + 1 - at, end + 1 - at, ' ');
}

cairo_status_t append(void* to, const unsigned char* bytes, unsigned int size) {
    static_cast<std::string*>(to)->append(reinterpret_cast<const char*>(bytes), size);
    return CAIRO_STATUS_SUCCESS;
}

}  // namespace

Result<std::filesystem::path> write_pdf(const Page& page, const std::filesystem::path& path,
                                        Language of_errors) {
    const bool zh = of_errors == Language::zh;
    const double width = page.image.width_px * points_per_px, height = page.image.height_px * points_per_px;
    if (width > longest_points || height > longest_points)
        return Error{fmt::format(
            fmt::runtime(zh ? "--size：得到 {}x{}，PDF 的边长应至多 {}"
                            : "--size: found {}x{}, expected sides of at most {} for PDF"),
            page.image.width_px, page.image.height_px, static_cast<int>(longest_points / points_per_px))};
    auto letters = open_letters(of_errors);
    if (!letters) return letters.error();
    std::string bytes;
    {
        const Surface pdf(cairo_pdf_surface_create_for_stream(append, &bytes, width, height));
        tell(pdf.get(), page);
        const Surface image = surface_of(page.image);
        const Context context(cairo_create(pdf.get()));
        cairo_scale(context.get(), points_per_px, points_per_px);
        cairo_set_source_surface(context.get(), image.get(), 0, 0);
        cairo_paint(context.get());
        cairo_font_options_t* options = cairo_font_options_create();
        cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
        cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
        cairo_set_font_options(context.get(), options);
        cairo_font_options_destroy(options);
        for (const TextRun& run : page.words) write(context.get(), run, *letters);
        cairo_show_page(context.get());
        cairo_surface_finish(pdf.get());
        if (const cairo_status_t status = cairo_surface_status(pdf.get()); status != CAIRO_STATUS_SUCCESS)
            return Error{fmt::format(fmt::runtime(zh ? "{}：无法写入：{}，应有内存余量"
                                                     : "{}: cannot-write: {}, expected room in memory"),
                                     path.string(), cairo_status_to_string(status))};
    }
    leave_out_date(bytes);
    if (const auto problem = write_file(path, bytes)) return Error{format_problem(*problem, of_errors)};
    return path;
}

}  // namespace flowspace
