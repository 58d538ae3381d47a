#include "data/sum_table.h"

#include "data/analysis/aggregation.h"
#include "data/completeness.h"
#include "data/pair_selection.h"
#include "data/sum_notes.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <tuple>

namespace flowspace {
namespace {

constexpr std::array<std::string_view, 7> sum_keys = {"total",  "time",          "place",   "pair",
                                                      "circle", "agglomeration", "province"};

/// What a row is about: two place or group rows, or a step, or a bin. Group row `outside` stands for no
/// group.
using LineKey = std::array<std::int64_t, 2>;
constexpr std::int64_t outside = INT64_MAX;

/// One value, or out, in and self of a place. Nothing: unknown.
using Measures = std::array<std::optional<ExactSum>, 3>;

struct Line {
    Measures measures = {};
    Measures versus = {};
    std::int64_t folded = 0;  // steps in the bin
};
using Lines = std::map<LineKey, Line>;

/// The pairs of one layer that count in one window, and their sums.
struct Selected {
    std::vector<ExactSum> sums;
    std::vector<std::uint8_t> counted;
};

class Answer {
public:
    Answer(const Dataset& dataset, const SumRequest& request)
        : atlas_(*dataset.atlas),
          source_(*dataset.flows),
          completeness_(dataset.completeness),
          request_(request),
          filter_(request.filter) {
        filter_.absent = absent_of(request.filter, dataset.completeness);
        if (request.key == SumKey::place)
            filter_.self_flows = SelfFlows::keep;  // they have a column of their own
        selection_ = select_pairs(atlas_, source_.pairs(), filter_);
    }

    /// The lines of one layer, compared where asked.
    Result<Lines> lines(const LayerSums& main) const {
        Lines made;
        Selected selected{main.sums, main.counted};
        leave_unpublished(selected, main.layer, filter_.window);
        std::optional<Error> failed = add_lines(made, main.layer, selected, filter_.window, &Line::measures);
        if (failed) return *failed;
        if (!request_.versus) return made;
        const Result<Selected> versus = versus_of(main);
        if (!versus) return versus.error();
        failed = add_lines(made, main.layer, *versus, *request_.versus, &Line::versus);
        if (failed) return *failed;
        return made;
    }

    const Filter& filter() const { return filter_; }

    UnpublishedCells unpublished(LayerId layer, Window window) const {
        return UnpublishedCells(atlas_, completeness_, filter_, {layer, window});
    }

private:
    /// A pair without rows that has unpublished cells is unknown, also where unlisted ones are zero.
    void leave_unpublished(Selected& selected, LayerId layer, Window window) const {
        if (filter_.absent != Absent::zero || completeness_.unpublished.empty()) return;
        const UnpublishedCells cells = unpublished(layer, window);
        for (std::size_t pair = 0; pair < selected.sums.size(); ++pair)
            if (selected.sums[pair].rows == 0 && cells.holds(source_.pairs()[pair]))
                selected.counted[pair] = 0;
    }

    Result<Selected> versus_of(const LayerSums& main) const {
        Result<std::vector<ExactSum>> sums = source_.pair_sums(main.layer, *request_.versus);
        if (!sums) return sums.error();
        Selected made{std::move(*sums), selection_};
        const bool ranged = filter_.min_value || filter_.max_value;
        for (std::size_t pair = 0; pair < made.sums.size(); ++pair) {
            if (ranged && !main.counted[pair]) made.counted[pair] = 0;
            if (made.sums[pair].rows == 0 && filter_.absent != Absent::zero) made.counted[pair] = 0;
        }
        leave_unpublished(made, main.layer, *request_.versus);
        return made;
    }

    std::optional<Error> add_lines(Lines& lines, LayerId layer, const Selected& selected, Window window,
                                   Measures Line::*side) const {
        switch (request_.key) {
            case SumKey::total:
                add_total(lines, selected, unpublished(layer, window), side);
                break;
            case SumKey::time:
                return add_times(lines, layer, selected, window, side);
            case SumKey::place:
                add_places(lines, selected, unpublished(layer, window), side);
                break;
            case SumKey::pair:
                add_pairs(lines, selected, side);
                break;
            case SumKey::circle:
                add_groups(lines, selected, GroupKind::circle, side);
                break;
            case SumKey::agglomeration:
                add_groups(lines, selected, GroupKind::agglomeration, side);
                break;
            case SumKey::province:
                add_groups(lines, selected, GroupKind::province, side);
                break;
        }
        return std::nullopt;
    }

