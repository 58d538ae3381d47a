// The quick way through a long table of a typed format: each distinct text is understood once, and rows that
// are right in every part are added by number. Every other row takes the way of all rows, so verdicts are the
// same.
#include "data/import/coded_rows.h"
#include "data/import/flow_reader.h"

#include <array>
#include <bit>
#include <span>

namespace flowspace {
namespace {

/// What the distinct texts of a coded column mean, as they come up.
template <class Meaning>
class Meanings {
public:
    template <class Read>
    Meaning& of(std::uint32_t code, const Read& read) {
        if (code >= known_.size()) known_.resize(std::size_t{code} + 1);
        if (!known_[code]) known_[code] = read();
        return *known_[code];
    }

private:
    std::vector<std::optional<Meaning>> known_;
};

struct LayerMeaning {
    std::string key = {};  // empty: not to be taken by number
    std::optional<LayerId> id = {};
};

struct EndMeaning {
    PlaceMatch match = {};
    std::string_view text = {};  // empty: not to be taken by number
};

struct TimeMeaning {
    std::optional<ParsedTime> time = {};
    bool accepted = false;
    Midnight midnight = Midnight::no;
};

/// Of each coded column, what the codes stand for that were in a row before which was taken by number.
struct Settled {
    static constexpr std::uint32_t none = 0xFFFFFFFF;
    static constexpr TimeMs no_time{INT64_MIN};

    std::vector<std::uint32_t> origin, destination, layer;
    std::vector<TimeMs> time;
};

/// The columns of a block, of one length; a column that the table has not is all zeros or ones.
struct Columns {
    const std::uint32_t *origin = nullptr, *destination = nullptr, *layer = nullptr, *time = nullptr;
    const double* number = nullptr;
    const std::uint8_t* readable = nullptr;
    std::size_t size = 0;
};

/// What the table has no column for.
class Defaults {
public:
    Columns columns(const CodedRows::Block& block, std::size_t layer_at, std::size_t time_at) {
        codes_.resize(block.size);
        numbers_.resize(block.size, 1.0);
        readable_.resize(block.size, 1);
        const auto codes = [&](std::size_t from, std::size_t to) {
            return from == to ? codes_.data() : block.codes[from].data();
        };
        return {.origin = block.codes[0].data(),
                .destination = block.codes[1].data(),
                .layer = codes(layer_at, time_at),
                .time = codes(time_at, block.codes.size()),
                .number = block.numbers.empty() ? numbers_.data() : block.numbers.data(),
                .readable = block.readable.empty() ? readable_.data() : block.readable.data(),
                .size = block.size};
    }

private:
    std::vector<std::uint32_t> codes_;
    std::vector<double> numbers_;
    std::vector<std::uint8_t> readable_;
};

/// Makes room for every code of a block.
template <class T>
void grow(std::vector<T>& settled, std::span<const std::uint32_t> codes, T none) {
    std::uint32_t bits = 0;  // that any code has: no code is past them
    for (const std::uint32_t code : codes) bits |= code;
    if (bits >= settled.size()) settled.resize(std::size_t{1} << std::bit_width(bits), none);
}

/// Neighbouring rows that are right in every part.
struct Run {
    std::vector<LayerId> layer;
    std::vector<PlaceId> origin, destination;
    std::vector<TimeMs> time;
    std::size_t first = 0, size = 0, zero = 0, below_zero = 0, within = 0;

    /// From `row` on up to the first row that is not settled, or to which a rule applies.
    void take(const Columns& from, const Settled& settled, const ImportRules& rules, std::size_t row) {
        const bool reverses = rules.negatives == NegativeRule::reverse;
        const bool drops_self = rules.self_flows == SelfFlowRule::refuse;
        layer.resize(from.size), origin.resize(from.size), destination.resize(from.size);
        time.resize(from.size);
        first = row;
        zero = below_zero = within = 0;
        std::size_t at = 0;
        for (; row < from.size; ++row, ++at) {
            const std::uint32_t a = settled.origin[from.origin[row]];
            const std::uint32_t b = settled.destination[from.destination[row]];
            const std::uint32_t of_layer = settled.layer[from.layer[row]];
            const TimeMs of_time = settled.time[from.time[row]];
            const double number = from.number[row];
            const bool negative = number < 0, self = a == b;
            if (((a == Settled::none) | (b == Settled::none) | (of_layer == Settled::none) |
                 (of_time == Settled::no_time) | (from.readable[row] == 0) | (negative & reverses) |
                 (self & drops_self)) != 0)
                break;
            layer[at] = LayerId{of_layer};
            origin[at] = PlaceId{a};
            destination[at] = PlaceId{b};
            time[at] = of_time;
            zero += number == 0 ? 1 : 0;
            below_zero += negative ? 1 : 0;
            within += self ? 1 : 0;
        }
        size = at;
    }

