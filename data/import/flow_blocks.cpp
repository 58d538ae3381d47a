// The quick way through a long table of a typed format: each distinct text is understood once, and rows that
// are right in every part are added by number. Every other row takes the way of all rows, so verdicts are the
// same.
#include "data/import/coded_rows.h"
#include "data/import/flow_reader.h"

#include <array>

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

struct TimeMeaning {
    std::optional<ParsedTime> time = {};
    bool accepted = false;
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

void FlowReader::read_blocks(const std::function<bool()>& go_on, std::optional<Problem>& broken) {
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
    std::array<Meanings<std::optional<PlaceId>>, 2> ends;
    Meanings<LayerMeaning> layers;
    Meanings<TimeMeaning> times;
    LayerMeaning fixed_layer{fixed_layer_, {}};
    TimeMeaning fixed_time{fixed_time_.value_or(ParsedTime{}), true};

    CodedRows::Block block;
    Problem problem;
    for (;;) {
        const CodedRows::Outcome outcome = coded->next_block(block, problem);
        if (outcome == CodedRows::Outcome::problem) broken = problem;
        if (outcome != CodedRows::Outcome::block) return;
        const auto end_of = [&](std::size_t at, std::size_t row) {
            const std::uint32_t code = block.codes[at][row];
            return ends[at].of(code, [&] { return joiners[at]->join(coded->text(at, code)).place; });
        };
        const auto layer_of = [&](std::size_t row) -> LayerMeaning& {
            if (!columns_.layer) return fixed_layer;
            const std::uint32_t code = block.codes[layer_at][row];
            return layers.of(code, [&] {
                std::string_view fault;
                const std::string_view key = layer_key(coded->text(layer_at, code), fault);
                return LayerMeaning{fault.empty() ? std::string(key) : std::string{}, {}};
            });
        };
        const auto time_of = [&](std::size_t row) -> TimeMeaning& {
            if (!columns_.time) return fixed_time;
            const std::uint32_t code = block.codes[time_at][row];
            return times.of(code, [&] {
                return TimeMeaning{times_.read(coded->text(time_at, code)).time, false};
            });
        };
        const auto agrees = [&](TimeMeaning& time, std::size_t row) {
            if (time.accepted) return true;
            std::string expected;
            if (!time.time || !shared_.times.check(*time.time, expected).empty()) return false;
            shared_.times.accept(*time.time, coded->text(time_at, block.codes[time_at][row]));
            return time.accepted = true;
        };
        for (std::size_t row = 0; row < block.size; ++row) {
            const std::optional<PlaceId> origin = end_of(0, row), destination = end_of(1, row);
            LayerMeaning& layer = layer_of(row);
            TimeMeaning& time = time_of(row);
            const bool readable = !columns_.value || block.readable[row];
            if (origin && destination && !layer.key.empty() && readable && agrees(time, row)) {
                if (!layer.id) layer.id = shared_.flows.layer(layer.key);
                rows_.count_record();
                add_by_number({*layer.id, *origin, *destination, step_start(Grain::second, time.time->start),
                               columns_.value ? block.numbers[row] : 1.0});
            } else {
                coded->pick(row);
                if (std::optional<TableRow> record = rows_.next()) add_record(*record);
            }
            if (!go_on()) return;
        }
        if (shared_.flows.layer_count() > max_layers || shared_.flows.row_count() > max_flow_rows) {
            broken = too_many(block.first_row, shared_.flows.layer_count());
            return;
        }
    }
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
