#include "data/layer_words.h"

namespace flowspace {

void take_words(LayerInfo& layer, const LayerInfo& said) {
    const auto take = [](std::string& to, const std::string& from) {
        if (!from.empty()) to = from;
    };
    take(layer.name_zh, said.name_zh);
    take(layer.name_en, said.name_en);
    if (!said.unit.empty()) layer.unit = layer.unit_zh = layer.unit_en = said.unit;
    take(layer.unit_zh, said.unit_zh);
    take(layer.unit_en, said.unit_en);
    take(layer.source_zh, said.source_zh);
    take(layer.source_en, said.source_en);
    if (said.status != Status::undeclared) layer.status = said.status;
}

}  // namespace flowspace
