// Borders as walls: by what they hold back, faded where a test does not tell that from nothing.
#include "render/scene/overlay_builder.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace flowspace {

namespace {

WallItem wall_by(double multiplier) {
    constexpr float thinnest_px = 1.5f, wider_px = 1.75f, widest_px = 10;
    constexpr float lowest_px = 3, higher_px = 9, highest_px = 60;
    const auto doublings = static_cast<float>(std::log2(std::max(1.0, multiplier)));
    return {.width_px = std::min(widest_px, thinnest_px + wider_px * doublings),
            .height_px = std::min(highest_px, lowest_px + higher_px * doublings),
            .ink = {OverlayInk::Kind::warning}};
}

bool may_be_chance(const AnalysisRow& row) {
    return row.lower && row.upper && *row.lower <= 1 && 1 <= *row.upper;
}

}  // namespace

/// "省界倍数 3.2（2.8 – 3.7）" and on how many pairs that rests.
std::string OverlayBuilder::border_said(const AnalysisRow& row, const AnalysisRow* zeros) const {
    std::string said = fmt::format(
        fmt::runtime(words("同省往来为跨省的 {} 倍", "{} times as much inside a province as across")),
        number(*row.value));
    const std::string band = uncertainty(row, in_.language);
    if (!band.empty())
        said += fmt::format(fmt::runtime(words("（95% 区间 {}）", " (95 % interval {})")), band);
    if (may_be_chance(row)) said += words("，区间含 1：可能只是偶然", ", which holds 1: may be chance");
    if (!row.n) return said;
    said += "\n" +
            fmt::format(fmt::runtime(words("n = {}", "n = {}")), exact_number(static_cast<double>(*row.n)));
    if (zeros && zeros->value)
        said += fmt::format(fmt::runtime(words("，其中零流 {}", ", of which {} without flow")),
                            exact_number(*zeros->value));
    return said;
}

/// Each border by itself where the answer has it so; the others, and all where it has none, by the mean
/// effect.
void OverlayBuilder::add_border() {
    const auto is_mean = [](const AnalysisRow* row) {
        return row->measure == "border_multiplier" && row->value;
    };
    const auto found = std::ranges::find_if(rows_, is_mean);
    if (found == rows_.end()) return;
    const AnalysisRow& mean = **found;
    made_.walls.push_back(wall_by(*mean.value));
    made_.walls.front().faded = may_be_chance(mean);
    made_.borders.push_back({.title = words("省界（平均）", "Provincial borders (mean)"),
                             .said = border_said(mean, find("zeros", mean.scope, {}))});
    add_border_words(mean, add_own_borders(mean));
}

std::size_t OverlayBuilder::add_own_borders(const AnalysisRow& mean) {
    for (const AnalysisRow* row : rows_) {
        if (row->measure != "one_border_multiplier" || !row->value || row->scope != mean.scope) continue;
        const std::size_t dash = row->item.find('-');
        if (dash == std::string::npos) continue;
        const auto a = names_.group(std::string_view(row->item).substr(0, dash));
        const auto b = names_.group(std::string_view(row->item).substr(dash + 1));
        if (!a || !b) continue;
        WallItem wall = wall_by(*row->value);
        wall.a = std::min(*a, *b);
        wall.b = std::max(*a, *b);
        made_.walls.push_back(wall);
        made_.borders.push_back({.a = wall.a,
                                 .b = wall.b,
                                 .title = names_.subject({.scope = "all", .item = row->item}, in_.language),
                                 .said = border_said(*row, find("crossing_zeros", row->scope, row->item)) +
                                         "\n" +
                                         words("单条省界为描述性数值，不作检验；各省界平均：",
                                               "One border is a description, not a test; the mean of all: ") +
                                         number(*mean.value)});
        made_.borders.back().said += in_brackets(uncertainty(mean, in_.language));
    }
    return made_.walls.size() - 1;
}

void OverlayBuilder::add_border_words(const AnalysisRow& mean, std::size_t own) {
    add_swatch(Shape::line, {Kind::warning},
               fmt::format(fmt::runtime(words("平均：同省往来为跨省的 {} 倍{}",
                                              "mean: {} times as much inside a province as across{}")),
                           number(*mean.value), in_brackets(uncertainty(mean, in_.language))),
               made_.walls.front().width_px);
    if (made_.walls.front().faded) {
        made_.legend.swatches.back().faded = true;
        made_.legend.notes.push_back(words("淡色的墙：95% 区间含 1，可能只是偶然",
                                           "A faint wall: its 95 % interval holds 1, it may be chance"));
    }
    if (own == 0)
        made_.legend.notes.push_back(
            words("全部省界共用一个平均效应，未逐条测算",
                  "One mean effect for all provincial borders, none measured by itself"));
    else
        made_.legend.notes.push_back(
            words("每条省界：平均效应除以该省界的流与模型期望之比；描述性数值，不作检验",
                  "Each border: the mean effect over the ratio of what crosses it to what the model expects; "
                  "a description, not a test"));
    made_.legend.notes.push_back(
        words("墙高（俯视时为线宽）每 2 倍增一级，低于 1 倍者最矮",
              "A wall's height (from above its width) grows with each doubling; below "
              "1 it is lowest"));
}

OverlayWords overlay_words(const MapOverlay& overlay, const Target& target) {
    if (target.border) {
        const MapOverlay::Border* found = nullptr;
        for (const MapOverlay::Border& one : overlay.borders) {
            const bool own = one.a && one.a == target.border->a && one.b == target.border->b;
            if (own || (!one.a && !found)) found = &one;
            if (own) break;
        }
        if (found) return {found->title, found->said};
    }
    if (target.place) {
        const auto at = std::ranges::find(overlay.discs, *target.place, &MapOverlay::Disc::place);
        if (at != overlay.discs.end()) return {{}, at->said};
    }
    if (target.group) {
        const auto at = std::ranges::find(overlay.areas, *target.group, &MapOverlay::Area::group);
        if (at != overlay.areas.end()) return {{}, at->said};
    }
    return {};
}

}  // namespace flowspace
