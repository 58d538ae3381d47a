// Joins what a table calls a place to the places known: by code, old code or name, never by a guess.
#pragma once

#include "data/atlas.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace flowspace {

/// What a column is declared to hold. Codes are exact text: the code of a place, or one that it had (GB/T
/// 2260 since 1990; 522400 is 520500). A column of names may hold codes too. Names in order: as the table of
/// places has them (Chinese, short, English; with the province before or behind a comma: 江苏省无锡市,
/// Suzhou, Jiangsu), with or without the word for the kind of unit (市, 州, City, Shi: one that fits, 大理市
/// is not 大理州), old names in full. Width, capitals and blanks at the ends do not matter.
enum class JoinBy : std::uint8_t { code, name };

/// By which rule a place was found, in the order tried.
enum class JoinHow : std::uint8_t { choice, code, old_code, name, suffix, old_name };

std::string_view key(JoinHow how);  // choice, code, old-code, name, suffix, old-name

struct PlaceMatch {
    std::optional<PlaceId> place = {};
    JoinHow how = JoinHow::code;
    std::string_view code = {};  // where there is none: missing-id, unknown-place, ambiguous-place (several
                                 // answer to the name, or one and a province: 吉林), split-place (an old unit
                                 // that several took over), excel-number
    std::vector<PlaceId> candidates = {};  // what it may mean, by id ascending, at most 8
};

/// Immutable once built, so threads may share it.
class PlaceIndex {
public:
    /// `choices`: a text as written -> the id of its place; they go before every rule. A choice whose id is
    /// none of the places makes its text unknown-place.
    /// Pre: `atlas` outlives the index and does not change.
    explicit PlaceIndex(const Atlas& atlas, const std::map<std::string, std::string>& choices = {});
    ~PlaceIndex();
    PlaceIndex(PlaceIndex&&) noexcept;
    PlaceIndex& operator=(PlaceIndex&&) noexcept;

    PlaceMatch join(std::string_view text, JoinBy by) const;

    /// What a problem says it expected, in English, with up to three candidates: "an id of the places;
    /// perhaps 320200 (无锡市)".
    std::string expected(const PlaceMatch& match, std::string_view text) const;

private:
    struct Tables;
    std::unique_ptr<const Tables> tables_;
};

/// The same with a memory: a text that comes again costs a look into a hash table. For one thread.
class PlaceJoiner {
public:
    /// Pre: `index` outlives the joiner.
    PlaceJoiner(const PlaceIndex& index, JoinBy by) : index_(index), by_(by) {}

    /// Valid until the next call.
    const PlaceMatch& join(std::string_view text);

private:
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
    };

    const PlaceIndex& index_;
    JoinBy by_;
    std::unordered_map<std::string, PlaceMatch, Hash, std::equal_to<>> known_;
};

}  // namespace flowspace
