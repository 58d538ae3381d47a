// The short JSON head of a message, read without trust: what is missing or of another type is nothing.
#pragma once

#include <nlohmann/json.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace flowspace {

/// An object of at most max_head_depth levels in strict UTF-8; nothing for anything else.
std::optional<nlohmann::json> parse_head(std::string_view text);

std::string text_in(const nlohmann::json& head, const char* key);
/// Whole and not negative, else 0.
std::uint64_t number_in(const nlohmann::json& head, const char* key);
bool is_set(const nlohmann::json& head, const char* key);

/// Never throws: bytes that are no UTF-8 become U+FFFD.
std::string head_text(const nlohmann::json& head);

}  // namespace flowspace
