#include "data/import/time_scan.h"

#include <algorithm>
#include <array>

namespace flowspace {
namespace {

std::string first_of(std::span<const std::string> samples, const auto& is_it) {
    const auto at = std::ranges::find_if(samples, is_it);
    return at == samples.end() ? std::string{} : *at;
}

std::size_t count_read(std::span<const std::string> samples, const TimeDialect& dialect) {
    return static_cast<std::size_t>(std::ranges::count_if(samples, [&](const std::string& sample) {
        return parse_time_text(sample, dialect).time.has_value();
    }));
}

/// The order of days and months that the samples decide, or the question that they leave open.
void guess_order(std::span<const std::string> samples, TimeGuess& guess) {
    const auto decides = [](DayOrder order) {
        return
            [order](const std::string& sample) { return scan_time(sample, DayOrder::none).order == order; };
    };
    const std::string day_first = first_of(samples, decides(DayOrder::day_first)),
                      month_first = first_of(samples, decides(DayOrder::month_first));
    const std::string open = first_of(samples, [](const std::string& sample) {
        const ScannedTime scanned = scan_time(sample, DayOrder::none);
        return scanned.day_or_month_first && scanned.code == "ambiguous-date";
    });
    if (!day_first.empty() && !month_first.empty()) {
        guess.question = TimeQuestion::day_order;
        guess.evidence = month_first;
    } else if (!day_first.empty() || !month_first.empty()) {
        guess.dialect.day_order = day_first.empty() ? DayOrder::month_first : DayOrder::day_first;
        guess.evidence = day_first.empty() ? month_first : day_first;
    } else if (!open.empty()) {
        guess.question = TimeQuestion::day_order;
        guess.evidence = open;
    }
}

/// Whole columns of day numbers, of seconds or of milliseconds since 1970.
void guess_counts(std::span<const std::string> samples, TimeGuess& guess) {
    const auto is_serial = [](const std::string& sample) {
        return scan_time(sample, DayOrder::none).code == "excel-date";
    };
    const auto is_unix = [](const std::string& sample) {
        return (sample.size() == 10 || sample.size() == 13) &&
               sample.find_first_not_of("0123456789") == std::string::npos;
    };
    const auto most = [&](const auto& is_it) {
        return 2 * static_cast<std::size_t>(std::ranges::count_if(samples, is_it)) > samples.size();
    };
    if (most(is_serial)) {
        guess.question = TimeQuestion::excel_serials;
        guess.evidence = first_of(samples, is_serial);
    } else if (most(is_unix)) {
        guess.question = TimeQuestion::unix_time;
        guess.evidence = first_of(samples, is_unix);
    }
}

/// Databases print days as midnights: where there is nothing but midnights, days are meant.
bool only_midnights(std::span<const std::string> samples, const TimeDialect& dialect) {
    std::size_t midnights = 0;
    for (const std::string& sample : samples) {
        const TimeText time = parse_time_text(sample, dialect);
        if (!time.time) continue;
        if (time.time->grain < Grain::hour || count(time.time->start) % 86'400'000 != 0) return false;
        ++midnights;
    }
    return midnights > 1;
}

void guess_grain(std::span<const std::string> samples, TimeGuess& guess) {
    std::array<std::size_t, 8> times{};  // by grain; clocks go together, under the finest of them
    Grain finest = Grain::hour;
    for (const std::string& sample : samples) {
        const TimeText time = parse_time_text(sample, guess.dialect);
        if (!time.time) continue;
        finest = std::max(finest, time.time->grain);
        ++times[static_cast<std::size_t>(std::min(time.time->grain, Grain::hour))];
    }
    std::swap(times[static_cast<std::size_t>(Grain::hour)], times[static_cast<std::size_t>(finest)]);
    const auto most = std::ranges::max_element(times);
    guess.grain = *most == 0 ? Grain::none : static_cast<Grain>(most - times.begin());
    if (*most == guess.read || guess.question != TimeQuestion::none) return;
    guess.question = TimeQuestion::grain;
    guess.evidence = first_of(samples, [&](const std::string& sample) {
        const TimeText time = parse_time_text(sample, guess.dialect);
        return time.time && time.time->grain != guess.grain &&
               !(time.time->grain >= Grain::hour && guess.grain >= Grain::hour);
    });
}

}  // namespace

TimeGuess guess_times(std::span<const std::string> samples) {
    std::vector<std::string> texts;
    for (const std::string& sample : samples)
        if (!sample.empty()) texts.push_back(sample);
    TimeGuess guess;
    guess.missing = samples.size() - texts.size();
    if (2 * count_read(texts, {}) < texts.size()) {
        guess.dialect.forms = TimeForms::any;
        guess.evidence = first_of(
            texts, [](const std::string& text) { return !parse_time_text(text, {}).time.has_value(); });
        guess_order(texts, guess);
        guess_counts(texts, guess);
    }
    guess.dialect.midnight_is_day = only_midnights(texts, guess.dialect);
    guess.read = count_read(texts, guess.dialect);
    guess.refused = texts.size() - guess.read;
    guess_grain(texts, guess);
    return guess;
}

}  // namespace flowspace
