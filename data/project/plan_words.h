// The words by which a plan's choices are written in a project.
#pragma once

#include "data/import/import_plan.h"

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <string_view>

namespace flowspace {

/// The words of an enum, one per value, in its order. They never change once released.
template <class Enum>
inline constexpr std::array<std::string_view, 0> plan_words = {};

template <>
inline constexpr std::array<std::string_view, 3> plan_words<TableRole> = {"flows", "places", "groups"};
template <>
inline constexpr std::array<std::string_view, 3> plan_words<FileFormat> = {"text", "parquet", "spreadsheet"};
template <>
inline constexpr std::array<std::string_view, 4> plan_words<TextEncoding> = {"utf-8", "utf-16le", "utf-16be",
                                                                             "gb18030"};
template <>
inline constexpr std::array<std::string_view, 2> plan_words<HeaderRow> = {"first", "none"};
template <>
inline constexpr std::array<std::string_view, 3> plan_words<DayOrder> = {"none", "day_first", "month_first"};
template <>
inline constexpr std::array<std::string_view, 2> plan_words<TimeForms> = {"iso", "any"};
template <>
inline constexpr std::array<std::string_view, 3> plan_words<UnixTime> = {"none", "seconds", "milliseconds"};
template <>
inline constexpr std::array<std::string_view, 3> plan_words<Spread> = {"at_start", "evenly", "evenly_to_end"};
template <>
inline constexpr std::array<std::string_view, 4> plan_words<Coverage> = {"unknown", "zero", "top_per_origin",
                                                                         "top_per_destination"};
template <>
inline constexpr std::array<std::string_view, 3> plan_words<DuplicateRule> = {"sum", "keep_first", "refuse"};
template <>
inline constexpr std::array<std::string_view, 3> plan_words<NegativeRule> = {"keep", "refuse", "reverse"};
template <>
inline constexpr std::array<std::string_view, 2> plan_words<SelfFlowRule> = {"keep", "refuse"};
template <>
inline constexpr std::array<std::string_view, 2> plan_words<UnknownLayerRule> = {"keep", "refuse"};
template <>
inline constexpr std::array<std::string_view, 3> plan_words<Status> = {"undeclared", "observed", "modelled"};

template <class Enum>
std::string_view plan_word(Enum value) {
    return plan_words<Enum>[static_cast<std::size_t>(value)];
}

template <class Enum>
std::optional<Enum> parse_plan_word(std::string_view word) {
    const auto& words = plan_words<Enum>;
    const auto at = std::ranges::find(words, word);
    if (at == words.end()) return std::nullopt;
    return static_cast<Enum>(at - words.begin());
}

}  // namespace flowspace
