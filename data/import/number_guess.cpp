#include "data/import/number_text.h"

#include <algorithm>
#include <array>

namespace flowspace {
namespace {

struct Marks {
    char decimal;
    std::string_view thousands;
};
/// Plainest first.
constexpr std::array<Marks, 12> all_marks = {{{'.', ""},
                                              {'.', ","},
                                              {',', ""},
                                              {',', "."},
                                              {'.', " "},
                                              {',', " "},
                                              {'.', "\u00A0"},
                                              {',', "\u00A0"},
                                              {'.', "\u202F"},
                                              {',', "\u202F"},
                                              {'.', "'"},
                                              {',', "'"}}};

struct Reading {
    NumberDialect dialect;
    std::vector<std::optional<double>> values;  // per sample
    std::size_t read = 0;
};

bool has_any(std::span<const std::string> samples, std::initializer_list<std::string_view> texts) {
    return std::ranges::any_of(samples, [&](std::string_view sample) {
        return std::ranges::any_of(
            texts, [&](std::string_view text) { return sample.find(text) != std::string_view::npos; });
    });
}

Reading read_all(std::span<const std::string> samples, NumberDialect dialect) {
    Reading reading{std::move(dialect), {}, 0};
    for (const std::string& sample : samples) {
        const NumberText number = parse_number(sample, reading.dialect);
        reading.values.push_back(number.value);
        if (number.value) ++reading.read;
    }
    return reading;
}

/// Every way of writing numbers that the samples may be written in, plainest first.
std::vector<Reading> readings_of(std::span<const std::string> samples) {
    // "\xEF\xBC" begins every full-width digit and mark.
    const bool chinese = has_any(samples, {"万", "亿", "千", "百", "\xEF\xBC"});
    const bool accounting = has_any(samples, {"("});
    std::vector<Reading> readings = {read_all(samples, {})};
    for (const Marks& marks : all_marks)
        if (marks.thousands.empty() || has_any(samples, {marks.thousands, "\xEF\xBC"}))
            readings.push_back(read_all(samples, {.decimal_mark = marks.decimal,
                                                  .thousands_separator = std::string(marks.thousands),
                                                  .chinese_units = chinese,
                                                  .accounting_negatives = accounting}));
    return readings;
}

/// The first sample that the two read differently.
std::optional<std::size_t> first_difference(const Reading& a, const Reading& b) {
    for (std::size_t at = 0; at < a.values.size(); ++at)
        if (a.values[at] != b.values[at]) return at;
    return std::nullopt;
}

/// Whether every point in the samples stands where one of thousands would, and at least one does.
bool looks_grouped(std::span<const std::string> samples, const Reading& grouped, const Reading& plain) {
    const auto leads_with_zero = [](std::string_view text) {
        return text.starts_with("0.") || text.starts_with("-0.");
    };
    const auto is_long = [](std::string_view text) {  // thousands without a separator: nobody groups here
        return text.size() > 4 && text.find('.') == std::string_view::npos;
    };
    return grouped.read == plain.read && first_difference(grouped, plain).has_value() &&
           std::ranges::none_of(samples, leads_with_zero) && std::ranges::none_of(samples, is_long);
}

}  // namespace

NumberGuess guess_numbers(std::span<const std::string> samples) {
    const std::vector<Reading> readings = readings_of(samples);
    const Reading& plain = readings.front();
    const Reading& best = *std::ranges::max_element(readings, {}, &Reading::read);  // the first of several
    NumberGuess guess;
    const auto is_missing = [](const std::string& sample) { return sample.empty() || sample == "-"; };
    guess.missing = static_cast<std::size_t>(std::ranges::count_if(samples, is_missing));
    if (best.read > plain.read) {
        guess.evidence = samples[*first_difference(best, plain)];
        for (const Reading& other : readings) {
            const auto differs = first_difference(best, other);
            if (other.read < best.read || !differs) continue;
            guess.evidence = samples[*differs];
            guess.choices.push_back(other.dialect);
        }
    }
    if (!guess.choices.empty())
        guess.choices.insert(guess.choices.begin(), best.dialect);
    else
        guess.dialect = best.dialect;
    const Reading grouped = read_all(samples, {.decimal_mark = ',',
                                               .thousands_separator = ".",
                                               .chinese_units = false,
                                               .accounting_negatives = false});
    if (best.read == plain.read && looks_grouped(samples, grouped, plain)) {
        guess.hint = grouped.dialect;
        guess.evidence = samples[*first_difference(grouped, plain)];
    }
    guess.read = guess.choices.empty() ? best.read : plain.read;
    guess.refused = samples.size() - guess.read - guess.missing;
    return guess;
}

}  // namespace flowspace
