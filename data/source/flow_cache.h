// Merged flows as one file: beside a project, so that a large table opens at once, and as what a worker
// process hands over.
#pragma once

#include "data/result.h"
#include "data/source/memory_source.h"

#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace flowspace {

/// What goes with the flows: neither is looked into here.
struct CacheLabel {
    std::string key = {};                // says what the flows were made from
    std::vector<std::byte> report = {};  // whatever the maker wants to tell
};

struct FlowCache {
    std::shared_ptr<const MemorySource> flows = {};
    CacheLabel label = {};
};

/// Old file or new file whole, whenever the program is killed. Cells are written from where they lie.
std::optional<Error> write_flow_cache(const std::filesystem::path& path, const SortedFlows& flows,
                                      const CacheLabel& label);

/// The same bytes to an open file, from where it stands.
std::optional<Error> write_flow_cache(int file, const SortedFlows& flows, const CacheLabel& label);

struct CacheOptions {
    std::size_t place_count = 0;                   // places that pairs may name
    std::optional<std::string> expected_key = {};  // another key is an error
    unsigned threads = 1;                          // changes the time taken, never a result
};

/// Mapped, checked throughout, its cells used where they lie. Errors: missing, truncated, of another version,
/// other-key, damaged, or holding what cannot be; a file made to deceive is one of these.
/// The file must not be cut or written into afterwards: write_flow_cache replaces it instead.
Result<FlowCache> open_flow_cache(const std::filesystem::path& path, const CacheOptions& options);

/// The same from an open file, which stays the caller's. Memory of another process is used where it lies only
/// if it is sealed against change (F_SEAL_SHRINK, F_SEAL_WRITE); else it is copied first.
Result<FlowCache> open_flow_cache(int file, const CacheOptions& options);

/// The flows alone, not yet a source; checked the same way.
struct LabelledFlows {
    SortedFlows flows = {};
    CacheLabel label = {};
};
Result<LabelledFlows> read_sorted_flows(std::span<const std::byte> bytes, std::shared_ptr<const void> owner,
                                        const CacheOptions& options);

/// The same from bytes at a multiple of 8 in memory, which `owner` keeps.
Result<FlowCache> read_flow_cache(std::span<const std::byte> bytes, std::shared_ptr<const void> owner,
                                  const CacheOptions& options);

}  // namespace flowspace
