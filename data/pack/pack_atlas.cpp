#include "data/pack/pack_atlas.h"

#include "data/pack/atlas_sections.h"
#include "data/pack/pack_writer.h"

namespace flowspace::pack {

std::vector<std::byte> pack_atlas(const Atlas& atlas, const BaseMap& map, const DenseFlows& flows,
                                  const std::vector<ImputedMass>& imputed) {
    Sections sections;
    const auto section = [&](SectionId id) -> ByteWriter& { return sections[static_cast<std::size_t>(id)]; };
    write_places(atlas.places, section(SectionId::places));
    write_groups(atlas.groups, section(SectionId::groups));
    write_borders(map, section(SectionId::borders));
    write_water(map, section(SectionId::water));
    write_relief(map.relief, section(SectionId::relief));
    write_sources(atlas, map, section(SectionId::sources));
    write_flows(flows, section(SectionId::flows));
    write_imputed(imputed, section(SectionId::imputed));
    return assemble(sections);
}

}  // namespace flowspace::pack
