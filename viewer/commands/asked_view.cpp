#include "viewer/commands/asked_view.h"

#include "viewer/story.h"
#include "viewer/story_choice.h"

#include <cstdio>
#include <utility>

namespace flowspace {

Result<ViewAsked> asked_view(const AskedView& asked, const Dataset& dataset, const OpenedView& kept,
                             Language language) {
    Settings base = kept.settings;
    if (!asked.view.shared.empty()) {
        Result<Settings> shared = base_of_view(asked.view, dataset, language, stderr);
        if (!shared) return shared.error();
        base = std::move(*shared);
    }
    std::size_t row = 0;
    if (!asked.scene.empty()) {
        const Result<SceneChoice> scene = choose_scene(base, dataset, asked.scene, language);
        if (!scene) return scene.error();
        row = scene->row;
        base = at_scene(base, scene->story->scenes[row]);
    }
    if (names_places(asked.filter)) base.focus = {};
    Result<Filter> filter = parse_filter(asked.filter, dataset, language, base.filter);
    if (!filter) return filter.error();
    base.filter = std::move(*filter);
    ViewText said = asked.view;
    said.keeps_language = kept.has_language && !asked.language_given;
    Result<ViewRequest> request = parse_view(said, base, dataset, language);
    if (!request) return request.error();
    const bool camera_said = !request->fit.empty() || !asked.view.camera.empty() ||
                             !asked.view.shared.empty() || kept.has_camera || !asked.scene.empty();
    return ViewAsked{std::move(*request), camera_said, row};
}

}  // namespace flowspace
