// The rows of an answer that a figure may speak of, and what things are called.
#pragma once

#include "data/language.h"
#include "render/scene/analysis_words.h"
#include "render/scene/province_borders.h"
#include "viewer/alluvial.h"
#include "viewer/analysis_run.h"
#include "viewer/analysis_shown.h"
#include "viewer/settings.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace flowspace {

/// Those of the period that is shown and of the first layer: layers are never added.
class FigureRows {
public:
    FigureRows(const AnalysisAnswer& answer, const AnalysisShown& shown, const Target& selected,
               Language language)
        : data_(*answer.data), names_(*answer.data->atlas), language_(language) {
        const std::vector<std::string> periods = periods_in(answer.result.rows);
        const bool known = std::ranges::find(periods, shown.period) != periods.end();
        period_ = known ? shown.period : periods.empty() ? std::string() : periods.back();
        answered_ = answer.result.rows;
        std::string& layer = layer_;
        for (const AnalysisRow& row : answer.result.rows) {
            if (row.period != period_) continue;
            if (layer.empty()) layer = row.layer;  // layers are never added: the first one
            if (row.layer == layer) rows_.push_back(&row);
        }
        const Atlas& atlas = *answer.data->atlas;
        if (selected.place) selected_ = atlas.places[index(*selected.place)].id;
        item_ = shown.item;
        if (selected.group) selected_ = atlas.groups[index(*selected.group)].id;
    }

    Language language() const { return language_; }
    bool zh() const { return language_ == Language::zh; }
    std::string name(std::string_view id) const {
        AnalysisRow row;
        row.scope = id;
        return names_.subject(row, language_);
    }
    const std::string& period() const { return period_; }
    /// Pairs `A-B` of provinces with a common border; empty: the ground does not say.
    std::set<std::string> neighbours() const {
        std::set<std::string> found;
        if (!data_.base_map) return found;
        const auto& groups = data_.atlas->groups;
        for (const auto& [between, lines] : province_borders(*data_.atlas, *data_.base_map))
            if (between)
                found.insert(groups[index(between->first)].id + "-" + groups[index(between->second)].id);
        return found;
    }
    /// Of the row without an item.
    std::optional<double> value(std::string_view measure, std::string_view scope) const {
        for (const AnalysisRow* row : rows_)
            if (row->measure == measure && row->scope == scope && row->item.empty()) return row->value;
        return std::nullopt;
    }
    std::optional<double> of_item(std::string_view measure, std::string_view scope,
                                  std::string_view item) const {
        for (const AnalysisRow* row : rows_)
            if (row->measure == measure && row->scope == scope && row->item == item) return row->value;
        return std::nullopt;
    }
    const std::string& id(PlaceId place) const { return data_.atlas->places[index(place)].id; }
    /// Rows of places without an item, by place ascending.
    std::map<PlaceId, double> of_places(std::string_view measure) const {
        std::map<PlaceId, double> found;
        for (const AnalysisRow* row : rows_)
            if (const auto place = names_.place(row->scope);
                place && row->measure == measure && row->item.empty() && row->value)
                found.emplace(*place, *row->value);
        return found;
    }
    /// Of the layer and every period: the class, numbered from 1, that each place is in.
    std::vector<PeriodGroups> classes(std::string_view measure) const {
        std::vector<PeriodGroups> found;
        for (const std::string& period : periods_in(answered_)) found.push_back({.period = period});
        for (const AnalysisRow& row : answered_) {
            const auto place = names_.place(row.scope);
            if (!place || row.measure != measure || row.layer != layer_ || !row.value) continue;
            const auto in = std::ranges::find(found, row.period, &PeriodGroups::period);
            if (in != found.end())
                in->group.emplace(*place, static_cast<std::uint32_t>(std::lround(*row.value)));
        }
        std::erase_if(found, [](const PeriodGroups& period) { return period.group.empty(); });
        return found;
    }
    std::string of(std::string_view scope) const {
        return fmt::format("{}{}{}", name(scope), period_.empty() ? "" : " · ", period_);
    }

