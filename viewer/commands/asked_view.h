// What is looked at, by everything that was said: the project's view, --view, FILTER and VIEW, each over the
// one before.
#pragma once

#include "data/result.h"
#include "viewer/commands/dataset_options.h"
#include "viewer/commands/filter_options.h"
#include "viewer/commands/view_options.h"

#include <cstddef>
#include <string>

namespace flowspace {

struct AskedView {
    const FilterText& filter;
    const ViewText& view;
    std::string scene = {};  // id; empty: none
    bool language_given = false;
};

struct ViewAsked {
    ViewRequest request = {};
    bool camera_said = false;  // by project, --view, scene, --camera or --fit: else the map is shown whole
    std::size_t scene = 0;     // its row in the story told
};

/// `kept`: opened_view of what was opened. What a view names and the data lacks is told on stderr. Errors:
/// those of base_of_view, parse_filter and parse_view.
Result<ViewAsked> asked_view(const AskedView& asked, const Dataset& dataset, const OpenedView& kept,
                             Language language);

}  // namespace flowspace
