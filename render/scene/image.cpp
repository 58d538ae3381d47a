#include "render/scene/image.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <png.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

namespace flowspace {

namespace {

Error cannot(std::string_view what, const std::filesystem::path& path) {
    return Error{fmt::format("{}: cannot-{}: {}, expected a folder that can be written to", path.string(),
                             what, std::strerror(errno))};
}

[[noreturn]] void png_failed(png_structp png, png_const_charp) { longjmp(png_jmpbuf(png), 1); }
void png_warned(png_structp, png_const_charp) {}

/// libpng reports by longjmp, so nothing with a destructor may live in this function.
bool encode(std::FILE* file, const Image& image, const std::uint8_t* rows, std::size_t channels,
            const png_text* texts, int text_count) {
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, png_failed, png_warned);
    if (png == nullptr) return false;
    png_infop info = png_create_info_struct(png);
    if (info == nullptr || setjmp(png_jmpbuf(png)) != 0) {
        png_destroy_write_struct(&png, &info);
        return false;
    }
    png_init_io(png, file);
    png_set_user_limits(png, 0x7fffffff, 0x7fffffff);
    png_set_IHDR(png, info, static_cast<png_uint_32>(image.width_px),
                 static_cast<png_uint_32>(image.height_px), 8,
                 channels == 4 ? PNG_COLOR_TYPE_RGB_ALPHA : PNG_COLOR_TYPE_RGB, PNG_INTERLACE_NONE,
                 PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_set_sRGB_gAMA_and_cHRM(png, info, PNG_sRGB_INTENT_PERCEPTUAL);
    png_set_compression_level(
        png, 1);  // level 1 with the SUB filter: a tenth of the default's time for a fifth more bytes
    png_set_filter(png, PNG_FILTER_TYPE_BASE, PNG_FILTER_SUB);
    png_set_text(png, info, texts, text_count);
    png_write_info(png, info);
    const std::size_t stride = static_cast<std::size_t>(image.width_px) * channels;
    for (std::size_t row = 0; row < static_cast<std::size_t>(image.height_px); ++row)
        png_write_row(png, rows + row * stride);
    png_write_end(png, info);
    png_destroy_write_struct(&png, &info);
    return true;
}

/// Colours and alpha side by side; empty where all is opaque.
std::vector<std::uint8_t> with_alpha_of(const Image& image) {
    std::vector<std::uint8_t> rgba;
    rgba.reserve(image.alpha.size() * 4);
    for (std::size_t pixel = 0; pixel < image.alpha.size(); ++pixel) {
        rgba.insert(rgba.end(), image.rgb.data() + 3 * pixel, image.rgb.data() + 3 * pixel + 3);
        rgba.push_back(image.alpha[pixel]);
    }
    return rgba;
}

}  // namespace

Result<std::filesystem::path> write_png(const Image& image, const std::filesystem::path& path,
                                        const std::vector<std::pair<std::string, std::string>>& texts) {
    std::vector<png_text> chunks(texts.size());
    for (std::size_t row = 0; row < texts.size(); ++row) {
        chunks[row].compression = PNG_ITXT_COMPRESSION_NONE;
        chunks[row].key = const_cast<char*>(texts[row].first.c_str());
        chunks[row].text = const_cast<char*>(texts[row].second.c_str());
        chunks[row].itxt_length = texts[row].second.size();
    }

    const std::vector<std::uint8_t> rgba = with_alpha_of(image);
    const std::filesystem::path temporary = path.string() + fmt::format(".{}.part", getpid());
    const int descriptor = open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    if (descriptor < 0) return cannot("create", path);
    std::FILE* file = fdopen(descriptor, "wb");
    const bool encoded = encode(file, image, rgba.empty() ? image.rgb.data() : rgba.data(),
                                rgba.empty() ? 3 : 4, chunks.data(), static_cast<int>(chunks.size()));
    const bool flushed = encoded && std::fflush(file) == 0 && fsync(descriptor) == 0;
    const bool closed = std::fclose(file) == 0;
    if (!flushed || !closed || std::rename(temporary.c_str(), path.c_str()) != 0) {
        const Error error = cannot("write", path);
        std::remove(temporary.c_str());
        return error;
    }
    return path;
}

Result<Image> read_png(const std::filesystem::path& path) {
    png_image png = {};
    png.version = PNG_IMAGE_VERSION;
    if (png_image_begin_read_from_file(&png, path.c_str()) == 0)
        return Error{fmt::format("{}: unreadable-png: {}, expected a PNG file", path.string(), png.message)};
    png.format = PNG_FORMAT_RGB;
    Image image{
        .width_px = static_cast<int>(png.width), .height_px = static_cast<int>(png.height), .rgb = {}};
    image.rgb.resize(PNG_IMAGE_SIZE(png));
    if (png_image_finish_read(&png, nullptr, image.rgb.data(), 0, nullptr) == 0)
        return Error{fmt::format("{}: unreadable-png: {}, expected a PNG file", path.string(), png.message)};
    return image;
}

}  // namespace flowspace
