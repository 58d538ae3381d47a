// What a panel is: a name, its place on screen and a function that draws it.
#pragma once

#include "viewer/hover.h"
#include "viewer/layout.h"
#include "viewer/look.h"
#include "viewer/pipeline.h"
#include "viewer/settings.h"
#include "viewer/workspace.h"

#include <cstdint>
#include <functional>
#include <string>
#include <variant>
#include <vector>

namespace flowspace {

class AnalysisRun;
class BesideMaps;
class ImportSession;
class LinkedViews;
struct Presenter;
struct OpenedAs;

/// What a panel asks for and the frame loop does after the frame.
struct FlyTo {
    Target target = {};  // empty: the whole map
};
struct Undo {};
struct Redo {};
struct Quit {};
struct OpenFiles {
    std::vector<std::string> paths = {};  // tables, or one project
};
struct SaveProject {
    std::string path = {};  // empty: where it was saved before, else the file browser asks
};
struct SaveReport {
    std::string path = {};  // .csv or .json
};
/// Back to the tables that were open before the last import.
struct ReopenLast {};
/// Writes workspace.rows_to_save: .csv with its facts beside it, or .json with them inside.
struct SaveRows {
    std::string path = {};
};
struct GoToBookmark {
    std::size_t row = 0;  // of settings.bookmarks; nothing where there are fewer
};
/// The view as a file for others: NAME.flowview.json.
struct SaveView {
    std::string path = {};
};
/// What to do with the first of workspace.recovery.
struct Recover {
    enum class How : std::uint8_t { restore, later, discard } how = How::later;
};
/// What settings.analysis asks for, in place of what is under way.
struct RunAnalysis {};
struct CancelAnalysis {};
/// A picture or film as workspace.export_choice says, and what becomes of it.
struct Export {
    enum class How : std::uint8_t { start, pause, resume, cancel } how = How::start;
};
/// The map as a scene has it; the way there is a flight.
struct ShowScene {
    std::size_t row = 0;  // of the story told
};
/// The story from this scene on.
struct Present {
    std::size_t row = 0;
};
using Action =
    std::variant<FlyTo, Undo, Redo, Quit, OpenFiles, SaveProject, SaveReport, ReopenLast, SaveRows,
                 GoToBookmark, SaveView, Recover, RunAnalysis, CancelAnalysis, Export, ShowScene, Present>;

/// What undo and redo could do now.
struct Steps {
    bool can_undo = false;
    bool can_redo = false;
};

/// All that a panel may see and do. It reads the const members, edits `settings` and `workspace`, points with
/// `hover`, and asks for anything slow or with a side effect by pushing an action, run after the frame.
struct PanelContext {
    const Dataset& data;
    const Pipeline& derived;
    const Look& look;
    const Layout& layout;
    Steps steps;
    Settings& settings;
    Workspace& workspace;
    Hover& hover;
    std::vector<Action>& actions;
    ImportSession* import = nullptr;  // none in a picture without a window
    const LinkedViews* views = nullptr;
    const OpenedAs* opened = nullptr;  // none: the built-in atlas
    const AnalysisRun* analysis = nullptr;
    const Story* told = nullptr;           // its scenes in order; none: no story yet
    const Presenter* presenter = nullptr;  // while a story is told
    const BesideMaps* beside = nullptr;    // none: one map
};

struct Panel {
    const char* name;                           // of its window, for ImGui
    Box (*place)(const PanelContext& context);  // where it lies; an empty box: not shown
    std::function<void(PanelContext& context, const Box& box)> draw;  // a function, or an object with state
    enum class Ground : std::uint8_t { card, popover, bar, none } ground = Ground::card;
};

/// All panels, in drawing order: later ones lie over earlier ones.
std::vector<Panel> all_panels();

/// Draws every panel of this frame. Pre: between ImGui::NewFrame and ImGui::Render.
void draw_panels(std::vector<Panel>& panels, PanelContext& context);

}  // namespace flowspace
