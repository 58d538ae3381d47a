// Which column of a flow table says what, looked up once per table.
#pragma once

#include "data/import/import_plan.h"

#include <array>
#include <cstddef>
#include <optional>
#include <vector>

namespace flowspace {

using Column = std::optional<std::size_t>;

/// The columns of one end of a flow.
struct EndColumns {
    Column code = {}, name = {}, lon = {}, lat = {};

    bool has_coordinates() const { return lon && lat; }
};

struct FlowColumns {
    EndColumns origin = {}, destination = {};
    Column layer = {}, time = {}, time_end = {}, value = {}, status = {};
    std::vector<std::size_t> at_time = {}, at_destination = {},
                             at_layer = {};  // at most one of them is not empty

    /// The columns of values that stand for something; empty: a row is one flow.
    const std::vector<std::size_t>& wide() const;
    /// Places come from the table itself: both ends have coordinates.
    bool has_coordinates() const { return origin.has_coordinates() && destination.has_coordinates(); }
};

/// Pre: check_plan found nothing wrong.
FlowColumns flow_columns(const TablePlan& table);

/// The one column of a field.
Column find_column(const TablePlan& table, Field field);

/// What a column of values stands for, as text.
const std::string& meaning_of(const ColumnPlan& column);

}  // namespace flowspace
