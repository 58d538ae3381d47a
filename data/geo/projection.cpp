#include "data/geo/projection.h"

#include <fmt/format.h>
#include <proj.h>

#include <cmath>

namespace flowspace {

struct Projection::State {
    PJ_CONTEXT* context = nullptr;
    PJ* transform = nullptr;
    std::string crs;

    State() = default;
    State(const State&) = delete;
    State& operator=(const State&) = delete;
    ~State() {
        if (transform != nullptr) proj_destroy(transform);
        if (context != nullptr) proj_context_destroy(context);
    }
};

Projection::Projection(std::unique_ptr<State> state) : state_(std::move(state)) {}
Projection::Projection(Projection&&) noexcept = default;
Projection& Projection::operator=(Projection&&) noexcept = default;
Projection::~Projection() = default;

Result<Projection> Projection::create(const std::string& crs) {
    auto state = std::make_unique<State>();
    state->context = proj_context_create();
    state->crs = crs;
    proj_log_level(state->context, PJ_LOG_NONE);
    proj_context_set_enable_network(state->context, 0);

    PJ* as_declared = proj_create_crs_to_crs(state->context, "EPSG:4326", crs.c_str(), nullptr);
    if (as_declared == nullptr) {
        const int code = proj_context_errno(state->context);
        return Error{fmt::format(
            "crs: unknown-crs: found '{:.80}', expected what PROJ understands, such as EPSG:3857 ({}; "
            "proj.db is looked for in {})",
            crs, proj_context_errno_string(state->context, code), proj_info().searchpath)};
    }
    // Longitude first, latitude second, whatever the authority says.
    state->transform = proj_normalize_for_visualization(state->context, as_declared);
    proj_destroy(as_declared);
    if (state->transform == nullptr)
        return Error{
            fmt::format("crs: unusable-crs: found '{:.80}', expected a projected map of the earth", crs)};
    return Projection(std::move(state));
}

std::optional<MapPoint> Projection::forward(LonLat where) const {
    const PJ_COORD out =
        proj_trans(state_->transform, PJ_FWD, proj_coord(where.lon_deg, where.lat_deg, 0, 0));
    if (!std::isfinite(out.xy.x) || !std::isfinite(out.xy.y)) return std::nullopt;
    return MapPoint{out.xy.x, out.xy.y};
}

std::optional<LonLat> Projection::inverse(MapPoint where) const {
    const PJ_COORD out = proj_trans(state_->transform, PJ_INV, proj_coord(where.x_m, where.y_m, 0, 0));
    if (!std::isfinite(out.xy.x) || !std::isfinite(out.xy.y)) return std::nullopt;
    return LonLat{out.xy.x, out.xy.y};
}

const std::string& Projection::crs() const { return state_->crs; }

}  // namespace flowspace
