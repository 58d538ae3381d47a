#include "data/layer_words.h"
#include "data/source/remote_source.h"
#include "data/source/source_url.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <unordered_map>

namespace flowspace {
namespace {

constexpr std::size_t most_layers = 1000;
constexpr std::size_t most_steps = 1'000'000;
constexpr std::uint64_t listed_ids = 200;

constexpr std::array<Grain, 7> grains = {Grain::year, Grain::month,  Grain::week,  Grain::day,
                                         Grain::hour, Grain::minute, Grain::second};

/// The coarsest grain whose steps begin at every one of `starts`. One moment alone says nothing: then the
/// finest that a column of its kind may have.
Grain grain_of(std::span<const TimeMs> starts, ColumnKind kind) {
    const Grain finest = kind == ColumnKind::date ? Grain::day : Grain::second;
    for (const Grain grain : grains) {
        const bool coarse = grain < Grain::day;
        if (grain == finest || (coarse && starts.size() < 2)) {
            if (grain == finest) return grain;
            continue;
        }
        if (std::ranges::all_of(starts, [&](TimeMs time) { return step_start(grain, time) == time; }))
            return grain;
    }
    return finest;
}

const SqlColumn* find(std::span<const SqlColumn> columns, std::string_view name) {
    const auto at = std::ranges::find(columns, name, &SqlColumn::name);
    return at == columns.end() ? nullptr : &*at;
}

/// Asks the questions of opening, one after the other.
class Opening {
public:
    Opening(std::shared_ptr<const SqlEngine> engine, const RemoteTable& table, const Atlas& atlas,
            const SourceOptions& options, std::stop_token cancel)
        : engine_(std::move(engine)),
          asked_(table),
          atlas_(atlas),
          options_(options),
          cancel_(std::move(cancel)) {
        file_.path = table.shown;
    }

    Result<OpenedSource> open() {
        for (const auto step :
             {&Opening::read_columns, &Opening::read_counts, &Opening::read_view, &Opening::read_layers,
              &Opening::read_times, &Opening::read_ids, &Opening::read_pairs, &Opening::read_lost})
            if (const std::optional<Error> failed = (this->*step)()) return *failed;
        file_.problem_count = file_.problems.size() + more_problems_;
        RemoteFlows flows{.engine = engine_,
                          .shown = asked_.shown,
                          .rows = std::move(*rows_),
                          .by_day = std::move(by_day_),
                          .layers = std::move(layers_),
                          .axis = std::move(axis_),
                          .step_texts = std::move(step_texts_),
                          .places = std::move(places_),
                          .pairs = std::move(pairs_),
                          .kept_rows = file_.rows_kept,
                          .digits = digits_};
        return OpenedSource{std::make_shared<RemoteSource>(std::move(flows)), std::move(file_)};
    }

    bool changed_meanwhile() const { return changed_; }

private:
    using Failed = std::optional<Error>;

    Error bad(std::string_view code, std::string_view found, std::string_view expected) const {
        return {fmt::format("{}: {}: found {}, expected {}", asked_.shown, code, found, expected)};
    }
    Error bad_answer() const {
        return bad("database-bad-answer", "an answer of another form", "rows and their counts");
    }

    /// The rows of all counts differ where somebody writes meanwhile.
    Failed expect_rows(std::uint64_t counted) {
        if (counted == good_rows_) return std::nullopt;
        changed_ = true;
        return bad("database-changed", fmt::format("{} rows, then {}", good_rows_, counted),
                   "a table that nobody changes while it is opened");
    }

    Result<SqlAnswer> ask(const SqlText& sql, std::span<const std::string_view> columns) const {
        return engine_->ask(sql, columns, cancel_);
    }

