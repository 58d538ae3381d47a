// A project alone gives what its parts would give as options, and options given win over it.
#include "render/scene/image.h"
#include "tests/viewer/command_folder.h"

#include <gtest/gtest.h>

#include <bit>
#include <cstdint>
#include <filesystem>
#include <fstream>

namespace flowspace {
namespace {

namespace fs = std::filesystem;
using testing::CommandFolder;
using testing::holds;
using testing::ProgramResult;
using testing::read_text;
using testing::run_program;

class ProjectCommand : public CommandFolder {
protected:
    void SetUp() override {
        CommandFolder::SetUp();
        project = path("p.flowspace.json");
        flows = write("flows.csv",
                      "origin,destination,layer,time,value\n"
                      "320200,320100,people,2020-01-24,10.5\n"
                      "320200,320100,people,2020-01-25,20\n"
                      "110000,320100,people,2020-01-25,3\n"
                      "320100,310000,goods,2020-01-25,7\n");
        outlines =
            write("outlines.geojson",
                  "{\"type\": \"FeatureCollection\", \"features\": ["
                  "{\"type\": \"Feature\", \"properties\": {\"id\": \"320100\"}, \"geometry\": "
                  "{\"type\": \"Polygon\", \"coordinates\": [[[116,30],[120,30],[120,34],[116,30]]]}}]}");
        const ProgramResult made = run_program(
            {"import", flows, "-o", project, "--title-en", "flows.csv", "--title-zh", "flows.csv"});
        ASSERT_EQ(made.status, 0) << made.err;
    }

    /// The project with a member more.
    void add(const std::string& member) const {
        std::string json = read_text(project);
        json.insert(json.find('{') + 1, member + ",");
        std::ofstream(project, std::ios::binary) << json;
    }

    std::string picture(std::vector<std::string> options) const {
        const std::string out = (folder / "a.png").string();
        fs::remove(out);
        options.insert(options.begin(), "render");
        options.insert(options.end(), {"-o", out, "--size", "480x270"});
        const ProgramResult result = run_program(options);
        EXPECT_EQ(result.status, 0) << result.err;
        return read_text(out);
    }

