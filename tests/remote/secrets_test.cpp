// Passwords come from the environment and are never seen again; the program itself answers from the
// databases.
#include "data/source/sources.h"
#include "tests/remote/server_pair.h"
#include "tests/viewer/program.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>

namespace flowspace::testing {
namespace {

/// A variable of the environment, back as it was at the end.
class Variable {
public:
    Variable(const char* name, const char* value) : name_(name) {
        if (const char* before = std::getenv(name)) before_ = before;
        value == nullptr ? ::unsetenv(name) : ::setenv(name, value, 1);
    }
    ~Variable() { before_ ? ::setenv(name_, before_->c_str(), 1) : ::unsetenv(name_); }
    Variable(const Variable&) = delete;
    Variable& operator=(const Variable&) = delete;

private:
    const char* name_;
    std::optional<std::string> before_;
};

class Secrets : public ::testing::Test {
protected:
    static void SetUpTestSuite() {
        postgres("DO $$ BEGIN CREATE ROLE reader LOGIN PASSWORD '" + servers().password +
                 "'; EXCEPTION WHEN duplicate_object THEN NULL; END $$");
        clickhouse(
            "CREATE TABLE secret_flows (origin String, destination String, layer String, time Date, value "
            "Decimal(9, 2)) "
            "ENGINE = MergeTree ORDER BY time");
        clickhouse(
            "INSERT INTO secret_flows VALUES ('110000', '310000', 'people', '2020-01-01', 12.25), ('110000', "
            "'310000', "
            "'people', '2020-01-02', 0.75), ('310000', '999999', 'people', '2020-01-02', 5)");
        postgres(
            "CREATE TABLE secret_flows (origin text, destination text, layer text, time date, value "
            "numeric)");
        postgres(
            "INSERT INTO secret_flows VALUES ('110000', '310000', 'people', '2020-01-01', 12.25), ('110000', "
            "'310000', "
            "'people', '2020-01-02', 0.75), ('310000', '999999', 'people', '2020-01-02', 5)");
        postgres("GRANT SELECT ON secret_flows TO PUBLIC");
    }
    static std::string clickhouse_as(const char* user) {
        return fmt::format("clickhouse://{}@127.0.0.1:{}/default/secret_flows", user, servers().shard1);
    }
    static void expect_no_secret(const std::string& text) {
        EXPECT_EQ(text.find(servers().password), std::string::npos) << text;
        EXPECT_EQ(text.find("wrong pass"), std::string::npos) << text;
    }
};

TEST_F(Secrets, ThePasswordOfTheEnvironmentOpens) {
    const Variable password("FLOWSPACE_CLICKHOUSE_PASSWORD", servers().password.c_str());
    for (const char* user : {"reader", "writer"}) {  // a read-only profile, and one that takes our settings
        const auto opened = open_source(clickhouse_as(user), *built_in().atlas, {});
        ASSERT_TRUE(opened) << opened.error().message;
        EXPECT_EQ(opened->flows->row_count(), 2U);
    }
    const std::string url = postgres_url("secret_flows");
    EXPECT_TRUE(open_source(url, *built_in().atlas, {}));
}

TEST_F(Secrets, PasswordsOfAFile) {
    const std::string url = postgres_url("secret_flows");
    const Variable none("PGPASSWORD", nullptr);
    EXPECT_FALSE(open_source(url, *built_in().atlas, {}));
    const auto path =
        std::filesystem::temp_directory_path() / ("flowspace-pgpass-" + std::to_string(::getpid()));
    std::ofstream(path) << "127.0.0.1:" << servers().postgres << ":*:reader:" << servers().password << "\n";
    ::chmod(path.c_str(), 0600);
    const Variable file("PGPASSFILE", path.c_str());
    EXPECT_TRUE(open_source(url, *built_in().atlas, {}));
    std::filesystem::remove(path);
}

TEST_F(Secrets, AWrongPasswordIsAskedForOnceAndNeverRepeated) {
    const std::string postgres_address = postgres_url("secret_flows");
    const Variable clickhouse_password("FLOWSPACE_CLICKHOUSE_PASSWORD", "wrong pass");
    const Variable postgres_password("PGPASSWORD", nullptr);
    for (const std::string& url : {clickhouse_as("reader"), postgres_address}) {
        int asked = 0;
        std::string typed = "wrong pass too";
        const SourceOptions options{.ask_password = [&](const std::string& what) {
            ++asked;
            expect_no_secret(what);
            return std::optional(typed);
        }};
        const auto refused = open_source(url, *built_in().atlas, options);
        ASSERT_FALSE(refused);
        EXPECT_EQ(asked, 1) << url;
        EXPECT_NE(refused.error().message.find("database-login"), std::string::npos)
            << refused.error().message;
        expect_no_secret(refused.error().message);
        typed = servers().password;
        const auto opened = open_source(url, *built_in().atlas, options);
        EXPECT_TRUE(opened) << opened.error().message;
    }
}

TEST_F(Secrets, TheProgramAnswersFromADatabase) {
    const Variable password("FLOWSPACE_CLICKHOUSE_PASSWORD", servers().password.c_str());
    for (const std::string& url : {clickhouse_as("reader"), postgres_url("secret_flows")}) {
        const ProgramResult summed = run_program({"sum", url, "--by", "pair", "--unit", "persons"});
        EXPECT_EQ(summed.out,
                  "layer,origin,destination,value,unit,status\npeople,110000,310000,13,persons,undeclared\n")
            << summed.err;
        EXPECT_EQ(summed.status, 1);  // a row was lost, and a script must notice
        EXPECT_NE(summed.err.find("found '999999'"), std::string::npos) << summed.err;
        EXPECT_NE(summed.err.find("1 row of unknown places, missing from layer people: a sum of 5"),
                  std::string::npos)
            << summed.err;
        expect_no_secret(summed.err);
    }
}

TEST_F(Secrets, TheProgramTakesPlacesFromAFileBesideTheDatabase) {
    const Variable password("FLOWSPACE_CLICKHOUSE_PASSWORD", servers().password.c_str());
    const auto path =
        std::filesystem::temp_directory_path() / ("flowspace-places-" + std::to_string(::getpid()) + ".csv");
    std::ofstream(path) << "id,lon,lat\n110000,116,40\n310000,121,31\n999999,100,30\n";
    const ProgramResult summed =
        run_program({"sum", clickhouse_as("reader"), path.string(), "--by", "total"});
    EXPECT_EQ(summed.out, "layer,value,unit,status\npeople,18,,undeclared\n") << summed.err;
    EXPECT_EQ(summed.status, 0) << summed.err;
    std::filesystem::remove(path);
}

TEST_F(Secrets, AProjectNamesItsDatabase) {
    const Variable password("FLOWSPACE_CLICKHOUSE_PASSWORD", servers().password.c_str());
    const auto folder =
        std::filesystem::temp_directory_path() / ("flowspace-named-" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder);
    const Variable state("XDG_STATE_HOME", (folder / "state").c_str());
    for (const std::string& url : {clickhouse_as("reader"), postgres_url("secret_flows")}) {
        const std::string project = (folder / "remote.flowspace.json").string();
        std::ofstream(project) << "{\"format\": \"flowspace-project\", \"version\": 1, \"tables\": [], "
                                  "\"status\": \"observed\", \"layers\": {\"people\": {\"unit\": "
                                  "\"persons\"}}, \"database\": {\"url\": \""
                               << url << "\"}}";
        const ProgramResult summed = run_program({"sum", project, "--by", "pair", "--agree"});
        EXPECT_EQ(summed.out,
                  "layer,origin,destination,value,unit,status\npeople,110000,310000,13,persons,observed\n")
            << summed.err;
        const ProgramResult again = run_program({"sum", project, "--by", "total"});
        EXPECT_EQ(again.out, "layer,value,unit,status\npeople,13,persons,observed\n") << "agreed once";
        EXPECT_EQ(run_program({"check", project}).status, 1) << "a row of an unknown place";
        expect_no_secret(read_text(project) + summed.err);
    }
    std::filesystem::remove_all(folder);
}

TEST_F(Secrets, ImportWritesADatabaseIntoAProject) {
    const Variable password("FLOWSPACE_CLICKHOUSE_PASSWORD", servers().password.c_str());
    const auto folder =
        std::filesystem::temp_directory_path() / ("flowspace-written-" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder);
    const Variable state("XDG_STATE_HOME", (folder / "state").c_str());
    const std::string project = (folder / "remote.flowspace.json").string();
    const std::string places = (folder / "places.csv").string();
    std::ofstream(places) << "id,lon,lat\n110000,116,40\n310000,121,31\n999999,100,30\n";
    for (const std::string& url : {clickhouse_as("reader"), postgres_url("secret_flows")}) {
        const ProgramResult lossy = run_program({"import", url, "-o", project, "--force"});
        EXPECT_EQ(lossy.status, 1) << "a row of an unknown place, and a script must notice";
        EXPECT_TRUE(lossy.out.find("3 rows = 2 kept + 1 rejected; 1 pair; layers: people") !=
                    std::string::npos)
            << lossy.out;
        EXPECT_NE(lossy.err.find("found '999999'"), std::string::npos) << lossy.err;
        const ProgramResult made = run_program(
            {"import", url, places, "-o", project, "--status", "observed", "--unit", "persons", "--force"});
        EXPECT_EQ(made.status, 0) << made.err;
        EXPECT_NE(read_text(project).find("\"url\": \"" + url + "\""), std::string::npos);
        const ProgramResult summed = run_program({"sum", project, "--by", "total"});
        EXPECT_EQ(summed.out, "layer,value,unit,status\npeople,18,persons,observed\n") << summed.err;
        expect_no_secret(read_text(project) + lossy.out + lossy.err + made.out + made.err);
    }
    std::filesystem::remove_all(folder);
}

TEST_F(Secrets, APasswordInTheAddressIsRefusedAndNotRepeated) {
    for (const char* address :
         {"postgresql://alice:wrong pass@127.0.0.1/db?table=t", "clickhouse://a:wrong pass@127.0.0.1/d/t"}) {
        const ProgramResult refused = run_program({"sum", address, "--by", "total"});
        EXPECT_EQ(refused.status, 1);
        EXPECT_NE(refused.err.find("environment"), std::string::npos) << refused.err;
        expect_no_secret(refused.err);
    }
    const ProgramResult chinese =
        run_program({"--lang", "zh", "sum", "clickhouse://127.0.0.1:9/d/t", "--by", "total"});
    EXPECT_NE(chinese.err.find("该地址没有数据库应答"), std::string::npos) << chinese.err;
}

TEST_F(Secrets, NoArgumentOfTheProcessHoldsThePassword) {
    const Variable password("FLOWSPACE_CLICKHOUSE_PASSWORD", servers().password.c_str());
    const auto clickhouse_opened = open_source(clickhouse_as("reader"), *built_in().atlas, {});
    const auto postgres_opened = open_source(postgres_url("secret_flows"), *built_in().atlas, {});
    ASSERT_TRUE(clickhouse_opened && postgres_opened);
    expect_no_secret(read_text("/proc/self/cmdline"));
    for (const auto* opened : {&*clickhouse_opened, &*postgres_opened}) {
        expect_no_secret(opened->file.path);
        for (const Problem& problem : opened->file.problems) expect_no_secret(format_problem(problem));
        for (const LayerInfo& layer : opened->flows->layers()) expect_no_secret(layer.source_en);
    }
}

}  // namespace
}  // namespace flowspace::testing
