// PostgreSQL, and what speaks its protocol: postgresql://[USER@]HOST[:PORT]/DATABASE?table=[SCHEMA.]TABLE.
#pragma once

#include "data/source/remote_source.h"
#include "data/source/source_url.h"

#include <stop_token>
#include <string_view>

namespace flowspace {

/// Parameters of the address besides those of the table: timeout=SECONDS, zone=Area/City (the clock that
/// moments with a zone are shown by; the server's own otherwise), sslmode, sslrootcert, sslcert, sslkey.
/// Passwords come from PGPASSWORD or PGPASSFILE, the user from the address or PGUSER.
Result<OpenedSource> open_postgres(const SourceUrl& url, const Atlas& atlas, const SourceOptions& options,
                                   std::stop_token cancel);

/// The kind of a column by the engine's name of its type: numeric(18,2), timestamp without time zone.
SqlColumn postgres_column(std::string_view name, std::string_view type, bool nullable);

}  // namespace flowspace
