#include "viewer/export/export_choice.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

namespace flowspace {
namespace {

namespace fs = std::filesystem;

/// A title as a file's name: no separators, nothing hidden.
std::string name_of(const std::string& title) {
    std::string name;
    for (const char c : title)
        name += static_cast<unsigned char>(c) < 0x20 ||
                        std::string_view("/\\:*?\"<>|").find(c) != std::string_view::npos
                    ? '-'
                    : c;
    while (!name.empty() && (name.front() == '.' || name.front() == ' ' || name.front() == '-'))
        name.erase(0, 1);
    return name.empty() ? "flowspace" : name;
}

}  // namespace

bool is_film(ExportKind kind) { return kind >= ExportKind::mp4; }

std::string_view ending_of(ExportKind kind) {
    static constexpr std::array<std::string_view, 5> endings = {".png", ".pdf", ".mp4", ".webm", ""};
    return endings[static_cast<std::size_t>(kind)];
}

std::string suggested_export_path(const std::string& folder, const std::string& title, ExportKind kind) {
    const fs::path in = folder.empty() ? fs::current_path() : fs::path(folder);
    std::error_code failed;
    for (int number = 1;; ++number) {
        const fs::path path =
            in / fmt::format("{}{}{}", name_of(title), number == 1 ? "" : fmt::format("-{}", number),
                             ending_of(kind));
        if (number > 9999 || (!fs::exists(path, failed) && !fs::exists(path.string() + ".part", failed)))
            return path.string();
    }
}

std::vector<std::string> export_arguments(const ExportChoice& choice, const std::vector<std::string>& opened,
                                          const std::string& view) {
    const PictureSize size = export_sizes[std::min(choice.size, export_sizes.size() - 1)];
    std::vector<std::string> words = {is_film(choice.kind) ? "film" : "render"};
    words.insert(words.end(), opened.begin(), opened.end());
    words.insert(words.end(), {"--view", view, "-o", choice.path, "--size",
                               fmt::format("{}x{}", size.width_px, size.height_px)});
    if (choice.kind == ExportKind::png && choice.transparent) words.emplace_back("--transparent");
    if (!is_film(choice.kind)) return words;
    words.insert(words.end(), {"--fps", fmt::format("{}", choice.fps), "--progress"});
    if (choice.subject == FilmSubject::playing) words.emplace_back("--play");
    if (choice.subject == FilmSubject::standing)
        words.insert(words.end(), {"--still-view", "--seconds", fmt::format("{}", choice.seconds)});
    return words;
}

}  // namespace flowspace