    /// What each row of an answer of (text, count) says.
    struct Counted {
        std::string text = {};
        std::uint64_t rows = 0;
    };
    Result<std::vector<Counted>> values(const SqlColumn& column, const FlowSql& sql,
                                        std::optional<std::uint64_t> most = {}) {
        constexpr std::array<std::string_view, 2> names = {"__a", "__c"};
        const Result<SqlAnswer> answer = ask(sql.values_of(column, most), names);
        if (!answer) return answer.error();
        std::vector<Counted> counted;
        for (std::size_t row = 0; row < answer->rows(); ++row) {
            const auto rows = read_count(answer->cell(row, 1));
            if (!rows) return bad_answer();
            if (*rows > 0) counted.push_back({std::string(answer->cell(row, 0)), *rows});
        }
        return counted;
    }
    static std::uint64_t total(const std::vector<Counted>& counted) {
        std::uint64_t rows = 0;
        for (const Counted& one : counted) rows += one.rows;
        return rows;
    }

    Result<FlowColumns> roles(const SqlTable& table, std::span<const SqlColumn> columns) const {
        const auto needed = [&](const std::string& name) -> Result<SqlColumn> {
            const SqlColumn* at = find(columns, name);
            if (at == nullptr)
                return bad(
                    "no-usable-header", fmt::format("no column '{:.60}' in table '{:.60}'", name, table.name),
                    "columns origin and destination, or the parameters origin=... and destination=... of the "
                    "address");
            if (at->kind != ColumnKind::text && at->kind != ColumnKind::whole)
                return bad("bad-word", fmt::format("column '{:.60}' of type {}", name, at->type),
                           "texts or whole numbers");
            return *at;
        };
        Result<SqlColumn> origin = needed(asked_.origin), destination = needed(asked_.destination);
        if (!origin) return origin.error();
        if (!destination) return destination.error();
        FlowColumns found{.origin = *origin, .destination = *destination};
        if (const SqlColumn* layer = find(columns, asked_.layer)) found.layer = *layer;
        if (const SqlColumn* time = find(columns, asked_.time)) found.time = *time;
        if (const SqlColumn* value = find(columns, asked_.value)) found.value = *value;
        if (found.layer && found.layer->kind == ColumnKind::other) found.layer->kind = ColumnKind::whole;
        if (found.time && found.time->kind != ColumnKind::date && found.time->kind != ColumnKind::moment &&
            found.time->kind != ColumnKind::text)
            return bad("bad-time",
                       fmt::format("column '{:.60}' of type {}", found.time->name, found.time->type),
                       "a date, a date with a time, or texts of one form");
        if (found.value && found.value->kind != ColumnKind::whole && found.value->kind != ColumnKind::exact &&
            found.value->kind != ColumnKind::floating)
            return bad("bad-number",
                       fmt::format("column '{:.60}' of type {}", found.value->name, found.value->type),
                       "numbers");
        return found;
    }

    Failed read_columns() {
        const Result<std::vector<SqlColumn>> columns = engine_->columns(asked_.table, cancel_);
        if (!columns) return columns.error();
        if (columns->empty())
            return bad("no-such-file",
                       fmt::format("no table '{:.60}' in '{:.60}'", asked_.table.name, asked_.table.schema),
                       "a table that this user may read");
        const Result<FlowColumns> found = roles(asked_.table, *columns);
        if (!found) return found.error();
        file_.counts_rows = !found->value;
        rows_.emplace(engine_->dialect(), asked_.table, *found);
        if (asked_.grain) rows_->set_floor(*asked_.grain);
        return std::nullopt;
    }

