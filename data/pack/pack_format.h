// The layout of an atlas pack: a checked header, a table of sections, then the sections.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace flowspace::pack {

/// "FSATLAS" and a zero, read as a little-endian number. Packs are written and read on little-endian machines
/// only.
inline constexpr std::uint64_t magic = 0x0053414C54415346;
/// Raised with every change of a section's content: a pack of another version is refused, never guessed at.
inline constexpr std::uint32_t version = 3;

enum class SectionId : std::uint32_t { places, groups, borders, water, relief, sources, flows, imputed };
inline constexpr std::uint32_t section_count = 8;

struct Header {
    std::uint64_t magic = 0;
    std::uint32_t version = 0;
    std::uint32_t sections = 0;
    std::uint64_t file_bytes = 0;
    std::uint64_t checksum = 0;  // of every byte but these eight
};
static_assert(sizeof(Header) == 32);

struct SectionEntry {
    std::uint32_t id = 0;
    std::uint32_t reserved = 0;  // keeps what follows aligned; zero
    std::uint64_t offset = 0;    // from the start of the file, a multiple of 8
    std::uint64_t bytes = 0;
};
static_assert(sizeof(SectionEntry) == 24);

/// A fast 64-bit sum of some bytes: any flipped bit changes it. Against accidents, not against attackers.
std::uint64_t checksum_of(std::span<const std::byte> bytes);

/// A fast 64-bit sum of all bytes of a pack but the checksum field itself: any flipped bit changes it.
/// Against accidents, not against attackers. Pre: `file` holds at least a Header.
std::uint64_t checksum(std::span<const std::byte> file);

}  // namespace flowspace::pack
