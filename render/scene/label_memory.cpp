// What a layout of labels remembers, as bytes and back: a film that goes on where it was cut short.
#include "render/scene/label_layout.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <type_traits>
#include <utility>

namespace flowspace {
namespace {

constexpr std::string_view mark = "labels 2\n";

class Writing {
public:
    template <class T>
    void value(const T& of) {
        static_assert(std::is_arithmetic_v<T> || std::is_enum_v<T>);
        const std::size_t at = bytes_.size();
        bytes_.resize(at + sizeof(T));
        std::memcpy(bytes_.data() + at, &of, sizeof(T));
    }
    template <class T, class Each>
    void list(const std::vector<T>& of, const Each& each) {
        value(static_cast<std::uint64_t>(of.size()));
        for (const T& one : of) each(*this, one);
    }
    std::string take() { return std::move(bytes_); }

private:
    std::string bytes_ = std::string(mark);
};

/// Past the end everything is nothing and well() false.
class Reading {
public:
    explicit Reading(std::string_view bytes) : rest_(bytes) {}

    template <class T>
    void value(T& into) {
        static_assert(std::is_arithmetic_v<T> || std::is_enum_v<T>);
        well_ = well_ && rest_.size() >= sizeof(T);
        if (!well_) return;
        std::memcpy(&into, rest_.data(), sizeof(T));
        rest_.remove_prefix(sizeof(T));
        if constexpr (std::is_floating_point_v<T>)  // pixels, seconds, measures: none is larger
            well_ = std::abs(into) <= (sizeof(T) == sizeof(float) ? T{1e7f} : static_cast<T>(1e30));
    }
    void value(bool& into) {
        std::uint8_t byte = 0;
        value(byte);
        well_ = well_ && byte <= 1;
        into = byte == 1;
    }
    template <class T, class Each>
    void list(std::vector<T>& into, const Each& each) {
        std::uint64_t count = 0;
        value(count);
        well_ = well_ && count <= rest_.size();  // each takes a byte at least
        if (!well_) return;
        into.assign(static_cast<std::size_t>(count), T{});
        for (T& one : into) each(*this, one);
    }
    bool ended_well() const { return well_ && rest_.empty(); }

private:
    std::string_view rest_;
    bool well_ = true;
};

constexpr auto point = [](auto& archive, auto& at) {
    archive.value(at.x_px);
    archive.value(at.y_px);
};

constexpr auto box = [](auto& archive, auto& at) {
    archive.value(at.x_px);
    archive.value(at.y_px);
    archive.value(at.width_px);
    archive.value(at.height_px);
};

constexpr auto placed = [](auto& archive, auto& label) {
    archive.value(label.id);
    box(archive, label.box);
    archive.value(label.opacity);
    point(archive, label.at);
    archive.value(label.has_leader);
};

constexpr auto candidate = [](auto& archive, auto& label) {
    archive.value(label.id);
    archive.value(label.kind);
    archive.value(label.urgency);
    point(archive, label.at);
    point(archive, label.disc_half_px);
    archive.value(label.width_px);
    archive.value(label.height_px);
    archive.value(label.clear_px);
    archive.value(label.rank);
    archive.value(label.measure);
    archive.value(label.yields);
};

}  // namespace

/// What is gathered anew in every frame (items_, cells_) takes no part.
template <class Archive, class Self>
void LabelLayout::pass_through(Archive& archive, Self& self) {
    archive.list(self.memory_, [](auto& to, auto& label) {
        to.value(label.known);
        to.value(label.shown);
        to.value(label.slot);
        to.value(label.pending_slot);
        to.value(label.opacity);
        to.value(label.toggled_s);
        to.value(label.pending_since_s);
        point(to, label.at);
        point(to, label.motion.speed_px_s);
        point(to, label.motion.pull_px_s2);
        to.value(label.steps);
        to.value(label.frame);
    });
    archive.list(self.placed_, placed);
    archive.value(self.frame_);
    archive.value(self.look_);
    archive.value(self.time_s_);
    archive.value(self.step_s_);
    archive.value(self.way_px_);
    archive.value(self.moved_s_);
    archive.value(self.gathers_speed_);
    archive.value(self.cut_);
    archive.value(self.settled_);
    archive.list(self.last_candidates_, candidate);
    archive.list(self.last_obstacles_, box);
    box(archive, self.last_bounds_);
}

std::string LabelLayout::memory() const {
    Writing writing;
    pass_through(writing, *this);
    return writing.take();
}

bool LabelLayout::recall(std::string_view bytes) {
    if (!bytes.starts_with(mark)) return false;
    Reading reading(bytes.substr(mark.size()));
    LabelLayout recalled;
    pass_through(reading, recalled);
    const auto has_a_place = [](const Memory& label) {
        return label.slot < all_slots && label.pending_slot < all_slots && (label.slot >= 0 || !label.shown);
    };
    const auto is_known = [&](const PlacedLabel& label) {
        return std::ranges::count(recalled.last_candidates_, label.id, &LabelCandidate::id) > 0;
    };
    if (!reading.ended_well() || !std::ranges::all_of(recalled.memory_, has_a_place) ||
        !std::ranges::all_of(recalled.placed_, is_known))
        return false;
    *this = std::move(recalled);
    return true;
}

}  // namespace flowspace
