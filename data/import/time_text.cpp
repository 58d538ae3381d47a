#include "data/import/time_text.h"

#include <algorithm>

namespace flowspace {

TimeText parse_time_text(std::string_view text, const TimeDialect&) {
    if (const Result<ParsedTime> parsed = parse_time(text)) return {*parsed, {}, {}};
    return {{}, {}, "bad-time"};
}

TimeMs range_end(const ParsedTime& last) {
    return last.grain >= Grain::hour ? last.start : step_end(last.grain, last.start);
}

std::string_view time_forms_of(const TimeDialect&) { return time_forms; }

TimeGuess guess_times(std::span<const std::string> samples) {
    TimeGuess guess;
    for (const std::string& sample : samples) {
        const TimeText time = parse_time_text(sample, {});
        ++(time.time ? guess.read : guess.refused);
        if (time.time) guess.grain = std::max(guess.grain, time.time->grain);
    }
    return guess;
}

}  // namespace flowspace