    Failed read_counts() {
        std::vector<RowFault>& faults = rows_->faults();
        std::vector<std::string> names;
        for (std::size_t at = 0; at < faults.size() + 4; ++at) names.push_back(fmt::format("__n{}", at));
        const std::vector<std::string_view> columns(names.begin(), names.end());
        const Result<SqlAnswer> answer = ask(rows_->count_rows(), columns);
        if (!answer) return answer.error();
        std::vector<std::uint64_t> counts;
        for (std::size_t at = 0; at < columns.size() && answer->rows() == 1; ++at)
            if (const auto count = read_count(answer->cell(0, at))) counts.push_back(*count);
        if (counts.size() != columns.size()) return bad_answer();
        file_.rows_in = counts[0];
        for (std::size_t at = 0; at < faults.size(); ++at) {
            const bool nullable = faults[at].code != "not-finite";
            faults[at].needed = counts[at + 1] > 0 || nullable;
            if (counts[at + 1] > 0)
                add_problem({.column = faults[at].column,
                             .code = std::string(faults[at].code),
                             .found = fmt::format("{} rows", counts[at + 1]),
                             .expected = "a value in every row"});
        }
        good_rows_ = counts[0] - counts[faults.size() + 1];
        file_.negative_rows = counts[faults.size() + 2];
        if (good_rows_ == 0) return bad("no-rows", "no row that can be used", "flows");
        const std::optional<SqlColumn>& value = rows_->columns().value;
        digits_ = !value || value->kind == ColumnKind::whole ? 0
                  : value->kind == ColumnKind::floating      ? -1
                  : value->digits >= 0                       ? value->digits
                                                             : static_cast<int>(counts.back());
        if (digits_ > max_decimal_digits) digits_ = -1;
        return std::nullopt;
    }

    /// A view is used only if it holds as many rows as the table: one that lags would give smaller sums.
    Failed read_view() {
        const SqlTable view{asked_.table.schema,
                            asked_.by_day.empty() ? asked_.table.name + "_by_day" : asked_.by_day};
        const Result<std::vector<SqlColumn>> columns = engine_->columns(view, cancel_);
        if (!columns) return columns.error();
        const SqlColumn* rows = find(*columns, "rows");
        if (rows == nullptr || rows->kind == ColumnKind::text) {
            if (asked_.by_day.empty()) return std::nullopt;
            return bad("no-usable-header", fmt::format("no view '{:.60}' with a column rows", asked_.by_day),
                       "a view per day and pair");
        }
        Result<FlowColumns> found = roles(view, *columns);
        if (!found) return found.error();
        const FlowColumns& of_rows = rows_->columns();
        const bool same = found->layer.has_value() == of_rows.layer.has_value() &&
                          found->time.has_value() == of_rows.time.has_value() &&
                          found->value.has_value() == of_rows.value.has_value() &&
                          (!found->time || found->time->kind == ColumnKind::date);
        if (!same) return std::nullopt;
        found->rows = *rows;
        FlowSql sql(engine_->dialect(), view, *found);
        if (asked_.grain) sql.set_floor(*asked_.grain);
        const auto counted = values(found->origin, sql);
        if (!counted) return counted.error();
        if (total(*counted) == good_rows_) by_day_ = std::move(sql);
        return std::nullopt;
    }

    const FlowSql& cheapest() const { return by_day_ ? *by_day_ : *rows_; }

    Failed read_layers() {
        if (!rows_->columns().layer) {
            layers_ = {make_layer_info("flows")};
        } else {
            const auto counted = values(*rows_->columns().layer, cheapest());
            if (!counted) return counted.error();
            if (const Failed failed = expect_rows(total(*counted))) return failed;
            if (counted->size() > most_layers)
                return bad("too-many-layers", fmt::format("{} layers", counted->size()),
                           fmt::format("at most {}", most_layers));
            for (const Counted& one : *counted) layers_.push_back(make_layer_info(one.text));
        }
        std::ranges::sort(layers_, [](const LayerInfo& a, const LayerInfo& b) {
            return std::pair(layer_order(a.key), std::string_view(a.key)) <
                   std::pair(layer_order(b.key), std::string_view(b.key));
        });
        for (LayerInfo& layer : layers_) {
            layer.status = options_.status;
            const bool rows = options_.unit.empty() && file_.counts_rows;
            layer.unit = layer.unit_en = rows ? "rows" : options_.unit;
            layer.unit_zh = rows ? "行" : options_.unit;
            layer.source_zh = layer.source_en = asked_.shown;
            if (const auto said = options_.layers.find(layer.key); said != options_.layers.end())
                take_words(layer, said->second);
        }
        return std::nullopt;
    }

