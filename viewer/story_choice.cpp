#include "viewer/story_choice.h"

#include "viewer/built_in_story.h"
#include "viewer/commands/messages.h"

#include <fmt/format.h>

#include <string_view>
#include <utility>
#include <vector>

namespace flowspace {

std::shared_ptr<const Story> story_told(const Settings& settings, const Dataset& data) {
    std::shared_ptr<const Story> story;
    if (settings.story)
        story = std::make_shared<const Story>(*settings.story);
    else
        story = built_in_story(data);
    return story && !story->scenes.empty() ? story : nullptr;
}

Result<SceneChoice> choose_scene(const Settings& settings, const Dataset& data, const std::string& id,
                                 Language language) {
    const std::shared_ptr<const Story> story = story_told(settings, data);
    if (!story)
        return Error{
            std::string(say(language, "--scene: found no story in this project, expected one with scenes",
                            "--scene：项目里没有故事，需要至少一个场景"))};
    if (const auto row = find_scene(*story, id)) return SceneChoice{story, *row};
    std::vector<std::string> ids;
    for (const Scene& scene : story->scenes) ids.push_back(scene.id);
    return Error{not_found(language, "--scene", id,
                           fmt::format("{}{}", say(language, "one of ", "以下之一："), fmt::join(ids, ", ")),
                           ids)};
}

Result<std::shared_ptr<const Story>> choose_scenes(const Settings& settings, const Dataset& data,
                                                   const std::vector<std::string>& ids, Language language) {
    auto chosen = std::make_shared<Story>();
    for (const std::string& id : ids) {
        const Result<SceneChoice> scene = choose_scene(settings, data, id, language);
        if (!scene) {
            std::string message = scene.error().message;
            if (message.starts_with("--scene")) message.insert(std::string_view("--scene").size(), "s");
            return Error{std::move(message)};
        }
        chosen->title = scene->story->title;
        chosen->scenes.push_back(scene->story->scenes[scene->row]);
    }
    return std::shared_ptr<const Story>(std::move(chosen));
}

}  // namespace flowspace
