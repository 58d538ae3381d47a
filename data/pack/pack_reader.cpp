#include "data/pack/pack_reader.h"

#include <fmt/format.h>

#include <cstring>

namespace flowspace::pack {

Result<SectionBytes> open_sections(std::span<const std::byte> file) {
    constexpr std::size_t table_end = sizeof(Header) + section_count * sizeof(SectionEntry);
    if (file.size() < table_end)
        return Error{fmt::format("truncated: found {} bytes, expected at least {}", file.size(), table_end)};
    Header header;
    std::memcpy(&header, file.data(), sizeof(header));
    if (header.magic != magic) return Error{"not-a-pack: the first bytes are not those of an atlas pack"};
    if (header.version != version || header.sections != section_count)
        return Error{
            fmt::format("other-version: found version {} with {} sections, expected version {} with {}",
                        header.version, header.sections, version, section_count)};
    if (header.file_bytes != file.size())
        return Error{fmt::format("truncated: found {} bytes, expected {}", file.size(), header.file_bytes)};
    if (header.checksum != checksum(file)) return Error{"damaged: the checksum does not match the content"};

    SectionBytes sections;
    for (std::uint32_t id = 0; id < section_count; ++id) {
        SectionEntry entry;
        std::memcpy(&entry, file.data() + sizeof(Header) + id * sizeof(SectionEntry), sizeof(entry));
        const bool inside = entry.offset >= table_end && entry.offset % 8 == 0 &&
                            entry.offset <= file.size() && entry.bytes <= file.size() - entry.offset;
        if (entry.id != id || !inside)
            return Error{fmt::format("damaged: section {} is not where it should be", id)};
        sections[id] = file.subspan(entry.offset, entry.bytes);
    }
    return sections;
}

}  // namespace flowspace::pack