    Failed read_times() {
        if (!rows_->columns().time) {
            axis_ = {Grain::none, {TimeMs{0}}};
            return std::nullopt;
        }
        const SqlColumn& time = *rows_->columns().time;
        auto counted = values(time, *rows_, most_steps + 1);
        if (!counted) return counted.error();
        if (counted->size() > most_steps)
            return bad("too-many-rows", fmt::format("more than {} different times", most_steps),
                       "fewer: the parameter grain=day (or hour, minute) of the address sums them");
        if (const Failed failed = expect_rows(total(*counted))) return failed;
        if (time.kind == ColumnKind::text) return read_text_times(*counted);
        for (const Counted& one : *counted) {
            const auto start = read_time(one.text);
            if (!start) return bad("bad-time", fmt::format("'{:.40}'", one.text), time_forms);
            axis_.starts.push_back(start->start);
        }
        std::ranges::sort(axis_.starts);
        axis_.grain = asked_.grain.value_or(grain_of(axis_.starts, time.kind));
        for (TimeMs& start : axis_.starts) start = step_start(axis_.grain, start);
        axis_.starts.erase(std::unique(axis_.starts.begin(), axis_.starts.end()), axis_.starts.end());
        if (axis_.grain > Grain::day) by_day_.reset();
        return std::nullopt;
    }

    /// Texts of one form, whose order as text is their order in time.
    Failed read_text_times(std::vector<Counted>& counted) {
        std::ranges::sort(counted, {}, &Counted::text);
        if (asked_.grain)
            return bad("mixed-grain", "grain=... for times kept as text", "none, or a column of dates");
        for (const Counted& one : counted) {
            const Result<ParsedTime> time = parse_time(one.text);
            if (!time) return bad("bad-time", fmt::format("'{:.40}'", one.text), time_forms);
            if (axis_.starts.empty()) axis_.grain = time->grain;
            if (time->has_zone)
                return bad("mixed-zone", fmt::format("'{:.40}'", one.text), "times without a zone");
            if (time->grain != axis_.grain || (!axis_.starts.empty() && axis_.starts.back() >= time->start))
                return bad("mixed-grain", fmt::format("'{:.40}'", one.text), "times of one form");
            axis_.starts.push_back(time->start);
            step_texts_.push_back(one.text);
        }
        return std::nullopt;
    }

    Failed read_ids() {
        const std::unordered_map<std::string_view, PlaceId> known = [&] {
            std::unordered_map<std::string_view, PlaceId> ids;
            for (std::uint32_t row = 0; row < atlas_.places.size(); ++row)
                ids.emplace(atlas_.places[row].id, PlaceId{row});
            return ids;
        }();
        std::set<PlaceId> found;
        for (const SqlColumn& column : {rows_->columns().origin, rows_->columns().destination}) {
            const auto counted = values(column, cheapest());
            if (!counted) return counted.error();
            if (const Failed failed = expect_rows(total(*counted))) return failed;
            for (const Counted& one : *counted)
                if (const auto at = known.find(one.text); at != known.end()) found.insert(at->second);
        }
        places_.assign(found.begin(), found.end());
        std::vector<std::string> ids;
        for (const PlaceId place : places_) ids.push_back(atlas_.places[index(place)].id);
        if (by_day_) by_day_->set_ids(ids);
        rows_->set_ids(std::move(ids));
        return std::nullopt;
    }

    Failed read_pairs() {
        constexpr std::array<std::string_view, 3> names = {"__k", "__s", "__c"};
        const Result<SqlAnswer> answer = ask(cheapest().pair_sums({}, {}), names);
        if (!answer) return answer.error();
        const std::uint64_t side = places_.size() + 1;
        std::uint64_t all = 0;
        for (std::size_t row = 0; row < answer->rows(); ++row) {
            const auto key = read_count(answer->cell(row, 0)), rows = read_count(answer->cell(row, 2));
            if (!key || !rows || *key >= side * side) return bad_answer();
            all += *rows;
            if (*key / side == 0 || *key % side == 0 || *rows == 0) continue;
            file_.rows_kept += *rows;
            pairs_.push_back({places_[*key / side - 1], places_[*key % side - 1]});
        }
        std::ranges::sort(pairs_, {}, [](Pair pair) { return std::pair(pair.origin, pair.destination); });
        return expect_rows(all);
    }

