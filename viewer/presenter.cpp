#include "viewer/presenter.h"

#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>

#include <algorithm>
#include <charconv>
#include <utility>

namespace flowspace {
namespace {

constexpr std::size_t most_digits = 4;
constexpr std::size_t most_points = 20'000;  // of all strokes
constexpr double end_told_s = 2.5;

void go_to(Presenter& presenter, std::size_t row, double story_s, double now_s) {
    presenter.row = row;
    presenter.story_s = story_s;
    presenter.clock_s = now_s;
    presenter.strokes.clear();
    presenter.typed.clear();
}

void cut_to(Presenter& presenter, std::size_t row, double now_s) {
    go_to(presenter, row, scene_times(*presenter.story, row).arrival_s, now_s);
}

/// On to the next scene; on the way there, to its end.
void go_on(Presenter& presenter, double now_s) {
    const Story& story = *presenter.story;
    if (story_seconds(presenter, now_s) < scene_times(story, presenter.row).arrival_s) {
        cut_to(presenter, presenter.row, now_s);
        return;
    }
    if (presenter.row + 1 >= story.scenes.size()) {
        presenter.end_pressed_s = now_s;
        return;
    }
    const std::size_t next = presenter.row + 1;
    go_to(presenter, next, scene_times(story, next).begin_s, now_s);
}

void jump(Presenter& presenter, double now_s) {
    std::size_t number = 0;
    const std::string typed = std::exchange(presenter.typed, {});
    std::from_chars(typed.data(), typed.data() + typed.size(), number);
    if (number >= 1 && number <= presenter.story->scenes.size()) cut_to(presenter, number - 1, now_s);
}

void toggle(Presenter& presenter, PresenterTool tool) {
    presenter.tool = presenter.tool == tool ? PresenterTool::none : tool;
}

void go_back(Presenter& presenter, double now_s) {
    if (!presenter.typed.empty())
        presenter.typed.clear();
    else if (presenter.black)
        presenter.black = false;
    else if (presenter.tool != PresenterTool::none)
        presenter.tool = PresenterTool::none;
    else if (presenter.answering)
        end_answer(presenter, now_s);
    else
        presenter.left = true;
}

/// Keys that lead through the story; during an answer each first leads back to it.
bool leads_on(PresenterKey key) {
    return key == PresenterKey::next || key == PresenterKey::previous || key == PresenterKey::first ||
           key == PresenterKey::last || (key == PresenterKey::jump);
}

}  // namespace

std::optional<PresenterKey> presenter_key(int glfw_key) {
    switch (glfw_key) {
        case GLFW_KEY_RIGHT:
        case GLFW_KEY_DOWN:
        case GLFW_KEY_PAGE_DOWN:
        case GLFW_KEY_SPACE:
            return PresenterKey::next;
        case GLFW_KEY_LEFT:
        case GLFW_KEY_UP:
        case GLFW_KEY_PAGE_UP:
        case GLFW_KEY_BACKSPACE:
            return PresenterKey::previous;
        case GLFW_KEY_HOME:
            return PresenterKey::first;
        case GLFW_KEY_END:
            return PresenterKey::last;
        case GLFW_KEY_ENTER:
        case GLFW_KEY_KP_ENTER:
            return PresenterKey::jump;
        case GLFW_KEY_B:
        case GLFW_KEY_PERIOD:
        case GLFW_KEY_KP_DECIMAL:
            return PresenterKey::black;
        case GLFW_KEY_S:
            return PresenterKey::spotlight;
        case GLFW_KEY_P:
            return PresenterKey::pen;
        case GLFW_KEY_M:
            return PresenterKey::magnifier;
        case GLFW_KEY_N:
            return PresenterKey::notes;
        case GLFW_KEY_V:
            return PresenterKey::window;
        case GLFW_KEY_E:
            return PresenterKey::wipe;
        case GLFW_KEY_ESCAPE:
            return PresenterKey::back;
        default:
            return std::nullopt;
    }
}

Presenter start_presenting(std::shared_ptr<const Story> story, const Settings& kept, std::size_t row,
                           double now_s) {
    Presenter presenter{.story = std::move(story), .kept = kept, .began_s = now_s};
    cut_to(presenter, std::min(row, presenter.story->scenes.size() - 1), now_s);
    return presenter;
}

double story_seconds(const Presenter& presenter, double now_s) {
    if (presenter.answering) return presenter.story_s;
    const SceneTimes times = scene_times(*presenter.story, presenter.row);
    return std::min(presenter.story_s + std::max(0.0, now_s - presenter.clock_s),
                    std::max(times.played_s, presenter.story_s));
}

bool is_under_way(const Presenter& presenter, double now_s) {
    return !presenter.answering &&
           story_seconds(presenter, now_s) < scene_times(*presenter.story, presenter.row).played_s;
}

bool tells_end(const Presenter& presenter, double now_s) {
    return presenter.end_pressed_s && now_s - *presenter.end_pressed_s < end_told_s;
}

void press(Presenter& presenter, PresenterKey key, double now_s) {
    presenter.end_pressed_s.reset();
    if (leads_on(key) && presenter.black) {
        presenter.black = false;
        return;
    }
    if (leads_on(key) && presenter.answering) {
        end_answer(presenter, now_s);
        return;
    }
    switch (key) {
        case PresenterKey::next:
            return go_on(presenter, now_s);
        case PresenterKey::previous:
            return cut_to(presenter, presenter.row > 0 ? presenter.row - 1 : 0, now_s);
        case PresenterKey::first:
            return cut_to(presenter, 0, now_s);
        case PresenterKey::last:
            return cut_to(presenter, presenter.story->scenes.size() - 1, now_s);
        case PresenterKey::jump:
            return presenter.typed.empty() ? go_on(presenter, now_s) : jump(presenter, now_s);
        case PresenterKey::black:
            presenter.black = !presenter.black;
            return;
        case PresenterKey::spotlight:
            return toggle(presenter, PresenterTool::spotlight);
        case PresenterKey::pen:
            return toggle(presenter, PresenterTool::pen);
        case PresenterKey::magnifier:
            return toggle(presenter, PresenterTool::magnifier);
        case PresenterKey::notes:
            presenter.notes = !presenter.notes;
            break;
        case PresenterKey::window:
            presenter.window = !presenter.window;
            return;
        case PresenterKey::wipe:
            presenter.strokes.clear();
            return;
        case PresenterKey::back:
            return go_back(presenter, now_s);
    }
}

void type_digit(Presenter& presenter, char digit) {
    if (digit >= '0' && digit <= '9' && presenter.typed.size() < most_digits) presenter.typed += digit;
}

void begin_answer(Presenter& presenter, double now_s) {
    if (presenter.answering) return;
    presenter.story_s = story_seconds(presenter, now_s);
    presenter.answering = true;
}

void end_answer(Presenter& presenter, double now_s) {
    if (!presenter.answering) return;
    presenter.answering = false;
    presenter.clock_s = now_s;
}

void draw_with_pen(Presenter& presenter, PenDown down, glm::vec2 px) {
    std::size_t points = 0;
    for (const auto& stroke : presenter.strokes) points += stroke.size();
    if (points >= most_points) return;
    if (down == PenDown::begins || presenter.strokes.empty()) presenter.strokes.emplace_back();
    auto& stroke = presenter.strokes.back();
    if (stroke.empty() || stroke.back() != px) stroke.push_back(px);
}

StoryFrame present(const Presenter& presenter, const Dataset& data, double now_s) {
    StoryFrame frame = story_frame(*presenter.story, data, story_seconds(presenter, now_s), presenter.kept);
    // At its own arrival a scene belongs to itself, also where it is played and held for no time.
    frame.time_s = now_s - presenter.began_s;
    return frame;
}

}  // namespace flowspace
