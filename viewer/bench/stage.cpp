#include "viewer/bench/stage.h"

#include "data/geo/projection.h"

#include <algorithm>

namespace flowspace {

BenchStage::BenchStage(HeadlessContext context, Renderer by_gl, Renderer by_processor,
                       std::unique_ptr<Pipeline> pipeline)
    : context_(std::move(context)),
      by_gl_(std::move(by_gl)),
      by_processor_(std::move(by_processor)),
      pipeline_(std::move(pipeline)) {
    settings_.camera.tilt_deg = 45;
    pipeline_->update(settings_);
    list_ = pipeline_->draw_list();
}

Result<BenchStage> BenchStage::create(std::shared_ptr<const Dataset> dataset,
                                      const PipelineOptions& options) {
    Result<HeadlessContext> context = HeadlessContext::create();
    if (!context) return context.error();
    Result<Renderer> by_gl = Renderer::create(dataset, albers_china);
    if (!by_gl) return by_gl.error();
    Result<Renderer> by_processor = Renderer::create(dataset, albers_china);
    if (!by_processor) return by_processor.error();
    return BenchStage(std::move(*context), std::move(*by_gl), std::move(*by_processor),
                      std::make_unique<Pipeline>(dataset, options));
}

Frame BenchStage::frame() const {
    Frame frame;
    frame.camera = settings_.camera;
    frame.style = settings_.style;
    frame.viewport = {.width_px = 1280, .height_px = 720};
    return frame;
}

void BenchStage::finish(const Frame& frame) {
    Renderer& by = renderer(frame.arcs);
    by.draw(list_, frame);
    by.finish();
}

void BenchStage::finish(const Settings& settings) { finish(settings, frame()); }

void BenchStage::finish(const Settings& settings, Frame now) {
    pipeline_->update(settings);
    now.camera = settings.camera;
    now.style = settings.style;
    Renderer& by = renderer(now.arcs);
    by.draw(pipeline_->draw_list(), now);
    by.finish();
}

Image BenchStage::read(ArcPath path) { return renderer(path).read(); }

std::uint64_t BenchStage::update(const Settings& settings) {
    pipeline_->update(settings);
    return pipeline_->draw_list().revision;
}

void BenchStage::finish(const Settings& settings, const Effort& effort, ArcPath path, double time_s) {
    update(settings);
    Frame now = frame();
    now.camera = settings.camera;
    now.style = settings.style;
    now.quality = effort.quality;
    now.arcs = path;
    now.time_s = time_s;
    Renderer& by = renderer(path);
    by.draw_at_most(effort.most_arcs);
    by.draw(pipeline_->draw_list(), now);
    by.finish();
}

void BenchStage::show_arcs(std::size_t count) {
    Settings all = settings_;
    // The rule shares its number out by layer; asked for this many of each, the strongest `count` are among
    // them.
    const std::size_t layers = pipeline_->sums().size();
    all.show = {.per_place = 0, .strongest = static_cast<std::uint32_t>(count * layers)};
    pipeline_->update(all);
    const std::uint64_t revision = list_.revision + 1;
    list_ = pipeline_->draw_list();
    list_.revision = revision;
    if (list_.arcs.size() <= count) return;
    // Of several layers, the strongest within each: by share of their own largest, since units differ.
    std::vector<float> strengths;
    for (const ArcItem& arc : list_.arcs) strengths.push_back(arc.strength);
    std::ranges::nth_element(strengths, strengths.begin() + static_cast<std::ptrdiff_t>(count),
                             std::ranges::greater{});
    const float weakest = strengths[count];
    std::erase_if(list_.arcs, [&](const ArcItem& arc) { return arc.strength < weakest; });
    list_.arcs.resize(std::min(list_.arcs.size(), count));
}

}  // namespace flowspace
