// Tables that attack: SQL in their names, headers and cells, bombs, sizes that lie, links. Each through the
// worker, shut in and open: nothing outside is read, nothing is written, nobody is called.
#include "data/import/plan_guess.h"
#include "data/import/query_worker.h"
#include "data/import/table_worker.h"
#include "data/source/memory_source.h"
#include "tests/formats/scratch.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <vector>

using namespace flowspace;

namespace {

namespace fs = std::filesystem;

const std::string canary_word = "CANARY-7";

std::shared_ptr<const Atlas> two_places() {
    auto atlas = std::make_shared<Atlas>();
    atlas->places = {{.id = "110000"}, {.id = "310000"}};
    return atlas;
}

class TableAttacks : public testing::TestWithParam<Confinement> {
protected:
    void SetUp() override { put("canary.csv", canary_word + "," + canary_word + "\n1,2\n"); }

    /// Nothing is there but what the test put there, and no process is left.
    void TearDown() override {
        EXPECT_EQ(files(), before_);
        EXPECT_EQ(::waitpid(-1, nullptr, WNOHANG), -1);
    }

    std::string path(const std::string& name) const { return scratch_.path(name); }
    std::string put(const std::string& name, const std::string& bytes) const {
        std::ofstream(path(name), std::ios::binary) << bytes;
        return path(name);
    }
    void done_preparing() { before_ = files(); }

    WorkerOptions worker() const {
        return {.confinement = GetParam(),
                .memory_bytes = std::uint64_t{2} << 30,
                .silence = std::chrono::seconds(60)};
    }

    /// What became of a look and a load: words of what was wrong, or "read" with the rows kept.
    std::string opened(const std::string& file) {
        Inspection look = inspect_in_worker(file, {}, {}, worker());
        if (look.broken) return no_canary(look.broken->code + ": " + look.broken->found);
        for (const auto& row : look.rows)
            for (const std::string& cell : row) no_canary(cell);
        for (const std::string& column : look.columns) no_canary(column);
        const auto atlas = two_places();
        ImportPlan plan = guess_plan(std::span(&look, 1), *atlas).plan;
        if (plan.tables.empty()) return "no plan";
        TablePlan& table = plan.tables.front();
        // Whatever the names are, the first three columns are used.
        static constexpr Field fields[] = {Field::origin, Field::destination, Field::value};
        table.role = TableRole::flows;
        for (std::size_t at = 0; at < table.columns.size(); ++at)
            table.columns[at].field = at < 3 ? fields[at] : Field::attribute;
        const Result<LoadedTables> loaded =
            load_in_worker(plan, atlas, ReadWhole::what_can_be, {.threads = 2}, worker());
        if (!loaded) return no_canary(loaded.error().message);
        if (table.format == FileFormat::parquet) ask(plan, *atlas);
        const SourceReport& report = loaded->report.sources.front();
        return report.problem_count > 0 && report.rows_kept == 0 ? no_canary(report.problems.front().code)
                                                                 : "read " + std::to_string(report.rows_kept);
    }

    /// The same columns asked in place, where SQL is written about them.
    void ask(const ImportPlan& plan, const Atlas& atlas) {
        const Result<QueriedTables> asked = open_queried_tables(plan, atlas, worker());
        if (!asked) {
            no_canary(asked.error().message);
            return;
        }
        const auto sums = asked->flows->pair_sums(LayerId{0}, {});
        if (!sums) no_canary(sums.error().message);
    }

    static std::string no_canary(const std::string& text) {
        EXPECT_EQ(text.find(canary_word), std::string::npos) << text;
        return text;
    }

    /// Columns named as SQL that would act, with two good rows.
    void write_hostile(const std::string& file, const std::vector<std::string>& names) const {
        const auto name = [&](std::size_t at) {
            std::string out;
            for (const char one : names.at(at % names.size()))
                out += one == '"' ? "\"\"" : std::string(1, one);
            return "\"" + out + std::string(at, '_') + "\"";
        };
        write_parquet(path("plain.parquet"), "SELECT '110000' AS " + name(0) + ", '310000' AS " + name(1) +
                                                 ", 5 AS " + name(2) + " FROM range(2)");
        fs::rename(path("plain.parquet"), file);
    }

private:
    std::vector<std::string> files() const {
        std::vector<std::string> all;
        for (const auto& entry : fs::recursive_directory_iterator(scratch_.path("")))
            all.push_back(
                entry.path().string() + " " +
                std::to_string(entry.is_regular_file() ? static_cast<std::uint64_t>(entry.file_size()) : 0));
        std::ranges::sort(all);
        return all;
    }

