// Where a number on screen comes from: the sums it is made of, their rows, source and filter, and the command
// line that prints the same.
#pragma once

#include "data/dataset.h"
#include "data/filter.h"
#include "data/result.h"
#include "data/sum_table.h"
#include "render/scene/frame.h"
#include "render/scene/style.h"
#include "viewer/views/view_settings.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace flowspace {

/// A number made of sums over one layer, each over a filter narrowed until `flowspace sum --by total` prints
/// it.
struct TracedFigure {
    enum class Sign : std::uint8_t { plus, minus };
    struct Part {
        Filter filter = {};
        Sign sign = Sign::plus;

        bool operator==(const Part&) const = default;
    };
    /// What it is of, for its title: at most one is set; none of all: the whole selection.
    struct Subject {
        Target target = {};
        std::optional<UnitMeasure> measure = {};  // of a place or group
        std::optional<GroupId> to = {};           // of a cell of the matrix: from target.group, or outside
        bool cell = false;
        std::optional<TimeMs> step = {};

        bool operator==(const Subject&) const = default;
    };
    LayerId layer = {};
    Subject subject = {};
    std::vector<Part> parts = {};

    bool operator==(const TracedFigure&) const = default;
};

/// `filter` is what the number on screen is counted under; its layers play no part.
TracedFigure figure_of_total(const Filter& filter, LayerId layer);
TracedFigure figure_of_pair(const Dataset& data, const Filter& filter, FlowRef flow);
/// Pre: `measure` is one of flows: not population, not gdp.
TracedFigure figure_of_unit(const Dataset& data, const Filter& filter, LayerId layer, const Target& unit,
                            UnitMeasure measure);
/// Nothing stands for outside of all groups of the kind.
struct GroupCell {
    std::optional<GroupId> origin = {};
    std::optional<GroupId> destination = {};
    GroupKind kind = GroupKind::agglomeration;
};
TracedFigure figure_of_cell(const Dataset& data, const Filter& filter, LayerId layer, const GroupCell& cell);
/// One step of the time axis. Thresholds are left out, as charts over time leave them out.
TracedFigure figure_of_step(const Dataset& data, const Filter& filter, LayerId layer, TimeMs step);

/// What to name after `flowspace sum` for the same data; empty: the built-in atlas.
struct OpenedAs {
    std::vector<std::string> arguments = {};
    bool saved = true;  // no: imported, so that only a project would repeat the choices made

    bool operator==(const OpenedAs&) const = default;
};

struct TracedFile {
    std::string path = {};
    std::string sha256 = {};  // empty: not known
};

/// The answer.
struct Trace {
    std::optional<double> value = {};  // nothing: unknown
    std::uint64_t rows = 0;            // in the tables
    std::uint64_t pairs = 0;           // with rows
    std::vector<TracedFile> files = {};
    bool unpublished = false;  // cells that the source holds back are among what was asked for
    Absent absent = Absent::unknown;
};

/// Asks the source once per part; hashes the built-in atlas where that is what is open. Errors: those of the
/// source.
Result<Trace> trace(const Dataset& data, const TracedFigure& figure, const std::stop_token& cancel = {});

/// The title of its card: 北京 → 上海, 武汉 流出, ...
std::string figure_title(const Dataset& data, const TracedFigure& figure, Language language);

/// Shell commands; their numbers, added or taken away as the parts' signs say, are the figure.
std::vector<std::string> commands_of(const Dataset& data, const TracedFigure& figure, const OpenedAs& opened);

/// The command whose rows are those of a view.
std::string sum_command(const Dataset& data, const Filter& filter, SumKey by, const OpenedAs& opened);

/// Which places count, in words; empty: all.
std::vector<std::string> which_places(const Dataset& data, const Filter& filter, Language language);

/// Which flows are asked for beside layer and window, as the legend of a picture says it; empty: all.
std::string choice_words(const Dataset& data, const Filter& filter, Language language);

/// Which rows count, in words.
std::string filter_words(const Dataset& data, const Filter& filter, Language language);

/// The card, line by line.
struct TraceLine {
    std::string name = {};
    std::string text = {};
};
std::vector<TraceLine> trace_lines(const Dataset& data, const TracedFigure& figure, const Trace& found,
                                   const OpenedAs& opened, Language language);

/// One line to stand under a chart or in a footnote.
std::string cite_line(const Dataset& data, const TracedFigure& figure, const Trace& found, Language language);

}  // namespace flowspace
