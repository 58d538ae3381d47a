#include "viewer/built_in_story.h"

#include "data/project/json_value.h"
#include "flowspace_stories.h"
#include "viewer/story_figures.h"
#include "viewer/story_json.h"

namespace flowspace {

bool is_built_in_atlas(const Dataset& data) {
    return data.flows && !data.imputed.empty() && !data.report && data.files.empty() &&
           !data.flows->is_remote();
}

std::string_view built_in_story_text() { return flowspace_stories().front().text; }

std::shared_ptr<const Story> built_in_story(const Dataset& data) {
    if (!is_built_in_atlas(data)) return nullptr;
    auto story = std::make_shared<Story>(story_from(parse_json(built_in_story_text()).value, data));
    const StoryFigures figures = story_figures(data);
    for (Scene& scene : story->scenes)
        for (TwoWords* words : {&scene.title, &scene.caption, &scene.notes}) {
            words->zh = with_figures(words->zh, figures, Language::zh);
            words->en = with_figures(words->en, figures, Language::en);
        }
    return story;
}

}  // namespace flowspace
