#include "render/scene/label_layout.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <numeric>
#include <span>
#include <tuple>
#include <utility>

namespace flowspace {

namespace {

constexpr double fade_s = 0.15;
constexpr double least_between_switches_s = 0.5;
constexpr double fresh_s = 0.6;         // so long after it came a label gives way to nothing that it can help
constexpr double settle_s = 0.15;       // a place must stay free this long before a label comes to it
constexpr double rest_s = 1;            // a label on a leader line comes only where the map has stood so long
constexpr double lookout_s = 0.25;      // a shown label leaves when it would collide within this
constexpr double long_lookout_s = 0.8;  // a new label must be free for this long
constexpr double kept_bonus = 1.3;      // on the measure of a shown label, so that near ties do not swap
constexpr float cell_px = 64;

constexpr int near_slots = 20;
constexpr int leader_angles = 16;
/// Farther off a name would seem to be another's.
constexpr std::array<float, 4> leader_reaches = {0.5f, 1.0f, 1.7f, 2.8f};
constexpr int great_slots = near_slots + 3 * leader_angles;  // while the line crosses no disc
constexpr int all_slots = near_slots + 4 * leader_angles;

/// Where the text's box touches the disc's, in halves of both: right, left, above, below, the corners, then
/// between.
constexpr std::array<ScreenPoint, near_slots> directions = {
    {{1, 0},      {-1, 0},    {0, -1},    {0, 1},      {1, -1},     {1, 1},     {-1, -1},
     {-1, 1},     {1, -0.5f}, {1, 0.5f},  {-1, -0.5f}, {-1, 0.5f},  {0.5f, -1}, {0.5f, 1},
     {-0.5f, -1}, {-0.5f, 1}, {0.8f, -1}, {0.8f, 1},   {-0.8f, -1}, {-0.8f, 1}}};

/// Text boxes lie on whole pixels, as they are drawn.
ScreenBox box_in_slot(const LabelCandidate& c, int slot, const LabelScene& scene) {
    const float gap_px = scene.gap_px;
    ScreenPoint middle = c.at;
    if (c.kind == LabelKind::place && slot < near_slots) {
        const ScreenPoint to = directions[static_cast<std::size_t>(slot)];
        const bool sideways = std::abs(to.x_px) == 1, upright = std::abs(to.y_px) == 1;
        const float near = sideways && upright ? 0.72f : 1.0f;  // a corner may come closer to the round disc
        const float side_px = sideways ? near * c.disc_half_px.x_px + (upright ? 0.5f : 1.0f) * gap_px : 0;
        const float up_px = upright ? near * c.disc_half_px.y_px + (sideways ? 0.0f : 0.5f) * gap_px : 0;
        middle.x_px += to.x_px * (side_px + c.width_px / 2);
        middle.y_px += to.y_px * (up_px + c.height_px / 2);
    } else if (c.kind == LabelKind::place) {
        const int turn = (slot - near_slots) % leader_angles;
        const float angle = static_cast<float>(turn) * 2 * std::numbers::pi_v<float> / leader_angles;
        const float reach =
            leader_reaches[static_cast<std::size_t>((slot - near_slots) / leader_angles)] * scene.leader_px;
        const ScreenPoint to = {std::cos(angle), std::sin(angle)};
        // The box touches the circle of the reach: sideways by its edge, upwards by its edge, between by a
        // corner.
        const float wide = std::clamp(1.6f * to.x_px, -1.0f, 1.0f),
                    high = std::clamp(1.6f * to.y_px, -1.0f, 1.0f);
        middle.x_px += to.x_px * (c.disc_half_px.x_px + reach) + wide * c.width_px / 2;
        middle.y_px += to.y_px * (c.disc_half_px.y_px + reach) + high * c.height_px / 2;
    }
    return {std::round(middle.x_px - c.width_px / 2), std::round(middle.y_px - c.height_px / 2), c.width_px,
            c.height_px};
}

/// The box meets the ellipse inscribed in `disc`.
bool meets_disc(const ScreenBox& box, const ScreenBox& disc) {
    const float half_w = disc.width_px / 2, half_h = disc.height_px / 2;
    const float cx = disc.x_px + half_w, cy = disc.y_px + half_h;
    const float dx = (std::clamp(cx, box.x_px, box.right_px()) - cx) / std::max(half_w, 1e-3f);
    const float dy = (std::clamp(cy, box.y_px, box.bottom_px()) - cy) / std::max(half_h, 1e-3f);
    return dx * dx + dy * dy < 1;
}

/// Boxes that cover the line from the disc to the text without a gap, so that nothing slips between them.
std::array<ScreenBox, 12> leader_boxes(const LabelCandidate& c, const ScreenBox& box) {
    const ScreenPoint end = {std::clamp(c.at.x_px, box.x_px, box.right_px()),
                             std::clamp(c.at.y_px, box.y_px, box.bottom_px())};
    std::array<ScreenBox, 12> boxes;
    const auto at = [&](std::size_t part) -> ScreenPoint {
        const float share = static_cast<float>(part) / static_cast<float>(boxes.size());
        return {c.at.x_px + share * (end.x_px - c.at.x_px), c.at.y_px + share * (end.y_px - c.at.y_px)};
    };
    for (std::size_t part = 0; part < boxes.size(); ++part) {
        const ScreenPoint a = at(part), b = at(part + 1);
        const ScreenPoint least = {std::min(a.x_px, b.x_px) - 1, std::min(a.y_px, b.y_px) - 1};
        boxes[part] = {least.x_px, least.y_px, std::max(a.x_px, b.x_px) + 1 - least.x_px,
                       std::max(a.y_px, b.y_px) + 1 - least.y_px};
    }
    return boxes;
}

}  // namespace

ScreenPoint LabelLayout::Motion::way_px(double seconds) const {
    const auto t = static_cast<float>(seconds);
    return {(speed_px_s.x_px + 0.5f * pull_px_s2.x_px * t) * t,
            (speed_px_s.y_px + 0.5f * pull_px_s2.y_px * t) * t};
}

ScreenBox LabelLayout::Motion::moved(ScreenBox box, double seconds) const {
    const ScreenPoint way = way_px(seconds);
    box.x_px += way.x_px;
    box.y_px += way.y_px;
    return box;
}

LabelLayout::Motion LabelLayout::Motion::against(const Motion& other) const {
    return {{other.speed_px_s.x_px - speed_px_s.x_px, other.speed_px_s.y_px - speed_px_s.y_px},
            {other.pull_px_s2.x_px - pull_px_s2.x_px, other.pull_px_s2.y_px - pull_px_s2.y_px}};
}

bool LabelLayout::Motion::at_rest() const {
    return std::hypot(speed_px_s.x_px, speed_px_s.y_px) < 1 &&
           std::hypot(pull_px_s2.x_px, pull_px_s2.y_px) < 4;
}

bool LabelLayout::Motion::is_none() const {
    return speed_px_s.x_px == 0 && speed_px_s.y_px == 0 && pull_px_s2.x_px == 0 && pull_px_s2.y_px == 0;
}

/// Which slots are tried, and what is ground there.
struct LabelLayout::Way {
    int slots = 0;
    bool over_dots = false;
    bool line_over_discs = false;
};

/// A box that a label would take, and how far ahead it must stay free.
struct LabelLayout::Trial {
    ScreenBox box = {};
    Motion motion = {};
    std::uint32_t owner = 0;
    double ahead_s = 0;
    float margin_share = 0;        // of the way things move against each other: room for a change of speed
    float clear_px = 0;            // room wanted to other labels
    bool over_discs = false;       // one that has only just come rather covers a disc than vanish again
    bool over_dots = false;        // dots that yield are ground
    bool line_over_discs = false;  // a leader line may cross discs, never labels

