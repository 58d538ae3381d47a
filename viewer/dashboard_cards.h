// The cards that a dashboard's page is made of: dashboard_page.cpp lays them out, dashboard_cards.cpp draws
// what is counted, dashboard_findings.cpp what is judged.
#pragma once

#include "render/scene/analysis_words.h"
#include "viewer/dashboard.h"
#include "viewer/look.h"
#include "viewer/strings.h"
#include "viewer/widgets/box.h"
#include "viewer/widgets/text.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace flowspace {

inline constexpr float dashboard_row_px = 24;
inline constexpr std::size_t dashboard_listed = 6;  // rows of a list, at most

/// Draws the cards of one page, and the page of them; every card says what it would show where it has
/// nothing.
class DashboardCards {
public:
    DashboardCards(const Look& look, const Dashboard& page)
        : look_(look), page_(page), names_(*page.data->atlas), zh_(look.language == Language::zh) {}

    void draw(Box box);

private:
    void draw_head(Box& rest) const;
    void draw_members(Box box) const;
    std::string names_that_fit(Box room, const std::vector<std::string>& names) const;
    void draw_shares(Box box) const;
    std::string band_of(const AnalysisRow& row) const;
    void draw_layers(Box box) const;
    void draw_critical(Box box) const;
    void draw_equity(Box box) const;
    void draw_diagnoses(Box box) const;
    void draw_stage(Box box) const;
    void draw_misfits(Box box) const;
    void draw_misfits_and_more(Box right, float between) const;
    void draw_foot(const Box& box) const;
    void draw_lines(Box plot, double most) const;

    Box card(Box box, Text title) const { return card(box, words(title)); }
    Box card(Box box, const std::string& title) const;
    void say(Box box, std::string_view text) const { put_wrapped(muted(look_), box, text); }
    void pair(Box& rest, std::string_view name, std::string_view value) const;
    std::string fault(std::string_view analysis) const;
    bool shows_modelled() const {
        return std::ranges::any_of(page_.key.filter.layers, [&](LayerId id) {
            return page_.data->flows->layers()[index(id)].status == Status::modelled;
        });
    }
    const LayerInfo& layer(std::size_t row) const {
        return page_.data->flows->layers()[index(page_.key.filter.layers[row])];
    }
    Colour ink(std::size_t row) const {
        return layer_colour_of(look_.theme, *page_.data, page_.key.filter.layers[row]);
    }
    std::string words(Text text) const { return ui(text, look_.language); }

    const Look& look_;
    const Dashboard& page_;
    RowNames names_;
    bool zh_;
};

}  // namespace flowspace
