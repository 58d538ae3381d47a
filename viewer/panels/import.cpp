// The import panel: files, how each is read, what is to be settled, progress, and the account of what came
// in.
#include "data/import/problem_words.h"
#include "viewer/import_session.h"
#include "viewer/panels/import_parts.h"
#include "viewer/strings.h"
#include "viewer/widgets/controls.h"
#include "viewer/widgets/scroll_area.h"
#include "viewer/widgets/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <string>

namespace flowspace {

namespace {

constexpr float widest = 1240;
constexpr float tallest = 780;

Box place(const PanelContext& context) {
    const bool shown =
        context.workspace.popover == Popover::import_data && context.import && !context.workspace.presenting;
    if (!shown) return {};
    const Look& look = context.look;
    const ImVec2 screen = ImGui::GetIO().DisplaySize;
    const float top = context.layout.top_bar.y1;
    const Box free{0, top, screen.x, screen.y};
    return centred(free, std::min(look.px(widest), free.width() - look.px(24)),
                   std::min(look.px(tallest), free.height() - look.px(24)));
}

std::string file_note(const Look& look, const Inspection& file) {
    if (file.broken)
        return std::string(look.language == Language::zh ? meaning(file.broken->code).zh
                                                         : meaning(file.broken->code).en);
    return format_ui(file.row_count_exact ? Text::import_rows_exact : Text::import_rows_about, look.language,
                     fmt::format("{}", file.row_estimate));
}

void draw_file(PanelContext& context, const Box& line, std::size_t row) {
    const Look& look = context.look;
    ImportSession& import = *context.import;
    const Inspection& file = import.files()[row];
    const Touch at = touch("file", line);
    const bool chosen = context.workspace.import_file == row;
    if (chosen || at.hovered) plate(look, line, chosen ? look.theme.raised : look.theme.raised_hover);
    Box inner = inset(line, look.px(10), look.px(4));
    const Box drop = cut_right(inner, look.px(24));
    put_text(file.broken ? TextStyle{look.fonts.body, paint(look.theme.danger)} : plain(look),
             cut_top(inner, look.px(22)), std::filesystem::path(file.path).filename().string());
    put_text(muted(look), inner, file_note(look, file));
    if (at.hovered)
        tooltip(look, file.path,
                file.identity.sha256.empty() ? std::string() : "SHA-256 " + file.identity.sha256);
    if (icon_button(look, "remove", drop,
                    {.icon = Icon::close, .tip = ui(Text::import_remove, look.language)}))
        import.remove(row);
    else if (at.clicked)
        context.workspace.import_file = row;
}

void draw_files(PanelContext& context, Box box) {
    const Look& look = context.look;
    put_text(strong(look), cut_top(box, look.px(28)), ui(Text::import_files, look.language));
    const Box add = cut_bottom(box, look.px(32));
    if (text_button(look, "add", add, {.text = ui(Text::import_add, look.language)})) {
        context.workspace.browse = Browse::open;
        context.workspace.popover = Popover::browse;
    }
    cut_bottom(box, look.px(8));
    const ScrollArea area("files", box);
    Box rest{area.origin().x, area.origin().y, area.origin().x + area.width(), box.y1 + 1e6f};
    for (std::size_t row = 0; row < context.import->files().size(); ++row) {
        ImGui::PushID(static_cast<int>(row));
        draw_file(context, cut_top(rest, look.px(48)), row);
        ImGui::PopID();
    }
    area.reach({rest.x0, rest.y0});
}

void draw_empty(const PanelContext& context, const Box& box) {
    const Look& look = context.look;
    Box middle = centred(box, std::min(box.width(), look.px(520)), look.px(120));
    put_text({look.fonts.title, paint(look.theme.text), Align::centre}, cut_top(middle, look.px(32)),
             ui(Text::import_drop, look.language));
    put_wrapped({look.fonts.body, paint(look.theme.muted_text)}, middle,
                ui(Text::import_formats, look.language));
}

double share_done(const LoadProgress& progress) {
    if (progress.bytes_total == 0) return 0;
    return std::min(1.0, static_cast<double>(progress.bytes) / static_cast<double>(progress.bytes_total));
}

void draw_progress(PanelContext& context, const Box& box) {
    const Look& look = context.look;
    const bool looking = context.import->stage() == ImportSession::Stage::looking;
    Box middle = centred(box, std::min(box.width(), look.px(420)), look.px(96));
    const std::optional<LoadProgress> progress = context.import->progress();
    put_text({look.fonts.title, paint(look.theme.text), Align::centre}, cut_top(middle, look.px(32)),
             ui(looking ? Text::import_looking : Text::import_loading, look.language));
    const double share = progress ? share_done(*progress) : 0;
    const Box bar = centred(cut_top(middle, look.px(16)), middle.width(), look.px(6));
    plate(look, bar, look.theme.raised);
    if (share > 0)
        plate(look, {bar.x0, bar.y0, bar.x0 + bar.width() * static_cast<float>(share), bar.y1}, look.accent);
    if (progress)
        put_text({look.fonts.body, paint(look.theme.muted_text), Align::centre}, cut_top(middle, look.px(28)),
                 format_ui(Text::import_progress, look.language, progress->rows,
                           fmt::format("{:.0f}%", share * 100)));
}

/// Why "load" is not to be had, or what was wrong; empty where all is well.
std::string footer_note(const PanelContext& context) {
    const ImportSession& import = *context.import;
    if (!import.error().empty()) return message_in(import.error(), context.look.language);
    if (import.stage() == ImportSession::Stage::asking && !import.faults().empty())
        return format_ui(Text::import_faults_left, context.look.language, import.faults().size());
    return {};
}

void draw_footer(PanelContext& context, Box box) {
    const Look& look = context.look;
    ImportSession& import = *context.import;
    const bool busy =
        import.stage() == ImportSession::Stage::looking || import.stage() == ImportSession::Stage::loading;
    const auto next = [&](float width) {
        const Box slot = cut_right(box, look.px(width));
        cut_right(box, look.px(8));
        return centred(slot, slot.width(), look.px(32));
    };
    const auto words = [&](Text text) { return std::string_view(ui(text, look.language)); };
    const bool enter =
        !ImGui::GetIO().WantTextInput && ImGui::IsKeyPressed(ImGui::GetKeyIndex(ImGuiKey_Enter), false);
    if (busy) {
        if (text_button(look, "cancel", next(120), {.text = words(Text::import_cancel)})) import.cancel();
    } else if (import.stage() == ImportSession::Stage::loaded) {
        if (text_button(look, "done", next(140), {.text = words(Text::import_done), .lit = Switch::on}) ||
            enter)
            context.workspace.popover = Popover::none;
        if (text_button(look, "save", next(140), {.text = words(Text::import_save)})) {
            context.workspace.browse = Browse::save;
            context.workspace.popover = Popover::browse;
        }
    } else if (!import.files().empty()) {
        const bool can = import.can_load();
        if (text_button(look, "load", next(140),
                        {.text = words(Text::import_load),
                         .ability = can ? Ability::enabled : Ability::disabled,
                         .lit = can ? Switch::on : Switch::off}) ||
            (enter && can))
            import.load();
        if (import.can_undo() && text_button(look, "undo", next(100), {.text = words(Text::undo)}))
            import.undo();
    }
    const std::string note = footer_note(context);
    if (note.empty()) return;
    put_text({look.fonts.body, paint(look.theme.danger)}, box, note);
    if (box.holds(ImGui::GetIO().MousePos) && text_width(look.fonts.body, note) > box.width())
        tooltip(look, note);
}

/// What was read of the data on screen, where it did not come by this panel. Takes its part of `box`.
void draw_account(PanelContext& context, Box& box) {
    const Look& look = context.look;
    Box side = cut_right(box, std::min(look.px(340), box.width() / 2));
    cut_right(box, look.px(16));
    put_text({look.fonts.title, paint(look.theme.text)}, cut_top(side, look.px(36)),
             ui(Text::import_account, look.language));
    draw_import_report(context, side);
}

void draw_body(PanelContext& context, Box box) {
    const Look& look = context.look;
    ImportSession& import = *context.import;
    using Stage = ImportSession::Stage;
    if (import.stage() == Stage::looking || import.stage() == Stage::loading)
        return draw_progress(context, box);
    if (import.files().empty()) {
        if (context.data.report) draw_account(context, box);
        return draw_empty(context, box);
    }
    const Box files = cut_left(box, look.px(220));
    cut_left(box, look.px(16));
    draw_files(context, files);
    Box side = cut_right(box, std::min(look.px(340), box.width() / 2));
    cut_right(box, look.px(16));
    context.workspace.import_file = std::min(context.workspace.import_file, import.files().size() - 1);
    draw_import_table(context, box, context.workspace.import_file);
    if (import.stage() == Stage::loaded)
        draw_import_report(context, side);
    else
        draw_import_questions(context, side);
}

void draw(PanelContext& context, const Box& box) {
    const Look& look = context.look;
    Box rest = inset(box, look.px(16), look.px(12));
    Box head = cut_top(rest, look.px(36));
    if (icon_button(look, "close", centred(cut_right(head, look.px(32)), look.px(32), look.px(32)),
                    {.icon = Icon::close, .tip = ui(Text::import_close, look.language)}))
        context.workspace.popover = Popover::none;
    put_text({look.fonts.title, paint(look.theme.text)}, head, ui(Text::import_title, look.language));
    const Box footer = cut_bottom(rest, look.px(40));
    cut_bottom(rest, look.px(8));
    draw_body(context, rest);
    draw_footer(context, footer);
}

}  // namespace

Panel import_panel() { return {"import", place, draw, Panel::Ground::popover}; }

}  // namespace flowspace
