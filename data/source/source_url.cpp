#include "data/source/source_url.h"

#include "data/source/deadline.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace flowspace {
namespace {

constexpr std::string_view form = "SCHEME://[USER@]HOST[:PORT]/PATH[?NAME=VALUE&...]";

std::optional<int> hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return std::nullopt;
}

/// Nothing where a % is not followed by two hex digits, or a NUL is meant.
std::optional<std::string> percent_decoded(std::string_view text) {
    std::string decoded;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] != '%') {
            decoded += text[at];
            continue;
        }
        if (at + 2 >= text.size()) return std::nullopt;
        const auto high = hex_digit(text[at + 1]), low = hex_digit(text[at + 2]);
        if (!high || !low || (*high == 0 && *low == 0)) return std::nullopt;
        decoded += static_cast<char>(*high * 16 + *low);
        at += 2;
    }
    return decoded;
}

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

std::vector<std::string_view> split(std::string_view text, char at) {
    std::vector<std::string_view> parts;
    while (true) {
        const std::size_t end = text.find(at);
        parts.push_back(text.substr(0, end));
        if (end == std::string_view::npos) return parts;
        text.remove_prefix(end + 1);
    }
}

bool names_a_password(std::string_view name) {
    return std::ranges::any_of(std::array{"password", "passwd", "passfile", "pwd", "sslpassword", "key"},
                               [&](std::string_view secret) { return name == secret; });
}

Error password_found(std::string_view scheme) {
    return {fmt::format(
        "{}://: bad-address: found a password in the address, expected it in the environment "
        "({}) or at the prompt: other users of this machine can read arguments",
        scheme, scheme == "clickhouse" ? "FLOWSPACE_CLICKHOUSE_PASSWORD" : "PGPASSWORD or PGPASSFILE")};
}

class UrlParser {
public:
    explicit UrlParser(std::string_view text) : text_(text) { url_.scheme = scheme_of(text); }

    Result<SourceUrl> parse() {
        if (url_.scheme.empty()) return bad("no scheme");
        std::string_view rest = text_.substr(url_.scheme.size() + 3);
        const std::size_t question = rest.find('?');
        const std::string_view query =
            question == std::string_view::npos ? std::string_view{} : rest.substr(question + 1);
        rest = rest.substr(0, question);
        // A password may hold what an address may not: whatever stands before the last @ counts as login.
        const std::size_t at = rest.rfind('@');
        if (at != std::string_view::npos) {
            const std::string_view login = rest.substr(0, at);
            if (login.find(':') != std::string_view::npos) return password_found(url_.scheme);
            if (!take(login, url_.user) || std::ranges::any_of(url_.user, is_control))
                return bad("a user that cannot be read");
            rest.remove_prefix(at + 1);
        }
        if (text_.find('#') != std::string_view::npos) return bad("a '#'");
        const std::size_t slash = rest.find('/');
        if (const auto failed = take_host(rest.substr(0, slash))) return *failed;
        if (slash != std::string_view::npos)
            for (const std::string_view part : split(rest.substr(slash + 1), '/'))
                if (!take(part, url_.path.emplace_back())) return bad("a path that cannot be read");
        while (!url_.path.empty() && url_.path.back().empty()) url_.path.pop_back();
        if (!query.empty())
            if (const auto failed = take_parameters(query)) return *failed;
        return url_;
    }

private:
    Error bad(std::string_view found) const {
        return {fmt::format("{}://: bad-address: found {}, expected {}", url_.scheme, found, form)};
    }

    static bool take(std::string_view text, std::string& into) {
        std::optional<std::string> decoded = percent_decoded(text);
        if (decoded) into = std::move(*decoded);
        return decoded.has_value();
    }

    std::optional<Error> take_host(std::string_view text) {
        std::string_view host = text, port;
        if (text.starts_with('[')) {  // an IPv6 address
            const std::size_t end = text.find(']');
            if (end == std::string_view::npos) return bad("a '[' without ']'");
            host = text.substr(1, end - 1);
            port = text.substr(end + 1);
        } else if (const std::size_t colon = text.find(':'); colon != std::string_view::npos) {
            host = text.substr(0, colon);
            port = text.substr(colon);
        }
        const bool plain = std::ranges::all_of(host, [](char c) {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
                   c == '-' || c == '_' || c == ':';
        });
        if (host.empty() || !plain) return bad("no host");
        url_.host = host;
        if (port.empty()) return std::nullopt;
        unsigned number = 0;
        const auto [end, wrong] = std::from_chars(port.data() + 1, port.data() + port.size(), number);
        if (port.front() != ':' || wrong != std::errc() || end != port.data() + port.size() || number == 0 ||
            number > 65535)
            return bad("no port");
        url_.port = static_cast<std::uint16_t>(number);
        return std::nullopt;
    }

    std::optional<Error> take_parameters(std::string_view query) {
        for (const std::string_view part : split(query, '&')) {
            const std::size_t equals = part.find('=');
            std::string name, value;
            if (equals == std::string_view::npos || !take(part.substr(0, equals), name) ||
                !take(part.substr(equals + 1), value))
                return bad("a parameter that cannot be read");
            if (names_a_password(name)) return password_found(url_.scheme);
            if (!url_.parameters.emplace(name, value).second) return bad("a parameter that stands twice");
        }
        return std::nullopt;
    }

    std::string_view text_;
    SourceUrl url_;
};

}  // namespace

std::string SourceUrl::shown() const {
    const bool ipv6 = host.find(':') != std::string::npos;
    std::string text = fmt::format("{}://{}{}{}", scheme, ipv6 ? "[" : "", host, ipv6 ? "]" : "");
    if (port != 0) text += fmt::format(":{}", port);
    for (const std::string& part : path) text += "/" + part;
    return text;
}

std::optional<std::string> SourceUrl::parameter(const std::string& name) const {
    const auto at = parameters.find(name);
    return at == parameters.end() ? std::nullopt : std::optional(at->second);
}

Result<SourceUrl> parse_source_url(std::string_view text) { return UrlParser(text).parse(); }

Result<std::chrono::seconds> take_timeout(SourceUrl& url) {
    const std::optional<std::string> text = url.parameter("timeout");
    if (!text) return default_timeout;
    url.parameters.erase("timeout");
    int seconds = 0;
    const auto [end, wrong] = std::from_chars(text->data(), text->data() + text->size(), seconds);
    if (wrong != std::errc() || end != text->data() + text->size() || seconds < 1 || seconds > 86'400)
        return Error{fmt::format("{}: bad-address: found timeout={:.20}, expected seconds, 1 to 86400",
                                 url.shown(), *text)};
    return std::chrono::seconds(seconds);
}

std::string_view scheme_of(std::string_view text) {
    const std::size_t end = text.find("://");
    if (end == std::string_view::npos || end == 0) return {};
    const std::string_view scheme = text.substr(0, end);
    return std::ranges::all_of(scheme, [](char c) { return c >= 'a' && c <= 'z'; }) ? scheme
                                                                                    : std::string_view{};
}

}  // namespace flowspace
