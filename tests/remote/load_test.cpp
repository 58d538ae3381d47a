// The loaders make the documented schema, and what they load answers as the file itself does.
#include "data/import/open_files.h"
#include "data/sum_table.h"
#include "tests/remote/server_pair.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace flowspace::testing {
namespace {

class Loaders : public ::testing::Test {
protected:
    Loaders()
        : path_(std::filesystem::temp_directory_path() / fmt::format("flowspace-load-{}.csv", ::getpid())) {}
    ~Loaders() override { std::filesystem::remove(path_); }

    void write(const std::string& text) const { std::ofstream(path_) << text; }

    /// The exit status of scripts/load-clickhouse or load-postgres.
    int load(const std::string& script, const std::string& url) const {
        const std::string command = fmt::format("'{}/scripts/{}' '{}' '{}' >/dev/null 2>&1",
                                                FLOWSPACE_SOURCE_DIR, script, url, path_.string());
        return WEXITSTATUS(std::system(command.c_str()));
    }

    std::vector<std::pair<std::string, std::string>> targets(const std::string& table) const {
        ::setenv("PGPASSWORD", servers().password.c_str(), 1);
        return {{"load-clickhouse", clickhouse_url(table)},
                {"load-postgres", fmt::format("postgresql://owner@127.0.0.1:{}/postgres?table={}",
                                              servers().postgres, table)}};
    }

    std::filesystem::path path_;
};

TEST_F(Loaders, LoadWhatTheFileSays) {
    write(
        "origin,destination,layer,time,value\n110000,310000,people,2020-01,12.5\n310000,110000,people,2020-"
        "02,-3\n"
        "110000,310000,goods,2020-03,0.123456\n110000,310000,people,2020-01,1\n");
    const Result<Dataset> file = open_files(std::array{path_}, {}, built_in());
    ASSERT_TRUE(file) << file.error().message;
    for (const auto& [script, url] : targets("loaded")) {
        ASSERT_EQ(load(script, url), 0) << url;
        const Dataset remote = open_url(url);
        for (const SumKey by : {SumKey::total, SumKey::time, SumKey::pair}) {
            Filter filter{.window = {parse_time("2020-01")->start, parse_time("2020-03")->start}};
            for (const SumRequest& request : {SumRequest{.key = by}, SumRequest{.filter = filter, .key = by}})
                EXPECT_EQ(to_csv(*sum_table(remote, request)), to_csv(*sum_table(*file, request))) << url;
        }
    }
}

TEST_F(Loaders, RefuseAFileWithAWrongRow) {
    for (const char* row : {"110000,310000,people,2020-13,1", "110000,310000,people,2020-01,1e400",
                            "110000,,people,2020-01,1", "110000,310000,people,2020-01-05,1"}) {
        write(fmt::format("origin,destination,layer,time,value\n110000,310000,people,2020-01,1\n{}\n", row));
        for (const auto& [script, url] : targets("never_loaded")) {
            EXPECT_EQ(load(script, url), 1) << row;
            EXPECT_THROW(open_url(url), std::runtime_error);
        }
    }
}

}  // namespace
}  // namespace flowspace::testing
