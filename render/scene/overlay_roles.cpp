// Places by the quadrant that they lie in: tied to the well tied, to the poorly tied, to both or to neither.
#include "render/scene/overlay_builder.h"

#include <fmt/format.h>

#include <array>

namespace flowspace {

void OverlayBuilder::add_roles() {
    struct Role {
        std::string_view label;
        OverlayInk ink;
        std::size_t places = 0;
    };
    std::array roles = {Role{"quintessential", {Kind::category, 0, 1}}, Role{"hub", {Kind::category, 0, 0}},
                        Role{"gateway", {Kind::category, 0, 2}}, Role{"neither", {Kind::quiet}}};
    for (const AnalysisRow* row : rows_) {
        const auto place = names_.place(row->scope);
        if (!place || row->measure != measure_) continue;
        for (Role& role : roles)
            if (row->label == role.label) {
                disc(*place).fill = role.ink;
                ++role.places;
            }
    }
    if (discs_.empty()) return;
    for (const Role& role : roles)
        if (role.places > 0)
            add_swatch(Shape::disc, role.ink,
                       fmt::format(fmt::runtime(words("{}（{} 地）", "{} ({})")),
                                   names_.name(role.label, in_.language), role.places));
    made_.legend.notes.push_back(
        words("双高：中心性与权力均高于中位数；枢纽型：仅中心性高；门户型：仅权力高",
              "Both: centrality and power above their medians; hub: centrality only; gateway: power only"));
    made_.legend.notes.push_back(
        words("中心性：与联系多者相连；权力：与联系少者相连；象限图见“结果”页",
              "Central: tied to the well tied; powerful: tied to the poorly tied; the "
              "quadrants are under Answer"));
}

}  // namespace flowspace
