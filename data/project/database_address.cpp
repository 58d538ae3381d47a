#include "data/project/database_address.h"

#include "data/import/limits.h"

namespace flowspace {

std::optional<Problem> check_database_address(std::string_view url) {
    const bool known = url.starts_with("clickhouse://") || url.starts_with("clickhouses://") ||
                       url.starts_with("postgresql://") || url.starts_with("postgres://");
    const std::string scheme(url.substr(0, url.find("://")));
    if (!known || url.size() > 2048 || url.find_first_of(std::string_view("\0\r\n\t ", 5)) != url.npos)
        return Problem{
            .code = "bad-address",
            .found = shorten(known ? "an address with blanks or of great length" : scheme,
                             max_found_characters - 3),
            .expected = "clickhouse://HOST:PORT/DATABASE/TABLE or postgresql://HOST:PORT/DATABASE/TABLE"};
    const std::string_view rest = url.substr(url.find("://") + 3);
    const std::string_view authority = rest.substr(0, rest.find_first_of("/?#"));
    const std::size_t at = rest.rfind('@');  // a password may hold a stroke
    const std::string_view user = at == rest.npos ? std::string_view{} : rest.substr(0, at);
    const bool named = rest.find("password") != rest.npos || rest.find("passwd") != rest.npos;
    if (named || user.find(':') != user.npos || (at != rest.npos && at > authority.size()))
        return Problem{
            .code = "secret-in-project",
            .found = scheme + "://...",  // never the secret itself
            .expected = "an address without a password: it comes from the environment or a prompt"};
    return std::nullopt;
}

}  // namespace flowspace
