// A PDF is read back: its words are text in their places, its picture is the map, its bytes are the same
// again.
#include "viewer/export/pdf.h"

#include "render/scene/typesetter.h"
#include "tests/viewer/program.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>

namespace flowspace {
namespace {

namespace fs = std::filesystem;
using testing::printed_by;
using testing::ProgramResult;
using testing::read_text;
using testing::run_program;

class Pdf : public ::testing::Test {
protected:
    void SetUp() override {
        folder = fs::canonical(fs::temp_directory_path()) / ("flowspace-pdf-" + std::to_string(::getpid()));
        fs::remove_all(folder);
        fs::create_directories(folder);
    }
    void TearDown() override { fs::remove_all(folder); }
    std::string path(const std::string& name) const { return (folder / name).string(); }

    fs::path folder;
};

TEST(TextRuns, WordsAreReadBackFromWhatIsDrawn) {
    const auto fonts = Fonts::open();
    ASSERT_TRUE(fonts);
    GlyphAtlas atlas;
    atlas.begin_picture(400);
    ScreenList list;
    add_box(list, {0, 0, 10, 10}, {.fill = {.r = 9}});
    const TextStyle small{.size_px = 15}, bold{.size_px = 20, .weight = Weight::bold};
    add_text(list, *fonts, atlas, set_line(*fonts, "武汉 Wuhan", bold), {30.4F, 50},
             {.style = bold, .colour = {.r = 1}, .halo = {.g = 2}, .halo_px = 2, .opacity = 0.5F});
    add_text(list, *fonts, atlas, set_line(*fonts, "图例", small), {5, 80},
             {.style = small, .colour = {.b = 3}});
    add_text(list, *fonts, atlas, set_line(*fonts, "above", small), {5, 60},
             {.style = small, .colour = {.b = 3}});
    const std::vector<TextRun> runs = text_runs(list, atlas);
    ASSERT_EQ(runs.size(), 3U) << "a label, and a line each";
    EXPECT_EQ(runs[0].letters.size(), 8U) << "with its blank, which nothing is drawn for";
    EXPECT_EQ(runs[0].letters[0].c, U'武');
    EXPECT_NEAR(runs[0].letters[0].x_px, 30, 0.51);
    EXPECT_EQ(runs[0].baseline_px, 50);
    EXPECT_EQ(runs[0].style, bold);
    EXPECT_NEAR(runs[0].colour.alpha, 0.5, 0.01);
    EXPECT_EQ(runs[0].halo.g, 2);
    EXPECT_EQ(runs[0].halo_px, 2);
    EXPECT_EQ(runs[1].letters.size(), 2U);
    EXPECT_EQ(runs[1].colour.b, 3);
    EXPECT_EQ(runs[1].halo_px, 0);
    EXPECT_EQ(runs[2].letters[0].c, U'a');
    EXPECT_EQ(runs[2].baseline_px, 60);
    const ScreenList rest = without_words(list, atlas);
    ASSERT_EQ(rest.size(), 1U);
    EXPECT_EQ(rest[0].kind, PrimitiveKind::box);
}

TEST_F(Pdf, WordsAreTextOverThePicture) {
    const std::vector<std::string> view = {"render",  "--layer", "people", "--size",
                                           "960x540", "--lang",  "zh"};
    const auto draw = [&](const std::string& out) {
        std::vector<std::string> words = view;
        words.insert(words.end(), {"-o", out});
        const ProgramResult drawn = run_program(words);
        EXPECT_EQ(drawn.status, 0) << drawn.err;
    };
    draw(path("a.pdf"));
    draw(path("b.pdf"));
    draw(path("a.png"));
    EXPECT_EQ(read_text(path("a.pdf")), read_text(path("b.pdf"))) << "the same request gives the same bytes";
    const std::string text = printed_by("pdftotext -layout " + path("a.pdf") + " -");
    for (const char* word :
         {"中国城市间要素流（模拟）", "成都", "乌鲁木齐", "南海诸岛", "人流", "非标准地图"})
        EXPECT_NE(text.find(word), std::string::npos) << word << "\n" << text;
    const std::string about = printed_by("pdfinfo " + path("a.pdf"));
    EXPECT_NE(about.find("Pages:           1"), std::string::npos) << about;
    EXPECT_NE(about.find("720 x 405 pts"), std::string::npos) << about;
    EXPECT_NE(about.find("Title:           中国城市间要素流（模拟）"), std::string::npos) << about;
    EXPECT_NE(about.find("filter: "), std::string::npos) << about;
    EXPECT_NE(about.find("Creator:         flowspace 0"), std::string::npos) << "its version: " << about;
    EXPECT_EQ(about.find("CreationDate"), std::string::npos) << "no clock: " << about;
    const std::string fonts = printed_by("pdffonts " + path("a.pdf"));
    EXPECT_NE(fonts.find("NotoSansCJK"), std::string::npos) << fonts;
    // Drawn again, it looks like the picture.
    ASSERT_EQ(std::system(("pdftoppm -r 96 -png -singlefile " + path("a.pdf") + " " + path("page")).c_str()),
              0);
    const auto page = read_png(path("page.png")), picture = read_png(path("a.png"));
    ASSERT_TRUE(page && picture);
    ASSERT_EQ(page->width_px, picture->width_px);
    ASSERT_EQ(page->height_px, picture->height_px);
    // In squares of eight pixels, since pixels of a page are drawn anew between those of its picture.
    double most = 0;
    for (int y = 0; y + 8 <= page->height_px; y += 8)
        for (int x = 0; x + 8 <= page->width_px; x += 8) {
            double off = 0;
            for (int at = 0; at < 64; ++at) {
                const auto pixel = static_cast<std::size_t>((y + at / 8) * page->width_px + x + at % 8) * 3;
                off +=
                    static_cast<double>(page->rgb[pixel + 1]) - static_cast<double>(picture->rgb[pixel + 1]);
            }
            most = std::max(most, std::abs(off) / 64);
        }
    EXPECT_LT(most, 40) << "but for how letters are smoothed";
}

TEST_F(Pdf, ThePageOfAGroupIsTextToo) {
    const std::vector<std::string> view = {"render",   "--dashboard", "jingjinji", "--size",
                                           "1280x720", "--lang",      "zh"};
    for (const char* out : {"a.pdf", "a.png"}) {
        std::vector<std::string> words = view;
        words.insert(words.end(), {"-o", path(out)});
        const ProgramResult drawn = run_program(words);
        ASSERT_EQ(drawn.status, 0) << drawn.err;
    }
    const std::string text = printed_by("pdftotext -layout " + path("a.pdf") + " -");
    for (const char* word :
         {"京津冀城市群", "成员", "一体化与多中心性", "发展阶段", "失去后损失最大的城市", "基尼系数", "来源"})
        EXPECT_NE(text.find(word), std::string::npos) << word << "\n" << text;
    // Drawn again, it looks like the picture: squares of eight pixels have the same light.
    ASSERT_EQ(std::system(("pdftoppm -r 96 -png -singlefile " + path("a.pdf") + " " + path("page")).c_str()),
              0);
    const auto page = read_png(path("page.png")), picture = read_png(path("a.png"));
    ASSERT_TRUE(page && picture);
    ASSERT_EQ(page->width_px, picture->width_px);
    double most = 0;
    for (int y = 0; y + 8 <= page->height_px; y += 8)
        for (int x = page->width_px / 2; x + 8 <= page->width_px; x += 8) {
            double off = 0;
            for (int at = 0; at < 64; ++at) {
                const auto pixel = static_cast<std::size_t>((y + at / 8) * page->width_px + x + at % 8) * 3;
                off +=
                    static_cast<double>(page->rgb[pixel + 1]) - static_cast<double>(picture->rgb[pixel + 1]);
            }
            most = std::max(most, std::abs(off) / 64);
        }
    EXPECT_LT(most, 40) << "but for how letters are smoothed";
}

TEST_F(Pdf, PanelsAreNoPartOfIt) {
    const ProgramResult both = run_program({"render", "-o", path("a.pdf"), "--panels"});
    EXPECT_EQ(both.status, 2);
    EXPECT_NE(both.err.find("--panels"), std::string::npos) << both.err;
    EXPECT_FALSE(fs::exists(path("a.pdf")));
}

}  // namespace
}  // namespace flowspace
