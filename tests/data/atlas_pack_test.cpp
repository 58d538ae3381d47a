// A small pack of our own: what is written comes back, and whatever is cut or flipped is an error and never a
// crash.
#include "data/atlas_pack.h"

#include "data/pack/pack_atlas.h"
#include "data/pack/pack_writer.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstring>
#include <filesystem>
#include <memory>

namespace flowspace {
namespace {

Atlas small_atlas() {
    Atlas atlas;
    atlas.places = {
        {.id = "010100", .name_zh = "甲市", .short_zh = "甲", .name_en = "Jia", .location = {100.5, 30.25}},
        {.id = "320200", .name_zh = "乙市", .population_2020 = 7'462'000, .gdp_2016 = 12.5}};
    atlas.groups = {{.id = "yi-circle",
                     .kind = GroupKind::circle,
                     .name_zh = "乙都市圈",
                     .aliases = {"乙圈"},
                     .approver = "somebody",
                     .approved = "2021-02",
                     .members = {{.place = PlaceId{1},
                                  .role = MemberRole::core,
                                  .scope = MemberScope::partial,
                                  .primary = false,
                                  .partial_note = "half",
                                  .source = "a table",
                                  .certainty = "low"}}}};
    atlas.population_source = {"人口：数过", "population: counted"};
    atlas.gdp_source = {"GDP：估计", "GDP: guessed"};
    return atlas;
}

BaseMap small_map() {
    const Polygon square = {{{{100, 30}, {101, 30}, {101, 31}, {100, 31}}}};
    BaseMap map;
    map.prefectures = {{"010100", square}};
    map.provinces = {{"010000", square}};
    map.province_lines = {{{100, 30}, {101, 30.5}}};
    map.national_border = {{{100, 30}, {101, 30}, {100, 30}}};
    map.land = {square};
    map.lakes = {square};
    map.rivers = {{.line = {{100, 30}, {100.5, 30.25}}, .rank = 3, .name = "Yi"}};
    map.relief = {.north_west = {100, 31},
                  .step_lon_deg = 1,
                  .step_lat_deg = 1,
                  .columns = 2,
                  .rows = 2,
                  .height_m = {1, -2, 3, 4}};
    map.boundary_source = {"手绘", "drawn by hand"};
    return map;
}

pack::DenseFlows small_flows() {
    const auto month = [](const char* text) { return parse_time(text)->start; };
    return {.axis = {.grain = Grain::month, .starts = {month("2019-01"), month("2019-02")}},
            .pairs = {{PlaceId{0}, PlaceId{1}}, {PlaceId{1}, PlaceId{0}}},
            .layers = {{.info = {.key = "people", .unit = "persons", .status = Status::modelled},
                        .pairs = {0, 1},
                        .values = {10, 20, 30, 40}},
                       {.info = {.key = "goods"}, .pairs = {1}, .values = {7, 8}}}};
}

std::vector<std::byte> small_pack() {
    return pack::pack_atlas(small_atlas(), small_map(), small_flows(),
                            {{PlaceId{0}, "population_2020", 5.5, "a rule"}});
}

/// A file of its own for each test process.
class AtlasPack : public ::testing::Test {
protected:
    void TearDown() override { std::filesystem::remove(path_); }

    static Result<Dataset> load(std::span<const std::byte> bytes) {
        // On the heap and exactly as long, so that the sanitizer sees a read past the end.
        const auto owned = std::make_shared<std::vector<std::byte>>(bytes.begin(), bytes.end());
        return read_atlas_pack(*owned);
    }

