// What who presents sees on a screen of their own: notes, time, pictures of this scene and the next; painted
// without a window.
#pragma once

#include "data/dataset.h"
#include "data/result.h"
#include "render/scene/image.h"
#include "viewer/presenter.h"
#include "viewer/scene_previews.h"

#include <memory>
#include <string>

namespace flowspace {

/// All that is on the page: one that is equal looks the same.
struct NotesPage {
    std::string title = {}, notes = {};  // of the scene
    std::string next = {}, then = {};    // titles; empty past the end
    std::size_t row = 0, scenes = 0;
    std::string clock = {}, elapsed = {};
    ScenePreviews::Preview now_picture = {}, next_picture = {};
    double aspect = 16.0 / 9;  // of the pictures, width over height
    bool answering = false, black = false;
    ThemeId theme = {};
    Language language = Language::zh;
    int width_px = 0, height_px = 0;
    float scale = 1;  // screen pixels per px of the design

    bool operator==(const NotesPage&) const = default;
};

/// Of a story being told; its size is the caller's.
NotesPage notes_page(const Presenter& presenter);

/// Dear ImGui with fonts of its own, apart from the context that is current: that stays current.
class NotesPainter {
public:
    /// It can write what `story` says. Errors: the font is missing.
    static Result<NotesPainter> create(const Dataset& data, const Story& story);

    NotesPainter(NotesPainter&&) noexcept;
    NotesPainter& operator=(NotesPainter&&) noexcept;
    ~NotesPainter();

    /// Errors: the font is missing. Pre: a page of at least one px.
    Result<Image> paint(const NotesPage& page);

private:
    struct State;
    explicit NotesPainter(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace flowspace
