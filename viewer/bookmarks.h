// Pinned cards and named views: edits of settings.
#pragma once

#include "data/dataset.h"
#include "viewer/settings.h"

#include <cstddef>
#include <string>
#include <vector>

namespace flowspace {

/// Cards beside each other; a further pin takes the place of the oldest.
inline constexpr std::size_t most_pins = 8;

/// Pins are compared in the current layer, so a pair is one pin whatever layer it was pinned from.
bool is_pinned(const std::vector<Target>& pins, const Target& target);
/// With the target put at the end, or taken out. An empty target changes nothing.
std::vector<Target> toggled_pin(std::vector<Target> pins, const Target& target);

/// Keeps the present view under `name`; a bookmark of that name is replaced in its place.
Settings with_bookmark(Settings settings, const std::string& name);
/// Pre: row < settings.bookmarks.size().
Settings without_bookmark(Settings settings, std::size_t row);

/// The present settings looked at as the bookmark says. What belongs to the reader and not to the view stays:
/// theme, language, text size, motion, pins, bookmarks. Nothing plays.
/// Pre: row < now.bookmarks.size().
Settings at_bookmark(const Settings& now, std::size_t row);

/// What the view shows, in words, and not yet the name of a bookmark: 武汉 2020-01.
std::string suggested_name(const Settings& settings, const Dataset& data);

}  // namespace flowspace
