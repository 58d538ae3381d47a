// A renderer without a window at 1280x720 with the camera tilted over China: what frames are measured on.
#pragma once

#include "data/result.h"
#include "render/renderer.h"
#include "viewer/headless.h"
#include "viewer/pace.h"
#include "viewer/pipeline.h"
#include "viewer/settings.h"

#include <cstddef>
#include <cstdint>
#include <memory>

namespace flowspace {

class BenchStage {
public:
    static Result<BenchStage> create(std::shared_ptr<const Dataset> dataset,
                                     const PipelineOptions& options = {});

    /// Draws and waits until the picture is finished.
    void finish(const Frame& frame);
    /// Applies `settings`, then draws and waits: what a user's change costs.
    void finish(const Settings& settings);
    /// The same with all of `now` but its camera and style, which are those of `settings`.
    void finish(const Settings& settings, Frame now);
    /// The last picture that was drawn that way.
    Image read(ArcPath path);

    /// As the window: brings what is drawn up to date and gives its revision; then draws it and waits.
    std::uint64_t update(const Settings& settings);
    std::size_t arc_count() const { return pipeline_->draw_list().arcs.size(); }
    void finish(const Settings& settings, const Effort& effort, ArcPath path, double time_s);
    /// Who draws arcs here where `path` is asked for.
    ArcPath path(ArcPath asked) const { return by_gl_.arc_path(asked); }

    /// The strongest `count` flows over all layers; fewer where the dataset has fewer.
    void show_arcs(std::size_t count);

    Frame frame() const;
    DrawList& list() { return list_; }
    /// What the last finish(settings) drew.
    const DrawList& shown() const { return pipeline_->draw_list(); }
    const Settings& settings() const { return settings_; }

private:
    BenchStage(HeadlessContext context, Renderer by_gl, Renderer by_processor,
               std::unique_ptr<Pipeline> pipeline);
    Renderer& renderer(ArcPath path) { return path == ArcPath::cpu ? by_processor_ : by_gl_; }

    HeadlessContext context_;        // before the renderers: destroyed after them
    Renderer by_gl_, by_processor_;  // each keeps its own ground, so that they can take turns
    std::unique_ptr<Pipeline> pipeline_;
    Settings settings_ = {};
    DrawList list_ = {};
};

}  // namespace flowspace
