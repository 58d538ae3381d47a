#include "render/scene/image.h"

#include "data/project/atomic_file.h"
#include "data/source/parallel.h"
#include "render/scene/deflated_rows.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <png.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <span>

namespace flowspace {

namespace {

Error cannot_write_now(const std::filesystem::path& path) {
    return Error{format_problem(cannot_write(path, errno, "room for the picture"))};
}

[[noreturn]] void png_failed(png_structp png, png_const_charp) { longjmp(png_jmpbuf(png), 1); }
void png_warned(png_structp, png_const_charp) {}

/// libpng reports by longjmp, so nothing with a destructor may live in a function that calls it.
class PngFile {
public:
    explicit PngFile(std::FILE* file)
        : png_(png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, png_failed, png_warned)),
          info_(png_ == nullptr ? nullptr : png_create_info_struct(png_)),
          file_(file) {}
    PngFile(const PngFile&) = delete;
    PngFile& operator=(const PngFile&) = delete;
    ~PngFile() { png_destroy_write_struct(&png_, &info_); }

    /// All that stands before the image data. `channels`: 3 or 4.
    bool begin(const Image& image, std::size_t channels, const png_text* texts, int text_count) {
        if (info_ == nullptr || setjmp(png_jmpbuf(png_)) != 0) return false;
        png_init_io(png_, file_);
        png_set_user_limits(png_, 0x7fffffff, 0x7fffffff);
        png_set_IHDR(png_, info_, static_cast<png_uint_32>(image.width_px),
                     static_cast<png_uint_32>(image.height_px), 8,
                     channels == 4 ? PNG_COLOR_TYPE_RGB_ALPHA : PNG_COLOR_TYPE_RGB, PNG_INTERLACE_NONE,
                     PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
        png_set_sRGB_gAMA_and_cHRM(png_, info_, PNG_sRGB_INTENT_PERCEPTUAL);
        png_set_text(png_, info_, texts, text_count);
        png_write_info(png_, info_);
        return true;
    }

    /// `name`: four letters. libpng takes no image data that is deflated already but as a chunk like any
    /// other.
    bool chunk(const char* name, std::span<const std::uint8_t> bytes) {
        if (setjmp(png_jmpbuf(png_)) != 0) return false;
        png_write_chunk(png_, reinterpret_cast<png_const_bytep>(name), bytes.data(), bytes.size());
        return true;
    }

private:
    png_structp png_;
    png_infop info_;
    std::FILE* file_;
};

bool encode(std::FILE* file, const Image& image, const PixelRows& rows, const std::vector<png_text>& texts) {
    PngFile png(file);
    return png.begin(image, rows.pixel, texts.data(), static_cast<int>(texts.size())) &&
           deflate_rows(rows, all_threads(),
                        [&](std::span<const std::uint8_t> bytes) { return png.chunk("IDAT", bytes); }) &&
           png.chunk("IEND", {});
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
    if (descriptor < 0) return cannot_write_now(path);
    std::FILE* file = fdopen(descriptor, "wb");
    const std::size_t pixel = rgba.empty() ? 3 : 4;
    const bool encoded = encode(file, image,
                                {.first = rgba.empty() ? image.rgb.data() : rgba.data(),
                                 .stride = static_cast<std::size_t>(image.width_px) * pixel,
                                 .count = static_cast<std::size_t>(image.height_px),
                                 .pixel = pixel},
                                chunks);
    const bool flushed = encoded && std::fflush(file) == 0 && fsync(descriptor) == 0;
    const bool closed = std::fclose(file) == 0;
    if (!flushed || !closed || std::rename(temporary.c_str(), path.c_str()) != 0) {
        const Error error = cannot_write_now(path);
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
