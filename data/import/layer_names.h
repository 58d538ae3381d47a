// Which layer a text of a table names: several words may stand for one key.
#pragma once

#include "data/import/import_plan.h"

#include <map>
#include <set>
#include <string>
#include <string_view>

namespace flowspace {

inline constexpr std::string_view only_layer = "flows";  // the key of a table that names none

class LayerNames {
public:
    /// The keys and names of the plan's layers, and the Chinese names of the five that the program knows.
    explicit LayerNames(const ImportPlan& plan);

    /// The key that `text` names: itself where no other is known. Valid as long as this and `text`.
    std::string_view key_of(std::string_view text) const;

    /// Whether the plan lists the layer; where it lists none, whether it is one of the five.
    bool lists(std::string_view key) const;

private:
    std::map<std::string, std::string, std::less<>> keys_;
    std::set<std::string, std::less<>> listed_;
};

/// people for 人流 or people, ...; empty for a word that names none of the five.
std::string_view known_layer(std::string_view word);

/// The one of the five that a file's name holds: `人流2020`, `goods_jan`; empty where it holds none or
/// several.
std::string_view layer_in_name(std::string_view stem);

}  // namespace flowspace
