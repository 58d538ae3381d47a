// The panel of analyses, in the inspector's place: which one, what it is asked, its answer, how it is
// computed.
#include "data/analysis/empty_answer.h"
#include "data/output_table.h"
#include "render/scene/analysis_words.h"
#include "render/scene/map_overlay.h"
#include "viewer/analysis_tables.h"
#include "viewer/memo.h"
#include "viewer/panels/analysis_figure.h"
#include "viewer/panels/analysis_parts.h"
#include "viewer/panels/trace_offer.h"
#include "viewer/strings.h"
#include "viewer/trace.h"
#include "viewer/widgets/charts.h"
#include "viewer/widgets/controls.h"
#include "viewer/widgets/dropdown.h"
#include "viewer/widgets/scroll_area.h"
#include "viewer/widgets/stack.h"
#include "viewer/widgets/text.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace flowspace {

namespace {

class AnalysisPanel {
public:
    void draw(PanelContext& context, const Box& box);

private:
    void draw_choice(PanelContext& context, Box& rest) const;
    void draw_buttons(PanelContext& context, Box line) const;
    void draw_state(PanelContext& context, Box& rest) const;
    void draw_page(PanelContext& context, const Box& box);
    void draw_reasons(PanelContext& context, Box& rest, const AnalysisAnswer& answer);

