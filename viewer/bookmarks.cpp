#include "viewer/bookmarks.h"

#include "viewer/look.h"
#include "viewer/strings.h"
#include "viewer/time_brush.h"

#include <algorithm>
#include <memory>
#include <utility>

namespace flowspace {

namespace {

bool same_thing(const Target& a, const Target& b) {
    if (a.flow && b.flow) return a.flow->pair == b.flow->pair;
    if (a.tie && b.tie) return a.tie->origin == b.tie->origin && a.tie->destination == b.tie->destination;
    return a == b;
}

std::string subject(const Settings& settings, const Dataset& data) {
    const Language language = settings.style.language;
    const auto& places = data.atlas->places;
    const auto& groups = data.atlas->groups;
    const auto place = [&](PlaceId id) { return std::string(place_name(places[index(id)], language)); };
    const auto group = [&](GroupId id) { return std::string(group_name(groups[index(id)], language)); };
    const Target& target = settings.selected;
    if (target.flow) {
        const Pair& ends = data.flows->pairs()[index(target.flow->pair)];
        return place(ends.origin) + " → " + place(ends.destination);
    }
    const auto node = [&](NodeId id) {
        const std::size_t row = index(id);
        return row < places.size() ? place(PlaceId{static_cast<std::uint32_t>(row)})
                                   : group(GroupId{static_cast<std::uint32_t>(row - places.size())});
    };
    if (target.tie) return node(target.tie->origin) + " → " + node(target.tie->destination);
    if (target.place) return place(*target.place);
    if (target.group) return group(*target.group);
    if (!settings.focus.groups.empty()) return group(settings.focus.groups.front());
    if (!settings.focus.places.empty()) return place(settings.focus.places.front());
    return ui(Text::whole_map, language);
}

std::string times(const Settings& settings, const TimeAxis& axis) {
    if (axis.grain == Grain::none || axis.starts.empty()) return {};
    const Window window = shown_window(axis, settings.filter.window);
    const std::string from = format_time(axis.grain, window.from);
    const std::string to = format_time(axis.grain, last_step_of(axis, window));
    return " " + (from == to ? from : from + "–" + to);
}

}  // namespace

bool Bookmark::operator==(const Bookmark& other) const {
    return name == other.name && (view == other.view || (view && other.view && *view == *other.view));
}

bool is_pinned(const std::vector<Target>& pins, const Target& target) {
    return std::ranges::any_of(pins, [&](const Target& pin) { return same_thing(pin, target); });
}

std::vector<Target> toggled_pin(std::vector<Target> pins, const Target& target) {
    if (target.empty()) return pins;
    if (std::erase_if(pins, [&](const Target& pin) { return same_thing(pin, target); }) > 0) return pins;
    if (pins.size() == most_pins) pins.erase(pins.begin());
    pins.push_back(target);
    return pins;
}

Settings with_bookmark(Settings settings, const std::string& name) {
    auto view = std::make_shared<Settings>(settings);
    view->bookmarks.clear();
    view->pins.clear();
    view->story = {};
    view->playback.playing = false;
    Bookmark made{name, std::move(view)};
    const auto same = std::ranges::find(settings.bookmarks, name, &Bookmark::name);
    if (same != settings.bookmarks.end())
        *same = std::move(made);
    else
        settings.bookmarks.push_back(std::move(made));
    return settings;
}

Settings without_bookmark(Settings settings, std::size_t row) {
    settings.bookmarks.erase(settings.bookmarks.begin() + static_cast<std::ptrdiff_t>(row));
    return settings;
}

Settings at_bookmark(const Settings& now, std::size_t row) {
    Settings then = *now.bookmarks[row].view;
    then.bookmarks = now.bookmarks;
    then.pins = now.pins;
    then.story = now.story;
    then.style.theme = now.style.theme;
    then.style.language = now.style.language;
    then.style.text_scale = now.style.text_scale;
    then.style.reduced_motion = now.style.reduced_motion;
    then.playback.playing = false;
    return then;
}

std::string suggested_name(const Settings& settings, const Dataset& data) {
    const std::string name = subject(settings, data) + times(settings, data.flows->time_axis());
    std::string free = name;
    const auto taken = [&] {
        return std::ranges::find(settings.bookmarks, free, &Bookmark::name) != settings.bookmarks.end();
    };
    for (int number = 2; taken(); ++number) free = name + " (" + std::to_string(number) + ")";
    return free;
}

}  // namespace flowspace
