// The dashboard in a picture: drawn without a window, with its words or beside them.
#include "viewer/dashboard_page.h"
#include "viewer/panel_picture.h"
#include "viewer/ui_raster.h"
#include "viewer/ui_words.h"

#include <algorithm>

namespace flowspace {

Result<bool> paint_dashboard(const Dashboard& page, const Style& style, const Box& box, Image& image,
                             std::vector<TextRun>* words) {
    const float wanted = ui_scale(image.height_px, style.theme) * style.text_scale;
    constexpr float further_line_px = 18;
    // A picture cannot be scrolled; with room for a further line of a note.
    const float fitting =
        box.height() / (least_dashboard_px(page.key.filter.layers.size()) + further_line_px);
    const float scale = std::min(wanted, fitting);
    struct Context {
        ImGuiContext* made = ImGui::CreateContext();
        ~Context() { ImGui::DestroyContext(made); }
    } context;
    ImGui::SetCurrentContext(context.made);
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.BackendFlags |= ImGuiBackendFlags_RendererHasVtxOffset;
    io.DisplaySize = {static_cast<float>(image.width_px), static_cast<float>(image.height_px)};
    io.DeltaTime = 1.f / 60;
    std::vector<std::string> further;
    for (const Dashboard::Part& part : page.parts)
        if (part.fault) further.push_back(part.fault->zh);
    const std::vector<ImWchar> ranges = glyph_ranges(*page.data, further);
    const auto fonts = load_fonts(*io.Fonts, ranges, scale);
    if (!fonts) return fonts.error();
    const Theme& colours = theme(style.theme);
    const Look look{.theme = colours,
                    .accent = layer_colour_of(colours, *page.data, page.key.layer),
                    .fonts = *fonts,
                    .scale = scale,
                    .language = style.language};
    for (int frame = 0; frame < 2; ++frame) {
        apply_look(look);
        ImGui::NewFrame();
        ImGui::SetNextWindowPos(box.min());
        ImGui::SetNextWindowSize({box.width(), box.height()});
        if (ImGui::Begin("dashboard", nullptr,
                         ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoBackground)) {
            ImGui::GetWindowDrawList()->AddRectFilled(box.min(), box.max(),
                                                      paint(with_alpha(colours.panel, 1)));
            draw_dashboard(look, box, page);
        }
        ImGui::End();
        ImGui::Render();
    }
    if (words != nullptr) *words = lift_words(*ImGui::GetDrawData(), *fonts);
    raster_ui(*ImGui::GetDrawData(), *io.Fonts, image);
    return true;
}

}  // namespace flowspace
