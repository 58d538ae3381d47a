// Flows that a database holds, in place of tables of flows.
#pragma once

#include "data/dataset.h"
#include "data/result.h"
#include "data/source/remote_source.h"
#include "render/scene/style.h"

#include <optional>
#include <string>

namespace flowspace {

/// Whether one of FILES is the address of a database.
bool is_database_address(const std::string& file);

/// Asks the person at the terminal without showing what is typed; nothing where nobody sits there.
std::optional<std::string> ask_for_password(const std::string& what, Language language);

/// Puts the flows of `address` into `dataset`, whose places they name, and its account among the files.
/// Errors: those of open_source, with what they mean where the language is not English.
std::optional<Error> lay_database(Dataset& dataset, const std::string& address, const SourceOptions& options,
                                  Language language);

}  // namespace flowspace
