#include "data/analysis/shared_notes.h"

#include <algorithm>

namespace flowspace {

bool bears_note(const AnalysisResult& result, std::string_view code) {
    return std::ranges::count(result.rows, code, &AnalysisRow::note) > 0;
}

void explain_shared_notes(AnalysisResult& result) {
    if (bears_note(result, note_no_rows))
        add_note(result, {std::string(note_no_rows), "no row lists any such flow: unknown, not zero",
                          "表中没有相应的流：未知，而非零"});
    if (bears_note(result, note_empty_denominator))
        add_note(result, {std::string(note_empty_denominator), "nothing to divide by: not defined",
                          "分母为空：无定义"});
}

Credit names_of(const Atlas& atlas, std::span<const PlaceId> places) {
    constexpr std::size_t most_named = 3;
    Credit names;
    for (const PlaceId id : places.first(std::min(places.size(), most_named))) {
        const Place& place = atlas.places[index(id)];
        const std::string& zh = place.short_zh.empty() ? place.name_zh : place.short_zh;
        names.zh += (names.zh.empty() ? "" : "、") + (zh.empty() ? place.id : zh);
        names.en += (names.en.empty() ? "" : ", ") + (place.name_en.empty() ? place.id : place.name_en);
    }
    if (places.size() > most_named) {
        names.zh += "等";
        names.en += " and others";
    }
    return names;
}

}  // namespace flowspace
