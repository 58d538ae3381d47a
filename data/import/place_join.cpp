#include "data/import/place_join.h"

#include "data/import/number_text.h"
#include "data/import/old_codes.h"
#include "data/import/place_names.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <mutex>

namespace flowspace {
namespace {

constexpr std::array<std::string_view, 6> how_keys = {"choice", "code",   "old-code",
                                                      "name",   "suffix", "old-name"};
constexpr std::size_t most_candidates = 8;
constexpr std::size_t shown_candidates = 3;
constexpr std::size_t most_searched = 20'000;       // places looked through for names that are near
constexpr std::size_t most_remembered = 1'000'000;  // texts
constexpr std::size_t code_digits = 6;

using Places = std::vector<PlaceId>;

struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};
template <class Value>
using ByText = std::unordered_map<std::string, Value, Hash, std::equal_to<>>;

void add_once(Places& places, PlaceId place) {
    if (std::ranges::find(places, place) == places.end()) places.push_back(place);
}

const Places& places_of(const ByText<Places>& names, std::string_view text) {
    static const Places none;
    const auto at = names.find(text);
    return at == names.end() ? none : at->second;
}

bool is_digits(std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

/// What took over an old code, or the places that an old name may mean.
struct Successors {
    Places places;
    bool ask = false;
};

}  // namespace

struct PlaceIndex::Tables {
    explicit Tables(const Atlas& the_atlas) : atlas(the_atlas) {}

    struct Names {
        ByText<Places> whole;           // every name as it stands, folded
        ByText<Places> stems;           // names without the word for the kind
        std::vector<UnitKind> kinds;    // by place
        ByText<Successors> old_names;   // in full; stems of those renamed
        ByText<Places> old_stems;       // of all: candidates
        ByText<std::string> provinces;  // what provinces of several places are called: their whole names
    };

    const Atlas& atlas;
    ByText<PlaceId> codes;
    ByText<std::optional<PlaceId>> choices;
    ByText<Successors> old_codes;
    ByText<Successors> moved_counties;
    std::vector<OldCode> old;

    /// Built when the first name is asked for.
    const Names& names() const {
        std::call_once(named_, [this] { build_names(); });
        return names_;
    }

    std::optional<PlaceId> by_code(std::string_view code) const {
        const auto at = codes.find(code);
        return at == codes.end() ? std::nullopt : std::optional(at->second);
    }

    void add_old_codes();
    PlaceMatch join_name(std::string_view text) const;
    Places near_codes(std::string_view text) const;
    Places near_names(std::string_view text) const;
    bool names_a_province(std::string_view text) const;

private:
    void build_names() const;
    void add_names(PlaceId place, const ByText<std::string>& provinces) const;
    void add_old_names() const;
    void add_province_names() const;
    bool is_rather_a_province(std::string_view folded, PlaceId place) const;

