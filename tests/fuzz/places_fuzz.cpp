// Any text as a place: one place, or a code and candidates that exist; the same again by the joiner's memory.
#include "data/import/place_join.h"
#include "data/import/problem.h"
#include "tests/fuzz/expect.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace {

flowspace::Atlas places() {
    flowspace::Atlas atlas;
    atlas.places = {{.id = "010100", .name_zh = "零零市", .name_en = "Zero"},
                    {.id = "110000", .name_zh = "北京市", .short_zh = "北京", .name_en = "Beijing"},
                    {.id = "220200", .name_zh = "吉林市", .short_zh = "吉林", .name_en = "Jilin"},
                    {.id = "320200", .name_zh = "无锡市", .short_zh = "无锡", .name_en = "Wuxi"},
                    {.id = "420600", .name_zh = "襄阳市", .short_zh = "襄阳", .name_en = "Xiangyang"},
                    {.id = "530800", .name_zh = "普洱市", .short_zh = "普洱", .name_en = "Pu'er"},
                    {.id = "632300", .name_zh = "黄南藏族自治州", .short_zh = "黄南", .name_en = "Huangnan"}};
    return atlas;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace flowspace;
    static const Atlas atlas = places();
    static const PlaceIndex index(atlas, {{"那里", "110000"}, {"nowhere", "999999"}});
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    for (const JoinBy by : {JoinBy::code, JoinBy::name}) {
        const PlaceMatch match = index.join(text, by);
        FLOWSPACE_EXPECT(match.place.has_value() == match.code.empty());
        if (match.place) FLOWSPACE_EXPECT(flowspace::index(*match.place) < atlas.places.size());
        if (!match.place)
            FLOWSPACE_EXPECT(!meaning(match.code).zh.empty() && !index.expected(match, text).empty());
        FLOWSPACE_EXPECT(match.candidates.size() <= 8);
        for (const PlaceId candidate : match.candidates)
            FLOWSPACE_EXPECT(flowspace::index(candidate) < atlas.places.size());
        PlaceJoiner joiner(index, by);
        FLOWSPACE_EXPECT(joiner.join(text).place == match.place && joiner.join(text).code == match.code);
    }
    return 0;
}