    static void count_in(std::optional<ExactSum>& total, const ExactSum& sum) {
        total = total ? add(*total, sum) : sum;
    }

    void add_total(Lines& lines, const Selected& selected, const UnpublishedCells& cells,
                   Measures Line::*side) const {
        std::optional<ExactSum>& total = (lines[{}].*side)[0];
        if (filter_.absent == Absent::zero && cells.count() == 0) total = ExactSum{};
        for (std::size_t pair = 0; pair < selected.sums.size(); ++pair)
            if (selected.counted[pair]) count_in(total, selected.sums[pair]);
    }

    void add_pairs(Lines& lines, const Selected& selected, Measures Line::*side) const {
        for (std::size_t pair = 0; pair < selected.sums.size(); ++pair) {
            if (!selected.counted[pair]) continue;
            const Pair ends = source_.pairs()[pair];
            (lines[{std::int64_t(ends.origin), std::int64_t(ends.destination)}].*side)[0] =
                selected.sums[pair];
        }
    }

    void add_places(Lines& lines, const Selected& selected, const UnpublishedCells& cells,
                    Measures Line::*side) const {
        for (std::size_t pair = 0; pair < selected.sums.size(); ++pair) {
            if (!selected.counted[pair]) continue;
            const auto [origin, destination] = source_.pairs()[pair];
            const ExactSum& sum = selected.sums[pair];
            Measures& from = lines[{std::int64_t(origin)}].*side;
            if (origin == destination) {
                count_in(from[2], sum);
            } else {
                count_in(from[0], sum);
                count_in((lines[{std::int64_t(destination)}].*side)[1], sum);
            }
        }
        if (filter_.absent != Absent::zero) return;
        for (auto& [key, line] : lines) {
            const PlaceId place{static_cast<std::uint32_t>(key[0])};
            const bool partial[] = {cells.leaves(place), cells.enters(place),
                                    cells.holds(Pair{place, place})};
            for (std::size_t one = 0; one < 3; ++one)
                if (!(line.*side)[one] && !partial[one]) (line.*side)[one] = ExactSum{};
        }
    }

    void add_groups(Lines& lines, const Selected& selected, GroupKind kind, Measures Line::*side) const {
        const auto row = [](std::optional<GroupId> group) { return group ? std::int64_t(*group) : outside; };
        for (const GroupFlow& flow : aggregate(atlas_, {source_.pairs(), selected.sums, selected.counted},
                                               {kind, filter_.membership_rows}))
            (lines[{row(flow.origin), row(flow.destination)}].*side)[0] = flow.sum;
    }

    std::optional<Error> add_times(Lines& lines, LayerId layer, const Selected& selected, Window window,
                                   Measures Line::*side) const {
        const TimeAxis& axis = source_.time_axis();
        const Result<std::vector<ExactSum>> asked = source_.step_sums(layer, selected.counted);
        if (!asked) return asked.error();
        const std::vector<ExactSum>& sums = *asked;
        const UnpublishedCells cells = unpublished(layer, window);
        const StepRange steps = steps_in(axis, window);
        for (std::size_t step = steps.first; step < steps.last; ++step) {
            if (sums[step].rows == 0 && (filter_.absent != Absent::zero || cells.holds(axis.starts[step])))
                continue;
            Line& line = lines[{time_key(axis, step, window)}];
            count_in((line.*side)[0], sums[step]);
            if (side == &Line::measures) ++line.folded;
        }
        return std::nullopt;
    }

