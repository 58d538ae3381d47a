// Where flows of all tables of an import come together: the rules for duplicates, negative values and
// self-flows, and what is kept.
#pragma once

#include "data/import/import_plan.h"
#include "data/import/import_report.h"
#include "data/import/limits.h"
#include "data/import/merge_queue.h"
#include "data/result.h"
#include "data/source/flow_merger.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace flowspace {

/// A flow as a table gives it.
struct FlowDraft {
    LayerId layer = {};  // of FlowCollector::layer
    PlaceId origin = {};
    PlaceId destination = {};
    TimeMs time = {};
    double value = 0;
};

enum class FlowFate : std::uint8_t {
    kept,
    reversed,           // kept, turned round
    negative,           // refused: below zero
    duplicate,          // refused: layer, step and pair of an earlier row
    duplicate_dropped,  // left out by rule
    self_dropped        // left out by rule
};

struct CollectOptions {
    ImportRules rules = {};
    std::size_t places = 0;
    unsigned threads = 1;
    bool merged = true;  // false: rows are counted, and no flows come of them
};

class FlowCollector {
public:
    explicit FlowCollector(const CollectOptions& options);

    /// The number of a layer, new where the key is new.
    LayerId layer(std::string_view key);
    std::size_t layer_count() const { return layers_.size(); }

    FlowFate add(const FlowDraft& draft);
    /// Without rules: the parts of a row whose first part was kept.
    void add_part(const FlowDraft& draft);
    /// Many rows, each of which add() would keep as it is. Pre: duplicates are summed.
    void add_rows(const FlowRows& rows);
    void add_unpublished(const UnpublishedCell& cell) { unpublished_.push_back(cell); }

    std::uint64_t row_count() const { return rows_; }

    struct Collected {
        SortedFlows flows = {};
        std::vector<LayerTotal> totals = {};  // in the order of the layers
        std::uint64_t duplicate_rows = 0;
        std::vector<UnpublishedCell> unpublished = {};
    };
    /// Layers in the order of lists; their names, units and statuses are the caller's to fill in. Nothing can
    /// be added afterwards. Not merged: no flows, and rows that repeat others are not known. Errors: those of
    /// the merger.
    Result<Collected> finish(Grain grain);

private:
    struct Key {
        std::uint64_t pair = 0, time_and_layer = 0;
        bool operator==(const Key&) const = default;
    };
    struct KeyHash {
        std::size_t operator()(const Key& key) const {
            return static_cast<std::size_t>((key.pair * 0x9E3779B97F4A7C15U) ^
                                            (key.time_and_layer * 0xC2B2AE3D27D4EB4FU));
        }
    };
    bool is_first(const FlowDraft& draft);
    void push_full();

    CollectOptions options_;
    std::map<std::string, LayerId, std::less<>> layers_;
    MergeQueue queue_;
    FlowChunk chunk_;  // rows for the queue
    std::uint64_t rows_ = 0;
    std::unordered_set<Key, KeyHash> seen_;  // only where a rule asks which row was first
    std::uint64_t repeated_ = 0;
    std::vector<UnpublishedCell> unpublished_;
};

}  // namespace flowspace
