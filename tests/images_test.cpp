// Golden pictures: what `flowspace render` draws, compared to the byte; and sabotaged pictures, which must be
// caught.
#include "render/scene/image.h"

#include <gtest/gtest.h>
#include <sys/wait.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
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

std::string text_of(const fs::path& path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
}

/// Tests run side by side: a table is put in its place whole and by one of them, and never while it is right,
/// since a program that is about to open it may open the named file alone.
void put_table(const fs::path& path, const std::string& text) {
    if (text_of(path) == text) return;
    const fs::path part = path.string() + "." + std::to_string(getpid());
    std::ofstream(part) << text;
    std::error_code taken;
    fs::create_hard_link(part, path, taken);
    if (taken && text_of(path) != text) fs::rename(part, path);
    fs::remove(part, taken);
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
        put_table(made_dir / "many_flows.csv", all.str());
        put_table(made_dir / "less_one/many_flows.csv", less_one.str());
        return true;
    }();
    ASSERT_TRUE(made);
}

/// About 100 cities of five agglomerations with flows as of gravity, in whole numbers so that every machine
/// writes the same: invented, and given as observed so that analyses test them.
void make_gravity_table() {
    static const bool made = [] {
        fs::create_directories(made_dir);
        struct City {
            std::string id;
            double lon = 0, lat = 0, people = 0;
        };
        std::vector<City> cities;
        std::ifstream file(source_dir / "assets/atlas/cities.csv");
        std::string line;
        std::getline(file, line);
        while (std::getline(file, line)) {
            std::vector<std::string> cells;
            std::istringstream parts(line);
            for (std::string cell; std::getline(parts, cell, ',');) cells.push_back(cell);
            const std::set<std::string> provinces = {"11", "12", "13", "31", "32",
                                                     "33", "34", "44", "50", "51"};
            if (cells.size() < 10 || cells[9].empty() || !provinces.contains(cells[0].substr(0, 2))) continue;
            cities.push_back({cells[0], std::stod(cells[6]), std::stod(cells[7]), std::stod(cells[9])});
        }
        std::ostringstream table;
        table << "origin,destination,value\n";
        for (std::size_t from = 0; from < cities.size(); ++from)
            for (std::size_t to = 0; to < cities.size(); ++to) {
                if (from == to) continue;
                const City &a = cities[from], &b = cities[to];
                const double east = a.lon - b.lon, north = a.lat - b.lat;
                const auto chance = static_cast<double>((from * 31 + to * 17) % 11 + 1);
                const double flow =
                    chance * (a.people / 1e6) * (b.people / 1e6) / (east * east + north * north);
                table << a.id << ',' << b.id << ',' << static_cast<long long>(flow) << '\n';
            }
        put_table(made_dir / "gravity.csv", table.str());
        return true;
    }();
    ASSERT_TRUE(made);
}

