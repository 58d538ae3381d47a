// The flow cache: what was written comes back; whatever else a file holds is an error and never a crash.
#include "data/source/flow_cache.h"

#include "data/pack/pack_format.h"
#include "data/source/flow_cache_format.h"
#include "data/source/made_rows.h"
#include "tests/data/random_flows.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmath>
#include <cstring>
#include <fstream>

namespace flowspace {
namespace {

using testing::pick;
using testing::RawRow;
using Bytes = std::vector<std::byte>;

constexpr std::size_t places = 12;

/// One layer of each kind: whole numbers that repeat, large ones, and no decimals; pairs listed and not.
std::shared_ptr<const MemorySource> small_source(unsigned seed) {
    testing::Random random(seed);
    std::vector<RawRow> rows;
    for (int row = 0; row < 3000; ++row) {
        const int layer = row % 8 == 7 ? 3 : row % 3, most_place = layer == 3 ? 11 : 2;
        rows.push_back({layer, pick(random, 0, most_place), pick(random, 0, most_place),
                        18'000 + pick(random, 0, 100), pick(random, -50, 900'000)});
    }
    FlowTable table = testing::table_of(rows, 4, true);
    for (std::size_t row = 0; row < table.size(); ++row) {
        if (table.layer[row] == LayerId{1}) table.value[row] = std::nearbyint(table.value[row] * 4e6);
        if (table.layer[row] == LayerId{2}) table.value[row] /= 3;
    }
    return MemorySource::from_rows(std::move(table));
}

void expect_same(const MemorySource& a, const MemorySource& b) {
    ASSERT_TRUE(std::ranges::equal(a.layers(), b.layers()));
    ASSERT_TRUE(std::ranges::equal(a.pairs(), b.pairs()));
    EXPECT_EQ(a.time_axis().grain, b.time_axis().grain);
    const auto& starts = a.time_axis().starts;
    EXPECT_EQ(starts, b.time_axis().starts);
    EXPECT_EQ(a.row_count(), b.row_count());
    EXPECT_EQ(a.cell_count(), b.cell_count());
    EXPECT_EQ(a.cell_bytes(), b.cell_bytes());
    std::vector<std::uint8_t> selected(a.pairs().size());
    for (std::size_t pair = 0; pair < selected.size(); pair += 3) selected[pair] = 1;
    for (std::uint32_t layer = 0; layer < a.layers().size(); ++layer) {
        for (std::size_t step = 0; step < starts.size(); step += 5)
            EXPECT_EQ(*a.pair_sums(LayerId{layer}, {starts[step / 3], starts[step]}),
                      *b.pair_sums(LayerId{layer}, {starts[step / 3], starts[step]}));
        EXPECT_EQ(*a.step_sums(LayerId{layer}, selected), *b.step_sums(LayerId{layer}, selected));
    }
}

class FlowCacheFile : public ::testing::Test {
protected:
    void TearDown() override { std::filesystem::remove_all(folder_); }
    void SetUp() override { std::filesystem::create_directory(folder_); }

    Bytes written(const MemorySource& source) {
        EXPECT_FALSE(write_flow_cache(path_, source.sorted(), label_));
        std::ifstream file(path_, std::ios::binary);
        std::vector<char> text{std::istreambuf_iterator<char>(file), {}};
        Bytes bytes(text.size());
        std::memcpy(bytes.data(), text.data(), text.size());
        return bytes;
    }

    /// On the heap and exactly as long, so that the sanitizer sees a read past the end.
    static Result<FlowCache> read(const Bytes& bytes) {
        const auto owned = std::make_shared<const Bytes>(bytes);
        return read_flow_cache(*owned, owned, {.place_count = places});
    }

    const CacheLabel label_ = {.key = "sha256:0123 plan 7",
                               .report = {std::byte{1}, std::byte{0}, std::byte{255}}};
    const std::filesystem::path folder_ =
        std::filesystem::temp_directory_path() / ("flowspace-cache-" + std::to_string(::getpid()));
    const std::filesystem::path path_ = folder_ / "one.flows";
};

TEST_F(FlowCacheFile, GivesBackWhatWasWritten) {
    for (unsigned seed = 1; seed <= 3; ++seed) {
        const auto source = small_source(seed);
        ASSERT_TRUE(source->sorted().tiles[0].entries.empty());
        ASSERT_FALSE(source->sorted().tiles[1].scaled_64.empty());
        ASSERT_FALSE(source->sorted().tiles[2].high.empty());
        ASSERT_FALSE(source->sorted().tiles[3].entries.empty());
        ASSERT_FALSE(write_flow_cache(path_, source->sorted(), label_));
        const auto opened =
            open_flow_cache(path_, {.place_count = places, .expected_key = label_.key, .threads = 2});
        ASSERT_TRUE(opened) << opened.error().message;
        EXPECT_EQ(opened->label.key, label_.key);
        EXPECT_EQ(opened->label.report, label_.report);
        expect_same(*source, *opened->flows);
    }
}

TEST_F(FlowCacheFile, HoldsNothingAsWell) {
    const auto source = MemorySource::from_rows(testing::table_of({}, 1, true));
    const auto opened = read(written(*source));
    ASSERT_TRUE(opened) << opened.error().message;
    EXPECT_EQ(opened->flows->cell_count(), 0U);
    EXPECT_EQ(opened->flows->layers().size(), 1U);
}

TEST_F(FlowCacheFile, ANewFileLeavesNoOtherBehind) {
    written(*small_source(1));
    written(*small_source(2));
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder_), {}), 1);
    EXPECT_TRUE(write_flow_cache(folder_ / "none" / "x.flows", small_source(1)->sorted(), label_));
}

