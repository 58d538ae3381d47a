// See stl.h. Positions are from 1 where the paper's are, as doubles.
#include "data/analysis/stl.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace flowspace {
namespace {

using Series = std::vector<double>;
using Weights = const Series*;  // nothing: all alike

struct Smoother {
    std::size_t window = 0;
    std::size_t degree = 0;
    std::size_t jump = 1;
};

std::size_t next_odd(double number) {
    const auto whole = static_cast<std::size_t>(std::ceil(number - 1e-9));
    return whole % 2 == 0 ? whole + 1 : whole;
}

/// The points that a fit looks at, from 1, both included.
struct Reach {
    std::size_t left = 1;
    std::size_t right = 1;
};

/// Tricube weights of the points in reach of x, times the robust ones, summing to 1; empty if all are 0.
Series near_weights(std::size_t count, double x, Reach reach, const Smoother& smoother, Weights robust) {
    double h = std::max(x - static_cast<double>(reach.left), static_cast<double>(reach.right) - x);
    if (smoother.window > count) h += static_cast<double>((smoother.window - count) / 2);
    Series weights(reach.right - reach.left + 1, 0);
    double sum = 0;
    for (std::size_t j = reach.left; j <= reach.right; ++j) {
        const double r = std::abs(static_cast<double>(j) - x);
        if (r > 0.999 * h) continue;
        double& weight = weights[j - reach.left];
        const double third = r / h;
        weight = r <= 0.001 * h ? 1 : std::pow(1 - third * third * third, 3);
        if (robust) weight *= (*robust)[j - 1];
        sum += weight;
    }
    if (!(sum > 0)) return {};
    for (double& weight : weights) weight /= sum;
    if (!(h > 0) || smoother.degree == 0) return weights;
    double mean = 0, spread = 0;
    for (std::size_t j = reach.left; j <= reach.right; ++j)
        mean += weights[j - reach.left] * static_cast<double>(j);
    for (std::size_t j = reach.left; j <= reach.right; ++j)
        spread += weights[j - reach.left] * std::pow(static_cast<double>(j) - mean, 2);
    if (std::sqrt(spread) <= 0.001 * static_cast<double>(count - 1)) return weights;
    const double tilt = (x - mean) / spread;
    for (std::size_t j = reach.left; j <= reach.right; ++j)
        weights[j - reach.left] *= tilt * (static_cast<double>(j) - mean) + 1;
    return weights;
}

double fit_at(const Series& y, double x, Reach reach, const Smoother& smoother, Weights robust,
              double otherwise) {
    const Series weights = near_weights(y.size(), x, reach, smoother, robust);
    if (weights.empty()) return otherwise;
    double sum = 0;
    for (std::size_t at = 0; at < weights.size(); ++at) sum += weights[at] * y[reach.left - 1 + at];
    return sum;
}

/// The reach of the fit at point i (from 1) of `count`.
Reach reach_at(std::size_t i, std::size_t count, std::size_t window) {
    if (window >= count) return {1, count};
    const std::size_t half = (window + 1) / 2;
    if (i < half) return {1, window};
    if (i >= count - half + 1) return {count - window + 1, count};
    return {i - half + 1, window + i - half};
}

/// Local regression at all points of y.
Series smooth(const Series& y, const Smoother& smoother, Weights robust) {
    const std::size_t count = y.size();
    if (count < 2) return y;
    const std::size_t jump = std::min(smoother.jump, count - 1);
    Series fitted(count, 0);
    const auto fit = [&](std::size_t i) {
        fitted[i - 1] = fit_at(y, static_cast<double>(i), reach_at(i, count, smoother.window), smoother,
                               robust, y[i - 1]);
    };
    const auto join = [&](std::size_t from, std::size_t to) {
        const double slope = (fitted[to - 1] - fitted[from - 1]) / static_cast<double>(to - from);
        for (std::size_t i = from + 1; i < to; ++i)
            fitted[i - 1] = fitted[from - 1] + slope * static_cast<double>(i - from);
    };
    std::size_t last = 1;
    fit(1);
    for (std::size_t i = 1 + jump; i <= count; i += jump) {
        fit(i);
        join(last, i);
        last = i;
    }
    if (last != count) {
        // As in the Fortran: the end is fitted with the reach of the last fit before it.
        fitted[count - 1] = fit_at(y, static_cast<double>(count), reach_at(last, count, smoother.window),
                                   smoother, robust, y[count - 1]);
        join(last, count);
    }
    return fitted;
}

/// Each point of the season smoothed over the seasons, and one season more at either end.
Series cycle_subseries(const Series& y, std::size_t period, const Smoother& smoother, Weights robust) {
    Series result(y.size() + 2 * period, 0);
    for (std::size_t j = 0; j < period; ++j) {
        Series sub, weights;
        for (std::size_t at = j; at < y.size(); at += period) {
            sub.push_back(y[at]);
            if (robust) weights.push_back((*robust)[at]);
        }
        const Weights own = robust ? &weights : nullptr;
        const std::size_t count = sub.size();
        const Series inner = smooth(sub, smoother, own);
        const double before =
            fit_at(sub, 0, {1, std::min(smoother.window, count)}, smoother, own, inner.front());
        const std::size_t left = count > smoother.window ? count - smoother.window + 1 : 1;
        const double after =
            fit_at(sub, static_cast<double>(count + 1), {left, count}, smoother, own, inner.back());
        result[j] = before;
        for (std::size_t m = 0; m < count; ++m) result[(m + 1) * period + j] = inner[m];
        result[(count + 1) * period + j] = after;
    }
    return result;
}

Series moving_average(const Series& x, std::size_t length) {
    Series averages;
    double sum = std::accumulate(x.begin(), x.begin() + static_cast<std::ptrdiff_t>(length), 0.0);
    averages.push_back(sum / static_cast<double>(length));
    for (std::size_t at = length; at < x.size(); ++at) {
        sum += x[at] - x[at - length];
        averages.push_back(sum / static_cast<double>(length));
    }
    return averages;
}

/// Bisquare weights by the distance from the fit, in units of 6 median distances.
Series robust_weights(const Series& remainder) {
    Series distance;
    for (const double value : remainder) distance.push_back(std::abs(value));
    Series sorted = distance;
    std::ranges::sort(sorted);
    const std::size_t count = sorted.size(), upper = count / 2, lower = count - upper - 1;
    const double far = 3 * (sorted[upper] + sorted[lower]);
    for (double& value : distance) {
        const double ratio = value / far;
        value = value <= 0.001 * far ? 1 : value <= 0.999 * far ? std::pow(1 - ratio * ratio, 2) : 0;
    }
    return distance;
}

struct Plan {
    std::size_t period = 0;
    Smoother season, trend, low;
};

Plan plan_of(const StlOptions& options, Season season, std::size_t count) {
    const bool periodic = season == Season::periodic;
    const std::size_t window =
        periodic ? 10 * count + 1 : std::max<std::size_t>(3, options.season_window | 1);
    const double wanted = 1.5 * static_cast<double>(options.period) / (1 - 1.5 / static_cast<double>(window));
    const std::size_t trend = options.trend_window ? options.trend_window | 1 : next_odd(wanted);
    const std::size_t low =
        options.low_window ? options.low_window | 1 : next_odd(static_cast<double>(options.period));
    const auto jump = [](std::size_t given, std::size_t of) { return given ? given : (of + 9) / 10; };
    return {.period = options.period,
            .season = {window, periodic ? 0 : options.season_degree, jump(options.season_jump, window)},
            .trend = {std::max<std::size_t>(3, trend), 1, jump(options.trend_jump, trend)},
            .low = {std::max<std::size_t>(3, low), 1, jump(options.low_jump, low)}};
}

/// One inner loop: season, then trend.
void refine(const Series& y, const Plan& plan, Weights robust, Stl& parts) {
    Series work(y.size());
    for (std::size_t at = 0; at < y.size(); ++at) work[at] = y[at] - parts.trend[at];
    const Series cycles = cycle_subseries(work, plan.period, plan.season, robust);
    const Series averaged =
        moving_average(moving_average(moving_average(cycles, plan.period), plan.period), 3);
    const Series low = smooth(averaged, plan.low, nullptr);
    for (std::size_t at = 0; at < y.size(); ++at) {
        parts.season[at] = cycles[plan.period + at] - low[at];
        work[at] = y[at] - parts.season[at];
    }
    parts.trend = smooth(work, plan.trend, robust);
}

void make_periodic(Series& season, std::size_t period) {
    for (std::size_t j = 0; j < period; ++j) {
        double sum = 0, count = 0;
        for (std::size_t at = j; at < season.size(); at += period) sum += season[at], ++count;
        for (std::size_t at = j; at < season.size(); at += period) season[at] = sum / count;
    }
}

}  // namespace

