// What an analysis is: what it says of itself, what it needs, and the tidy rows it gives. analyses.cpp is THE
// list.
#pragma once

#include "data/analysis/cost.h"
#include "data/credit.h"
#include "data/dataset.h"
#include "data/filter.h"
#include "data/import/own_ground.h"
#include "data/import/plain_table.h"
#include "data/output_table.h"
#include "data/result.h"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace flowspace {

/// A text in both languages.
struct Said {
    std::string_view en = {};
    std::string_view zh = {};
};

/// plain: read as a PlainTable. outlines: polygons, read as an OutlineTable.
enum class TableShape : std::uint8_t { plain, outlines };
/// one_of: at least one of those that an analysis marks so must be given.
enum class Need : std::uint8_t { required, optional, one_of };

/// A table beyond flows and places that an analysis reads: `--KEY FILE`. The cost table (`--cost`) is given
/// to every analysis and not listed here.
struct AnalysisTable {
    std::string_view key;  // targets, indicators, events, zones
    TableShape shape = TableShape::plain;
    Need need = Need::optional;
    Said help = {};                                   // which columns it has
    std::span<const std::string_view> measures = {};  // that are made of it; empty: all may be
};

/// A value that the user may set: `--KEY VALUE`. A number has bounds, a word has choices.
struct AnalysisSetting {
    std::string_view key;
    std::string_view standard;  // what holds when nothing is said, as it would be typed
    Said help = {};
    double least = 0;  // numbers only, inclusive
    double most = 0;
    std::span<const std::string_view> choices = {};  // words only: a setting with choices is no number
};

/// The unit of a measure in that of the costs: AnalysisResult::cost_unit says which of the two it is.
inline constexpr std::string_view unit_of_costs = "minutes or km";

/// Whether a measure describes the data or infers from them: inference is never given for modelled data.
enum class MeasureKind : std::uint8_t { description, inference };

struct Measure {
    std::string_view key;  // internal_share: in the column `measure`, never follows the language
    Said means = {};
    std::string_view unit = {};  // "flow": the unit of the layer; unit_of_costs; "": a pure number
    MeasureKind kind = MeasureKind::description;
};

/// One number, and what it is a number of. Columns of the output, in this order.
struct AnalysisRow {
    std::string layer = {};   // key of the layer; empty: the number is of no layer (indicators, places)
    std::string period = {};  // 2018, or 2020-01-10..2020-01-23; empty: no times
    std::string scope = {};   // what it is said of: a group's id, a place's id, `all`, a model's name
    std::string item = {};    // a part of it: a place, a pair `A>B`, a term of a model; may be empty
    std::string measure = {};
    std::optional<double> value = {};  // nothing: not defined, `note` says why
    std::string label = {};            // where the answer is a word: a class, the id of a place
    std::optional<double> standard_error = {};
    std::optional<double> lower = {};  // of a 95 % interval
    std::optional<double> upper = {};
    std::optional<std::int64_t> n = {};  // observations behind the number
    std::string note = {};               // a code that `notes` explains, or empty

    bool operator==(const AnalysisRow&) const = default;
};

/// What every result names: data, filter, method, parameters.
struct AnalysisFact {
    std::string key = {};
    std::string value = {};

    bool operator==(const AnalysisFact&) const = default;
};

/// Where numbers of an answer are from, other than flows: named wherever they are shown.
struct AnswerSource {
    Credit name = {};
    std::vector<std::string> measures = {};  // that are made of it; empty: all may be

    bool operator==(const AnswerSource&) const = default;
};

struct AnalysisResult {
    std::vector<AnalysisRow> rows = {};
    std::vector<AnalysisFact> facts = {};
    std::vector<OutputNote> notes = {};      // each code once
    std::vector<AnswerSource> sources = {};  // of the places first, then tables as they were given
    std::string cost_unit = {};              // minutes, km: run_analysis says it
};

/// A stretch of time that is answered for by itself.
struct Period {
    std::string label = {};  // empty: everything
    Window window = {};
};

