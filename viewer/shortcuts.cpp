#include "viewer/shortcuts.h"

#include "viewer/beside.h"
#include "viewer/bookmarks.h"
#include "viewer/camera_control.h"
#include "viewer/focus.h"
#include "viewer/time_brush.h"
#include "viewer/views/linked_view.h"

#include <algorithm>
#include <cmath>

namespace flowspace {

namespace {

ThemeId next_theme(ThemeId theme) {
    return theme == ThemeId::night   ? ThemeId::paper
           : theme == ThemeId::paper ? ThemeId::contrast
                                     : ThemeId::night;
}

void toggle_layer(const Dataset& data, Settings& settings, std::size_t row) {
    if (row >= data.flows->layers().size()) return;
    const auto layer = LayerId{static_cast<std::uint32_t>(row)};
    std::vector<LayerId>& layers = settings.filter.layers;
    layers = toggled(layers, layer);
    if (std::ranges::binary_search(layers, layer)) settings.current_layer = layer;
    if (!std::ranges::binary_search(layers, settings.current_layer)) settings.current_layer = layers.front();
}

/// The next coarser level, or the next finer one, round and round.
Hierarchy next_level(const Settings& settings, int step) {
    constexpr int levels = 4;
    return {static_cast<Level>((static_cast<int>(level_shown(settings)) + step + levels) % levels)};
}

/// What F fits: the selection, else the focus, else the whole map.
Target what_to_fit(const Settings& settings) {
    if (!settings.selected.empty()) return settings.selected;
    if (!settings.focus.groups.empty()) return target_of(settings.focus.groups.front());
    if (!settings.focus.places.empty()) return target_of(settings.focus.places.front());
    return {};
}

/// Keys of the drawer of linked views; without it they do nothing.
void apply_view_key(char key, Workspace& workspace) {
    if (!workspace.views_open || workspace.presenting) return;
    const std::size_t count = all_views().size();
    if (key == ',') workspace.view = (workspace.view + count - 1) % count;
    if (key == '.') workspace.view = (workspace.view + 1) % count;
    if (key == 'j' || key == 'J') ++workspace.view_steps;
    if (key == 'k' || key == 'K') --workspace.view_steps;
    if (key == 'e' || key == 'E') workspace.export_view = true;
}

/// Maps side by side: how many, of which the panels speak, cameras, swipe.
void apply_beside_key(char key, KeyTargets& targets) {
    Settings& settings = targets.settings;
    const std::size_t count = map_count(settings);
    if (key == 'v') settings = with_map_count(settings, count == 1 ? 2 : count == 2 ? 4 : 1);
    if (key == 'V') settings = with_map_per_layer(settings, targets.data);
    if (key == 'g' || key == 'G') settings = speaking_of(settings, (own_map(settings) + 1) % count);
    if (key == 'y' || key == 'Y')
        settings = with_linked(settings, settings.beside && !settings.beside->linked);
    if (key == 'o' || key == 'O')
        settings = with_arrangement(settings, is_swiped(settings) ? Arrangement::cells : Arrangement::swipe);
}

void apply_character(char key, KeyTargets& targets) {
    Settings& settings = targets.settings;
    Workspace& workspace = targets.workspace;
    const TimeAxis& axis = targets.data.flows->time_axis();
    switch (key) {
        case ' ':
            settings = toggled_playing(settings, axis);
            break;
        case '[':
            settings.filter.window = shift_window(axis, settings.filter.window, -1);
            break;
        case ']':
            settings.filter.window = shift_window(axis, settings.filter.window, 1);
            break;
        case '{':
        case '}':
            settings.filter.window = stretch_window(axis, settings.filter.window, {key == '{' ? -1 : 1, 0});
            break;
        case '(':
        case ')':
            settings.filter.window = stretch_window(axis, settings.filter.window, {0, key == '(' ? -1 : 1});
            break;
        case 'p':
        case 'P':
            settings.pins = toggled_pin(settings.pins, settings.selected);
            break;
        case 'b':
        case 'B':
            workspace.popover = workspace.popover == Popover::bookmarks ? Popover::none : Popover::bookmarks;
            break;
        case 'x':
        case 'X':
            workspace.popover = workspace.popover == Popover::exporting ? Popover::none : Popover::exporting;
            break;
        case 'l':
        case 'L':
            settings.style.language = settings.style.language == Language::zh ? Language::en : Language::zh;
            break;
        case 't':
        case 'T':
            settings.style.theme = next_theme(settings.style.theme);
            break;
        case 'n':
        case 'N':
            settings.camera = north_up(settings.camera);
            break;
        case 'f':
        case 'F':
            targets.actions.push_back(FlyTo{what_to_fit(settings)});
            break;
        case 'c':
        case 'C':
            settings = toggled_comparing(settings, axis);
            break;
        case 'm':
        case 'M':
            settings.space = settings.space == Space::map ? Space::flow : Space::map;
            break;
        case 'r':
        case 'R':
            settings.scale =
                settings.scale ? std::nullopt : std::optional(shown_window(axis, settings.filter.window));
            break;
        case 'v':
        case 'V':
        case 'g':
        case 'G':
        case 'y':
        case 'Y':
        case 'o':
        case 'O':
            apply_beside_key(key, targets);
            break;
        case 'h':
            settings.hierarchy = next_level(settings, 1);
            break;
        case 'H':
            settings.hierarchy = next_level(settings, -1);
            break;
        case 's':
        case 'S':
            workspace.popover = workspace.popover == Popover::story ? Popover::none : Popover::story;
            break;
        case 'd':
        case 'D':
            workspace.views_open = !workspace.views_open;
            workspace.presenting = false;
            break;
        case 'a':
        case 'A':
            workspace.analysis_open = !workspace.analysis_open;
            workspace.presenting = false;
            break;
        case 'w':
        case 'W':
            workspace.trace_wanted = !workspace.presenting;
            break;
        case ',':
        case '.':
        case 'j':
        case 'J':
        case 'k':
        case 'K':
        case 'e':
        case 'E':
            apply_view_key(key, workspace);
            break;
        case '/':
            workspace.focus_search = true;
            workspace.presenting = false;
            break;
        case '?':
            workspace.popover = workspace.popover == Popover::keys ? Popover::none : Popover::keys;
            break;
        default:
            if (key >= '1' && key <= '9')
                toggle_layer(targets.data, settings, static_cast<std::size_t>(key - '1'));
    }
}

}  // namespace

void step_back(Settings& settings, Workspace& workspace) {
    if (workspace.popover != Popover::none) {
        workspace.popover = Popover::none;
        workspace.search_text.clear();
    } else if (workspace.presenting) {
        workspace.presenting = false;
    } else if (!settings.selected.empty()) {
        settings.selected = {};
    } else {
        settings.focus = {};
    }
}

void apply_keys(const KeyPresses& keys, KeyTargets targets) {
    for (const char key : keys.characters) apply_character(key, targets);
    for (int press = 0; press < keys.escape; ++press) step_back(targets.settings, targets.workspace);
    if (keys.present % 2 != 0) {
        targets.workspace.presenting = !targets.workspace.presenting;
        targets.workspace.popover = Popover::none;
    }
    if (keys.home > 0) targets.actions.push_back(FlyTo{});
    if (keys.quit > 0) targets.actions.push_back(Quit{});
    if (keys.open > 0 || keys.save_as > 0) {
        targets.workspace.browse = keys.open > 0 ? Browse::open : Browse::save;
        targets.workspace.popover = Popover::browse;
        targets.workspace.presenting = false;
    }
    if (keys.reopen % 2 != 0) targets.actions.push_back(ReopenLast{});
    if (keys.save > 0) targets.actions.push_back(SaveProject{});
    Settings& settings = targets.settings;
    for (int press = 0; press < keys.bookmark; ++press)
        settings = with_bookmark(settings, suggested_name(settings, targets.data));
    if (keys.go_to > 0) targets.actions.emplace_back(GoToBookmark{static_cast<std::size_t>(keys.go_to - 1)});
    if (keys.text_size != 0)
        settings.style.text_scale = std::clamp(
            std::round(10 * settings.style.text_scale + static_cast<float>(keys.text_size)) / 10, 1.F, 2.F);
    for (int press = 0; press < keys.undo; ++press) targets.actions.push_back(Undo{});
    for (int press = 0; press < keys.redo; ++press) targets.actions.push_back(Redo{});
}

}  // namespace flowspace
