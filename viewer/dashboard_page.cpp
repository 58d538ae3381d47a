#include "viewer/dashboard_page.h"

#include "render/scene/number_text.h"
#include "render/scene/time_words.h"
#include "viewer/dashboard_cards.h"
#include "viewer/widgets/controls.h"
#include "viewer/widgets/scroll_area.h"
#include "viewer/widgets/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace flowspace {

namespace {

constexpr float gap = 10;
constexpr float page_pad = 12, head_height = 60, foot_height = 34, foot_gap = 4;
constexpr float stage_height = 256, least_shares = 150;

constexpr float layers_height(std::size_t layers) {
    return 104 + dashboard_row_px * static_cast<float>(layers);
}

}  // namespace

void DashboardCards::draw_head(Box& rest) const {
    const Group& group = page_.group();
    put_text({look_.fonts.figure && !zh_ ? look_.fonts.figure : look_.fonts.title, paint(look_.theme.text)},
             cut_top(rest, look_.px(32)), group_name(group, look_.language));
    double population = 0;
    std::size_t cores = 0;
    for (const Membership& member : group.members) {
        population += page_.data->atlas->places[index(member.place)].population_2020.value_or(0);
        cores += member.role == MemberRole::core ? 1 : 0;
    }
    std::string line = format_ui(Text::dashboard_members, look_.language, group.members.size(), cores);
    const auto add = [&](const std::string& part) {
        if (!part.empty()) line += (zh_ ? "；" : "; ") + part;
    };
    if (population > 0)
        add(format_ui(Text::dashboard_population, look_.language, short_number(population, look_.language)));
    if (!group.approved.empty())  // who approved it is known in Chinese only
        add(format_ui(Text::dashboard_plan, look_.language, group.approved,
                      zh_ && !group.approver.empty() ? " " + group.approver : std::string()));
    add(window_words(page_.data->flows->time_axis(), page_.key.filter.window, look_.language));
    put_text(muted(look_), cut_top(rest, look_.px(22)), line);
    cut_top(rest, look_.px(6));
}

void DashboardCards::draw_foot(const Box& box) const {
    std::string sources;
    const auto add = [&](const std::string& one) {
        if (!one.empty() && sources.find(one) == std::string::npos)
            sources += (sources.empty() ? "" : zh_ ? "；" : "; ") + one;
    };
    for (const LayerId id : page_.key.filter.layers) {
        const LayerInfo& info = page_.data->flows->layers()[index(id)];
        std::string one = layer_source(info, look_.language);
        add(one.empty() ? status_text(info.status, look_.language) : one);
    }
    for (const Credit* credit : {&page_.data->atlas->population_source, &page_.data->atlas->gdp_source})
        add(zh_ ? credit->zh : credit->en);
    const LayerInfo& own = page_.data->flows->layers()[index(page_.key.layer)];
    put_wrapped({look_.fonts.small, paint(look_.theme.muted_text)}, box,
                format_ui(Text::dashboard_foot, look_.language, layer_name(own, look_.language), sources));
}

void DashboardCards::draw(Box box) {
    Box rest = inset(box, look_.px(16), look_.px(page_pad));
    draw_head(rest);
    draw_foot(cut_bottom(rest, look_.px(foot_height)));
    cut_bottom(rest, look_.px(foot_gap));
    const float between = look_.px(gap);
    Box left = cut_left(rest, std::round((rest.width() - between) * 0.58f));
    cut_left(rest, between);
    const Box right = rest;
    const auto below = [&](Box& column, float height) {
        const Box made = cut_bottom(column, look_.px(height));
        cut_bottom(column, between);
        return made;
    };
    Box stage = below(left, stage_height);
    Box equity = cut_right(stage, std::round((stage.width() - between) / 2));
    cut_right(stage, between);
    draw_stage(stage);
    draw_equity(equity);
    draw_layers(below(left, layers_height(page_.key.filter.layers.size())));
    constexpr float diagnoses_px = 176;
    if (left.height() >=
        look_.px(diagnoses_px + gap + least_shares))  // else its numbers are in the table alone
        draw_diagnoses(below(left, diagnoses_px));
    draw_shares(left);
    draw_misfits_and_more(right, between);
}

/// The right column: members above what is critical and what does not fit.
void DashboardCards::draw_misfits_and_more(Box right, float between) const {
    const Box misfits =
        cut_bottom(right, look_.px(52 + dashboard_row_px * static_cast<float>(dashboard_listed)));
    cut_bottom(right, between);
    const Box critical =
        cut_bottom(right, look_.px(86 + (dashboard_row_px + 4) * static_cast<float>(dashboard_listed)));
    cut_bottom(right, between);
    draw_members(right);
    draw_critical(critical);
    draw_misfits(misfits);
}

float least_dashboard_px(std::size_t layers) {
    return 2 * page_pad + head_height + foot_height + foot_gap + stage_height + gap + layers_height(layers) +
           gap + least_shares;
}

void draw_dashboard(const Look& look, const Box& box, const Dashboard& page) {
    const float least = look.px(least_dashboard_px(page.key.filter.layers.size()));
    if (box.height() >= least) return DashboardCards(look, page).draw(box);
    const ScrollArea area("page", box);
    const Box all{area.origin().x, area.origin().y, area.origin().x + area.width(), area.origin().y + least};
    DashboardCards(look, page).draw(all);
    area.reach({all.x0, all.y1});
}

}  // namespace flowspace
