// Places and groups from tables of the user.
#pragma once

#include "data/atlas.h"
#include "data/import/import_plan.h"
#include "data/import/row_reader.h"

namespace flowspace {

/// Appends the places of a table, in its order. Refused: missing-id, duplicate-id (also of an earlier file),
/// missing, bad or impossible coordinates, attributes that are no numbers (an empty one is unknown).
void read_places(RowReader& rows, const TablePlan& table, std::vector<Place>& places);

/// Names the table as the source of population and GDP, as far as it has columns of them.
void credit_places(const TablePlan& table, Atlas& atlas);

/// Sorts by id and makes a province group of each province named. Pre: ids differ.
void finish_places(Atlas& atlas);

/// Appends the groups of a table, in the order of their first rows. Refused: bad-word, missing-id,
/// unknown-place, duplicate-id (the same place twice in a group, a group of two kinds, a group called
/// `outside`). Kinds and roles may be words of Chinese tables too: 都市圈, 城市群, 省份, 核心, 成员.
/// Pre: atlas.places is final.
void read_groups(RowReader& rows, const TablePlan& table, const Atlas& atlas, std::vector<Group>& groups);

}  // namespace flowspace
