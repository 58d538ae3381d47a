// The address of a table in a database: clickhouse://host:port/db/table,
// postgresql://host:port/db?table=flows.
#pragma once

#include "data/result.h"

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace flowspace {

struct SourceUrl {
    std::string scheme = {};
    std::string user = {};  // empty: the engine's own default, or the environment's
    std::string host = {};
    std::uint16_t port = 0;                              // 0: not given
    std::vector<std::string> path = {};                  // percent-decoded
    std::map<std::string, std::string> parameters = {};  // percent-decoded, each once

    /// What messages call it: scheme, host, port and path; neither user nor parameters.
    std::string shown() const;
    std::optional<std::string> parameter(const std::string& name) const;
};

/// Errors: not an address of that form; or it holds a password, which belongs into the environment, since
/// arguments and project files are read by others. No message repeats any part of the text but its scheme.
Result<SourceUrl> parse_source_url(std::string_view text);

/// The parameter timeout=SECONDS, 1 to 86400, taken out of `url`; 60 where there is none.
Result<std::chrono::seconds> take_timeout(SourceUrl& url);

/// What stands before "://"; empty where nothing does.
std::string_view scheme_of(std::string_view text);

}  // namespace flowspace
