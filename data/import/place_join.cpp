#include "data/import/place_join.h"

#include "data/import/number_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace flowspace {
namespace {

constexpr std::array<std::string_view, 6> how_keys = {"choice", "code",   "old-code",
                                                      "name",   "suffix", "old-name"};
constexpr std::size_t most_candidates = 8;

}  // namespace

struct PlaceIndex::Tables {
    const Atlas* atlas = nullptr;
    std::unordered_map<std::string, PlaceId> ids;
    std::unordered_map<std::string, std::vector<PlaceId>> names;
    std::unordered_map<std::string, std::optional<PlaceId>> choices;
};

std::string_view key(JoinHow how) { return how_keys[static_cast<std::size_t>(how)]; }

PlaceIndex::PlaceIndex(const Atlas& atlas, const std::map<std::string, std::string>& choices) {
    auto tables = std::make_unique<Tables>();
    tables->atlas = &atlas;
    for (std::uint32_t row = 0; row < atlas.places.size(); ++row) {
        const Place& place = atlas.places[row];
        tables->ids.emplace(place.id, PlaceId{row});
        for (const std::string* name : {&place.name_zh, &place.short_zh, &place.name_en}) {
            std::vector<PlaceId>& places = tables->names[*name];
            if (!name->empty() && (places.empty() || places.back() != PlaceId{row}))
                places.push_back(PlaceId{row});
        }
    }
    for (const auto& [text, id] : choices) {
        const auto at = tables->ids.find(id);
        tables->choices.emplace(text, at == tables->ids.end() ? std::nullopt : std::optional(at->second));
    }
    tables_ = std::move(tables);
}
PlaceIndex::~PlaceIndex() = default;
PlaceIndex::PlaceIndex(PlaceIndex&&) noexcept = default;
PlaceIndex& PlaceIndex::operator=(PlaceIndex&&) noexcept = default;

PlaceMatch PlaceIndex::join(std::string_view text, JoinBy by) const {
    if (text.empty()) return {.code = "missing-id"};
    const std::string word(text);
    if (const auto at = tables_->choices.find(word); at != tables_->choices.end())
        return at->second ? PlaceMatch{at->second, JoinHow::choice} : PlaceMatch{.code = "unknown-place"};
    if (const auto at = tables_->ids.find(word); at != tables_->ids.end()) return {at->second, JoinHow::code};
    PlaceMatch match{.code = is_excel_number(text) ? "excel-number" : "unknown-place"};
    if (const auto at = tables_->names.find(word); at != tables_->names.end()) {
        if (by == JoinBy::name && at->second.size() == 1) return {at->second.front(), JoinHow::name};
        if (by == JoinBy::name) match.code = "ambiguous-place";
        match.candidates = at->second;
    }
    for (std::uint32_t row = 0; row < tables_->atlas->places.size(); ++row) {
        const std::string& id = tables_->atlas->places[row].id;
        if (id.starts_with('0') && id.ends_with(text) && id.find_first_not_of('0') == id.size() - text.size())
            match.candidates.push_back(PlaceId{row});
    }
    if (match.candidates.size() > most_candidates) match.candidates.resize(most_candidates);
    return match;
}

std::string PlaceIndex::expected(const PlaceMatch& match, std::string_view) const {
    std::string expected = "an id of the places";
    for (std::size_t at = 0; at < std::min<std::size_t>(match.candidates.size(), 3); ++at) {
        const Place& place = tables_->atlas->places[index(match.candidates[at])];
        expected += fmt::format("{}{} ({})", at == 0 ? "; perhaps " : ", ", place.id, place.name_zh);
    }
    return expected;
}

const PlaceMatch& PlaceJoiner::join(std::string_view text) {
    const auto at = known_.find(text);
    if (at != known_.end()) return at->second;
    return known_.emplace(std::string(text), index_.join(text, by_)).first->second;
}

}  // namespace flowspace
