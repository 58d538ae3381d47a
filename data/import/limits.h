// The caps on what foreign files may ask of the machine. Sizes are checked in 64 bit before anything is
// allocated.
#pragma once

#include <cstddef>
#include <cstdint>

namespace flowspace {

inline constexpr std::size_t max_record_bytes = std::size_t{1} << 20;  // one row of a table
inline constexpr std::size_t max_columns = 4096;
inline constexpr std::size_t max_layers = 256;
inline constexpr std::size_t max_groups = 100'000;
inline constexpr std::size_t max_places = 4'000'000;
inline constexpr std::uint64_t max_flow_rows = 4'000'000'000;               // below 2^32
inline constexpr std::uint64_t max_table_bytes = std::uint64_t{256} << 30;  // unpacked
inline constexpr std::size_t max_project_bytes = std::size_t{16} << 20;
inline constexpr std::size_t max_project_values = 1'000'000;
inline constexpr std::size_t max_project_tables = 10'000;
inline constexpr std::size_t max_project_depth = 64;        // lists and objects in one another
inline constexpr std::uint64_t max_unpacking_ratio = 1000;  // past the next
inline constexpr std::uint64_t free_unpacked_bytes = std::uint64_t{256} << 20;
inline constexpr int max_zstd_window_log = 27;  // 128 MiB, what every zstd program takes
inline constexpr std::uint64_t max_spreadsheet_bytes = std::uint64_t{1} << 30;  // unpacked
inline constexpr std::size_t max_outline_points = 20'000'000;
inline constexpr std::size_t max_terrain_side = 4096;              // cells kept
inline constexpr std::uint64_t max_terrain_cells = 4'000'000'000;  // read
inline constexpr std::size_t max_found_characters = 80;
inline constexpr std::size_t max_message_characters = 400;

}  // namespace flowspace
