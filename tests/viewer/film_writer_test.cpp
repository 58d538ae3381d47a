// Films are decoded and looked at frame by frame; cut short at any frame, they go on and end the same.
#include "viewer/export/film_writer.h"

#include "tests/viewer/program.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace flowspace {
namespace {

namespace fs = std::filesystem;
using testing::printed_by;
using testing::read_text;

constexpr int width_px = 64, height_px = 36;

/// Each frame has a grey of its own, and a white bar that moves.
Image frame(std::uint64_t row) {
    Image image{.width_px = width_px, .height_px = height_px, .rgb = {}};
    for (int y = 0; y < height_px; ++y)
        for (int x = 0; x < width_px; ++x) {
            const bool bar = x / 8 == static_cast<int>(row % 8);
            const auto value = static_cast<std::uint8_t>(bar ? 250 : 20 + 12 * row);
            image.rgb.insert(image.rgb.end(), 3, value);
        }
    return image;
}

class FilmWriterTest : public ::testing::Test {
protected:
    void SetUp() override {
        folder = fs::temp_directory_path() / ("flowspace-film-" + std::to_string(::getpid()));
        fs::remove_all(folder);
        fs::create_directories(folder);
    }
    void TearDown() override { fs::remove_all(folder); }

    FilmSpec spec(const std::string& name, std::uint64_t frames = 11) const {
        return {.out = folder / name,
                .width_px = width_px,
                .height_px = height_px,
                .fps = 25,
                .frames = frames,
                .request = "frames of a test",
                .texts = {{"Title", "流 'flows'"}, {"Source", "made"}},
                .frames_a_part = 4};
    }
    static void add_up_to(FilmWriter& writer, std::uint64_t end) {
        while (writer.next_frame() < end) {
            const auto added = writer.add(frame(writer.next_frame()));
            ASSERT_TRUE(added) << added.error().message;
        }
    }
    void write_whole(const FilmSpec& of) const {
        auto writer = FilmWriter::open(of);
        ASSERT_TRUE(writer) << writer.error().message;
        add_up_to(*writer, of.frames);
        const auto whole = writer->finish();
        ASSERT_TRUE(whole) << whole.error().message;
        EXPECT_FALSE(fs::exists(of.out.string() + ".part"));
    }

