// The panels drawn over a picture, without a window: for `render --panels` and for tests.
#pragma once

#include "data/dataset.h"
#include "data/result.h"
#include "render/scene/image.h"
#include "viewer/layout.h"
#include "viewer/panel.h"
#include "viewer/pipeline.h"
#include "viewer/settings.h"
#include "viewer/widgets/focus_ring.h"
#include "viewer/workspace.h"

#include <imgui.h>

#include <functional>
#include <memory>
#include <vector>

namespace flowspace {

/// ImGui with the interface's fonts, and no window behind it. One at a time.
class PanelPainter {
public:
    /// `scale`: picture pixels per px of the design. Errors: the font is missing.
    /// It can write what the data and the interface say, and `further` texts.
    static Result<PanelPainter> create(std::shared_ptr<const Dataset> data, float scale,
                                       std::span<const std::string> further = {});

    PanelPainter(PanelPainter&&) noexcept;
    PanelPainter& operator=(PanelPainter&&) noexcept;
    ~PanelPainter();

    struct Scene {
        const Pipeline& derived;
        Settings settings = {};
        Workspace workspace = {};
        Target hover = {};
        ImVec2 pointer = {-1, -1};  // in the picture; outside: no pointer
        FocusRing* focus = nullptr;
        const AnalysisRun* analysis = nullptr;
        FocusRing::Keys keys = {};  // of the first of the frames
    };

    /// Draws the panels as they stand after `scene` has been on screen for three frames (what ImGui needs to
    /// lay itself out). Pre: image.rgb holds width x height pixels.
    void paint(const Scene& scene, Image& image);

    /// What panels would have changed and asked for in those frames: nothing, unless the pointer pressed
    /// something.
    const Settings& settings_after() const;
    const Workspace& workspace_after() const;
    const std::vector<Action>& actions_after() const;
    Target hover_after() const;

private:
    struct State;
    explicit PanelPainter(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

/// What the panels of a picture of this size leave to the map.
Viewport::Insets panel_insets(int width_px, int height_px, float scale, const Workspace& workspace);

/// The scale of the interface in a picture: 1 up to 1440 px high, then growing with the height; larger in the
/// Contrast theme.
float ui_scale(int height_px, ThemeId theme);

}  // namespace flowspace
