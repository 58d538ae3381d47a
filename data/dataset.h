// What is open: places, ground and a source of flows. Immutable; the window and the commands share it.
#pragma once

#include "data/atlas.h"
#include "data/base_map.h"
#include "data/import/problem.h"
#include "data/source/flow_source.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace flowspace {

struct SourceFile {
    std::string path = {};
    std::uint64_t rows_in = 0;
    std::uint64_t rows_kept = 0;
    std::vector<Problem> problems =
        {};  // one per refused row or cell, capped; problem_count is the whole number
    std::uint64_t problem_count = 0;
};

struct Dataset {
    std::shared_ptr<const Atlas> atlas = {};
    std::shared_ptr<const BaseMap> base_map = {};
    std::shared_ptr<const FlowSource> flows = {};
    std::vector<SourceFile> files = {};  // empty for the built-in atlas
    std::string title_zh = {};
    std::string title_en = {};
};

}  // namespace flowspace