    ScreenBox reach() const {
        ScreenBox all = box;
        if (ahead_s > 0 && !motion.is_none())
            for (const double share : {0.33, 0.67, 1.0})
                all = united(all, motion.moved(box, share * ahead_s));
        return grown(all, 2 + clear_px);
    }

    /// No way that both may go brings them together: most are told apart by this alone.
    bool surely_apart(const Item& item, const Motion& against) const {
        const auto ahead = static_cast<float>(ahead_s);
        const auto farthest = [ahead](float speed, float pull) {
            return (std::abs(speed) + 0.5f * std::abs(pull) * ahead) * ahead;
        };
        const float x_px = farthest(against.speed_px_s.x_px, against.pull_px_s2.x_px);
        const float y_px = farthest(against.speed_px_s.y_px, against.pull_px_s2.y_px);
        const float room_px = clear_px + margin_share * (x_px + y_px) + 1;  // 1: for rounding
        return item.box.x_px - x_px - room_px > box.x_px + box.width_px ||
               item.box.x_px + item.box.width_px + x_px + room_px < box.x_px ||
               item.box.y_px - y_px - room_px > box.y_px + box.height_px ||
               item.box.y_px + item.box.height_px + y_px + room_px < box.y_px;
    }

    /// Where neither moves, which is so in most frames and most often asked: the same as meets().
    bool meets_standing(const Item& item) const {
        const ScreenBox mine = grown(box, item.kind == Item::Kind::label ? clear_px : 0);
        return item.kind == Item::Kind::disc ? meets_disc(mine, item.box) : overlap(mine, item.box);
    }