/// What was asked. Everything outlives the run.
struct AnalysisInput {
    const Dataset& dataset;
    Filter filter = {};
    std::vector<GroupId> groups = {};    // --group; empty: every group of filter.kind
    std::vector<Period> periods = {};    // at least one, ascending; see periods_of
    std::optional<CostTable> cost = {};  // --cost; nothing: geodesic km
    std::uint64_t seed = 1;
    std::map<std::string, std::string, std::less<>> settings = {};  // as typed; what is missing is standard
    std::map<std::string, PlainTable, std::less<>> tables = {};     // by key
    std::map<std::string, OutlineTable, std::less<>> outlines = {};
};

/// Handed down into long work. Ask stopped() at least every 50 ms of work.
struct AnalysisWork {
    std::stop_token stop = {};
    std::function<void(double done)> progress = {};  // 0 to 1, from the calling thread

    bool stopped() const { return stop.stop_requested(); }
    void at(double done) const {
        if (progress) progress(done);
    }
};

/// The Error of a run that was stopped.
Error stopped_error();

struct Analysis {
    std::string_view key;
    Said name = {};
    Said help = {};  // one paragraph: what question it answers and how to read the answer
    std::string_view formula;
    std::string_view source;
    std::span<const Measure> measures = {};
    std::span<const AnalysisSetting> settings = {};
    std::span<const AnalysisTable> tables = {};
    Result<AnalysisResult> (*run)(const AnalysisInput& input, const AnalysisWork& work) = nullptr;
};

/// THE list, in the order of --help.
std::span<const Analysis> all_analyses();
const Analysis* find_analysis(std::string_view key);

/// Runs it and completes the result: facts of data, layers, filter, periods, method and parameters go before
/// its own; units of measures are checked; what is inference (measures of that kind, standard errors,
/// intervals) is taken out of the rows of modelled layers, and a note says so. Errors: a required table that
/// is missing, a setting that is none; those of the run; stopped_error().
Result<AnalysisResult> run_analysis(const Analysis& analysis, const AnalysisInput& input,
                                    const AnalysisWork& work = {});

/// The value of a number setting. Pre: the analysis declares it, and run_analysis checked what was typed.
double number_setting(const AnalysisInput& input, const AnalysisSetting& setting);
/// The same for a word.
std::string_view word_setting(const AnalysisInput& input, const AnalysisSetting& setting);

/// The groups asked for: `--group`, else every group of filter.kind, in atlas order.
std::vector<GroupId> groups_asked(const AnalysisInput& input);

/// `every`: whole steps of that grain that meet rows of the window; Grain::none: the window as one period.
/// Errors: steps finer than the table's times.
Result<std::vector<Period>> periods_of(const TimeAxis& axis, Window window, Grain every);
/// A window as a period of its own, labelled by its ends.
Period period_of(const TimeAxis& axis, Window window);

/// Values are index points: shares, ratios and ranks have meaning, absolute volumes and count tests have
/// none.
bool is_index(const LayerInfo& layer);

/// Adds a note unless its code is there already.
void add_note(AnalysisResult& result, OutputNote note);

/// Says that measures of the result (empty: all) are made of attributes of the places, or of the costs where
/// a table of them was given. Measures that are named later join those before.
enum class RestsOn : std::uint8_t { population, gdp, cost };
void rests_on(const AnalysisInput& input, RestsOn what, std::vector<std::string> measures,
              AnalysisResult& result);

/// Those behind `measure`; of an empty one: all. Each once.
std::vector<Credit> sources_of(const AnalysisResult& result, std::string_view measure);

/// Whether it is asked of flows at all: of `equity` or `stage` layer and window say nothing.
bool is_of_flows(const Analysis& analysis);

/// The rows as a table: layer,period,scope,item,measure,value,unit,label,standard_error,lower,upper,n,note.
OutputTable to_table(const Analysis& analysis, const AnalysisInput& input, const AnalysisResult& result);
/// {"analysis", "facts": {...}, "rows": [...], "notes": [...]}.
std::string to_json(const Analysis& analysis, const AnalysisInput& input, const AnalysisResult& result);

}  // namespace flowspace
