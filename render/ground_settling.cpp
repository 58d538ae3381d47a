#include "render/ground_settling.h"

#include <chrono>
#include <utility>

namespace flowspace {

/// What the ground depends on, by value: the frame that asked is over before its layers are.
struct GroundSettling::Copy {
    DrawList list;
    Frame frame;
    View view;
    Theme theme;
    ArcPicture no_arcs;
    std::vector<glm::dvec3> nodes;
    PaintFrame paint;
    double px_scale;

    explicit Copy(const LayerInputs& inputs)
        : frame(inputs.frame),
          view(inputs.view),
          theme(inputs.theme),
          nodes(inputs.nodes.begin(), inputs.nodes.end()),
          paint(inputs.paint),
          px_scale(inputs.px_scale) {
        list.areas = inputs.list.areas;
        list.walls = inputs.list.walls;
        list.tubes = inputs.list.tubes;
        list.skins = inputs.list.skins;
        list.places = inputs.list.places;
    }
};

GroundSettling::GroundSettling(const LayerInputs& inputs, std::vector<Layer*> layers)
    : copy_(std::make_unique<const Copy>(inputs)) {
    work_ = std::async(std::launch::async, [this, layers = std::move(layers)] {
        const LayerInputs of_copy = {.list = copy_->list,
                                     .frame = copy_->frame,
                                     .view = copy_->view,
                                     .theme = copy_->theme,
                                     .arcs = copy_->no_arcs,
                                     .nodes = copy_->nodes,
                                     .paint = copy_->paint,
                                     .px_scale = copy_->px_scale,
                                     .detail = Detail::full,
                                     .stopped = &stopped_};
        for (Layer* layer : layers)
            if (!stopped_) layer->prepare(of_copy);
    });
}

GroundSettling::~GroundSettling() {
    stopped_ = true;
    work_.wait();
}

bool GroundSettling::is_ready() const {
    return work_.wait_for(std::chrono::seconds(0)) == std::future_status::ready;
}

}  // namespace flowspace
