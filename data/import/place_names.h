// Names of places made comparable: width, capitals, blanks, and the words for what kind of unit a place is.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace flowspace {

/// What a name says its place is. `none`: nothing, 无锡.
enum class UnitKind : std::uint8_t { none, city, prefecture, league, autonomous, county, special, province };

/// Blanks at the ends, width of letters and capitals do not matter; in names with Latin letters neither do
/// blanks, apostrophes, hyphens and marks over letters: Xi'an, Xi’an and XIAN are one.
std::string fold_name(std::string_view name);

struct NameParts {
    std::string stem;  // of a folded name
    UnitKind kind = UnitKind::none;
};

/// Takes the word for its kind off a folded name: 无锡市, wuxishi, wuxicity -> 无锡 or wuxi, city. Two
/// characters at least stay of a Chinese name.
NameParts split_kind(std::string_view folded);

/// Whether a name that says `said` may be that of a place which is `is`: 恩施州 may be 恩施土家族苗族自治州,
/// but 大理市 is a county of 大理白族自治州, and 吉林省 is not 吉林市.
bool may_be(UnitKind said, UnitKind is);

/// 江苏省, 内蒙古自治区, 广西壮族自治区 -> 江苏, 内蒙古, 广西.
std::string_view short_province(std::string_view name);

}  // namespace flowspace