    bool meets(const Item& item) const {
        const Motion against = motion.against(item.motion);
        if (surely_apart(item, against)) return false;
        const int steps = ahead_s > 0 && !against.at_rest() ? 6 : 0;
        for (int step = 0; step <= steps; ++step) {
            const double seconds = steps == 0 ? 0 : ahead_s * step / steps;
            const ScreenPoint way = against.way_px(seconds);
            const float room_px = item.kind == Item::Kind::label ? clear_px : 0;
            const ScreenBox mine = grown(box, room_px + margin_share * std::hypot(way.x_px, way.y_px));
            const ScreenBox other = {item.box.x_px + way.x_px, item.box.y_px + way.y_px, item.box.width_px,
                                     item.box.height_px};
            if (item.kind == Item::Kind::disc ? meets_disc(mine, other) : overlap(mine, other)) return true;
        }
        return false;
    }
};

const std::vector<PlacedLabel>& LabelLayout::update(const LabelScene& scene) {
    static_assert(all_slots == flowspace::all_slots);
    if (stands(scene)) {
        time_s_ = scene.time_s;
        return placed_;
    }
    begin(scene);
    const std::vector<std::uint32_t> by_importance = order(scene);
    for (const std::uint32_t row : by_importance) {
        const LabelCandidate& candidate = scene.candidates[row];
        if (memory_[candidate.id].shown)
            keep(scene, candidate);
        else
            try_to_show(scene, candidate);
    }
    fade(scene, by_importance);
    last_candidates_.assign(scene.candidates.begin(), scene.candidates.end());
    last_obstacles_.assign(scene.obstacles.begin(), scene.obstacles.end());
    last_bounds_ = scene.bounds;
    return placed_;
}

bool LabelLayout::stands(const LabelScene& scene) const {
    return settled_ && scene.settling == Settling::steady && scene.look == look_ && scene.time_s >= time_s_ &&
           scene.bounds == last_bounds_ && std::ranges::equal(scene.candidates, last_candidates_) &&
           std::ranges::equal(scene.obstacles, last_obstacles_);
}

void LabelLayout::begin(const LabelScene& scene) {
    std::uint32_t highest = 0;
    for (const LabelCandidate& candidate : scene.candidates) highest = std::max(highest, candidate.id + 1);
    if (memory_.size() < highest) memory_.resize(highest);
    const Change change = change_to(scene);
    cut_ = change == Change::cut;
    step_s_ = cut_ ? 0 : scene.time_s - time_s_;
    ++frame_;
    if (cut_ || way_px_ > 0) moved_s_ = scene.time_s;
    settled_ = way_px_ == 0;
    if (cut_) std::fill(memory_.begin(), memory_.end(), Memory{});
    if (change == Change::rush) forget(scene.time_s);
    note_motion(scene);
    look_ = scene.look;
    time_s_ = scene.time_s;
    fill_grid(scene);
}

void LabelLayout::fill_grid(const LabelScene& scene) {
    columns_ = std::max(1, static_cast<int>(scene.bounds.width_px / cell_px) + 1);
    rows_ = std::max(1, static_cast<int>(scene.bounds.height_px / cell_px) + 1);
    cells_.resize(static_cast<std::size_t>(columns_) * static_cast<std::size_t>(rows_));
    for (auto& cell : cells_) cell.clear();
    items_.clear();
    constexpr std::uint32_t nobody = 0xFFFFFFFF;
    for (const ScreenBox& wall : scene.obstacles) add({wall, {}, nobody, Item::Kind::wall});
    has_dots_ = false;
    for (const LabelCandidate& c : scene.candidates) {
        if (c.disc_half_px.x_px <= 0) continue;
        has_dots_ = has_dots_ || c.yields;
        add({.box = {c.at.x_px - c.disc_half_px.x_px, c.at.y_px - c.disc_half_px.y_px,
                     2 * c.disc_half_px.x_px, 2 * c.disc_half_px.y_px},
             .motion = memory_[c.id].motion,
             .owner = c.id,
             .kind = Item::Kind::disc,
             .yields = c.yields});
    }
}

std::vector<std::uint32_t> LabelLayout::order(const LabelScene& scene) const {
    std::vector<std::uint32_t> rows(scene.candidates.size());
    std::iota(rows.begin(), rows.end(), 0U);
    const auto key = [&](std::uint32_t row) {
        const LabelCandidate& c = scene.candidates[row];
        const Memory& memory = memory_[c.id];
        const bool fresh = memory.shown && scene.time_s - memory.toggled_s < fresh_s && !cut_;
        const int level = c.kind == LabelKind::area ? 3 : 2 * c.rank;
        return std::tuple(c.urgency == Urgency::normal, !fresh, level,
                          -c.measure * (memory.shown ? kept_bonus : 1.0), c.id);
    };
    std::sort(rows.begin(), rows.end(), [&](std::uint32_t a, std::uint32_t b) { return key(a) < key(b); });
    return rows;
}

void LabelLayout::add(const Item& item) {
    const auto number = static_cast<std::uint32_t>(items_.size());
    items_.push_back(item);
    items_.back().stands = item.motion.is_none();
    ScreenBox reach = item.box;
    if (!items_.back().stands && !item.motion.at_rest())
        for (const double share : {0.33, 0.67, 1.0})
            reach = united(reach, item.motion.moved(item.box, share * long_lookout_s));
    const int left = std::clamp(static_cast<int>(reach.x_px / cell_px), 0, columns_ - 1);
    const int right = std::clamp(static_cast<int>(reach.right_px() / cell_px), 0, columns_ - 1);
    const int top = std::clamp(static_cast<int>(reach.y_px / cell_px), 0, rows_ - 1);
    const int bottom = std::clamp(static_cast<int>(reach.bottom_px() / cell_px), 0, rows_ - 1);
    for (int row = top; row <= bottom; ++row)
        for (int column = left; column <= right; ++column)
            cells_[static_cast<std::size_t>(row * columns_ + column)].push_back(number);
}

template <class Test>
bool LabelLayout::any_near(const ScreenBox& reach, const Test& test) const {
    const int left = std::clamp(static_cast<int>(reach.x_px / cell_px), 0, columns_ - 1);
    const int right = std::clamp(static_cast<int>(reach.right_px() / cell_px), 0, columns_ - 1);
    const int top = std::clamp(static_cast<int>(reach.y_px / cell_px), 0, rows_ - 1);
    const int bottom = std::clamp(static_cast<int>(reach.bottom_px() / cell_px), 0, rows_ - 1);
    for (int row = top; row <= bottom; ++row)
        for (int column = left; column <= right; ++column)
            for (const std::uint32_t number : cells_[static_cast<std::size_t>(row * columns_ + column)])
                if (test(items_[number])) return true;
    return false;
}

bool LabelLayout::is_free(const Trial& trial) const {
    const bool stands = trial.motion.is_none();
    return !any_near(trial.reach(), [&](const Item& item) {
        const bool own_label = item.kind == Item::Kind::label && item.owner == trial.owner;
        const bool ground = trial.over_discs || (trial.over_dots && item.yields);
        const bool passes = own_label || (ground && item.kind == Item::Kind::disc);
        return !passes && (stands && item.stands ? trial.meets_standing(item) : trial.meets(item));
    });
}

bool LabelLayout::leader_is_free(const LabelCandidate& candidate, const Trial& trial) const {
    const auto boxes = leader_boxes(candidate, trial.box);
    return std::none_of(boxes.begin(), boxes.end(), [&](const ScreenBox& box) {
        return any_near(box, [&](const Item& item) {
            const bool ground =
                (trial.over_dots && item.yields) || (trial.line_over_discs && item.kind == Item::Kind::disc);
            return item.owner != trial.owner && item.kind != Item::Kind::wall && !ground &&
                   overlap(item.box, box);
        });
    });
}

void LabelLayout::add_label(const LabelCandidate& candidate, const Trial& trial, int slot) {
    add({trial.box, trial.motion, candidate.id, Item::Kind::label});
    if (slot < near_slots) return;
    for (const ScreenBox& box : leader_boxes(candidate, trial.box))
        add({box, trial.motion, candidate.id, Item::Kind::label});
}

void LabelLayout::keep(const LabelScene& scene, const LabelCandidate& candidate) {
    Memory& memory = memory_[candidate.id];
    Trial trial{
        .box = box_in_slot(candidate, memory.slot, scene), .motion = memory.motion, .owner = candidate.id};
    const bool fresh = scene.time_s - memory.toggled_s < fresh_s;
    trial.over_discs = fresh && !cut_;
    trial.over_dots = candidate.rank == 0;  // it may have come there because nothing else was free
    const bool wholly = memory.motion.at_rest() && !fresh;
    bool stays =
        (wholly ? contains(scene.bounds, trial.box) : overlap(scene.bounds, trial.box)) && is_free(trial);
    if (stays && !fresh) {
        trial.ahead_s = lookout_s;
        stays = is_free(trial);
    }
    if (stays) {
        add_label(candidate, trial, memory.slot);
        return;
    }
    settled_ = false;
    memory.shown = false;
    memory.toggled_s = scene.time_s;
    memory.pending_slot = -1;
}

bool LabelLayout::meets_a_visible_label(const LabelScene& scene, const Trial& trial) const {
    for (const LabelCandidate& other : scene.candidates) {
        const Memory& memory = memory_[other.id];
        if (other.id == trial.owner || memory.opacity <= 0 || memory.slot < 0) continue;
        if (overlap(trial.box, box_in_slot(other, memory.slot, scene))) return true;
    }
    return false;
}

void LabelLayout::try_to_show(const LabelScene& scene, const LabelCandidate& candidate) {
    Memory& memory = memory_[candidate.id];
    const ScreenPoint speed = memory.motion.speed_px_s;
    if ((gathers_speed_ && !cut_) || memory.opacity > 0 ||
        scene.time_s - memory.toggled_s < least_between_switches_s ||
        std::hypot(speed.x_px, speed.y_px) > scene.bounds.height_px) {
        settled_ = false;
        return;
    }
    const bool pinned = candidate.urgency == Urgency::pinned;
    const bool great = candidate.rank == 0 && (cut_ || scene.time_s - moved_s_ >= rest_s);
    if (candidate.rank == 0 && !great) settled_ = false;
    // The slot it is waiting for comes first, then the slots in their order. A name that must stand lies
    // rather over dots than far off, and among neighbours that fill the room at the end of a line over them.
    const int near = candidate.kind == LabelKind::area ? 1 : near_slots;
    const int far = candidate.kind == LabelKind::area ? 1 : pinned ? all_slots : great ? great_slots : near;
    const bool over_dots = candidate.rank == 0 && has_dots_;
    std::array<Way, 5> ways = {{{.slots = near}}};
    std::size_t count = 1;
    if (over_dots) ways[count++] = {.slots = near, .over_dots = true};
    if (far > near) {
        ways[count++] = {.slots = far};
        if (over_dots) ways[count++] = {.slots = far, .over_dots = true};
        ways[count++] = {.slots = all_slots, .line_over_discs = true};
    }
    for (const Way& way : std::span(ways).first(count))
        for (int turn = memory.pending_slot >= 0 ? -1 : 0; turn < way.slots; ++turn)
            if (come_to(scene, candidate, turn < 0 ? memory.pending_slot : turn, way)) return;
    memory.pending_slot = -1;
}

/// False: the place is not free. Else it is kept for the label, which comes there now or after a while.
bool LabelLayout::come_to(const LabelScene& scene, const LabelCandidate& candidate, int slot,
                          const Way& way) {
    Memory& memory = memory_[candidate.id];
    const Trial trial{.box = box_in_slot(candidate, slot, scene),
                      .motion = memory.motion,
                      .owner = candidate.id,
                      .ahead_s = cut_ ? 0 : long_lookout_s,
                      .margin_share = 0.35f,
                      .clear_px = candidate.clear_px,
                      .over_dots = way.over_dots,
                      .line_over_discs = way.line_over_discs};
    const ScreenBox end = trial.motion.moved(trial.box, 1.2 * trial.ahead_s);
    if (!contains(scene.bounds, trial.box) || !contains(scene.bounds, end) || !is_free(trial)) return false;
    if (slot >= near_slots && !leader_is_free(candidate, trial)) return false;
    if (memory.pending_slot != slot) {
        memory.pending_slot = slot;
        memory.pending_since_s = scene.time_s;
    }
    add_label(candidate, trial, slot);
    const bool waited = candidate.urgency == Urgency::pinned || cut_ ||
                        scene.time_s - memory.pending_since_s >= settle_s - 1e-9;
    if (!cut_) settled_ = false;
    if (!waited || (!cut_ && meets_a_visible_label(scene, trial))) return true;
    memory.shown = true;
    memory.slot = slot;
    if (!cut_) memory.toggled_s = scene.time_s;
    memory.pending_slot = -1;
    return true;
}

/// Moves opacities towards what was decided. What fades out gives way at once where it would overlap.
void LabelLayout::fade(const LabelScene& scene, std::span<const std::uint32_t> by_importance) {
    placed_.clear();
    const auto step = static_cast<float>(step_s_ / fade_s);
    const auto place = [&](const LabelCandidate& candidate, const Memory& memory) {
        placed_.push_back({.id = candidate.id,
                           .box = box_in_slot(candidate, memory.slot, scene),
                           .opacity = memory.opacity,
                           .at = candidate.at,
                           .has_leader = memory.slot >= near_slots});
    };
    for (const std::uint32_t row : by_importance) {
        Memory& memory = memory_[scene.candidates[row].id];
        if (!memory.shown) continue;
        if (memory.opacity < 1 && !cut_) settled_ = false;
        memory.opacity = cut_ ? 1 : std::min(1.0f, memory.opacity + std::max(step, 0.02f));
        place(scene.candidates[row], memory);
    }
    for (const std::uint32_t row : by_importance) {
        const LabelCandidate& candidate = scene.candidates[row];
        Memory& memory = memory_[candidate.id];
        if (memory.shown || memory.opacity <= 0) continue;
        settled_ = false;
        memory.opacity = std::max(0.0f, memory.opacity - step);
        const ScreenBox box = box_in_slot(candidate, memory.slot, scene);
        const Trial here{.box = box, .owner = candidate.id};
        const auto is_ground = [&](const Item& item) { return candidate.rank == 0 && item.yields; };
        const bool meets_label = std::any_of(placed_.begin(), placed_.end(), [&](const PlacedLabel& other) {
            return overlap(other.box, box);
        });
        const bool meets_other = any_near(grown(box, 2), [&](const Item& item) {
            return item.kind != Item::Kind::label && !is_ground(item) &&
                   here.meets({item.box, {}, item.owner, item.kind});
        });
        if (meets_label || meets_other || !overlap(scene.bounds, box)) memory.opacity = 0;
        if (memory.opacity > 0) place(candidate, memory);
    }
}

}  // namespace flowspace
