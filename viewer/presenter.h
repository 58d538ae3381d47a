// A story being told: where in it we are, and what lies over the picture; keys and clicks are pure edits of
// it.
#pragma once

#include "viewer/story.h"
#include "viewer/story_time.h"

#include <glm/vec2.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace flowspace {

/// Half the side of the magnifier, in heights of the picture, and how much it magnifies.
inline constexpr float magnifier_share = 0.14F, magnifier_times = 2;

/// What the pointer does over the picture.
enum class PresenterTool : std::uint8_t { none, spotlight, pen, magnifier };

enum class PresenterKey : std::uint8_t {
    next,
    previous,
    first,
    last,
    jump,  // to the number typed
    black,
    spotlight,
    pen,
    magnifier,
    notes,
    window,  // of the presenter's own
    wipe,    // strokes of the pen
    back     // one step out: what lies over the picture, then a live answer, then the story
};

/// The keys of presenters and clickers; nothing for the others. Source: what clickers send: page up and down,
/// period or B, F5 and Esc.
std::optional<PresenterKey> presenter_key(int glfw_key);

struct Presenter {
    std::shared_ptr<const Story> story = {};  // never null, with scenes
    Settings kept = {};                       // of before, to go back to
    std::size_t row = 0;
    double story_s = 0;  // in the story, at `clock_s`
    double clock_s = 0;  // of the window
    double began_s = 0;  // when the telling began
    // For the notes; the frame loop keeps them.
    double elapsed_s = 0;
    std::string wall_clock = {};
    bool black = false, notes = false, left = false;
    bool window = false;     // a second one is wished for: notes, clock, next scene
    bool answering = false;  // a live question: the story waits
    PresenterTool tool = PresenterTool::none;
    std::vector<std::vector<glm::vec2>> strokes = {};  // of the pen, px; they go with the scene
    std::string typed = {};                            // digits of a number to jump to
    std::optional<double> end_pressed_s = {};          // when "next" was pressed with nothing to come
};

/// At the scene at `row`, already arrived. Pre: a row of the story.
Presenter start_presenting(std::shared_ptr<const Story> story, const Settings& kept, std::size_t row,
                           double now_s);

/// Where in the story we are: the scene is arrived at and played, then stands until the next key.
double story_seconds(const Presenter& presenter, double now_s);
/// Whether the scene still moves by itself.
bool is_under_way(const Presenter& presenter, double now_s);

/// Whether to say that nothing comes after this scene: for a moment after "next" was pressed there, so that
/// nobody takes the key or the clicker to be broken.
bool tells_end(const Presenter& presenter, double now_s);

void press(Presenter& presenter, PresenterKey key, double now_s);
/// A digit of the number of a scene; more than four are left out.
void type_digit(Presenter& presenter, char digit);

/// The story waits where it is, and goes on from there.
void begin_answer(Presenter& presenter, double now_s);
void end_answer(Presenter& presenter, double now_s);

/// The pen is down: a stroke begins, or goes on.
enum class PenDown : std::uint8_t { begins, goes_on };
void draw_with_pen(Presenter& presenter, PenDown down, glm::vec2 px);

/// The frame of the story now. Its clock goes on while the scene stands, so that flows keep moving.
StoryFrame present(const Presenter& presenter, const Dataset& data, double now_s);

}  // namespace flowspace
