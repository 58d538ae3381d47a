#include "viewer/chord.h"

#include <algorithm>
#include <cassert>
#include <functional>

namespace flowspace {

namespace {

constexpr double gaps = 0.12;  // of the turn, all of them

/// What each group sends each other, row by row.
class Sent {
public:
    Sent(std::size_t count, std::span<const ChordFlow> flows) : count_(count), value_(count * count, 0) {
        for (const ChordFlow& flow : flows) {
            assert(flow.from < count && flow.to < count && flow.value >= 0);
            value_[flow.from * count + flow.to] += flow.value;
        }
    }
    double operator()(std::size_t from, std::size_t to) const { return value_[from * count_ + to]; }
    double all() const {
        double sum = 0;
        for (const double value : value_) sum += value;
        return sum;
    }

private:
    std::size_t count_;
    std::vector<double> value_;
};

}  // namespace

Chord make_chord(std::size_t count, std::span<const ChordFlow> flows) {
    Chord made;
    const Sent sent(count, flows);
    const double all = sent.all();
    if (!(all > 0)) return made;
    const double gap = gaps / static_cast<double>(count), scale = (1 - gaps) / all;
    struct End {
        double from = 0, to = 0;
    };
    std::vector<End> ends(count * count);
    double at = gap / 2;
    for (std::size_t group = 0; group < count; ++group) {
        Chord::Arc arc{.from = at, .stays = sent(group, group)};
        // Clockwise along the arc: first what goes to the group before it, last what goes to the next one.
        for (std::size_t step = 0; step < count; ++step) {
            const bool middle = step == count / 2;
            if (middle) {
                arc.stays_from = at;
                at = arc.stays_to = at + arc.stays * scale;
            }
            const std::size_t other = (group + count - step - 1) % count;
            if (other == group) continue;
            End& end = ends[group * count + other];
            end.from = at;
            at = end.to = at + sent(group, other) * scale;
            arc.sent += sent(group, other);
        }
        arc.to = at;
        at += gap;
        made.arcs.push_back(arc);
    }
    for (std::size_t a = 0; a < count; ++a)
        for (std::size_t b = a + 1; b < count; ++b) {
            const End &one = ends[a * count + b], &other = ends[b * count + a];
            if (sent(a, b) + sent(b, a) > 0)
                made.bands.push_back({a, b, one.from, one.to, other.from, other.to, sent(a, b), sent(b, a)});
        }
    std::ranges::stable_sort(made.bands, std::ranges::greater{},
                             [](const Chord::Band& band) { return band.a_sends + band.b_sends; });
    return made;
}

}  // namespace flowspace
