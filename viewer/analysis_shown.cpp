#include "viewer/analysis_shown.h"

#include "viewer/analysis_tables.h"
#include "viewer/settings.h"

#include <tuple>

namespace flowspace {

namespace {

auto parts(const AnalysisShown& shown) {
    return std::tie(shown.name, shown.settings, shown.tables, shown.group, shown.layers, shown.steps,
                    shown.on_map, shown.flows, shown.dashboard, shown.measure, shown.period, shown.item);
}

}  // namespace

std::optional<std::string> table_wanted(const AnalysisShown& shown) {
    const Analysis* analysis = find_analysis(shown.name);
    if (analysis == nullptr) return std::nullopt;
    const std::vector<AnalysisTable> tables = tables_of(*analysis);
    for (const Need need : {Need::required, Need::one_of, Need::optional})
        for (const AnalysisTable& table : tables)
            if (table.need == need && !shown.tables.contains(table.key)) return std::string(table.key);
    return std::string(tables.front().key);  // the last one dropped replaces the first
}

bool operator==(const AnalysisShown& a, const AnalysisShown& b) { return parts(a) == parts(b); }

}  // namespace flowspace