    /// The bin; or the start of the step; or, compared, its distance from the first step of the window.
    std::int64_t time_key(const TimeAxis& axis, std::size_t step, Window window) const {
        const TimeMs start = axis.starts[step];
        if (request_.fold != Fold::none) return fold_bin(request_.fold, start);
        if (!request_.versus) return count(start);
        const TimeMs from =
            count(window.from) == INT64_MIN ? axis.starts[steps_in(axis, window).first] : window.from;
        return steps_between(axis.grain, step_start(axis.grain, from), start);
    }

    static std::int64_t steps_between(Grain grain, TimeMs from, TimeMs to) {
        constexpr std::int64_t day_ms = 86'400'000;
        const auto month_number = [](TimeMs time) {
            const std::string text = format_time(Grain::month, time);
            return std::stoll(text.substr(0, 4)) * 12 + std::stoll(text.substr(5));
        };
        const std::int64_t apart = count(to) - count(from);
        switch (grain) {
            case Grain::none:
                return 0;
            case Grain::year:
                return (month_number(to) - month_number(from)) / 12;
            case Grain::month:
                return month_number(to) - month_number(from);
            case Grain::week:
                return apart / (7 * day_ms);
            case Grain::day:
                return apart / day_ms;
            case Grain::hour:
                return apart / 3'600'000;
            case Grain::minute:
                return apart / 60'000;
            case Grain::second:
                return apart / 1000;
        }
        return 0;
    }

    const Atlas& atlas_;
    const FlowSource& source_;
    const Completeness& completeness_;
    const SumRequest& request_;
    Filter filter_;
    std::vector<std::uint8_t> selection_;
};

/// Turns lines into rows of cells.
class Writer {
public:
    Writer(const Dataset& dataset, const SumRequest& request)
        : atlas_(*dataset.atlas), source_(*dataset.flows), request_(request) {}

    std::vector<std::string> columns() const {
        std::vector<std::string> names = {"layer"};
        const auto append = [&](std::initializer_list<const char*> more) {
            names.insert(names.end(), more.begin(), more.end());
        };
        switch (request_.key) {
            case SumKey::total:
                append({"value"});
                break;
            case SumKey::time:
                append({"time", "value"});
                break;
            case SumKey::place:
                append({"place", "name_zh", "name_en", "out", "in", "self"});
                break;
            case SumKey::pair:
                append({"origin", "destination", "value"});
                break;
            default:
                append({"origin_group", "destination_group", "value"});
                break;
        }
        append({"unit", "status"});
        if (request_.fold != Fold::none) append({"n"});
        if (request_.versus && request_.key != SumKey::place) append({"versus", "difference", "percent"});
        if (request_.versus && request_.key == SumKey::place)
            append({"out_versus", "out_difference", "out_percent", "in_versus", "in_difference", "in_percent",
                    "self_versus", "self_difference", "self_percent"});
        return names;
    }

    void append_rows(const Lines& lines, LayerId layer, std::vector<std::vector<OutputCell>>& rows) const {
        const LayerInfo& info = source_.layers()[index(layer)];
        for (const auto& [key, line] : chosen(lines)) {
            std::vector<OutputCell>& row = rows.emplace_back();
            row.emplace_back(info.key);
            append_key(key, row);
            const std::size_t measures = request_.key == SumKey::place ? 3 : 1;
            for (std::size_t one = 0; one < measures; ++one) row.push_back(cell(line.measures[one]));
            row.emplace_back(info.unit);
            row.emplace_back(std::string(flowspace::key(info.status)));
            if (request_.fold != Fold::none) row.emplace_back(line.folded);
            if (!request_.versus) continue;
            for (std::size_t one = 0; one < measures; ++one)
                append_comparison(line.measures[one], line.versus[one], row);
        }
    }

private:
    using Entry = std::pair<LineKey, Line>;

    static OutputCell cell(const std::optional<ExactSum>& sum) {
        if (!sum) return std::monostate{};
        return value(*sum);
    }

    static void append_comparison(const std::optional<ExactSum>& now, const std::optional<ExactSum>& versus,
                                  std::vector<OutputCell>& row) {
        row.push_back(cell(versus));
        if (!now || !versus) {
            row.resize(row.size() + 2);
            return;
        }
        const double difference = value(subtract(*versus, *now)), base = value(*now);
        row.emplace_back(difference);
        row.push_back(base == 0 ? OutputCell{} : OutputCell{100 * difference / base});
    }