Result<Stl> stl(std::span<const double> series, StlOptions options, Season season, std::stop_token stop) {
    const Series y(series.begin(), series.end());
    if (options.period < 2) return Error{"a season needs at least 2 points"};
    if (y.size() < 2 * options.period + 1) return Error{"the series is shorter than two seasons"};
    if (std::ranges::any_of(y, [](double value) { return !std::isfinite(value); }))
        return Error{"the series has a gap"};
    const Plan plan = plan_of(options, season, y.size());
    Stl parts{Series(y.size(), 0), Series(y.size(), 0), Series(y.size(), 0), Series(y.size(), 1)};
    for (std::size_t outer = 0; outer <= options.outer; ++outer) {
        for (std::size_t inner = 0; inner < std::max<std::size_t>(1, options.inner); ++inner) {
            if (stop.stop_requested()) return Error{"stopped"};
            refine(y, plan, outer > 0 ? &parts.weight : nullptr, parts);
        }
        for (std::size_t at = 0; at < y.size(); ++at)
            parts.remainder[at] = y[at] - parts.season[at] - parts.trend[at];
        if (outer < options.outer) parts.weight = robust_weights(parts.remainder);
    }
    if (season == Season::periodic) make_periodic(parts.season, plan.period);
    for (std::size_t at = 0; at < y.size(); ++at)
        parts.remainder[at] = y[at] - parts.season[at] - parts.trend[at];
    return parts;
}

double strength_of(std::span<const double> part, std::span<const double> remainder) {
    const auto variance = [](const Series& values) {
        const double mean =
            std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
        double sum = 0;
        for (const double value : values) sum += (value - mean) * (value - mean);
        return sum;
    };
    Series both(part.begin(), part.end());
    for (std::size_t at = 0; at < both.size(); ++at) both[at] += remainder[at];
    const double whole = variance(both);
    return whole > 0 ? std::max(0.0, 1 - variance({remainder.begin(), remainder.end()}) / whole) : 0;
}

}  // namespace flowspace
