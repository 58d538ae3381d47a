#include "render/scene/time_words.h"

#include <fmt/format.h>

#include <array>
#include <cstdlib>
#include <string_view>

namespace flowspace {

namespace {

constexpr std::array<std::string_view, 12> months_en = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

/// The number that stands at `at` in an ISO text: leading zeros gone.
int number_at(const std::string& iso, std::size_t at, std::size_t length) {
    return std::atoi(iso.substr(at, length).c_str());
}

std::string day_words(const std::string& iso, Language language) {
    const int month = number_at(iso, 5, 2);
    const int day = number_at(iso, 8, 2);
    if (language == Language::zh) return fmt::format("{}年{}月{}日", iso.substr(0, 4), month, day);
    return fmt::format("{} {} {}", day, months_en.at(static_cast<std::size_t>(month - 1)), iso.substr(0, 4));
}

}  // namespace

std::string step_words(Grain grain, TimeMs start, Language language) {
    const bool zh = language == Language::zh;
    const std::string iso = format_time(grain, start);
    switch (grain) {
        case Grain::none:
            return {};
        case Grain::year:
            return zh ? iso + "年" : iso;
        case Grain::month: {
            const int month = number_at(iso, 5, 2);
            if (zh) return fmt::format("{}年{}月", iso.substr(0, 4), month);
            return fmt::format("{} {}", months_en.at(static_cast<std::size_t>(month - 1)), iso.substr(0, 4));
        }
        case Grain::week: {
            const int week = number_at(iso, 6, 2);
            return zh ? fmt::format("{}年第{}周", iso.substr(0, 4), week)
                      : fmt::format("week {} of {}", week, iso.substr(0, 4));
        }
        case Grain::day:
            return day_words(iso, language);
        case Grain::hour:
        case Grain::minute:
        case Grain::second:
            return day_words(iso, language) + " " + iso.substr(11);
    }
    return iso;
}

std::string window_words(const TimeAxis& axis, Window window, Language language) {
    if (axis.grain == Grain::none) return {};
    const StepRange steps = steps_in(axis, window);
    if (steps.first == steps.last)
        return language == Language::zh ? "时间窗内没有数据" : "no data in this window";
    const std::string first = step_words(axis.grain, axis.starts[steps.first], language);
    if (steps.last - steps.first == 1) return first;
    return first + " – " + step_words(axis.grain, axis.starts[steps.last - 1], language);
}

}  // namespace flowspace
