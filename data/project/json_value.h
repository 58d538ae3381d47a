// JSON as it stands in a file: order of keys, spelling of numbers and lines are kept.
#pragma once

#include "data/import/problem.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace flowspace {

struct JsonValue {
    enum class Kind : std::uint8_t { null, boolean, number, text, list, object };

    Kind kind = Kind::null;
    std::string text = {};               // number: as written; text: decoded; boolean: true or false
    std::vector<std::string> keys = {};  // object: one per item, each once, in the order of the file
    std::vector<JsonValue> items = {};   // of a list or an object
    std::uint64_t line = 0;              // where it starts, from 1; 0: not from a file. No part of ==

    bool operator==(const JsonValue& other) const;

    bool is(Kind asked) const { return kind == asked; }
    /// The member of an object; null pointer where there is none, or where this is no object.
    const JsonValue* find(std::string_view key) const;
    /// Puts a member at the end, or in the place of the one that has the key.
    /// Pre: an object.
    void set(std::string key, JsonValue value);
    /// Puts a member at the end. Pre: an object without that key.
    void add(std::string key, JsonValue value);
};

JsonValue json_object();
JsonValue json_list();
JsonValue json_text(std::string text);
JsonValue json_flag(bool flag);  // the name says what the bool is
JsonValue json_whole(std::uint64_t number);
JsonValue json_signed(std::int64_t number);

struct ParsedJson {
    JsonValue value = {};
    std::optional<Problem> problem = {};  // then `value` is null
};

/// Strict JSON in UTF-8. Problems name the line as row and the JSON pointer reached as column: too-large,
/// bad-json, too-deep, duplicate-key. Caps: limits.h.
ParsedJson parse_json(std::string_view text);

/// Indented by two blanks, a line feed at the end; what holds plain values only and fits in 100 characters
/// stands on one line. The same value gives the same bytes.
std::string write_json(const JsonValue& value);

/// `key` as a part of a JSON pointer: / and ~ escaped. Source: RFC 6901, section 3.
std::string pointer_part(std::string_view key);

}  // namespace flowspace
