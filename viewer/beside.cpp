#include "viewer/beside.h"

#include "data/dataset.h"
#include "viewer/camera_control.h"

#include <algorithm>
#include <cmath>
#include <tuple>
#include <utility>

namespace flowspace {
namespace {

BesideMap map_of(const Settings& settings) {
    return {settings.filter, settings.focus, settings.current_layer, settings.hierarchy, settings.camera};
}

void put(Settings& settings, const BesideMap& map) {
    settings.filter = map.filter;
    settings.focus = map.focus;
    settings.current_layer = map.current_layer;
    settings.hierarchy = map.hierarchy;
}

Beside beside_of(const Settings& settings) { return settings.beside ? *settings.beside : Beside{}; }

/// Nothing is kept where no map stands beside.
void keep(Settings& settings, Beside beside) {
    if (beside.maps.size() >= most_maps) beside.maps.resize(most_maps - 1);
    beside.own = std::min(beside.own, beside.maps.size());
    settings.beside = beside.maps.empty() ? Kept<Beside>{} : Kept<Beside>::of(std::move(beside));
}

/// Where the map of a cell stands among the others. Pre: not the own cell.
std::size_t row_of(const Beside& beside, std::size_t cell) { return cell < beside.own ? cell : cell - 1; }

template <class Change>
Settings changed(Settings settings, Change change) {
    if (!settings.beside) return settings;
    Beside beside = *settings.beside;
    change(beside);
    settings.beside = Kept<Beside>::of(std::move(beside));
    return settings;
}

}  // namespace

bool operator==(const Beside& a, const Beside& b) {
    const auto all = [](const Beside& beside) {
        return std::tie(beside.maps, beside.own, beside.linked, beside.same_scale, beside.arrangement,
                        beside.divide);
    };
    return all(a) == all(b);
}

std::size_t map_count(const Settings& settings) {
    return settings.beside ? settings.beside->maps.size() + 1 : 1;
}

std::size_t own_map(const Settings& settings) { return settings.beside ? settings.beside->own : 0; }

bool is_swiped(const Settings& settings) {
    return settings.beside && settings.beside->arrangement == Arrangement::swipe;
}

std::vector<Settings> settings_of_maps(const Settings& settings) {
    Settings alone = settings;
    alone.beside = {};
    alone.story = {};
    alone.analysis = {};
    alone.pins.clear();
    alone.bookmarks.clear();
    const Beside beside = beside_of(settings);
    std::vector<Settings> maps;
    for (std::size_t cell = 0; cell <= beside.maps.size(); ++cell) {
        Settings& map = maps.emplace_back(alone);
        if (cell == beside.own) continue;
        put(map, beside.maps[row_of(beside, cell)]);
        map.camera = camera_of(settings, cell);
    }
    return maps;
}

Settings with_map_count(Settings settings, std::size_t count) {
    Beside beside = beside_of(settings);
    const std::size_t others = std::clamp<std::size_t>(count, 1, most_maps) - 1;
    if (others < 2 && beside.arrangement == Arrangement::swipe && others == 0)
        beside.arrangement = Arrangement::cells;
    if (others > 1) beside.arrangement = Arrangement::cells;
    beside.maps.resize(others, map_of(settings));
    keep(settings, std::move(beside));
    return settings;
}

Settings with_map_per_layer(Settings settings, const Dataset& data) {
    std::vector<LayerId> layers = settings.filter.layers;
    if (layers.size() < 2) {
        layers.clear();
        for (std::uint32_t row = 0; row < data.flows->layers().size(); ++row) layers.push_back(LayerId{row});
    }
    if (layers.size() > most_maps) layers.resize(most_maps);
    if (layers.size() < 2) return settings;
    Beside beside = beside_of(settings);
    beside.maps.clear();
    beside.own = 0;
    beside.arrangement = Arrangement::cells;
    if (std::ranges::find(layers, settings.current_layer) == layers.end())
        settings.current_layer = layers.front();
    for (std::size_t cell = 0; cell < layers.size(); ++cell) {
        BesideMap map = map_of(settings);
        map.filter.layers = {layers[cell]};
        map.current_layer = layers[cell];
        if (layers[cell] == settings.current_layer)
            beside.own = cell;
        else
            beside.maps.push_back(std::move(map));
    }
    settings.filter.layers = {settings.current_layer};
    keep(settings, std::move(beside));
    return settings;
}

Settings with_maps(Settings settings, std::vector<BesideMap> maps) {
    Beside beside = beside_of(settings);
    for (BesideMap& map : maps) beside.maps.push_back(std::move(map));
    keep(settings, std::move(beside));
    return settings;
}

Settings speaking_of(Settings settings, std::size_t cell) {
    if (!settings.beside || cell == settings.beside->own || cell > settings.beside->maps.size())
        return settings;
    Beside beside = *settings.beside;
    const BesideMap was = map_of(settings);
    const std::size_t row = row_of(beside, cell);
    const BesideMap is = beside.maps[row];
    beside.maps.erase(beside.maps.begin() + static_cast<std::ptrdiff_t>(row));
    beside.maps.insert(
        beside.maps.begin() + static_cast<std::ptrdiff_t>(beside.own < cell ? beside.own : beside.own - 1),
        was);
    beside.own = cell;
    put(settings, is);
    if (!beside.linked) settings.camera = is.camera;
    keep(settings, std::move(beside));
    return settings;
}

const Camera& camera_of(const Settings& settings, std::size_t cell) {
    if (!settings.beside || settings.beside->linked || cell == settings.beside->own ||
        cell > settings.beside->maps.size() || is_swiped(settings))
        return settings.camera;
    return settings.beside->maps[row_of(*settings.beside, cell)].camera;
}

Settings with_camera(Settings settings, std::size_t cell, const Camera& camera) {
    if (&camera_of(settings, cell) == &settings.camera) {
        settings.camera = camera;
        return settings;
    }
    if (camera_of(settings, cell) == camera) return settings;
    return changed(std::move(settings),
                   [&](Beside& beside) { beside.maps[row_of(beside, cell)].camera = camera; });
}

Settings with_cameras_widened(Settings settings, double factor) {
    const auto widen = [factor](Camera& camera) {
        camera.width_km = std::clamp(camera.width_km * factor, narrowest_km, widest_km);
    };
    widen(settings.camera);
    return changed(std::move(settings), [&](Beside& beside) {
        for (BesideMap& map : beside.maps) widen(map.camera);
    });
}

/// Let go, each map goes on from where it looked last.
Settings with_linked(Settings settings, bool linked) {
    const Camera here = settings.camera;
    return changed(std::move(settings), [&](Beside& beside) {
        beside.linked = linked;
        if (!linked)
            for (BesideMap& map : beside.maps) map.camera = here;
    });
}

Settings with_same_scale(Settings settings, bool same) {
    return changed(std::move(settings), [&](Beside& beside) { beside.same_scale = same; });
}

Settings with_arrangement(Settings settings, Arrangement arrangement) {
    if (arrangement == Arrangement::swipe) settings = with_map_count(std::move(settings), 2);
    return changed(std::move(settings), [&](Beside& beside) { beside.arrangement = arrangement; });
}

Settings with_divide(Settings settings, double divide) {
    return changed(std::move(settings),
                   [&](Beside& beside) { beside.divide = std::clamp(divide, least_divide, most_divide); });
}

std::string heading_of(const Settings& map, const Dataset& data) {
    const bool zh = map.style.language == Language::zh;
    const auto name = [&](const std::string& chinese, const std::string& english, const std::string& id) {
        const std::string& wanted = zh ? chinese : english;
        return wanted.empty() ? id : wanted;
    };
    std::string text;
    const auto add = [&](const std::string& word, const char* between) {
        text += (text.empty() ? "" : between) + word;
    };
    for (const LayerId layer : map.filter.layers) {
        const LayerInfo& info = data.flows->layers()[index(layer)];
        add(name(info.name_zh, info.name_en, info.key), zh ? "、" : ", ");
    }
    constexpr std::size_t most_named = 2;
    std::vector<std::string> narrowed;
    const auto& groups = data.atlas->groups;
    for (const std::vector<GroupId>* list : {&map.focus.groups, &map.filter.inside})
        for (const GroupId group : *list)
            narrowed.push_back(
                name(groups[index(group)].name_zh, groups[index(group)].name_en, groups[index(group)].id));
    const auto& places = data.atlas->places;
    for (const std::vector<PlaceId>* list :
         {&map.focus.places, &map.filter.places, &map.filter.origins, &map.filter.destinations})
        for (const PlaceId place : *list)
            narrowed.push_back(name(places[index(place)].short_zh.empty() ? places[index(place)].name_zh
                                                                          : places[index(place)].short_zh,
                                    places[index(place)].name_en, places[index(place)].id));
    for (std::size_t row = 0; row < std::min(most_named, narrowed.size()); ++row)
        add(narrowed[row], row == 0 ? " · " : (zh ? "、" : ", "));
    if (narrowed.size() > most_named) text += zh ? " 等" : " …";
    return text;
}

std::vector<Box> cell_boxes(const Box& area, std::size_t count, float gap_px) {
    constexpr float wanted = 4.f / 3;
    if (count == 0) return {};
    std::size_t columns = 1;
    float best = 1e9f;
    for (std::size_t tried = 1; tried <= count; ++tried) {
        const std::size_t rows = (count + tried - 1) / tried;
        const float width = area.width() / static_cast<float>(tried);
        const float height = area.height() / static_cast<float>(rows);
        const float odd = std::fabs(std::log(std::max(width, 1.f) / std::max(height, 1.f) / wanted)) +
                          0.35f * static_cast<float>(tried * rows - count);
        if (odd < best) {
            best = odd;
            columns = tried;
        }
    }
    const std::size_t rows = (count + columns - 1) / columns;
    const auto edge = [](float from, float to, std::size_t at, std::size_t of) {
        return std::round(from + (to - from) * static_cast<float>(at) / static_cast<float>(of));
    };
    std::vector<Box> boxes;
    for (std::size_t cell = 0; cell < count; ++cell) {
        const std::size_t column = cell % columns, row = cell / columns;
        const bool last_column = column + 1 == columns, last_row = row + 1 == rows;
        boxes.push_back({edge(area.x0, area.x1, column, columns), edge(area.y0, area.y1, row, rows),
                         edge(area.x0, area.x1, column + 1, columns) - (last_column ? 0 : gap_px),
                         edge(area.y0, area.y1, row + 1, rows) - (last_row ? 0 : gap_px)});
    }
    return boxes;
}

}  // namespace flowspace
