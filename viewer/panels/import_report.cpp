// The account of a load: every row of every file is shown, rejected for a reason, or left out by a rule.
#include "data/import/import_report.h"

#include "data/output_table.h"
#include "viewer/import_session.h"
#include "viewer/panels/import_parts.h"
#include "viewer/strings.h"
#include "viewer/widgets/controls.h"
#include "viewer/widgets/scroll_area.h"
#include "viewer/widgets/stack.h"
#include "viewer/widgets/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <string>

namespace flowspace {

namespace {

constexpr std::size_t listed_problems = 200;
constexpr std::size_t listed_names = 100;

void figure(const Look& look, Stack& flow, std::string_view name, std::uint64_t count, ImU32 colour) {
    Box line = flow.take(look.px(24));
    put_text({look.fonts.strong, colour, Align::right}, cut_right(line, look.px(110)),
             fmt::format("{}", count));
    put_text({look.fonts.body, colour}, line, name);
}

void reasons(const Look& look, Stack& flow, const std::map<std::string, std::uint64_t>& counts) {
    for (const auto& [code, count] : counts) {
        const ProblemMeaning words = meaning(code);
        const std::string_view text = look.language == Language::zh ? words.zh : words.en;
        Stack indented{flow.x0 + look.px(12), flow.x1, flow.y};
        figure(look, indented, text.empty() ? std::string_view(code) : text, count,
               paint(look.theme.muted_text));
        flow.y = indented.y;
    }
}

void draw_source(const Look& look, Stack& flow, const SourceReport& source) {
    put_text(strong(look), flow.take(look.px(28)), std::filesystem::path(source.path).filename().string());
    const auto words = [&](Text text) { return std::string_view(ui(text, look.language)); };
    figure(look, flow, words(source.cells ? Text::import_cells_in : Text::import_rows_in), source.rows_in,
           paint(look.theme.text));
    figure(look, flow, words(Text::import_shown), source.rows_kept, paint(look.theme.text));
    const ImU32 bad = paint(source.rows_rejected() > 0 ? look.theme.danger : look.theme.text);
    figure(look, flow, words(Text::import_rejected), source.rows_rejected(), bad);
    reasons(look, flow, source.rejected);
    if (source.rows_filtered() > 0) {
        figure(look, flow, words(Text::import_filtered), source.rows_filtered(), paint(look.theme.text));
        reasons(look, flow, source.filtered);
    }
    if (!source.identity.sha256.empty())
        put_text(muted(look), flow.take(look.px(22)),
                 "SHA-256 " + source.identity.sha256.substr(0, 16) + "…");
    flow.take(look.px(8));
}

/// Of the last import; before one, of what is on screen.
const Dataset& accounted(const PanelContext& context) {
    const std::shared_ptr<const Dataset>& imported = context.import->dataset();
    return imported ? *imported : context.data;
}

/// A name that joins to nothing, with the places it may mean; true where one was chosen. Data that no import
/// is about has no plan to change here: its names are listed only.
bool draw_name(PanelContext& context, Stack& flow, const UnjoinedName& name) {
    const Look& look = context.look;
    Box line = flow.take(look.px(24));
    put_text({look.fonts.body, paint(look.theme.muted_text), Align::right}, cut_right(line, look.px(110)),
             format_ui(Text::import_rows_exact, look.language, fmt::format("{}", name.rows)));
    put_text(strong(look), line, name.name);
    bool chosen = false;
    for (std::size_t at = 0; at < std::min<std::size_t>(name.candidates.size(), 3); ++at) {
        const std::string& id = name.candidates[at];
        const auto& places = accounted(context).atlas->places;
        const auto place = std::ranges::find(places, id, &Place::id);
        const std::string words = place == places.end() ? id : id + " " + place_name(*place, look.language);
        if (!context.import->dataset()) {
            put_text(muted(look), inset(flow.take(look.px(24)), look.px(12), 0), words);
            continue;
        }
        ImGui::PushID(static_cast<int>(at));
        if (text_button(look, "candidate", inset(flow.take(look.px(28)), look.px(12), look.px(1)),
                        {.text = words, .tip = ui(Text::import_choose_place, look.language)})) {
            const std::string text = "@place/" + name.name + "=" + id;
            context.import->change(std::span(&text, 1));
            chosen = true;
        }
        ImGui::PopID();
    }
    flow.take(look.px(4));
    return chosen;
}

void draw_names(PanelContext& context, Stack& flow, const ImportReport& report) {
    if (report.names.empty()) return;
    const Look& look = context.look;
    put_text(strong(look), flow.take(look.px(28)),
             format_ui(Text::import_names, look.language, report.name_count));
    for (std::size_t row = 0; row < std::min(report.names.size(), listed_names); ++row) {
        ImGui::PushID(static_cast<int>(row));
        const bool chosen = draw_name(context, flow, report.names[row]);
        ImGui::PopID();
        if (chosen) return;
    }
    flow.take(look.px(8));
}

void draw_problems(const Look& look, Stack& flow, const ImportReport& report, const ScrollArea& area) {
    std::size_t listed = 0;
    for (const SourceReport& source : report.sources)
        for (const Problem& problem : source.problems) {
            if (listed == 0)
                put_text(strong(look), flow.take(look.px(28)), ui(Text::import_problems, look.language));
            if (++listed > listed_problems) return;
            const Box line = flow.take(look.px(24));
            if (!area.shows(line)) continue;
            const ProblemMeaning words = meaning(problem.code);
            const std::string_view means = look.language == Language::zh ? words.zh : words.en;
            put_text(plain(look), line, fmt::format("{}:{} {}", problem.row, problem.column, means));
            if (line.holds(ImGui::GetIO().MousePos))
                tooltip(look, means, format_problem(problem, look.language));
        }
}

}  // namespace

void draw_import_report(PanelContext& context, const Box& box) {
    const Look& look = context.look;
    if (!accounted(context).report) return;
    const ImportReport& report = *accounted(context).report;
    const ScrollArea area("report", box);
    Stack flow{area.origin().x, area.origin().x + area.width() - look.px(8), area.origin().y};
    for (const SourceReport& source : report.sources) draw_source(look, flow, source);
    for (const RuleNote& rule : report.rules)
        flow.take(put_wrapped(muted(look), flow.rest(), look.language == Language::zh ? rule.zh : rule.en) +
                  look.px(4));
    draw_names(context, flow, report);
    draw_problems(look, flow, report, area);
    if (text_button(look, "export", flow.take(look.px(32)),
                    {.text = ui(Text::import_export_report, look.language)})) {
        context.workspace.browse = Browse::report;
        context.workspace.popover = Popover::browse;
    }
    area.reach({flow.x0, flow.y + look.px(12)});
}

}  // namespace flowspace
