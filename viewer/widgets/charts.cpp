#include "viewer/widgets/charts.h"

#include "viewer/time_brush.h"
#include "viewer/widgets/controls.h"

#include <algorithm>
#include <cmath>

namespace flowspace {

namespace {

/// Runs of neighbouring steps that have rows: a gap in the data is a gap in the line.
template <class Use>
void each_run(const TimeAxis& axis, std::span<const ExactSum> steps, Use&& use) {
    std::size_t first = 0;
    const std::size_t count = std::min(axis.size(), steps.size());
    for (std::size_t step = 0; step <= count; ++step) {
        const bool known = step < count && steps[step].rows > 0;
        const bool joined =
            known && step > first && step_end(axis.grain, axis.starts[step - 1]) >= axis.starts[step];
        if (known && (step == first || joined)) continue;
        if (step > first) use(first, step);
        first = known ? step : step + 1;
    }
}

double largest_of(std::span<const TimeLine> lines) {
    double largest = 0;
    for (const TimeLine& line : lines)
        for (const ExactSum& sum : line.steps)
            if (sum.rows > 0) largest = std::max(largest, value(sum));
    return largest;
}

TimeMs middle(const TimeAxis& axis, std::size_t step) {
    const std::int64_t start = count(axis.starts[step]);
    return TimeMs{start + (count(step_end(axis.grain, axis.starts[step])) - start) / 2};
}

}  // namespace

float TimeScale::x_of(TimeMs time) const {
    const double length = static_cast<double>(count(span.to)) - static_cast<double>(count(span.from));
    if (length <= 0) return x0;
    const double share = (static_cast<double>(count(time)) - static_cast<double>(count(span.from))) / length;
    return x0 + static_cast<float>(std::clamp(share, 0.0, 1.0)) * (x1 - x0);
}

TimeMs TimeScale::time_of(float x) const {
    const double share = x1 > x0 ? std::clamp((x - x0) / (x1 - x0), 0.f, 1.f) : 0;
    const double length = static_cast<double>(count(span.to)) - static_cast<double>(count(span.from));
    return TimeMs{count(span.from) + static_cast<std::int64_t>(share * length)};
}

std::optional<std::size_t> step_at(const TimeAxis& axis, TimeMs time) {
    const auto after = std::ranges::upper_bound(axis.starts, time);
    if (after == axis.starts.begin()) return std::nullopt;
    const std::size_t step = static_cast<std::size_t>(after - axis.starts.begin()) - 1;
    if (time >= step_end(axis.grain, axis.starts[step])) return std::nullopt;
    return step;
}

std::optional<std::size_t> time_chart(const Look& look, const char* id, const Box& box,
                                      const TimeChart& chart) {
    const Touch at = touch(id, box);
    if (chart.axis.starts.empty()) return std::nullopt;
    const TimeScale scale{whole_axis(chart.axis), box.x0 + look.px(2), box.x1 - look.px(2)};
    const Window window = shown_window(chart.axis, chart.window);
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddRectFilled({scale.x_of(window.from), box.y0}, {scale.x_of(window.to), box.y1},
                       paint(look.accent, 0.10f));
    divider(look, box.x0, box.x1, box.y1 - 1);
    const double largest = largest_of(chart.lines);
    const auto y_of = [&](const ExactSum& sum) {
        const double share = largest > 0 ? std::max(0.0, value(sum)) / largest : 0;
        return box.y1 - look.px(2) - static_cast<float>(share) * (box.height() - look.px(6));
    };
    for (const TimeLine& line : chart.lines)
        each_run(chart.axis, line.steps, [&](std::size_t first, std::size_t last) {
            for (std::size_t step = first; step < last; ++step)
                list.PathLineTo({scale.x_of(middle(chart.axis, step)), y_of(line.steps[step])});
            if (last - first == 1) {
                list.PathClear();
                list.AddCircleFilled({scale.x_of(middle(chart.axis, first)), y_of(line.steps[first])},
                                     look.px(2), paint(line.colour), 12);
            } else {
                list.PathStroke(paint(line.colour), 0, std::max(1.5f, look.px(1.5f)));
            }
        });
    if (!at.hovered) return std::nullopt;
    const auto step = step_at(chart.axis, scale.time_of(ImGui::GetIO().MousePos.x));
    if (!step) return std::nullopt;
    const float x = std::round(scale.x_of(middle(chart.axis, *step)));
    list.AddLine({x, box.y0}, {x, box.y1}, paint(look.theme.muted_text, 0.7f));
    for (const TimeLine& line : chart.lines)
        if (*step < line.steps.size() && line.steps[*step].rows > 0)
            list.AddCircleFilled({x, y_of(line.steps[*step])}, look.px(3), paint(line.colour), 16);
    return step;
}

void share_bar(const Look& look, const Box& box, double share, Colour colour) {
    const float width = std::max(look.px(1), static_cast<float>(std::clamp(share, 0.0, 1.0)) * box.width());
    ImGui::GetWindowDrawList()->AddRectFilled(box.min(), {box.x0 + width, box.y1}, paint(colour), look.px(2));
}

void count_bars(const Look& look, const Box& box, std::span<const std::uint32_t> counts, double cut_share) {
    if (counts.empty()) return;
    const double largest = std::log1p(*std::ranges::max_element(counts));
    const float width = box.width() / static_cast<float>(counts.size());
    ImDrawList& list = *ImGui::GetWindowDrawList();
    for (std::size_t row = 0; row < counts.size(); ++row) {
        if (counts[row] == 0) continue;
        const float x = box.x0 + width * static_cast<float>(row);
        const float height =
            std::max(look.px(1), static_cast<float>(std::log1p(counts[row]) / largest) * box.height());
        const bool kept = (static_cast<double>(row) + 0.5) / static_cast<double>(counts.size()) >= cut_share;
        list.AddRectFilled({x, box.y1 - height}, {x + std::max(1.f, width - 1), box.y1},
                           kept ? paint(look.accent, 0.75f) : paint(look.theme.muted_text, 0.35f));
    }
}

void line_swatch(const Look& look, const Box& box, Colour colour, Status status) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const float y = std::round(box.centre().y);
    const float half = std::max(1.f, look.px(1.5f));
    if (status != Status::modelled) {
        list.AddRectFilled({box.x0, y - half}, {box.x1, y + half}, paint(colour), half);
        return;
    }
    const float dash = box.width() * 0.4f;
    list.AddRectFilled({box.x0, y - half}, {box.x0 + dash, y + half}, paint(colour), half);
    list.AddRectFilled({box.x1 - dash, y - half}, {box.x1, y + half}, paint(colour), half);
}

}  // namespace flowspace
