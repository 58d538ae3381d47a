#include "viewer/analysis_shown.h"

#include "viewer/settings.h"

#include <tuple>

namespace flowspace {

bool operator==(const AnalysisShown& a, const AnalysisShown& b) {
    return std::tie(a.name, a.settings, a.group, a.on_map) == std::tie(b.name, b.settings, b.group, b.on_map);
}

}  // namespace flowspace
