// Any text as a number and a time by any declared dialect: a value or a code with words, and never a value
// that is not finite or not exact where it says so.
#include "data/import/number_text.h"
#include "data/import/problem.h"
#include "data/import/time_text.h"
#include "tests/fuzz/expect.h"

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace flowspace;
    if (size < 2) return 0;
    static constexpr std::array<const char*, 6> separators = {"", ",", " ", "'", "\u00a0", "\u202f"};
    NumberDialect numbers;
    numbers.thousands_separator = separators[data[0] % separators.size()];
    numbers.decimal_mark = numbers.thousands_separator == "," || (data[1] & 1) == 0 ? '.' : ',';
    numbers.chinese_units = (data[1] & 2) != 0;
    numbers.accounting_negatives = (data[1] & 4) != 0;
    TimeDialect times;
    times.forms = (data[1] & 8) != 0 ? TimeForms::any : TimeForms::iso;
    times.day_order = static_cast<DayOrder>(data[0] % 3);
    times.excel_serials = (data[1] & 16) != 0;
    times.unix_time = static_cast<UnixTime>((data[1] >> 5) % 3);
    const std::string_view text(reinterpret_cast<const char*>(data) + 2, size - 2);
    const NumberText number = parse_number(text, numbers);
    FLOWSPACE_EXPECT(number.value.has_value() == number.code.empty());
    if (number.value) FLOWSPACE_EXPECT(std::isfinite(*number.value));
    if (!number.value) FLOWSPACE_EXPECT(!meaning(number.code).zh.empty());
    if (number.exact) {
        FLOWSPACE_EXPECT(number.exact->digits >= 0 && number.exact->digits <= 18);
        const double near = static_cast<double>(number.exact->scaled) / std::pow(10, number.exact->digits);
        if (number.value) FLOWSPACE_EXPECT(std::abs(near - *number.value) <= 1e-12 * std::abs(*number.value));
    }
    const TimeText time = parse_time_text(text, times);
    FLOWSPACE_EXPECT(time.time.has_value() == time.code.empty());
    if (!time.time) FLOWSPACE_EXPECT(!meaning(time.code).zh.empty());
    if (time.time && time.end) FLOWSPACE_EXPECT(*time.end > time.time->start);
    return 0;
}