    /// The scope to speak of: the selected one where it has rows of the measure, else `other`, else the
    /// first.
    std::optional<std::string> scope(std::string_view measure, std::string_view other) const {
        std::optional<std::string> found;
        bool has_other = false;
        for (const AnalysisRow* row : rows_) {
            if (row->measure != measure || row->item.empty()) continue;
            if (row->scope == selected_) return selected_;
            has_other = has_other || row->scope == other;
            if (!found) found = row->scope;
        }
        return has_other ? std::optional(std::string(other)) : found;
    }
    /// Rows with a value and without an item of the period shown, one for each scope, in the order of the
    /// answer.
    std::vector<const AnalysisRow*> scopes(std::string_view measure) const {
        std::vector<const AnalysisRow*> found;
        for (const AnalysisRow* row : rows_)
            if (row->measure == measure && row->item.empty() && row->value) found.push_back(row);
        return found;
    }
    /// The same of one scope in every period.
    std::vector<const AnalysisRow*> periods(std::string_view measure, std::string_view scope) const {
        std::vector<const AnalysisRow*> found;
        for (const AnalysisRow& row : answered_)
            if (row.measure == measure && row.layer == layer_ && row.scope == scope && row.item.empty() &&
                row.value)
                found.push_back(&row);
        return found;
    }
    /// Rows with a value of the layer in any period, in the order of the answer.
    std::vector<const AnalysisRow*> in_all_periods(std::string_view measure) const {
        std::vector<const AnalysisRow*> found;
        for (const AnalysisRow& row : answered_)
            if (row.measure == measure && row.layer == layer_ && row.value) found.push_back(&row);
        return found;
    }
    /// Rows of the period shown with a value, of every layer, in the order of the answer.
    std::vector<const AnalysisRow*> in_all_layers(std::string_view measure, std::string_view scope) const {
        std::vector<const AnalysisRow*> found;
        for (const AnalysisRow& row : answered_)
            if (row.measure == measure && row.scope == scope && row.period == period_ && row.value)
                found.push_back(&row);
        return found;
    }
    /// Rows with a value and without an item, of any layer and period: of what is asked once for all.
    std::vector<const AnalysisRow*> anywhere(std::string_view measure) const {
        std::vector<const AnalysisRow*> found;
        for (const AnalysisRow& row : answered_)
            if (row.measure == measure && row.item.empty() && row.value) found.push_back(&row);
        return found;
    }
    bool is_place(std::string_view id) const { return names_.place(id).has_value(); }
    std::string layer(std::string_view key) const {
        if (data_.flows)
            for (const LayerInfo& layer : data_.flows->layers())
                if (layer.key == key) return zh() ? layer.name_zh : layer.name_en;
        return std::string(key);
    }
    const std::string& selected() const { return selected_; }
    /// The one on the map of several of a place or group; empty: the first.
    const std::string& item() const { return item_; }
    /// Rows with a value and an item of any scope, in the order of the answer.
    std::vector<const AnalysisRow*> all_items(std::string_view measure) const {
        std::vector<const AnalysisRow*> found;
        for (const AnalysisRow* row : rows_)
            if (row->measure == measure && !row->item.empty() && row->value) found.push_back(row);
        return found;
    }
    /// Rows with a value and an item, in the order of the answer.
    std::vector<const AnalysisRow*> items(std::string_view measure, std::string_view scope) const {
        std::vector<const AnalysisRow*> found;
        for (const AnalysisRow* row : rows_)
            if (row->measure == measure && row->scope == scope && !row->item.empty() && row->value)
                found.push_back(row);
        return found;
    }

private:
    const Dataset& data_;
    RowNames names_;
    Language language_;
    std::string period_;
    std::string selected_;
    std::string item_;
    std::string layer_;
    std::vector<const AnalysisRow*> rows_;
    std::span<const AnalysisRow> answered_;
};

}  // namespace flowspace
