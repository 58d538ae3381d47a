#include "data/import/flow_reader.h"

#include "data/import/limits.h"
#include "data/import/number_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

namespace flowspace {
namespace {

constexpr std::string_view only_layer = "flows";  // the key of a table without a layer column

bool is_clock(Grain grain) { return grain >= Grain::hour; }

}  // namespace

FlowReader::FlowReader(const Atlas& atlas) : atlas_(atlas) {
    places_.reserve(atlas.places.size());
    for (std::uint32_t row = 0; row < atlas.places.size(); ++row)
        places_.emplace(atlas.places[row].id, PlaceId{row});
}

/// An id of the places; where `found` is a name or an id that lost its zeros, the ids it may have meant,
/// never taken.
std::string FlowReader::expected_place(std::string_view found) const {
    std::string expected = "an id of the places";
    std::size_t candidates = 0;
    for (const Place& place : atlas_.places) {
        const bool near = place.name_zh == found || place.short_zh == found || place.name_en == found ||
                          (place.id.starts_with('0') && place.id.ends_with(found) && !found.empty() &&
                           place.id.find_first_not_of('0') == place.id.size() - found.size());
        if (!near || ++candidates > 3) continue;
        expected += fmt::format("{}{} ({})", candidates == 1 ? "; perhaps " : ", ", place.id, place.name_zh);
    }
    return expected;
}

std::optional<PlaceId> FlowReader::read_place(RowReader& rows, TableRow& row, std::size_t column) {
    const std::string_view text = row.fields[column];
    const auto at = places_.find(text);
    if (at != places_.end()) return at->second;
    const char* code = text.empty() ? "missing-id" : is_excel_number(text) ? "excel-number" : "unknown-place";
    rows.refuse(row, column, code, text.empty() ? "an id of the places" : expected_place(text));
    return std::nullopt;
}

std::string_view FlowReader::read_layer(RowReader& rows, TableRow& row, std::optional<std::size_t> column) {
    if (!column) return only_layer;
    if (row.fields[*column].empty())
        rows.refuse(row, *column, "missing-layer", "the name of a layer, such as people");
    return row.fields[*column];
}

LayerId FlowReader::layer_of(std::string_view name) {
    const auto at = layers_.find(name);
    if (at != layers_.end()) return at->second;
    return layers_.emplace(name, LayerId{static_cast<std::uint32_t>(layers_.size())}).first->second;
}

std::optional<TimeMs> FlowReader::read_time(RowReader& rows, TableRow& row, std::size_t column) {
    const std::string_view text = row.fields[column];
    if (!last_time_ || last_time_text_ != text) {
        const Result<ParsedTime> parsed = parse_time(text);
        if (!parsed) {
            rows.refuse(row, column, "bad-time", time_forms);
            return std::nullopt;
        }
        last_time_text_ = text;
        last_time_ = *parsed;
    }
    if (!times_) return last_time_->start;
    const Grain grain = last_time_->grain;
    if (grain != times_->grain && !(is_clock(grain) && is_clock(times_->grain))) {
        rows.refuse(row, column, "mixed-grain",
                    fmt::format("a {} like '{}', the first time read", key(times_->grain), times_->first));
        return std::nullopt;
    }
    if (last_time_->has_zone != times_->has_zone || last_time_->zone_minutes != times_->zone_minutes) {
        rows.refuse(row, column, "mixed-zone",
                    fmt::format("the zone of '{}', the first time read", times_->first));
        return std::nullopt;
    }
    return last_time_->start;
}

void FlowReader::accept_times(const ParsedTime& time, std::string_view text) {
    if (!times_) times_ = Times{time.grain, std::string(text), time.has_zone, time.zone_minutes};
    times_->grain = std::max(times_->grain, time.grain);  // equal, or both of the clock
}

FlowReader::Values FlowReader::read_row(RowReader& rows, const Columns& columns, TableRow& row) {
    Values values;
    values.origin = read_place(rows, row, columns.origin);
    values.destination = read_place(rows, row, columns.destination);
    values.layer = read_layer(rows, row, columns.layer);
    values.time = columns.time ? read_time(rows, row, *columns.time) : TimeMs{0};
    values.value = 1;  // no value column: each row is one
    if (columns.value) {
        const NumberText number = parse_number(row.fields[*columns.value]);
        if (!number.value) rows.refuse(row, *columns.value, number.code, number_forms);
        values.value = number.value;
    }
    return values;
}

void FlowReader::append(const Values& values) {
    table_.layer.push_back(layer_of(values.layer));
    table_.origin.push_back(*values.origin);
    table_.destination.push_back(*values.destination);
    table_.time.push_back(*values.time);
    table_.value.push_back(*values.value);
}

/// What a row would have added had its places been known: the total that is lost is shown.
void FlowReader::count_lost(const Values& values, SourceFile& file) {
    if ((values.origin && values.destination) || values.layer.empty() || !values.time || !values.value)
        return;
    LostValue& lost = file.lost[std::string(values.layer)];
    ++lost.rows;
    lost.value = add(lost.value, ExactSum{.high = *values.value, .rows = 1});
}

std::optional<Problem> FlowReader::read(RowReader& rows, const TableHeader& header, SourceFile& file) {
    const Columns columns{*header.find("origin"), *header.find("destination"), header.find("layer"),
                          header.find("time"), header.find("value")};
    if (timed_ && *timed_ != columns.time.has_value())
        return Problem{
            .row = 1,
            .column = "time",
            .code = "mixed-grain",
            .found = columns.time ? "times" : "no times",
            .expected = *timed_ ? "times, as in the file before" : "no times, as in the file before"};
    timed_ = columns.time.has_value();
    if (!columns.value) file.counts_rows = true;
    while (std::optional<TableRow> row = rows.next()) {
        const Values values = read_row(rows, columns, *row);
        rows.count(*row);
        if (row->refused) {
            count_lost(values, file);
            continue;
        }
        if (columns.time) accept_times(*last_time_, row->fields[*columns.time]);
        append(values);
        if (layers_.size() > max_layers || table_.size() > max_flow_rows)
            return Problem{
                .row = row->row,
                .code = layers_.size() > max_layers ? "too-many-layers" : "too-many-rows",
                .found = "more",
                .expected = fmt::format("at most {} layers and {} rows", max_layers, max_flow_rows)};
        if (*values.value < 0) ++file.negative_rows;
    }
    return rows.broken();
}

FlowTable FlowReader::finish() {
    std::vector<std::string> names(layers_.size());
    for (const auto& [name, layer] : layers_) names[index(layer)] = name;
    std::vector<std::uint32_t> order(names.size()), position(names.size());
    std::iota(order.begin(), order.end(), 0U);
    std::ranges::sort(order, {}, [&](std::uint32_t layer) {
        return std::pair{layer_order(names[layer]), names[layer]};
    });
    for (std::uint32_t at = 0; at < order.size(); ++at) {
        position[order[at]] = at;
        table_.layers.push_back(make_layer_info(names[order[at]]));
    }
    for (LayerId& layer : table_.layer) layer = LayerId{position[index(layer)]};
    table_.grain = times_ ? times_->grain : Grain::none;
    layers_.clear();
    return std::move(table_);
}

}  // namespace flowspace