/// The picture that the options give, or a failed test.
Image rendered(const PictureCase& picture, const fs::path& out) {
    make_large_tables();
    make_gravity_table();
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

/// Of the px of a picture whose arcs the processor drew: by more than 12 of 255 from OpenGL's picture.
constexpr double largest_share_off = 0.01;
/// Of those, the ones that OpenGL's picture has nothing like among the neighbours.
constexpr double largest_share_alone = 0.0001;

/// Of pictures with panels: Dear ImGui, as packaged, rounds their corners by the processor's approximate
/// reciprocal root (rsqrtss), which makers of processors compute apart by a last bit.
constexpr int largest_apart_of_panels = 2;       // of 255
constexpr std::size_t px_apart_of_panels = 100;  // of a million: fewer than one letter has

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
    const bool panels = GetParam().options.find("--panels") != std::string::npos;
    const std::size_t px = now.rgb.size() / 3;
    EXPECT_LE(difference.largest, panels ? largest_apart_of_panels : 0) << out;
    EXPECT_LE(difference.pixels, panels ? px * px_apart_of_panels / 1'000'000 : 0)
        << "pixels differ, by up to " << difference.largest << "/255; compare " << out << " with "
        << golden_path(GetParam().golden);
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

/// Golden scenes that between them show every kind of arc, ground and theme.
std::vector<PictureCase> splatted_cases() {
    const std::set<std::string> wanted = {"overview_night_zh",
                                          "overview_paper_en",
                                          "overview_contrast_en",
                                          "overview_tiny",
                                          "tilt_60",
                                          "tilt_75_paper",
                                          "bearing_south_tilted",
                                          "plateau_tilted",
                                          "close_shanghai",
                                          "close_shanghai_tilted",
                                          "one_flow",
                                          "one_flow_observed",
                                          "two_directions",
                                          "five_layers",
                                          "nothing_selected",
                                          "many_flows",
                                          "many_flows_paper",
                                          "change_2020",
                                          "flow_space_people",
                                          "self_loops",
                                          "negative_flows",
                                          "negative_flows_paper",
                                          "change_like_chance",
                                          "beside_swipe",
                                          "fit_wuhan"};
    std::vector<PictureCase> cases;
    for (PictureCase picture : read_cases(source_dir / "tests/images/list.txt")) {
        const auto at = picture.options.find("--arcs gl");
        if (!wanted.contains(picture.golden) || at == std::string::npos) continue;
        picture.options.replace(at, 9, "--arcs cpu");
        cases.push_back(picture);
    }
    return cases;
}

/// How the processor's picture differs from OpenGL's: a px is off where a channel is more than 12 of 255
/// away.
struct Unlike {
    double share = 0;  // of all px
    double alone =
        0;  // of all px, those that are off by 40 and have nothing near their colour among their neighbours
};

Unlike unlike(const Image& a, const Image& b) {
    Unlike found;
    const auto off = [](const Image& one, int x, int y, const Image& two, int u, int v) {
        const auto at = static_cast<std::size_t>(y * one.width_px + x) * 3;
        const auto to = static_cast<std::size_t>(v * two.width_px + u) * 3;
        int most = 0;
        for (std::size_t part = 0; part < 3; ++part)
            most = std::max(most, std::abs(int{one.rgb[at + part]} - int{two.rgb[to + part]}));
        return most;
    };
    const auto alone = [&](const Image& one, const Image& two, int x, int y) {
        for (int v = std::max(0, y - 1); v <= std::min(one.height_px - 1, y + 1); ++v)
            for (int u = std::max(0, x - 1); u <= std::min(one.width_px - 1, x + 1); ++u)
                if (off(one, x, y, two, u, v) <= 40) return false;
        return true;
    };
    for (int y = 0; y < a.height_px; ++y)
        for (int x = 0; x < a.width_px; ++x) {
            found.share += off(a, x, y, b, x, y) > 12 ? 1 : 0;
            found.alone += alone(a, b, x, y) || alone(b, a, x, y) ? 1 : 0;
        }
    found.share /= static_cast<double>(a.width_px) * a.height_px;
    found.alone /= static_cast<double>(a.width_px) * a.height_px;
    return found;
}

class Splatted : public testing::TestWithParam<PictureCase> {};

TEST_P(Splatted, IsOpenGlsPictureWithinTolerance) {
    const fs::path out = made_dir / ("cpu_" + GetParam().golden + ".png");
    fs::create_directories(made_dir);
    const Image now = rendered(GetParam(), out);
    const Result<Image> golden = read_png(golden_path(GetParam().golden));
    ASSERT_TRUE(golden) << golden.error().message;
    ASSERT_EQ(now.width_px, golden->width_px);
    ASSERT_EQ(now.height_px, golden->height_px);
    const Unlike found = unlike(now, *golden);
    RecordProperty("off_per_million", static_cast<int>(found.share * 1e6));
    EXPECT_LE(found.share, largest_share_off) << out;
    EXPECT_LE(found.alone, largest_share_alone) << out;
}

INSTANTIATE_TEST_SUITE_P(Images, Splatted, testing::ValuesIn(splatted_cases()),
                         [](const auto& picture) { return picture.param.golden; });

TEST(Images, BothArcPathsAreComparedInManyScenes) { EXPECT_GE(splatted_cases().size(), 20u); }

TEST(Images, EveryLineNamesItsArcPath) {
    const auto cases = read_cases(source_dir / "tests/images/list.txt");
    EXPECT_GE(cases.size(), 40u);
    for (const PictureCase& picture : cases)
        EXPECT_NE(picture.options.find("--arcs "), std::string::npos) << picture.golden;
}

}  // namespace
}  // namespace flowspace
