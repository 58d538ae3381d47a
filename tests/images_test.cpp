// Golden pictures: what `flowspace render` draws, compared to the byte; and sabotaged pictures, which must be
// caught.
#include "render/scene/image.h"

#include <gtest/gtest.h>
#include <sys/wait.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace flowspace {
namespace {

namespace fs = std::filesystem;

const fs::path source_dir = FLOWSPACE_SOURCE_DIR;
const fs::path made_dir = fs::path(FLOWSPACE_BINARY_DIR) / "images";

struct PictureCase {
    std::string golden;
    std::string options;
};
void PrintTo(const PictureCase& picture, std::ostream* out) { *out << picture.golden; }

std::string with_paths(std::string options) {
    const std::array<std::pair<std::string, std::string>, 2> names = {{
        {"{fixtures}", (source_dir / "tests/fixtures/pictures").string()},
        {"{made}", made_dir.string()},
    }};
    for (const auto& [name, path] : names)
        for (auto at = options.find(name); at != std::string::npos; at = options.find(name))
            options.replace(at, name.size(), path);
    return options;
}

std::vector<PictureCase> read_cases(const fs::path& list) {
    std::vector<PictureCase> cases;
    std::ifstream file(list);
    for (std::string line; std::getline(file, line);) {
        const auto bar = line.find('|');
        if (line.empty() || line[0] == '#' || bar == std::string::npos) continue;
        std::string name = line.substr(0, bar);
        name.erase(name.find_last_not_of(' ') + 1);
        cases.push_back({name, with_paths(line.substr(bar + 1))});
    }
    return cases;
}

/// 50,000 pairs over a lattice of places of China, values by a fixed rule; the second table lacks one row in
/// the middle.
void make_large_tables() {
    static const bool made = [] {
        fs::create_directories(made_dir / "less_one");
        std::vector<std::string> ids;
        std::ifstream cities(source_dir / "assets/atlas/cities.csv");
        std::string line;
        std::getline(cities, line);
        while (std::getline(cities, line)) ids.push_back(line.substr(0, line.find(',')));
        std::ostringstream all;
        std::ostringstream less_one;
        all << "origin,destination,value\n";
        less_one << "origin,destination,value\n";
        int rows = 0;
        for (std::size_t from = 0; from < ids.size() && rows < 50000; ++from)
            for (std::size_t to = 0; to < ids.size() && rows < 50000; ++to) {
                if (from == to || (from * 7 + to * 13) % 5 < 2) continue;
                std::ostringstream row;
                row << ids[from] << ',' << ids[to] << ',' << (from * 31 + to * 17) % 1000 + 1 << '\n';
                all << row.str();
                if (!(ids[from] == "110000" && ids[to] == "654300")) less_one << row.str();
                ++rows;
            }
        // Written whole, then renamed: tests run side by side.
        const std::string unique = std::to_string(getpid());
        const std::array<std::pair<std::string, std::string>, 2> tables = {{
            {"many_flows.csv", all.str()},
            {"less_one/many_flows.csv", less_one.str()},
        }};
        for (const auto& [name, text] : tables) {
            const fs::path part = made_dir / (name + "." + unique);
            std::ofstream(part) << text;
            fs::rename(part, made_dir / name);
        }
        return true;
    }();
    ASSERT_TRUE(made);
}

/// The picture that the options give, or a failed test.
Image rendered(const PictureCase& picture, const fs::path& out) {
    make_large_tables();
    // Leaks are not looked for here: at exit the leak checker trips over the driver's own threads.
    // Pinned, so that every CPU rounds alike; dashes and dates do not depend on the clock or zone.
    const std::string command =
        "ASAN_OPTIONS=detect_leaks=0 GALLIUM_OVERRIDE_CPU_CAPS=sse4.1 LP_NUM_THREADS=1 TZ=UTC "
        "LANG=zh_CN.UTF-8 '" +
        (fs::path(FLOWSPACE_BINARY_DIR) / "flowspace").string() + "' render -o '" + out.string() + "' " +
        picture.options + " 2>'" + out.string() + ".log'";
    const int status = std::system(command.c_str());
    std::ifstream log(out.string() + ".log");
    std::ostringstream said;
    said << log.rdbuf();
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << command << "\n" << said.str();
    Result<Image> image = read_png(out);
    if (!image) {
        ADD_FAILURE() << image.error().message;
        return {};
    }
    return *image;
}

struct Difference {
    std::size_t pixels = 0;
    int largest = 0;
};

Difference compare(const Image& a, const Image& b) {
    if (a.width_px != b.width_px || a.height_px != b.height_px) return {a.rgb.size() + b.rgb.size(), 255};
    Difference difference;
    for (std::size_t at = 0; at < a.rgb.size(); at += 3) {
        int here = 0;
        for (std::size_t channel = 0; channel < 3; ++channel)
            here = std::max(here, std::abs(int{a.rgb[at + channel]} - int{b.rgb[at + channel]}));
        difference.pixels += here > 0 ? 1 : 0;
        difference.largest = std::max(difference.largest, here);
    }
    return difference;
}

fs::path golden_path(const std::string& name) { return source_dir / "tests/images" / (name + ".png"); }

class Golden : public testing::TestWithParam<PictureCase> {};

TEST_P(Golden, IsDrawnToTheByte) {
    const fs::path out = made_dir / (GetParam().golden + ".png");
    fs::create_directories(made_dir);
    const Image now = rendered(GetParam(), out);
    if (std::getenv("FLOWSPACE_UPDATE_IMAGES") != nullptr) {
        fs::copy_file(out, golden_path(GetParam().golden), fs::copy_options::overwrite_existing);
        GTEST_SKIP() << "golden picture written anew: look at it before committing it";
    }
    const Result<Image> golden = read_png(golden_path(GetParam().golden));
    ASSERT_TRUE(golden) << golden.error().message;
    const Difference difference = compare(now, *golden);
    EXPECT_EQ(difference.pixels, 0u) << "pixels differ, by up to " << difference.largest << "/255; compare "
                                     << out << " with " << golden_path(GetParam().golden);
}

INSTANTIATE_TEST_SUITE_P(Images, Golden, testing::ValuesIn(read_cases(source_dir / "tests/images/list.txt")),
                         [](const auto& picture) { return picture.param.golden; });

class Sabotage : public testing::TestWithParam<PictureCase> {};

TEST_P(Sabotage, IsCaught) {
    const fs::path out = made_dir / ("sabotage_" + GetParam().golden + "_" +
                                     std::to_string(std::hash<std::string>{}(GetParam().options)) + ".png");
    fs::create_directories(made_dir);
    const Image now = rendered(GetParam(), out);
    ASSERT_GT(now.width_px, 0);
    const Result<Image> golden = read_png(golden_path(GetParam().golden));
    ASSERT_TRUE(golden) << golden.error().message;
    EXPECT_GT(compare(now, *golden).pixels, 0u)
        << "a picture that should differ passed for the golden one: " << GetParam().options;
}

INSTANTIATE_TEST_SUITE_P(Images, Sabotage,
                         testing::ValuesIn(read_cases(source_dir / "tests/images/sabotage.txt")),
                         [](const auto& picture) {
                             return picture.param.golden + "_" + std::to_string(picture.index);
                         });

TEST(Images, EveryLineNamesItsArcPath) {
    const auto cases = read_cases(source_dir / "tests/images/list.txt");
    EXPECT_GE(cases.size(), 40u);
    for (const PictureCase& picture : cases)
        EXPECT_NE(picture.options.find("--arcs "), std::string::npos) << picture.golden;
}

}  // namespace
}  // namespace flowspace
