#include "render/scene/line_break.h"

#include "render/scene/utf8.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string_view>

namespace flowspace {
namespace {

bool one_of(char32_t c, std::u32string_view set) { return set.find(c) != std::u32string_view::npos; }

bool is_digit(char32_t c) { return c >= U'0' && c <= U'9'; }

bool is_solidus(char32_t c) { return one_of(c, U"/／"); }

/// Written twice as one sign.
bool is_double(char32_t c) { return one_of(c, U"—…⋯─―"); }

bool is_sign(char32_t c) { return one_of(c, U"+-−±¥￥$€£≈≥≤><＋－×"); }

/// Of either width.
bool is_blank(char32_t c) { return c == U' ' || c == 0x3000; }

bool is_latin_letter(char32_t c) { return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z'); }

/// Units of more than one character, as texts of the program and its users write them after a number.
constexpr std::u32string_view units[] = {
    U"万人次",  U"亿人次",   U"平方公里", U"平方千米", U"万人", U"亿人",    U"万元", U"亿元",  U"万吨",
    U"亿吨",    U"人次",     U"公里",     U"千米",     U"公顷", U"小时",    U"分钟", U"角分",  U"million",
    U"billion", U"trillion", U"thousand", U"km",       U"m",    U"minutes", U"min",  U"hours", U"h",
    U"tonnes",  U"people",   U"trips",    U"yuan",     U"pp",   U"px",      U"°C"};

bool is_unit(std::u32string_view text, std::size_t first, std::u32string_view unit) {
    if (text.substr(first, unit.size()) != unit) return false;
    const std::size_t last = first + unit.size();
    return !is_latin_letter(unit.back()) || last == text.size() || !is_latin_letter(text[last]);
}

/// Whether `at` is within "32.1 million" or "10 角分": between a number and its unit, or in the unit.
bool within_quantity(std::span<const char32_t> codes, std::size_t at) {
    const std::u32string_view text(codes.data(), codes.size());
    for (const std::u32string_view unit : units)
        for (std::size_t first = at + 1 - std::min(at, unit.size()); first <= at; ++first) {
            const std::size_t blanks = first > 0 && text[first - 1] == U' ' ? 1 : 0;
            if (first > blanks && is_digit(text[first - blanks - 1]) && is_unit(text, first, unit))
                return true;
        }
    return false;
}

/// Stands for itself: what an orphan line must have two of.
bool is_body(char32_t c) { return !is_blank(c) && !forbidden_at_start(c) && !forbidden_at_end(c); }

TextRange trimmed(std::span<const char32_t> codes, TextRange range) {
    while (range.first < range.last && is_blank(codes[range.first])) ++range.first;
    while (range.first < range.last && is_blank(codes[range.last - 1])) --range.last;
    return range;
}

std::span<const char32_t> part(std::span<const char32_t> codes, TextRange range) {
    const TextRange text = trimmed(codes, range);
    return codes.subspan(text.first, text.last - text.first);
}

/// Lines as full as they can be.
std::vector<TextRange> fill(std::span<const char32_t> codes, float width_px, const MeasureText& measure) {
    std::vector<TextRange> lines;
    TextRange line = trimmed(codes, {0, codes.size()});
    const std::size_t end = line.last;
    while (line.first < end) {
        std::size_t best = 0, full = line.first;
        for (std::size_t at = line.first + 1; at <= end; ++at) {
            if (measure(part(codes, {line.first, at})) > width_px) break;
            full = at;
            if (at == end || may_break_before(codes, at)) best = at;
        }
        if (best == 0) best = std::max(full, line.first + 1);
        lines.push_back(trimmed(codes, {line.first, best}));
        line.first = trimmed(codes, {best, end}).first;
    }
    return lines;
}

std::size_t body_of(std::span<const char32_t> codes, TextRange line) {
    std::size_t count = 0;
    for (std::size_t at = line.first; at < line.last; ++at) count += is_body(codes[at]) ? 1 : 0;
    return count;
}

/// Ends a clause: a break after it is read easily.
bool is_stop(char32_t c) { return one_of(c, U"，。、；：？！,.;:?!）)》”"); }

bool after_stop(std::span<const char32_t> codes, std::size_t at) {
    while (at > 0 && codes[at - 1] == U' ') --at;
    return at > 0 && is_stop(codes[at - 1]);
}

/// Of two lines: even ones, and rather after a clause than within.
std::vector<TextRange> best_two(std::span<const char32_t> codes, float width_px, const MeasureText& measure) {
    constexpr float within_clause = 0.55F, orphan = 4;
    const TextRange all = trimmed(codes, {0, codes.size()});
    std::vector<TextRange> best;
    float least = std::numeric_limits<float>::max();
    for (std::size_t at = all.first + 1; at < all.last; ++at) {
        if (!may_break_before(codes, at)) continue;
        const TextRange above = trimmed(codes, {all.first, at}), below = trimmed(codes, {at, all.last});
        const float above_px = measure(part(codes, above)), below_px = measure(part(codes, below));
        if (above_px > width_px || below_px > width_px) continue;
        const bool lone = body_of(codes, above) < 2 || body_of(codes, below) < 2;
        const float cost = std::fabs(above_px - below_px) / width_px +
                           (after_stop(codes, at) ? 0 : within_clause) + (lone ? orphan : 0);
        if (cost >= least) continue;
        least = cost;
        best = {above, below};
    }
    return best;
}

/// A last line of one character takes what stands before it from the line above.
void mend_orphan(std::span<const char32_t> codes, float width_px, const MeasureText& measure,
                 std::vector<TextRange>& lines) {
    if (body_of(codes, lines.back()) > 1) return;
    TextRange &above = lines[lines.size() - 2], &last = lines.back();
    for (std::size_t at = last.first - 1; at > above.first; --at) {
        const TextRange longer = trimmed(codes, {at, last.last});
        if (!may_break_before(codes, at) || body_of(codes, longer) < 2) continue;
        if (measure(part(codes, longer)) > width_px || body_of(codes, {above.first, at}) < 2) return;
        above = trimmed(codes, {above.first, at});
        last = longer;
        return;
    }
}

}  // namespace

bool may_break_before(std::span<const char32_t> codes, std::size_t at) {
    const char32_t before = codes[at - 1], after = codes[at];
    if (after == U' ' || forbidden_at_start(after) || forbidden_at_end(before)) return false;
    if (is_solidus(before) || is_solidus(after)) return false;
    if (before == after && is_double(before)) return false;
    if (is_digit(before) && is_ideograph(after)) return false;
    // 3,205 万: the blank between a number and its unit.
    if (before == U' ' && at > 1 && is_digit(codes[at - 2]) && is_ideograph(after)) return false;
    if (within_quantity(codes, at)) return false;
    if (is_sign(before) && (is_digit(after) || is_ideograph(after))) return false;
    return before == U' ' || is_wide(before) || is_wide(after);
}

std::vector<TextRange> break_evenly(std::span<const char32_t> codes, float width_px,
                                    const MeasureText& measure) {
    std::vector<TextRange> lines = fill(codes, width_px, measure);
    if (lines.size() < 2) return lines;
    if (lines.size() == 2) {
        std::vector<TextRange> two = best_two(codes, width_px, measure);
        return two.empty() ? lines : two;
    }
    mend_orphan(codes, width_px, measure, lines);
    return lines;
}

}  // namespace flowspace
