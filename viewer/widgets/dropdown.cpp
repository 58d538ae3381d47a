#include "viewer/widgets/dropdown.h"

#include "viewer/widgets/controls.h"
#include "viewer/widgets/text.h"

#include <algorithm>

namespace flowspace {
namespace {

constexpr float row_height = 28;
constexpr std::size_t rows_at_once = 12;

std::optional<std::size_t> list(const Look& look, const Dropdown& what, float width) {
    std::optional<std::size_t> chosen;
    const ImVec2 start = ImGui::GetCursorScreenPos();
    for (std::size_t row = 0; row < what.labels.size(); ++row) {
        const float y = start.y + look.px(row_height) * static_cast<float>(row);
        const Box line{start.x, y, start.x + width, y + look.px(row_height)};
        ImGui::PushID(static_cast<int>(row));
        const Touch at = touch("row", line);
        ImGui::PopID();
        if (at.hovered) plate(look, line, look.theme.raised_hover);
        const ImU32 colour = paint(row == what.current ? look.accent : look.theme.text);
        put_text({look.fonts.body, colour}, inset(line, look.px(10), 0), what.labels[row]);
        if (!at.clicked) continue;
        chosen = row;
        ImGui::CloseCurrentPopup();
    }
    ImGui::SetCursorScreenPos(
        {start.x, start.y + look.px(row_height) * static_cast<float>(what.labels.size())});
    ImGui::Dummy({width, 0});
    return chosen;
}

}  // namespace

std::optional<std::size_t> dropdown(const Look& look, const char* id, const Box& box, const Dropdown& what) {
    const Touch at = touch(id, box);
    plate(look, box, at.hovered ? look.theme.raised_hover : look.theme.raised);
    const bool set = what.current < what.labels.size();
    Box inner = inset(box, look.px(8), 0);
    const Box mark = cut_right(inner, look.px(16));
    const ImU32 colour = paint(what.emphasised ? look.accent : set ? look.theme.text : look.theme.muted_text);
    put_text({look.fonts.body, colour}, inner,
             set ? std::string_view(what.labels[what.current]) : what.unset);
    draw_icon(Icon::chevron_down, mark, look.px(12), paint(look.theme.muted_text));
    if (at.hovered && set && text_width(look.fonts.body, what.labels[what.current]) > inner.width())
        tooltip(look, what.labels[what.current]);
    if (at.clicked) ImGui::OpenPopup(id);
    float width = box.width();
    for (const std::string& label : what.labels)
        width = std::max(width, text_width(look.fonts.body, label) + look.px(28));
    const auto rows = static_cast<float>(std::min(what.labels.size(), rows_at_once));
    const float height = look.px(row_height) * rows + look.px(8);
    const bool fits_below = box.y1 + look.px(2) + height < ImGui::GetIO().DisplaySize.y;
    ImGui::SetNextWindowPos({box.x0, fits_below ? box.y1 + look.px(2) : box.y0 - look.px(2) - height});
    ImGui::SetNextWindowSize({width + look.px(8), height});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(0, look.px(4)));
    ImGui::PushStyleVar(ImGuiStyleVar_PopupBorderSize, 1.f);
    std::optional<std::size_t> chosen;
    if (ImGui::BeginPopup(id, ImGuiWindowFlags_NoMove)) {
        chosen = list(look, what, width);
        ImGui::EndPopup();
    }
    ImGui::PopStyleVar(2);
    return chosen;
}

}  // namespace flowspace
