// Which labels are shown and where: none overlaps another, a disc or the furniture, and none flickers.
#pragma once

#include "render/scene/screen_list.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace flowspace {

enum class LabelKind : std::uint8_t { place, area };
enum class Urgency : std::uint8_t { normal, pinned };  // pinned: hovered or selected

struct LabelCandidate {
    std::uint32_t id = 0;  // the same in every frame; small numbers (a table is kept over them)
    LabelKind kind = LabelKind::place;
    Urgency urgency = Urgency::normal;
    ScreenPoint at = {};            // centre of the disc, or of the area
    ScreenPoint disc_half_px = {};  // half its width and height on the picture; 0: no disc
    float width_px = 0;             // of the text with its halo
    float height_px = 0;
    float clear_px = 0;   // a label comes only where it has this much room to the others
    int rank = 2;         // 0 before 1 before areas before 2
    double measure = 0;   // larger first within a rank; ties by id
    bool yields = false;  // its dot is ground to a name of rank 0 that finds no place beside all discs

    bool operator==(const LabelCandidate&) const = default;
};

struct PlacedLabel {
    std::uint32_t id = 0;
    ScreenBox box = {};
    float opacity = 1;
    ScreenPoint at = {};      // of the candidate
    bool has_leader = false;  // the box lies away from its disc: a line from `at` leads to it
};

enum class Settling : std::uint8_t {
    steady,  // part of a sequence of frames: hysteresis and fades
    at_once  // a still: the best layout at full opacity, whatever was before
};

struct LabelScene {
    std::span<const LabelCandidate> candidates = {};
    std::span<const ScreenBox> obstacles = {};  // furniture
    ScreenBox bounds = {};                      // the free part of the picture
    double time_s = 0;
    float gap_px = 2;      // between disc and text
    float leader_px = 16;  // about as long as a leader line may be, where a label finds no place at its disc
    std::uint64_t look = 0;  // changes with language, theme, text size: the layout begins anew
    Settling settling = Settling::steady;
};

/// Keeps what it decided for the frames to come. A label keeps its place while it fits; one that is about to
/// collide fades out in 150 ms before it does; none is switched twice within half a second; a new one comes
/// only where it will fit for the next 0.8 s as things move now. Deterministic for a given sequence of
/// scenes.
class LabelLayout {
public:
    /// Every label with an opacity above 0, most important first.
    const std::vector<PlacedLabel>& update(const LabelScene& scene);

    /// All that the frames to come depend on, as bytes for this program on this machine.
    std::string memory() const;
    /// Goes on from there. False, and nothing changes, where `bytes` are none of memory().
    bool recall(std::string_view bytes);

private:
    static constexpr int all_slots = 84;  // where the box of a label may lie about its disc
    template <class Archive, class Self>
    static void pass_through(Archive& archive, Self& self);

    /// How something moves on the picture, as seen from its last three frames.
    struct Motion {
        ScreenPoint speed_px_s = {};
        ScreenPoint pull_px_s2 = {};

        ScreenPoint way_px(double seconds) const;
        ScreenBox moved(ScreenBox box, double seconds) const;
        Motion against(const Motion& other) const;
        bool at_rest() const;
        bool is_none() const;
    };
    struct Memory {
        bool known = false;  // seen in the last frame
        bool shown = false;
        int slot = -1;
        int pending_slot = -1;
        float opacity = 0;
        double toggled_s = -1e9;
        double pending_since_s = 0;
        ScreenPoint at = {};
        Motion motion = {};
        int steps = 0;  // frames it has been followed
        std::uint64_t frame = 0;
    };
    struct Item {
        ScreenBox box = {};
        Motion motion = {};
        std::uint32_t owner = 0;
        enum class Kind : std::uint8_t { label, disc, wall } kind = Kind::label;
        bool stands = false;  // it does not move at all
        bool yields = false;  // a dot, as of the candidate
    };
    struct Way;
    struct Trial;

    enum class Change : std::uint8_t { steady, cut, rush };  // rush: a flight too fast for any label

    bool stands(const LabelScene& scene) const;
    void begin(const LabelScene& scene);
    Change change_to(const LabelScene& scene);
    void forget(double now_s);
    void note_motion(const LabelScene& scene);
    void fill_grid(const LabelScene& scene);
    std::vector<std::uint32_t> order(const LabelScene& scene) const;
    void add(const Item& item);
    template <class Test>
    bool any_near(const ScreenBox& reach, const Test& test) const;
    bool is_free(const Trial& trial) const;
    bool leader_is_free(const LabelCandidate& candidate, const Trial& trial) const;
    void add_label(const LabelCandidate& candidate, const Trial& trial, int slot);
    void keep(const LabelScene& scene, const LabelCandidate& candidate);
    void try_to_show(const LabelScene& scene, const LabelCandidate& candidate);
    bool come_to(const LabelScene& scene, const LabelCandidate& candidate, int slot, const Way& way);
    bool meets_a_visible_label(const LabelScene& scene, const Trial& trial) const;
    void fade(const LabelScene& scene, std::span<const std::uint32_t> order);

    std::vector<Memory> memory_;
    std::vector<PlacedLabel> placed_;
    std::vector<Item> items_;
    std::vector<std::vector<std::uint32_t>> cells_;
    int columns_ = 0, rows_ = 0;
    std::uint64_t frame_ = 0;
    std::uint64_t look_ = 0;
    double time_s_ = 0;
    double step_s_ = 0;
    double way_px_ = 0;   // that half of the candidates moved since the frame before
    double moved_s_ = 0;  // when the map last moved
    bool gathers_speed_ = false;
    bool cut_ = true;
    bool has_dots_ = false;  // some candidate yields

    // While nothing moves and nothing is under way, the last answer stands.
    bool settled_ = false;
    std::vector<LabelCandidate> last_candidates_;
    std::vector<ScreenBox> last_obstacles_;
    ScreenBox last_bounds_;
};

}  // namespace flowspace
