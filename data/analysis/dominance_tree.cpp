// See dominance_tree.h.
#include "data/analysis/dominance_tree.h"

namespace flowspace {

std::vector<Dominance> dominance_tree(SquareView flows) {
    std::vector<Dominance> tree(flows.size);
    for (std::uint32_t from = 0; from < flows.size; ++from)
        for (std::uint32_t to = 0; to < flows.size; ++to) {
            const double flow = flows(from, to);
            if (from == to || !(flow > 0)) continue;
            tree[to].inflow += flow;
            if (flow <= tree[from].largest_outflow) continue;
            tree[from].largest_outflow = flow;
            tree[from].largest_to = to;
        }
    for (Dominance& place : tree)
        if (place.largest_to && tree[*place.largest_to].inflow > place.inflow) place.above = place.largest_to;
    for (std::uint32_t at = 0; at < tree.size(); ++at) {
        std::uint32_t root = at;  // ends: inflow grows with every step
        while (tree[root].above) {
            root = *tree[root].above;
            ++tree[at].level;
        }
        tree[at].root = root;
    }
    return tree;
}

}  // namespace flowspace