    std::filesystem::path path_ =
        std::filesystem::temp_directory_path() / ("flowspace-pack-" + std::to_string(::getpid()) + ".atlas");
};

TEST_F(AtlasPack, GivesBackWhatWasWritten) {
    const auto dataset = load(small_pack());
    ASSERT_TRUE(dataset) << dataset.error().message;
    const Atlas& atlas = *dataset->atlas;
    ASSERT_EQ(atlas.places.size(), 2u);
    EXPECT_EQ(atlas.places[0].name_zh, "甲市");
    EXPECT_EQ(atlas.places[0].location, (LonLat{100.5, 30.25}));
    EXPECT_EQ(atlas.places[0].population_2020, std::nullopt);
    EXPECT_EQ(atlas.places[1].population_2020, 7'462'000);
    EXPECT_EQ(atlas.places[1].gdp_2016, 12.5);
    ASSERT_EQ(atlas.groups.size(), 1u);
    EXPECT_EQ(atlas.groups[0].aliases, std::vector<std::string>{"乙圈"});
    const Membership& member = atlas.groups[0].members.at(0);
    EXPECT_EQ(member.place, PlaceId{1});
    EXPECT_EQ(member.role, MemberRole::core);
    EXPECT_EQ(member.scope, MemberScope::partial);
    EXPECT_FALSE(member.primary);
    EXPECT_EQ(member.certainty, "low");
    const BaseMap& map = *dataset->base_map;
    EXPECT_EQ(map.prefectures.at(0).shape.rings, small_map().prefectures[0].shape.rings);
    EXPECT_EQ(map.province_lines, small_map().province_lines);
    EXPECT_EQ(map.rivers.at(0).name, "Yi");
    EXPECT_EQ(map.relief.height_m, small_map().relief.height_m);
    EXPECT_EQ(map.boundary_source.en, "drawn by hand");
    EXPECT_EQ(atlas.population_source.en, "population: counted");
    EXPECT_EQ(atlas.gdp_source.zh, "GDP：估计");
    EXPECT_EQ(dataset->imputed.at(0).value, 5.5);
    const FlowSource& flows = *dataset->flows;
    EXPECT_EQ(flows.layers()[0].status, Status::modelled);
    EXPECT_EQ(flows.row_count(), 6u);
    EXPECT_EQ(value((*flows.pair_sums(LayerId{0}, {}))[1]), 60);
    EXPECT_EQ(
        value((*flows.pair_sums(LayerId{1}, {flows.time_axis().starts[1], TimeMs{4'000'000'000'000}}))[1]),
        8);
    EXPECT_EQ((*flows.pair_sums(LayerId{1}, {}))[0].rows, 0u);
}

TEST_F(AtlasPack, IsTheSameBytesEveryTime) { EXPECT_EQ(small_pack(), small_pack()); }

TEST_F(AtlasPack, EveryTruncationIsAnError) {
    const std::vector<std::byte> whole = small_pack();
    for (std::size_t size = 0; size < whole.size(); ++size)
        EXPECT_FALSE(load(std::span(whole).first(size))) << size << " of " << whole.size();
}

TEST_F(AtlasPack, EveryFlippedByteIsAnError) {
    const std::vector<std::byte> whole = small_pack();
    for (std::size_t at = 0; at < whole.size(); ++at) {
        std::vector<std::byte> flipped = whole;
        flipped[at] ^= std::byte{0x10};
        EXPECT_FALSE(load(flipped)) << at;
    }
}

/// As if somebody had made a wrong pack with a right checksum: the sections themselves must be read with
/// care.
TEST_F(AtlasPack, WrongContentWithARightChecksumDoesNotCrash) {
    const std::vector<std::byte> whole = small_pack();
    std::size_t refused = 0;
    for (std::size_t at = sizeof(pack::Header); at < whole.size(); ++at)
        for (const std::byte mask : {std::byte{0x01}, std::byte{0xFF}}) {
            std::vector<std::byte> wrong = whole;
            wrong[at] ^= mask;
            const std::uint64_t sum = pack::checksum(wrong);
            std::memcpy(wrong.data() + offsetof(pack::Header, checksum), &sum, sizeof(sum));
            refused += load(wrong) ? 0u : 1u;
        }
    EXPECT_GT(refused, whole.size() / 8);  // counts and offsets; text and numbers may well be others
}

TEST_F(AtlasPack, IsMappedFromAFile) {
    ASSERT_FALSE(pack::write_whole(path_, small_pack()));
    const auto dataset = load_atlas_pack(path_);
    ASSERT_TRUE(dataset) << dataset.error().message;
    std::filesystem::remove(path_);  // what is mapped stays
    EXPECT_EQ(value((*dataset->flows->pair_sums(LayerId{0}, {}))[1]), 60);
}

TEST_F(AtlasPack, ErrorsSayWhatWasFound) {
    EXPECT_NE(load_atlas_pack("/nowhere/at/all.atlas").error().message.find("/nowhere/at/all.atlas"),
              std::string::npos);
    std::vector<std::byte> other = small_pack();
    other[offsetof(pack::Header, version)] = std::byte{99};
    EXPECT_NE(load(other).error().message.find("found version 99"), std::string::npos);
    EXPECT_NE(load(std::vector<std::byte>(1000)).error().message.find("not-a-pack"), std::string::npos);
    EXPECT_FALSE(load_atlas_pack(std::filesystem::temp_directory_path()));
}

TEST_F(AtlasPack, IsWrittenWholeOrNotAtAll) {
    const std::vector<std::byte> bytes = small_pack();
    ASSERT_FALSE(pack::write_whole(path_, bytes));
    ASSERT_FALSE(pack::write_whole(path_, bytes));  // over an older one
    EXPECT_EQ(std::filesystem::file_size(path_), bytes.size());
    const auto error = pack::write_whole("/nowhere/at/all.atlas", bytes);
    ASSERT_TRUE(error);
    EXPECT_NE(error->message.find("/nowhere/at/all.atlas"), std::string::npos);
}

}  // namespace
}  // namespace flowspace
