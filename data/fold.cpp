#include "data/fold.h"

#include "data/spring_festival.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <string>

namespace flowspace {

namespace {

constexpr std::array<std::string_view, 5> fold_keys = {"none", "hour", "weekday", "month", "lunar"};

}  // namespace

std::string_view key(Fold fold) { return fold_keys[static_cast<std::size_t>(fold)]; }

std::optional<Fold> parse_fold(std::string_view text) {
    const auto at = std::ranges::find(fold_keys, text);
    if (at == fold_keys.end()) return std::nullopt;
    return static_cast<Fold>(at - fold_keys.begin());
}

std::optional<Error> cannot_fold(Fold fold, const TimeAxis& axis) {
    const Grain coarsest = fold == Fold::hour ? Grain::hour : fold == Fold::month ? Grain::month : Grain::day;
    if (axis.grain == Grain::none || axis.grain < coarsest ||
        (fold == Fold::month && axis.grain == Grain::week))
        return Error{fmt::format("found --fold {} on a table by {}, expected times of one {} or finer{}",
                                 key(fold), axis.grain == Grain::none ? "no time" : key(axis.grain),
                                 key(coarsest),
                                 fold == Fold::month ? " (a week may lie in two months)" : "")};
    if (fold != Fold::lunar) return std::nullopt;
    for (const TimeMs start : axis.starts)
        if (!days_from_spring_festival(start))
            return Error{fmt::format("found {}, expected years {} to {}: no other Spring Festival is known",
                                     format_time(axis.grain, start), first_festival_year,
                                     last_festival_year)};
    return std::nullopt;
}

std::int64_t fold_bin(Fold fold, TimeMs start) {
    constexpr std::int64_t hour_ms = 3'600'000, day_ms = 24 * hour_ms;
    const std::int64_t of_day = (count(start) % day_ms + day_ms) % day_ms;
    const std::int64_t day = (count(start) - of_day) / day_ms;
    switch (fold) {
        case Fold::hour:
            return of_day / hour_ms;
        case Fold::weekday:
            return ((day + 3) % 7 + 7) % 7 + 1;  // 1970-01-01 was a Thursday
        case Fold::month:
            return std::stoll(format_time(Grain::month, start).substr(5));
        default:
            return days_from_spring_festival(start).value_or(0);
    }
}

std::vector<FoldBin> folded(Fold fold, const TimeAxis& axis, std::span<const ExactSum> steps, Window window) {
    std::map<std::int64_t, FoldBin> bins;
    const StepRange range = steps_in(axis, window);
    for (std::size_t step = range.first; step < range.last && step < steps.size(); ++step) {
        if (steps[step].rows == 0) continue;
        FoldBin& bin = bins[fold_bin(fold, axis.starts[step])];
        bin.sum = bin.steps == 0 ? steps[step] : add(bin.sum, steps[step]);
        ++bin.steps;
    }
    std::vector<FoldBin> found;
    for (auto& [number, bin] : bins) {
        bin.bin = number;
        found.push_back(bin);
    }
    return found;
}

}  // namespace flowspace
