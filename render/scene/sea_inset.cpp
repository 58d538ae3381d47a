#include "render/scene/sea_inset.h"

#include "render/scene/furniture_blocks.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace flowspace {

namespace {

constexpr double west_deg = 106, east_deg = 123, south_deg = 2, north_deg = 24.5;

struct NamedIslands {
    std::string_view name_zh, name_en;
    LonLat at;
};
/// From north to south. Source: the groups' main islands and shoals as on published charts, to a tenth of a
/// degree.
constexpr std::array<NamedIslands, 4> island_groups = {{{"东沙群岛", "Dongsha", {116.8, 20.7}},
                                                        {"西沙群岛", "Xisha", {112.3, 16.6}},
                                                        {"中沙群岛", "Zhongsha", {114.6, 15.8}},
                                                        {"南沙群岛", "Nansha", {114.4, 10.4}}}};

using Ring = std::vector<ScreenPoint>;

/// From degrees to the unit box of the inset.
class Window {
public:
    explicit Window(const Projection& projection) : projection_(projection) {
        double low_x = std::numeric_limits<double>::infinity(), low_y = low_x, high_x = -low_x,
               high_y = -low_x;
        for (int step = 0; step <= 16; ++step) {
            const double share = step / 16.0;
            const double lon = west_deg + share * (east_deg - west_deg);
            const double lat = south_deg + share * (north_deg - south_deg);
            for (const LonLat edge : {LonLat{lon, south_deg}, LonLat{lon, north_deg}, LonLat{west_deg, lat},
                                      LonLat{east_deg, lat}}) {
                const std::optional<MapPoint> at = projection_.forward(edge);
                if (!at) continue;
                low_x = std::min(low_x, at->x_m);
                high_x = std::max(high_x, at->x_m);
                low_y = std::min(low_y, at->y_m);
                high_y = std::max(high_y, at->y_m);
            }
        }
        left_m_ = low_x;
        top_m_ = high_y;
        width_m_ = high_x - low_x;
        height_ = (high_y - low_y) / width_m_;
    }

    bool usable() const { return std::isfinite(width_m_) && width_m_ > 0 && height_ > 0; }
    double height() const { return height_; }

