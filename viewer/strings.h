// Every word of the user interface in Chinese and English; strings.inc is the one table.
#pragma once

#include "render/scene/style.h"

#include <fmt/format.h>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace flowspace {

/// One per row of strings.inc, in its order.
enum class Text : std::uint16_t {
#define FLOWSPACE_TEXT(name, zh, en) name,
#include "viewer/strings.inc"
#undef FLOWSPACE_TEXT
};

struct TextRow {
    std::string_view name;
    const char* zh;
    const char* en;
};

std::span<const TextRow> all_texts();

/// Null-terminated, and lives as long as the program.
const char* ui(Text text, Language language);

/// The text with its `{}` filled in. Pre: as many arguments as the text has places (tested per row that both
/// languages have the same).
template <class... Arguments>
std::string format_ui(Text text, Language language, const Arguments&... arguments) {
    return fmt::format(fmt::runtime(ui(text, language)), arguments...);
}

}  // namespace flowspace
