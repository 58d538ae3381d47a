#include "viewer/dashboard_cards.h"

#include "render/scene/number_text.h"
#include "render/scene/time_words.h"
#include "viewer/widgets/charts.h"
#include "viewer/widgets/controls.h"
#include "viewer/widgets/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace flowspace {

/// The place inside a card, under its title.
Box DashboardCards::card(Box box, const std::string& title) const {
    plate(look_, box, with_alpha(look_.theme.raised, 0.55f));
    Box inner = inset(box, look_.px(12), look_.px(8));
    put_text(strong(look_), cut_top(inner, look_.px(24)), title);
    cut_top(inner, look_.px(2));
    return inner;
}

void DashboardCards::pair(Box& rest, std::string_view name, std::string_view value) const {
    Box line = cut_top(rest, look_.px(dashboard_row_px));
    if (line.height() < look_.px(dashboard_row_px) - 1) return;
    put_text(strong(look_, Align::right),
             cut_right(line, text_width(look_.fonts.strong, value) + look_.px(2)), value);
    put_text(muted(look_), line, name);
}

std::string DashboardCards::fault(std::string_view analysis) const {
    const Dashboard::Part* part = page_.part(analysis);
    if (part && part->fault) return zh_ ? part->fault->zh : part->fault->en;
    return words(Text::dashboard_nothing);
}

/// As many names as the room has lines for, and how many more there are.
std::string DashboardCards::names_that_fit(Box room, const std::vector<std::string>& names) const {
    const auto first = [&](std::size_t count) {
        const std::string list = fmt::format(
            "{}",
            fmt::join(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(count), zh_ ? "、" : ", "));
        if (count == names.size()) return list;
        return count == 0 ? format_ui(Text::dashboard_more, look_.language, names.size())
                          : format_ui(Text::dashboard_and_more, look_.language, list, names.size() - count);
    };
    const auto fits = [&](std::size_t count) {
        return wrapped_height(look_.fonts.small, room.width(), first(count)) <= room.height();
    };
    if (fits(names.size())) return first(names.size());
    std::size_t fitting = 0, too_many = names.size();
    while (too_many - fitting > 1) {
        const std::size_t middle = (fitting + too_many) / 2;
        (fits(middle) ? fitting : too_many) = middle;
    }
    return first(fitting);
}

void DashboardCards::draw_members(Box box) const {
    Box rest = card(box, Text::dashboard_members_title);
    std::vector<std::string> cores, others;
    for (const Membership& member : page_.group().members) {
        std::string name = names_.name(page_.data->atlas->places[index(member.place)].id, look_.language);
        if (member.scope != MemberScope::whole)
            name += zh_ ? "（" + words(Text::partial_mark) + "）" : " (" + words(Text::partial_mark) + ")";
        (member.role == MemberRole::core ? cores : others).push_back(std::move(name));
    }
    const std::string first = fmt::format("{}", fmt::join(cores, zh_ ? "、" : ", "));
    if (!cores.empty()) cut_top(rest, put_wrapped(strong(look_), rest, first) + look_.px(4));
    if (!others.empty())
        put_wrapped({look_.fonts.small, paint(look_.theme.muted_text)}, rest, names_that_fit(rest, others));
}

/// Lines from zero to `most`; a step without rows breaks its line.
void DashboardCards::draw_lines(Box plot, double most) const {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const auto steps = page_.shares.front().size();
    const auto x_of = [&](std::size_t step) {
        return plot.x0 +
               plot.width() * (steps > 1 ? static_cast<float>(step) / static_cast<float>(steps - 1) : 0.5f);
    };
    const auto y_of = [&](double share) {
        return plot.y1 - plot.height() * static_cast<float>(share / most);
    };
    for (int part = 0; part <= 2; ++part) {
        const double share = most * part / 2;
        const float y = std::round(y_of(share)) + 0.5f;
        list.AddLine({plot.x0, y}, {plot.x1, y}, paint(look_.theme.hairline));
        put_text({look_.fonts.small, paint(look_.theme.muted_text), Align::right},
                 {plot.x0 - look_.px(44), y - look_.px(9), plot.x0 - look_.px(6), y + look_.px(9)},
                 percent(share));
    }
    for (std::size_t row = 0; row < page_.shares.size(); ++row) {
        std::optional<ImVec2> before;
        for (std::size_t step = 0; step < steps; ++step) {
            const std::optional<double>& share = page_.shares[row][step];
            if (!share) {
                before.reset();
                continue;
            }
            const ImVec2 at{x_of(step), y_of(*share)};
            if (before)
                list.AddLine(*before, at, paint(ink(row)), look_.px(1.8f));
            else
                list.AddCircleFilled(at, look_.px(1.5f), paint(ink(row)));
            before = at;
        }
    }
}

