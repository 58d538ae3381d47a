// The answer of an analysis as it lies on the map: made anew only when something that it shows changes.
#pragma once

#include "render/scene/map_overlay.h"
#include "viewer/analysis_run.h"
#include "viewer/memo.h"
#include "viewer/settings.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <tuple>

namespace flowspace {

/// Null where settings.analysis is none, is not to lie on the map, or `answer` is to another analysis.
std::shared_ptr<const MapOverlay> overlay_of(const AnalysisAnswer* answer, const Settings& settings);

class AnalysisMap {
public:
    const std::shared_ptr<const MapOverlay>& update(const AnalysisAnswer* answer, const Settings& settings);

private:
    using Key = std::tuple<std::uint64_t, Kept<AnalysisShown>, Filter, Focus, LayerId, std::optional<PlaceId>,
                           Language>;
    Memo<Key, std::shared_ptr<const MapOverlay>> overlay_;
};

}  // namespace flowspace
