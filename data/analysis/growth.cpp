#include "data/analysis/growth.h"

#include <map>

namespace flowspace {

GrowthSplit growth_split(std::span<const double> before, std::span<const double> after,
                         std::span<const std::uint32_t> label) {
    GrowthSplit split{.places = label.size()};
    std::map<std::uint32_t, GrowthPart> parts;
    for (std::size_t row = 0; row < label.size(); ++row) {
        GrowthPart& part = parts[label[row]];
        part.group = label[row];
        part.change += after[row] - before[row];
        ++part.places;
    }
    for (const auto& [group, part] : parts) split.change += part.change;
    for (auto& [group, part] : parts) {
        if (split.change > 0) part.contribution = part.change / split.change;
        split.parts.push_back(part);
    }
    return split;
}

}  // namespace flowspace