    std::string project, flows, outlines;
};

TEST_F(ProjectCommand, AProjectWithoutAViewIsItsTables) {
    EXPECT_EQ(picture({project}), picture({flows}));
    EXPECT_NE(picture({project}), picture({flows, "--theme", "paper"}));
}

TEST_F(ProjectCommand, TheViewIsDrawnAndOptionsWin) {
    add("\"view\": {\"filter\": {\"layers\": [\"people\"], \"from\": \"2020-01-25T00:00:00\", \"to\": "
        "\"2020-01-26T00:00:00\", \"origins\": [\"320200\"]}, \"style\": {\"theme\": \"paper\", "
        "\"language\": "
        "\"en\", \"labels\": \"en\"}, \"camera\": {\"lon\": 118, \"lat\": 32, \"width_km\": 900, "
        "\"tilt_deg\": "
        "20, \"bearing_deg\": 10}}");
    const std::vector<std::string> same = {flows,   "--layer",    "people",          "--from", "2020-01-25",
                                           "--to",  "2020-01-26", "--origin",        "320200", "--theme",
                                           "paper", "--camera",   "118,32,900,20,10"};
    EXPECT_EQ(picture({project}), picture(same));
    EXPECT_EQ(picture({project, "--theme", "night"}), picture([&] {
                  std::vector<std::string> other = same;
                  other[10] = "night";
                  return other;
              }()));
    EXPECT_NE(picture({project, "--lang", "zh"}), picture({project}));
    EXPECT_NE(picture({project, "--origin", "110000"}), picture({project}));
    EXPECT_NE(picture({project, "--camera", "110,32,900,20,10"}), picture({project}));
    EXPECT_NE(picture({project, "--from", "2020-01-24", "--to", "2020-01-25"}), picture({project}));
    // Sums are of the tables: what somebody looked at last changes no number.
    EXPECT_EQ(run_program({"sum", project, "--by", "total"}).out,
              run_program({"sum", flows, "--by", "total"}).out);
}

TEST_F(ProjectCommand, AFocusOfTheWindowIsDrawn) {
    // The files name their filter as it was asked for, a focus or options: what is drawn is the same.
    const auto drawn = [&](const std::vector<std::string>& words) {
        const std::string bytes = picture(words);
        std::ofstream(folder / "drawn.png", std::ios::binary) << bytes;
        const auto image = read_png(folder / "drawn.png");
        EXPECT_TRUE(image);
        return image ? image->rgb : decltype(image->rgb){};
    };
    add("\"view\": {\"focus\": {\"places\": [\"320100\"], \"groups\": [], \"direction\": \"out\"}}");
    EXPECT_TRUE(drawn({project}) == drawn({flows, "--origin", "320100"}));
    EXPECT_TRUE(drawn({project, "--origin", "320200"}) == drawn({flows, "--origin", "320200"}));
}

TEST_F(ProjectCommand, BoundariesOfTheProjectAreLaid) {
    const std::string plain = picture({project});
    add("\"boundaries\": [\"outlines.geojson\"]");
    EXPECT_NE(picture({project}), plain);
    EXPECT_EQ(picture({project}), picture({flows, "--boundaries", outlines}));
    const std::string other =
        write("other.geojson",
              "{\"type\": \"FeatureCollection\", \"features\": [{\"type\": \"Feature\", \"properties\": "
              "{\"id\": \"320200\"}, \"geometry\": {\"type\": \"Polygon\", \"coordinates\": "
              "[[[112,30],[114,30],[114,34],[112,30]]]}}]}");
    EXPECT_EQ(picture({project, "--boundaries", other}), picture({flows, "--boundaries", other}));
    EXPECT_NE(picture({flows, "--boundaries", outlines, "--boundaries", other}),
              picture({flows, "--boundaries", outlines}));
    fs::remove(outlines);
    const ProgramResult gone = run_program({"sum", project, "--by", "total"});
    EXPECT_EQ(gone.status, 1);
    EXPECT_TRUE(holds(gone.err, "outlines.geojson")) << gone.err;
}

/// A GeoTIFF of 2 x 2 heights over 116 to 120 east, 30 to 34 north, in degrees.
std::string little_terrain() {
    std::string bytes("II*\0\x08\0\0\0", 8);
    const auto number = [](std::uint64_t value, int size) {
        std::string text;
        for (int at = 0; at < size; ++at) text += static_cast<char>(value >> (8 * at) & 255);
        return text;
    };
    constexpr std::uint64_t tags = 13, after = 8 + 2 + 12 * tags + 4;
    constexpr std::uint64_t heights = after, scale = after + 8, tie = scale + 24, keys = tie + 48;
    bytes += number(tags, 2);
    const auto tag = [&](std::uint64_t of, std::uint64_t type, std::uint64_t count, std::uint64_t value) {
        bytes += number(of, 2) + number(type, 2) + number(count, 4) + number(value, 4);
    };
    tag(256, 3, 1, 2), tag(257, 3, 1, 2), tag(258, 3, 1, 16), tag(259, 3, 1, 1), tag(262, 3, 1, 1);
    tag(273, 4, 1, heights), tag(277, 3, 1, 1), tag(278, 3, 1, 2), tag(279, 4, 1, 8), tag(339, 3, 1, 2);
    tag(33550, 12, 3, scale), tag(33922, 12, 6, tie), tag(34735, 3, 16, keys);
    bytes += number(0, 4);
    for (const std::uint64_t height : {4000, 10, 2500, 900}) bytes += number(height, 2);
    for (const double value : {2.0, 2.0, 0.0, 0.0, 0.0, 0.0, 116.0, 34.0, 0.0})
        bytes += number(std::bit_cast<std::uint64_t>(value), 8);
    for (const std::uint64_t key : {1, 1, 0, 3, 1024, 0, 1, 2, 1025, 0, 1, 1, 2048, 0, 1, 4326})
        bytes += number(key, 2);
    return bytes;
}

TEST_F(ProjectCommand, ImportWritesGroundIntoTheProject) {
    const std::string plain = picture({project}), heights = write("heights.tif", little_terrain());
    const std::vector<std::string> again = {"import",    flows,        "-o",        project,  "--title-en",
                                            "flows.csv", "--title-zh", "flows.csv", "--force"};
    std::vector<std::string> with_ground = again;
    with_ground.insert(with_ground.end(), {"--boundaries", outlines, "--terrain", heights});
    const ProgramResult made = run_program(with_ground);
    ASSERT_EQ(made.status, 0) << made.err;
    const std::string json = read_text(project);
    EXPECT_TRUE(holds(json, "\"boundaries\": [\"outlines.geojson\"]")) << json;
    EXPECT_TRUE(holds(json, "\"terrain\": [\"heights.tif\"]")) << json;
    EXPECT_EQ(picture({project}), picture({flows, "--boundaries", outlines, "--terrain", heights}));
    EXPECT_NE(picture({project}), picture({flows, "--boundaries", outlines}));
    EXPECT_NE(picture({project}), plain);
    EXPECT_EQ(run_program(again).status, 0);
    EXPECT_EQ(read_text(project), json) << "an import without ground keeps what the project had";
    with_ground.back() = write("broken.tif", "II*");
    const ProgramResult refused = run_program(with_ground);
    EXPECT_EQ(refused.status, 1);
    EXPECT_TRUE(holds(refused.err, "broken.tif")) << refused.err;
    EXPECT_EQ(read_text(project), json) << "nothing is written where the ground cannot be read";
}

TEST_F(ProjectCommand, ImportRefusesAddressesThatCannotStandInAProject) {
    const auto refused = [&](std::vector<std::string> words, std::string_view reason) {
        words.insert(words.begin(), "import");
        words.insert(words.end(), {"-o", (folder / "db.flowspace.json").string()});
        const ProgramResult result = run_program(words);
        EXPECT_EQ(result.status, 1);
        EXPECT_TRUE(holds(result.err, reason)) << result.err;
        EXPECT_FALSE(holds(result.err, "hunter2")) << result.err;
        EXPECT_FALSE(fs::exists(folder / "db.flowspace.json"));
    };
    refused({"postgresql://alice:hunter2@127.0.0.1:1/none?table=flows"}, "secret-in-project");
    refused({"postgresql://127.0.0.1:1/none?table=flows&password=hunter2"}, "secret-in-project");
    refused({"mysql://127.0.0.1/none/flows"}, "bad-address");
    refused({"postgresql://127.0.0.1:1/none?table=flows"}, "database-");
    refused({"postgresql://127.0.0.1:1/none?table=flows", flows}, "too-many-flows");
    refused({"clickhouse://127.0.0.1:1/d/t", "clickhouse://127.0.0.1:1/d/u"}, "two databases");
}

TEST_F(ProjectCommand, ADatabaseOfTheProjectIsAskedOnceAgreed) {
    const std::string remote =
        write("remote.flowspace.json",
              "{\"format\": \"flowspace-project\", \"version\": 1, \"tables\": [], "
              "\"database\": {\"url\": \"postgresql://127.0.0.1:1/none?table=flows\"}}");
    const ProgramResult refused = run_program({"sum", remote, "--by", "total"});
    EXPECT_EQ(refused.status, 1);
    EXPECT_TRUE(holds(refused.err, "not-agreed")) << refused.err;
    const ProgramResult asked = run_program({"sum", remote, "--by", "total", "--agree"});
    EXPECT_EQ(asked.status, 1);
    EXPECT_TRUE(holds(asked.err, "database-")) << "nobody answers there: " << asked.err;
    EXPECT_EQ(asked.out, "");
}

TEST_F(ProjectCommand, FlowsAreEitherTablesOrADatabase) {
    add("\"database\": {\"url\": \"postgresql://127.0.0.1:1/none?table=flows\"}");
    const ProgramResult both = run_program({"sum", project, "--by", "total", "--agree"});
    EXPECT_EQ(both.status, 1);
    EXPECT_TRUE(holds(both.err, "too-many-flows")) << both.err;
}

}  // namespace
}  // namespace flowspace
