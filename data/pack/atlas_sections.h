// How places, groups, borders, water and relief are laid out in the sections of a pack; writing and reading
// side by side.
#pragma once

#include "data/atlas.h"
#include "data/base_map.h"
#include "data/dataset.h"
#include "data/pack/byte_reader.h"
#include "data/pack/byte_writer.h"

#include <vector>

namespace flowspace::pack {

// Coordinates keep a millionth of a degree (11 cm), heights whole metres; everything else comes back as it
// was.

void write_places(const std::vector<Place>& places, ByteWriter& to);
std::vector<Place> read_places(ByteReader& from);

void write_groups(const std::vector<Group>& groups, ByteWriter& to);
/// A membership that names no row below `place_count` fails the reader.
std::vector<Group> read_groups(ByteReader& from, std::size_t place_count);

void write_borders(const BaseMap& map, ByteWriter& to);
void read_borders(ByteReader& from, BaseMap& map);

void write_water(const BaseMap& map, ByteWriter& to);
void read_water(ByteReader& from, BaseMap& map);

void write_relief(const HeightGrid& relief, ByteWriter& to);
HeightGrid read_relief(ByteReader& from);

void write_credit(const Credit& credit, ByteWriter& to);
Credit read_credit(ByteReader& from);

/// Of the ground and of the places' attributes.
void write_sources(const Atlas& atlas, const BaseMap& map, ByteWriter& to);
void read_sources(ByteReader& from, Atlas& atlas, BaseMap& map);

void write_imputed(const std::vector<ImputedMass>& imputed, ByteWriter& to);
std::vector<ImputedMass> read_imputed(ByteReader& from, std::size_t place_count);

}  // namespace flowspace::pack