TEST_F(FlowCacheFile, PassesThroughMemoryOfAnotherProcess) {
    const auto source = small_source(4);
    for (const bool sealed : {false, true}) {
        const int file = ::memfd_create("flows", MFD_CLOEXEC | MFD_ALLOW_SEALING);
        ASSERT_GE(file, 0);
        ASSERT_FALSE(write_flow_cache(file, source->sorted(), label_));
        if (sealed) {
            ASSERT_EQ(::fcntl(file, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE), 0);
        }
        const auto opened = open_flow_cache(file, {.place_count = places});
        ASSERT_TRUE(opened) << opened.error().message;
        if (!sealed) {
            ASSERT_EQ(::ftruncate(file, 10), 0);  // what was copied is safe from the writer
        }
        ::close(file);
        expect_same(*source, *opened->flows);
    }
    EXPECT_FALSE(open_flow_cache(-1, {.place_count = places}));
}

TEST_F(FlowCacheFile, AnotherKeyIsAnError) {
    written(*small_source(1));
    const auto opened = open_flow_cache(path_, {.place_count = places, .expected_key = "other"});
    ASSERT_FALSE(opened);
    EXPECT_NE(opened.error().message.find("other-key"), std::string::npos);
    EXPECT_FALSE(open_flow_cache(folder_ / "none", {.place_count = places}));
}

TEST_F(FlowCacheFile, PlacesThatAreNotThereAreAnError) {
    written(*small_source(1));
    EXPECT_FALSE(open_flow_cache(path_, {.place_count = places - 1}));
}

/// What a test may change of a file, and how it is then made to look right again.
struct Opened {
    Bytes bytes;
    cache::Header header;
    std::vector<cache::Section> table;

    explicit Opened(Bytes of) : bytes(std::move(of)) {
        std::memcpy(&header, bytes.data(), sizeof(header));
        table.resize(header.sections);
        std::memcpy(table.data(), bytes.data() + sizeof(header), table.size() * sizeof(cache::Section));
    }
    /// Writes table and header back with checksums that match.
    const Bytes& remade() {
        for (cache::Section& section : table)
            if (section.offset <= bytes.size() && section.bytes <= bytes.size() - section.offset)
                section.checksum = pack::checksum_of(std::span(bytes).subspan(section.offset, section.bytes));
        header.checksum = 0;
        const std::size_t table_bytes = table.size() * sizeof(cache::Section);
        std::memcpy(bytes.data(), &header, sizeof(header));
        std::memcpy(bytes.data() + sizeof(header), table.data(), table_bytes);
        header.checksum = pack::checksum_of(std::span(bytes).first(sizeof(header) + table_bytes));
        std::memcpy(bytes.data(), &header, sizeof(header));
        return bytes;
    }
    template <class T>
    void put(std::size_t section, std::size_t at, T value) {
        std::memcpy(bytes.data() + table[section].offset + at * sizeof(T), &value, sizeof(T));
    }
};

TEST_F(FlowCacheFile, AFileCutAnywhereIsAnError) {
    const Bytes whole = written(*small_source(1));
    const Opened opened(whole);
    std::vector<std::size_t> cuts = {
        0, 1, 31, 32, 33, sizeof(cache::Header) + opened.table.size() * 24 - 1, whole.size() - 1};
    for (const cache::Section& section : opened.table)
        for (const std::uint64_t at :
             {section.offset, section.offset + section.bytes / 2, section.offset + section.bytes})
            if (at < whole.size()) cuts.push_back(at);
    for (const std::size_t cut : cuts) {
        Bytes part(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(cut));
        EXPECT_FALSE(read(part)) << cut;
        if (cut < sizeof(cache::Header)) continue;
        std::memcpy(part.data() + offsetof(cache::Header, file_bytes), &cut, sizeof(cut));  // and says so
        if (cut >= sizeof(cache::Header) + opened.table.size() * 24) part = Opened(part).remade();
        EXPECT_FALSE(read(part)) << cut;
    }
}