    std::string group_name(std::int64_t row) const {
        return row == outside ? "outside" : atlas_.groups[static_cast<std::size_t>(row)].id;
    }

    /// What rows of equal value are ordered by.
    std::array<std::string, 2> ids(const LineKey& key) const {
        switch (request_.key) {
            case SumKey::place:
                return {place(key[0]).id, {}};
            case SumKey::pair:
                return {place(key[0]).id, place(key[1]).id};
            default:
                return {group_name(key[0]), group_name(key[1])};
        }
    }

    const Place& place(std::int64_t row) const { return atlas_.places[static_cast<std::size_t>(row)]; }

    std::vector<Entry> chosen(const Lines& lines) const {
        std::vector<Entry> entries(lines.begin(), lines.end());
        if (request_.key == SumKey::total) return entries;
        const bool by_time = request_.key == SumKey::time;
        const std::uint64_t top = request_.top.value_or(UINT64_MAX);
        if (by_time && entries.size() <= top) return entries;
        sort_by_value(entries);
        if (entries.size() > top) entries.resize(top);
        if (by_time) std::ranges::sort(entries, {}, &Entry::first);
        return entries;
    }

    void sort_by_value(std::vector<Entry>& entries) const {
        struct Rank {
            std::array<double, 3> values;
            std::array<std::string, 2> ids;
            std::size_t row;
        };
        const auto number = [](const std::optional<ExactSum>& sum) { return sum ? -value(*sum) : HUGE_VAL; };
        std::vector<Rank> ranks;
        const bool by_time = request_.key == SumKey::time;
        for (std::size_t row = 0; row < entries.size(); ++row) {
            const Measures& measures = entries[row].second.measures;
            ranks.push_back({{number(measures[0]), number(measures[1]), number(measures[2])},
                             by_time ? std::array<std::string, 2>{} : ids(entries[row].first),
                             row});
        }
        std::ranges::sort(ranks, [](const Rank& a, const Rank& b) {
            return std::tie(a.values, a.ids, a.row) < std::tie(b.values, b.ids, b.row);
        });
        std::vector<Entry> sorted;
        for (const Rank& rank : ranks) sorted.push_back(entries[rank.row]);
        entries = std::move(sorted);
    }

    void append_key(const LineKey& key, std::vector<OutputCell>& row) const {
        switch (request_.key) {
            case SumKey::total:
                return;
            case SumKey::time:
                row.push_back(time_cell(key[0]));
                return;
            case SumKey::place:
                for (const std::string& text :
                     {place(key[0]).id, place(key[0]).name_zh, place(key[0]).name_en})
                    row.emplace_back(text);
                return;
            default:
                for (const std::string& id : ids(key)) row.emplace_back(id);
        }
    }

    OutputCell time_cell(std::int64_t key) const {
        if (request_.fold != Fold::none) return key;
        const Grain grain = source_.time_axis().grain;
        if (!request_.versus) return format_time(grain, TimeMs{key});
        return format_time(grain, step_at(key));
    }

    /// The step so many steps after the first of the main window.
    TimeMs step_at(std::int64_t steps) const {
        const TimeAxis& axis = source_.time_axis();
        const Window window = request_.filter.window;
        const StepRange range = steps_in(axis, window);
        TimeMs step = count(window.from) == INT64_MIN && range.first < axis.size() ? axis.starts[range.first]
                                                                                   : window.from;
        step = step_start(axis.grain, step);
        if (axis.grain >= Grain::week)
            return TimeMs{count(step) + steps * (count(step_end(axis.grain, step)) - count(step))};
        for (; steps > 0; --steps) step = step_end(axis.grain, step);
        return step;
    }