    Scratch scratch_;
    std::vector<std::string> before_;
};

/// What an attacker would have DuckDB do.
std::vector<std::string> acts(const std::function<std::string(const std::string&)>& path) {
    return {"COPY (SELECT 1) TO '" + path("written.csv") + "'",
            "EXPORT DATABASE '" + path("exported") + "'",
            "ATTACH '" + path("written.db") + "' AS more",
            "INSTALL httpfs",
            "LOAD '" + path("canary.csv") + "'",
            "SET enable_external_access = true",
            "SET lock_configuration = false",
            "PRAGMA enable_profiling = 'json'",
            "PRAGMA profiling_output = '" + path("profile.json") + "'",
            "CREATE TABLE t AS SELECT * FROM read_csv('" + path("canary.csv") + "')",
            "SELECT * FROM read_text('/etc/passwd')"};
}

std::string gzip(const std::string& text) {
    z_stream stream{};
    deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY);
    std::string packed(deflateBound(&stream, text.size()) + 64, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<Bytef*>(packed.data());
    stream.avail_out = static_cast<uInt>(packed.size());
    deflate(&stream, Z_FINISH);
    packed.resize(stream.total_out);
    deflateEnd(&stream);
    return packed;
}

std::string zstd(const std::string& text) {
    std::string packed(ZSTD_compressBound(text.size()), '\0');
    packed.resize(ZSTD_compress(packed.data(), packed.size(), text.data(), text.size(), 19));
    return packed;
}

}  // namespace

TEST_P(TableAttacks, SqlInHeadersOfParquet) {
    const auto all = acts([&](const std::string& name) { return path(name); });
    for (std::size_t at = 0; at < all.size(); ++at) {
        const std::string& act = all[at];
        write_hostile(path("h" + std::to_string(at) + ".parquet"),
                      {"\"; " + act + "; --", "' || (" + act + ") || '", "a\") FROM (" + act + ") --"});
    }
    done_preparing();
    for (std::size_t at = 0; at < all.size(); ++at)
        EXPECT_EQ(opened(path("h" + std::to_string(at) + ".parquet")), "read 2") << all[at];
}

TEST_P(TableAttacks, SqlInNamesOfFiles) {
    std::vector<std::string> files;
    // A name may hold no slash, so what acts on a path names one of the working folder.
    for (const std::string act : {"COPY (SELECT 1) TO 'w.csv'", "ATTACH 'w.db'", "INSTALL httpfs",
                                  "SET threads = 8", "PRAGMA version"}) {
        files.push_back(path("a'); " + act + "; --.parquet"));
        write_hostile(files.back(), {"origin", "destination", "value"});
    }
    for (const char* name : {"*.parquet", "[a-z].parquet", "a?.parquet", "{a,b}.parquet", "%s%n.parquet",
                             "x.parquet\n", "\xE6\xB5\x81 \".parquet"}) {
        files.push_back(path(name));
        write_hostile(files.back(), {"origin", "destination", "value"});
    }
    done_preparing();
    for (const std::string& file : files) {
        const std::string outcome = opened(file);
        // A name that ends in a line feed has no format of ours: it may be refused, never misread.
        EXPECT_TRUE(outcome == "read 2" || file.back() == '\n') << file << ": " << outcome;
    }
    EXPECT_FALSE(fs::exists("w.csv") || fs::exists("w.db"));
}

TEST_P(TableAttacks, SqlAndFormulasInTextTables) {
    const auto all = acts([&](const std::string& name) { return path(name); });
    std::string header = "\"origin\",\"destination\",\"value\"", rows;
    for (const std::string& act : all) {
        header += ",\"'; " + act + "; --\"";
        rows += "\"" + act + "\",310000,1" + std::string(all.size(), ',') + "\n";
    }
    put("sql.csv", header + "\n" + rows + "110000,310000,7" + std::string(all.size(), ',') + "\n");
    done_preparing();
    EXPECT_EQ(opened(path("sql.csv")), "read 1");
}

