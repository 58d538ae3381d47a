// One agglomeration on one page: members and plan, inside shares over time, premium, polycentricity, the most
// critical place, equity, diagnoses, stage and misfits; as figures, before anything is drawn.
#pragma once

#include "data/analysis/analysis.h"
#include "data/analysis/analysis_fault.h"
#include "data/dataset.h"
#include "data/output_table.h"

#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace flowspace {

/// What the page is of. The window of the filter is that of all figures but the shares over time.
struct DashboardKey {
    GroupId group = {};
    LayerId layer = {};  // that critical places and misfits are of
    Filter filter = {};  // layers, window, what is left out

    bool operator==(const DashboardKey&) const = default;
};

struct Dashboard {
    DashboardKey key = {};
    std::shared_ptr<const Dataset> data = {};
    /// Flow inside / flow with an end inside, per layer of the filter and step of the time axis; nothing
    /// where no row speaks of it.
    std::vector<std::vector<std::optional<double>>> shares = {};
    struct Part {
        std::string analysis = {};           // NAME_inside: of flows inside the group alone
        std::vector<AnalysisRow> rows = {};  // those that the page shows
        std::vector<OutputNote> notes = {};
        std::optional<Fault> fault = {};  // why it has none
    };
    std::vector<Part> parts = {};

    const Group& group() const { return data->atlas->groups[index(key.group)]; }
    /// Null where the analysis gave no such row. Empty layer: of any.
    const AnalysisRow* find(std::string_view analysis, std::string_view measure, std::string_view layer = {},
                            std::string_view item = {}) const;
    const Part* part(std::string_view analysis) const;
};

/// Takes some seconds for a country. Errors: those of the source; stopped_error(). An analysis that cannot
/// answer leaves its fault in its part.
Result<Dashboard> make_dashboard(const std::shared_ptr<const Dataset>& data, const DashboardKey& key,
                                 const AnalysisWork& work = {});

/// Every figure of the page: analysis, then the columns of `flowspace analyse`. Members and shares over time
/// are rows of `members` and `shares`.
OutputTable dashboard_table(const Dashboard& dashboard);

}  // namespace flowspace
