// What is open on the screen: not a setting of the picture, so neither saved with scenes nor undone.
#pragma once

#include "data/fold.h"

#include <cstddef>
#include <cstdint>
#include <string>

namespace flowspace {

enum class Popover : std::uint8_t { none, settings, keys, search, import_data, browse };
enum class Browse : std::uint8_t { open, save, report };  // what the file browser is for

struct Workspace {
    bool filter_open = true;
    bool inspector_open = true;
    bool timeline_open = true;
    Fold fold = Fold::none;  // of the timeline's chart
    bool presenting = false;
    Popover popover = Popover::none;
    std::string search_text = {};
    int search_row = 0;         // of the answers, the one Enter takes
    bool focus_search = false;  // put the text cursor into the search box in the next frame

    std::size_t import_file = 0;  // of the import panel: the one whose rows are shown
    Browse browse = Browse::open;
    std::string browse_folder = {};  // empty: where the program was started
    std::string browse_name = {};    // of the file to be written
    std::string notice = {};         // what was just done or failed; empty: nothing to say
    bool notice_failed = false;

    bool operator==(const Workspace&) const = default;
};

}  // namespace flowspace
