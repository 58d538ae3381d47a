#include "data/layer_info.h"

#include <array>

namespace flowspace {
namespace {

constexpr std::array<std::string_view, 3> status_keys = {"undeclared", "observed", "modelled"};

struct KnownLayer {
    std::string_view key, zh, en;
};
constexpr std::array<KnownLayer, 5> known_layers = {{{"people", "人流", "People"},
                                                     {"goods", "物流", "Goods"},
                                                     {"capital", "资金流", "Capital"},
                                                     {"technology", "技术流", "Technology"},
                                                     {"information", "信息流", "Information"}}};

}  // namespace

std::string_view key(Status status) { return status_keys[static_cast<std::size_t>(status)]; }

std::optional<Status> parse_status(std::string_view text) {
    for (std::size_t row = 0; row < status_keys.size(); ++row)
        if (status_keys[row] == text) return static_cast<Status>(row);
    return std::nullopt;
}

LayerInfo make_layer_info(std::string_view key) {
    LayerInfo info;
    info.key = key;
    info.name_zh = info.name_en = info.key;
    for (const KnownLayer& known : known_layers) {
        if (known.key != key) continue;
        info.name_zh = known.zh;
        info.name_en = known.en;
    }
    return info;
}

std::size_t layer_order(std::string_view key) {
    for (std::size_t row = 0; row < known_layers.size(); ++row)
        if (known_layers[row].key == key) return row;
    return known_layers.size();
}

}  // namespace flowspace
