#include "data/source/remote_source.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace flowspace {
namespace {

constexpr std::array<std::string_view, 3> pair_columns = {"__k", "__s", "__c"};
constexpr std::array<std::string_view, 3> step_columns = {"__t", "__s", "__c"};

Error bad_answer(const std::string& shown, std::string_view found, std::string_view expected) {
    return {fmt::format("{}: database-bad-answer: found '{:.60}', expected {}", shown, found, expected)};
}

/// Digits of `text` shifted by the point: 12.5 with three digits is 12500. Nothing where it leaves 64 bits or
/// has more digits that are not zero.
std::optional<std::int64_t> fixed_point(std::string_view text, int digits) {
    const std::size_t point = text.find('.');
    std::string whole(text.substr(0, point));
    std::string_view after = point == std::string_view::npos ? std::string_view{} : text.substr(point + 1);
    if (point != std::string_view::npos && after.empty()) return std::nullopt;
    while (after.size() > static_cast<std::size_t>(digits) && after.back() == '0') after.remove_suffix(1);
    if (after.size() > static_cast<std::size_t>(digits)) return std::nullopt;
    if (whole.empty() || whole == "-") return std::nullopt;
    whole += after;
    whole.append(static_cast<std::size_t>(digits) - after.size(), '0');
    std::int64_t scaled = 0;
    const auto [end, wrong] = std::from_chars(whole.data(), whole.data() + whole.size(), scaled);
    if (wrong != std::errc() || end != whole.data() + whole.size()) return std::nullopt;
    return scaled;
}

}  // namespace

