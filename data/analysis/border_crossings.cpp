#include "data/analysis/border_crossings.h"

#include "data/pair_selection.h"

#include <algorithm>

namespace flowspace {

std::map<std::pair<GroupId, GroupId>, BorderCrossing> border_crossings(const Atlas& atlas,
                                                                       const GravityGround& ground,
                                                                       const GravityRows& rows,
                                                                       const PpmlFit& fit) {
    const auto provinces = groups_of_places(atlas, GroupKind::province, MembershipRows::listed);
    std::map<std::pair<GroupId, GroupId>, BorderCrossing> crossings;
    for (std::size_t at = 0; at < rows.rows.size(); ++at) {
        const GravityRows::Row& row = rows.rows[at];
        const auto& from = provinces[index(ground.places[row.origin])];
        const auto& to = provinces[index(ground.places[row.destination])];
        if (!fit.kept[at] || from.empty() || to.empty() || from.front() == to.front()) continue;
        BorderCrossing& crossing = crossings[std::minmax(from.front(), to.front())];
        crossing.flow += row.flow;
        crossing.expected += fit.fitted[at];
        ++crossing.rows;
        crossing.zeros += row.flow > 0 ? 0 : 1;
    }
    return crossings;
}

}  // namespace flowspace
