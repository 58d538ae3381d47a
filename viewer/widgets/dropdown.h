// One of many, behind a button: the list opens under it.
#pragma once

#include "viewer/look.h"
#include "viewer/widgets/box.h"

#include <cstddef>
#include <optional>
#include <span>
#include <string>

namespace flowspace {

struct Dropdown {
    std::span<const std::string> labels = {};
    std::size_t current = 0;  // past the end: none, and `unset` shows
    std::string_view unset = {};
    bool emphasised = false;  // in the accent: a choice that matters
};

/// The row chosen this frame.
std::optional<std::size_t> dropdown(const Look& look, const char* id, const Box& box, const Dropdown& what);

}  // namespace flowspace