    std::optional<ScreenPoint> place(LonLat where) const {
        const std::optional<MapPoint> at = projection_.forward(where);
        if (!at) return std::nullopt;
        return ScreenPoint{static_cast<float>((at->x_m - left_m_) / width_m_),
                           static_cast<float>((top_m_ - at->y_m) / width_m_)};
    }

private:
    const Projection& projection_;
    double left_m_ = 0, top_m_ = 0, width_m_ = 0, height_ = 1;
};

bool may_reach(std::span<const LonLat> line) {
    double low_lon = 1e9, high_lon = -1e9, low_lat = 1e9, high_lat = -1e9;
    for (const LonLat& at : line) {
        low_lon = std::min(low_lon, at.lon_deg);
        high_lon = std::max(high_lon, at.lon_deg);
        low_lat = std::min(low_lat, at.lat_deg);
        high_lat = std::max(high_lat, at.lat_deg);
    }
    return low_lon < east_deg + 3 && high_lon > west_deg - 3 && low_lat < north_deg + 3 &&
           high_lat > south_deg - 3;
}

/// Points nearer than a 400th of the width to the last one are left out.
Ring project(const Window& window, std::span<const LonLat> line) {
    constexpr float least = 1.0f / 400;
    Ring ring;
    for (const LonLat& where : line) {
        const std::optional<ScreenPoint> at = window.place(where);
        if (!at) continue;
        if (!ring.empty() && std::hypot(at->x_px - ring.back().x_px, at->y_px - ring.back().y_px) < least)
            continue;
        ring.push_back(*at);
    }
    return ring;
}

void add_rings(const Window& window, const Polygon& polygon, std::vector<Ring>& rings) {
    for (const std::vector<LonLat>& ring : polygon.rings) {
        if (!may_reach(ring)) continue;
        Ring placed = project(window, ring);
        if (placed.size() >= 3) rings.push_back(std::move(placed));
    }
}

/// The parts of `line` inside the unit box; what crosses its edge is cut there.
void add_lines(const Window& window, std::span<const Line> lines, std::vector<Ring>& out) {
    const auto height = static_cast<float>(window.height());
    const auto inside = [height](ScreenPoint at) {
        return at.x_px >= 0 && at.x_px <= 1 && at.y_px >= 0 && at.y_px <= height;
    };
    for (const Line& line : lines) {
        if (!may_reach(line)) continue;
        Ring part;
        for (const ScreenPoint at : project(window, line)) {
            if (inside(at)) {
                part.push_back(at);
            } else {
                if (part.size() >= 2) out.push_back(part);
                part.clear();
            }
        }
        if (part.size() >= 2) out.push_back(part);
    }
}

/// Fills rings (even-odd) into a box of pixels: four lines a row, exact cover along each.
GlyphBitmap fill(const std::vector<Ring>& rings, int width_px, int height_px) {
    constexpr int lines_a_row = 4;
    GlyphBitmap bitmap{
        .left_px = 0, .top_px = 0, .width_px = width_px, .height_px = height_px, .coverage = {}};
    bitmap.coverage.assign(static_cast<std::size_t>(width_px) * static_cast<std::size_t>(height_px), 0);
    std::vector<float> cover(static_cast<std::size_t>(width_px)), crossings;
    const auto scale = static_cast<float>(width_px);
    for (int row = 0; row < height_px; ++row) {
        std::fill(cover.begin(), cover.end(), 0.0f);
        for (int line = 0; line < lines_a_row; ++line) {
            const float y = static_cast<float>(row) + (static_cast<float>(line) + 0.5f) / lines_a_row;
            crossings.clear();
            for (const Ring& ring : rings)
                for (std::size_t at = 0; at < ring.size(); ++at) {
                    const ScreenPoint a = ring[at], b = ring[(at + 1) % ring.size()];
                    const float ya = a.y_px * scale, yb = b.y_px * scale;
                    if ((ya <= y) == (yb <= y)) continue;
                    crossings.push_back((a.x_px + (b.x_px - a.x_px) * (y - ya) / (yb - ya)) * scale);
                }
            std::sort(crossings.begin(), crossings.end());
            for (std::size_t pair = 0; pair + 1 < crossings.size(); pair += 2) {
                const float from = std::clamp(crossings[pair], 0.0f, scale);
                const float to = std::clamp(crossings[pair + 1], 0.0f, scale);
                for (int x = static_cast<int>(from); x < width_px && static_cast<float>(x) < to; ++x)
                    cover[static_cast<std::size_t>(x)] +=
                        std::min(to, static_cast<float>(x + 1)) - std::max(from, static_cast<float>(x));
            }
        }
        for (int x = 0; x < width_px; ++x)
            bitmap.coverage[static_cast<std::size_t>(row) * static_cast<std::size_t>(width_px) +
                            static_cast<std::size_t>(x)] =
                static_cast<std::uint8_t>(
                    std::lround(std::min(1.0f, cover[static_cast<std::size_t>(x)] / lines_a_row) * 255));
    }
    return bitmap;
}

void add_filled(Block& block, const Workshop& shop, const std::vector<Ring>& rings, std::uint64_t number,
                Colour colour) {
    const int width_px = static_cast<int>(block.width_px), height_px = static_cast<int>(block.height_px);
    const std::uint64_t key =
        number << 40 | static_cast<std::uint64_t>(width_px) << 20 | static_cast<std::uint64_t>(height_px);
    const AtlasGlyph drawn = shop.atlas.shape(key, [&] { return fill(rings, width_px, height_px); });
    if (drawn.width_px == 0) return;
    block.list.push_back({.place = {0, 0, block.width_px, block.height_px},
                          .shape = {static_cast<float>(drawn.x_px), static_cast<float>(drawn.y_px), 1, 0},
                          .fill = packed(colour),
                          .kind = PrimitiveKind::mask});
}

void add_strokes(Block& block, const std::vector<Ring>& lines, RibbonLook look) {
    for (const Ring& line : lines)
        for (std::size_t at = 1; at < line.size(); ++at)
            add_ribbon(block.list, {line[at - 1].x_px * block.width_px, line[at - 1].y_px * block.width_px},
                       {line[at].x_px * block.width_px, line[at].y_px * block.width_px}, look);
}

int island_text_px(const Workshop& shop) {
    return std::max(9, static_cast<int>(std::lround(0.8 * shop.sizes.note_px)));
}

/// Names keep above `foot_px`.
void add_islands(Block& block, const Workshop& shop, const SeaInset& inset, float foot_px) {
    const Theme& theme = shop.request.theme;
    const bool zh = shop.request.language == Language::zh;
    const TextStyle style{.size_px = island_text_px(shop)};
    const float dot_px = std::max(2.0f, shop.px(3));
    const auto size = static_cast<float>(style.size_px);
    for (const SeaInset::Islands& islands : inset.islands) {
        const ScreenPoint at = {islands.at.x_px * block.width_px, islands.at.y_px * block.width_px};
        add_box(block.list, {at.x_px - dot_px / 2, at.y_px - dot_px / 2, dot_px, dot_px},
                {.fill = theme.text, .radius_px = dot_px / 2});
        const TextLine name = set_line(shop.fonts, zh ? islands.name_zh : islands.name_en, style);
        const float left_px =
            std::clamp(at.x_px - name.width_px / 2, 3.0f, block.width_px - name.width_px - 3);
        TextLook look = shop.on_map(style, theme.text);
        look.halo = with_alpha(theme.ground.sea, 1);
        look.halo_px = std::max(1.0f, 0.5f * look.halo_px);
        // Above its mark where the next group to the south, or the foot, would come too near, else below.
        const std::size_t row = static_cast<std::size_t>(&islands - inset.islands.data());
        const bool crowded =
            row + 1 < inset.islands.size()
                ? (inset.islands[row + 1].at.y_px - islands.at.y_px) * block.width_px < 2.2f * size
                : at.y_px + dot_px + 1.2f * size > foot_px;
        const float baseline_px = crowded ? at.y_px - dot_px : at.y_px + dot_px + size;
        add_text(block.list, shop.fonts, shop.atlas, name, {left_px, baseline_px}, look);
    }
}

/// A little smaller where it is too long for the width, on two lines where that is not enough.
Paragraph inset_name(const Workshop& shop, float width_px) {
    constexpr int smallest_px = 9;
    const std::string_view name =
        shop.request.language == Language::zh ? "南海诸岛" : "South China Sea Islands";
    TextStyle style{.size_px = shop.sizes.note_px};
    const float room_px = 0.94f * width_px;
    const auto fits = [&] { return set_line(shop.fonts, name, style).width_px <= room_px; };
    while (!fits() && style.size_px > smallest_px) --style.size_px;
    return {.lines = wrap_evenly(shop.fonts, name, style, room_px, 2),
            .style = style,
            .line_px = shop.fonts.metrics(style).line_height_px};
}

}  // namespace

