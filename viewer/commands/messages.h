// Words of the command line in both languages, and the nearest names to a mistyped one.
#pragma once

#include "render/scene/style.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace flowspace {

/// The exit status of a failure told by `message`: exit_machine_lacks for a full disk, else exit_bad_request.
int exit_of(std::string_view message);

/// The one of two texts that speaks `language`.
constexpr std::string_view say(Language language, std::string_view en, std::string_view zh) {
    return language == Language::zh ? zh : en;
}

/// `1 row`, `2 rows`: the English noun with its number.
std::string counted(std::uint64_t count, std::string_view noun);

/// zh, zh_CN.UTF-8, en-GB, ... as a language; English where it names neither.
Language parse_language(std::string_view text);

/// Of `candidates`, those at most a third of their letters away from `text`: nearest first, ties in their
/// order, at most three.
std::vector<std::string> nearest(std::string_view text, std::span<const std::string> candidates);

/// "found 'x', expected <expected>", with a few candidates where they are near.
std::string not_found(Language language, std::string_view option, std::string_view found,
                      std::string_view expected, std::span<const std::string> candidates);

}  // namespace flowspace
