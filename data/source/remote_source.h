// Flows that a database holds: it groups and sums, we ask and check.
#pragma once

#include "data/atlas.h"
#include "data/dataset.h"
#include "data/source/flow_source.h"
#include "data/source/source_url.h"
#include "data/source/sql_flows.h"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace flowspace {

struct SourceOptions {
    Status status = Status::undeclared;  // of every layer
    std::string unit = {};
    std::map<std::string, LayerInfo> layers =
        {};  // by key: what is said of one layer goes before that of all
    std::size_t listed_problems = 1000;
    /// Asks a person for the password of `what`; nothing where nobody can be asked.
    std::function<std::optional<std::string>(const std::string& what)> ask_password = {};
};

struct OpenedSource {
    std::shared_ptr<const FlowSource> flows = {};
    SourceFile file = {};  // what was refused and lost; its path is the address as messages show it
};

/// The table to open, and what the address says of it.
struct RemoteTable {
    std::string shown = {};  // what messages call it
    SqlTable table = {};
    std::string by_day = {};  // a view per day and pair; empty: the table's name and _by_day, if it is there
    std::optional<Grain> grain = {};  // instead of the one found
    std::string origin = "origin", destination = "destination", layer = "layer", time = "time",
                value = "value";
};

/// The table of the parameters `daily`, `grain`, `origin`, `destination`, `layer`, `time` and `value`, which
/// are taken out of `url`. Errors: a grain that is none.
Result<RemoteTable> remote_table(SourceUrl& url, SqlTable table);

/// Reads layers, times, places and pairs by a few grouped questions, and counts what cannot be shown: rows
/// with faults and rows of unknown places. Errors: the engine's; a table without the columns; no rows; a
/// table that changed meanwhile.
Result<OpenedSource> open_remote(std::shared_ptr<const SqlEngine> engine, const RemoteTable& table,
                                 const Atlas& atlas, const SourceOptions& options, std::stop_token cancel);

/// What opening found. Places are numbered 1, 2, ... in the order of PlaceId.
struct RemoteFlows {
    std::shared_ptr<const SqlEngine> engine = {};
    std::string shown = {};
    FlowSql rows;
    std::optional<FlowSql> by_day = {};  // holds the same sums
    std::vector<LayerInfo> layers = {};
    TimeAxis axis = {};
    std::vector<std::string> step_texts = {};  // of times kept as text: one per step
    std::vector<PlaceId> places = {};          // one per number, less 1
    std::vector<Pair> pairs = {};
    std::uint64_t kept_rows = 0;
    int digits = 0;  // of the sums; -1: floating
};

class RemoteSource final : public FlowSource {
public:
    explicit RemoteSource(RemoteFlows flows);

    std::span<const LayerInfo> layers() const override { return flows_.layers; }
    const TimeAxis& time_axis() const override { return flows_.axis; }
    std::span<const Pair> pairs() const override { return flows_.pairs; }
    std::uint64_t row_count() const override { return flows_.kept_rows; }
    bool is_remote() const override { return true; }

private:
    Result<std::vector<ExactSum>> sum_pairs(LayerId layer, Window window,
                                            std::stop_token cancel) const override;
    Result<std::vector<ExactSum>> sum_steps(LayerId layer, std::span<const std::uint8_t> selected,
                                            std::stop_token cancel) const override;

    TimeBounds bounds(const FlowSql& sql, StepRange steps) const;
    const FlowSql& best(bool by_whole_days) const;
    std::uint64_t key_of(Pair pair) const;
    std::vector<std::uint64_t> mask_of(std::span<const std::uint8_t> selected) const;

    RemoteFlows flows_;
    std::vector<std::uint32_t> numbers_;  // one per place of the atlas
    std::vector<std::uint64_t> keys_;     // one per pair, ascending
};

/// `text` as a sum: in fixed point of `digits`, wider where it does not fit. Nothing where it is no finite
/// number.
std::optional<ExactSum> read_sum(std::string_view text, int digits, std::uint64_t rows);

std::optional<std::uint64_t> read_count(std::string_view text);

/// The step that an engine's text means; nothing where it is no time of ours.
std::optional<ParsedTime> read_time(std::string_view text);

Error changed_since_opened(const std::string& shown);

}  // namespace flowspace
