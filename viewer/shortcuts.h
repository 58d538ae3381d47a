// What the keys do, apart from the keys that move the camera: edits of settings and workspace.
#pragma once

#include "viewer/panel.h"
#include "viewer/settings.h"
#include "viewer/workspace.h"

#include <string>
#include <vector>

namespace flowspace {

/// The keys of one frame, with no text field wanting them. Characters are what the keyboard layout gave.
struct KeyPresses {
    std::string characters = {};
    // How often each was pressed.
    int escape = 0;
    int present = 0;  // F5
    int home = 0;
    int undo = 0;       // Ctrl Z
    int redo = 0;       // Ctrl Shift Z, Ctrl Y
    int quit = 0;       // Ctrl Q
    int bookmark = 0;   // Ctrl B
    int text_size = 0;  // Ctrl +, less Ctrl -
    int go_to = 0;      // Ctrl 1 to 9: the last one pressed
    int open = 0;       // Ctrl O
    int reopen = 0;     // Ctrl Shift O
    int save = 0;       // Ctrl S
    int save_as = 0;    // Ctrl Shift S
};

struct KeyTargets {
    const Dataset& data;
    Settings& settings;
    Workspace& workspace;
    std::vector<Action>& actions;
};
void apply_keys(const KeyPresses& keys, KeyTargets targets);

/// One step back: an open popover, then presenting, then the selection, then the focus.
void step_back(Settings& settings, Workspace& workspace);

}  // namespace flowspace
