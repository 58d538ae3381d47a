// Any text as a number: a finite value or a code, never both; what is read prints back as the same number.
#include "data/import/number_text.h"
#include "data/import/problem.h"
#include "tests/fuzz/expect.h"

#include <fmt/format.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace flowspace;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const NumberText number = parse_number(text);
    FLOWSPACE_EXPECT(number.value.has_value() == number.code.empty());
    if (!number.value) {
        FLOWSPACE_EXPECT(!meaning(number.code).zh.empty());
        return 0;
    }
    FLOWSPACE_EXPECT(std::isfinite(*number.value));
    const NumberText again = parse_number(fmt::format("{}", *number.value));
    FLOWSPACE_EXPECT(again.value && *again.value == *number.value);
    return 0;
}
