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
#include <cstddef>
#include <cstdint>
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

/// Where the pictures go, which are no part of ImGui's; empty: there is none.
struct PictureBoxes {
    Box now = {}, next = {};
};

constexpr float least_picture_px = 40;  // high

/// A frame; in it, until the picture is there, what becomes of it.
void draw_frame(const Look& look, const NotesPage& page, const ScenePreviews::Preview& preview,
                const Box& box) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const float line_px = std::max(1.f, std::round(look.px(1)));
    if (!preview.picture) {
        list.AddRectFilled(box.min(), box.max(), paint(look.theme.raised_hover));
        const Text text = preview.refused ? Text::presenter_no_picture : Text::presenter_picture_coming;
        put_text(muted(look, Align::centre), box, ui(text, page.language));
    }
    const Box around = inset(box, -line_px, -line_px);
    list.AddRect(around.min(), around.max(), paint(look.theme.hairline), 0, 0, line_px);
}

/// How high a picture may be that is as wide as `side`, where `others` px are words.
float picture_height_px(const NotesPage& page, const Box& side, float others_px) {
    const float pictures = page.next.empty() ? 1 : 2;
    const float room_px = std::floor((side.height() - others_px) / pictures);
    return std::min(std::round(side.width() / static_cast<float>(page.aspect)), room_px);
}

/// Cut from the top of `side`; as wide as the page's aspect has it.
Box cut_picture(const NotesPage& page, Box& side, float height_px) {
    Box box = cut_top(side, height_px);
    box.x1 = std::min(box.x1, box.x0 + std::round(height_px * static_cast<float>(page.aspect)));
    return box;
}

/// Time, where we are and what it looks like, what comes.
PictureBoxes draw_side(const Look& look, const NotesPage& page, Box side) {
    PictureBoxes boxes;
    const Box times = cut_top(side, look.px(40));
    put_text({look.fonts.figure, paint(look.theme.text)}, times, page.clock);
    put_text({look.fonts.figure, paint(look.accent), Align::right}, times, page.elapsed);
    put_text(muted(look), cut_top(side, look.px(28)),
             format_ui(Text::presenter_position, look.language, page.row + 1, page.scenes));
    const float gap_px = look.px(10);
    const std::string next = page.next.empty() ? std::string(ui(Text::presenter_last, look.language))
                                               : format_ui(Text::presenter_next, look.language, page.next);
    const float next_px = wrapped_height(strong(look).font, side.width(), next);
    const float then_px =
        page.then.empty() ? 0 : look.px(24) + wrapped_height(muted(look).font, side.width(), page.then);
    const float height_px = picture_height_px(page, side, next_px + then_px + 4 * gap_px);
    const bool pictures = height_px >= look.px(least_picture_px);
    if (pictures) {
        boxes.now = cut_picture(page, side, height_px);
        draw_frame(look, page, page.now_picture, boxes.now);
        cut_top(side, 2 * gap_px);
    }
    cut_top(side, put_wrapped(strong(look), side, next) + gap_px);
    if (pictures && !page.next.empty()) {
        boxes.next = cut_picture(page, side, height_px);
        draw_frame(look, page, page.next_picture, boxes.next);
        cut_top(side, gap_px);
    }
    if (page.then.empty()) return boxes;
    put_text(muted(look), cut_top(side, look.px(24)), ui(Text::presenter_following, look.language));
    put_wrapped(muted(look), side, page.then);
    return boxes;
}

PictureBoxes draw(const Look& look, const NotesPage& page, const Box& whole) {
    Box rest = inset(whole, look.px(28), look.px(24));
    const Box side = cut_right(rest, std::round(0.36f * whole.width()));
    ImGui::GetWindowDrawList()->AddLine({side.x0 - look.px(20), side.y0}, {side.x0 - look.px(20), side.y1},
                                        paint(look.theme.hairline), look.px(1));
    cut_right(rest, look.px(40));
    const PictureBoxes boxes = draw_side(look, page, side);
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
    return boxes;
}

/// Each px of `box` the mean of the four nearest of the picture, by their nearness.
void put_picture(const ScenePreviews::Preview& preview, const Box& box, Image& page) {
    if (!preview.picture || box.width() < 1 || box.height() < 1) return;
    const Image& picture = *preview.picture;
    const int left = static_cast<int>(box.x0), top = static_cast<int>(box.y0);
    const int width = std::min(static_cast<int>(box.width()), page.width_px - left);
    const int height = std::min(static_cast<int>(box.height()), page.height_px - top);
    struct Between {
        int first = 0, second = 0, share_256 = 0;
    };
    const auto between = [](int at, int of, int source) {
        const float place =
            (static_cast<float>(at) + 0.5f) * static_cast<float>(source) / static_cast<float>(of);
        const float inside = std::clamp(place - 0.5f, 0.f, static_cast<float>(source - 1));
        const int first = static_cast<int>(inside);
        return Between{first, std::min(first + 1, source - 1),
                       static_cast<int>(std::lround(256 * (inside - static_cast<float>(first))))};
    };
    std::vector<Between> columns;
    for (int x = 0; x < width; ++x) columns.push_back(between(x, width, picture.width_px));
    for (int y = 0; y < height; ++y) {
        const Between rows = between(y, height, picture.height_px);
        const std::uint8_t* upper = picture.rgb.data() + std::ptrdiff_t{3} * rows.first * picture.width_px;
        const std::uint8_t* lower = picture.rgb.data() + std::ptrdiff_t{3} * rows.second * picture.width_px;
        std::uint8_t* to = page.rgb.data() + std::ptrdiff_t{3} * ((top + y) * page.width_px + left);
        for (const Between& column : columns)
            for (int channel = 0; channel < 3; ++channel) {
                const int first = 3 * column.first + channel, second = 3 * column.second + channel;
                const int above = upper[first] * (256 - column.share_256) + upper[second] * column.share_256;
                const int below = lower[first] * (256 - column.share_256) + lower[second] * column.share_256;
                *to++ = static_cast<std::uint8_t>(
                    (above * (256 - rows.share_256) + below * rows.share_256 + 32768) >> 16);
            }
    }
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
    const PictureBoxes boxes = draw(look, page, {0, 0, io.DisplaySize.x, io.DisplaySize.y});
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
    put_picture(page.now_picture, boxes.now, image);
    put_picture(page.next_picture, boxes.next, image);
    return image;
}

}  // namespace flowspace
