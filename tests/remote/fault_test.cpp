// Faults between us and the database: words within three seconds, the frame never waits, and all is well
// again by itself.
#include "data/source/sources.h"
#include "tests/remote/fault_proxy.h"
#include "tests/remote/server_pair.h"
#include "viewer/pipeline.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <chrono>
#include <thread>

namespace flowspace::testing {
namespace {

using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

double seconds_since(Clock::time_point begin) {
    return std::chrono::duration<double>(Clock::now() - begin).count();
}

/// A thousand rows in each database, and proxies before both.
class Faults : public ::testing::TestWithParam<const char*> {
protected:
    static void SetUpTestSuite() {
        postgres("DO $$ BEGIN CREATE ROLE reader LOGIN PASSWORD '" + servers().password +
                 "'; EXCEPTION WHEN duplicate_object THEN NULL; END $$");
        const std::string lines = as_lines(generate_rows(20'000, 60, 3), *built_in().atlas);
        clickhouse(
            "CREATE TABLE IF NOT EXISTS faults (origin String, destination String, layer String, time Date, "
            "value Decimal(18, 2)) "
            "ENGINE = Memory");
        clickhouse("INSERT INTO faults FORMAT TabSeparated", lines);
        postgres(
            "CREATE TABLE faults (origin text, destination text, layer text, time date, value "
            "numeric(18,2))");
        postgres_copy("faults", lines);
        postgres("GRANT SELECT ON faults TO PUBLIC");
    }

    bool is_clickhouse() const { return std::string(GetParam()) == "clickhouse"; }
    int target() const { return is_clickhouse() ? servers().shard1 : servers().postgres; }
    std::string url() const {
        return is_clickhouse() ? clickhouse_url("faults", proxy.port())
                               : postgres_url("faults", proxy.port());
    }
    void freeze(const char* what) const { tell_servers(what, is_clickhouse() ? "shard1" : "postgres"); }

    FaultProxy proxy{target()};
};

constexpr FaultProxy::Mode all_faults[] = {FaultProxy::Mode::refuse,  FaultProxy::Mode::silent,
                                           FaultProxy::Mode::trickle, FaultProxy::Mode::reset,
                                           FaultProxy::Mode::cut,     FaultProxy::Mode::bad_answer};

TEST_P(Faults, EveryFaultHasWordsWithinThreeSecondsAndPasses) {
    const Dataset remote = open_url(url());
    const auto whole = remote.flows->pair_sums(LayerId{0}, {});
    ASSERT_TRUE(whole) << whole.error().message;
    for (const FaultProxy::Mode mode : all_faults) {
        proxy.turn(mode);
        const Clock::time_point begin = Clock::now();
        const auto failed = remote.flows->pair_sums(LayerId{0}, {});
        const double took_s = seconds_since(begin);
        EXPECT_FALSE(failed) << static_cast<int>(mode);
        EXPECT_LT(took_s, 3) << static_cast<int>(mode);
        if (!failed) {
            EXPECT_NE(failed.error().message.find("database-"), std::string::npos) << failed.error().message;
            EXPECT_NE(failed.error().message.find("127.0.0.1"), std::string::npos) << failed.error().message;
        }
        proxy.turn(FaultProxy::Mode::forward);
        const auto again = remote.flows->pair_sums(LayerId{0}, {});  // no restart, no second opening
        ASSERT_TRUE(again) << static_cast<int>(mode) << ": " << again.error().message;
        EXPECT_EQ(*again, *whole);
    }
}

TEST_P(Faults, OpeningFailsInWordsToo) {
    for (const FaultProxy::Mode mode : all_faults) {
        proxy.turn(mode);
        const Clock::time_point begin = Clock::now();
        EXPECT_FALSE(open_source(url(), *built_in().atlas, {})) << static_cast<int>(mode);
        EXPECT_LT(seconds_since(begin), 3.5) << static_cast<int>(mode);
    }
}

TEST_P(Faults, ASlowNetworkIsNoFault) {
    proxy.turn(FaultProxy::Mode::delayed);
    const auto opened = open_source(url(), *built_in().atlas, {});
    ASSERT_TRUE(opened) << opened.error().message;
    EXPECT_TRUE(opened->flows->pair_sums(LayerId{1}, {}));
}

TEST_P(Faults, GivingUpIsNoticedAtOnce) {
    const Dataset remote = open_url(url());
    proxy.turn(FaultProxy::Mode::silent);
    std::stop_source stop;
    const std::jthread later([&] {
        std::this_thread::sleep_for(200ms);
        stop.request_stop();
    });
    const Clock::time_point begin = Clock::now();
    EXPECT_FALSE(remote.flows->pair_sums(LayerId{0}, {}, stop.get_token()));
    EXPECT_LT(seconds_since(begin), 1.8);
}

TEST_P(Faults, TheWindowKeepsItsLastValueAndNeverWaits) {
    const auto data = std::make_shared<const Dataset>(open_url(url()));
    Pipeline pipeline(data);
    Settings settings;
    settings.filter.layers = {LayerId{0}};
    double longest_s = 0;
    const auto frames_until = [&](const auto& done, double limit_s) {
        for (const Clock::time_point begin = Clock::now(); seconds_since(begin) < limit_s;) {
            const Clock::time_point frame = Clock::now();
            pipeline.update(settings);
            longest_s = std::max(longest_s, seconds_since(frame));
            if (done()) return true;
            std::this_thread::sleep_for(5ms);
        }
        return false;
    };
    ASSERT_TRUE(frames_until([&] { return !pipeline.sums().empty() && !pipeline.busy(); }, 20));
    const std::vector<ExactSum> good = pipeline.sums()[0].sums;
    for (const FaultProxy::Mode mode :
         {FaultProxy::Mode::silent, FaultProxy::Mode::refuse, FaultProxy::Mode::reset}) {
        proxy.turn(mode);
        const WallTime before = std::chrono::system_clock::now();
        settings.filter.window.to = TimeMs{count(parse_time("2020-02-10")->start) + static_cast<int>(mode)};
        EXPECT_TRUE(frames_until([&] { return pipeline.stale().has_value(); }, 3)) << static_cast<int>(mode);
        ASSERT_TRUE(pipeline.stale());
        EXPECT_GE(pipeline.stale()->since, before);
        EXPECT_EQ(pipeline.sums()[0].sums, good);
        proxy.turn(FaultProxy::Mode::forward);
        EXPECT_TRUE(frames_until([&] { return !pipeline.stale() && !pipeline.busy(); }, 20))
            << static_cast<int>(mode);
        EXPECT_NE(pipeline.sums()[0].sums, good);
        settings.filter.window = {};
        EXPECT_TRUE(frames_until([&] { return !pipeline.busy() && pipeline.sums()[0].sums == good; }, 20));
    }
    EXPECT_LT(longest_s, 0.25);  // nothing of the network; drawing lists only, on a busy machine
}

TEST_P(Faults, AFrozenServerIsNoticedAndThawed) {
    const Dataset remote = open_url(url());
    const auto whole = remote.flows->pair_sums(LayerId{0}, {});
    freeze("freeze");
    const Clock::time_point begin = Clock::now();
    const auto failed = remote.flows->pair_sums(LayerId{0}, {});
    EXPECT_LT(seconds_since(begin), 3);
    freeze("thaw");
    EXPECT_FALSE(failed);
    const auto again = remote.flows->pair_sums(LayerId{0}, {});
    ASSERT_TRUE(again) << again.error().message;
    EXPECT_EQ(*again, *whole);
}

TEST_P(Faults, ARestartedServerNeedsNoSecondOpening) {
    const Dataset remote = open_url(url());
    if (is_clickhouse()) return;  // tables in memory; ALostShardIsAnError restarts one with tables on disk
    const auto whole = remote.flows->pair_sums(LayerId{0}, {});
    freeze("stop");
    EXPECT_FALSE(remote.flows->pair_sums(LayerId{0}, {}));
    freeze("start");
    const auto again = remote.flows->pair_sums(LayerId{0}, {});
    ASSERT_TRUE(again) << again.error().message;
    EXPECT_EQ(*again, *whole);
}

TEST_P(Faults, SessionsAreReadOnlyAndBounded) {
    const std::string url = GetParam() + std::string("://");
    if (is_clickhouse()) {
        const Dataset remote = open_url(clickhouse_url("faults") + "?timeout=1");
        EXPECT_TRUE(remote.flows->pair_sums(LayerId{0}, {}));
        return;
    }
    postgres(
        "CREATE FUNCTION slow_date(date) RETURNS date LANGUAGE sql VOLATILE AS 'SELECT $1 FROM "
        "pg_sleep(0.005)'");
    postgres(
        "CREATE VIEW slow AS SELECT origin, destination, layer, slow_date(time) AS time, value FROM faults");
    postgres("CREATE TABLE written (n integer)");
    postgres("GRANT ALL ON written TO PUBLIC");
    postgres(
        "CREATE FUNCTION writing(date) RETURNS date LANGUAGE sql VOLATILE AS "
        "'INSERT INTO written VALUES (1); SELECT $1'");
    postgres(
        "CREATE VIEW sneaky AS SELECT origin, destination, layer, writing(time) AS time, value FROM faults");
    postgres("GRANT SELECT ON slow, sneaky TO PUBLIC");
    const Clock::time_point begin = Clock::now();
    const auto slow = open_source(postgres_url("slow") + "&timeout=2", *built_in().atlas, {});
    ASSERT_FALSE(slow);
    EXPECT_NE(slow.error().message.find("database-slow"), std::string::npos) << slow.error().message;
    EXPECT_LT(seconds_since(begin), 6);
    const auto sneaky = open_source(postgres_url("sneaky"), *built_in().atlas, {});
    ASSERT_FALSE(sneaky);
    EXPECT_NE(sneaky.error().message.find("read-only"), std::string::npos) << sneaky.error().message;
}

INSTANTIATE_TEST_SUITE_P(Engines, Faults, ::testing::Values("clickhouse", "postgres"),
                         [](const auto& engine) { return std::string(engine.param); });

}  // namespace
}  // namespace flowspace::testing
