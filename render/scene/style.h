// How the picture looks: a plain value that panels edit and scenes store. Colours come from the theme, never
// from here.
#pragma once

#include "data/language.h"

#include <cstdint>

namespace flowspace {

enum class ThemeId : std::uint8_t { night, paper, contrast };
enum class LabelLanguage : std::uint8_t { zh, en, both };

struct Style {
    ThemeId theme = ThemeId::night;
    Language language = Language::zh;  // of title, legend and panels
    LabelLanguage labels = LabelLanguage::zh;
    float exaggeration = 8;       // of the relief; written on the map
    float arc_height = 0.18f;     // apex / chord; height says distance, never volume
    float widest_px = 8;          // of the largest flow, at a picture height of 1080
    float text_scale = 1;         // of names, legend and panels, besides the theme's own: 1 to 2
    float speed = 1;              // of the comets, times the stated rule
    bool reduced_motion = false;  // comets stand still, flights cut
    bool bundled = false;         // flows are drawn along shorter ones of their layer
    bool show_areas = true;
    bool show_labels = true;
    bool show_furniture = true;  // title, legend, scale bar, north, source line

    bool operator==(const Style&) const = default;
};

}  // namespace flowspace
