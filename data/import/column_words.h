// What a column's name says it is, in English and Chinese: possibilities with how plain they are.
#pragma once

#include "data/import/import_plan.h"

#include <string>
#include <string_view>
#include <vector>

namespace flowspace {

/// 0: the name itself (origin); 1: a word that means nothing else (出发地, departure); 2: a word that may
/// (from, type).
struct NamedField {
    Field field = Field::attribute;
    int tier = 2;

    bool operator==(const NamedField&) const = default;
};

/// Which end of a flow a column speaks of, and what of it.
enum class EndAspect : std::uint8_t { any, code, name, lon, lat };
struct NamedEnd {
    bool is_origin = true;
    EndAspect aspect = EndAspect::any;
    int tier = 2;
};

/// All that the name may mean besides an end; empty: it says nothing.
std::vector<NamedField> named_fields(std::string_view header);
std::vector<NamedEnd> named_ends(std::string_view header);

/// Without capitals, blanks, marks and what stands in brackets: `Origin_City (code)` is `origincity`.
std::string plain_name(std::string_view header);

}  // namespace flowspace