    Memo<std::pair<std::uint64_t, std::string>, std::vector<OutputNote>> reasons_;
    AnswerFigures figures_;
    AnswerTable table_;
};

/// The answer to the analysis that is chosen, whatever it was asked.
const AnalysisAnswer* answer_of(const PanelContext& context) {
    if (context.analysis == nullptr || !context.settings.analysis) return nullptr;
    const AnalysisAnswer* answer = context.analysis->shown().get();
    return answer != nullptr && answer->request.name == context.settings.analysis->name ? answer : nullptr;
}

void choose(PanelContext& context, const Analysis& analysis) {
    AnalysisShown shown = context.settings.analysis ? *context.settings.analysis : AnalysisShown{};
    if (shown.name == analysis.key) return;
    shown.name = analysis.key;
    shown.settings.clear();
    std::erase_if(shown.tables, [](const auto& table) { return table.first != cost_key; });
    shown.measure.clear();
    shown.period.clear();
    shown.item.clear();
    context.settings.analysis = Kept<AnalysisShown>::of(std::move(shown));
    context.workspace.analysis_tab = AnalysisTab::question;
}

void AnalysisPanel::draw_choice(PanelContext& context, Box& rest) const {
    const Look& look = context.look;
    std::vector<std::string> names;
    std::size_t current = all_analyses().size();
    for (const Analysis& analysis : all_analyses()) {
        if (context.settings.analysis && context.settings.analysis->name == analysis.key)
            current = names.size();
        names.emplace_back(said(analysis.name, look.language));
    }
    const auto chosen = dropdown(look, "analysis", cut_top(rest, look.px(30)),
                                 {.labels = names,
                                  .current = current,
                                  .unset = ui(Text::analysis_choose, look.language),
                                  .emphasised = current < names.size()});
    if (chosen) choose(context, all_analyses()[*chosen]);
    cut_top(rest, look.px(8));
}

void save_rows(PanelContext& context, const AnalysisAnswer& answer) {
    Result<AnalysisInput> input = analysis_input(answer.request, *answer.data);
    if (!input) return;
    OutputTable table = to_table(answer.analysis(), *input, answer.result);
    for (const AnalysisFact& fact : answer.result.facts)
        table.notes.push_back({fact.key, fact.value, fact.value});
    Workspace& workspace = context.workspace;
    workspace.rows_to_save = std::make_shared<const OutputTable>(std::move(table));
    workspace.browse = Browse::rows;
    workspace.browse_name = answer.request.name + ".csv";
    workspace.popover = Popover::browse;
}

void AnalysisPanel::draw_buttons(PanelContext& context, Box line) const {
    const Look& look = context.look;
    const auto slot = [&](const char* words) {
        const Box box = cut_left(line, text_width(look.fonts.body, words) + look.px(28));
        cut_left(line, look.px(8));
        return box;
    };
    const auto request = analysis_request(context.settings, context.data);
    const AnalysisAnswer* answer = answer_of(context);
    const bool current = answer != nullptr && request && answer->request == *request;
    if (context.analysis != nullptr && context.analysis->busy()) {
        const char* words = ui(Text::analysis_cancel, look.language);
        if (text_button(look, "cancel", slot(words), {.text = words}))
            context.actions.emplace_back(CancelAnalysis{});
        const Box bar = centred(line, line.width(), look.px(6));
        plate(look, bar, look.theme.raised);
        share_bar(look, bar, std::clamp(context.analysis->progress(), 0.02, 1.0), look.accent);
        return;
    }
    const bool can = context.analysis != nullptr && request && !fault_of(*request, context.data);
    const char* words = ui(Text::analysis_run, look.language);
    if (text_button(look, "run", slot(words),
                    {.text = words,
                     .ability = can && !current ? Ability::enabled : Ability::disabled,
                     .lit = can && !current ? Switch::on : Switch::off})) {
        context.actions.emplace_back(RunAnalysis{});
        context.workspace.analysis_tab = AnalysisTab::answer;
    }
    const char* save = ui(Text::analysis_save, look.language);
    if (text_button(look, "save", slot(save),
                    {.text = save,
                     .ability = answer != nullptr && context.import ? Ability::enabled : Ability::disabled}))
        save_rows(context, *answer);
    const Box at = cut_right(line, look.px(32));
    cut_right(line, look.px(8));
    const AnalysisShown& shown = *context.settings.analysis;
    if (const auto changed = toggle_switch(look, "on map", centred(at, look.px(32), look.px(18)),
                                           shown.on_map ? Switch::on : Switch::off))
        change_analysis(context.settings, [&](AnalysisShown& one) { one.on_map = *changed == Switch::on; });
    put_text(muted(look, Align::right), line, ui(Text::analysis_on_map, look.language));
}

/// One line between tabs and page, where something must be said first: a fault, or that what is shown answers
/// something else than what is asked now.
void AnalysisPanel::draw_state(PanelContext& context, Box& rest) const {
    const Look& look = context.look;
    const auto request = analysis_request(context.settings, context.data);
    if (!request) return;
    std::string text;
    Colour ink = look.theme.warning;
    const auto fault = fault_of(*request, context.data);
    const AnalysisAnswer* answer = answer_of(context);
    if (fault) {
        text = in_words(*fault, look.language);
    } else if (context.analysis != nullptr && context.analysis->fault()) {
        text = format_ui(Text::analysis_failed, look.language,
                         in_words(*context.analysis->fault(), look.language));
        ink = look.theme.danger;
    } else if (answer != nullptr && !(answer->request == *request)) {
        text = ui(Text::analysis_other_question, look.language);
    }
    if (text.empty()) return;
    const float used = put_wrapped({look.fonts.small, paint(ink)}, rest, text);
    cut_top(rest, used + look.px(6));
}

/// Why the answer lacks what the map and the table would show, and what to choose instead.
void AnalysisPanel::draw_reasons(PanelContext& context, Box& rest, const AnalysisAnswer& answer) {
    const Look& look = context.look;
    const std::string& asked = context.settings.analysis->measure;
    // An answer may have as many rows as there are pairs: not looked through in each frame.
    const std::vector<OutputNote>& reasons = reasons_.update({answer.number, asked}, [&] {
        return reasons_of(answer.result, asked.empty() ? map_measure(answer.analysis(), answer.result.rows)
                                                       : std::string_view(asked));
    });
    for (const OutputNote& note : reasons) {
        const float used = put_wrapped({look.fonts.small, paint(look.theme.warning)}, rest,
                                       look.language == Language::zh ? note.zh : note.en);
        cut_top(rest, used + look.px(6));
    }
}

void AnalysisPanel::draw_page(PanelContext& context, const Box& box) {
    const Look& look = context.look;
    const Analysis& analysis = *find_analysis(context.settings.analysis->name);
    const AnalysisAnswer* answer = answer_of(context);
    if (context.workspace.analysis_tab == AnalysisTab::question) return draw_question(context, box, analysis);
    if (context.workspace.analysis_tab == AnalysisTab::method)
        return draw_method(context, box, analysis, answer);
    if (answer != nullptr) {
        Box rest = box;
        draw_reasons(context, rest, *answer);
        figures_.draw(context, rest, *answer);
        return table_.draw(context, rest, *answer);
    }
    const bool busy = context.analysis != nullptr && context.analysis->busy();
    put_wrapped(muted(look), box, ui(busy ? Text::computing : Text::analysis_no_answer, look.language));
}

/// The page of the group that is selected, else of the one that is analysed, else of the first of its kind.
void draw_dashboard_button(PanelContext& context, Box& head) {
    const Look& look = context.look;
    const auto& groups = context.data.atlas->groups;
    std::string id = context.settings.analysis ? context.settings.analysis->group : std::string();
    if (context.settings.selected.group) id = groups[index(*context.settings.selected.group)].id;
    if (id.empty()) {
        const auto first = std::ranges::find(groups, context.settings.filter.kind, &Group::kind);
        if (first != groups.end()) id = first->id;
    }
    const char* words = ui(Text::dashboard_button, look.language);
    const Box at = cut_right(head, text_width(look.fonts.body, words) + look.px(24));
    if (id.empty() ||
        !text_button(look, "dashboard", at, {.text = words, .tip = ui(Text::dashboard_tip, look.language)}))
        return;
    AnalysisShown shown = context.settings.analysis ? *context.settings.analysis : AnalysisShown{};
    shown.dashboard = id;
    context.settings.analysis = Kept<AnalysisShown>::of(std::move(shown));
}

void AnalysisPanel::draw(PanelContext& context, const Box& box) {
    const Look& look = context.look;
    answer_trace_key(context);
    Box rest = inset(box, look.px(16), look.px(10));
    Box head = cut_top(rest, look.px(28));
    if (icon_button(look, "close", cut_right(head, look.px(28)),
                    {.icon = Icon::close, .tip = ui(Text::close, look.language)}))
        context.workspace.analysis_open = false;
    draw_dashboard_button(context, head);
    put_text({look.fonts.title, paint(look.theme.text)}, head, ui(Text::analysis_title, look.language));
    cut_top(rest, look.px(6));
    draw_choice(context, rest);
    if (!context.settings.analysis || !find_analysis(context.settings.analysis->name)) {
        put_wrapped(muted(look), rest, ui(Text::analysis_hint, look.language));
        return;
    }
    const std::array<const char*, 3> tabs = {ui(Text::analysis_question, look.language),
                                             ui(Text::analysis_answer, look.language),
                                             ui(Text::analysis_method, look.language)};
    if (const auto tab =
            segmented(look, "tabs", cut_top(rest, look.px(28)),
                      {.labels = tabs, .current = static_cast<std::size_t>(context.workspace.analysis_tab)}))
        context.workspace.analysis_tab = static_cast<AnalysisTab>(*tab);
    cut_top(rest, look.px(8));
    draw_buttons(context, cut_bottom(rest, look.px(28)));
    cut_bottom(rest, look.px(8));
    draw_state(context, rest);
    draw_page(context, rest);
}

}  // namespace

std::string_view in_words(const Fault& fault, Language language) {
    return language == Language::zh ? fault.zh : fault.en;
}

std::string question_words(const PanelContext& context, const AnalysisRequest& request) {
    const Language language = context.look.language;
    const std::string_view stop = language == Language::zh ? "；" : "; ";
    std::string text;
    const auto add = [&](std::string_view part) {
        if (!part.empty()) text.append(text.empty() ? "" : stop).append(part);
    };
    for (const GroupId group : request.groups)
        add(group_name(context.data.atlas->groups[index(group)], language));
    for (const LayerId layer : request.filter.layers)
        add(layer_name(context.data.flows->layers()[index(layer)], language));
    add(filter_words(context.data, request.filter, language));
    for (const auto& [key, value] : request.settings) add(key + " = " + value);
    return text;
}

Panel analysis_panel() {
    return {"analysis", [](const PanelContext& context) { return context.layout.analysis; },
            [panel = std::make_shared<AnalysisPanel>()](PanelContext& context, const Box& box) {
                panel->draw(context, box);
            }};
}

}  // namespace flowspace
