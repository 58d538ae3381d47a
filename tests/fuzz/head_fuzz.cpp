// Any bytes as the head of a worker's message: an object or nothing, and every look into it is safe.
#include "data/worker/head.h"
#include "tests/fuzz/expect.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace flowspace;
    const auto head = parse_head(std::string_view(reinterpret_cast<const char*>(data), size));
    if (!head) return 0;
    FLOWSPACE_EXPECT(head->is_object());
    for (const char* name : {"job", "rows", "done", "message"}) {
        (void)text_in(*head, name);
        (void)number_in(*head, name);
        (void)is_set(*head, name);
    }
    FLOWSPACE_EXPECT(!head_text(*head).empty());
    return 0;
}
