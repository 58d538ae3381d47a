// The popover that makes files of what is on screen: a picture or a film, made beside the window.
#include "viewer/built_in_story.h"
#include "viewer/export/export_choice.h"
#include "viewer/panel.h"
#include "viewer/story.h"
#include "viewer/strings.h"
#include "viewer/widgets/controls.h"
#include "viewer/widgets/text.h"

#include <fmt/format.h>

#include <array>
#include <filesystem>

namespace flowspace {
namespace {

constexpr float line_height = 40;
constexpr float film_height = 396, picture_height = 276;

Box line(const Look& look, Box& rest, Text name) {
    Box all = cut_top(rest, look.px(line_height));
    put_text(plain(look), cut_left(all, look.px(96)), ui(name, look.language));
    return centred(all, all.width(), look.px(28));
}

/// The name follows the kind while the person has not typed another.
void follow_kind(PanelContext& context, ExportKind kind) {
    ExportChoice& choice = context.workspace.export_choice;
    std::filesystem::path path = choice.path;
    if (path.extension() == ending_of(choice.kind)) path.replace_extension(ending_of(kind));
    choice.kind = kind;
    choice.path = path.string();
    if (!is_film(kind)) return;
    choice.size = std::min<std::size_t>(choice.size, export_sizes.size() - 2);
}

void what(PanelContext& context, Box& rest) {
    const Look& look = context.look;
    ExportChoice& choice = context.workspace.export_choice;
    static constexpr std::array<const char*, 5> kinds_en = {"PNG", "PDF", "MP4", "WebM", "Frames"},
                                                kinds_zh = {"PNG", "PDF", "MP4", "WebM", "逐帧图片"};
    const auto& kinds = look.language == Language::zh ? kinds_zh : kinds_en;
    if (const auto chosen = segmented(look, "kind", line(look, rest, Text::export_kind),
                                      {.labels = kinds, .current = static_cast<std::size_t>(choice.kind)}))
        follow_kind(context, static_cast<ExportKind>(*chosen));
    static constexpr std::array<const char*, 5> sizes = {"720p", "1080p", "1440p", "4K", "8K"};
    if (const auto chosen = segmented(look, "size", line(look, rest, Text::export_size),
                                      {.labels = sizes,
                                       .current = choice.size,
                                       .disabled = is_film(choice.kind) ? 1U << 4 : 0U,
                                       .disabled_tip = ui(Text::export_too_large, look.language)}))
        choice.size = *chosen;
}

bool has_scenes(const PanelContext& context) {
    const Kept<Story>& story = context.settings.story;
    return story ? !story->scenes.empty() : is_built_in_atlas(context.data);
}

void film(PanelContext& context, Box& rest) {
    const Look& look = context.look;
    ExportChoice& choice = context.workspace.export_choice;
    std::array<const char*, 3> subjects = {};
    for (std::size_t row = 0; row < subjects.size(); ++row)
        subjects[row] = ui(std::array{Text::export_story, Text::export_playing, Text::export_standing}[row],
                           look.language);
    const bool told = has_scenes(context);
    if (!told && choice.subject == FilmSubject::story) choice.subject = FilmSubject::playing;
    if (const auto chosen = segmented(look, "subject", line(look, rest, Text::export_subject),
                                      {.labels = subjects,
                                       .current = static_cast<std::size_t>(choice.subject),
                                       .disabled = told ? 0U : 1U,
                                       .disabled_tip = ui(Text::story_empty, look.language)}))
        choice.subject = static_cast<FilmSubject>(*chosen);
    static constexpr std::array<const char*, 4> rates = {"24", "25", "30", "60"};
    std::size_t rate = 2;
    for (std::size_t row = 0; row < export_rates.size(); ++row)
        if (export_rates[row] == choice.fps) rate = row;
    if (const auto chosen =
            segmented(look, "rate", line(look, rest, Text::export_rate), {.labels = rates, .current = rate}))
        choice.fps = export_rates[*chosen];
    if (choice.subject != FilmSubject::standing) {
        cut_top(rest, look.px(line_height));
        return;
    }
    Box length = line(look, rest, Text::export_length);
    put_text(plain(look, Align::right), cut_right(length, look.px(60)),
             format_ui(Text::export_seconds, look.language, choice.seconds));
    if (const auto seconds = slider(look, "seconds", length, {2, 120}, choice.seconds))
        choice.seconds = static_cast<int>(*seconds);
}

/// Left of the buttons: a picture without relief and water.
void ground(PanelContext& context, Box& row) {
    const Look& look = context.look;
    ExportChoice& choice = context.workspace.export_choice;
    Box left = cut_left(row, look.px(210));
    const Box knob = cut_left(left, look.px(44));
    if (const auto state = toggle_switch(look, "ground", centred(knob, look.px(36), look.px(20)),
                                         choice.transparent ? Switch::on : Switch::off))
        choice.transparent = *state == Switch::on;
    put_text(plain(look), left, ui(Text::export_ground_none, look.language));
}

std::string progress_words(const ExportState& state, Language language) {
    using Stage = ExportState::Stage;
    const std::string name = std::filesystem::path(state.path).filename().string();
    switch (state.stage) {
        case Stage::none:
            return {};
        case Stage::running:
        case Stage::paused: {
            if (state.of == 0) return format_ui(Text::export_begun, language, name);
            const auto left = static_cast<int>(state.left_s);
            const Text text = state.stage == Stage::paused ? Text::export_paused : Text::export_frames;
            return format_ui(text, language, state.done, state.of,
                             fmt::format("{}:{:02}", left / 60, left % 60));
        }
        case Stage::done:
            return format_ui(Text::export_done, language, state.path);
        case Stage::cancelled:
            return format_ui(Text::export_cancelled, language, name);
        case Stage::failed:
            return format_ui(Text::export_failed, language, state.words);
    }
    return {};
}

void progress(PanelContext& context, Box& rest) {
    const Look& look = context.look;
    const ExportState& state = context.workspace.export_state;
    const Box bar = cut_top(rest, look.px(6));
    if (state.running()) {
        plate(look, bar, look.theme.raised);
        const double share =
            state.of == 0 ? 0 : static_cast<double>(state.done) / static_cast<double>(state.of);
        plate(look, {bar.x0, bar.y0, bar.x0 + bar.width() * static_cast<float>(share), bar.y1}, look.accent);
    }
    cut_top(rest, look.px(6));
    put_wrapped(state.stage == ExportState::Stage::failed ? plain(look) : muted(look),
                cut_top(rest, look.px(44)), progress_words(state, look.language));
}

void buttons(PanelContext& context, Box& rest) {
    const Look& look = context.look;
    const ExportState& state = context.workspace.export_state;
    Box row = cut_bottom(rest, look.px(32));
    if (context.workspace.export_choice.kind == ExportKind::png) ground(context, row);
    const auto button = [&](const char* id, Text text, Export::How how, Switch lit) {
        const char* label = ui(text, look.language);
        const Box box = cut_right(row, text_width(look.fonts.body, label) + look.px(32));
        cut_right(row, look.px(8));
        if (text_button(look, id, box, {.text = label, .lit = lit}))
            context.actions.emplace_back(Export{how});
    };
    if (!state.running()) return button("start", Text::export_start, Export::How::start, Switch::on);
    button("cancel", Text::export_cancel, Export::How::cancel, Switch::off);
    if (state.stage == ExportState::Stage::paused)
        button("resume", Text::export_resume, Export::How::resume, Switch::on);
    else
        button("pause", Text::export_pause, Export::How::pause, Switch::off);
}

void draw(PanelContext& context, const Box& box) {
    const Look& look = context.look;
    ExportChoice& choice = context.workspace.export_choice;
    Box rest = inset(box, look.px(16), look.px(12));
    put_text(strong(look), cut_top(rest, look.px(28)), ui(Text::export_title, look.language));
    if (choice.path.empty() && !context.workspace.export_state.running())
        choice.path = suggested_export_path(
            {}, look.language == Language::zh ? context.data.title_zh : context.data.title_en, choice.kind);
    what(context, rest);
    if (is_film(choice.kind)) film(context, rest);
    const Box field = line(look, rest, Text::export_to);
    if (text_field(look, "##path", field, {.hint = ui(Text::export_to, look.language), .select_all = true},
                   choice.path) &&
        !context.workspace.export_state.running())
        context.actions.emplace_back(Export{Export::How::start});
    cut_top(rest, look.px(8));
    buttons(context, rest);
    progress(context, rest);
}

Box place(const PanelContext& context) {
    if (context.workspace.popover != Popover::exporting || context.workspace.presenting) return {};
    const Look& look = context.look;
    const Box& bar = context.layout.top_bar;
    const float right = bar.x1 - look.px(8), top = bar.y1 + look.px(8);
    const float height = is_film(context.workspace.export_choice.kind) ? film_height : picture_height;
    return {std::max(look.px(8), right - look.px(460)), top, right,
            std::min(ImGui::GetIO().DisplaySize.y - look.px(8), top + look.px(height))};
}

}  // namespace

Panel export_panel() { return {"export", place, draw, Panel::Ground::popover}; }

}  // namespace flowspace
