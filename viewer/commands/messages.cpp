#include "viewer/commands/messages.h"

#include "data/project/atomic_file.h"
#include "viewer/command.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <numeric>

namespace flowspace {
namespace {

/// Levenshtein's distance over bytes, small and large letters alike.
std::size_t distance(std::string_view a, std::string_view b) {
    const auto fold = [](char one) { return std::tolower(static_cast<unsigned char>(one)); };
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i + 1;
        for (std::size_t j = 0; j < b.size(); ++j) {
            const std::size_t replaced = diagonal + (fold(a[i]) == fold(b[j]) ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({replaced, row[j] + 1, row[j + 1] + 1});
        }
    }
    return row.back();
}

}  // namespace

std::string counted(std::uint64_t count, std::string_view noun) {
    return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

int exit_of(std::string_view message) {
    return tells_full_disk(message) ? exit_machine_lacks : exit_bad_request;
}

Language parse_language(std::string_view text) {
    return text.starts_with("zh") ? Language::zh : Language::en;
}

std::vector<std::string> nearest(std::string_view text, std::span<const std::string> candidates) {
    std::vector<std::pair<std::size_t, std::string>> close;
    for (const std::string& candidate : candidates) {
        const std::size_t far = distance(text, candidate);
        if (far <= std::max(candidate.size(), text.size()) / 3) close.emplace_back(far, candidate);
    }
    std::ranges::stable_sort(close, {}, [](const auto& one) { return one.first; });
    std::vector<std::string> names;
    for (const auto& [far, name] : close)
        if (names.size() < 3 && std::ranges::find(names, name) == names.end()) names.push_back(name);
    return names;
}

std::string not_found(Language language, std::string_view option, std::string_view found,
                      std::string_view expected, std::span<const std::string> candidates) {
    std::string message =
        fmt::format(fmt::runtime(say(language, "{}: found '{}', expected {}", "{}：收到“{}”，应为{}")),
                    option, found.substr(0, 80), expected);
    const std::vector<std::string> close = nearest(found, candidates);
    if (!close.empty())
        message += fmt::format(fmt::runtime(say(language, "; did you mean {}?", "；是否指 {}？")),
                               fmt::join(close, ", "));
    return message;
}

}  // namespace flowspace
