// What the answers of analyses are called: measures, places, groups, layers and what was asked, in words.
#pragma once

#include "data/analysis/analysis.h"
#include "data/atlas.h"
#include "data/language.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace flowspace {

std::string_view said(Said text, Language language);

/// The measure in a few words: what its meaning begins with in Chinese, its key in English.
std::string measure_name(const Measure& measure, Language language);
/// The unit that values of the row's measure are in, in words: 人/km², 分钟, that of the row's layer. Empty:
/// a pure number, or the layer declares none.
std::string unit_words(const Analysis& analysis, const AnalysisResult& result,
                       std::span<const LayerInfo> layers, const AnalysisRow& row, Language language);
/// Nothing where the analysis has no such measure.
const Measure* find_measure(const Analysis& analysis, std::string_view key);

/// Places and groups by the ids that rows name them by; the atlas must outlive it.
class RowNames {
public:
    explicit RowNames(const Atlas& atlas);

    std::optional<PlaceId> place(std::string_view id) const;
    std::optional<GroupId> group(std::string_view id) const;
    /// Those of ids with blanks between, as rows of lists have them; what is no place is left out.
    std::vector<PlaceId> places(std::string_view ids) const;
    /// The name; `id` itself where it is neither.
    std::string name(std::string_view id, Language language) const;
    /// What the row is of: its scope and, where there is one, its item; `A>B` as `A → B`, `A-B` as `A – B`. A
    /// scope that is no place and no group follows its item, and `all` is left out beside one.
    std::string subject(const AnalysisRow& row, Language language) const;
    /// The row's answer in words: ids as names.
    std::string label(const AnalysisRow& row, Language language) const;

private:
    const Atlas& atlas_;
    std::unordered_map<std::string_view, PlaceId> places_;
    std::unordered_map<std::string_view, GroupId> groups_;
};

/// The number as it is read: shares and ratios with three to four significant digits.
std::string measured_number(double value, Language language);

/// `0.12 – 0.34`, `± 0.05`, or nothing.
std::string uncertainty(const AnalysisRow& row, Language language);

/// The labels of periods that rows have, in the order of the rows; without "" unless there is no other.
std::vector<std::string> periods_in(std::span<const AnalysisRow> rows);

}  // namespace flowspace
