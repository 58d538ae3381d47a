#include "data/import/flow_reader.h"

#include "data/geo/coordinates.h"
#include "data/import/limits.h"
#include "data/import/number_text.h"
#include "data/import/own_coordinates.h"
#include "data/import/spread_value.h"
#include "data/import/total_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace flowspace {
FlowReader::FlowReader(FlowImport& shared, const TablePlan& table, RowReader& rows)
    : shared_(shared),
      table_(table),
      rows_(rows),
      columns_(flow_columns(table)),
      origin_codes_(shared.places, JoinBy::code),
      origin_names_(shared.places, JoinBy::name),
      destination_codes_(shared.places, JoinBy::code),
      destination_names_(shared.places, JoinBy::name),
      times_(table.times),
      end_times_(table.times) {}

Problem FlowReader::too_many(std::uint64_t row, std::size_t layers) {
    return {.row = row,
            .code = layers > max_layers ? "too-many-layers" : "too-many-rows",
            .found = "more",
            .expected = fmt::format("at most {} layers and {} rows", max_layers, max_flow_rows)};
}

std::uint64_t FlowReader::cells_of(const TablePlan& table) {
    return std::max<std::uint64_t>(1, flow_columns(table).wide().size());
}

std::string_view FlowReader::layer_key(std::string_view text, std::string_view& code) const {
    const std::string_view key = shared_.layers.key_of(text);
    if (shared_.plan.rules.unknown_layers == UnknownLayerRule::refuse && !shared_.layers.lists(key))
        code = "unknown-layer";
    return key;
}

std::string FlowReader::expected_layers() const {
    return shared_.plan.layers.empty() ? "people, goods, capital, technology or information"
                                       : "one of the layers that the project lists";
}

void FlowReader::refuse_column(ValueColumn& value, std::size_t column, std::string_view code,
                               std::string expected) {
    value.fault = code;
    std::vector<std::string_view> header(table_.columns.size());
    header[column] = meaning_of(table_.columns[column]);
    rows_.list({.row = 1, .fields = header}, column, code, expected);
}

void FlowReader::plan_value(std::size_t column) {
    const ColumnPlan& plan = table_.columns[column];
    const std::string& meaning = meaning_of(plan);
    ValueColumn& value = values_.emplace_back(ValueColumn{.column = column});
    if (is_total(meaning)) {
        value.total = true;
    } else if (plan.field == Field::value_at_time) {
        const TimeText time = times_.read(meaning);
        const Midnight midnight = midnight_of(time);
        const std::string_view code = time.time ? shared_.times.fault(*time.time, midnight) : time.code;
        value.time = time.time;
        if (!code.empty())
            return refuse_column(
                value, column, code,
                time.time ? shared_.times.expected(code) : std::string(time_forms_of(table_.times)));
        shared_.times.accept(*time.time, meaning, midnight);
    } else if (plan.field == Field::value_at_destination) {
        value.destination = destination_names_.join(meaning);
        if (!value.destination->place)
            refuse_column(value, column, value.destination->code,
                          shared_.places.expected(*value.destination, meaning));
    } else {
        std::string_view code;
        value.layer = layer_key(meaning, code);
        if (!code.empty()) refuse_column(value, column, code, expected_layers());
    }
}

void FlowReader::plan_values() {
    if (!table_.fixed_time.empty()) fixed_time_ = times_.read(table_.fixed_time).time;
    fixed_layer_ = shared_.layers.key_of(table_.fixed_layer.empty() ? only_layer : table_.fixed_layer);
    if (is_wide())
        for (const std::size_t column : columns_.wide()) plan_value(column);
    else
        values_.push_back({.column = columns_.value});
}

std::optional<PlaceId> FlowReader::read_located_end(TableRow& row, const EndColumns& end) {
    WrongCoordinate wrong;
    const std::optional<LonLat> location = read_location(row.fields, end, table_.numbers, wrong);
    if (!location) {
        rows_.refuse(row, wrong.column, wrong.code,
                     "degrees: longitude -180 to 180, latitude -90 to 90, not 0, 0");
        return std::nullopt;
    }
    const std::optional<PlaceId> place = find_place(shared_.atlas, end_id(row.fields, end, *location));
    if (!place) {
        rows_.refuse(row, *end.lon, "unknown-place", "the file as it was a moment ago");
        return std::nullopt;
    }
    const LonLat known = shared_.atlas.places[index(*place)].location;
    if (std::abs(known.lon_deg - location->lon_deg) > same_place_deg ||
        std::abs(known.lat_deg - location->lat_deg) > same_place_deg) {
        rows_.refuse(row, *end.lon, "moved-place",
                     fmt::format("{}, {}, where {} lies in the row that names it first", known.lon_deg,
                                 known.lat_deg, shared_.atlas.places[index(*place)].id));
        return std::nullopt;
    }
    return place;
}

std::optional<PlaceId> FlowReader::read_end(TableRow& row, const EndColumns& end, PlaceJoiner& by_code,
                                            PlaceJoiner& by_name, PlaceMatch& refused,
                                            std::string_view& text) {
    if (columns_.has_coordinates()) return read_located_end(row, end);
    const bool code = end.code && (!end.name || !row.fields[*end.code].empty());
    const std::size_t column = code ? *end.code : *end.name;
    text = row.fields[column];
    const PlaceMatch& match = (code ? by_code : by_name).join(text);
    if (match.place) return match.place;
    refused = match;
    rows_.refuse(row, column, match.code,
                 rows_.lists_more() ? shared_.places.expected(match, text) : std::string{});
    return std::nullopt;
}

