// What a layer says of itself, as bytes of a pack or cache.
#pragma once

#include "data/layer_info.h"
#include "data/pack/byte_reader.h"
#include "data/pack/byte_writer.h"

namespace flowspace::pack {

/// The bytes that each takes at least: eight empty texts and the status.
inline constexpr std::size_t least_layer_info_bytes = 33;

inline void write_layer_info(const LayerInfo& info, ByteWriter& to) {
    for (const std::string* text : {&info.key, &info.name_zh, &info.name_en, &info.unit, &info.unit_zh,
                                    &info.unit_en, &info.source_zh, &info.source_en})
        to.text(*text);
    to.number(static_cast<std::uint8_t>(info.status));
}

inline LayerInfo read_layer_info(ByteReader& from) {
    LayerInfo info;
    for (std::string* text : {&info.key, &info.name_zh, &info.name_en, &info.unit, &info.unit_zh,
                              &info.unit_en, &info.source_zh, &info.source_en})
        *text = from.text();
    const auto status = from.number<std::uint8_t>();
    if (status > static_cast<std::uint8_t>(Status::modelled)) from.fail();
    info.status = static_cast<Status>(status);
    return info;
}

}  // namespace flowspace::pack
