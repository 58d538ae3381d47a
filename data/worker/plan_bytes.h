// An import plan and an atlas as bytes between the program and its worker.
#pragma once

#include "data/atlas.h"
#include "data/import/import_plan.h"
#include "data/pack/byte_reader.h"
#include "data/pack/byte_writer.h"

#include <optional>

namespace flowspace {

/// Every field; a field added to a plan and forgotten here does not compile.
void write_plan(const ImportPlan& plan, pack::ByteWriter& to);
/// A word or number that cannot be fails the reader.
ImportPlan read_plan(pack::ByteReader& from);

/// Places and groups, coordinates to the last bit.
void write_atlas(const Atlas& atlas, pack::ByteWriter& to);

/// What a file of the user said: checked as if it were one. Nothing where ids repeat or are not ascending, a
/// coordinate or number is not finite or not on the earth, a text is no UTF-8, a group names no place.
std::optional<Atlas> read_atlas(pack::ByteReader& from);

}  // namespace flowspace
