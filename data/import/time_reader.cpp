#include "data/import/time_reader.h"

#include <fmt/format.h>

#include <algorithm>

namespace flowspace {
namespace {

constexpr std::size_t most_known = 200'000;

bool is_clock(Grain grain) { return grain >= Grain::hour; }

}  // namespace

bool TimeAgreement::goes_with(const ParsedTime& time, Midnight midnight) const {
    if (time.grain == grain_ || (is_clock(time.grain) && is_clock(grain_))) return true;
    if (is_clock(grain_)) return midnight == Midnight::yes;
    return is_clock(time.grain) && grain_ == Grain::day && only_midnights_;
}

std::string_view TimeAgreement::fault(const ParsedTime& time, Midnight midnight) const {
    if (first_.empty()) return {};
    if (!goes_with(time, midnight)) return "mixed-grain";
    if (time.has_zone != has_zone_ || time.zone_minutes != zone_minutes_) return "mixed-zone";
    return {};
}

std::string TimeAgreement::expected(std::string_view code) const {
    if (code == "mixed-grain") return fmt::format("a {} like '{}', the first time read", key(grain_), first_);
    return fmt::format("the zone of '{}', the first time read", first_);
}

void TimeAgreement::accept(const ParsedTime& time, std::string_view text, Midnight midnight) {
    if (!is_clock(time.grain) && midnight == Midnight::no) only_midnights_ = false;
    if (first_.empty()) {
        first_ = text;
        has_zone_ = time.has_zone;
        zone_minutes_ = time.zone_minutes;
    }
    grain_ = std::max(grain_, time.grain);  // equal, both of the clock, or a midnight and a clock
}

const TimeText& TimeColumn::read(std::string_view text) {
    if (last_ && last_text_ == text) return *last_;
    auto at = known_.find(text);
    if (at == known_.end()) {
        if (known_.size() >= most_known) known_.clear();
        TimeText time = parse_time_text(text, dialect_);
        if (time.time && !time.time->has_zone && dialect_.zone_minutes &&
            (is_clock(time.time->grain) || time.is_midnight)) {
            time.time->has_zone = true;
            time.time->zone_minutes = *dialect_.zone_minutes;
        }
        at = known_.emplace(std::string(text), std::move(time)).first;
    }
    last_text_ = at->first;
    last_ = &at->second;
    return *last_;
}

}  // namespace flowspace
