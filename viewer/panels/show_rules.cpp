// The card "what is drawn": the disparity filter with its coverage curve, self-flows, bundling, and the lock
// of the scale.
#include "data/disparity.h"
#include "render/scene/number_text.h"
#include "render/scene/time_words.h"
#include "viewer/memo.h"
#include "viewer/panel.h"
#include "viewer/strings.h"
#include "viewer/time_brush.h"
#include "viewer/widgets/controls.h"
#include "viewer/widgets/text.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <tuple>
#include <vector>

namespace flowspace {

namespace {

constexpr SliderRange levels_range{1e-4, 1, Spacing::logarithmic};
constexpr std::size_t curve_points = 49;
constexpr double standard_level = 0.05;

std::array<double, curve_points> curve_levels() {
    std::array<double, curve_points> levels{};
    for (std::size_t at = 0; at < curve_points; ++at)
        levels[at] = value_at(levels_range, static_cast<double>(at) / (curve_points - 1));
    return levels;
}

std::vector<BackbonePoint> curve_of(const PanelContext& context, std::span<const double> levels) {
    const Pipeline& derived = context.derived;
    const bool grouped = derived.level().level != Level::place;
    const std::vector<LayerSums>& sums = grouped ? derived.level_flows().sums : derived.sums();
    const auto layer = std::ranges::find(sums, context.settings.current_layer, &LayerSums::layer);
    if (layer == sums.end()) return {};
    if (grouped) return backbone_curve(*layer, std::span<const NodePair>(derived.level().pairs), levels);
    return backbone_curve(*layer, context.data.flows->pairs(), levels);
}

void put_switch(const Look& look, Box line, const char* id, Text name, bool& on) {
    const Box slot = cut_right(line, look.px(40));
    put_text(plain(look), line, ui(name, look.language));
    if (const auto changed = toggle_switch(look, id, slot, on ? Switch::on : Switch::off))
        on = *changed == Switch::on;
}

class ShowRulesPanel {
public:
    void operator()(PanelContext& context, const Box& box) {
        const Look& look = context.look;
        Box rest = inset(box, look.px(16), look.px(12));
        put_text({look.fonts.title, paint(look.theme.text)}, cut_top(rest, look.px(28)),
                 ui(Text::show_rules, look.language));
        cut_top(rest, look.px(4));
        draw_backbone(context, rest);
        divider(look, box.x0, box.x1, rest.y0 + look.px(6));
        cut_top(rest, look.px(14));
        draw_self_flows(context, rest);
        put_switch(look, cut_top(rest, look.px(30)), "bundled", Text::bundled,
                   context.settings.style.bundled);
        draw_scale(context, rest);
    }

private:
    void draw_backbone(PanelContext& context, Box& rest) {
        const Look& look = context.look;
        std::optional<double>& level = context.settings.show.backbone;
        Box line = cut_top(rest, look.px(28));
        bool on = level.has_value();
        put_switch(look, line, "backbone", Text::backbone_title, on);
        if (on != level.has_value()) level = on ? std::optional(standard_level) : std::nullopt;
        put_wrapped(muted(look), cut_top(rest, look.px(54)), ui(Text::backbone_hint, look.language));
        const auto key = std::tuple(context.derived.sums_revision(), context.derived.level().level,
                                    context.settings.current_layer, context.data.flows.get());
        const std::vector<BackbonePoint>& curve =
            curve_.update(key, [&] { return curve_of(context, curve_levels()); });
        const Box chart = cut_top(rest, look.px(96));
        if (curve.empty() || curve.back().flows == 0) {
            put_wrapped(muted(look), chart, ui(Text::backbone_none, look.language));
            return;
        }
        const Box plot = inset(chart, look.px(7), look.px(4));
        const double at = share_of(levels_range, level.value_or(standard_level));
        draw_curve(look, plot, curve, on ? std::optional(at) : std::nullopt);
        Box track = cut_top(rest, look.px(22));
        if (const auto changed =
                slider(look, "backbone level", track, levels_range, level.value_or(standard_level)))
            level = std::stod(fmt::format("{:.2g}", *changed));
        Box said = cut_top(rest, look.px(20));
        const std::array exact = {level.value_or(standard_level)};
        const std::vector<BackbonePoint> here =
            point_.update(std::tuple(key, exact[0]), [&] { return point_at(context, exact); });
        put_text(strong(look), cut_left(said, look.px(84)),
                 on ? format_ui(Text::backbone_level, look.language, fmt::format("{:g}", exact[0]))
                    : std::string(ui(Text::backbone_off, look.language)));
        if (!here.empty())
            put_text(muted(look, Align::right), said,
                     format_ui(
                         Text::backbone_here, look.language, exact_number(static_cast<double>(here[0].flows)),
                         percent(here[0].volume_share), exact_number(static_cast<double>(here[0].places))));
    }