TEST_F(FlowCacheFile, EveryFlippedByteIsAnError) {
    const Bytes whole = written(*small_source(1));
    const Opened opened(whole);
    for (const cache::Section& section : opened.table)
        for (std::uint64_t at = 0; at < section.bytes; at += 1 + section.bytes / 7) {
            Bytes bytes = whole;
            bytes[section.offset + at] ^= std::byte{4};
            EXPECT_FALSE(read(bytes)) << section.offset + at;
        }
    for (std::size_t at = 0; at < sizeof(cache::Header) + opened.table.size() * 24; ++at) {
        Bytes bytes = whole;
        bytes[at] ^= std::byte{1};
        EXPECT_FALSE(read(bytes)) << at;
    }
}

/// Checksums that match, whatever is inside: sums are asked of all that opens, under the sanitizers.
TEST_F(FlowCacheFile, FlippedBytesUnderGoodChecksumsNeverCrash) {
    const Bytes whole = written(*small_source(1));
    testing::Random random(5);
    int refused = 0;
    for (int round = 0; round < 400; ++round) {
        Opened opened(whole);
        for (int flip = pick(random, 1, 3); flip > 0; --flip) {
            const cache::Section& section = opened.table[static_cast<std::size_t>(
                pick(random, 0, static_cast<int>(opened.table.size()) - 1))];
            if (section.bytes == 0) continue;
            opened.bytes[section.offset + random() % section.bytes] ^=
                static_cast<std::byte>(1U << (random() % 8));
        }
        const auto read_back = read(opened.remade());
        if (!read_back) {
            ++refused;
            continue;
        }
        const MemorySource& flows = *read_back->flows;
        for (std::uint32_t layer = 0; layer < flows.layers().size(); ++layer) {
            (void)flows.pair_sums(LayerId{layer}, {});
            (void)flows.pair_sums(LayerId{layer},
                                  {flows.time_axis().starts[3], flows.time_axis().starts[20]});
            (void)flows.step_sums(LayerId{layer},
                                  std::vector<std::uint8_t>(flows.pairs().size(), std::uint8_t(round % 2)));
        }
    }
    EXPECT_GT(refused, 200);
}

constexpr std::size_t column(std::size_t layer, cache::Column which) {
    return cache::parts + layer * cache::layer_columns + static_cast<std::size_t>(which);
}

