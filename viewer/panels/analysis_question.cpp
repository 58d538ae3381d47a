// What an analysis is asked, and how it is computed: two pages of its panel.
#include "render/scene/analysis_words.h"
#include "viewer/analysis_tables.h"
#include "viewer/panels/analysis_parts.h"
#include "viewer/strings.h"
#include "viewer/widgets/controls.h"
#include "viewer/widgets/dropdown.h"
#include "viewer/widgets/scroll_area.h"
#include "viewer/widgets/stack.h"
#include "viewer/widgets/text.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <string>
#include <vector>

namespace flowspace {

namespace {

constexpr float name_width = 96;
constexpr float line_height = 36;

void paragraph(Stack& stack, const TextStyle& style, std::string_view text, float gap) {
    stack.take(put_wrapped(style, stack.rest(), text) + gap);
}

/// The line's name on the left; returns the place of its control.
Box control_line(const Look& look, Stack& stack, std::string_view name) {
    Box line = stack.take(look.px(line_height));
    put_text(plain(look), cut_left(line, look.px(name_width)), name);
    return centred(line, line.width(), look.px(28));
}

void draw_groups(PanelContext& context, Stack& stack) {
    const Look& look = context.look;
    std::vector<std::string> names = {ui(Text::analysis_all_groups, look.language)};
    std::vector<std::string> ids = {""};
    std::size_t current = 0;
    for (const Group& group : context.data.atlas->groups) {
        if (group.kind != context.settings.filter.kind) continue;
        if (group.id == context.settings.analysis->group) current = ids.size();
        ids.push_back(group.id);
        names.emplace_back(group_name(group, look.language));
    }
    const Box box = control_line(look, stack, ui(Text::analysis_group, look.language));
    if (const auto chosen = dropdown(look, "group", box, {.labels = names, .current = current}))
        change_analysis(context.settings, [&](AnalysisShown& shown) { shown.group = ids[*chosen]; });
}

template <class Enum, std::size_t size>
void choice(PanelContext& context, Stack& stack, Text name, const std::array<Text, size>& labels,
            Enum AnalysisShown::*member) {
    const Look& look = context.look;
    std::array<const char*, size> words;
    for (std::size_t row = 0; row < size; ++row) words[row] = ui(labels[row], look.language);
    const Box box = control_line(look, stack, ui(name, look.language));
    const auto chosen = segmented(
        look, ui(name, Language::en), box,
        {.labels = words, .current = static_cast<std::size_t>((*context.settings.analysis).*member)});
    if (chosen)
        change_analysis(context.settings,
                        [&](AnalysisShown& shown) { shown.*member = static_cast<Enum>(*chosen); });
}

void set_typed(PanelContext& context, const AnalysisSetting& setting, std::string text) {
    change_analysis(context.settings, [&](AnalysisShown& shown) {
        if (text == setting.standard)
            shown.settings.erase(std::string(setting.key));
        else
            shown.settings.insert_or_assign(std::string(setting.key), std::move(text));
    });
}

void draw_setting(PanelContext& context, Stack& stack, const AnalysisSetting& setting) {
    const Look& look = context.look;
    const auto& typed = context.settings.analysis->settings;
    const auto found = typed.find(setting.key);
    const std::string value = found == typed.end() ? std::string(setting.standard) : found->second;
    paragraph(stack, muted(look), said(setting.help, look.language), 0);
    if (setting.choices.empty()) {
        Box box = control_line(look, stack, setting.key);
        const Box field = cut_left(box, look.px(120));
        cut_left(box, look.px(10));
        put_text(muted(look), box,
                 measured_number(setting.least, look.language) + " – " +
                     measured_number(setting.most, look.language));
        std::string text = value;
        text_field(look, "##value", field, {}, text);
        if (text != value) set_typed(context, setting, text);
        return;
    }
    const std::vector<std::string> labels(setting.choices.begin(), setting.choices.end());
    const auto current = static_cast<std::size_t>(std::ranges::find(labels, value) - labels.begin());
    const Box box = control_line(look, stack, setting.key);
    if (const auto chosen = dropdown(look, "word", box, {.labels = labels, .current = current}))
        set_typed(context, setting, labels[*chosen]);
}

void set_table(PanelContext& context, std::string_view key, const std::string& path) {
    change_analysis(context.settings, [&](AnalysisShown& shown) {
        if (path.empty())
            shown.tables.erase(std::string(key));
        else
            shown.tables.insert_or_assign(std::string(key), path);
    });
}

/// A file is dropped onto the panel, or its path is typed.
void draw_tables(PanelContext& context, Stack& stack, const Analysis& analysis) {
    const Look& look = context.look;
    paragraph(stack, strong(look), ui(Text::analysis_tables, look.language), look.px(4));
    int row = 0;
    for (const AnalysisTable& table : tables_of(analysis)) {
        const Text need = table.need == Need::required ? Text::analysis_required
                          : table.need == Need::one_of ? Text::analysis_one_of
                                                       : Text::analysis_optional;
        paragraph(stack, plain(look), format_ui(need, look.language, table.key), look.px(2));
        paragraph(stack, muted(look), said(table.help, look.language), look.px(2));
        const auto& paths = context.settings.analysis->tables;
        const auto known = paths.find(table.key);
        const std::string path = known == paths.end() ? std::string() : known->second;
        Box line = centred(stack.take(look.px(line_height)), stack.x1 - stack.x0, look.px(28));
        ImGui::PushID(row++);
        if (!path.empty()) {
            const Box clear = cut_right(line, look.px(28));
            if (icon_button(look, "clear", clear,
                            {.icon = Icon::close, .tip = ui(Text::analysis_table_clear, look.language)}))
                set_table(context, table.key, {});
            cut_right(line, look.px(4));
        }
        std::string typed = path;
        std::error_code unknown;
        const bool wrong = !path.empty() && !std::filesystem::is_regular_file(path, unknown);
        text_field(look, "##path", line,
                   {.hint = ui(Text::analysis_table_hint, look.language), .wrong = wrong}, typed);
        if (typed != path) set_table(context, table.key, typed);
        ImGui::PopID();
        stack.take(look.px(4));
    }
}

}  // namespace

void draw_question(PanelContext& context, const Box& box, const Analysis& analysis) {
    const Look& look = context.look;
    const ScrollArea area("question", box);
    Stack stack{area.origin().x, area.origin().x + area.width() - look.px(10), area.origin().y};
    paragraph(stack, {look.fonts.body, paint(look.theme.text)}, said(analysis.help, look.language),
              look.px(10));
    draw_groups(context, stack);
    choice(context, stack, Text::analysis_layers,
           std::array{Text::analysis_layer_current, Text::analysis_layers_shown}, &AnalysisShown::layers);
    if (context.data.flows->time_axis().grain != Grain::none)
        choice(context, stack, Text::analysis_steps,
               std::array{Text::analysis_window, Text::analysis_years, Text::analysis_months},
               &AnalysisShown::steps);
    choice(context, stack, Text::analysis_flows,
           std::array{Text::analysis_flows_hidden, Text::analysis_flows_drawn}, &AnalysisShown::flows);
    stack.take(look.px(6));
    for (std::size_t row = 0; row < analysis.settings.size(); ++row) {
        ImGui::PushID(static_cast<int>(row));
        draw_setting(context, stack, analysis.settings[row]);
        ImGui::PopID();
    }
    stack.take(look.px(6));
    draw_tables(context, stack, analysis);
    area.reach({stack.x0, stack.y});
}

void draw_method(PanelContext& context, const Box& box, const Analysis& analysis,
                 const AnalysisAnswer* answer) {
    const Look& look = context.look;
    const ScrollArea area("method", box);
    Stack stack{area.origin().x, area.origin().x + area.width() - look.px(10), area.origin().y};
    const auto section = [&](Text name) {
        paragraph(stack, strong(look), ui(name, look.language), look.px(2));
    };
    section(Text::analysis_formula);
    paragraph(stack, plain(look), analysis.formula, look.px(10));
    section(Text::analysis_source);
    paragraph(stack, plain(look), analysis.source, look.px(10));
    if (answer != nullptr && !answer->result.notes.empty()) {
        section(Text::analysis_notes);
        for (const OutputNote& note : answer->result.notes)
            paragraph(stack, plain(look),
                      note.code + (look.language == Language::zh ? "：" + note.zh : ": " + note.en),
                      look.px(4));
        stack.take(look.px(6));
    }
    if (answer != nullptr && !answer->result.sources.empty()) {
        section(Text::trace_source);
        for (const Credit& source : sources_of(answer->result, {}))
            paragraph(stack, plain(look), look.language == Language::zh ? source.zh : source.en, look.px(2));
        stack.take(look.px(8));
    }
    if (answer != nullptr) {
        section(Text::analysis_facts);
        for (const AnalysisFact& fact : answer->result.facts)
            if (fact.key != "method" && fact.key != "reference")
                paragraph(stack, muted(look), fact.key + ": " + fact.value, look.px(2));
        stack.take(look.px(8));
    }
    section(Text::analysis_measures);
    for (const Measure& measure : analysis.measures)
        paragraph(stack, muted(look),
                  std::string(measure.key) + (look.language == Language::zh ? "：" : ": ") +
                      std::string(said(measure.means, look.language)),
                  look.px(2));
    area.reach({stack.x0, stack.y});
}

}  // namespace flowspace
