#include "viewer/panel_picture.h"

#include "viewer/hover.h"
#include "viewer/look.h"
#include "viewer/panel.h"
#include "viewer/story.h"
#include "viewer/ui_raster.h"
#include "viewer/views/linked_view.h"

#include <algorithm>
#include <utility>

namespace flowspace {

struct PanelPainter::State {
    std::shared_ptr<const Dataset> data;
    float scale = 1;
    std::vector<ImWchar> ranges;
    ImGuiContext* context = nullptr;
    UiFonts fonts;
    Settings settings_after;
    Workspace workspace_after;
    std::vector<Action> actions_after;
    Target hover_after;

    ~State() {
        if (context != nullptr) ImGui::DestroyContext(context);
    }
};

Result<PanelPainter> PanelPainter::create(std::shared_ptr<const Dataset> data, float scale,
                                          std::span<const std::string> further) {
    auto state = std::make_unique<State>();
    state->data = std::move(data);
    state->scale = scale;
    state->ranges = glyph_ranges(*state->data, further);
    state->context = ImGui::CreateContext();
    ImGui::SetCurrentContext(state->context);
    ImGui::GetIO().IniFilename = nullptr;
    const auto fonts = load_fonts(*ImGui::GetIO().Fonts, state->ranges, scale);
    if (!fonts) return fonts.error();
    state->fonts = *fonts;
    return PanelPainter(std::move(state));
}

PanelPainter::PanelPainter(std::unique_ptr<State> state) : state_(std::move(state)) {}
PanelPainter::PanelPainter(PanelPainter&&) noexcept = default;
PanelPainter& PanelPainter::operator=(PanelPainter&&) noexcept = default;
PanelPainter::~PanelPainter() = default;

void PanelPainter::paint(const Scene& scene, Image& image) {
    ImGui::SetCurrentContext(state_->context);
    Settings settings = scene.settings;
    Workspace workspace = scene.workspace;
    workspace.cards = settings.pins.size();
    workspace.large_text = settings.style.text_scale >= large_text_from;
    Hover hover;
    std::vector<Action> actions;
    std::vector<Panel> panels = all_panels();
    LinkedViews views(std::nullopt);
    ImGuiIO& io = ImGui::GetIO();
    io.UserData = scene.focus;
    io.DisplaySize = {static_cast<float>(image.width_px), static_cast<float>(image.height_px)};
    io.DeltaTime = 1.f / 60;
    io.BackendFlags |= ImGuiBackendFlags_RendererHasVtxOffset;  // raster_ui follows it, as OpenGL does
    io.MousePos = scene.pointer.x < 0 ? ImVec2(-FLT_MAX, -FLT_MAX) : scene.pointer;
    for (int frame = 0; frame < 3; ++frame) {
        hover.set(scene.hover);
        hover.begin_frame();
        views.update({state_->data, scene.derived, settings, workspace});
        const Theme& colours = theme(settings.style.theme);
        const Look look{.theme = colours,
                        .accent = layer_colour_of(colours, *state_->data, settings.current_layer),
                        .fonts = state_->fonts,
                        .scale = state_->scale,
                        .language = settings.style.language};
        apply_look(look);
        const Layout layout = lay_out(io.DisplaySize.x, io.DisplaySize.y, state_->scale, workspace);
        ImGui::NewFrame();
        const Kept<Story> told = settings.story;  // panels may put another in its place
        if (scene.focus) scene.focus->begin_frame(frame == 0 ? scene.keys : FocusRing::Keys{});
        PanelContext context{
            *state_->data, scene.derived, look,    layout, {},      settings,       workspace,
            hover,         actions,       nullptr, &views, nullptr, scene.analysis, told ? &*told : nullptr};
        draw_panels(panels, context);
        ImGui::Render();
    }
    raster_ui(*ImGui::GetDrawData(), *io.Fonts, image);
    state_->settings_after = settings;
    state_->workspace_after = workspace;
    state_->actions_after = std::move(actions);
    state_->hover_after = hover.next();
}

const Settings& PanelPainter::settings_after() const { return state_->settings_after; }
const Workspace& PanelPainter::workspace_after() const { return state_->workspace_after; }
const std::vector<Action>& PanelPainter::actions_after() const { return state_->actions_after; }
Target PanelPainter::hover_after() const { return state_->hover_after; }

Viewport::Insets panel_insets(int width_px, int height_px, float scale, const Workspace& workspace) {
    return lay_out(static_cast<float>(width_px), static_cast<float>(height_px), scale, workspace).insets_px;
}

float ui_scale(int height_px, ThemeId theme) {
    const float by_height = std::max(1.f, static_cast<float>(height_px) / 1440);
    return theme == ThemeId::contrast ? by_height * 1.2f : by_height;
}

}  // namespace flowspace