    fs::path folder;
};

TEST_F(FilmWriterTest, EveryFrameOfAFilmShowsItsOwnTime) {
    for (const char* name : {"a film's.mp4", "a.webm"}) {
        const FilmSpec of = spec(name);
        write_whole(of);
        const std::string pixels = printed_by(fmt::format(
            "ffmpeg -v error -i \"{}\" -vf scale=in_color_matrix=bt709 -f rawvideo -pix_fmt rgb24 -",
            of.out.string()));
        const std::size_t frame_bytes = std::size_t{3} * width_px * height_px;
        ASSERT_EQ(pixels.size(), frame_bytes * of.frames) << name << ": no frame is dropped, none doubled";
        for (std::uint64_t row = 0; row < of.frames; ++row) {
            const Image wanted = frame(row);
            double off = 0;
            for (std::size_t at = 0; at < frame_bytes; ++at)
                off +=
                    std::abs(static_cast<double>(static_cast<std::uint8_t>(pixels[row * frame_bytes + at])) -
                             static_cast<double>(wanted.rgb[at]));
            EXPECT_LT(off / static_cast<double>(frame_bytes), 4) << name << ", frame " << row;
        }
        const std::string times = printed_by(
            fmt::format("ffprobe -v error -select_streams v -show_entries packet=pts_time -of csv=p=0 \"{}\"",
                        of.out.string()));
        std::istringstream lines(times);
        std::string line;
        std::uint64_t row = 0;
        for (; std::getline(lines, line); ++row)
            EXPECT_NEAR(std::atof(line.c_str()), static_cast<double>(row) / 25, 1e-6) << name;
        EXPECT_EQ(row, of.frames);
    }
}

TEST_F(FilmWriterTest, PlayersAreToldColoursAndWordsAndMayBeginAtOnce) {
    const FilmSpec of = spec("a.mp4", 5);
    write_whole(of);
    const std::string says =
        printed_by(fmt::format("ffprobe -v error -show_streams -show_format \"{}\"", of.out.string()));
    for (const char* line :
         {"codec_name=h264", "pix_fmt=yuv420p", "color_range=tv", "color_space=bt709", "color_transfer=bt709",
          "color_primaries=bt709", "avg_frame_rate=25/1", "TAG:title=流 'flows'", "TAG:copyright=made"})
        EXPECT_NE(says.find(std::string(line) + "\n"), std::string::npos) << line << "\n" << says;
    const std::string bytes = read_text(of.out);
    EXPECT_LT(bytes.find("moov"), bytes.find("mdat")) << "fast start";
}

TEST_F(FilmWriterTest, WebMTellsItsColoursToo) {
    const FilmSpec of = spec("a.webm", 5);
    write_whole(of);
    const std::string says =
        printed_by(fmt::format("ffprobe -v error -show_streams \"{}\"", of.out.string()));
    for (const char* line : {"codec_name=vp9", "color_range=tv", "color_space=bt709", "color_transfer=bt709",
                             "color_primaries=bt709"})
        EXPECT_NE(says.find(std::string(line) + "\n"), std::string::npos) << line << "\n" << says;
}

TEST_F(FilmWriterTest, CutShortAnywhereItGoesOnAndEndsTheSame) {
    for (const char* name : {"a.mp4", "frames"}) {
        const FilmSpec of = spec(name);
        write_whole(of);
        const auto bytes_of = [&] {
            return name == std::string("frames") ? read_text(of.out / "000007.png") : read_text(of.out);
        };
        const std::string whole = bytes_of();
        for (const std::uint64_t cut : {1U, 4U, 6U, 10U}) {
            {
                auto writer = FilmWriter::open(of);
                ASSERT_TRUE(writer) << writer.error().message;
                add_up_to(*writer, cut);
            }
            EXPECT_EQ(bytes_of(), whole) << "what stood there stays until the new film is whole";
            auto writer = FilmWriter::open(of);
            ASSERT_TRUE(writer);
            EXPECT_EQ(writer->next_frame(), name == std::string("frames") ? cut : cut / 4 * 4) << name;
            add_up_to(*writer, of.frames);
            ASSERT_TRUE(writer->finish());
            EXPECT_EQ(bytes_of(), whole) << name << " cut at " << cut;
        }
    }
}

TEST_F(FilmWriterTest, PartsOfAnotherRequestAreNotTakenUp) {
    FilmSpec of = spec("a.mp4");
    {
        auto writer = FilmWriter::open(of);
        ASSERT_TRUE(writer);
        add_up_to(*writer, 5);
        const auto second = FilmWriter::open(of);
        ASSERT_FALSE(second) << "one at a time";
        EXPECT_NE(second.error().message.find("busy"), std::string::npos);
    }
    of.request = "others";
    const auto writer = FilmWriter::open(of);
    ASSERT_TRUE(writer);
    EXPECT_EQ(writer->next_frame(), 0U);
}

TEST_F(FilmWriterTest, WhatIsNoFilmIsLeftAlone) {
    fs::create_directories(folder / "photos");
    std::ofstream(folder / "photos" / "holiday.png") << "mine";
    const auto writer = FilmWriter::open(spec("photos"));
    ASSERT_FALSE(writer);
    EXPECT_NE(writer.error().message.find("not-a-film"), std::string::npos) << writer.error().message;
    EXPECT_EQ(read_text(folder / "photos" / "holiday.png"), "mine");
    FilmSpec odd = spec("a.mp4");
    odd.width_px = 65;
    ASSERT_TRUE(check_film(odd));
    EXPECT_NE(check_film(odd)->message.find("66x36"), std::string::npos) << check_film(odd)->message;
    EXPECT_TRUE(check_film(spec("a.avi")));
    odd.language = Language::zh;
    EXPECT_EQ(check_film(odd)->message, "--size：得到 65x36，这种影片的边长应为偶数：66x36");
    EXPECT_FALSE(check_film(spec("a")));
}

TEST_F(FilmWriterTest, WithoutFfmpegItSaysHowToGetIt) {
    const std::string path = std::getenv("PATH");
    ::setenv("PATH", folder.c_str(), 1);
    auto writer = FilmWriter::open(spec("a.mp4"));
    ASSERT_TRUE(writer);
    const auto added = writer->add(frame(0));
    ::setenv("PATH", path.c_str(), 1);
    ASSERT_FALSE(added);
    EXPECT_NE(added.error().message.find("install the package ffmpeg"), std::string::npos);
    EXPECT_EQ(writer->next_frame(), 0U);
}

TEST_F(FilmWriterTest, AnEncoderThatFailsIsAnErrorWithItsWords) {
    FilmSpec of = spec("a.mp4");
    auto writer = FilmWriter::open(of);
    ASSERT_TRUE(writer);
    fs::remove_all(folder / "a.mp4.part");  // the disk is taken away
    Result<bool> added = true;
    for (std::uint64_t row = 0; row < of.frames && added; ++row) added = writer->add(frame(row));
    ASSERT_FALSE(added);
    EXPECT_NE(added.error().message.find("ffmpeg"), std::string::npos) << added.error().message;
    EXPECT_FALSE(fs::exists(of.out));
}

}  // namespace
}  // namespace flowspace
