#include "data/import/layer_names.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace flowspace {
namespace {

constexpr std::array<std::string_view, 5> known_keys = {"people", "goods", "capital", "technology",
                                                        "information"};

bool is_letter(char one) { return (one >= 'a' && one <= 'z') || (one >= 'A' && one <= 'Z'); }

/// As a word of its own, in letters of any case.
bool holds_word(std::string_view text, std::string_view word) {
    const auto same = [](char one, char other) {
        return std::tolower(static_cast<unsigned char>(one)) == other;
    };
    for (auto from = text.begin();; ++from) {
        const auto found = std::ranges::search(from, text.end(), word.begin(), word.end(), same);
        if (found.empty()) return false;
        from = found.begin();
        const bool begins = from == text.begin() || !is_letter(*(from - 1));
        if (begins && (found.end() == text.end() || !is_letter(*found.end()))) return true;
    }
}

}  // namespace

std::string_view known_layer(std::string_view word) {
    for (const std::string_view key : known_keys)
        if (word == key || word == make_layer_info(key).name_zh) return key;
    return {};
}

std::string_view layer_in_name(std::string_view stem) {
    std::string_view found;
    for (const std::string_view key : known_keys) {
        const bool held =
            holds_word(stem, key) || stem.find(make_layer_info(key).name_zh) != std::string_view::npos;
        if (held && !found.empty()) return {};
        if (held) found = key;
    }
    return found;
}

LayerNames::LayerNames(const ImportPlan& plan) {
    for (const std::string_view key : known_keys) keys_.emplace(make_layer_info(key).name_zh, key);
    for (const auto& [key, info] : plan.layers)
        for (const std::string& name : {info.name_zh, info.name_en})
            if (!name.empty()) keys_.insert_or_assign(name, key);
    for (const auto& [key, info] : plan.layers) {
        keys_.insert_or_assign(key, key);
        listed_.insert(key);
    }
    if (listed_.empty()) listed_.insert(known_keys.begin(), known_keys.end());
}

bool LayerNames::lists(std::string_view key) const { return listed_.contains(key); }

std::string_view LayerNames::key_of(std::string_view text) const {
    const auto at = keys_.find(text);
    return at == keys_.end() ? text : std::string_view(at->second);
}

}  // namespace flowspace
