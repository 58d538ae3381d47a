// How far two partitions of the same places agree.
#pragma once

#include "data/analysis/modularity.h"

#include <cstdint>
#include <span>

namespace flowspace {

/// Places that are in no community of either partition are left out; labels have no meaning of their own.
struct Agreement {
    double nmi = 1;  // mutual information / arithmetic mean of the entropies; 1 if both are one community
    double ari = 1;  // Hubert and Arabie (1985): 0 expected by chance, 1 the same
    double ami = 1;  // the same for the information; when numbers of communities differ use this
    double variation_nats = 0;  // variation of information, 0 the same
    std::size_t places = 0;     // compared
};
/// Source: Hubert and Arabie (1985); Vinh, Epps and Bailey (2010); Meila (2007).
Agreement agreement(std::span<const std::uint32_t> a, std::span<const std::uint32_t> b);

}  // namespace flowspace
