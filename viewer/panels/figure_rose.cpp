#include "viewer/panels/figure_rose.h"

#include "render/scene/analysis_words.h"
#include "render/scene/number_text.h"
#include "render/scene/theme.h"
#include "viewer/widgets/controls.h"
#include "viewer/widgets/text.h"

#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <optional>
#include <vector>

namespace flowspace {

namespace {

constexpr float row_px = 18, sector_px = 62, number_px = 54;
constexpr std::size_t out = 0, in = 1;

ImU32 ink_of(const Look& look, std::size_t way) {
    return paint(
        overlay_colour(look.theme, {OverlayInk::Kind::category, 0, static_cast<std::uint32_t>(way)}));
}

/// Of what goes that way in all; nothing where it is not known.
std::optional<double> share_of(const AnswerFigure& figure, std::size_t sector, std::size_t way) {
    const double flow = figure.columns[sector].values[way];
    if (!std::isfinite(flow) || !(figure.parts[way].value > 0)) return std::nullopt;
    return flow / figure.parts[way].value;
}

/// Areas are shares: the largest petal of either way reaches the rim.
void draw_petals(const Look& look, const Box& box, const AnswerFigure& figure) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const ImVec2 centre = box.centre();
    const float rim = std::min(box.width(), box.height()) / 2 - look.px(3);
    const std::size_t count = figure.columns.size();
    double most = 0;
    for (std::size_t sector = 0; sector < count; ++sector)
        for (const std::size_t way : {out, in})
            most = std::max(most, share_of(figure, sector, way).value_or(0));
    if (!(most > 0)) return;
    const float step = 2 * std::numbers::pi_v<float> / static_cast<float>(count);
    const auto angle = [&](std::size_t sector, float within) {
        return (static_cast<float>(sector) + within) * step - std::numbers::pi_v<float> / 2;
    };
    const auto radius = [&](std::size_t sector, std::size_t way) {
        return rim * static_cast<float>(std::sqrt(share_of(figure, sector, way).value_or(0) / most));
    };
    list.AddCircle(centre, rim, paint(look.theme.hairline), 0, 1);
    for (std::size_t sector = 0; sector < count; ++sector) {
        if (!(radius(sector, out) > 0)) continue;
        list.PathLineTo(centre);
        list.PathArcTo(centre, radius(sector, out), angle(sector, -0.47f), angle(sector, 0.47f), 12);
        list.PathFillConvex(ink_of(look, out));
    }
    for (std::size_t sector = 0; sector < count; ++sector)
        list.PathArcTo(centre, std::max(0.5f, radius(sector, in)), angle(sector, -0.5f), angle(sector, 0.5f),
                       12);
    list.PathStroke(ink_of(look, in), ImDrawFlags_Closed, look.px(1.5f));
}

std::string share_words(const AnswerFigure& figure, std::size_t sector, std::size_t way) {
    const auto share = share_of(figure, sector, way);
    return share ? percent(*share) : "–";
}

}  // namespace

void draw_rose(const Look& look, const Box& box, const AnswerFigure& figure) {
    Box rest = box;
    put_text(muted(look, Align::right), cut_bottom(rest, look.px(16)), figure.whole);
    const float table_px = look.px(sector_px + 2 * number_px);
    const Box shape = cut_left(rest, std::max(0.f, rest.width() - table_px - look.px(12)));
    draw_petals(look, shape, figure);
    cut_left(rest, look.px(12));
    const float high =
        std::min(look.px(row_px), rest.height() / static_cast<float>(figure.columns.size() + 1));
    Box head = cut_top(rest, high);
    cut_left(head, look.px(sector_px));
    for (const std::size_t way : {out, in})
        put_text({look.fonts.small, ink_of(look, way), Align::right}, cut_left(head, look.px(number_px)),
                 figure.parts[way].name);
    for (std::size_t sector = 0; sector < figure.columns.size(); ++sector) {
        Box line = cut_top(rest, high);
        ImGui::PushID(static_cast<int>(sector));
        const bool pointed = touch("sector", line).hovered;
        ImGui::PopID();
        const FigureColumn& column = figure.columns[sector];
        put_text(muted(look), cut_left(line, look.px(sector_px)), column.name);
        for (const std::size_t way : {out, in})
            put_text(plain(look, Align::right), cut_left(line, look.px(number_px)),
                     share_words(figure, sector, way));
        if (!pointed) continue;
        std::string said;
        for (const std::size_t way : {out, in})
            said += (way == out ? "" : "\n") + figure.parts[way].name + "  " +
                    (std::isfinite(column.values[way]) ? exact_number(column.values[way]) : "–");
        tooltip(look, column.name, said);
    }
}

}  // namespace flowspace
