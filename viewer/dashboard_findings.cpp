// What the page of a group judges: equity, diagnoses, stage and misfits.
#include "render/scene/number_text.h"
#include "viewer/dashboard_cards.h"
#include "viewer/dashboard_diagnoses.h"
#include "viewer/widgets/controls.h"
#include "viewer/widgets/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace flowspace {

void DashboardCards::draw_equity(Box box) const {
    Box rest = card(box, Text::dashboard_equity);
    bool any = false;
    for (const auto& [measure, name] :
         {std::pair{"gini", Text::dashboard_gini}, std::pair{"theil_t", Text::dashboard_theil},
          std::pair{"core_periphery", Text::dashboard_core_periphery},
          std::pair{"max_min", Text::dashboard_max_min}})
        if (const AnalysisRow* row = page_.find("equity", measure); row && row->value) {
            pair(rest, words(name), measured_number(*row->value, look_.language));
            any = true;
        }
    if (const AnalysisRow* row = page_.find("equity", "gini");
        row && row->value && row->n && static_cast<std::size_t>(*row->n) < page_.group().members.size())
        put_wrapped({look_.fonts.small, paint(look_.theme.muted_text)}, rest,
                    format_ui(Text::dashboard_known, look_.language, *row->n, page_.group().members.size()));
    if (!any) say(rest, fault("equity"));
}

void DashboardCards::draw_diagnoses(Box box) const {
    Box rest = card(box, Text::dashboard_diagnoses);
    for (const Diagnosis& diagnosis : diagnoses(page_, look_.language)) {
        Box line = cut_top(rest, look_.px(20));
        put_text(strong(look_, Align::right),
                 cut_right(line, text_width(look_.fonts.strong, diagnosis.number) + look_.px(8)),
                 diagnosis.number);
        put_text(plain(look_), cut_left(line, look_.px(zh_ ? 88 : 112)), diagnosis.name);
        put_text({look_.fonts.small, paint(look_.theme.text)}, line, diagnosis.reading);
        put_text({look_.fonts.small, paint(look_.theme.muted_text)}, cut_top(rest, look_.px(17)),
                 diagnosis.measured_by);
        cut_top(rest, look_.px(5));
    }
}

void DashboardCards::draw_stage(Box box) const {
    Box rest = card(box, Text::dashboard_stage);
    const AnalysisRow *stage = page_.find("stage", "stage"), *tier = page_.find("stage", "official_tier");
    if (!stage && !tier) return say(rest, fault("stage"));
    const auto word = [&](const std::string& key) {
        return key == "mature"        ? words(Text::stage_mature)
               : key == "growing"     ? words(Text::stage_growing)
               : key == "cultivating" ? words(Text::stage_cultivating)
                                      : words(Text::stage_between);
    };
    if (tier) {
        const Text official = tier->label == "mature"    ? Text::tier_mature
                              : tier->label == "growing" ? Text::tier_growing
                                                         : Text::tier_cultivating;
        put_text({look_.fonts.title, paint(look_.accent)}, cut_top(rest, look_.px(26)), words(official));
        put_text({look_.fonts.small, paint(look_.theme.muted_text)}, cut_top(rest, look_.px(17)),
                 words(Text::dashboard_official));
    }
    if (stage && tier) pair(rest, words(Text::dashboard_worked_out), word(stage->label));
    if (stage && !tier)
        put_text({look_.fonts.title, paint(look_.accent)}, cut_top(rest, look_.px(26)), word(stage->label));
    for (const auto& [item, text] :
         {std::pair{"entropy", Text::stage_entropy}, std::pair{"equal", Text::stage_equal},
          std::pair{"geometric", Text::stage_geometric}})
        if (const AnalysisRow* row = page_.find("stage", "class", {}, item))
            pair(rest, words(text), word(row->label));
    cut_top(rest, look_.px(2));
    std::string hint;
    const auto add = [&](const std::string& part) { hint += (hint.empty() || zh_ ? "" : " ") + part; };
    for (const auto& [item, name] :
         {std::pair{"gdp", std::string("GDP")}, std::pair{"population", words(Text::dashboard_people)}})
        if (const AnalysisRow* known = page_.find("stage", "known_members", {}, item);
            known && !known->note.empty())
            add(format_ui(Text::dashboard_left_out, look_.language, name, static_cast<int>(*known->value),
                          known->n.value_or(0)));
    if (shows_modelled()) add(words(Text::dashboard_shares_modelled));
    add(words(hint.empty() ? Text::dashboard_stage_hint : Text::dashboard_no_ranking));
    put_wrapped({look_.fonts.small, paint(look_.theme.muted_text)}, rest, hint);
}

void DashboardCards::draw_misfits(Box box) const {
    Box rest = card(box, Text::dashboard_misfits);
    const Dashboard::Part* part = page_.part("communities");
    if (!part || part->fault) return say(rest, fault("communities"));
    std::vector<const AnalysisRow*> rows;
    for (const AnalysisRow& row : part->rows) {
        if (row.measure != "gain_if_moved" || row.value.value_or(0) <= 0) continue;
        const bool official = std::ranges::any_of(part->rows, [&](const AnalysisRow& other) {
            return other.measure == "official_group" && other.scope == row.scope &&
                   other.label == page_.group().id;
        });
        if (official) rows.push_back(&row);
    }
    std::ranges::stable_sort(rows, [](const auto* a, const auto* b) { return *a->value > *b->value; });
    if (rows.empty()) return say(rest, words(Text::dashboard_no_misfits));
    for (std::size_t at = 0; at < std::min(dashboard_listed, rows.size()); ++at) {
        const auto better = std::ranges::find_if(part->rows, [&](const AnalysisRow& other) {
            return other.measure == "better_group" && other.scope == rows[at]->scope;
        });
        const std::string name = names_.name(rows[at]->scope, look_.language);
        pair(rest, name, better == part->rows.end() ? "" : "→ " + names_.label(*better, look_.language));
    }
    if (rows.size() > dashboard_listed)
        put_text(muted(look_), cut_top(rest, look_.px(dashboard_row_px)),
                 format_ui(Text::dashboard_more, look_.language, rows.size() - dashboard_listed));
}

}  // namespace flowspace
