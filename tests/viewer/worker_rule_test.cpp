// Foreign tables are parsed in the worker and nowhere else: the program alone, without its workers beside it,
// can open none of them, whichever command and option they come by.
#include "tests/viewer/command_folder.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace flowspace {
namespace {

namespace fs = std::filesystem;
using testing::CommandFolder;
using testing::holds;
using testing::ProgramResult;
using testing::run_program;
using testing::run_program_at;

class WorkerRule : public CommandFolder {
protected:
    void SetUp() override {
        CommandFolder::SetUp();
        fs::create_directories(folder / "alone");
        const fs::path built = FLOWSPACE_BINARY_DIR;
        fs::copy_file(built / "flowspace", folder / "alone" / "flowspace");
        fs::create_directory_symlink(built / "atlas", folder / "alone" / "atlas");
        flows = write("flows.csv", "origin,destination,value\n320200,320100,1\n");
        places = write("places.csv", "id,lon,lat,name\n320200,120.3,31.5,a\n320100,118.8,32.1,b\n");
        outlines = write("outlines.geojson",
                         "{\"type\": \"FeatureCollection\", \"features\": [{\"type\": \"Feature\", "
                         "\"properties\": {\"id\": \"320100\"}, \"geometry\": {\"type\": \"Polygon\", "
                         "\"coordinates\": [[[118,32],[119,32],[119,33],[118,32]]]}}]}");
        project = path("p.flowspace.json");
        ASSERT_EQ(run_program({"import", flows, "-o", project}).status, 0);
    }

    std::string flows, places, outlines, project;
};

TEST_F(WorkerRule, WithoutAWorkerNoForeignTableIsOpenedByAnyWay) {
    const std::string picture = (folder / "a.png").string(), other = (folder / "q.flowspace.json").string();
    // Port 1 answers nobody: a command that goes on to the database has read the table of places before.
    const std::string database = "postgresql://127.0.0.1:1/none?table=flows";
    const std::vector<std::vector<std::string>> ways = {
        {"sum", flows, "--by", "total"},
        {"sum", project, "--by", "total"},
        {"sum", database, places, "--by", "total"},
        {"check", flows},
        {"check", project},
        {"check", database, places},
        {"import", flows, "-o", other},
        {"render", flows, "-o", picture, "--size", "64x64"},
        {"render", "--boundaries", outlines, "-o", picture, "--size", "64x64"},
        {"render", "--terrain", flows, "-o", picture, "--size", "64x64"},
        {"view", flows},
        {"view", database, places},
        {"bench", "sum", flows, "--runs", "1"},
    };
    for (const std::vector<std::string>& way : ways) {
        fs::remove_all(folder / "p.flowspace.cache");  // flows of our own making, that need no worker
        const ProgramResult result = run_program_at(folder / "alone" / "flowspace", way);
        const std::string said = result.out + result.err;
        EXPECT_NE(result.status, 0) << way[0] << ' ' << way[1];
        EXPECT_TRUE(holds(said, "flowspace-worker")) << way[0] << ' ' << way[1] << ":\n" << said;
        EXPECT_FALSE(holds(said, "database-unreachable")) << way[0] << ":\n" << said;
    }
    EXPECT_FALSE(fs::exists(picture) || fs::exists(other));
    EXPECT_EQ(run_program_at(folder / "alone" / "flowspace", {"sum", "--by", "total"}).status, 0)
        << "the built-in atlas needs no worker";
}

}  // namespace
}  // namespace flowspace
