// From the names of files and what the user says of them to a plan, or to what must still be said.
#pragma once

#include "data/atlas.h"
#include "data/import/inspection.h"
#include "data/import/plan_guess.h"
#include "data/import/problem.h"
#include "data/result.h"

#include <map>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

namespace flowspace {

struct PlannedFiles {
    std::vector<Inspection> files = {};  // one per path, in their order
    PlanGuess guess = {};                // of those that can be read, before the user's words
    ImportPlan plan = {};                // with them
    std::optional<Error> refused =
        {};  // the user's words fit no column, setting or value: nothing else is filled
    std::vector<Problem> faults = {};  // files that cannot be read, questions that must be answered, gaps
    std::vector<Question> open = {};   // questions of weight must that nobody answered
};

/// `mapping`: texts of apply_mapping. Where they change how a file becomes records (encoding, delimiter,
/// quote, lines to skip, sheet), it is looked at again that way. With a fault the plan must not be loaded.
PlannedFiles plan_files(std::span<const std::string> paths, std::span<const std::string> mapping,
                        const Atlas& atlas, const std::stop_token& stop = {});

/// Whether a table of the plan lists places of its own, or has the coordinates of both ends: which places
/// there are is known only when it is read.
bool brings_places(const ImportPlan& plan);

/// A choice (a name as written -> an id) that names none of the places. Words as those of apply_mapping.
std::optional<Error> wrong_choice(const std::map<std::string, std::string>& choices, const Atlas& atlas);

/// The plan without the tables that have a fault: for reading as far as it goes.
ImportPlan readable_part(const PlannedFiles& planned);

}  // namespace flowspace
