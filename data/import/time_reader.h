// Times of the rows of an import: one grain and one zone for all of them.
#pragma once

#include "data/import/time_text.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace flowspace {

/// Whether a day was written as a clock's midnight: what a column of days, and of hours too, may begin with.
enum class Midnight : std::uint8_t { no, yes };

/// What all tables of an import agree on. The first time that is accepted sets grain and zone; clock times on
/// full hours, minutes and seconds go together, and the finest is the grain. Midnights are days as long as
/// there is nothing else, and go with clock times.
class TimeAgreement {
public:
    /// The code of what is wrong (mixed-grain, mixed-zone); empty: it fits.
    std::string_view fault(const ParsedTime& time, Midnight midnight = Midnight::no) const;
    /// What a fault expected, in English. Pre: `code` is one that fault() gave.
    std::string expected(std::string_view code) const;
    /// Pre: fault() is empty.
    void accept(const ParsedTime& time, std::string_view text, Midnight midnight = Midnight::no);

    Grain grain() const { return grain_; }
    /// Of the clock times read, in minutes east; nothing where none names one.
    std::optional<int> zone_minutes() const {
        return has_zone_ ? std::optional(zone_minutes_) : std::nullopt;
    }

private:
    bool goes_with(const ParsedTime& time, Midnight midnight) const;

    Grain grain_ = Grain::none;
    bool only_midnights_ = true;  // every day accepted was one
    std::string first_;           // as written; empty: none yet
    bool has_zone_ = false;
    int zone_minutes_ = 0;
};

/// Reads times of one table by its dialect; tables repeat times, so each text is parsed about once.
class TimeColumn {
public:
    explicit TimeColumn(const TimeDialect& dialect) : dialect_(dialect) {}

    /// Valid until the next call. The dialect's zone stands in where the text names none.
    const TimeText& read(std::string_view text);

private:
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
    };
    TimeDialect dialect_;
    std::unordered_map<std::string, TimeText, Hash, std::equal_to<>> known_;
    std::string_view last_text_;  // a key of known_
    const TimeText* last_ = nullptr;
};

}  // namespace flowspace
