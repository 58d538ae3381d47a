#include "data/import/volume.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

namespace flowspace {
namespace {

bool rescale(ExactSum& sum, int digits) {
    std::int64_t scaled = sum.scaled;
    for (int at = sum.digits; at < digits; ++at)
        if (__builtin_mul_overflow(scaled, std::int64_t{10}, &scaled)) return false;
    sum.scaled = scaled;
    sum.digits = static_cast<std::int8_t>(digits);
    return true;
}

/// What add_fixed does, where it is plain: no more digits than the sum has, nothing near any limit.
bool add_plainly(ExactSum& sum, double number) {
    constexpr std::array<double, 7> powers = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6};
    if (sum.digits < 0 || static_cast<std::size_t>(sum.digits) >= powers.size()) return false;
    const double power = powers[static_cast<std::size_t>(sum.digits)], scaled = number * power;
    if (!(std::abs(scaled) < 1e15) || std::abs(sum.scaled) > std::int64_t{1} << 62) return false;
    constexpr double push = 6755399441055744.0;  // rounds to a whole number: no fraction is left beside it
    const double whole = (scaled + push) - push;
    if ((number + push) - push != number && whole / power != number) return false;
    sum.scaled += static_cast<std::int64_t>(whole);
    return true;
}

/// False where the number or the sum does not fit the fixed point.
bool add_fixed(ExactSum& sum, double number) {
    std::optional<std::int64_t> scaled = to_fixed(number, sum.digits);
    if (!scaled) {
        const std::optional<int> digits = decimal_digits(number, 0);
        if (!digits || *digits <= sum.digits || !rescale(sum, *digits)) return false;
        scaled = to_fixed(number, sum.digits);
    }
    std::int64_t total = 0;
    if (!scaled || __builtin_add_overflow(sum.scaled, *scaled, &total) || total == INT64_MIN) return false;
    sum.scaled = total;
    return true;
}

}  // namespace

void add_row(Volume& volume, double number) {
    ExactSum& sum = volume.value;
    if (volume.rows != 0 && add_plainly(sum, number)) {
        sum.rows = ++volume.rows;
        return;
    }
    if (volume.rows++ == 0) sum = {.digits = 0};
    if (sum.digits < 0 || !add_fixed(sum, number)) {
        ExactSum before = sum;
        before.rows = std::max<std::uint64_t>(before.rows, 1);  // a sum of zero is something too
        sum = add(before, ExactSum{.high = number, .rows = 1});
    }
    sum.rows = volume.rows;
}

}  // namespace flowspace
