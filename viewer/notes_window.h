// A second window for who presents, on another monitor than the audience's where there is one.
#pragma once

#include "render/scene/image.h"
#include "viewer/window.h"

#include <memory>
#include <string>
#include <vector>

namespace flowspace {

class NotesWindow {
public:
    /// On a monitor that shows nothing of the audience's where there is one. With a context of its own, so
    /// that nothing it does touches the audience's. `audience` stays current. Null where it cannot be opened:
    /// the telling goes on without.
    static std::unique_ptr<NotesWindow> open(const AppWindow& audience, const std::string& title);

    NotesWindow(const NotesWindow&) = delete;
    NotesWindow& operator=(const NotesWindow&) = delete;
    ~NotesWindow();

    AppWindow::Size size() const;
    /// Its person closed it.
    bool close_wished() const;
    /// Of its framebuffer's size; the audience's context is current again afterwards.
    void show(const Image& image);
    /// What the keys did while it had them: they lead the story as the audience's window does.
    std::vector<AppWindow::KeyEvent> take_keys();
    /// Uncovered, moved or resized since the last show().
    bool outdated() const;

private:
    struct State;
    explicit NotesWindow(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace flowspace
