#include "data/import/layer_names.h"

#include <array>

namespace flowspace {
namespace {

constexpr std::array<std::string_view, 5> known_keys = {"people", "goods", "capital", "technology",
                                                        "information"};

}  // namespace

std::string_view known_layer(std::string_view word) {
    for (const std::string_view key : known_keys)
        if (word == key || word == make_layer_info(key).name_zh) return key;
    return {};
}

LayerNames::LayerNames(const ImportPlan& plan) {
    for (const std::string_view key : known_keys) keys_.emplace(make_layer_info(key).name_zh, key);
    for (const auto& [key, info] : plan.layers)
        for (const std::string& name : {info.name_zh, info.name_en})
            if (!name.empty()) keys_.insert_or_assign(name, key);
    for (const auto& [key, info] : plan.layers) keys_.insert_or_assign(key, key);
}

std::string_view LayerNames::key_of(std::string_view text) const {
    const auto at = keys_.find(text);
    return at == keys_.end() ? text : std::string_view(at->second);
}

}  // namespace flowspace
