// The timeline: playing, window mode, speed, typed dates, and the chart with the brush.
#include "render/scene/number_text.h"
#include "viewer/panel.h"
#include "viewer/panels/fold_chart.h"
#include "viewer/panels/timeline_chart.h"
#include "viewer/strings.h"
#include "viewer/time_brush.h"
#include "viewer/widgets/controls.h"
#include "viewer/widgets/dropdown.h"
#include "viewer/widgets/text.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

namespace flowspace {

namespace {

/// A date being typed: follows the window until it is edited; keeps what was typed while it is wrong.
class DateField {
public:
    /// The steps that were typed, once Enter is pressed.
    std::optional<Window> draw(const PanelContext& context, const char* id, const Box& box,
                               const std::string& shown) {
        const Look& look = context.look;
        if (!editing_) {
            text_ = shown;
            error_.clear();
        }
        const std::string before = text_;
        const bool entered = text_field(look, id, box, {.select_all = true, .wrong = !error_.empty()}, text_);
        editing_ = ImGui::IsItemActive();
        if (text_ != before) error_.clear();
        std::optional<Window> typed;
        if (entered) {
            const auto span = typed_span(context.data.flows->time_axis(), text_, look.language);
            if (span)
                typed = *span;
            else
                error_ = span.error().message;
            editing_ = !span;
        }
        if (!error_.empty()) {
            editing_ = true;
            if (box.holds(ImGui::GetIO().MousePos) || entered) tooltip(look, error_);
            if (ImGui::IsMouseClicked(ImGuiMouseButton_Left) && !box.holds(ImGui::GetIO().MousePos))
                editing_ = false;
        }
        return typed;
    }
    void refuse(const std::string& message) {
        error_ = message;
        editing_ = true;
    }

private:
    std::string text_;
    std::string error_;
    bool editing_ = false;
};

/// Of the card, in px of the design, for its chart to be read.
constexpr float least_height = 90;

class TimelinePanel {
public:
    void operator()(PanelContext& context, const Box& box) {
        const Look& look = context.look;
        const TimeAxis& axis = context.data.flows->time_axis();
        // In large text a low window has room for the controls only.
        const bool chart = context.workspace.timeline_open && box.height() >= look.px(least_height);
        Box rest = inset(box, look.px(16), look.px(chart ? 10 : 8));
        if (context.data.flows->row_count() == 0 || axis.grain == Grain::none || axis.starts.empty()) {
            const Text text =
                context.data.flows->row_count() == 0 ? Text::timeline_empty : Text::timeline_none;
            put_text({look.fonts.body, paint(look.theme.muted_text)}, rest, ui(text, look.language));
            return;
        }
        find_folds(context.data);
        Box line = cut_top(rest, look.px(28));
        draw_comparison(context, line);
        if (chart || !context.workspace.timeline_open) draw_collapse(context, line);
        draw_controls(context, line);
        if (!chart) return;
        cut_top(rest, look.px(8));
        rest.y1 += look.px(6);
        const Fold fold = context.workspace.fold;
        if (fold == Fold::none || std::ranges::find(folds_, fold) == folds_.end())
            chart_.draw(context, inset(rest, -look.px(8), 0));
        else
            fold_chart_.draw(context, fold, rest);
    }

private:
    static void draw_collapse(PanelContext& context, Box& line) {
        const Look& look = context.look;
        const bool open = context.workspace.timeline_open;
        if (icon_button(look, "collapse", cut_right(line, look.px(28)),
                        {.icon = open ? Icon::chevron_down : Icon::chevron_up,
                         .tip = ui(open ? Text::collapse : Text::expand, look.language)}))
            context.workspace.timeline_open = !open;
        cut_right(line, look.px(8));
    }

    void draw_controls(PanelContext& context, Box line) {
        const Look& look = context.look;
        draw_dates(context, line);
        cut_right(line, look.px(16));
        draw_transport(context, line);
        draw_mode(context, line);
        draw_fold(context, line);
        const bool several =
            context.settings.filter.layers.size() > 1 && context.workspace.fold == Fold::none;
        cut_left(line, look.px(16));
        if (several &&
            line.width() > text_width(look.fonts.small, ui(Text::timeline_own_scale, look.language)))
            put_text(muted(look, Align::right), line, ui(Text::timeline_own_scale, look.language));
    }

    /// The window that the map is compared with: pinned from the brush, then the brush moves on.
    static void draw_comparison(PanelContext& context, Box& line) {
        const Look& look = context.look;
        Comparison& comparison = context.settings.comparison;
        const float wide = text_width(look.fonts.body, ui(Text::compare, look.language)) + look.px(24);
        if (text_button(
                look, "compare", cut_left(line, wide),
                {.text = ui(Text::compare, look.language),
                 .tip = ui(comparison.before ? Text::compare_end : Text::compare_begin, look.language),
                 .lit = comparison.before ? Switch::on : Switch::off}))
            context.settings = toggled_comparing(context.settings, context.data.flows->time_axis());
        cut_left(line, look.px(8));
        if (comparison.before) {
            const std::array labels = {ui(Text::change_absolute, look.language),
                                       ui(Text::change_percent, look.language),
                                       ui(Text::change_share, look.language)};
            if (const auto measure = segmented(
                    look, "measure", cut_left(line, look.px(look.language == Language::zh ? 180 : 210)),
                    {.labels = labels, .current = static_cast<std::size_t>(comparison.measure)}))
                comparison.measure = static_cast<ChangeMeasure>(*measure);
        }
        cut_left(line, look.px(16));
    }

