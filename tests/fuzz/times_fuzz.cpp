// Any text as a time: an error or the start of a step, which prints and reads back as itself.
#include "data/time_axis.h"
#include "tests/fuzz/expect.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace flowspace;
    const auto parsed = parse_time(std::string_view(reinterpret_cast<const char*>(data), size));
    if (!parsed) {
        FLOWSPACE_EXPECT(!parsed.error().message.empty());
        return 0;
    }
    const std::string text = format_time(parsed->grain, parsed->start);
    const auto again = parse_time(text);
    FLOWSPACE_EXPECT(again && again->start == parsed->start);
    FLOWSPACE_EXPECT(step_end(parsed->grain, parsed->start) > parsed->start);
    return 0;
}
