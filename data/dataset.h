// What is open: places, ground and a source of flows. Immutable; the window and the commands share it.
#pragma once

#include "data/atlas.h"
#include "data/base_map.h"
#include "data/coverage.h"
#include "data/import/problem.h"
#include "data/source/flow_source.h"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace flowspace {

/// What refused rows of unknown places would have added to a layer.
struct LostValue {
    ExactSum value = {};
    std::uint64_t rows = 0;

    bool operator==(const LostValue&) const = default;
};

struct SourceFile {
    std::string path = {};
    std::uint64_t rows_in = 0;  // data rows: kept and refused
    std::uint64_t rows_kept = 0;
    std::uint64_t rows_filtered = 0;             // left out by a rule, without a fault
    std::uint64_t negative_rows = 0;             // kept, with a value below zero
    bool counts_rows = false;                    // no value column: each row counts 1
    std::map<std::string, LostValue> lost = {};  // by layer
    std::vector<Problem> problems =
        {};  // one per refused row or cell, capped; problem_count is the whole number
    std::uint64_t problem_count = 0;
};

/// A mass that the model of the built-in atlas filled in where the tables know none. It is never put into
/// Place.
struct ImputedMass {
    PlaceId place = {};
    std::string quantity = {};  // population_2020 (persons), gdp_2020_100m_yuan
    double value = 0;
    std::string rule = {};
};

struct ImportReport;

struct Dataset {
    std::shared_ptr<const Atlas> atlas = {};
    std::shared_ptr<const BaseMap> base_map = {};
    std::shared_ptr<const FlowSource> flows = {};
    std::vector<SourceFile> files = {};  // empty for the built-in atlas
    std::uint64_t duplicate_rows = 0;    // with the layer, step and pair of an earlier row: summed
    Completeness completeness = {};      // what an unlisted pair means
    std::shared_ptr<const ImportReport> report = {};  // of the user's tables; none for the built-in atlas
    std::vector<ImputedMass> imputed = {};            // of the built-in atlas only
    std::string title_zh = {};
    std::string title_en = {};
};

}  // namespace flowspace
