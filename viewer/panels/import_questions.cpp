// What is to be settled before a load: questions with their answers, faults of the plan, and the rules.
#include "data/import/problem_words.h"
#include "viewer/import_session.h"
#include "viewer/panels/import_parts.h"
#include "viewer/strings.h"
#include "viewer/widgets/controls.h"
#include "viewer/widgets/scroll_area.h"
#include "viewer/widgets/stack.h"
#include "viewer/widgets/text.h"

#include <algorithm>
#include <array>
#include <string>

namespace flowspace {

namespace {

void paragraph(Stack& flow, const TextStyle& style, std::string_view text) {
    flow.take(put_wrapped(style, flow.rest(), text));
}

/// A button that is as high as its words need: an answer cut short cannot be chosen.
bool answer_button(const Look& look, Stack& flow, const std::string& words) {
    const float side_px = look.px(6), width_px = flow.rest().width() - 2 * side_px;
    if (text_width(look.fonts.body, words) <= width_px)
        return text_button(look, "choice", flow.take(look.px(28)), {.text = words});
    const float words_px = wrapped_height(look.fonts.body, width_px, words);
    const Box box = flow.take(words_px + look.px(10));
    const bool clicked = text_button(look, "choice", box, {});
    put_wrapped(plain(look), inset(box, side_px, look.px(5)), words);
    return clicked;
}

/// Whether an answer was taken: the list is then another one.
bool draw_question(PanelContext& context, Stack& flow, std::size_t row) {
    const Look& look = context.look;
    ImportSession& import = *context.import;
    const Question question = import.questions()[row];  // a copy: an answer makes another list
    const bool zh = look.language == Language::zh;
    const bool must = question.weight == QuestionWeight::must;
    const float top = flow.y;
    flow.x0 += look.px(10);
    paragraph(flow, {look.fonts.body, paint(look.theme.text)}, zh ? question.zh : question.en);
    flow.take(look.px(4));
    bool taken = false;
    for (std::size_t choice = 0; choice < question.choices.size() && !taken; ++choice) {
        const std::string& words = zh ? question.choices[choice].zh : question.choices[choice].en;
        ImGui::PushID(static_cast<int>(choice));
        taken = answer_button(look, flow, words);
        ImGui::PopID();
        flow.take(look.px(4));
        if (taken) import.answer(row, choice);
    }
    flow.x0 -= look.px(10);
    const Colour mark = must ? look.theme.warning : look.theme.hairline;
    ImGui::GetWindowDrawList()->AddRectFilled({flow.x0, top}, {flow.x0 + look.px(3), flow.y - look.px(4)},
                                              paint(mark));
    flow.take(look.px(12));
    return taken;
}

void draw_faults(PanelContext& context, Stack& flow) {
    const Look& look = context.look;
    const ImportSession& import = *context.import;
    for (const Problem& fault : import.faults()) {
        const bool asked = std::ranges::any_of(
            import.questions(), [&](const Question& question) { return question.problem == fault; });
        if (asked) continue;  // the question says it better
        const ProblemMeaning words = meaning(fault.code);
        std::string text(look.language == Language::zh ? words.zh : words.en);
        if (!fault.column.empty()) text = fault.column + ": " + text;
        paragraph(flow, {look.fonts.body, paint(look.theme.danger)}, text);
        paragraph(flow, muted(look),
                  format_ui(Text::import_expected, look.language, message_in(fault.expected, look.language)));
        flow.take(look.px(8));
    }
}

template <std::size_t size>
void draw_rule(PanelContext& context, Stack& flow, Text name, const std::array<Text, size>& labels,
               const std::array<const char*, size>& mappings, std::size_t current) {
    const Look& look = context.look;
    std::array<const char*, size> words;
    for (std::size_t row = 0; row < size; ++row) words[row] = ui(labels[row], look.language);
    put_text(muted(look), flow.take(look.px(22)), ui(name, look.language));
    const auto chosen = segmented(look, ui(name, Language::en), flow.take(look.px(28)),
                                  {.labels = words, .current = current});
    flow.take(look.px(8));
    if (!chosen) return;
    const std::string text = mappings[*chosen];
    context.import->change(std::span(&text, 1));
}

void draw_rules(PanelContext& context, Stack& flow) {
    const Look& look = context.look;
    const ImportPlan plan = context.import->plan();
    const ImportRules& rules = plan.rules;
    put_text(strong(look), flow.take(look.px(30)), ui(Text::import_rules, look.language));
    draw_rule(context, flow, Text::import_duplicates,
              std::array{Text::import_rule_sum, Text::import_rule_first, Text::import_rule_refuse},
              std::array{"@duplicates=sum", "@duplicates=keep_first", "@duplicates=refuse"},
              static_cast<std::size_t>(rules.duplicates));
    draw_rule(context, flow, Text::import_negatives,
              std::array{Text::import_rule_keep, Text::import_rule_refuse, Text::import_rule_reverse},
              std::array{"@negatives=keep", "@negatives=refuse", "@negatives=reverse"},
              static_cast<std::size_t>(rules.negatives));
    draw_rule(
        context, flow, Text::import_self_flows, std::array{Text::import_rule_keep, Text::import_rule_refuse},
        std::array{"@self_flows=keep", "@self_flows=refuse"}, static_cast<std::size_t>(rules.self_flows));
    draw_rule(context, flow, Text::import_unlisted, std::array{Text::import_unknown, Text::import_zero},
              std::array{"@coverage=unknown", "@coverage=zero"}, rules.coverage == Coverage::zero ? 1 : 0);
    put_text(muted(look), flow.take(look.px(22)), ui(Text::import_status, look.language));
    const std::array statuses = {ui(Text::status_undeclared, look.language),
                                 ui(Text::status_observed, look.language),
                                 ui(Text::status_modelled, look.language)};
    ImportPlan changed = plan;
    if (const auto chosen = segmented(look, "status", flow.take(look.px(28)),
                                      {.labels = statuses, .current = static_cast<std::size_t>(plan.status)}))
        changed.status = static_cast<Status>(*chosen);
    flow.take(look.px(8));
    put_text(muted(look), flow.take(look.px(22)), ui(Text::import_unit, look.language));
    text_field(look, "##unit", flow.take(look.px(30)), {.hint = ui(Text::import_unit_hint, look.language)},
               changed.unit);
    if (!(changed == plan)) context.import->set_plan(std::move(changed));
}

}  // namespace

void draw_import_questions(PanelContext& context, const Box& box) {
    const Look& look = context.look;
    const ScrollArea area("questions", box);
    Stack flow{area.origin().x, area.origin().x + area.width() - look.px(8), area.origin().y};
    if (!context.import->questions().empty()) {
        put_text(strong(look), flow.take(look.px(30)), ui(Text::import_questions, look.language));
        for (std::size_t row = 0; row < context.import->questions().size(); ++row) {
            ImGui::PushID(static_cast<int>(row));
            const bool taken = draw_question(context, flow, row);
            ImGui::PopID();
            if (taken) break;
        }
    }
    draw_faults(context, flow);
    draw_rules(context, flow);
    area.reach({flow.x0, flow.y + look.px(12)});
}

}  // namespace flowspace
