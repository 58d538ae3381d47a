// What the person wants as a file: a picture or a film of what is on screen, and the command that makes it.
#pragma once

#include "viewer/export/picture_size.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace flowspace {

/// In the order in which they are offered.
enum class ExportKind : std::uint8_t { png, pdf, mp4, webm, pictures };
enum class FilmSubject : std::uint8_t { story, playing, standing };

struct ExportChoice {
    ExportKind kind = ExportKind::png;
    FilmSubject subject = FilmSubject::playing;  // of a film
    std::size_t size = 1;                        // of export_sizes
    int fps = 30;
    bool transparent = false;  // a PNG without relief and water
    int seconds = 10;          // of a film of a view that stands
    std::string path = {};     // empty: suggested_export_path()

    bool operator==(const ExportChoice&) const = default;
};

inline constexpr std::array<PictureSize, 5> export_sizes = {
    PictureSize{1280, 720}, PictureSize{1920, 1080}, PictureSize{2560, 1440}, PictureSize{3840, 2160},
    PictureSize{7680, 4320}};  // the last for stills only
inline constexpr std::array<int, 4> export_rates = {24, 25, 30, 60};

bool is_film(ExportKind kind);
/// .png, .pdf, .mp4, .webm; empty for a folder of pictures.
std::string_view ending_of(ExportKind kind);

/// NAME, NAME-2, ... in `folder`: the first that nothing has.
std::string suggested_export_path(const std::string& folder, const std::string& title, ExportKind kind);

/// What follows the program's name. `opened`: what the data is opened by; `view`: a shared view that says
/// what is on screen, its story included.
std::vector<std::string> export_arguments(const ExportChoice& choice, const std::vector<std::string>& opened,
                                          const std::string& view);

}  // namespace flowspace
