// The folder of a command's test: empty before it, gone after it, and with a home of its own for what the
// program keeps for its user.
#pragma once

#include "tests/viewer/program.h"

#include <gtest/gtest.h>

#include <string_view>

namespace flowspace::testing {

inline bool holds(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

class CommandFolder : public ::testing::Test {
protected:
    void SetUp() override {
        const std::string suite = ::testing::UnitTest::GetInstance()->current_test_info()->test_suite_name();
        folder = std::filesystem::canonical(std::filesystem::temp_directory_path()) /
                 ("flowspace-" + suite + "-" + std::to_string(::getpid()));
        std::filesystem::remove_all(folder);
        std::filesystem::create_directories(folder);
        ::setenv("XDG_STATE_HOME", (folder / "state").c_str(), 1);
    }
    void TearDown() override { std::filesystem::remove_all(folder); }

    std::string path(const std::string& name) const { return (folder / name).string(); }

    /// Folders in `name` are made.
    std::string write(const std::string& name, const std::string& text) const {
        std::filesystem::create_directories((folder / name).parent_path());
        std::ofstream(folder / name, std::ios::binary) << text;
        return path(name);
    }

    std::filesystem::path folder;
};

}  // namespace flowspace::testing
