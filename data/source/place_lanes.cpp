#include "data/source/place_lanes.h"

#include <limits>

namespace flowspace {

void PlaceLanes::keep(std::size_t count, Width width) {
    clear();
    if (width == Width::wide)
        wide_.resize(count);
    else
        narrow_.resize(count);
}

void PlaceLanes::clear() {
    wide_ = {};
    narrow_ = {};
}

bool PlaceLanes::put(std::size_t at, const TileLanes& lanes) {
    if (!wide_.empty()) {
        wide_[at] = lanes;
        return true;
    }
    bool fits = true;
    for (std::size_t lane = 0; lane < tile_steps; ++lane)
        fits = fits && lanes.scaled[lane] >= std::numeric_limits<std::int32_t>::min() &&
               lanes.scaled[lane] <= std::numeric_limits<std::int32_t>::max() &&
               lanes.rows[lane] <= std::numeric_limits<std::uint16_t>::max();
    if (!fits) return false;
    for (std::size_t lane = 0; lane < tile_steps; ++lane) {
        narrow_[at].scaled[lane] = static_cast<std::int32_t>(lanes.scaled[lane]);
        narrow_[at].rows[lane] = static_cast<std::uint16_t>(lanes.rows[lane]);
    }
    return true;
}

void PlaceLanes::add_to(TileLanes& sum, std::size_t at, int factor) const {
    if (!wide_.empty()) return add_lanes(sum, wide_[at], factor);
    const Narrow& narrow = narrow_[at];
    const auto rows_factor = static_cast<std::uint32_t>(factor);
    for (std::size_t lane = 0; lane < tile_steps; ++lane)
        sum.scaled[lane] += std::int64_t{factor} * narrow.scaled[lane];
    for (std::size_t lane = 0; lane < tile_steps; ++lane) sum.rows[lane] += rows_factor * narrow.rows[lane];
}

}  // namespace flowspace
