#include "data/worker/plan_bytes.h"

#include "data/import/limits.h"
#include "data/import/utf8.h"
#include "data/pack/atlas_sections.h"

#include <algorithm>
#include <cmath>
#include <type_traits>
#include <utility>

namespace flowspace {
namespace {

// One description of each struct serves both ways: `archive` writes or reads the fields it is given. The
// structured bindings name every field, so a new one cannot be forgotten.

template <class T>
concept plain = std::is_arithmetic_v<T> || std::is_enum_v<T>;

class Writing {
public:
    explicit Writing(pack::ByteWriter& to) : to_(to) {}

    template <class... Fields>
    void operator()(const Fields&... fields) {
        (one(fields), ...);
    }

private:
    template <class T>
    void one(const T& value) {
        if constexpr (plain<T>)
            to_.number(value);
        else
            describe(*this, const_cast<T&>(value));
    }
    void one(const std::string& text) { to_.text(text); }
    template <class T>
    void one(const std::optional<T>& value) {
        to_.number(static_cast<std::uint8_t>(value.has_value()));
        if (value) one(*value);
    }
    template <class T>
    void one(const std::vector<T>& values) {
        to_.count(values.size());
        for (const T& value : values) one(value);
    }
    template <class T>
    void one(const std::map<std::string, T>& values) {
        to_.count(values.size());
        for (const auto& [key, value] : values) (*this)(key, value);
    }

    pack::ByteWriter& to_;
};

class Reading {
public:
    explicit Reading(pack::ByteReader& from) : from_(from) {}

    template <class... Fields>
    void operator()(Fields&... fields) {
        (one(fields), ...);
    }

private:
    template <class T>
    void one(T& value) {
        if constexpr (std::is_same_v<T, bool>)
            value = from_.number<std::uint8_t>() != 0;
        else if constexpr (plain<T>)
            value = from_.number<T>();
        else
            describe(*this, value);
    }
    void one(std::string& text) { text = from_.text(); }
    template <class T>
    void one(std::optional<T>& value) {
        if (from_.number<std::uint8_t>() != 0) one(value.emplace());
    }
    template <class T>
    void one(std::vector<T>& values) {
        values.resize(from_.count(1));
        for (T& value : values) one(value);
    }
    template <class T>
    void one(std::map<std::string, T>& values) {
        for (std::size_t left = from_.count(1); left > 0; --left) {
            const std::string key = from_.text();
            one(values[key]);
        }
    }

    pack::ByteReader& from_;
};

template <class Archive>
void describe(Archive& archive, TextDialect& one) {
    auto& [encoding, delimiter, quote, skipped, header] = one;
    archive(encoding, delimiter, quote, skipped, header);
}

template <class Archive>
void describe(Archive& archive, NumberDialect& one) {
    auto& [mark, separator, units, accounting] = one;
    archive(mark, separator, units, accounting);
}

template <class Archive>
void describe(Archive& archive, TimeDialect& one) {
    auto& [forms, order, serials, from_1904, unix_time, midnight, zone] = one;
    archive(forms, order, serials, from_1904, unix_time, midnight, zone);
}

template <class Archive>
void describe(Archive& archive, ColumnPlan& one) {
    auto& [name, field, fixed] = one;
    archive(name, field, fixed);
}

template <class Archive>
void describe(Archive& archive, TablePlan& one) {
    auto& [path, format, sheet, text, role, columns, numbers, times, layer, time, spread] = one;
    archive(path, format, sheet, text, role, columns, numbers, times, layer, time, spread);
}

template <class Archive>
void describe(Archive& archive, ImportRules& one) {
    auto& [duplicates, negatives, self_flows, unknown_layers, coverage, top_n] = one;
    archive(duplicates, negatives, self_flows, unknown_layers, coverage, top_n);
}

template <class Archive>
void describe(Archive& archive, LayerInfo& one) {
    auto& [key, name_zh, name_en, unit, unit_zh, unit_en, status, source_zh, source_en] = one;
    archive(key, name_zh, name_en, unit, unit_zh, unit_en, status, source_zh, source_en);
}

template <class Archive>
void describe(Archive& archive, ImportPlan& one) {
    auto& [tables, rules, status, unit, layers, choices] = one;
    archive(tables, rules, status, unit, layers, choices);
}

bool on_earth(LonLat where) {
    return std::abs(where.lon_deg) <= 180 && std::abs(where.lat_deg) <= 90;  // false for NaN
}

bool all_finite(const Place& place) {
    return std::ranges::all_of(
        std::initializer_list<std::optional<double>>{place.population_2010, place.population_2020,
                                                     place.gdp_2010, place.gdp_2016, place.gdp_2020,
                                                     place.gdp_2022},
        [](const std::optional<double>& value) { return !value || std::isfinite(*value); });
}

bool all_text(std::initializer_list<std::string_view> texts) {
    return std::ranges::none_of(texts, [](std::string_view text) { return find_bad_utf8(text).has_value(); });
}

bool sound(const Place& place) {
    return !place.id.empty() && on_earth(place.location) && all_finite(place) &&
           all_text({place.id, place.name_zh, place.short_zh, place.name_en, place.province_zh, place.level});
}

bool sound(const Group& group) {
    return !group.id.empty() &&
           all_text(
               {group.id, group.name_zh, group.name_en, group.category, group.approver, group.approved}) &&
           std::ranges::all_of(group.aliases, [](const std::string& text) { return all_text({text}); }) &&
           std::ranges::all_of(group.members, [](const Membership& member) {
               return all_text({member.partial_note, member.source, member.certainty});
           });
}

bool sound(const Atlas& atlas) {
    return atlas.places.size() <= max_places && atlas.groups.size() <= max_groups &&
           std::ranges::all_of(atlas.places, [](const Place& place) { return sound(place); }) &&
           std::ranges::all_of(atlas.groups, [](const Group& group) { return sound(group); }) &&
           std::ranges::adjacent_find(atlas.places, std::ranges::greater_equal{}, &Place::id) ==
               atlas.places.end();
}

}  // namespace

void write_plan(const ImportPlan& plan, pack::ByteWriter& to) {
    Writing writing(to);
    writing(plan);
}

ImportPlan read_plan(pack::ByteReader& from) {
    ImportPlan plan;
    Reading reading(from);
    reading(plan);
    return plan;
}

void write_atlas(const Atlas& atlas, pack::ByteWriter& to) {
    pack::write_places(atlas.places, to);
    pack::write_groups(atlas.groups, to);
    pack::write_credit(atlas.population_source, to);
    pack::write_credit(atlas.gdp_source, to);
}

std::optional<Atlas> read_atlas(pack::ByteReader& from) {
    Atlas atlas;
    atlas.places = pack::read_places(from);
    atlas.groups = pack::read_groups(from, atlas.places.size());
    atlas.population_source = pack::read_credit(from);
    atlas.gdp_source = pack::read_credit(from);
    if (from.failed() || !sound(atlas)) return std::nullopt;
    return atlas;
}

}  // namespace flowspace
