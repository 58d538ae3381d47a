#include "data/analysis/dense_distances.h"

#include "data/source/parallel.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>

namespace flowspace {
namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();
constexpr std::size_t together = 4;  // rows read beside each other, so that what is found is stored once

/// What is found by way of the places whose rows and distances these are.
template <std::size_t count>
[[gnu::always_inline]] inline void relax_by(const std::array<const double*, count>& rows,
                                            const std::array<double, count>& from, double* found,
                                            std::size_t n) {
    for (std::size_t to = 0; to < n; ++to) {
        double least = found[to];
        for (std::size_t row = 0; row < count; ++row) {
            const double by = from[row] + rows[row][to];
            least = by < least ? by : least;
        }
        found[to] = least;
    }
}

/// Room that the ways from one place after the other need.
struct Work {
    std::vector<std::uint32_t> waiting, settled;
    std::vector<double> from;  // distances of the settled
};

[[gnu::always_inline]] inline void relax_settled(const double* length, std::size_t n, const Work& work,
                                                 std::size_t count, double* found) {
    std::size_t at = 0;
    for (; at + together <= count; at += together) {
        std::array<const double*, together> rows;
        std::array<double, together> from;
        for (std::size_t row = 0; row < together; ++row) {
            rows[row] = length + work.settled[at + row] * n;
            from[row] = work.from[at + row];
        }
        relax_by(rows, from, found, n);
    }
    for (; at < count; ++at) relax_by<1>({length + work.settled[at] * n}, {work.from[at]}, found, n);
}

void relax_portably(const double* length, std::size_t n, const Work& work, std::size_t count, double* found) {
    relax_settled(length, n, work, count, found);
}

#if defined(__x86_64__)
[[gnu::target("avx2")]] void relax_by_four(const double* length, std::size_t n, const Work& work,
                                           std::size_t count, double* found) {
    relax_settled(length, n, work, count, found);
}
#endif

using Relax = void (*)(const double*, std::size_t, const Work&, std::size_t, double*);

Relax relax_at(Speed speed) {
#if defined(__x86_64__)
    if (speed == Speed::best && __builtin_cpu_supports("avx2")) return relax_by_four;
#endif
    (void)speed;
    return relax_portably;
}

/// Per place the shortest link that leads to it.
std::vector<double> cheapest_links(std::span<const double> length, std::size_t n) {
    std::vector<double> cheapest(n, infinite);
    for (std::size_t from = 0; from < n; ++from)
        for (std::size_t to = 0; to < n; ++to)
            if (from != to) cheapest[to] = std::min(cheapest[to], length[from * n + to]);
    return cheapest;
}

/// Divides the `left` waiting places: what is final is settled, the rest waits on. Returns how many each are.
struct Divided {
    std::size_t settled = 0, waiting = 0;
};
Divided divide(Work& work, std::size_t left, double nearest, const double* cheapest, const double* found) {
    Divided made;
    for (std::size_t at = 0; at < left; ++at) {
        const std::uint32_t place = work.waiting[at];
        const bool final = found[place] <= nearest + cheapest[place];
        work.settled[made.settled] = place;
        work.from[made.settled] = found[place];
        work.waiting[made.waiting] = place;
        made.settled += final ? 1 : 0;
        made.waiting += final ? 0 : 1;
    }
    return made;
}

void distances_from(std::size_t source, std::span<const double> length, std::span<const double> cheapest,
                    Relax relax, Work& work, std::span<double> found) {
    const std::size_t n = found.size();
    std::ranges::copy(length.subspan(source * n, n), found.begin());
    found[source] = 0;
    std::size_t left = 0;
    for (std::uint32_t place = 0; place < n; ++place)
        if (place != source) work.waiting[left++] = place;
    while (left > 0) {
        double nearest = infinite;
        for (std::size_t at = 0; at < left; ++at) nearest = std::min(nearest, found[work.waiting[at]]);
        if (!(nearest < infinite)) return;  // no way leads to those left
        const Divided made = divide(work, left, nearest, cheapest.data(), found.data());
        if (made.waiting == 0) return;
        relax(length.data(), n, work, made.settled, found.data());
        left = made.waiting;
    }
}

}  // namespace

std::vector<double> dense_distances(std::span<const double> length, std::size_t n,
                                    const std::stop_token& stop, Speed speed) {
    const std::vector<double> cheapest = cheapest_links(length, n);
    const Relax relax = relax_at(speed);
    std::vector<double> distance(n * n);
    const std::size_t jobs = std::min<std::size_t>(n, 16 * all_threads());  // each with room of its own
    run_parallel(jobs, all_threads(), [&](std::size_t job) {
        Work work{std::vector<std::uint32_t>(n), std::vector<std::uint32_t>(n), std::vector<double>(n)};
        for (std::size_t source = job; source < n && !stop.stop_requested(); source += jobs)
            distances_from(source, length, cheapest, relax, work, std::span(distance).subspan(source * n, n));
    });
    if (stop.stop_requested()) return {};
    return distance;
}

}  // namespace flowspace
