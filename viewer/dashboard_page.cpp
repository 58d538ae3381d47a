#include "viewer/dashboard_page.h"

#include "render/scene/analysis_words.h"
#include "render/scene/number_text.h"
#include "render/scene/time_words.h"
#include "viewer/dashboard_diagnoses.h"
#include "viewer/panel_picture.h"
#include "viewer/strings.h"
#include "viewer/ui_raster.h"
#include "viewer/widgets/charts.h"
#include "viewer/widgets/controls.h"
#include "viewer/widgets/scroll_area.h"
#include "viewer/widgets/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>

namespace flowspace {

namespace {

constexpr float gap = 10, pad = 12;
constexpr float row_height = 24;
constexpr std::size_t most_listed = 6;
constexpr float page_pad = 12, head_height = 60, foot_height = 34, foot_gap = 4;
constexpr float stage_height = 256, least_shares = 150, note_line = 18;

constexpr float layers_height(std::size_t layers) { return 104 + row_height * static_cast<float>(layers); }

/// Draws one page; every card says what it would show where it has nothing.
class Page {
public:
    Page(const Look& look, const Dashboard& page)
        : look_(look), page_(page), names_(*page.data->atlas), zh_(look.language == Language::zh) {}

    void draw(Box box);

private:
    void draw_head(Box& rest) const;
    void draw_members(Box box) const;
    void draw_shares(Box box) const;
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

/// The place inside a card, under its title.
Box Page::card(Box box, const std::string& title) const {
    plate(look_, box, with_alpha(look_.theme.raised, 0.55f));
    Box inner = inset(box, look_.px(pad), look_.px(8));
    put_text(strong(look_), cut_top(inner, look_.px(24)), title);
    cut_top(inner, look_.px(2));
    return inner;
}

void Page::pair(Box& rest, std::string_view name, std::string_view value) const {
    Box line = cut_top(rest, look_.px(row_height));
    if (line.height() < look_.px(row_height) - 1) return;
    put_text(strong(look_, Align::right),
             cut_right(line, text_width(look_.fonts.strong, value) + look_.px(2)), value);
    put_text(muted(look_), line, name);
}

std::string Page::fault(std::string_view analysis) const {
    const Dashboard::Part* part = page_.part(analysis);
    if (part && part->fault) return zh_ ? part->fault->zh : part->fault->en;
    return words(Text::dashboard_nothing);
}

void Page::draw_head(Box& rest) const {
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

void Page::draw_members(Box box) const {
    Box rest = card(box, Text::dashboard_members_title);
    std::string cores, others;
    for (const Membership& member : page_.group().members) {
        std::string& list = member.role == MemberRole::core ? cores : others;
        list += (list.empty() ? ""
                 : zh_        ? "、"
                              : ", ") +
                names_.name(page_.data->atlas->places[index(member.place)].id, look_.language);
        if (member.scope != MemberScope::whole)
            list += zh_ ? "（" + words(Text::partial_mark) + "）" : " (" + words(Text::partial_mark) + ")";
    }
    if (!cores.empty()) cut_top(rest, put_wrapped(strong(look_), rest, cores) + look_.px(4));
    ImGui::PushClipRect(rest.min(), rest.max(), true);
    put_wrapped({look_.fonts.small, paint(look_.theme.muted_text)}, rest, others);
    ImGui::PopClipRect();
}

/// Lines from zero to `most`; a step without rows breaks its line.
void Page::draw_lines(Box plot, double most) const {
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

void Page::draw_shares(Box box) const {
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

/// Per layer: inside share, premium, polycentricity.
void Page::draw_layers(Box box) const {
    Box rest = card(box, Text::dashboard_layers);
    struct Column {
        Text title;
        std::string_view analysis, measure;
    };
    constexpr std::array columns = {
        Column{Text::dashboard_share, "integration", "internal_share"},
        Column{Text::dashboard_premium, "integration", "premium"},
        Column{Text::dashboard_entropy, "hierarchy", "polycentricity_entropy"},
        Column{Text::dashboard_green, "hierarchy", "polycentricity_green_internal"}};
    const float name_px = look_.px(zh_ ? 64 : 92);
    const float column_px = (rest.width() - name_px) / static_cast<float>(columns.size());
    Box head = cut_top(rest, look_.px(20));
    cut_left(head, name_px);
    for (const Column& column : columns)
        put_text({look_.fonts.small, paint(look_.theme.muted_text), Align::right}, cut_left(head, column_px),
                 words(column.title));
    divider(look_, rest.x0, rest.x1, rest.y0);
    cut_top(rest, look_.px(2));
    for (std::size_t row = 0; row < page_.key.filter.layers.size(); ++row) {
        Box line = cut_top(rest, look_.px(row_height));
        put_text({look_.fonts.body, paint(ink(row))}, cut_left(line, name_px),
                 layer_name(layer(row), look_.language));
        for (const Column& column : columns) {
            const AnalysisRow* found = page_.find(column.analysis, column.measure, layer(row).key);
            const bool known = found && found->value;
            std::string text = !known ? "–"
                               : column.measure == "internal_share"
                                   ? percent(*found->value)
                                   : measured_number(*found->value, look_.language);
            if (known && column.measure == "premium") text += "×";
            put_text(known ? strong(look_, Align::right) : muted(look_, Align::right),
                     cut_left(line, column_px), text);
        }
    }
    cut_top(rest, look_.px(4));
    put_wrapped({look_.fonts.small, paint(look_.theme.muted_text)}, rest,
                words(shows_modelled() ? Text::dashboard_modelled : Text::dashboard_premium_hint));
}

void Page::draw_critical(Box box) const {
    Box rest = card(box, Text::dashboard_critical);
    const Dashboard::Part* part = page_.part("resilience");
    if (!part || part->rows.empty()) return say(rest, fault("resilience"));
    std::vector<const AnalysisRow*> rows;
    for (const AnalysisRow& row : part->rows)
        if (row.value) rows.push_back(&row);
    std::ranges::stable_sort(rows, [](const auto* a, const auto* b) { return *a->value > *b->value; });
    const double most = rows.empty() ? 1 : *rows.front()->value;
    Box foot = cut_bottom(rest, look_.px(36));
    for (std::size_t at = 0; at < std::min(most_listed, rows.size()); ++at) {
        Box line = cut_top(rest, look_.px(row_height + 4));
        if (line.height() < look_.px(row_height)) break;
        share_bar(look_, cut_bottom(line, look_.px(4)), most > 0 ? *rows[at]->value / most : 0,
                  with_alpha(look_.theme.danger, 0.85f));
        put_text(strong(look_, Align::right), cut_right(line, look_.px(72)), percent(*rows[at]->value));
        put_text(plain(look_), line, names_.name(rows[at]->scope, look_.language));
    }
    put_wrapped({look_.fonts.small, paint(look_.theme.muted_text)}, foot,
                words(Text::dashboard_what_if) +
                    (zh_ ? "；级联推演，富余容量 25%，邻地相连（直线公里）"
                         : "; a cascade, 25% spare capacity, neighbours by straight km"));
}

void Page::draw_equity(Box box) const {
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
                    fmt::format(fmt::runtime(zh_ ? "{1} 个成员中的 {0} 个；其余缺数据，未计入"
                                                 : "{} of {} members; of the others too little is known"),
                                *row->n, page_.group().members.size()));
    if (!any) say(rest, fault("equity"));
}

void Page::draw_diagnoses(Box box) const {
    Box rest = card(box, zh_ ? "三项诊断" : "Three diagnoses");
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

void Page::draw_stage(Box box) const {
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
        const std::string official = tier->label == "mature"    ? zh_ ? "优化提升" : "improve and upgrade"
                                     : tier->label == "growing" ? zh_ ? "发展壮大" : "grow and strengthen"
                                     : zh_                      ? "培育发展"
                                                                : "cultivate";
        put_text({look_.fonts.title, paint(look_.accent)}, cut_top(rest, look_.px(26)), official);
        put_text({look_.fonts.small, paint(look_.theme.muted_text)}, cut_top(rest, look_.px(17)),
                 zh_ ? "官方分类（“十四五”规划）" : "official, 14th Five-Year Plan");
    }
    if (stage && tier) pair(rest, zh_ ? "测算" : "worked out here", word(stage->label));
    if (stage && !tier)
        put_text({look_.fonts.title, paint(look_.accent)}, cut_top(rest, look_.px(26)), word(stage->label));
    for (const auto& [item, text] :
         {std::pair{"entropy", Text::stage_entropy}, std::pair{"equal", Text::stage_equal},
          std::pair{"geometric", Text::stage_geometric}})
        if (const AnalysisRow* row = page_.find("stage", "class", {}, item))
            pair(rest, words(text), word(row->label));
    cut_top(rest, look_.px(2));
    std::string hint;
    for (const auto& [item, name] :
         {std::pair{"gdp", "GDP"}, std::pair{"population", zh_ ? "人口" : "population"}})
        if (const AnalysisRow* known = page_.find("stage", "known_members", {}, item);
            known && !known->note.empty())
            hint += fmt::format(fmt::runtime(zh_ ? "{2} 个成员中仅 {1} 个有 {0} 数据，不计入。"
                                                 : "{0} left out: known of {1} of {2} members. "),
                                name, static_cast<int>(*known->value), known->n.value_or(0));
    if (shows_modelled()) hint += zh_ ? "组内占比出自模拟数据。" : "Inside shares are modelled. ";
    put_wrapped({look_.fonts.small, paint(look_.theme.muted_text)}, rest,
                hint.empty() ? words(Text::dashboard_stage_hint)
                             : hint + (zh_ ? "非官方指标，是诊断，不是评比。"
                                           : "No official indicators: a diagnosis, no ranking."));
}

void Page::draw_misfits(Box box) const {
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
    for (std::size_t at = 0; at < std::min(most_listed, rows.size()); ++at) {
        const auto better = std::ranges::find_if(part->rows, [&](const AnalysisRow& other) {
            return other.measure == "better_group" && other.scope == rows[at]->scope;
        });
        const std::string name = names_.name(rows[at]->scope, look_.language);
        pair(rest, name, better == part->rows.end() ? "" : "→ " + names_.label(*better, look_.language));
    }
    if (rows.size() > most_listed)
        put_text(muted(look_), cut_top(rest, look_.px(row_height)),
                 format_ui(Text::dashboard_more, look_.language, rows.size() - most_listed));
}

void Page::draw_foot(const Box& box) const {
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

void Page::draw(Box box) {
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
void Page::draw_misfits_and_more(Box right, float between) const {
    const Box misfits = cut_bottom(right, look_.px(52 + row_height * static_cast<float>(most_listed)));
    cut_bottom(right, between);
    const Box critical = cut_bottom(right, look_.px(86 + (row_height + 4) * static_cast<float>(most_listed)));
    cut_bottom(right, between);
    draw_members(right);
    draw_critical(critical);
    draw_misfits(misfits);
}

}  // namespace

float least_dashboard_px(std::size_t layers) {
    return 2 * page_pad + head_height + foot_height + foot_gap + stage_height + gap + layers_height(layers) +
           gap + least_shares;
}

void draw_dashboard(const Look& look, const Box& box, const Dashboard& page) {
    const float least = look.px(least_dashboard_px(page.key.filter.layers.size()));
    if (box.height() >= least) return Page(look, page).draw(box);
    const ScrollArea area("page", box);
    const Box all{area.origin().x, area.origin().y, area.origin().x + area.width(), area.origin().y + least};
    Page(look, page).draw(all);
    area.reach({all.x0, all.y1});
}

Result<bool> paint_dashboard(const Dashboard& page, const Style& style, const Box& box, Image& image) {
    const float wanted = ui_scale(image.height_px, style.theme) * style.text_scale;
    // A picture cannot be scrolled; with room for a further line of a note.
    const float fitting = box.height() / (least_dashboard_px(page.key.filter.layers.size()) + note_line);
    const float scale = std::min(wanted, fitting);
    struct Context {
        ImGuiContext* made = ImGui::CreateContext();
        ~Context() { ImGui::DestroyContext(made); }
    } context;
    ImGui::SetCurrentContext(context.made);
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.BackendFlags |= ImGuiBackendFlags_RendererHasVtxOffset;
    io.DisplaySize = {static_cast<float>(image.width_px), static_cast<float>(image.height_px)};
    io.DeltaTime = 1.f / 60;
    std::vector<std::string> further;
    for (const Dashboard::Part& part : page.parts)
        if (part.fault) further.push_back(part.fault->zh);
    const std::vector<ImWchar> ranges = glyph_ranges(*page.data, further);
    const auto fonts = load_fonts(*io.Fonts, ranges, scale);
    if (!fonts) return fonts.error();
    const Theme& colours = theme(style.theme);
    const Look look{.theme = colours,
                    .accent = layer_colour_of(colours, *page.data, page.key.layer),
                    .fonts = *fonts,
                    .scale = scale,
                    .language = style.language};
    for (int frame = 0; frame < 2; ++frame) {
        apply_look(look);
        ImGui::NewFrame();
        ImGui::SetNextWindowPos(box.min());
        ImGui::SetNextWindowSize({box.width(), box.height()});
        if (ImGui::Begin("dashboard", nullptr,
                         ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoBackground)) {
            ImGui::GetWindowDrawList()->AddRectFilled(box.min(), box.max(),
                                                      paint(with_alpha(colours.panel, 1)));
            draw_dashboard(look, box, page);
        }
        ImGui::End();
        ImGui::Render();
    }
    raster_ui(*ImGui::GetDrawData(), *io.Fonts, image);
    return true;
}

}  // namespace flowspace
