// A transport network: places joined by undirected links with a length, and its neighbours laid out for
// walking.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace flowspace {

struct Link {
    std::uint32_t a = 0;
    std::uint32_t b = 0;
    double length = 0;  // > 0; minutes or kilometres

    bool operator==(const Link&) const = default;
};

struct Network {
    std::size_t places = 0;
    std::vector<Link> links = {};
};

/// One way out of a place.
struct Step {
    std::uint32_t to = 0;
    std::uint32_t link = 0;
    double length = 0;
};

/// The steps out of each place, in the order of the links.
class Neighbours {
public:
    /// Pre: ends are below network.places, lengths finite and > 0.
    explicit Neighbours(const Network& network);

    std::size_t places() const { return first_.size() - 1; }
    std::size_t links() const { return links_; }
    std::span<const Step> of(std::size_t place) const {
        return {steps_.data() + first_[place], steps_.data() + first_[place + 1]};
    }

private:
    std::vector<std::size_t> first_;
    std::vector<Step> steps_;
    std::size_t links_ = 0;
};

/// What of a network still works; empty means all of it.
struct Working {
    std::vector<std::uint8_t> place = {};  // one per place, or empty
    std::vector<std::uint8_t> link = {};   // one per link, or empty

    bool has_place(std::size_t at) const { return place.empty() || place[at] != 0; }
    bool has_link(std::size_t at) const { return link.empty() || link[at] != 0; }
};

/// The component that each place is in, numbered from 0 in the order of its first place; a place that does
/// not work is in none and has `no_component`.
inline constexpr std::uint32_t no_component = 0xffffffff;
std::vector<std::uint32_t> components(const Neighbours& neighbours, const Working& working);

/// Places in the largest component; 0 when nothing works.
std::size_t largest_component(const Neighbours& neighbours, const Working& working);

}  // namespace flowspace
