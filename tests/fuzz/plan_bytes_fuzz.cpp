// Any bytes as a plan and an atlas from the other side of the worker's socket: refused, or values that are
// written and read back as themselves.
#include "data/worker/plan_bytes.h"
#include "tests/fuzz/expect.h"

#include <cstddef>
#include <cstdint>
#include <span>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace flowspace;
    const std::span<const std::byte> bytes(reinterpret_cast<const std::byte*>(data), size);
    pack::ByteReader plan_reader(bytes);
    const ImportPlan plan = read_plan(plan_reader);
    if (!plan_reader.failed()) {
        pack::ByteWriter writer;
        write_plan(plan, writer);
        pack::ByteReader again(writer.bytes());
        FLOWSPACE_EXPECT(read_plan(again) == plan && again.complete());
    }
    pack::ByteReader atlas_reader(bytes);
    if (const auto atlas = read_atlas(atlas_reader)) {
        for (const Group& group : atlas->groups)
            for (const Membership& member : group.members)
                FLOWSPACE_EXPECT(index(member.place) < atlas->places.size());
    }
    return 0;
}
