#include "viewer/story.h"

#include "viewer/analysis_shown.h"
#include "viewer/beside.h"

#include <algorithm>
#include <tuple>

namespace flowspace {
namespace {

constexpr std::size_t longest_id = 40;

bool has(const Story& story, std::size_t row) { return row < story.scenes.size(); }

auto place(Story& story, std::size_t row) { return story.scenes.begin() + static_cast<std::ptrdiff_t>(row); }

std::string slug(const std::string& text) {
    std::string id;
    for (const char c : text) {
        const bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        const bool capital = c >= 'A' && c <= 'Z';
        if (letter) id += c;
        if (capital) id += static_cast<char>(c - 'A' + 'a');
        if (!letter && !capital && !id.empty() && id.back() != '-') id += '-';
        if (id.size() >= longest_id) break;
    }
    while (!id.empty() && id.back() == '-') id.pop_back();
    return id;
}

}  // namespace

const std::string& said(const TwoWords& words, Language language) {
    const std::string& wanted = language == Language::zh ? words.zh : words.en;
    const std::string& other = language == Language::zh ? words.en : words.zh;
    return wanted.empty() ? other : wanted;
}

std::string& said_in(TwoWords& words, Language language) {
    return language == Language::zh ? words.zh : words.en;
}

bool operator==(const Scene& a, const Scene& b) {
    return std::tie(a.id, a.title, a.caption, a.notes, a.theme, a.played, a.transition_s, a.hold_s,
                    a.others) == std::tie(b.id, b.title, b.caption, b.notes, b.theme, b.played,
                                          b.transition_s, b.hold_s, b.others) &&
           (a.view == b.view || (a.view && b.view && *a.view == *b.view));
}

bool operator==(const Story& a, const Story& b) {
    return a.title == b.title && a.others == b.others && a.scenes == b.scenes;
}

std::optional<std::size_t> find_scene(const Story& story, const std::string& id) {
    const auto at = std::ranges::find(story.scenes, id, &Scene::id);
    if (at == story.scenes.end()) return std::nullopt;
    return static_cast<std::size_t>(at - story.scenes.begin());
}

std::string scene_id(const Story& story, const std::string& text) {
    std::string stem = slug(text);
    const bool named = !stem.empty();
    if (!named) stem = "scene-" + std::to_string(story.scenes.size() + 1);
    std::string id = stem;
    for (std::size_t number = named ? 2 : story.scenes.size() + 2; find_scene(story, id); ++number)
        id = (named ? stem : std::string("scene")) + "-" + std::to_string(number);
    return id;
}

std::shared_ptr<const Settings> scene_view(const Settings& settings) {
    auto view = std::make_shared<Settings>(settings);
    view->bookmarks.clear();
    view->pins.clear();
    view->story = {};
    view->playback.playing = false;
    return view;
}

Story add_scene_from(Story story, const Settings& settings, const NewScene& scene) {
    if (story.scenes.size() >= most_scenes) return story;
    Scene made;
    made.id = scene_id(story, scene.title);
    said_in(made.title, settings.style.language) = scene.title;
    made.view = scene_view(settings);
    const std::size_t row =
        scene.after ? std::min(*scene.after + 1, story.scenes.size()) : story.scenes.size();
    story.scenes.insert(place(story, row), std::move(made));
    return story;
}

Story move_scene(Story story, SceneMove move) {
    if (!has(story, move.from) || !has(story, move.to)) return story;
    const auto from = place(story, move.from), to = place(story, move.to);
    if (from < to) std::rotate(from, from + 1, to + 1);
    if (to < from) std::rotate(to, from, from + 1);
    return story;
}

Story remove_scene(Story story, std::size_t row) {
    if (has(story, row)) story.scenes.erase(place(story, row));
    return story;
}

Story duplicate_scene(Story story, std::size_t row) {
    if (!has(story, row) || story.scenes.size() >= most_scenes) return story;
    Scene copy = story.scenes[row];
    copy.id = scene_id(story, copy.id);
    story.scenes.insert(place(story, row + 1), std::move(copy));
    return story;
}

Story update_scene(Story story, std::size_t row, const Settings& settings) {
    if (has(story, row)) story.scenes[row].view = scene_view(settings);
    return story;
}

Story rename_scene(Story story, std::size_t row, SceneText which, const TwoWords& words) {
    if (!has(story, row)) return story;
    Scene& scene = story.scenes[row];
    (which == SceneText::title     ? scene.title
     : which == SceneText::caption ? scene.caption
                                   : scene.notes) = words;
    return story;
}

Settings at_scene(const Settings& now, const Scene& scene) {
    Settings then = *scene.view;
    then.story = now.story;
    then.bookmarks = now.bookmarks;
    then.pins = now.pins;
    then.style.theme = scene.theme.value_or(now.style.theme);
    then.style.language = now.style.language;
    then.style.text_scale = now.style.text_scale;
    then.style.reduced_motion = now.style.reduced_motion;
    if (then.style.labels != LabelLanguage::both)
        then.style.labels = now.style.language == Language::zh ? LabelLanguage::zh : LabelLanguage::en;
    then.playback.playing = false;
    return then;
}

}  // namespace flowspace