TEST_F(FlowCacheFile, WhatCannotBeIsNamed) {
    using cache::Column;
    const Bytes whole = written(*small_source(1));
    const auto told = [&](const auto& change) {
        Opened opened(whole);
        change(opened);
        const auto read_back = read(opened.remade());
        return read_back ? std::string("opened") : read_back.error().message;
    };
    const std::size_t axis = 2, pairs = 3;
    EXPECT_EQ(told([](Opened&) {}), "opened");
    EXPECT_EQ(told([&](Opened& file) { file.put(axis, 1, std::int64_t{1} << 62); }),
              "damaged: found a time out of range");
    EXPECT_EQ(told([&](Opened& file) { file.put(axis, 1, std::int64_t{0}); }),
              "damaged: found steps that do not ascend");
    EXPECT_EQ(told([&](Opened& file) { file.put(axis, 0, (18'000 * testing::day_ms) + 1); }),
              "damaged: found a step that does not start where its grain does");
    EXPECT_EQ(told([&](Opened& file) { file.put(pairs, 0, std::uint32_t{5000}); }),
              "damaged: found a pair of unknown places");
    EXPECT_EQ(told([&](Opened& file) { file.put(pairs, 2, std::uint64_t{0}); }),
              "damaged: found pairs that do not ascend");
    EXPECT_EQ(
        told([&](Opened& file) { file.put(column(0, Column::pairs), 1, std::uint32_t{4'000'000'000}); }),
        "damaged: found pairs of a layer that do not ascend");
    EXPECT_EQ(told([&](Opened& file) { file.put(column(0, Column::tile_end), 0, std::uint64_t{1} << 60); }),
              "damaged: found tiles that do not follow each other");
    EXPECT_EQ(told([&](Opened& file) { file.put(column(3, Column::entries), 0, std::uint32_t{1'000'000}); }),
              "damaged: found entries that do not ascend");
    EXPECT_EQ(told([&](Opened& file) { file.put(column(3, Column::masks), 0, std::uint16_t{0}); }),
              "damaged: found an entry without cells");
    EXPECT_EQ(told([&](Opened& file) { file.put(column(0, Column::masks), 0, std::uint16_t{0}); }),
              "damaged: found values that are not those of the masks");
    EXPECT_EQ(told([&](Opened& file) {
                  const std::size_t masks = file.table[column(0, Column::masks)].bytes / 2;
                  file.put(column(0, Column::masks), masks - 1, std::uint16_t{0xFFFF});
              }),
              "damaged: found a cell after the last step");
    EXPECT_EQ(told([&](Opened& file) { file.put(column(1, Column::values), 0, std::int64_t{1} << 62); }),
              "damaged: found values whose sums leave 62 bits");
    EXPECT_EQ(told([&](Opened& file) {
                  file.put(column(1, Column::values), 0, std::numeric_limits<std::int64_t>::min());
              }),
              "damaged: found values whose sums leave 62 bits");
    EXPECT_EQ(told([&](Opened& file) {
                  file.put(column(2, Column::values), 0, std::numeric_limits<double>::infinity());
              }),
              "damaged: found a value that is no finite number");
    EXPECT_EQ(told([&](Opened& file) { file.put(column(0, Column::rows), 0, std::uint8_t{0}); }),
              "damaged: found a cell without rows");
    EXPECT_EQ(told([&](Opened& file) { file.table[column(0, Column::values)].bytes -= 4; }),
              "damaged: the columns of a layer do not agree");
    EXPECT_EQ(told([&](Opened& file) { file.table[column(0, Column::masks)].bytes -= 1; }),
              "damaged: the columns of a layer do not agree");
}

TEST_F(FlowCacheFile, HugeCountsAllocateNothing) {
    const Bytes whole = written(*small_source(1));
    for (const std::uint64_t huge :
         {std::uint64_t{1} << 40, std::uint64_t{1} << 63, ~std::uint64_t{0}, ~std::uint64_t{63}}) {
        for (std::size_t section = 0; section < Opened(whole).table.size(); ++section) {
            Opened bytes(whole);
            bytes.table[section].bytes = huge;
            EXPECT_FALSE(read(bytes.remade()));
            Opened offset(whole);
            offset.table[section].offset = huge;
            EXPECT_FALSE(read(offset.remade()));
        }
        Opened file(whole);
        std::memcpy(file.bytes.data() + offsetof(cache::Header, sections), &huge, 4);
        EXPECT_FALSE(read(file.bytes));
        std::size_t layers_at = 4 + label_.key.size() + 1;  // after the key and the grain
        Opened head(whole);
        std::memcpy(head.bytes.data() + head.table[0].offset + layers_at, &huge, 8);
        EXPECT_FALSE(read(head.remade()));
    }
}

/// A writer killed at any moment leaves the old file or the new one.
TEST_F(FlowCacheFile, AKilledWriterLeavesAWholeFile) {
    const auto old = small_source(1), other = small_source(2);
    ASSERT_FALSE(write_flow_cache(path_, old->sorted(), label_));
    for (int round = 0; round < 12; ++round) {
        const pid_t writer = ::fork();
        ASSERT_GE(writer, 0);
        if (writer == 0)
            for (int times = 0; times < 200; ++times)
                if (write_flow_cache(path_, (times % 2 == 0 ? other : old)->sorted(), label_)) ::_exit(1);
        ::usleep(static_cast<useconds_t>(700 * (round + 1)));
        ::kill(writer, SIGKILL);
        ::waitpid(writer, nullptr, 0);
        const auto opened = open_flow_cache(path_, {.place_count = places});
        ASSERT_TRUE(opened) << opened.error().message;
        const bool is_old = opened->flows->sorted().pairs == old->sorted().pairs &&
                            *opened->flows->pair_sums(LayerId{0}, {}) == *old->pair_sums(LayerId{0}, {});
        expect_same(is_old ? *old : *other, *opened->flows);
        for (const auto& left : std::filesystem::directory_iterator(folder_))  // what the killed one left
            if (left.path() != path_) std::filesystem::remove(left.path());
    }
}

TEST_F(FlowCacheFile, AMadeTableOfAMillionRowsComesBack) {
    FlowMerger merger(337, {.threads = 2});
    const MadeTable table{.rows = 1'000'000};
    ASSERT_FALSE(merge_made_rows(table, merger));
    auto flows = merger.finish(MadeRows(table).layers());
    ASSERT_TRUE(flows);
    const auto source = MemorySource::from_sorted(std::move(*flows), {.threads = 2});
    EXPECT_EQ(source->row_count(), table.rows);
    EXPECT_LE(source->cell_bytes(), 16 * source->cell_count());
    ASSERT_FALSE(write_flow_cache(path_, source->sorted(), label_));
    const auto opened = open_flow_cache(path_, {.place_count = 337, .threads = 2});
    ASSERT_TRUE(opened) << opened.error().message;
    expect_same(*source, *opened->flows);
}

}  // namespace
}  // namespace flowspace