    static void draw_transport(PanelContext& context, Box& line) {
        const Look& look = context.look;
        const TimeAxis& axis = context.data.flows->time_axis();
        Filter& filter = context.settings.filter;
        Playback& playback = context.settings.playback;
        const auto slot = [&](float width) { return cut_left(line, look.px(width)); };
        if (icon_button(look, "back", slot(28),
                        {.icon = Icon::step_back, .tip = ui(Text::step_back, look.language)}))
            filter.window = shift_window(axis, filter.window, -1);
        cut_left(line, look.px(4));
        const Box play = slot(36);
        const Touch at = touch("play", play);
        plate(look, play, with_alpha(look.accent, at.hovered ? 1.f : 0.88f));
        draw_icon(playback.playing ? Icon::pause : Icon::play, play, look.px(16),
                  paint(with_alpha(look.theme.panel, 1)));
        if (at.hovered) tooltip(look, ui(playback.playing ? Text::pause : Text::play, look.language));
        if (at.clicked) context.settings = toggled_playing(context.settings, axis);
        cut_left(line, look.px(4));
        if (icon_button(look, "forward", slot(28),
                        {.icon = Icon::step_forward, .tip = ui(Text::step_forward, look.language)}))
            filter.window = shift_window(axis, filter.window, 1);
        cut_left(line, look.px(12));
    }

    static void draw_mode(PanelContext& context, Box& line) {
        const Look& look = context.look;
        Playback& playback = context.settings.playback;
        const std::array labels = {ui(Text::window_moving, look.language),
                                   ui(Text::window_growing, look.language)};
        const float wide = look.language == Language::zh ? 112 : 152;
        if (const auto mode =
                segmented(look, "mode", cut_left(line, look.px(wide)),
                          {.labels = labels, .current = static_cast<std::size_t>(playback.mode)}))
            playback.mode = static_cast<WindowMode>(*mode);
        cut_left(line, look.px(16));
        if (line.width() < look.px(220)) return;
        const char* name = ui(Text::speed, look.language);
        put_text(muted(look), cut_left(line, text_width(look.fonts.small, name) + look.px(8)), name);
        if (const auto speed = slider(look, "speed", cut_left(line, look.px(88)),
                                      {0.5, 16, Spacing::logarithmic}, playback.steps_per_s))
            playback.steps_per_s = std::round(*speed * 2) / 2;
        put_text(plain(look), cut_left(line, look.px(84)),
                 format_ui(Text::speed_value, look.language, fmt::format("{:.3g}", playback.steps_per_s)));
    }

    /// Asked once of a table: with hours of many years it takes a while.
    void find_folds(const Dataset& data) {
        const TimeAxis& axis = data.flows->time_axis();
        const std::pair key{&data, axis.size()};
        if (folds_of_ == key) return;
        folds_of_ = key;
        folds_ = {Fold::none};
        for (const Fold fold : {Fold::hour, Fold::weekday, Fold::month, Fold::lunar})
            if (!cannot_fold(fold, axis)) folds_.push_back(fold);
    }

    /// Step by step, or folded by what the table's times are fine enough for.
    void draw_fold(PanelContext& context, Box& line) {
        const Look& look = context.look;
        if (line.width() < look.px(140) || folds_.size() < 2) return;
        constexpr std::array names = {Text::fold_none, Text::fold_hour, Text::fold_weekday, Text::fold_month,
                                      Text::fold_lunar};
        std::vector<std::string> labels;
        for (const Fold fold : folds_)
            labels.emplace_back(ui(names[static_cast<std::size_t>(fold)], look.language));
        const auto current = std::ranges::find(folds_, context.workspace.fold);
        const auto at = static_cast<std::size_t>(current == folds_.end() ? 0 : current - folds_.begin());
        if (const auto chosen =
                dropdown(look, "fold", cut_left(line, look.px(116)), {.labels = labels, .current = at}))
            context.workspace.fold = folds_[*chosen];
        cut_left(line, look.px(16));
    }

    void draw_dates(PanelContext& context, Box& line) {
        const Look& look = context.look;
        const TimeAxis& axis = context.data.flows->time_axis();
        Window& window = context.settings.filter.window;
        const Window shown = shown_window(axis, window);
        const std::string from = format_time(axis.grain, shown.from);
        const std::string to = format_time(axis.grain, last_step_of(axis, shown));
        const float width = text_width(look.fonts.body, from) + look.px(20);
        const bool whole = shown == whole_axis(axis);
        if (text_button(look, "all", cut_right(line, look.px(56)),
                        {.text = ui(Text::window_all, look.language),
                         .tip = ui(Text::whole_window, look.language),
                         .lit = whole ? Switch::on : Switch::off}))
            window = {};
        cut_right(line, look.px(8));
        const auto typed_to = to_.draw(context, "##to", cut_right(line, width), to);
        put_text(muted(look, Align::centre), cut_right(line, look.px(24)), "–");
        const auto typed_from = from_.draw(context, "##from", cut_right(line, width), from);
        if (typed_from) {
            if (typed_from->from < shown.to)
                window = {typed_from->from, shown.to};
            else
                window = *typed_from;
        }
        if (typed_to) {
            if (typed_to->to > shown.from)
                window = {shown.from, typed_to->to};
            else
                to_.refuse(ui(Text::date_order, look.language));
        }
    }

    DateField from_;
    DateField to_;
    FoldChart fold_chart_;
    std::vector<Fold> folds_ = {Fold::none};
    std::pair<const Dataset*, std::size_t> folds_of_ = {nullptr, 0};
    TimelineChart chart_;
};

}  // namespace

Panel timeline_panel() {
    return {"timeline", [](const PanelContext& context) { return context.layout.timeline; }, TimelinePanel{}};
}

}  // namespace flowspace