std::optional<ExactSum> read_sum(std::string_view text, int digits, std::uint64_t rows) {
    if (digits >= 0)
        if (const auto scaled = fixed_point(text, digits))
            return ExactSum{.scaled = *scaled, .rows = rows, .digits = static_cast<std::int8_t>(digits)};
    double number = 0;
    const auto [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (wrong != std::errc() || end != text.data() + text.size() || !std::isfinite(number))
        return std::nullopt;
    return ExactSum{.high = number, .rows = rows};
}

std::optional<std::uint64_t> read_count(std::string_view text) {
    std::uint64_t count = 0;
    const auto [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), count);
    if (wrong != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return count;
}

std::optional<ParsedTime> read_time(std::string_view text) {
    std::string form(text);
    if (form.size() > 10 && form[10] == ' ') form[10] = 'T';
    const Result<ParsedTime> time = parse_time(form);
    return time ? std::optional(*time) : std::nullopt;
}

Error changed_since_opened(const std::string& shown) {
    return {fmt::format(
        "{}: database-changed: found places, times or layers that were not there when it was opened, "
        "expected the same: open it again",
        shown)};
}

RemoteSource::RemoteSource(RemoteFlows flows) : flows_(std::move(flows)) {
    std::uint32_t number = 0;
    for (const PlaceId place : flows_.places) {
        if (numbers_.size() <= index(place)) numbers_.resize(index(place) + 1);
        numbers_[index(place)] = ++number;
    }
    keys_.reserve(flows_.pairs.size());
    for (const Pair pair : flows_.pairs) keys_.push_back(key_of(pair));
}

std::uint64_t RemoteSource::key_of(Pair pair) const {
    return std::uint64_t{numbers_[index(pair.origin)]} * (flows_.places.size() + 1) +
           numbers_[index(pair.destination)];
}

const FlowSql& RemoteSource::best(bool by_whole_days) const {
    return flows_.by_day && by_whole_days ? *flows_.by_day : flows_.rows;
}

TimeBounds RemoteSource::bounds(const FlowSql& sql, StepRange steps) const {
    if (!flows_.step_texts.empty())
        return {flows_.step_texts[steps.first], flows_.step_texts[steps.last - 1]};
    const ColumnKind kind = sql.columns().time->kind;
    return {time_text(kind, flows_.axis.starts[steps.first]),
            time_text(kind, step_end(flows_.axis.grain, flows_.axis.starts[steps.last - 1]))};
}

Result<std::vector<ExactSum>> RemoteSource::sum_pairs(LayerId layer, Window window,
                                                      std::stop_token cancel) const {
    ExactSum nothing;
    nothing.digits = static_cast<std::int8_t>(flows_.digits);
    std::vector<ExactSum> sums(flows_.pairs.size(), nothing);
    const TimeAxis& axis = flows_.axis;
    const StepRange steps = steps_in(axis, window);
    if (steps.first >= steps.last) return sums;
    std::optional<TimeBounds> times;
    const FlowSql& sql = best(axis.grain <= Grain::day);
    if (steps != StepRange{0, axis.size()}) times = bounds(sql, steps);
    const Result<SqlAnswer> answer = flows_.engine->ask(sql.pair_sums(flows_.layers[index(layer)].key, times),
                                                        pair_columns, std::move(cancel));
    if (!answer) return answer.error();
    const std::uint64_t side = flows_.places.size() + 1;
    for (std::size_t row = 0; row < answer->rows(); ++row) {
        const auto key = read_count(answer->cell(row, 0));
        const auto rows = read_count(answer->cell(row, 2));
        const auto sum = rows ? read_sum(answer->cell(row, 1), flows_.digits, *rows) : std::nullopt;
        if (!key || !sum)
            return bad_answer(flows_.shown, answer->cell(row, 1), "a sum of a pair and its rows");
        if (*key / side == 0 || *key % side == 0) continue;  // an end that is not known
        const auto at = std::ranges::lower_bound(keys_, *key);
        if (at == keys_.end() || *at != *key) return changed_since_opened(flows_.shown);
        sums[static_cast<std::size_t>(at - keys_.begin())] = *sum;
    }
    return sums;
}

std::vector<std::uint64_t> RemoteSource::mask_of(std::span<const std::uint8_t> selected) const {
    const std::size_t side = flows_.places.size() + 1;
    std::vector<std::uint64_t> mask((side * side + 63) / 64);
    for (std::size_t pair = 0; pair < selected.size(); ++pair)
        if (selected[pair]) mask[keys_[pair] / 64] |= std::uint64_t{1} << (keys_[pair] % 64);
    return mask;
}

Result<std::vector<ExactSum>> RemoteSource::sum_steps(LayerId layer, std::span<const std::uint8_t> selected,
                                                      std::stop_token cancel) const {
    ExactSum nothing;
    nothing.digits = static_cast<std::int8_t>(flows_.digits);
    const TimeAxis& axis = flows_.axis;
    std::vector<ExactSum> sums(axis.size(), nothing);
    if (std::ranges::all_of(selected, [](std::uint8_t one) { return one == 0; })) return sums;
    const Result<SqlAnswer> answer = flows_.engine->ask(
        best(axis.grain <= Grain::day).step_sums(flows_.layers[index(layer)].key, mask_of(selected)),
        step_columns, std::move(cancel));
    if (!answer) return answer.error();
    for (std::size_t row = 0; row < answer->rows(); ++row) {
        const auto rows = read_count(answer->cell(row, 2));
        const auto sum = rows ? read_sum(answer->cell(row, 1), flows_.digits, *rows) : std::nullopt;
        if (!sum) return bad_answer(flows_.shown, answer->cell(row, 1), "a sum of a step and its rows");
        std::size_t step = 0;
        if (axis.grain != Grain::none) {
            const auto time = read_time(answer->cell(row, 0));
            if (!time) return bad_answer(flows_.shown, answer->cell(row, 0), "a time");
            const auto at = std::ranges::lower_bound(axis.starts, step_start(axis.grain, time->start));
            if (at == axis.starts.end() || *at != step_start(axis.grain, time->start))
                return changed_since_opened(flows_.shown);
            step = static_cast<std::size_t>(at - axis.starts.begin());
        }
        sums[step] = sums[step].rows == 0 ? *sum : add(sums[step], *sum);
    }
    return sums;
}

}  // namespace flowspace
