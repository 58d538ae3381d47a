// The values of one record of a flow table: each is kept, refused or left out, and counted once.
#include "data/import/flow_reader.h"
#include "data/import/number_text.h"
#include "data/import/spread_value.h"
#include "data/import/total_words.h"

#include <algorithm>

namespace flowspace {
namespace {

bool is_blank(std::string_view text) { return text.empty() || text == "-" || text == "—" || text == "－"; }

/// The clock of steps: milliseconds are rounded down to seconds.
TimeMs whole_step(TimeMs time) { return step_start(Grain::second, time); }

}  // namespace

/// The column that a fault of a value is told at.
std::size_t FlowReader::some_column(const ValueColumn& value) const {
    if (value.column) return *value.column;
    return columns_.origin.code ? *columns_.origin.code : columns_.origin.name ? *columns_.origin.name : 0;
}

/// In a long table the fault is the row's; in a wide one the cell's.
void FlowReader::reject_cell(TableRow& row, const ValueColumn& value, std::string_view code,
                             std::string_view expected) {
    if (!is_wide()) return rows_.refuse(row, some_column(value), code, expected);
    rows_.list(row, *value.column, code, expected);
    rows_.reject(code);
}

/// Refuses a flow that was right in itself, by a rule.
void FlowReader::refuse_flow(TableRow& row, const ValueColumn& value, std::string_view code,
                             std::string_view expected) {
    reject_cell(row, value, code, expected);
    if (!is_wide()) rows_.reject(code);
}

void FlowReader::add_record(TableRow& row) {
    const std::size_t origin_column = columns_.origin.name   ? *columns_.origin.name
                                      : columns_.origin.code ? *columns_.origin.code
                                                             : 0;
    if (is_wide() && is_total(row.fields[origin_column])) return rows_.filter("total-row", values_.size());
    const RowParts parts = read_row(row);
    if (!is_wide()) return add_cell(row, parts, values_.front());
    if (row.refused) {
        for (const ValueColumn& value : values_) count_lost(row, parts, value);
        return rows_.reject(row.fault, values_.size());
    }
    for (const ValueColumn& value : values_) add_cell(row, parts, value);
}

std::optional<double> FlowReader::read_value(TableRow& row, const RowParts& parts, const ValueColumn& value) {
    if (!value.column) return 1.0;  // no value column: each row is one
    const std::string_view text = row.fields[*value.column];
    if (parts.status == PairStatus::zero && is_blank(text)) return 0.0;
    const NumberText number = parse_number(text, table_.numbers);
    if (!number.value) {
        reject_cell(row, value, number.code, number_forms_of(table_.numbers));
        return std::nullopt;
    }
    const bool contradicted =
        parts.status == PairStatus::unpublished || (parts.status == PairStatus::zero && *number.value != 0);
    if (contradicted) {
        reject_cell(row, value, "status-conflict",
                    parts.status == PairStatus::zero ? "zero or nothing, as the status says"
                                                     : "nothing, as the status says");
        return std::nullopt;
    }
    return number.value;
}

void FlowReader::add_cell(TableRow& row, const RowParts& parts, const ValueColumn& value) {
    if (value.total) return rows_.filter("total-row");
    if (!value.fault.empty()) {
        count_lost(row, parts, value);
        return rows_.reject(value.fault);
    }
    const std::string_view text = value.column ? row.fields[*value.column] : std::string_view("1");
    const bool unpublished = parts.status == PairStatus::unpublished && is_blank(text);
    if (is_wide() && is_blank(text) && parts.status == PairStatus::observed)
        return rows_.filter("blank-cell");
    const std::optional<double> number = unpublished ? 0.0 : read_value(row, parts, value);
    if (row.refused) {  // a long row: faults of its parts and of its value
        count_lost(row, parts, value);
        return rows_.reject(row.fault);
    }
    if (!number) return;
    if (!layer_id_ || !value.layer.empty())
        layer_id_ = shared_.flows.layer(value.layer.empty() ? parts.layer : std::string_view(value.layer));
    const FlowDraft draft{.layer = *layer_id_,
                          .origin = *parts.origin,
                          .destination = value.destination ? *value.destination->place : *parts.destination,
                          .time = whole_step(value.time ? value.time->start : parts.time->start),
                          .value = *number};
    if (!unpublished) return add_flow(row, parts, draft, value);
    shared_.flows.add_unpublished({draft.layer, draft.origin, draft.destination, draft.time});
    rows_.filter("unpublished");
}

void FlowReader::add_flow(TableRow& row, const RowParts& parts, const FlowDraft& draft,
                          const ValueColumn& value) {
    if (!columns_.at_destination.empty() && draft.origin == draft.destination && draft.value == 0)
        return rows_.filter("zero-diagonal");
    if (columns_.time) shared_.times.accept(*parts.time, parts.time_text, parts.midnight);
    if (parts.end) return add_spread(parts, draft, row, value);
    FlowDraft first = draft;
    if (spreads()) first.time = step_start(parts.time->grain, draft.time);
    count_fate(shared_.flows.add(first), first, row, value);
}

void FlowReader::add_spread(const RowParts& parts, const FlowDraft& draft, TableRow& row,
                            const ValueColumn& value) {
    const auto pieces = spread_value(draft.value, parts.time->grain, draft.time, *parts.end);
    if (!pieces) return refuse_flow(row, value, "bad-interval", "an interval of at most 100,000 steps");
    FlowDraft piece = draft;
    piece.time = pieces->front().step;
    piece.value = pieces->front().value;
    const FlowFate fate = shared_.flows.add(piece);
    count_fate(fate, draft, row, value);
    if (fate != FlowFate::kept && fate != FlowFate::reversed) return;
    if (pieces->size() > 1) ++rows_.report().spread_rows;
    if (fate == FlowFate::reversed) std::swap(piece.origin, piece.destination);
    for (std::size_t at = 1; at < pieces->size(); ++at) {
        piece.time = (*pieces)[at].step;
        piece.value = fate == FlowFate::reversed ? -(*pieces)[at].value : (*pieces)[at].value;
        shared_.flows.add_part(piece);
    }
}

void FlowReader::count_fate(FlowFate fate, const FlowDraft& draft, TableRow& row, const ValueColumn& value) {
    SourceReport& report = rows_.report();
    switch (fate) {
        case FlowFate::negative:
            return refuse_flow(row, value, "negative-value", "a value of at least zero");
        case FlowFate::duplicate:
            return refuse_flow(row, value, "duplicate-row", "each layer, time and pair once");
        case FlowFate::duplicate_dropped:
            return rows_.filter("duplicate");
        case FlowFate::self_dropped:
            return rows_.filter("self-flow");
        case FlowFate::reversed:
            ++report.reversed_rows;
            break;
        case FlowFate::kept:
            report.negative_rows += draft.value < 0 ? 1 : 0;
            break;
    }
    report.zero_rows += draft.value == 0 ? 1 : 0;
    report.self_rows += draft.origin == draft.destination ? 1 : 0;
    rows_.keep();
}

/// What a row would have added had its places been known: the total that is lost is shown.
void FlowReader::count_lost(const TableRow& row, const RowParts& parts, const ValueColumn& value) {
    const bool origin_lost = !parts.origin_match.code.empty();
    const PlaceMatch* to = value.destination ? &*value.destination : &parts.destination_match;
    const bool destination_lost = !to->code.empty();
    if ((!origin_lost && !destination_lost) || value.total) return;
    std::optional<double> number = 1.0;
    if (value.column) number = parse_number(row.fields[*value.column], table_.numbers).value;
    const std::string_view layer = value.layer.empty() ? parts.layer : std::string_view(value.layer);
    const bool timed = value.time || parts.time;
    const bool known =
        number && !layer.empty() && timed && parts.status_known && parts.status != PairStatus::unpublished;
    if (is_wide() && !known && value.column && is_blank(row.fields[*value.column])) return;
    const UnjoinedNames::Lost lost{layer, number.value_or(0)};
    if (known) add_row(rows_.report().lost[std::string(layer)], *number);
    const auto name = [&](std::string_view text, const PlaceMatch& match) {
        if (match.code != "missing-id") shared_.names.add(text, match, known ? &lost : nullptr);
    };
    if (origin_lost) name(parts.origin_text, parts.origin_match);
    if (destination_lost)
        name(value.destination ? std::string_view(meaning_of(table_.columns[*value.column]))
                               : parts.destination_text,
             *to);
}

}  // namespace flowspace
