// Makes a map overlay of the rows of an answer: map_overlay.cpp has what holds for any measure,
// overlay_displays.cpp and those beside it the displays of their own.
#pragma once

#include "data/nodes.h"
#include "render/scene/analysis_words.h"
#include "render/scene/map_overlay.h"
#include "render/scene/number_text.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace flowspace {

/// Builds one overlay; each kind of answer has a function of its own.
class OverlayBuilder {
public:
    explicit OverlayBuilder(const OverlayInput& input)
        : in_(input), zh_(input.language == Language::zh), names_(*input.data.atlas) {}

    MapOverlay build();

private:
    void choose_rows();
    void choose_item();
    bool rows_hold_none() const;
    void tell_item();
    void add_title();
    void add_notes();
    std::string unit() const;
    void add_meaning();
    void add_stand_in();
    void add_overlap();
    void add_blank();
    void add_unpublished();
    bool counts_few(const AnalysisRow& row, GroupId group) const;
    std::string counted_members(const AnalysisRow& row, GroupId group) const;
    void explain_nothing();
    void add_values();
    void add_communities();
    void add_dominance();
    void add_roles();
    void raise_dominance();
    void add_backbone();
    void add_border();
    std::size_t add_own_borders(const AnalysisRow& mean);
    void add_border_words(const AnalysisRow& mean, std::size_t own);
    std::string border_said(const AnalysisRow& row, const AnalysisRow* zeros) const;
    void add_links();
    void add_percolation();
    void add_stage();
    void add_circles();
    void add_with_core();
    std::optional<std::pair<PlaceId, PlaceId>> link_named(std::string_view item) const;
    std::string in_brackets(std::string_view text) const;
    std::string said_of(const AnalysisRow& row, double value) const;
    std::string named_by_largest(const std::vector<PlaceId>& places) const;
    void add_nesting();
    void add_donuts();
    void add_roses();
    void add_wave();
    std::optional<PlaceId> wave_origin() const;
    void add_growth();
    void add_progress();
    std::optional<NodeId> node_named(std::string_view id) const;
    void add_criticality();
    void ring_largest(std::string (*text)(std::size_t count, Language language));
    void add_rescue();
    void add_helpers();
    std::string reach_words(std::string reach) const;
    bool add_rescue_lost();
    void add_rescue_gaps();
    bool add_cascade();
    void add_scale(double low, double high);
    using Kind = OverlayInk::Kind;
    using Shape = OverlaySwatch::Shape;
    void add_swatch(Shape shape, OverlayInk ink, std::string text, float width_px = 1) {
        made_.legend.swatches.push_back({shape, ink, width_px, std::move(text)});
    }
    OverlayInk ink_of(double value) const;
    std::string words(const char* zh, const char* en) const { return zh_ ? zh : en; }
    std::string number(double value) const { return measured_number(value, in_.language); }
    MapOverlay::Disc& disc(PlaceId place);
    const AnalysisRow* find(std::string_view measure, std::string_view scope) const;
    const AnalysisRow* find(std::string_view measure, std::string_view scope, std::string_view item) const;

    const OverlayInput& in_;
    bool zh_;
    RowNames names_;
    std::string measure_, layer_, period_;
    std::vector<std::string> items_;        // that places or groups have several rows for
    std::string item_;                      // the one that is drawn
    std::vector<const AnalysisRow*> rows_;  // of layer and period
    enum class Scale : std::uint8_t { sequential, ratio, difference } scale_ = Scale::sequential;
    double low_ = 0, high_ = 1;
    bool of_period_ = false;  // rows of the measure name one
    bool of_flows_ = true;    // else layer, window and filter say nothing of the answer
    MapOverlay made_;
    std::map<PlaceId, MapOverlay::Disc> discs_;
};

}  // namespace flowspace
