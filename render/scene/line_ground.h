// The ground under lines of the map that stay: looked up when a vertex is first drawn, then remembered.
#pragma once

#include "render/scene/map_lines.h"
#include "render/scene/relief.h"

#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

namespace flowspace {

class LineGround {
public:
    /// Both are kept by reference.
    LineGround(const std::vector<MapLine>& lines, const Relief& relief) : lines_(lines), relief_(relief) {}

    const std::vector<MapLine>& lines() const { return lines_; }

    struct Ground {
        double height_m = std::numeric_limits<double>::quiet_NaN();  // as Relief::ground_m()
        double presence = 0;                                         // as Relief::presence_at()
    };
    /// Under every vertex of a line; at() says which of them are known. Pre: a row of lines().
    Ground* of_line(std::size_t line) {
        if (first_.empty()) make_room();
        return ground_.data() + first_[line];
    }
    /// Pre: `known` is the vertex's, as of_line() gives it.
    const Ground& at(MapPoint vertex, Ground& known) const {
        if (std::isnan(known.height_m)) known = {relief_.ground_m(vertex), relief_.presence_at(vertex)};
        return known;
    }

private:
    void make_room() {
        std::size_t vertices = 0;
        for (const MapLine& line : lines_) {
            first_.push_back(vertices);
            vertices += line.points.size();
        }
        ground_.resize(vertices);
    }

    const std::vector<MapLine>& lines_;
    const Relief& relief_;
    std::vector<std::size_t> first_;
    std::vector<Ground> ground_;
};

}  // namespace flowspace
