#include "viewer/notes_page.h"

#include "viewer/look.h"
#include "viewer/strings.h"
#include "viewer/ui_raster.h"
#include "viewer/widgets/box.h"
#include "viewer/widgets/text.h"

#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

namespace flowspace {
namespace {

/// Makes a context of ImGui the current one for as long as it lives.
class Current {
public:
    explicit Current(ImGuiContext* context) : before_(ImGui::GetCurrentContext()) {
        ImGui::SetCurrentContext(context);
    }
    Current(const Current&) = delete;
    Current& operator=(const Current&) = delete;
    ~Current() { ImGui::SetCurrentContext(before_); }

private:
    ImGuiContext* before_;
};

std::string hours_and_minutes(double elapsed_s) {
    const auto seconds = static_cast<long>(std::max(0.0, elapsed_s));
    const long hours = seconds / 3600, minutes = seconds / 60 % 60;
    return hours > 0 ? fmt::format("{}:{:02}:{:02}", hours, minutes, seconds % 60)
                     : fmt::format("{}:{:02}", minutes, seconds % 60);
}

/// All that scenes say.
std::vector<std::string> texts_of(const Story& story) {
    std::vector<std::string> texts;
    for (const Scene& scene : story.scenes)
        for (const TwoWords* words : {&scene.title, &scene.notes}) texts.push_back(words->zh + words->en);
    return texts;
}

/// Time, where we are, what comes.
void draw_side(const Look& look, const NotesPage& page, Box side) {
    put_text({look.fonts.figure, paint(look.theme.text)}, cut_top(side, look.px(40)), page.clock);
    put_text({look.fonts.figure, paint(look.accent)}, cut_top(side, look.px(36)), page.elapsed);
    cut_top(side, look.px(8));
    put_text(muted(look), cut_top(side, look.px(26)),
             format_ui(Text::presenter_position, look.language, page.row + 1, page.scenes));
    cut_top(side, look.px(16));
    if (page.next.empty()) {
        put_wrapped(strong(look), side, ui(Text::presenter_last, look.language));
        return;
    }
    const float used =
        put_wrapped(strong(look), side, format_ui(Text::presenter_next, look.language, page.next));
    cut_top(side, used + look.px(12));
    if (page.then.empty()) return;
    put_text(muted(look), cut_top(side, look.px(24)), ui(Text::presenter_following, look.language));
    put_wrapped(muted(look), side, page.then);
}

void draw(const Look& look, const NotesPage& page, const Box& whole) {
    Box rest = inset(whole, look.px(28), look.px(24));
    Box side = cut_right(rest, std::round(0.3f * whole.width()));
    ImGui::GetWindowDrawList()->AddLine({side.x0 - look.px(20), side.y0}, {side.x0 - look.px(20), side.y1},
                                        paint(look.theme.hairline), look.px(1));
    cut_right(rest, look.px(40));
    draw_side(look, page, side);
    if (page.black || page.answering) {
        const Text text = page.black ? Text::presenter_black : Text::presenter_live;
        put_text({look.fonts.strong, paint(look.theme.warning)}, cut_top(rest, look.px(28)),
                 ui(text, look.language));
    }
    const float used = put_wrapped({look.fonts.title, paint(look.theme.text)}, rest, page.title);
    cut_top(rest, used + look.px(16));
    const bool none = page.notes.empty();
    put_wrapped(none ? muted(look) : plain(look), rest,
                none ? ui(Text::presenter_no_notes, look.language) : page.notes.c_str());
}

}  // namespace

NotesPage notes_page(const Presenter& presenter) {
    const auto& scenes = presenter.story->scenes;
    const Style& style = presenter.kept.style;
    const auto title = [&](std::size_t row) {
        return row < scenes.size() ? said(scenes[row].title, style.language) : std::string();
    };
    return {.title = title(presenter.row),
            .notes = said(scenes[presenter.row].notes, style.language),
            .next = title(presenter.row + 1),
            .then = title(presenter.row + 2),
            .row = presenter.row,
            .scenes = scenes.size(),
            .clock = presenter.wall_clock,
            .elapsed = hours_and_minutes(presenter.elapsed_s),
            .answering = presenter.answering,
            .black = presenter.black,
            .theme = style.theme,
            .language = style.language};
}

struct NotesPainter::State {
    std::vector<ImWchar> ranges = {};
    ImGuiContext* context = nullptr;
    UiFonts fonts = {};
    float scale = 0;

    State() = default;
    State(const State&) = delete;
    State& operator=(const State&) = delete;
    ~State() {
        if (context != nullptr) ImGui::DestroyContext(context);
    }
};

NotesPainter::NotesPainter(std::unique_ptr<State> state) : state_(std::move(state)) {}
NotesPainter::NotesPainter(NotesPainter&&) noexcept = default;
NotesPainter& NotesPainter::operator=(NotesPainter&&) noexcept = default;
NotesPainter::~NotesPainter() = default;

Result<NotesPainter> NotesPainter::create(const Dataset& data, const Story& story) {
    auto state = std::make_unique<State>();
    state->ranges = glyph_ranges(data, texts_of(story));
    ImGuiContext* before = ImGui::GetCurrentContext();
    state->context = ImGui::CreateContext();
    ImGui::SetCurrentContext(state->context);
    ImGui::GetIO().IniFilename = nullptr;
    ImGui::GetIO().LogFilename = nullptr;
    ImGui::GetIO().BackendFlags |= ImGuiBackendFlags_RendererHasVtxOffset;
    ImGui::SetCurrentContext(before);
    return NotesPainter(std::move(state));
}

Result<Image> NotesPainter::paint(const NotesPage& page) {
    const Current current(state_->context);
    ImGuiIO& io = ImGui::GetIO();
    if (state_->scale != page.scale) {
        io.Fonts->Clear();
        const auto fonts = load_fonts(*io.Fonts, state_->ranges, page.scale);
        if (!fonts) return fonts.error();
        state_->fonts = *fonts;
        state_->scale = page.scale;
    }
    const Theme& colours = theme(page.theme);
    const Look look{.theme = colours,
                    .accent = colours.accent,
                    .fonts = state_->fonts,
                    .scale = page.scale,
                    .language = page.language};
    apply_look(look);
    io.DisplaySize = {static_cast<float>(page.width_px), static_cast<float>(page.height_px)};
    io.DeltaTime = 1.f / 60;
    ImGui::NewFrame();
    ImGui::SetNextWindowPos({0, 0});
    ImGui::SetNextWindowSize(io.DisplaySize);
    ImGui::Begin(
        "notes", nullptr,
        ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoSavedSettings);
    draw(look, page, {0, 0, io.DisplaySize.x, io.DisplaySize.y});
    ImGui::End();
    ImGui::Render();
    Image image{.width_px = page.width_px, .height_px = page.height_px};
    const Colour ground = colours.panel;
    const std::size_t pixels =
        static_cast<std::size_t>(page.width_px) * static_cast<std::size_t>(page.height_px);
    image.rgb.reserve(3 * pixels);
    for (std::size_t pixel = 0; pixel < pixels; ++pixel)
        image.rgb.insert(image.rgb.end(), {ground.r, ground.g, ground.b});
    raster_ui(*ImGui::GetDrawData(), *io.Fonts, image);
    return image;
}

}  // namespace flowspace
