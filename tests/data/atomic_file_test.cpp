// Saving under fire: whatever fails, and wherever the program is killed, the old file or the new one is there
// whole.
#include "data/project/atomic_file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace flowspace {
namespace {

namespace fs = std::filesystem;

class AtomicFile : public ::testing::Test {
protected:
    void SetUp() override {
        folder = fs::temp_directory_path() / ("flowspace-atomic-" + std::to_string(::getpid()));
        fs::remove_all(folder);
        fs::create_directories(folder);
        path = folder / "p.flowspace.json";
    }
    void TearDown() override { fs::remove_all(folder); }

    void put(const std::string& text) const { std::ofstream(path, std::ios::binary) << text; }
    std::string now() const {
        std::ifstream file(path, std::ios::binary);
        std::ostringstream text;
        text << file.rdbuf();
        return text.str();
    }
    std::size_t files() const {
        return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), {}));
    }

    fs::path folder, path;
    const std::string old_text = std::string(300'000, 'o'), new_text = std::string(500'000, 'n');
};

TEST_F(AtomicFile, WritesANewFileAndReplacesAnOldOne) {
    EXPECT_FALSE(write_file(path, new_text));
    EXPECT_EQ(now(), new_text);
    ::chmod(path.c_str(), 0640);
    EXPECT_FALSE(write_file(path, "second"));
    EXPECT_EQ(now(), "second");
    EXPECT_EQ(static_cast<unsigned>(fs::status(path).permissions()), 0640U);
    EXPECT_EQ(files(), 1U);
}

TEST_F(AtomicFile, ALinkStaysALink) {
    put(old_text);
    fs::create_symlink(path, folder / "link");
    EXPECT_FALSE(write_file(folder / "link", new_text));
    EXPECT_TRUE(fs::is_symlink(folder / "link"));
    EXPECT_EQ(now(), new_text);
}

TEST_F(AtomicFile, WhatCannotBeWrittenIsSaid) {
    EXPECT_EQ(write_file(folder, "x")->code, "unwritable");
    EXPECT_EQ(write_file(folder / "none" / "x", "x")->code, "unwritable");
    EXPECT_EQ(write_file("/dev/null", "x")->code, "unwritable");
}

TEST_F(AtomicFile, EachCallFailsOnceAndTheOldFileStays) {
    for (const int error : {ENOSPC, EIO, EACCES}) {
        for (int failing = 0;; ++failing) {
            put(old_text);
            int call = 0;
            WriteStep last{};
            const auto problem = write_file(path, new_text, [&](WriteStep step) {
                last = step;
                return call++ == failing ? error : 0;
            });
            if (call <= failing) {  // none was left to fail
                EXPECT_GT(failing, 8);
                break;
            }
            if (last == WriteStep::flush_folder) {
                EXPECT_EQ(now(), new_text);
            } else {
                ASSERT_TRUE(problem) << failing;
                EXPECT_EQ(problem->code, error == ENOSPC ? "disk-full" : "unwritable");
                EXPECT_EQ(now(), old_text);
            }
            EXPECT_EQ(files(), 1U);
        }
    }
}

TEST_F(AtomicFile, AnInterruptedCallIsMadeAgain) {
    int call = 0;
    EXPECT_FALSE(write_file(path, new_text, [&](WriteStep step) {
        return step == WriteStep::write && call++ % 2 == 0 ? EINTR : 0;
    }));
    EXPECT_EQ(now(), new_text);
}

TEST_F(AtomicFile, SixtyFourKillsLeaveOldOrNewWhole) {
    int old_left = 0, new_left = 0;
    for (int kill_at = 0; kill_at < 64; ++kill_at) {
        put(old_text);
        const pid_t child = ::fork();
        if (child == 0) {
            int call = 0;
            const std::string text(8'000 * (static_cast<std::size_t>(kill_at) + 1), 'n');
            (void)write_file(path, text, [&](WriteStep) {
                if (call++ == kill_at % 14) ::raise(SIGKILL);
                return 0;
            });
            ::_exit(0);
        }
        int status = 0;
        ::waitpid(child, &status, 0);
        const std::string left = now();
        const bool is_new = left == std::string(8'000 * (static_cast<std::size_t>(kill_at) + 1), 'n');
        EXPECT_TRUE(is_new || left == old_text) << kill_at << ": torn";
        ++(is_new ? new_left : old_left);
    }
    EXPECT_GT(old_left, 10);
    EXPECT_GT(new_left, 10);
    EXPECT_FALSE(write_file(path, new_text)) << "what killed programs left is not in the way";
}

}  // namespace
}  // namespace flowspace
