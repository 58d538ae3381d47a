// A disk without room: whatever is written says which file lacks it, ends with 3, and leaves the old file as
// it was. The limit on the size of files stands for the disk.
#include "tests/viewer/command_folder.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <filesystem>
#include <string>
#include <vector>

namespace flowspace {
namespace {

namespace fs = std::filesystem;
using testing::CommandFolder;
using testing::holds;
using testing::ProgramResult;
using testing::read_text;
using testing::run_program;

/// For this process and those it starts, until it goes.
class FileSizeLimit {
public:
    explicit FileSizeLimit(rlim_t bytes) {
        ::getrlimit(RLIMIT_FSIZE, &before_);
        const ::rlimit limit{.rlim_cur = bytes, .rlim_max = before_.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~FileSizeLimit() { ::setrlimit(RLIMIT_FSIZE, &before_); }
    FileSizeLimit(const FileSizeLimit&) = delete;
    FileSizeLimit& operator=(const FileSizeLimit&) = delete;

private:
    ::rlimit before_ = {};
};

class DiskFull : public CommandFolder {
protected:
    void SetUp() override {
        CommandFolder::SetUp();
        std::string text = "origin,destination,time,value\n";
        for (int row = 0; row < 1500; ++row)
            text += "320200,nowhere at all nor anywhere else that is known " + std::to_string(row) +
                    ",2020-01-24,1\n";
        flows = write("flows.csv", text);
    }

    /// Ends with 3 and names `file`, which is what it was; nothing half written stays beside it.
    void expect_told(const std::vector<std::string>& arguments, const std::string& file, rlim_t bytes) const {
        const std::string old = "old " + file;
        std::ofstream(file, std::ios::binary) << old;
        std::vector<std::string> in_chinese = arguments;
        in_chinese.insert(in_chinese.end(), {"--lang", "zh"});
        ProgramResult en, zh;
        {
            const FileSizeLimit limit(bytes);
            en = run_program(arguments);
            zh = run_program(in_chinese);
        }
        EXPECT_EQ(en.status, 3) << arguments[0] << '\n' << en.err;
        EXPECT_EQ(zh.status, 3) << arguments[0] << '\n' << zh.err;
        EXPECT_TRUE(holds(en.err, file + ":0:: disk-full: found 'File too large', expected r")) << en.err;
        EXPECT_TRUE(holds(zh.err, file + ":0:: disk-full: 收到“文件超过允许的大小”，应为")) << zh.err;
        EXPECT_EQ(read_text(file), old);
        for (const auto& entry : fs::directory_iterator(folder)) {
            const std::string name =
                entry.path().filename().string();  // of a film a folder stays, to go on from
            EXPECT_FALSE(entry.is_regular_file() && (name.ends_with(".tmp") || name.ends_with(".part")))
                << name;
        }
    }

    std::string flows;
};

TEST_F(DiskFull, AProjectAndAReport) {
    // More than what is sent to the process that reads the tables, which the limit holds for as well.
    constexpr rlim_t limit = 128 << 10;
    const std::string title(90'000, 'x');
    expect_told({"import", flows, "-o", path("p.flowspace.json"), "--force", "--title-en", title,
                 "--title-zh", title},
                path("p.flowspace.json"), limit);
    expect_told({"import", flows, "-o", path("q.flowspace.json"), "--report", path("r.csv")}, path("r.csv"),
                limit);
    EXPECT_FALSE(fs::exists(path("q.flowspace.json"))) << "what is asked for together is written together";
}

TEST_F(DiskFull, PicturesAndPages) {
    for (const char* name : {"a.png", "a.pdf"})
        expect_told({"render", "-o", path(name), "--size", "640x360"}, path(name), 20'000);
    expect_told({"render", "-o", path("b.png"), "--size", "640x360", "--dashboard", "changsanjiao", "--table",
                 path("b.csv")},
                path("b.csv"), 1000);
}

TEST_F(DiskFull, AFilmAsOneFile) {
    const std::string film = path("a.mp4");
    expect_told({"film", "-o", film, "--size", "960x540", "--still-view", "--seconds", "1", "--fps", "10"},
                film, 4000);
}

TEST_F(DiskFull, StandardOutputOfEveryCommand) {
    const std::string project = path("p.flowspace.json");
    const std::vector<std::vector<std::string>> commands = {
        {"import", flows, "-o", project}, {"check", flows}, {"sum", "--by", "total"}};
    for (const std::vector<std::string>& arguments : commands) {
        const ProgramResult told = run_program(arguments, "C.UTF-8", "/dev/full");
        EXPECT_EQ(told.status, 3) << arguments[0] << '\n' << told.err;
        EXPECT_TRUE(holds(told.err, "standard output: cannot be written")) << told.err;
    }
}

}  // namespace
}  // namespace flowspace
