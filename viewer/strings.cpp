#include "viewer/strings.h"

#include <array>

namespace flowspace {

namespace {

constexpr std::array rows = {
#define FLOWSPACE_TEXT(name, zh, en) TextRow{#name, zh, en},
#include "viewer/strings.inc"
#undef FLOWSPACE_TEXT
};

}  // namespace

std::span<const TextRow> all_texts() { return rows; }

const char* ui(Text text, Language language) {
    const TextRow& row = rows[static_cast<std::size_t>(text)];
    return language == Language::zh ? row.zh : row.en;
}

}  // namespace flowspace
