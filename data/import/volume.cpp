#include "data/import/volume.h"

#include <algorithm>
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
    if (volume.rows++ == 0) sum = {.digits = 0};
    if (sum.digits < 0 || !add_fixed(sum, number)) {
        ExactSum before = sum;
        before.rows = std::max<std::uint64_t>(before.rows, 1);  // a sum of zero is something too
        sum = add(before, ExactSum{.high = number, .rows = 1});
    }
    sum.rows = volume.rows;
}

}  // namespace flowspace
