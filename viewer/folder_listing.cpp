#include "viewer/folder_listing.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <span>
#include <string_view>

namespace flowspace {
namespace {

constexpr std::size_t most_entries = 10'000;
constexpr std::array<std::string_view, 15> table_endings = {
    ".csv",           ".tsv",     ".txt",  ".gz",  ".zst", ".parquet", ".xlsx", ".flowspace.json",
    ".flowview.json", ".geojson", ".gpkg", ".shp", ".tif", ".tiff",    ".nc"};
constexpr std::array<std::string_view, 1> project_endings = {".flowspace.json"};
constexpr std::array<std::string_view, 1> view_endings = {".flowview.json"};
constexpr std::array<std::string_view, 2> report_endings = {".csv", ".json"};

std::span<const std::string_view> endings(Listed what) {
    switch (what) {
        case Listed::projects:
            return project_endings;
        case Listed::views:
            return view_endings;
        case Listed::reports:
            return report_endings;
        default:
            return table_endings;
    }
}

}  // namespace

bool is_listed(const std::string& name, Listed what) {
    std::string small = name;
    std::ranges::transform(small, small.begin(), [](char letter) {
        return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
    });
    return std::ranges::any_of(endings(what),
                               [&](std::string_view ending) { return small.ends_with(ending); });
}

std::string with_ending(const std::string& name, Listed what) {
    return is_listed(name, what) ? name : name + std::string(endings(what).front());
}

Result<std::vector<FolderEntry>> list_folder(const std::filesystem::path& folder, Listed what) {
    std::error_code failed;
    std::vector<FolderEntry> entries;
    std::filesystem::directory_iterator at(folder, failed);
    if (failed) return Error{fmt::format("{}: {}", folder.string(), failed.message())};
    for (; at != std::filesystem::directory_iterator() && entries.size() < most_entries;
         at.increment(failed)) {
        if (failed) break;
        std::error_code unknown;
        const std::string name = at->path().filename().string();
        if (name.starts_with('.')) continue;
        const bool is_folder = at->is_directory(unknown);
        if (!is_folder && (!at->is_regular_file(unknown) || !is_listed(name, what))) continue;
        entries.push_back({name, is_folder, is_folder ? 0 : at->file_size(unknown)});
    }
    std::ranges::sort(entries, [](const FolderEntry& a, const FolderEntry& b) {
        return a.is_folder != b.is_folder ? a.is_folder : a.name < b.name;
    });
    return entries;
}

}  // namespace flowspace
