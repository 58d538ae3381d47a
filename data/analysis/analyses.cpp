// THE list of analyses, in the order of --help. Each is declared here and lives in a file of its name.
#include "data/analysis/analysis.h"

#include <algorithm>
#include <array>

namespace flowspace {

Analysis aggregation_analysis();  // each in data/analysis/<key>_analysis.cpp
Analysis integration_analysis();
Analysis border_analysis();
Analysis interaction_analysis();
Analysis hierarchy_analysis();
Analysis centrality_analysis();
Analysis communities_analysis();
Analysis circles_analysis();
Analysis resilience_analysis();
Analysis equity_analysis();
Analysis stage_analysis();
Analysis monitoring_analysis();
Analysis circulation_analysis();
Analysis temporal_analysis();
Analysis backbone_analysis();
Analysis market_analysis();
Analysis flowspace_analysis();
Analysis pressures_analysis();

std::span<const Analysis> all_analyses() {
    static const std::array analyses = {
        aggregation_analysis(), integration_analysis(), border_analysis(),      interaction_analysis(),
        hierarchy_analysis(),   centrality_analysis(),  communities_analysis(), circles_analysis(),
        resilience_analysis(),  equity_analysis(),      stage_analysis(),       monitoring_analysis(),
        circulation_analysis(), temporal_analysis(),    backbone_analysis(),    market_analysis(),
        flowspace_analysis(),   pressures_analysis(),
    };
    return analyses;
}

const Analysis* find_analysis(std::string_view key) {
    const std::span<const Analysis> all = all_analyses();
    const auto found = std::ranges::find(all, key, &Analysis::key);
    return found == all.end() ? nullptr : &*found;
}

}  // namespace flowspace
