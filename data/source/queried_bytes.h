// What was found in files that are asked without loading, and its answers, as bytes between the program and
// its worker.
#pragma once

#include "data/exact_sum.h"
#include "data/pack/byte_reader.h"
#include "data/pack/byte_writer.h"
#include "data/source/parquet_source.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace flowspace {

/// The questions of the worker's job `query`, as its first byte says.
enum class QueryKind : std::uint8_t { open, pair_sums, step_sums };

/// `to`: a pack::ByteWriter or a BulkWriter.
template <class Writer>
void write_queried(const QueriedFlows& flows, Writer& to) {
    to.count(flows.layers.size());
    for (std::size_t at = 0; at < flows.layers.size(); ++at) {
        to.text(flows.layers[at].key);
        to.number(flows.digits[at]);
    }
    to.number(static_cast<std::uint8_t>(flows.axis.grain));
    to.count(flows.axis.starts.size());
    for (const TimeMs start : flows.axis.starts) to.number(count(start));
    to.count(flows.pairs.size());
    for (const Pair& pair : flows.pairs) {
        to.number(static_cast<std::uint32_t>(pair.origin));
        to.number(static_cast<std::uint32_t>(pair.destination));
    }
    to.number(flows.rows);
}

/// Checked: layers once each and in the order of lists, steps and pairs ascending, places among `places`.
/// Layers have the names that their keys give them.
std::optional<QueriedFlows> read_queried(pack::ByteReader& from, std::size_t places);

template <class Writer>
void write_sums(const std::vector<ExactSum>& sums, Writer& to) {
    to.count(sums.size());
    for (const ExactSum& sum : sums) {
        to.number(sum.scaled);
        to.number(sum.high);
        to.number(sum.low);
        to.number(sum.rows);
        to.number(sum.digits);
    }
}
std::optional<std::vector<ExactSum>> read_sums(pack::ByteReader& from);

}  // namespace flowspace
