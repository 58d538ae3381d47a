// A failure that spreads by overload: what must carry more than it can fails in turn.
#pragma once

#include "data/analysis/failure.h"
#include "data/analysis/network.h"

#include <cstdint>
#include <optional>
#include <span>
#include <stop_token>
#include <vector>

namespace flowspace {

/// What a place carries: the shortest ways of all pairs alike, or of the demand. Trip ends are counted in
/// both, since a place without load would otherwise have no capacity.
enum class LoadKind : std::uint8_t { pairs, demand };

struct CascadeOptions {
    LoadKind load = LoadKind::demand;
    double tolerance = 0.25;  // alpha: capacity is (1 + alpha) times the intact load
};

/// The state after places failed together.
struct CascadeRound {
    std::vector<std::uint32_t> failed = {};  // ascending
    FailureEffect effect = {};
};

/// The first round is the failure itself; the last one leaves nothing overloaded.
struct Cascade {
    std::vector<CascadeRound> rounds = {};
    std::size_t failed = 0;  // places, the first ones included
};

/// Loads of the intact network: one per place. Nothing when stopped.
std::optional<std::vector<double>> intact_load(const Neighbours& neighbours, const Intact& intact,
                                               LoadKind kind, std::stop_token stop);

/// All places with a load above capacity x (1 + 1e-12) fail together, until none has. Nothing when stopped.
/// Pre: `load` is that of `intact_load` for options.load.
/// Source: Motter and Lai (2002), PRE 66:065102.
std::optional<Cascade> cascade(const Neighbours& neighbours, const Intact& intact,
                               std::span<const double> load, std::span<const std::uint32_t> first,
                               CascadeOptions options, std::stop_token stop);

}  // namespace flowspace