    mutable std::once_flag named_;
    mutable Names names_;
};

std::string_view key(JoinHow how) { return how_keys[static_cast<std::size_t>(how)]; }

/// Codes of today that these places really have: somebody's own numbers may look like codes.
void PlaceIndex::Tables::add_old_codes() {
    old = read_old_codes();
    for (const OldCode& one : old) {
        Successors successors{.places = {}, .ask = one.rule == OldCodeRule::ask};
        for (const std::string_view now : one.now)
            if (const auto place = by_code(now);
                place && atlas.places[index(*place)].name_zh.starts_with(one.now_name))
                successors.places.push_back(*place);
        if (!successors.places.empty())
            (one.rule == OldCodeRule::near ? moved_counties : old_codes)
                .emplace(one.code, std::move(successors));
    }
}

void PlaceIndex::Tables::add_names(PlaceId id, const ByText<std::string>& provinces) const {
    const Place& place = atlas.places[index(id)];
    const auto add_whole = [&](std::string_view name) {
        if (const std::string folded = fold_name(name); !folded.empty()) add_once(names_.whole[folded], id);
    };
    const auto add = [&](std::string_view name) {
        add_whole(name);
        if (const NameParts parts = split_kind(fold_name(name)); !parts.stem.empty())
            add_once(names_.stems[parts.stem], id);
    };
    add(place.name_zh);
    add(place.short_zh);
    names_.kinds.push_back(split_kind(fold_name(place.name_zh)).kind);
    const auto province = provinces.find(place.province_zh);
    const std::string province_en = province == provinces.end() ? "" : province->second;
    const std::size_t bracket = place.name_en.find(" (");
    const std::string_view before = std::string_view(place.name_en).substr(0, bracket);
    add_whole(place.name_en);
    if (bracket == std::string::npos || !place.name_en.ends_with(')')) {
        add(place.name_en);
    } else {  // Ngawa (Aba): two names; Hainan (Qinghai): one that needs its province
        const std::string_view inside =
            std::string_view(place.name_en).substr(bracket + 2, place.name_en.size() - bracket - 3);
        if (inside != province_en) {
            add(before);
            add(inside);
        }
    }
    if (!place.province_zh.empty()) {
        add_whole(place.province_zh + place.name_zh);
        add_whole(std::string(short_province(place.province_zh)) + place.name_zh);
        add_whole(std::string(short_province(place.province_zh)) + place.short_zh);
    }
    if (!province_en.empty()) {
        add_whole(fmt::format("{}, {}", before, province_en));
        add_whole(fmt::format("{} ({})", before, province_en));
    }
}

void PlaceIndex::Tables::add_old_names() const {
    for (const OldCode& one : old) {
        const auto taken = old_codes.find(one.code);
        if (taken == old_codes.end() || one.name.empty()) continue;
        const std::string folded = fold_name(one.name);
        names_.old_names.try_emplace(folded, taken->second);
        const std::string stem = split_kind(folded).stem;
        if (one.rule == OldCodeRule::rename) names_.old_names.try_emplace(stem, taken->second);
        for (const PlaceId place : taken->second.places) add_once(names_.old_stems[stem], place);
    }
}

void PlaceIndex::Tables::build_names() const {
    ByText<std::string> provinces;
    for (const Group& group : atlas.groups)
        if (group.kind == GroupKind::province) provinces.emplace(group.name_zh, group.name_en);
    names_.kinds.reserve(atlas.places.size());
    for (std::uint32_t row = 0; row < atlas.places.size(); ++row) add_names(PlaceId{row}, provinces);
    add_old_names();
    add_province_names();
}

/// What is called like a place and is not that place: 吉林 is a province of nine places, and one of them. A
/// province of one place (北京) is that place.
void PlaceIndex::Tables::add_province_names() const {
    ByText<std::size_t> sizes;
    for (const Place& place : atlas.places) ++sizes[place.province_zh];
    for (const Group& group : atlas.groups) {
        const auto size = sizes.find(group.name_zh);
        if (group.kind != GroupKind::province || size == sizes.end() || size->second < 2) continue;
        const std::string whole = fold_name(group.name_zh);
        for (const std::string_view name : {short_province(group.name_zh), std::string_view(group.name_zh),
                                            std::string_view(group.name_en)})
            names_.provinces.emplace(fold_name(name), whole);
    }
}

/// Whether a text that is a short name of the place is a province's name as much. A place whose whole name it
/// is, as in somebody's own table of places, is meant.
bool PlaceIndex::Tables::is_rather_a_province(std::string_view folded, PlaceId id) const {
    const Place& place = atlas.places[index(id)];
    return names_.provinces.contains(folded) && fold_name(place.name_zh) != folded &&
           fold_name(place.name_zh) != names_.provinces.find(folded)->second;
}

/// By name, by name and suffix, by old name; the candidates where it is none or several of these.
PlaceMatch PlaceIndex::Tables::join_name(std::string_view text) const {
    const std::string folded = fold_name(text);
    const auto found = [&](const Places& places, JoinHow how) {
        if (places.size() == 1 && !is_rather_a_province(folded, places.front()))
            return PlaceMatch{.place = places.front(), .how = how};
        return PlaceMatch{.code = "ambiguous-place", .candidates = places};
    };
    if (const Places& places = places_of(names().whole, folded); !places.empty())
        return found(places, JoinHow::name);
    const NameParts parts = split_kind(folded);
    Places fitting;
    for (const PlaceId place : places_of(names().stems, parts.stem))
        if (may_be(parts.kind, names().kinds[index(place)])) fitting.push_back(place);
    if (!fitting.empty()) return found(fitting, JoinHow::suffix);
    if (const auto old_name = names().old_names.find(folded); old_name != names().old_names.end()) {
        const Successors& successors = old_name->second;
        if (!successors.ask) return found(successors.places, JoinHow::old_name);
        return {.code = "split-place", .candidates = successors.places};
    }
    return {.code = "unknown-place"};
}

/// The codes that a code may have been before it lost its zeros, its end or its blanks, or that it is a part
/// of (420102 lies in 420100; 220381 lies in 220100 since 2020).
Places PlaceIndex::Tables::near_codes(std::string_view text) const {
    Places near;
    const auto offer = [&](const std::string& code) {
        if (const auto place = by_code(code)) add_once(near, *place);
    };
    const std::size_t first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return near;
    const std::string code(text.substr(first, text.find_last_not_of(" \t") + 1 - first));
    if (code.size() < text.size()) offer(code);
    if (code.ends_with(".0")) offer(code.substr(0, code.size() - 2));
    if (!is_digits(code)) return near;
    if (code.size() < code_digits) offer(std::string(code_digits - code.size(), '0') + code);
    if (code.size() == 2 || code.size() == 4) offer(code + std::string(code_digits - code.size(), '0'));
    if (const auto moved = moved_counties.find(code.substr(0, code_digits)); moved != moved_counties.end())
        return moved->second.places;
    if (code.size() >= code_digits) {
        offer(code.substr(0, code_digits));
        offer(code.substr(0, 4) + "00");
        offer(code.substr(0, 2) + "0000");
    }
    return near;
}

/// Names that share the stem, contain or are contained, or were once called so.
Places PlaceIndex::Tables::near_names(std::string_view text) const {
    constexpr std::size_t two_characters = 6;
    const std::string folded = fold_name(text), stem = split_kind(folded).stem;
    Places near = places_of(names().stems, stem);
    for (const PlaceId place : places_of(names().old_stems, stem)) add_once(near, place);
    if (atlas.places.size() > most_searched || stem.size() < two_characters) return near;
    for (std::uint32_t row = 0; row < atlas.places.size() && near.size() < most_candidates; ++row) {
        const Place& place = atlas.places[row];
        const bool inside =
            place.short_zh.size() >= two_characters && stem.find(place.short_zh) != std::string::npos;
        if (inside || place.name_zh.find(stem) != std::string::npos) add_once(near, PlaceId{row});
    }
    return near;
}

/// 吉林省, Jilin Province: none of its cities is meant.
bool PlaceIndex::Tables::names_a_province(std::string_view text) const {
    const NameParts parts = split_kind(fold_name(text));
    return names().provinces.contains(fold_name(text)) ||
           (parts.kind == UnitKind::province && names().provinces.contains(parts.stem));
}

PlaceIndex::PlaceIndex(const Atlas& atlas, const std::map<std::string, std::string>& choices) {
    auto tables = std::make_unique<Tables>(atlas);
    tables->codes.reserve(atlas.places.size());
    for (std::uint32_t row = 0; row < atlas.places.size(); ++row)
        tables->codes.emplace(atlas.places[row].id, PlaceId{row});
    for (const auto& [text, id] : choices) tables->choices.emplace(text, tables->by_code(id));
    tables->add_old_codes();
    tables_ = std::move(tables);
}
PlaceIndex::~PlaceIndex() = default;
PlaceIndex::PlaceIndex(PlaceIndex&&) noexcept = default;
PlaceIndex& PlaceIndex::operator=(PlaceIndex&&) noexcept = default;

PlaceMatch PlaceIndex::join(std::string_view text, JoinBy by) const {
    if (const auto choice = tables_->choices.find(text); choice != tables_->choices.end())
        return choice->second ? PlaceMatch{.place = choice->second, .how = JoinHow::choice}
                              : PlaceMatch{.code = "unknown-place"};
    if (text.empty()) return {.code = "missing-id"};
    if (const auto place = tables_->by_code(text)) return {.place = place, .how = JoinHow::code};
    if (const auto old = tables_->old_codes.find(text); old != tables_->old_codes.end()) {
        if (old->second.ask) return {.code = "split-place", .candidates = old->second.places};
        return {.place = old->second.places.front(), .how = JoinHow::old_code};
    }
    PlaceMatch match{.code = is_excel_number(text) ? "excel-number" : "unknown-place"};
    if (match.code == "excel-number") return match;
    const PlaceMatch named = tables_->join_name(text);
    if (by == JoinBy::name && named.code != "unknown-place") return named;
    match.candidates = named.place ? Places{*named.place} : named.candidates;
    for (const PlaceId place : tables_->near_codes(text)) add_once(match.candidates, place);
    const bool near = match.candidates.empty() && !is_digits(text) && !tables_->names_a_province(text);
    if (near) match.candidates = tables_->near_names(text);
    std::ranges::sort(match.candidates);
    if (match.candidates.size() > most_candidates) match.candidates.resize(most_candidates);
    return match;
}

std::string PlaceIndex::expected(const PlaceMatch& match, std::string_view text) const {
    const bool blank =
        text.starts_with(' ') || text.ends_with(' ') || text.starts_with('\t') || text.ends_with('\t');
    std::string expected = match.code == "ambiguous-place" && match.candidates.size() == 1
                               ? "a name that is not a province's too"
                           : match.code == "ambiguous-place" ? "a name that only one place has"
                           : match.code == "split-place"     ? "a code of today"
                           : blank                           ? "an id of the places without blanks"
                                                             : "an id of the places";
    const std::size_t shown = std::min(match.candidates.size(), shown_candidates);
    for (std::size_t at = 0; at < shown; ++at) {
        const Place& place = tables_->atlas.places[index(match.candidates[at])];
        expected += fmt::format("{}{} ({})", at == 0 ? "; perhaps " : ", ", place.id, place.name_zh);
    }
    if (match.candidates.size() > shown)
        expected += fmt::format(" and {} more", match.candidates.size() - shown);
    return expected;
}

const PlaceMatch& PlaceJoiner::join(std::string_view text) {
    const auto at = known_.find(text);
    if (at != known_.end()) return at->second;
    if (known_.size() >= most_remembered) known_.clear();
    return known_.emplace(std::string(text), index_.join(text, by_)).first->second;
}

}  // namespace flowspace
