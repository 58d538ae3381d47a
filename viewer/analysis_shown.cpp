#include "viewer/analysis_shown.h"

#include "viewer/settings.h"

#include <tuple>

namespace flowspace {

namespace {

auto parts(const AnalysisShown& shown) {
    return std::tie(shown.name, shown.settings, shown.group, shown.layers, shown.steps, shown.on_map,
                    shown.flows, shown.dashboard, shown.measure, shown.period);
}

}  // namespace

bool operator==(const AnalysisShown& a, const AnalysisShown& b) { return parts(a) == parts(b); }

}  // namespace flowspace