std::optional<ParsedTime> FlowReader::agreed(TableRow& row, std::size_t column, const TimeText& time) {
    if (!time.time) {
        rows_.refuse(row, column, time.code, time_forms_of(table_.times));
        return std::nullopt;
    }
    ParsedTime parsed = *time.time;
    if (spreads()) parsed.grain = spread_grain(parsed.grain);
    const std::string_view code = shared_.times.fault(parsed, midnight_of(time));
    if (code.empty()) return parsed;
    rows_.refuse(row, column, code, rows_.lists_more() ? shared_.times.expected(code) : std::string{});
    return std::nullopt;
}

void FlowReader::read_times(TableRow& row, RowParts& parts) {
    if (!columns_.time) {
        parts.time = fixed_time_.value_or(ParsedTime{});
        return;
    }
    parts.time_text = row.fields[*columns_.time];
    const TimeText& time = times_.read(parts.time_text);
    parts.time = agreed(row, *columns_.time, time);
    parts.midnight = midnight_of(time);
    if (!parts.time || !spreads()) return;
    if (!columns_.time_end || row.fields[*columns_.time_end].empty()) {
        parts.end = time.end;
        return;
    }
    const TimeText& end = end_times_.read(row.fields[*columns_.time_end]);
    if (!end.time) {
        rows_.refuse(row, *columns_.time_end, end.code, time_forms_of(table_.times));
        return;
    }
    parts.end = table_.spread == Spread::evenly
                    ? end.time->start
                    : step_end(spread_grain(end.time->grain),
                               step_start(spread_grain(end.time->grain), end.time->start));
    if (*parts.end < parts.time->start)
        rows_.refuse(row, *columns_.time_end, "bad-interval", "a time not before the beginning");
}

void FlowReader::read_layer(TableRow& row, RowParts& parts) {
    if (!columns_.layer) {
        parts.layer = fixed_layer_;
        return;
    }
    const std::string_view text = row.fields[*columns_.layer];
    if (text.empty())
        return rows_.refuse(row, *columns_.layer, "missing-layer", "the name of a layer, such as people");
    std::string_view code;
    if (layer_text_ != text || layer_key_.empty()) {
        layer_text_ = text;
        layer_key_ = layer_key(text, code);
        layer_id_.reset();
        if (!code.empty()) layer_key_.clear();
    }
    if (layer_key_.empty()) return rows_.refuse(row, *columns_.layer, "unknown-layer", expected_layers());
    parts.layer = layer_key_;
}

void FlowReader::read_status(TableRow& row, RowParts& parts) {
    if (!columns_.status) return;
    const std::optional<PairStatus> status = parse_pair_status(row.fields[*columns_.status]);
    if (!status) rows_.refuse(row, *columns_.status, "bad-word", pair_status_words);
    parts.status_known = status.has_value();
    parts.status = status.value_or(PairStatus::observed);
}

FlowReader::RowParts FlowReader::read_row(TableRow& row) {
    RowParts parts;
    parts.origin =
        read_end(row, columns_.origin, origin_codes_, origin_names_, parts.origin_match, parts.origin_text);
    if (columns_.at_destination.empty())
        parts.destination = read_end(row, columns_.destination, destination_codes_, destination_names_,
                                     parts.destination_match, parts.destination_text);
    read_layer(row, parts);
    read_times(row, parts);
    read_status(row, parts);
    return parts;
}

std::optional<Problem> FlowReader::read(const GoOn& go_on) {
    const bool timed = columns_.time || !columns_.at_time.empty() || !table_.fixed_time.empty();
    if (shared_.timed && *shared_.timed != timed)
        return Problem{
            .row = 1,
            .column = "time",
            .code = "mixed-grain",
            .found = timed ? "times" : "no times",
            .expected = timed ? "no times, as in the file before" : "times, as in the file before"};
    shared_.timed = timed;
    rows_.report().counts_rows = !is_wide() && !columns_.value;
    rows_.report().cells = is_wide();
    plan_values();
    if (!table_.fixed_time.empty()) {
        const std::string_view code = fixed_time_ ? shared_.times.fault(*fixed_time_) : "bad-time";
        if (!code.empty())
            return Problem{.column = "time",
                           .code = std::string(code),
                           .found = table_.fixed_time,
                           .expected = fixed_time_ ? shared_.times.expected(code)
                                                   : std::string(time_forms_of(table_.times))};
        shared_.times.accept(*fixed_time_, table_.fixed_time);
    }
    std::optional<Problem> broken;
    read_blocks(go_on, broken);
    if (broken) return broken;
    while (std::optional<TableRow> row = rows_.next()) {
        add_record(*row);
        if (shared_.flows.layer_count() > max_layers || shared_.flows.row_count() > max_flow_rows)
            return too_many(row->row, shared_.flows.layer_count());
        if (!go_on(1)) return std::nullopt;
    }
    return rows_.broken();
}

}  // namespace flowspace
