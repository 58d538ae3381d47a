// What is open on the screen: not a setting of the picture, so neither saved with scenes nor undone.
#pragma once

#include "data/fold.h"
#include "viewer/export/export_choice.h"
#include "viewer/export/export_state.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace flowspace {

enum class Popover : std::uint8_t {
    none,
    settings,
    keys,
    search,
    import_data,
    browse,
    trace,
    bookmarks,
    exporting,
    story,
    shown,
    beside
};
enum class Browse : std::uint8_t { open, save, report, rows, view };  // what the file browser is for

enum class AnalysisTab : std::uint8_t { question, answer, method };

struct OutputTable;
struct TracedFigure;

/// From this text size on panels fold where they would not fit.
inline constexpr float large_text_from = 1.4F;

/// Work of a program that died, as the window offers it.
struct RecoveryOffer {
    std::string title_zh = {}, title_en = {};
    std::string saved = {};  // when, in words
    std::string path = {};   // of the project; empty: none

    bool operator==(const RecoveryOffer&) const = default;
};

struct Workspace {
    bool filter_open = true;
    bool inspector_open = true;
    bool timeline_open = true;
    Fold fold = Fold::none;  // of the timeline's chart
    bool presenting = false;
    Popover popover = Popover::none;
    std::size_t scene = 0;     // of the story panel: the one that is edited
    bool answering = false;    // while presenting: a live question has the picture
    int monitor = -1;          // that presenting covers; -1: the one the window is on
    std::size_t monitors = 1;  // how many there are
    std::string search_text = {};
    int search_row = 0;     // of the answers, the one Enter takes
    std::size_t cards = 0;  // pinned: the layout leaves room for them
    bool large_text = false;
    std::string bookmark_name = {};
    bool focus_bookmark = false;               // put the text cursor into its name in the next frame
    std::vector<RecoveryOffer> recovery = {};  // the first is offered
    bool focus_search = false;                 // put the text cursor into the search box in the next frame

    bool views_open = false;      // the drawer of linked views
    float views_share = 0.5f;     // its part of the height between top bar and timeline
    std::size_t view = 0;         // of all_views(): the tab
    int view_steps = 0;           // rows that the keyboard asked to move on in it
    bool export_view = false;     // the keyboard asked for its rows as a file
    std::string find_pairs = {};  // what the pair table is searched for
    std::shared_ptr<const OutputTable> rows_to_save = {};  // of Browse::rows

    std::shared_ptr<const TracedFigure> traced = {};  // of Popover::trace: the figure that is asked about
    bool trace_wanted = false;                        // the keyboard asked for the card
    bool trace_busy = false;                          // its answer is under way

    bool analysis_open = false;  // in the inspector's place
    AnalysisTab analysis_tab = AnalysisTab::question;

    std::size_t import_file = 0;  // of the import panel: the one whose rows are shown
    Browse browse = Browse::open;
    std::string browse_folder = {};               // empty: where the program was started
    std::string browse_name = {};                 // of the file to be written
    std::vector<std::string> browse_listed = {};  // names in the folder that it shows
    std::string notice = {};                      // what was just done or failed; empty: nothing to say
    bool notice_failed = false;

    ExportChoice export_choice = {};  // of Popover::exporting
    ExportState export_state = {};    // of the last one asked for

    bool operator==(const Workspace&) const = default;
};

}  // namespace flowspace
