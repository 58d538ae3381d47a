// Along which other places flows are drawn where they are bundled: a picture's matter, never a route.
#pragma once

#include "data/ids.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace flowspace {

struct FlowWays {
    /// One more than there are flows: those of flow i are nodes[first[i]] up to nodes[first[i + 1]].
    std::vector<std::uint32_t> first = {0};
    std::vector<NodeId> nodes = {};  // between the ends of each, in its direction
    std::size_t bundled = 0;         // flows with any

    std::size_t flows() const { return first.size() - 1; }
    std::span<const NodeId> of(std::size_t flow) const {
        return std::span(nodes).subspan(first[flow], first[flow + 1] - first[flow]);
    }
};

}  // namespace flowspace
