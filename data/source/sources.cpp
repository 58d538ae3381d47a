#include "data/source/sources.h"

#include "data/source/clickhouse_source.h"
#include "data/source/postgres_source.h"

#include <algorithm>
#include <array>

namespace flowspace {
namespace {

struct Opener {
    std::string_view scheme;
    Result<OpenedSource> (*open)(const SourceUrl& url, const Atlas& atlas, const SourceOptions& options,
                                 std::stop_token cancel);
};

constexpr std::array<Opener, 3> openers = {{
    {"clickhouse", open_clickhouse},
    {"postgresql", open_postgres},
    {"postgres", open_postgres},
}};

}  // namespace

bool is_source_url(std::string_view text) {
    return std::ranges::find(openers, scheme_of(text), &Opener::scheme) != openers.end();
}

Result<OpenedSource> open_source(std::string_view text, const Atlas& atlas, const SourceOptions& options,
                                 std::stop_token cancel) {
    const Result<SourceUrl> url = parse_source_url(text);
    if (!url) return url.error();
    const auto at = std::ranges::find(openers, url->scheme, &Opener::scheme);
    if (at == openers.end())
        return Error{url->scheme +
                     "://: bad-address: found no database of that kind, expected clickhouse or postgresql"};
    return at->open(*url, atlas, options, std::move(cancel));
}

}  // namespace flowspace