    Failed read_lost() {
        if (file_.rows_kept == good_rows_) return std::nullopt;
        constexpr std::array<std::string_view, 3> names = {"__l", "__s", "__c"};
        const Result<SqlAnswer> answer = ask(cheapest().lost_by_layer(), names);
        if (!answer) return answer.error();
        for (std::size_t row = 0; row < answer->rows(); ++row) {
            const auto rows = read_count(answer->cell(row, 2));
            const auto sum = rows ? read_sum(answer->cell(row, 1), digits_, *rows) : std::nullopt;
            if (!sum) return bad_answer();
            const std::string layer(rows_->columns().layer ? answer->cell(row, 0) : "flows");
            file_.lost[layer] = {.value = *sum, .rows = *rows};
        }
        for (const SqlColumn& column : {rows_->columns().origin, rows_->columns().destination})
            if (const Failed failed = list_unknown(column)) return failed;
        return std::nullopt;
    }

    Failed list_unknown(const SqlColumn& column) {
        constexpr std::array<std::string_view, 4> names = {"__a", "__l", "__s", "__c"};
        const Result<SqlAnswer> answer = ask(cheapest().lost_by_id(column, listed_ids), names);
        if (!answer) return answer.error();
        for (std::size_t row = 0; row < answer->rows(); ++row)
            add_problem(
                {.column = column.name,
                 .code = "unknown-place",
                 .found = std::string(answer->cell(row, 0)),
                 .expected = fmt::format("an id of the places; {} rows{}{}, a sum of {}",
                                         answer->cell(row, 3), rows_->columns().layer ? " of layer " : "",
                                         answer->cell(row, 1), answer->cell(row, 2))});
        return std::nullopt;
    }

    void add_problem(Problem problem) {
        if (file_.problems.size() >= options_.listed_problems) {
            ++more_problems_;
            return;
        }
        problem.file = asked_.shown;
        problem.found = shorten(problem.found, 80);
        file_.problems.push_back(std::move(problem));
    }

    std::shared_ptr<const SqlEngine> engine_;
    const RemoteTable& asked_;
    const Atlas& atlas_;
    const SourceOptions& options_;
    std::stop_token cancel_;
    std::optional<FlowSql> rows_, by_day_;
    std::vector<LayerInfo> layers_;
    TimeAxis axis_;
    std::vector<std::string> step_texts_;
    std::vector<PlaceId> places_;
    std::vector<Pair> pairs_;
    SourceFile file_;
    std::uint64_t good_rows_ = 0;
    std::uint64_t more_problems_ = 0;
    int digits_ = 0;
    bool changed_ = false;
};

}  // namespace

Result<RemoteTable> remote_table(SourceUrl& url, SqlTable table) {
    RemoteTable made{.shown = url.shown(), .table = std::move(table)};
    const auto take = [&](const char* name, std::string& into) {
        const auto at = url.parameters.find(name);
        if (at == url.parameters.end()) return false;
        into = at->second;
        url.parameters.erase(at);
        return true;
    };
    take("daily", made.by_day);
    take("origin", made.origin);
    take("destination", made.destination);
    take("layer", made.layer);
    take("time", made.time);
    take("value", made.value);
    std::string grain;
    if (!take("grain", grain)) return made;
    const auto at = std::ranges::find_if(grains, [&](Grain one) { return key(one) == grain; });
    if (at == grains.end())
        return Error{fmt::format(
            "{}: bad-word: found grain={:.20}, expected year, month, week, day, hour, minute or second",
            made.shown, grain)};
    made.grain = *at;
    return made;
}

Result<OpenedSource> open_remote(std::shared_ptr<const SqlEngine> engine, const RemoteTable& table,
                                 const Atlas& atlas, const SourceOptions& options, std::stop_token cancel) {
    Opening first(engine, table, atlas, options, cancel);
    Result<OpenedSource> opened = first.open();
    if (opened || !first.changed_meanwhile()) return opened;
    return Opening(engine, table, atlas, options, cancel).open();
}

}  // namespace flowspace
