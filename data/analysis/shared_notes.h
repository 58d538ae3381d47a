// Notes that several analyses give, each worded in one place, and places named in them.
#pragma once

#include "data/analysis/analysis.h"
#include "data/atlas.h"
#include "data/credit.h"

#include <span>
#include <string_view>

namespace flowspace {

/// No row lists any such flow: unknown, not zero.
inline constexpr std::string_view note_no_rows = "no-rows";
/// Nothing to divide by.
inline constexpr std::string_view note_empty_denominator = "empty-denominator";

bool bears_note(const AnalysisResult& result, std::string_view code);

/// Explains those of the codes above that rows bear.
void explain_shared_notes(AnalysisResult& result);

/// The first three by name, in the order given; with more of them it says so: 石河子、阿拉尔、图木舒克等;
/// Shihezi, Aral, Tumxuk and others.
Credit names_of(const Atlas& atlas, std::span<const PlaceId> places);

}  // namespace flowspace
