// What leaves, reaches and stays inside every place, or every group of a kind: what ranking, scatter and
// rank-size show.
#pragma once

#include "data/dataset.h"
#include "data/exact_sum.h"
#include "data/filter.h"
#include "render/scene/frame.h"
#include "viewer/views/linked_view.h"
#include "viewer/views/view_settings.h"

#include <array>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace flowspace {

/// Nothing: unknown. `inside` of a place: to itself; of a group: between its members, self-flows left out.
struct UnitFigures {
    Target unit = {};  // a place or a group
    std::optional<ExactSum> out = {};
    std::optional<ExactSum> in = {};
    std::optional<ExactSum> inside = {};
};

/// One layer of what `filter` asks for (its own layers play no part), by id ascending; units of which
/// nothing is known are left out. Places are counted as `flowspace sum --by place` counts them. A group's
/// out and in have one end in it. Errors: those of the source.
Result<std::vector<UnitFigures>> unit_figures(const Dataset& data, const Filter& filter, LayerId layer,
                                              ViewLevel level, const std::stop_token& cancel = {});

/// Nothing where a part is unknown. turnover: out + in, and inside of a group once; net: in - out.
std::optional<double> measured(const Dataset& data, const UnitFigures& figures, UnitMeasure measure);

std::optional<GroupKind> kind_of(ViewLevel level);

/// Names of units, levels and measures in words.
std::string unit_name(const Dataset& data, const Target& unit, Language language);
/// Id and both names as tables give them.
struct UnitWords {
    const std::string& id;
    const std::string& name_zh;
    const std::string& name_en;
};
UnitWords unit_words(const Dataset& data, const Target& unit);
const char* level_text(ViewLevel level, Language language);
const char* measure_text(UnitMeasure measure, ViewLevel level, Language language);
/// As a column of a table: population_2020.
std::string_view measure_key(UnitMeasure measure);
/// The unit a measure is counted in; flows: that of `layer`.
std::string measure_unit(const Dataset& data, UnitMeasure measure, LayerId layer, Language language);
/// Whether a measure is made of flows, so that there is something to trace.
bool is_of_flows(UnitMeasure measure);
/// Who says a measure that is not made of flows; empty where nobody is named.
const Credit& measure_source(const Dataset& data, UnitMeasure measure);
/// What each of two measures adds to a tooltip: its source on a line of its own, once.
std::string source_lines(const Dataset& data, UnitMeasure one, UnitMeasure other, Language language);
/// The same as notes of a table.
std::vector<OutputNote> source_notes(const Dataset& data, UnitMeasure one, UnitMeasure other);

/// Figures that follow the settings, as several views show them.
struct FiguresKey {
    std::uint64_t sums = 0;  // revision
    Filter filter = {};
    LayerId layer = {};
    ViewLevel level = ViewLevel::place;

    bool operator==(const FiguresKey&) const = default;
};
class FiguresStage {
public:
    void update(const ViewInput& input);
    bool busy() const { return stage_.busy(); }
    /// Nothing can be said yet: the first answer is not there, or a newer one is under way.
    bool awaited() const { return stage_.busy() || stage_.revision() == 0; }
    const std::vector<UnitFigures>& value() const { return stage_.value().figures; }
    LayerId layer() const { return stage_.value().layer; }
    ViewLevel level() const { return stage_.value().level; }
    std::uint64_t revision() const { return stage_.revision(); }
    /// Rows made of these figures; of places they are those of `sum --by place`.
    ShownRows shown(const PanelContext& context, OutputTable table) const;

private:
    struct Answer {
        std::vector<UnitFigures> figures = {};
        LayerId layer = {};
        ViewLevel level = ViewLevel::place;
    };
    ViewStage<FiguresKey, Answer> stage_;
};

/// The segments that choose the level, as wide as `line` allows; cuts off what it takes.
void draw_levels(PanelContext& context, Box& line, ViewLevel& level);

}  // namespace flowspace
