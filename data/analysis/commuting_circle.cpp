// See commuting_circle.h.
#include "data/analysis/commuting_circle.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>

namespace flowspace {
namespace {

using Membership = std::vector<std::optional<std::uint32_t>>;

std::size_t core_count(const CommutingRegion& region) {
    std::size_t count = 0;
    for (const auto& core : region.core)
        if (core) count = std::max<std::size_t>(count, *core + 1);
    return count;
}

std::vector<double> core_residents(const CommutingRegion& region) {
    std::vector<double> residents(core_count(region), 0);
    for (std::size_t unit = 0; unit < region.core.size(); ++unit)
        if (region.core[unit]) residents[*region.core[unit]] += region.residents[unit];
    return residents;
}

/// Workers of each unit by the circle they work in.
std::vector<std::vector<double>> workers_into(const CommutingRegion& region, const Membership& circle,
                                              std::size_t cores) {
    std::vector<std::vector<double>> into(region.residents.size(), std::vector<double>(cores, 0));
    for (const Commuters& some : region.commuting)
        if (circle[some.work]) into[some.home][*circle[some.work]] += some.workers;
    return into;
}

std::uint32_t root_of(const std::vector<std::uint32_t>& merged, std::uint32_t core) {
    while (merged[core] != core) core = merged[core];
    return core;
}

/// Each core's name after merging.
std::vector<std::uint32_t> merge_cores(const CommutingRegion& region, double share) {
    const std::vector<double> residents = core_residents(region);
    std::vector<std::uint32_t> merged(residents.size());
    std::iota(merged.begin(), merged.end(), 0u);
    SquareMatrix between(residents.size(), 0);
    for (const Commuters& some : region.commuting)
        if (region.core[some.home] && region.core[some.work])
            between(*region.core[some.home], *region.core[some.work]) += some.workers;
    for (std::uint32_t from = 0; from < residents.size(); ++from)
        for (std::uint32_t to = 0; to < residents.size(); ++to) {
            if (from == to || !(residents[from] > 0) || between(from, to) < share * residents[from]) continue;
            const std::uint32_t a = root_of(merged, from), b = root_of(merged, to);
            if (a == b) continue;
            const bool a_leads = residents[a] > residents[b] || (residents[a] == residents[b] && a < b);
            merged[a_leads ? b : a] = a_leads ? a : b;
        }
    for (std::uint32_t core = 0; core < merged.size(); ++core) merged[core] = root_of(merged, core);
    return merged;
}

/// Whether a unit is near enough to a core for the rule.
bool in_time(const CommutingRegion& region, const Membership& core, std::uint32_t unit, std::uint32_t to,
             const CircleRule& rule) {
    if (!rule.most_minutes) return true;
    for (std::uint32_t other = 0; other < core.size(); ++other)
        if (core[other] == to && region.minutes(unit, other) <= *rule.most_minutes) return true;
    return false;
}

/// The circle with the largest share of the unit's workers, if that is enough.
std::optional<std::uint32_t> joins(const CommutingRegion& region, const Membership& core, std::uint32_t unit,
                                   const std::vector<double>& into, const std::vector<double>& residents,
                                   const CircleRule& rule) {
    if (!(region.residents[unit] > 0)) return {};
    std::optional<std::uint32_t> best;
    for (std::uint32_t to = 0; to < into.size(); ++to) {
        if (into[to] < rule.share * region.residents[unit] || !(into[to] > 0)) continue;
        if (!in_time(region, core, unit, to, rule)) continue;
        if (!best || into[to] > into[*best] || (into[to] == into[*best] && residents[to] > residents[*best]))
            best = to;
    }
    return best;
}

using Neighbourhood = std::vector<std::vector<std::uint32_t>>;

Neighbourhood neighbourhood(const CommutingRegion& region) {
    Neighbourhood near(region.residents.size());
    for (const auto& [a, b] : region.neighbours) {
        near[a].push_back(b);
        near[b].push_back(a);
    }
    return near;
}

/// The circle that all neighbours are in.
std::optional<std::uint32_t> surrounded_by(const std::vector<std::uint32_t>& near, const Membership& circle) {
    if (near.empty() || !circle[near.front()]) return {};
    for (const std::uint32_t other : near)
        if (circle[other] != circle[near.front()]) return {};
    return circle[near.front()];
}

/// Units that a circle surrounds join it, whatever they were in, cores aside.
void fill(const Neighbourhood& near, const Membership& core, Circles& circles) {
    bool again = true;
    while (again) {
        again = false;
        for (std::uint32_t unit = 0; unit < near.size(); ++unit) {
            const auto around = surrounded_by(near[unit], circles.circle);
            if (!around || core[unit] || circles.circle[unit] == around) continue;
            if (circles.circle[unit]) continue;  // a unit of another circle stays in it
            circles.circle[unit] = around;
            circles.status[unit] = CircleStatus::filled;
            again = true;
        }
    }
}

/// Units that cannot be reached from their core inside their circle leave it.
void drop(const Neighbourhood& near, const Membership& core, Circles& circles) {
    std::vector<std::uint8_t> reached(near.size(), 0);
    std::vector<std::uint32_t> open;
    for (std::uint32_t unit = 0; unit < near.size(); ++unit)
        if (core[unit]) {
            reached[unit] = 1;
            open.push_back(unit);
        }
    while (!open.empty()) {
        const std::uint32_t at = open.back();
        open.pop_back();
        for (const std::uint32_t next : near[at])
            if (!reached[next] && circles.circle[next] && circles.circle[next] == circles.circle[at]) {
                reached[next] = 1;
                open.push_back(next);
            }
    }
    for (std::uint32_t unit = 0; unit < near.size(); ++unit)
        if (circles.circle[unit] && !reached[unit]) {
            circles.circle[unit].reset();
            circles.status[unit] = CircleStatus::dropped;
        }
}

}  // namespace

Circles commuting_circles(const CommutingRegion& region, const CircleRule& rule) {
    const std::size_t units = region.residents.size();
    Circles circles{Membership(units), std::vector<CircleStatus>(units, CircleStatus::outside),
                    merge_cores(region, rule.share)};
    for (std::uint32_t unit = 0; unit < units; ++unit)
        if (region.core[unit]) {
            circles.circle[unit] = circles.merged[*region.core[unit]];
            circles.status[unit] = CircleStatus::core;
        }
    const Membership core = circles.circle;
    std::vector<double> residents(circles.merged.size(), 0);
    const std::vector<double> own = core_residents(region);
    for (std::size_t at = 0; at < own.size(); ++at) residents[circles.merged[at]] += own[at];
    bool grew = true;
    while (grew) {
        grew = false;
        const auto into = workers_into(region, circles.circle, residents.size());
        Membership next = circles.circle;
        for (std::uint32_t unit = 0; unit < units; ++unit) {
            if (next[unit]) continue;
            next[unit] = joins(region, core, unit, into[unit], residents, rule);
            if (!next[unit]) continue;
            circles.status[unit] = CircleStatus::hinterland;
            grew = true;
        }
        circles.circle = std::move(next);
        if (rule.reach == CircleRule::Reach::core) break;
    }
    const Neighbourhood near = neighbourhood(region);
    fill(near, core, circles);
    drop(near, core, circles);
    fill(near, core, circles);
    return circles;
}

Circles isochrone_circles(const CommutingRegion& region, double minutes) {
    const std::size_t units = region.residents.size();
    Circles circles{Membership(units), std::vector<CircleStatus>(units, CircleStatus::outside),
                    std::vector<std::uint32_t>(core_count(region))};
    std::iota(circles.merged.begin(), circles.merged.end(), 0u);
    for (std::uint32_t unit = 0; unit < units; ++unit) {
        circles.circle[unit] = region.core[unit];
        if (region.core[unit]) {
            circles.status[unit] = CircleStatus::core;
            continue;
        }
        double nearest = minutes;
        for (std::uint32_t to = 0; to < units; ++to) {
            if (!region.core[to] || !(region.minutes(unit, to) <= nearest)) continue;
            const bool tie = circles.circle[unit] && region.minutes(unit, to) == nearest;
            if (tie && *circles.circle[unit] <= *region.core[to]) continue;
            nearest = region.minutes(unit, to);
            circles.circle[unit] = region.core[to];
            circles.status[unit] = CircleStatus::hinterland;
        }
    }
    return circles;
}

std::vector<std::vector<double>> core_shares(const CommutingRegion& region) {
    auto shares = workers_into(region, region.core, core_count(region));
    for (std::size_t unit = 0; unit < shares.size(); ++unit)
        for (double& share : shares[unit])
            share = region.residents[unit] > 0 ? share / region.residents[unit]
                                               : std::numeric_limits<double>::quiet_NaN();
    return shares;
}

std::vector<CircleTotals> circle_totals(const CommutingRegion& region, const Circles& circles) {
    std::map<std::uint32_t, CircleTotals> totals;
    for (std::size_t unit = 0; unit < circles.circle.size(); ++unit) {
        if (!circles.circle[unit]) continue;
        CircleTotals& total = totals[*circles.circle[unit]];
        total.core = *circles.circle[unit];
        ++total.units;
        total.residents += region.residents[unit];
    }
    std::map<std::uint32_t, double> inside, jobs;
    for (const Commuters& some : region.commuting) {
        const auto work = circles.circle[some.work];
        if (!work) continue;
        jobs[*work] += some.workers;
        if (circles.circle[some.home] == work) inside[*work] += some.workers;
    }
    std::vector<CircleTotals> result;
    for (auto& [core, total] : totals) {
        if (total.residents > 0) total.supply_containment = inside[core] / total.residents;
        if (jobs[core] > 0) total.demand_containment = inside[core] / jobs[core];
        result.push_back(total);
    }
    return result;
}

std::optional<CommuteTimes> commute_times(const CommutingRegion& region, const Circles& circles,
                                          std::uint32_t core, double inner_minutes) {
    CommuteTimes times;
    for (const Commuters& some : region.commuting) {
        if (circles.circle[some.home] != core || circles.circle[some.work] != core) continue;
        const double minutes = some.home == some.work ? inner_minutes : region.minutes(some.home, some.work);
        if (!std::isfinite(minutes)) continue;
        times.workers += some.workers;
        times.mean_minutes += some.workers * minutes;
        if (minutes <= 45) times.within_45 += some.workers;
        if (minutes > 60) times.beyond_60 += some.workers;
    }
    if (!(times.workers > 0)) return {};
    for (double* value : {&times.mean_minutes, &times.within_45, &times.beyond_60}) *value /= times.workers;
    return times;
}

std::optional<AreaMatch> area_match(std::span<const double> residents, std::span<const std::uint8_t> found,
                                    std::span<const std::uint8_t> official) {
    assert(residents.size() == found.size() && residents.size() == official.size());
    double in_found = 0, in_official = 0, in_both = 0;
    for (std::size_t unit = 0; unit < residents.size(); ++unit) {
        if (found[unit]) in_found += residents[unit];
        if (official[unit]) in_official += residents[unit];
        if (found[unit] && official[unit]) in_both += residents[unit];
    }
    if (!(in_found > 0) || !(in_official > 0)) return {};
    return AreaMatch{in_both / in_official, in_both / in_found};
}

}  // namespace flowspace
