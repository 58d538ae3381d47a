// How the checksum of a pack is computed: four lanes of multiply and rotate, so that loading stays quick.
#include "data/pack/pack_format.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

namespace flowspace::pack {
namespace {

constexpr std::uint64_t odd = 0x9E3779B97F4A7C15;

std::uint64_t mixed(std::uint64_t state, std::uint64_t word) { return std::rotl((state ^ word) * odd, 29); }

std::uint64_t word_at(std::span<const std::byte> bytes, std::size_t at) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes.data() + at, std::min<std::size_t>(8, bytes.size() - at));
    return word;
}

}  // namespace

std::uint64_t checksum_of(std::span<const std::byte> bytes) {
    std::array<std::uint64_t, 4> lanes = {1, 2, 3, 4};
    std::size_t at = 0;
    for (; at + 32 <= bytes.size(); at += 32)
        for (std::size_t lane = 0; lane < 4; ++lane)
            lanes[lane] = mixed(lanes[lane], word_at(bytes, at + 8 * lane));
    for (; at < bytes.size(); at += 8) lanes[0] = mixed(lanes[0], word_at(bytes, at));
    std::uint64_t sum = bytes.size();
    for (const std::uint64_t lane : lanes) sum = mixed(sum, lane);
    return sum;
}

std::uint64_t checksum(std::span<const std::byte> file) {
    constexpr std::size_t field = offsetof(Header, checksum);
    return mixed(checksum_of(file.first(field)), checksum_of(file.subspan(sizeof(Header))));
}

}  // namespace flowspace::pack