    const Atlas& atlas_;
    const FlowSource& source_;
    const SumRequest& request_;
};

std::optional<Error> check(const Dataset& dataset, const SumRequest& request) {
    if (request.filter.absent == Absent::zero && lists_only_the_largest(dataset.completeness))
        return Error{
            "found --absent zero, expected unknown: the source lists only the largest pairs of each place"};
    const TimeAxis& axis = dataset.flows->time_axis();
    const bool timed = axis.grain != Grain::none;
    if (!timed && (request.filter.window != Window{} || request.versus))
        return Error{"found a time window, expected none: the table has no times"};
    if (request.fold == Fold::none) return std::nullopt;
    if (request.key != SumKey::time) return Error{"found --fold without --by time, expected both"};
    return cannot_fold(request.fold, axis);
}

void note_absent(const Dataset& dataset, const Filter& filter, std::vector<OutputNote>& notes) {
    const Completeness& said = dataset.completeness;
    if (filter.absent == Absent::zero && said.coverage == Coverage::zero)
        notes.push_back({"absent-zero",
                         "Pairs that the table does not list count as zero, as the project says.",
                         "表中未列出的城市对按零计（项目声明）。"});
    else if (filter.absent == Absent::zero)
        notes.push_back({"absent-zero", "Pairs that the table does not list count as zero (--absent zero).",
                         "表中未列出的城市对按零计(--absent zero)。"});
    else
        notes.push_back({"absent-unknown", "Pairs that the table does not list are unknown, not zero.",
                         "表中未列出的城市对视为未知，而不是零。"});
    if (!lists_only_the_largest(said)) return;
    const bool by_origin = said.coverage == Coverage::top_per_origin;
    const std::string most = said.top_n ? fmt::format("{} ", said.top_n) : std::string{};
    notes.push_back(
        {"largest-only",
         fmt::format(
             "The source lists only the {}largest pairs of each {}: sums are lower bounds, shares are "
             "of what is listed.",
             most, by_origin ? "origin" : "destination"),
         fmt::format("数据来源只公布每个{}最大的 {}对：合计只是下限，占比以已公布部分为准。",
                     by_origin ? "起点" : "终点", most)});
}

void note_unpublished(const Answer& answer, const SumRequest& request, std::span<const LayerSums> layers,
                      std::vector<OutputNote>& notes) {
    std::uint64_t cells = 0;
    for (const LayerSums& layer : layers) {
        cells += answer.unpublished(layer.layer, request.filter.window).count();
        if (request.versus) cells += answer.unpublished(layer.layer, *request.versus).count();
    }
    if (cells == 0) return;
    notes.push_back(
        {"unpublished",
         fmt::format("{} values asked for are unpublished, not zero: the sums over them are lower bounds.",
                     cells),
         fmt::format("所查范围内有 {} 个数值未公布（不是零），包含它们的合计只是下限。", cells)});
}

template <class Keys>
std::optional<std::size_t> find_key(const Keys& keys, std::string_view text) {
    const auto at = std::ranges::find(keys, text);
    if (at == keys.end()) return std::nullopt;
    return static_cast<std::size_t>(at - keys.begin());
}

}  // namespace

std::string_view key(SumKey key) { return sum_keys[static_cast<std::size_t>(key)]; }

std::optional<SumKey> parse_sum_key(std::string_view text) {
    if (const auto row = find_key(sum_keys, text)) return static_cast<SumKey>(*row);
    return std::nullopt;
}

Result<OutputTable> sum_table(const Dataset& dataset, const SumRequest& request) {
    if (const std::optional<Error> wrong = check(dataset, request)) return *wrong;
    const Answer answer(dataset, request);
    const Writer writer(dataset, request);
    OutputTable table;
    table.columns = writer.columns();
    const Result<std::vector<LayerSums>> sums = select_sums(*dataset.atlas, *dataset.flows, answer.filter());
    if (!sums) return sums.error();
    for (const LayerSums& layer : *sums) {
        Result<Lines> lines = answer.lines(layer);
        if (!lines) return lines.error();
        writer.append_rows(std::move(*lines), layer.layer, table.rows);
    }
    note_absent(dataset, answer.filter(), table.notes);
    note_unpublished(answer, request, *sums, table.notes);
    note_groups(dataset, request, table.notes);
    note_times(dataset, request, table.notes);
    return table;
}

}  // namespace flowspace