TEST_P(TableAttacks, ValuesThatAreSqlStayValues) {
    const auto all = acts([&](const std::string& name) { return path(name); });
    std::string select = "SELECT '110000' AS origin, '310000' AS destination, '5' AS value";
    for (const std::string& act : all) {
        std::string text;
        for (const char one : act) text += one == '\'' ? "''" : std::string(1, one);
        select += " UNION ALL SELECT '" + text + "', '310000', '1'";
    }
    write_parquet(path("values.parquet"), select);
    done_preparing();
    EXPECT_EQ(opened(path("values.parquet")), "read 1");
}

TEST_P(TableAttacks, BombsEndEarly) {
    const std::string line = "110000,310000,1\n";
    std::string block;
    while (block.size() < (std::size_t{4} << 20)) block += line;
    const std::string zeros(std::size_t{64} << 20, '0');
    std::string gz = gzip("origin,destination,value\n"), zst = zstd("origin,destination,value\n");
    const std::string gz_zeros = gzip(zeros), zst_zeros = zstd(zeros);
    for (int one = 0; one < 6; ++one) {
        gz += gz_zeros;
        zst += zst_zeros;
    }
    put("bomb.csv.gz", gz);
    put("bomb.csv.zst", zst);
    put("twice.csv.gz", gzip(gzip(block)));
    done_preparing();
    for (const char* name : {"bomb.csv.gz", "bomb.csv.zst", "twice.csv.gz"}) {
        const std::string outcome = opened(path(name));
        EXPECT_FALSE(outcome.starts_with("read")) << name << ": " << outcome;
    }
}

TEST_P(TableAttacks, ParquetThatLiesOfItsSize) {
    write_parquet(path("good.parquet"),
                  "SELECT '110000' AS origin, '310000' AS destination, i AS value FROM "
                  "range(5000) t(i)");
    std::ifstream whole(path("good.parquet"), std::ios::binary);
    const std::string bytes((std::istreambuf_iterator<char>(whole)), std::istreambuf_iterator<char>());
    std::vector<std::string> files;
    const auto add = [&](std::string changed) {
        files.push_back(put("p" + std::to_string(files.size()) + ".parquet", changed));
    };
    const std::size_t foot = bytes.size() - 8;  // four bytes of length, then PAR1
    for (const std::uint32_t length : {0U, 1U, 0x7FFFFFFFU, 0xFFFFFFFFU}) {
        std::string changed = bytes;
        for (int byte = 0; byte < 4; ++byte)
            changed[foot + static_cast<std::size_t>(byte)] = static_cast<char>(length >> (8 * byte));
        add(changed);
    }
    // Counts of the footer are varints: runs of 0xFF there promise more rows and bytes than there are.
    for (std::size_t at = foot - 400; at + 8 < foot; at += 23) {
        std::string changed = bytes;
        for (std::size_t byte = at; byte < at + 5; ++byte) changed[byte] = '\xFF';
        add(changed);
    }
    add("PAR1" + std::string(64, '\xFF') + "PAR1");
    add(bytes.substr(0, bytes.size() / 2));
    done_preparing();
    for (const std::string& file : files)
        static_cast<void>(opened(file));  // an answer or a word, never a hang
    EXPECT_EQ(opened(path("good.parquet")), "read 5000");
}

TEST_P(TableAttacks, LinksAndDevicesAreNotTables) {
    fs::create_symlink("/dev/zero", path("zero.csv"));
    fs::create_symlink("/proc/self/environ", path("environ.csv"));
    fs::create_directory(path("folder.parquet"));
    done_preparing();
    ::setenv("FLOWSPACE_ATTACK", canary_word.c_str(), 1);
    for (const char* name : {"zero.csv", "environ.csv", "folder.parquet"}) {
        const std::string outcome = opened(path(name));
        EXPECT_FALSE(outcome.starts_with("read")) << name << ": " << outcome;
    }
}

INSTANTIATE_TEST_SUITE_P(WithAndWithoutSandbox, TableAttacks,
                         testing::Values(Confinement::full, Confinement::none), [](const auto& test) {
                             return std::string(test.param == Confinement::full ? "Shut" : "Open");
                         });