SeaInset make_sea_inset(const BaseMap& map, std::span<const Line> sea_line, const Projection& projection) {
    SeaInset inset;
    const Window window(projection);
    if (!window.usable()) return inset;
    inset.height = window.height();
    for (const Polygon& polygon : map.land) add_rings(window, polygon, inset.land);
    for (const Region& province : map.provinces) add_rings(window, province.shape, inset.home);
    add_lines(window, map.national_border, inset.border);
    add_lines(window, sea_line, inset.sea_line);
    for (const NamedIslands& group : island_groups)
        if (const std::optional<ScreenPoint> at = window.place(group.at))
            inset.islands.push_back({group.name_zh, group.name_en, *at});
    return inset;
}

Block inset_block(const Workshop& shop) {
    const SeaInset* inset = shop.request.inset;
    const Theme& theme = shop.request.theme;
    if (inset == nullptr || inset->islands.empty()) return {};
    // Large text needs a larger box, or the names of neighbouring islands lie over each other.
    const float named_px = 9 * static_cast<float>(island_text_px(shop));
    const float width_px = std::round(std::max({84.0f, shop.px(150), named_px}));
    Block block{.width_px = width_px, .height_px = std::round(width_px * static_cast<float>(inset->height))};
    const ScreenBox all = {0, 0, block.width_px, block.height_px};
    const float line_px = std::max(1.0f, shop.px(1.25f));
    add_box(block.list, all, {.fill = theme.ground.sea});
    add_filled(block, shop, inset->land, 1, theme.ground.lowland);
    add_filled(block, shop, inset->home, 2, mix(theme.ground.upland, theme.ground.plateau, 0.5f));
    add_strokes(block, inset->border, {.fill = theme.ground.national_border, .width_px = line_px});
    add_strokes(block, inset->sea_line,
                {.fill = theme.ground.national_border, .width_px = std::max(1.5f, shop.px(2))});
    const Paragraph name = inset_name(shop, block.width_px);
    float top_px = block.height_px - name.height_px() - shop.px(2);
    add_islands(block, shop, *inset, top_px);
    add_box(block.list, all, {.edge = with_alpha(theme.ground.national_border, 1), .edge_px = line_px});
    for (const TextLine& line : name.lines) {
        add_line(block, shop, line, {(block.width_px - line.width_px) / 2, top_px},
                 shop.on_map(name.style, theme.text));
        top_px += name.line_px;
    }
    return block;
}

}  // namespace flowspace