    FlowRows rows(const Columns& from) const {
        return {std::span(layer).first(size), std::span(origin).first(size),
                std::span(destination).first(size), std::span(time).first(size),
                std::span(from.number + first, size)};
    }
};

}  // namespace

/// Whether numbers say all that the records would.
bool FlowReader::can_read_blocks() const {
    const ImportRules& rules = shared_.plan.rules;
    const auto one_column = [](const EndColumns& end) {
        return end.code.has_value() != end.name.has_value();
    };
    return !is_wide() && !columns_.has_coordinates() && !columns_.status && !spreads() &&
           rules.duplicates == DuplicateRule::sum && rules.negatives != NegativeRule::refuse &&
           table_.numbers.decimal_mark == '.' && one_column(columns_.origin) &&
           one_column(columns_.destination);
}

void FlowReader::read_blocks(const GoOn& go_on, std::optional<Problem>& broken) {
    CodedRows* const coded = can_read_blocks() ? rows_.coded() : nullptr;
    if (!coded) return;
    const auto column_of = [](const EndColumns& end) { return end.code ? *end.code : *end.name; };
    std::vector<std::size_t> columns = {column_of(columns_.origin), column_of(columns_.destination)};
    const std::size_t layer_at = columns.size();
    if (columns_.layer) columns.push_back(*columns_.layer);
    const std::size_t time_at = columns.size();
    if (columns_.time) columns.push_back(*columns_.time);
    if (!coded->start(columns, columns_.value)) return;

    std::array<PlaceJoiner*, 2> joiners = {
        columns_.origin.code ? &origin_codes_ : &origin_names_,
        columns_.destination.code ? &destination_codes_ : &destination_names_};
    std::array<Meanings<EndMeaning>, 2> ends;
    Meanings<LayerMeaning> layers;
    Meanings<TimeMeaning> times;
    LayerMeaning fixed_layer{fixed_layer_, {}};
    TimeMeaning fixed_time{fixed_time_.value_or(ParsedTime{}), true};
    Settled settled;
    Defaults defaults;
    Run run;

    CodedRows::Block block;
    Problem problem;
    for (;;) {
        const CodedRows::Outcome outcome = coded->next_block(block, problem);
        if (outcome == CodedRows::Outcome::problem) broken = problem;
        if (outcome != CodedRows::Outcome::block) return;
        const Columns from = defaults.columns(block, layer_at, time_at);
        const auto codes = [&](const std::uint32_t* column) { return std::span(column, from.size); };
        grow(settled.origin, codes(from.origin), Settled::none);
        grow(settled.destination, codes(from.destination), Settled::none);
        grow(settled.layer, codes(from.layer), Settled::none);
        grow(settled.time, codes(from.time), Settled::no_time);
        const auto end_of = [&](std::size_t at, std::uint32_t code) -> EndMeaning& {
            return ends[at].of(code, [&] {
                const std::string_view text = coded->text(at, code);
                return EndMeaning{joiners[at]->join(text), text};
            });
        };
        const auto layer_of = [&](std::uint32_t code) -> LayerMeaning& {
            if (!columns_.layer) return fixed_layer;
            return layers.of(code, [&] {
                std::string_view fault;
                const std::string_view key = layer_key(coded->text(layer_at, code), fault);
                return LayerMeaning{fault.empty() ? std::string(key) : std::string{}, {}};
            });
        };
        const auto time_of = [&](std::uint32_t code) -> TimeMeaning& {
            if (!columns_.time) return fixed_time;
            return times.of(code, [&] {
                const TimeText& read = times_.read(coded->text(time_at, code));
                return TimeMeaning{read.time, false, read.is_midnight ? Midnight::yes : Midnight::no};
            });
        };
        const auto agrees = [&](TimeMeaning& time, std::uint32_t code) {
            if (time.accepted) return true;
            if (!time.time || !shared_.times.fault(*time.time, time.midnight).empty()) return false;
            shared_.times.accept(*time.time, coded->text(time_at, code), time.midnight);
            return time.accepted = true;
        };
        const auto take_one = [&](std::size_t row) {
            const EndMeaning& origin_end = end_of(0, from.origin[row]);
            const EndMeaning& destination_end = end_of(1, from.destination[row]);
            const std::optional<PlaceId> origin = origin_end.match.place;
            const std::optional<PlaceId> destination = destination_end.match.place;
            LayerMeaning& layer = layer_of(from.layer[row]);
            TimeMeaning& time = time_of(from.time[row]);
            if (!origin || !destination || layer.key.empty() || from.readable[row] == 0 ||
                !agrees(time, from.time[row])) {
                const bool told = !rows_.lists_more() && !layer.key.empty() && from.readable[row] != 0 &&
                                  time.time && !origin_end.text.empty() && !destination_end.text.empty();
                if (told)
                    return refuse_by_number(
                        {.origin_match = &origin_end.match,
                         .destination_match = &destination_end.match,
                         .origin_text = origin_end.text,
                         .destination_text = destination_end.text,
                         .layer = layer.key,
                         .time_fault = time.accepted ? std::string_view{}
                                                     : shared_.times.fault(*time.time, time.midnight),
                         .value = from.number[row]});
                coded->pick(row);
                if (std::optional<TableRow> record = rows_.next()) add_record(*record);
                return;
            }
            if (!layer.id) layer.id = shared_.flows.layer(layer.key);
            const TimeMs start = step_start(Grain::second, time.time->start);
            settled.origin[from.origin[row]] = static_cast<std::uint32_t>(*origin);
            settled.destination[from.destination[row]] = static_cast<std::uint32_t>(*destination);
            settled.layer[from.layer[row]] = static_cast<std::uint32_t>(*layer.id);
            settled.time[from.time[row]] = start;
            rows_.count_records();
            add_by_number({*layer.id, *origin, *destination, start, from.number[row]});
        };
        for (std::size_t row = 0; row < block.size; ++row) {
            run.take(from, settled, shared_.plan.rules, row);
            add_run(run.rows(from), run.below_zero, run.zero, run.within);
            row += run.size;
            if (row < block.size) take_one(row);
        }
        if (!go_on(block.size)) return;
        if (shared_.flows.layer_count() > max_layers || shared_.flows.row_count() > max_flow_rows) {
            broken = too_many(block.first_row, shared_.flows.layer_count());
            return;
        }
    }
}

/// A row past those that are listed: counted as its record would be.
void FlowReader::refuse_by_number(const RefusedRow& row) {
    std::string_view first;
    const auto fault = [&](std::string_view code) {
        if (code.empty()) return;
        if (first.empty()) first = code;
        rows_.count_fault();
    };
    fault(row.origin_match->code);
    fault(row.destination_match->code);
    fault(row.time_fault);
    rows_.count_records();
    rows_.reject(first);
    if (row.origin_match->code.empty() && row.destination_match->code.empty()) return;
    const UnjoinedNames::Lost lost{row.layer, row.value};
    const bool known = row.time_fault.empty();
    if (known) add_row(rows_.report().lost[std::string(row.layer)], row.value);
    const auto name = [&](std::string_view text, const PlaceMatch& match) {
        if (!match.code.empty() && match.code != "missing-id")
            shared_.names.add(text, match, known ? &lost : nullptr);
    };
    name(row.origin_text, *row.origin_match);
    name(row.destination_text, *row.destination_match);
}

/// Rows that are kept as they are.
void FlowReader::add_run(const FlowRows& rows, std::size_t below_zero, std::size_t zero, std::size_t within) {
    if (rows.size() == 0) return;
    SourceReport& report = rows_.report();
    rows_.count_records(rows.size());
    rows_.keep(rows.size());
    report.negative_rows += below_zero;
    report.zero_rows += zero;
    report.self_rows += within;
    shared_.flows.add_rows(rows);
}

/// Pre: a rule that lists rows does not hold; see can_read_blocks.
void FlowReader::add_by_number(const FlowDraft& draft) {
    SourceReport& report = rows_.report();
    const FlowFate fate = shared_.flows.add(draft);
    if (fate == FlowFate::self_dropped) return rows_.filter("self-flow");
    report.reversed_rows += fate == FlowFate::reversed ? 1 : 0;
    report.negative_rows += fate == FlowFate::kept && draft.value < 0 ? 1 : 0;
    report.zero_rows += draft.value == 0 ? 1 : 0;
    report.self_rows += draft.origin == draft.destination ? 1 : 0;
    rows_.keep();
}

}  // namespace flowspace
