// The parts that several texts share as JSON: problems, dialects, identities of files, exact sums.
#pragma once

#include "data/exact_sum.h"
#include "data/import/file_identity.h"
#include "data/import/import_plan.h"
#include "data/import/json_view.h"
#include "data/import/problem.h"

namespace flowspace {

nlohmann::json json_of(const Problem& problem);
nlohmann::json json_of(const TextDialect& dialect);
nlohmann::json json_of(const FileIdentity& identity);
nlohmann::json json_of(const ExactSum& sum);

Problem problem_of(const JsonView& json);
TextDialect dialect_of(const JsonView& json);
FileIdentity identity_of(const JsonView& json);
ExactSum sum_of(const JsonView& json);

}  // namespace flowspace
