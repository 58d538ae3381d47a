// Pictures as PNG: what is written is what is read, and the same bytes whoever deflated them.
#include "render/scene/deflated_rows.h"

#include "render/scene/image.h"

#include <gtest/gtest.h>
#include <unistd.h>
#include <zlib.h>

#include <filesystem>
#include <random>
#include <vector>

namespace flowspace {
namespace {

using Bytes = std::vector<std::uint8_t>;

/// Noise on a slope, so that some of it deflates and some does not.
Bytes made_rows(std::size_t count) {
    std::mt19937 random(7);
    Bytes bytes(count);
    for (std::size_t at = 0; at < count; ++at)
        bytes[at] = static_cast<std::uint8_t>(at / 3 + (random() % 16 == 0 ? random() : 0));
    return bytes;
}

Bytes deflated(const PixelRows& rows, unsigned threads) {
    Bytes all;
    EXPECT_TRUE(deflate_rows(rows, threads, [&](std::span<const std::uint8_t> bytes) {
        all.insert(all.end(), bytes.begin(), bytes.end());
        return true;
    }));
    return all;
}

/// The rows again, by zlib and PNG's rule for its filter Sub.
Bytes read_again(const Bytes& deflated, const PixelRows& shape) {
    Bytes filtered((shape.stride + 1) * shape.count + 1);
    uLongf size = filtered.size();
    EXPECT_EQ(uncompress(filtered.data(), &size, deflated.data(), deflated.size()), Z_OK);
    EXPECT_EQ(size, (shape.stride + 1) * shape.count);
    Bytes rows;
    for (std::size_t row = 0; row < shape.count; ++row) {
        const std::uint8_t* from = filtered.data() + row * (shape.stride + 1);
        EXPECT_EQ(*from++, 1);
        for (std::size_t at = 0; at < shape.stride; ++at)
            rows.push_back(static_cast<std::uint8_t>(
                from[at] + (at < shape.pixel ? 0 : rows[rows.size() - shape.pixel])));
    }
    return rows;
}

TEST(DeflatedRows, AreReadAgainAndTheSameForAnyNumberOfThreads) {
    struct Shape {
        std::size_t width, height, pixel;
    };
    // One pixel; less than a block; several blocks, the last a short one; one whole block and no more; a row
    // above a block.
    for (const Shape& shape : {Shape{1, 1, 3}, Shape{64, 48, 3}, Shape{1300, 1501, 3}, Shape{777, 2500, 4},
                               Shape{341, 1024, 3}, Shape{400'000, 3, 3}}) {
        const Bytes bytes = made_rows(shape.width * shape.height * shape.pixel);
        const PixelRows rows = {.first = bytes.data(),
                                .stride = shape.width * shape.pixel,
                                .count = shape.height,
                                .pixel = shape.pixel};
        const Bytes one = deflated(rows, 1);
        EXPECT_TRUE(read_again(one, rows) == bytes) << shape.width << 'x' << shape.height;
        for (const unsigned threads : {2U, 3U, 8U}) EXPECT_TRUE(deflated(rows, threads) == one) << threads;
    }
}

TEST(DeflatedRows, StopsWhereItsPartsCannotBeWritten) {
    const Bytes bytes = made_rows(std::size_t{3} * 2000 * 1000);
    const PixelRows rows = {.first = bytes.data(), .stride = 6000, .count = 1000, .pixel = 3};
    int parts = 0;
    EXPECT_FALSE(deflate_rows(rows, 2, [&](std::span<const std::uint8_t>) { return ++parts < 3; }));
    EXPECT_EQ(parts, 3);
}

TEST(DeflatedRows, APictureIsReadAgainAsItWasWritten) {
    const std::filesystem::path path =
        std::filesystem::temp_directory_path() / ("flowspace-png-" + std::to_string(getpid()) + ".png");
    const Image image = {.width_px = 701, .height_px = 1203, .rgb = made_rows(std::size_t{3} * 701 * 1203)};
    ASSERT_TRUE(write_png(image, path, {{"Title", "空间流动"}}));
    const Result<Image> again = read_png(path);
    std::filesystem::remove(path);
    ASSERT_TRUE(again) << again.error().message;
    EXPECT_TRUE(*again == image);
}

}  // namespace
}  // namespace flowspace
