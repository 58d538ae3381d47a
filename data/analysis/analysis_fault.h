// What keeps an analysis from being run, in both languages.
#pragma once

#include "data/analysis/analysis.h"

#include <optional>
#include <string>

namespace flowspace {

struct Fault {
    std::string en = {};
    std::string zh = {};

    bool operator==(const Fault&) const = default;
};

/// What run_analysis would refuse before it begins: a required table that is missing, a setting that is none.
std::optional<Fault> fault_of(const Analysis& analysis, const AnalysisInput& input);

/// An Error of a run, or of reading its tables, in both languages: the catalogue of problem_words.h has the
/// Chinese; what stood in a cell stays as it was.
Fault fault_of(const Error& error);

}  // namespace flowspace
