#include "viewer/panels/figure_waterfall.h"

#include "render/scene/number_text.h"
#include "viewer/strings.h"
#include "viewer/widgets/controls.h"
#include "viewer/widgets/text.h"

#include <algorithm>
#include <string>

namespace flowspace {

namespace {

constexpr float line_px = 18, least_line_px = 14;

struct WaterfallStep {
    std::string name = {}, number = {}, said = {};
    double from = 0, to = 0;
    bool total = false, chosen = false;
};

class Waterfall {
public:
    Waterfall(const Look& look, const Box& box, const AnswerFigure& figure)
        : look_(look), figure_(figure), rest_(box), foot_(cut_bottom(rest_, look.px(16))) {}

    void draw() {
        const std::vector<WaterfallStep> lines = lines_that_fit();
        const float high = std::min(look_.px(line_px), rest_.height() / static_cast<float>(lines.size()));
        const WaterfallStep* pointed = nullptr;
        for (std::size_t row = 0; row < lines.size(); ++row) {
            const Box line = cut_top(rest_, high);
            draw_line(line, lines[row], row + 1 < lines.size() && !lines[row + 1].total);
            ImGui::PushID(static_cast<int>(row));
            if (touch("step", line).hovered) pointed = &lines[row];
            ImGui::PopID();
        }
        put_text(muted(look_, Align::right), foot_, figure_.whole);
        if (pointed != nullptr) tooltip(look_, pointed->name, pointed->said);
    }

private:
    std::vector<WaterfallStep> lines_that_fit() const {
        const auto fits = static_cast<std::size_t>(std::max(1.f, rest_.height() / look_.px(least_line_px)));
        const WaterfallLines shown = waterfall_lines(figure_.parts.size(), fits);
        std::vector<WaterfallStep> lines;
        for (std::size_t row = 0; row < figure_.parts.size(); ++row) {
            if (row >= shown.own && row < shown.own + shown.together) {
                if (row == shown.own) lines.push_back(together(shown));
                continue;
            }
            const FigurePart& part = figure_.parts[row];
            lines.push_back({.name = part.name,
                             .number = percent(part.value),
                             .said = part.said,
                             .from = part.band->first,
                             .to = part.band->second,
                             .total = row + 1 == figure_.parts.size(),
                             .chosen = figure_.chosen == row});
        }
        return lines;
    }

    WaterfallStep together(const WaterfallLines& shown) const {
        WaterfallStep line{.name = format_ui(Text::figure_others, look_.language, shown.together),
                           .from = figure_.parts[shown.own].band->first,
                           .to = figure_.parts[shown.own + shown.together - 1].band->second};
        line.number = percent(line.to - line.from);
        for (std::size_t row = shown.own; row < shown.own + shown.together; ++row)
            line.said += (line.said.empty() ? "" : "\n") + figure_.parts[row].name + "  " +
                         percent(figure_.parts[row].value);
        return line;
    }

    void draw_line(Box line, const WaterfallStep& step, bool leads_on) const {
        const bool loud = step.total || step.chosen;
        put_text(loud ? strong(look_) : muted(look_), cut_left(line, look_.px(118)), step.name);
        put_text(loud ? strong(look_, Align::right) : plain(look_, Align::right),
                 cut_right(line, look_.px(52)), step.number);
        const Box lane = inset(line, look_.px(6), 0);
        const float gap = std::min(look_.px(4), lane.height() / 4);
        const float from = x_of(lane, step.from), to = x_of(lane, step.to);
        const Colour ink = step.total            ? look_.theme.muted_text
                           : step.to < step.from ? look_.theme.loss
                                                 : look_.accent;
        ImDrawList& list = *ImGui::GetWindowDrawList();
        const float left = std::min(from, to), right = std::max({from, to, left + look_.px(1)});
        list.AddRectFilled({left, lane.y0 + gap}, {right, lane.y1 - gap}, paint(ink), look_.px(1.5f));
        if (leads_on)  // to where the next one begins
            list.AddLine({to, lane.y1 - gap}, {to, lane.y1 + gap}, paint(look_.theme.muted_text, 0.8f), 1);
    }

    float x_of(const Box& lane, double value) const {
        const double along = (value - figure_.least) / (figure_.most - figure_.least);
        return lane.x0 + lane.width() * static_cast<float>(std::clamp(along, 0.0, 1.0));
    }

    const Look& look_;
    const AnswerFigure& figure_;
    Box rest_, foot_;
};

}  // namespace

WaterfallLines waterfall_lines(std::size_t parts, std::size_t lines) {
    if (parts <= lines) return {.own = parts};
    const std::size_t own = lines > 2 ? lines - 2 : 0;  // beside one for the others and one for all
    return {.own = own, .together = parts - 1 - own};
}

void draw_waterfall(const Look& look, const Box& box, const AnswerFigure& figure) {
    if (figure.parts.size() < 2 || !(figure.most > figure.least)) return;
    Waterfall(look, box, figure).draw();
}

}  // namespace flowspace