    static std::vector<BackbonePoint> point_at(const PanelContext& context, std::span<const double> level) {
        return curve_of(context, level);
    }

    /// Volume and places kept against α, both as shares of what the layer has.
    static void draw_curve(const Look& look, const Box& plot, const std::vector<BackbonePoint>& curve,
                           std::optional<double> at) {
        ImDrawList& list = *ImGui::GetWindowDrawList();
        list.AddRectFilled(plot.min(), plot.max(), paint(look.theme.raised), look.px(4));
        for (const float share : {0.25f, 0.5f, 0.75f})
            divider(look, plot.x0, plot.x1, plot.y1 - share * plot.height());
        const auto point = [&](std::size_t row, double share) {
            return ImVec2(plot.x0 + plot.width() * static_cast<float>(row) / (curve_points - 1),
                          plot.y1 - plot.height() * static_cast<float>(share));
        };
        std::vector<ImVec2> volume, places;
        const double all = static_cast<double>(std::max<std::size_t>(1, curve.back().places));
        for (std::size_t row = 0; row < curve.size(); ++row) {
            volume.push_back(point(row, curve[row].volume_share));
            places.push_back(point(row, static_cast<double>(curve[row].places) / all));
        }
        list.AddPolyline(volume.data(), static_cast<int>(volume.size()), paint(look.accent), 0, look.px(2));
        list.AddPolyline(places.data(), static_cast<int>(places.size()), paint(look.theme.muted_text), 0,
                         look.px(1.5f));
        if (at) {
            const float x = plot.x0 + plot.width() * static_cast<float>(*at);
            list.AddLine({x, plot.y0}, {x, plot.y1}, paint(look.theme.text), look.px(1));
        }
        Box words = inset(plot, look.px(8), look.px(4));
        put_text({look.fonts.small, paint(look.accent)}, cut_top(words, look.px(16)),
                 ui(Text::backbone_volume, look.language));
        put_text(muted(look), cut_top(words, look.px(16)), ui(Text::backbone_places, look.language));
    }

    static void draw_self_flows(PanelContext& context, Box& rest) {
        const Look& look = context.look;
        const Box line = cut_top(rest, look.px(30));
        const auto pairs = context.data.flows->pairs();
        const bool any = std::ranges::any_of(pairs, [](Pair p) { return p.origin == p.destination; });
        if (!any) {
            put_text(muted(look), line, ui(Text::self_flows_none, look.language));
            return;
        }
        bool keep = context.settings.filter.self_flows == SelfFlows::keep;
        put_switch(look, line, "self flows", Text::self_flows, keep);
        context.settings.filter.self_flows = keep ? SelfFlows::keep : SelfFlows::leave_out;
    }

    static void draw_scale(PanelContext& context, Box& rest) {
        const Look& look = context.look;
        const TimeAxis& axis = context.data.flows->time_axis();
        std::optional<Window>& scale = context.settings.scale;
        bool on = scale.has_value();
        put_switch(look, cut_top(rest, look.px(30)), "scale", Text::scale_lock, on);
        if (on != scale.has_value())
            scale = on ? std::optional(shown_window(axis, context.settings.filter.window)) : std::nullopt;
        const std::optional<Window> locked = scale_window(context.settings);
        put_wrapped(muted(look), cut_top(rest, look.px(40)),
                    locked ? format_ui(Text::scale_locked_to, look.language,
                                       window_words(axis, *locked, look.language))
                           : std::string(ui(Text::scale_lock_hint, look.language)));
    }

    Memo<std::tuple<std::uint64_t, Level, LayerId, const FlowSource*>, std::vector<BackbonePoint>> curve_;
    Memo<std::tuple<std::tuple<std::uint64_t, Level, LayerId, const FlowSource*>, double>,
         std::vector<BackbonePoint>>
        point_;
};

}  // namespace

Panel show_rules_panel() {
    return {"show rules",
            [](const PanelContext& context) {
                if (context.workspace.popover != Popover::shown || context.workspace.presenting) return Box{};
                const Look& look = context.look;
                const Box& by = context.layout.filter;
                const float height = look.px(406);
                const float bottom = std::min(by.y1, ImGui::GetIO().DisplaySize.y - look.px(8));
                const float top = std::max(by.y0, bottom - height);
                return Box{by.x1 + look.px(8), top, by.x1 + look.px(8 + 380), top + height};
            },
            ShowRulesPanel{}, Panel::Ground::popover};
}

}  // namespace flowspace
