#include "viewer/story_json.h"

#include "data/output_table.h"
#include "viewer/focus.h"
#include "viewer/settings_json.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <string_view>

namespace flowspace {
namespace {

using Kind = JsonValue::Kind;

constexpr std::array<std::string_view, 3> themes = {"night", "paper", "contrast"};
constexpr std::array<std::string_view, 9> scene_members = {"id",    "title",  "caption",      "notes", "view",
                                                           "theme", "played", "transition_s", "hold_s"};
constexpr std::array<std::string_view, 2> story_members = {"title", "scenes"};

JsonValue number(double value) { return {.kind = Kind::number, .text = format_number(value)}; }

JsonValue words_json(const TwoWords& words) {
    JsonValue json = json_object();
    if (!words.zh.empty()) json.add("zh", json_text(words.zh));
    if (!words.en.empty()) json.add("en", json_text(words.en));
    return json;
}

template <std::size_t size>
void keep_others(const JsonValue& json, const std::array<std::string_view, size>& known,
                 std::vector<std::pair<std::string, std::string>>& others) {
    for (std::size_t row = 0; row < json.keys.size(); ++row)
        if (std::ranges::find(known, json.keys[row]) == known.end())
            others.emplace_back(json.keys[row], write_json(json.items[row]));
}

void add_others(const std::vector<std::pair<std::string, std::string>>& others, JsonValue& json) {
    for (const auto& [key, text] : others)
        if (json.find(key) == nullptr) json.add(key, parse_json(text).value);
}

JsonValue scene_json(const Scene& scene, const Dataset& data) {
    JsonValue json = json_object();
    json.add("id", json_text(scene.id));
    json.add("title", words_json(scene.title));
    json.add("caption", words_json(scene.caption));
    json.add("notes", words_json(scene.notes));
    json.add("transition_s", number(scene.transition_s));
    json.add("hold_s", number(scene.hold_s));
    if (scene.theme)
        json.add("theme", json_text(std::string(themes[static_cast<std::size_t>(*scene.theme)])));
    if (scene.played) {
        JsonValue played = json_object();
        played.add("until", json_text(format_time(Grain::second, scene.played->until)));
        played.add("seconds", number(scene.played->seconds));
        json.add("played", std::move(played));
    }
    json.add("view", settings_json(*scene.view, data));
    add_others(scene.others, json);
    return json;
}

std::string text_of(const JsonValue* json) {
    return json != nullptr && json->is(Kind::text) ? json->text : std::string();
}

/// A plain text stands for both languages: the other one shows it.
TwoWords words_from(const JsonValue* json) {
    if (json == nullptr) return {};
    if (json->is(Kind::text)) return {.zh = json->text};
    if (!json->is(Kind::object)) return {};
    return {.zh = text_of(json->find("zh")), .en = text_of(json->find("en"))};
}

void read_seconds(const JsonValue* json, double most_s, double& into) {
    if (json == nullptr || !json->is(Kind::number)) return;
    double value = 0;
    const char* end = json->text.data() + json->text.size();
    const auto [stop, error] = std::from_chars(json->text.data(), end, value);
    if (error == std::errc{} && stop == end && value >= 0 && value <= most_s) into = value;
}

std::optional<PlayedTime> played_from(const JsonValue* json) {
    if (json == nullptr || !json->is(Kind::object)) return std::nullopt;
    const Result<ParsedTime> until = parse_time(text_of(json->find("until")));
    if (!until) return std::nullopt;
    PlayedTime played{.until = until->start};
    read_seconds(json->find("seconds"), longest_hold_s, played.seconds);
    return played;
}

bool is_id(const std::string& text) {
    return !text.empty() && text.size() <= 60 && std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    });
}

Scene scene_from(const JsonValue& json, const Story& story, const Dataset& data) {
    Scene scene{.title = words_from(json.find("title")),
                .caption = words_from(json.find("caption")),
                .notes = words_from(json.find("notes"))};
    scene.id = text_of(json.find("id"));
    if (!is_id(scene.id) || find_scene(story, scene.id)) scene.id = scene_id(story, scene.title.en);
    read_seconds(json.find("transition_s"), longest_transition_s, scene.transition_s);
    read_seconds(json.find("hold_s"), longest_hold_s, scene.hold_s);
    const auto theme = std::ranges::find(themes, text_of(json.find("theme")));
    if (theme != themes.end()) scene.theme = static_cast<ThemeId>(theme - themes.begin());
    scene.played = played_from(json.find("played"));
    JsonValue view = json_object();
    if (const JsonValue* kept = json.find("view"); kept != nullptr && kept->is(Kind::object)) view = *kept;
    // A scene has no story, pins and bookmarks of its own; stories in stories are not looked for.
    for (const char* none : {"story", "pins", "bookmarks"})
        if (view.find(none) != nullptr) view.set(none, {});
    scene.view = scene_view(settings_from(view, normalised({}, shape_of(data)), data));
    keep_others(json, scene_members, scene.others);
    return scene;
}

}  // namespace

JsonValue story_json(const Story& story, const Dataset& data) {
    JsonValue json = json_object(), scenes = json_list();
    if (!story.title.empty()) json.add("title", words_json(story.title));
    for (const Scene& scene : story.scenes) scenes.items.push_back(scene_json(scene, data));
    json.add("scenes", std::move(scenes));
    add_others(story.others, json);
    return json;
}

Story story_from(const JsonValue& json, const Dataset& data) {
    Story story;
    if (!json.is(Kind::object)) return story;
    story.title = words_from(json.find("title"));
    keep_others(json, story_members, story.others);
    const JsonValue* scenes = json.find("scenes");
    if (scenes == nullptr || !scenes->is(Kind::list)) return story;
    for (const JsonValue& scene : scenes->items) {
        if (story.scenes.size() == most_scenes) break;
        if (scene.is(Kind::object)) story.scenes.push_back(scene_from(scene, story, data));
    }
    return story;
}

}  // namespace flowspace