void DashboardCards::draw_shares(Box box) const {
    Box rest = card(box, Text::dashboard_shares);
    double most = 0;
    for (const auto& shares : page_.shares)
        for (const auto& share : shares) most = std::max(most, share.value_or(0));
    if (!(most > 0)) return say(rest, words(Text::dashboard_nothing));
    most = std::min(1.0, std::ceil(most * 5) / 5);
    // Names at the ends of their lines, moved apart where they would meet.
    Box named = cut_right(rest, look_.px(zh_ ? 56 : 84));
    Box years = cut_bottom(rest, look_.px(18));
    Box plot = rest;
    cut_left(plot, look_.px(46));
    cut_left(years, look_.px(46));
    plot.y0 += look_.px(6);
    plot.x1 -= look_.px(6);
    draw_lines(plot, most);
    std::vector<std::pair<float, std::size_t>> ends;
    for (std::size_t row = 0; row < page_.shares.size(); ++row) {
        const auto last = std::find_if(page_.shares[row].rbegin(), page_.shares[row].rend(),
                                       [](const auto& share) { return share.has_value(); });
        if (last != page_.shares[row].rend())
            ends.emplace_back(plot.y1 - plot.height() * static_cast<float>(**last / most), row);
    }
    std::ranges::sort(ends);
    float least = named.y0;
    for (const auto& [y, row] : ends) {
        const float top = std::max(least, y - look_.px(9));
        put_text({look_.fonts.small, paint(ink(row))}, {named.x0, top, named.x1, top + look_.px(18)},
                 layer_name(layer(row), look_.language));
        least = top + look_.px(17);
    }
    const TimeAxis& axis = page_.data->flows->time_axis();
    if (axis.grain == Grain::none || axis.starts.empty()) return;
    put_text({look_.fonts.small, paint(look_.theme.muted_text)}, years,
             format_time(axis.grain, axis.starts.front()));
    put_text({look_.fonts.small, paint(look_.theme.muted_text), Align::right},
             {years.x0, years.y0, plot.x1, years.y1}, format_time(axis.grain, axis.starts.back()));
}

/// `0.78–0.99`: narrow, as it stands beside its number; nothing where there is none.
std::string DashboardCards::band_of(const AnalysisRow& row) const {
    if (!row.lower || !row.upper) return {};
    return measured_number(*row.lower, look_.language) + "–" + measured_number(*row.upper, look_.language);
}

/// Per layer: inside share, premium, polycentricity.
void DashboardCards::draw_layers(Box box) const {
    Box rest = card(box, Text::dashboard_layers);
    struct Column {
        Text title;
        std::string_view analysis, measure;
        float share;  // of the width: a premium has its band beside it
    };
    constexpr std::array columns = {
        Column{Text::dashboard_share, "integration", "internal_share", 0.16f},
        Column{Text::dashboard_premium, "integration", "premium", 0.42f},
        Column{Text::dashboard_entropy, "hierarchy", "polycentricity_entropy", 0.20f},
        Column{Text::dashboard_green, "hierarchy", "polycentricity_green_internal", 0.22f}};
    const float name_px = look_.px(zh_ ? 64 : 92);
    const float columns_px = rest.width() - name_px;
    bool any_band = false;
    Box head = cut_top(rest, look_.px(20));
    cut_left(head, name_px);
    for (const Column& column : columns)
        put_text({look_.fonts.small, paint(look_.theme.muted_text), Align::right},
                 cut_left(head, column.share * columns_px), words(column.title));
    divider(look_, rest.x0, rest.x1, rest.y0);
    cut_top(rest, look_.px(2));
    for (std::size_t row = 0; row < page_.key.filter.layers.size(); ++row) {
        Box line = cut_top(rest, look_.px(dashboard_row_px));
        put_text({look_.fonts.body, paint(ink(row))}, cut_left(line, name_px),
                 layer_name(layer(row), look_.language));
        for (const Column& column : columns) {
            const AnalysisRow* found = page_.find(column.analysis, column.measure, layer(row).key);
            const bool known = found && found->value;
            std::string text = !known ? "–"
                               : column.measure == "internal_share"
                                   ? percent(*found->value)
                                   : measured_number(*found->value, look_.language);
            Box cell = cut_left(line, column.share * columns_px);
            if (known && column.measure == "premium") {
                text += "×";
                const std::string band = band_of(*found);
                if (!band.empty()) {
                    put_text({look_.fonts.small, paint(look_.theme.muted_text), Align::right},
                             cut_right(cell, text_width(look_.fonts.small, band) + look_.px(1)), band);
                    cut_right(cell, look_.px(6));
                    any_band = true;
                }
            }
            put_text(known ? strong(look_, Align::right) : muted(look_, Align::right), cell, text);
        }
    }
    cut_top(rest, look_.px(4));
    std::string hint = words(shows_modelled() ? Text::dashboard_modelled : Text::dashboard_premium_hint);
    if (any_band) hint += format_ui(Text::dashboard_band, look_.language, zh_ ? "95%" : "95 %");
    put_wrapped({look_.fonts.small, paint(look_.theme.muted_text)}, rest, hint);
}

void DashboardCards::draw_critical(Box box) const {
    Box rest = card(box, Text::dashboard_critical);
    const Dashboard::Part* part = page_.part("resilience");
    if (!part || part->rows.empty()) return say(rest, fault("resilience"));
    std::vector<const AnalysisRow*> rows;
    for (const AnalysisRow& row : part->rows)
        if (row.value) rows.push_back(&row);
    std::ranges::stable_sort(rows, [](const auto* a, const auto* b) { return *a->value > *b->value; });
    const double most = rows.empty() ? 1 : *rows.front()->value;
    Box foot = cut_bottom(rest, look_.px(36));
    for (std::size_t at = 0; at < std::min(dashboard_listed, rows.size()); ++at) {
        Box line = cut_top(rest, look_.px(dashboard_row_px + 4));
        if (line.height() < look_.px(dashboard_row_px)) break;
        share_bar(look_, cut_bottom(line, look_.px(4)), most > 0 ? *rows[at]->value / most : 0,
                  with_alpha(look_.theme.danger, 0.85f));
        put_text(strong(look_, Align::right), cut_right(line, look_.px(72)), percent(*rows[at]->value));
        put_text(plain(look_), line, names_.name(rows[at]->scope, look_.language));
    }
    put_wrapped({look_.fonts.small, paint(look_.theme.muted_text)}, foot,
                words(Text::dashboard_what_if) + (zh_ ? "；" : "; ") + words(Text::dashboard_cascade));
}

}  // namespace flowspace
