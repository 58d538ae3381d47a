#include "data/atlas_pack.h"

#include "data/pack/atlas_sections.h"
#include "data/pack/flow_section.h"
#include "data/pack/mapped_file.h"
#include "data/pack/pack_reader.h"
#include "data/source/memory_source.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <memory>
#include <system_error>
#include <thread>
#include <vector>

namespace flowspace {
namespace {

Result<Dataset> decode(const pack::SectionBytes& sections) {
    std::vector<pack::ByteReader> readers(sections.begin(), sections.end());
    const auto reader = [&](pack::SectionId id) -> pack::ByteReader& {
        return readers[static_cast<std::size_t>(id)];
    };

    auto atlas = std::make_shared<Atlas>();
    atlas->places = pack::read_places(reader(pack::SectionId::places));
    atlas->groups = pack::read_groups(reader(pack::SectionId::groups), atlas->places.size());
    auto map = std::make_shared<BaseMap>();
    pack::read_borders(reader(pack::SectionId::borders), *map);
    pack::read_water(reader(pack::SectionId::water), *map);
    map->relief = pack::read_relief(reader(pack::SectionId::relief));
    pack::read_sources(reader(pack::SectionId::sources), *atlas, *map);

    Dataset dataset;
    dataset.imputed = pack::read_imputed(reader(pack::SectionId::imputed), atlas->places.size());
    constexpr auto flow_section = static_cast<std::size_t>(pack::SectionId::flows);
    for (std::size_t id = 0; id < pack::section_count; ++id)
        if (id != flow_section && !readers[id].complete())
            return Error{fmt::format("damaged: section {} does not hold what it should", id)};
    const unsigned threads = std::max(1U, std::thread::hardware_concurrency());
    auto flows = pack::read_flows(sections[flow_section], atlas->places.size(), threads);
    if (!flows) return flows.error();
    dataset.flows = MemorySource::from_sorted(std::move(*flows), {.threads = threads});
    dataset.atlas = std::move(atlas);
    dataset.base_map = std::move(map);
    dataset.title_zh = "中国城市间要素流（模拟）";
    dataset.title_en = "Flows between China's cities (modelled)";
    return dataset;
}

}  // namespace

Result<std::filesystem::path> find_atlas_pack() {
    std::error_code code;
    const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", code);
    if (code) return Error{"the program's own folder cannot be found through /proc/self/exe"};
    const std::filesystem::path folder = program.parent_path();
    const std::array candidates = {folder / "atlas" / "flowspace.atlas",
                                   folder.parent_path() / "share" / "flowspace" / "flowspace.atlas"};
    for (const auto& candidate : candidates)
        if (std::filesystem::is_regular_file(candidate, code)) return candidate;
    return Error{fmt::format("the built-in atlas was found neither at {} nor at {}; scripts/build makes it",
                             candidates[0].string(), candidates[1].string())};
}

Result<Dataset> load_atlas_pack(const std::filesystem::path& path) {
    auto mapped = MappedFile::open(path);
    if (!mapped) return mapped.error();
    auto dataset = read_atlas_pack(mapped->bytes());
    if (!dataset)
        return Error{
            fmt::format("{}: {}; rebuild it with scripts/build", path.string(), dataset.error().message)};
    return dataset;
}

Result<Dataset> read_atlas_pack(std::span<const std::byte> bytes) {
    const auto sections = pack::open_sections(bytes);
    if (!sections) return sections.error();
    return decode(*sections);
}

}  // namespace flowspace
