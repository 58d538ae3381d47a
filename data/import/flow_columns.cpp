#include "data/import/flow_columns.h"

namespace flowspace {

const std::vector<std::size_t>& FlowColumns::wide() const {
    return !at_time.empty() ? at_time : !at_destination.empty() ? at_destination : at_layer;
}

Column find_column(const TablePlan& table, Field field) {
    for (std::size_t at = 0; at < table.columns.size(); ++at)
        if (table.columns[at].field == field) return at;
    return std::nullopt;
}

FlowColumns flow_columns(const TablePlan& table) {
    const auto find = [&](Field field) { return find_column(table, field); };
    FlowColumns columns{.origin = {find(Field::origin), find(Field::origin_name), find(Field::origin_lon),
                                   find(Field::origin_lat)},
                        .destination = {find(Field::destination), find(Field::destination_name),
                                        find(Field::destination_lon), find(Field::destination_lat)},
                        .layer = find(Field::layer),
                        .time = find(Field::time),
                        .time_end = find(Field::time_end),
                        .value = find(Field::value),
                        .status = find(Field::pair_status)};
    for (std::size_t at = 0; at < table.columns.size(); ++at) {
        if (table.columns[at].field == Field::value_at_time) columns.at_time.push_back(at);
        if (table.columns[at].field == Field::value_at_destination) columns.at_destination.push_back(at);
        if (table.columns[at].field == Field::value_at_layer) columns.at_layer.push_back(at);
    }
    return columns;
}

const std::string& meaning_of(const ColumnPlan& column) {
    return column.fixed.empty() ? column.name : column.fixed;
}

}  // namespace flowspace
