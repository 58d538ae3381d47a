// See agreement.h.
#include "data/analysis/agreement.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <map>
#include <vector>

namespace flowspace {
namespace {

/// Counts of places by the label in a, in b and in both.
struct Counts {
    std::map<std::uint32_t, double> a, b;
    std::map<std::pair<std::uint32_t, std::uint32_t>, double> both;
    double places = 0;
};

Counts count(std::span<const std::uint32_t> a, std::span<const std::uint32_t> b) {
    Counts counts;
    for (std::size_t at = 0; at < a.size(); ++at) {
        if (a[at] == no_community || b[at] == no_community) continue;
        ++counts.a[a[at]];
        ++counts.b[b[at]];
        ++counts.both[{a[at], b[at]}];
        ++counts.places;
    }
    return counts;
}

double entropy(const std::map<std::uint32_t, double>& sizes, double places) {
    double sum = 0;
    for (const auto& [label, size] : sizes) sum -= size / places * std::log(size / places);
    return sum;
}

double mutual_information(const Counts& counts) {
    double sum = 0;
    for (const auto& [labels, size] : counts.both)
        sum += size / counts.places *
               std::log(size * counts.places / (counts.a.at(labels.first) * counts.b.at(labels.second)));
    return sum;
}

double pairs_of(double count) { return count * (count - 1) / 2; }

double adjusted_rand(const Counts& counts) {
    double in_a = 0, in_b = 0, in_both = 0;
    for (const auto& [label, size] : counts.a) in_a += pairs_of(size);
    for (const auto& [label, size] : counts.b) in_b += pairs_of(size);
    for (const auto& [labels, size] : counts.both) in_both += pairs_of(size);
    const double expected = in_a * in_b / pairs_of(counts.places);
    const double most = (in_a + in_b) / 2;
    return most == expected ? 1 : (in_both - expected) / (most - expected);
}

/// By the hypergeometric chance of each overlap. Source: Vinh, Epps and Bailey (2010), JMLR 11:2837.
double expected_information(const Counts& counts) {
    const double n = counts.places;
    const auto log_factorial = [](double value) { return std::lgamma(value + 1); };
    double sum = 0;
    for (const auto& [label_a, a] : counts.a)
        for (const auto& [label_b, b] : counts.b)
            for (double both = std::max(1.0, a + b - n); both <= std::min(a, b); ++both) {
                const double chance = log_factorial(a) + log_factorial(b) + log_factorial(n - a) +
                                      log_factorial(n - b) - log_factorial(n) - log_factorial(both) -
                                      log_factorial(a - both) - log_factorial(b - both) -
                                      log_factorial(n - a - b + both);
                sum += both / n * std::log(n * both / (a * b)) * std::exp(chance);
            }
    return sum;
}

}  // namespace

Agreement agreement(std::span<const std::uint32_t> a, std::span<const std::uint32_t> b) {
    assert(a.size() == b.size());
    const Counts counts = count(a, b);
    Agreement result{.places = static_cast<std::size_t>(counts.places)};
    if (counts.places < 2) return result;
    const double of_a = entropy(counts.a, counts.places), of_b = entropy(counts.b, counts.places);
    const double mutual = mutual_information(counts), mean = (of_a + of_b) / 2;
    result.ari = adjusted_rand(counts);
    result.variation_nats = std::max(0.0, of_a + of_b - 2 * mutual);
    if (mean == 0) return result;  // one community each
    result.nmi = mutual / mean;
    const double expected = expected_information(counts);
    const double room = mean - expected;
    result.ami = std::abs(room) < 1e-15 ? 1 : (mutual - expected) / room;
    return result;
}

}  // namespace flowspace
