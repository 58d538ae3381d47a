// The hierarchy in the filter panel: groups of a kind and their members, with search, core marks and focus.
#pragma once

#include "viewer/panel.h"

#include <string>
#include <vector>

namespace flowspace {

class GroupTree {
public:
    /// Kind, search and list, filling `box`.
    void draw(PanelContext& context, Box box);

private:
    struct Row {
        GroupId group = {};
        const Membership* member = nullptr;  // none: the group itself
    };
    std::vector<Row> rows(const PanelContext& context) const;
    void draw_list(PanelContext& context, const Box& box);
    void draw_group(PanelContext& context, const Box& line, GroupId group);

    std::string search_;
    std::vector<GroupId> opened_;  // ascending
};

}  // namespace flowspace
