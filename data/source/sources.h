// THE list of databases that hold flows, by the scheme of their address.
#pragma once

#include "data/source/remote_source.h"

#include <stop_token>
#include <string_view>

namespace flowspace {

/// Whether `text` is an address of one of them.
bool is_source_url(std::string_view text);

/// Opens the table that `text` names. Errors: the address, and those of open_remote.
Result<OpenedSource> open_source(std::string_view text, const Atlas& atlas, const SourceOptions& options,
                                 std::stop_token cancel = {});

}  // namespace flowspace
