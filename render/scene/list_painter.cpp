// Covers as overlay.frag has them. Bitmaps go through tables, since a px of them has 256 values and no more.
#include "render/scene/list_painter.h"

#include <array>
#include <optional>

namespace flowspace {

namespace {

struct Ink {
    float red = 0, green = 0, blue = 0, alpha = 0;  // not premultiplied
};

Ink unpacked(std::uint32_t packed) {
    const auto part = [packed](int shift) { return static_cast<float>((packed >> shift) & 0xFF) / 255; };
    return {part(0), part(8), part(16), part(24)};
}

float unit(float value) { return std::clamp(value, 0.0f, 1.0f); }

std::uint32_t inked(const Ink& ink, float cover) {
    const float alpha = ink.alpha * cover;
    return packed_px(ink.red * alpha, ink.green * alpha, ink.blue * alpha, alpha);
}

template <class Px>
void paint_px(const SignCanvas& canvas, const PxBox& box, const Px& px) {
    for (int y = box.top; y < box.bottom; ++y) {
        std::uint8_t* row = canvas.row(y);
        for (int x = box.left; x < box.right; ++x)
            lay_px(row + 4 * static_cast<std::ptrdiff_t>(x),
                   px(static_cast<float>(x) + 0.5f, static_cast<float>(y) + 0.5f));
    }
}

class BoxCover {
public:
    explicit BoxCover(const ScreenPrimitive& p)
        : fill_(unpacked(p.fill)),
          edge_(unpacked(p.edge)),
          middle_x_(p.place[0] + p.place[2] / 2),
          middle_y_(p.place[1] + p.place[3] / 2),
          half_w_(p.place[2] / 2),
          half_h_(p.place[3] / 2),
          radius_(std::min({p.shape[0], half_w_, half_h_})),
          edge_px_(p.shape[1]),
          blur_(p.shape[2]),
          inside_(inked(fill_, 1)) {
        const float margin = std::max(radius_, edge_px_) + blur_ + 1.5f;
        plain_w_ = half_w_ - margin;
        plain_h_ = half_h_ - margin;
    }

    std::uint32_t at(float x, float y) const {
        const float from_x = std::abs(x - middle_x_), from_y = std::abs(y - middle_y_);
        if (from_x < plain_w_ && from_y < plain_h_) return inside_;
        const float d = distance(from_x, from_y, 0);
        if (blur_ > 0) {
            const float t = unit((d + blur_) / (2 * blur_));
            return inked(fill_, 1 - t * t * (3 - 2 * t));
        }
        const float outer = unit(0.5f - d);
        if (outer <= 0) return 0;
        const float inner = edge_px_ > 0 ? unit(0.5f - distance(from_x, from_y, edge_px_)) : outer;
        const float fill = fill_.alpha * inner, edge = edge_.alpha * (outer - inner);
        return packed_px(fill_.red * fill + edge_.red * edge, fill_.green * fill + edge_.green * edge,
                         fill_.blue * fill + edge_.blue * edge, fill + edge);
    }

private:
    float distance(float from_x, float from_y, float inset) const {
        const float radius = std::max(radius_ - inset, 0.0f);
        const float qx = from_x - (half_w_ - inset) + radius, qy = from_y - (half_h_ - inset) + radius;
        const float corner = qx > 0 && qy > 0 ? std::sqrt(qx * qx + qy * qy) : std::max({qx, qy, 0.0f});
        return corner + std::min(std::max(qx, qy), 0.0f) - radius;
    }

    Ink fill_, edge_;
    float middle_x_, middle_y_, half_w_, half_h_, radius_, edge_px_, blur_;
    float plain_w_ = 0, plain_h_ = 0;
    std::uint32_t inside_;
};

void paint_box(const SignCanvas& canvas, const ScreenPrimitive& p) {
    const BoxCover cover(p);
    const float more = 1 + p.shape[2];
    const PxBox box(canvas, p.place[0] - more, p.place[1] - more, p.place[0] + p.place[2] + more,
                    p.place[1] + p.place[3] + more);
    paint_px(canvas, box, [&](float x, float y) { return cover.at(x, y); });
}

/// The colour of a mask by its cover.
struct MaskTable {
    std::uint32_t fill = 0;
    float exponent = 1;
    std::array<std::uint32_t, 256> px = {};

    MaskTable(std::uint32_t colour, float power) : fill(colour), exponent(power) {
        const Ink ink = unpacked(colour);
        for (std::size_t cover = 0; cover < px.size(); ++cover) {
            const float share = static_cast<float>(cover) / 255;
            px[cover] = inked(ink, power == 1 ? share : std::pow(share, power));
        }
    }
};

/// The alphas of a line of text, of 255, by the covers of its ink and its halo.
struct LineTable {
    std::uint32_t fill = 0, edge = 0, tone = 0;
    std::array<std::uint8_t, 256> ink = {}, keep = {}, halo = {};  // keep: what ink leaves of a halo

    explicit LineTable(const ScreenPrimitive& p) : fill(p.fill), edge(p.edge), tone(p.tone) {
        const float opacity = static_cast<float>(tone & 0xFFFF) / 65535;
        const float exponent = static_cast<float>(tone >> 16) / 65535 * 2;
        const float ink_alpha = unpacked(fill).alpha, halo_alpha = unpacked(edge).alpha;
        const auto byte = [](float share) { return static_cast<std::uint8_t>(share * 255 + 0.5f); };
        for (std::size_t cover = 0; cover < ink.size(); ++cover) {
            const float share = static_cast<float>(cover) / 255;
            const float power =
                cover > 0 && std::abs(exponent - 1) > 0.001f ? std::pow(share, exponent) : share;
            ink[cover] = byte(power * ink_alpha * opacity);
            keep[cover] = byte(1 - power * ink_alpha);
            halo[cover] = byte(share * halo_alpha * opacity);
        }
    }
    bool is_of(const ScreenPrimitive& p) const { return fill == p.fill && edge == p.edge && tone == p.tone; }
};

/// n / 255, rounded; n below 65,536.
std::uint32_t by_255(std::uint32_t n) { return (n + 128 + ((n + 128) >> 8)) >> 8; }

std::uint32_t line_px(const LineTable& table, std::uint8_t ink_cover, std::uint8_t halo_cover) {
    const std::uint32_t ink = table.ink[ink_cover];
    const std::uint32_t halo =
        std::min(255 - ink, by_255(std::uint32_t{table.halo[halo_cover]} * table.keep[ink_cover]));
    // Two parts at a time: a sum of both stays below 65,536.
    const std::uint32_t red_blue =
        (table.fill & 0xFF00FFU) * ink + (table.edge & 0xFF00FFU) * halo + 0x800080U;
    const std::uint32_t green = (table.fill >> 8 & 0xFFU) * ink + (table.edge >> 8 & 0xFFU) * halo;
    return ((red_blue + (red_blue >> 8 & 0xFF00FFU)) >> 8 & 0xFF00FFU) | by_255(green) << 8 |
           (ink + halo) << 24;
}

/// The rows of the atlas that a bitmap's px lie in.
class Bitmap {
public:
    Bitmap(const GlyphAtlas& atlas, float left, float top)
        : first_(atlas.pixels().data() + static_cast<std::ptrdiff_t>(top) * atlas.width_px() +
                 static_cast<std::ptrdiff_t>(left)),
          stride_(atlas.width_px()) {}
    const std::uint8_t* row(int y) const { return first_ + static_cast<std::ptrdiff_t>(y) * stride_; }

private:
    const std::uint8_t* first_;
    int stride_;
};

/// Which px of a bitmap lies at the middle of the px `at` of the picture.
int within(int at, float place) {
    return static_cast<int>(std::floor(static_cast<float>(at) + 0.5f - place));
}

PxBox box_of(const SignCanvas& canvas, const ScreenPrimitive& p) {
    return {canvas, p.place[0], p.place[1], p.place[0] + p.place[2], p.place[1] + p.place[3]};
}

void paint_mask(const SignCanvas& canvas, const ScreenPrimitive& p, const GlyphAtlas& atlas,
                std::optional<MaskTable>& known) {
    const PxBox box = box_of(canvas, p);
    if (box.empty()) return;
    if (!known || known->fill != p.fill || known->exponent != p.shape[2]) known.emplace(p.fill, p.shape[2]);
    const MaskTable& table = *known;
    const Bitmap bitmap(atlas, p.shape[0], p.shape[1]);
    for (int y = box.top; y < box.bottom; ++y) {
        const std::uint8_t* cover = bitmap.row(within(y, p.place[1])) + within(box.left, p.place[0]);
        std::uint8_t* px = canvas.row(y) + 4 * static_cast<std::ptrdiff_t>(box.left);
        for (int x = box.left; x < box.right; ++x, px += 4, ++cover)
            if (*cover != 0) lay_px(px, table.px[*cover]);
    }
}

void paint_line(const SignCanvas& canvas, const ScreenPrimitive& p, const GlyphAtlas& atlas,
                std::optional<LineTable>& known) {
    const PxBox box = box_of(canvas, p);
    if (box.empty()) return;
    if (!known || !known->is_of(p)) known.emplace(p);
    const LineTable& table = *known;
    const Bitmap inks(atlas, p.shape[0], p.shape[1]), halos(atlas, p.shape[2], p.shape[3]);
    const int first = within(box.left, p.place[0]);
    for (int y = box.top; y < box.bottom; ++y) {
        const int row = within(y, p.place[1]);
        const std::uint8_t *ink = inks.row(row) + first, *halo = halos.row(row) + first;
        std::uint8_t* px = canvas.row(y) + 4 * static_cast<std::ptrdiff_t>(box.left);
        for (int x = box.left; x < box.right; ++x, px += 4, ++ink, ++halo)
            if ((*ink | *halo) != 0) lay_px(px, line_px(table, *ink, *halo));
    }
}

void paint_ribbon(const SignCanvas& canvas, const ScreenPrimitive& p) {
    const Ink ink = unpacked(p.fill);
    const float way_x = p.place[2] - p.place[0], way_y = p.place[3] - p.place[1];
    const float span = std::max(std::sqrt(way_x * way_x + way_y * way_y), 1e-6f);
    const float width = p.shape[0], dash = p.shape[1], period = p.shape[1] + p.shape[2];
    const float head = std::min(p.shape[3], span);
    const float reach = width + p.shape[3] + 2;
    const auto at = [&](float x, float y) -> std::uint32_t {
        const float to_x = x - p.place[0], to_y = y - p.place[1];
        const float along = (to_x * way_x + to_y * way_y) / span;
        const float across = std::abs(to_x * way_y - to_y * way_x) / span;
        float cover = unit(width / 2 + 0.5f - across) * std::min(width, 1.0f) * unit(along + 0.5f) *
                      unit(span - head - along + 0.5f);
        if (dash > 0) {
            const float place = along - period * std::floor(along / period);
            cover *= unit(std::min(place, dash - place) + 0.5f);
        }
        if (head > 0) {
            const float half = std::max(0.62f * head, width / 2 + 1) * (span - along) / head;
            cover += unit(half + 0.5f - across) * unit(along - (span - head) + 0.5f);
        }
        return cover > 0 ? inked(ink, std::min(cover, 1.0f)) : 0;
    };
    const auto [left, right] = std::minmax(p.place[0], p.place[2]);
    const auto [top, bottom] = std::minmax(p.place[1], p.place[3]);
    paint_px(canvas, {canvas, left - reach, top - reach, right + reach, bottom + reach}, at);
}

void paint_triangle(const SignCanvas& canvas, const ScreenPrimitive& p) {
    struct Point {
        float x = 0, y = 0;
    };
    const std::array<Point, 3> corner = {
        {{p.place[0], p.place[1]}, {p.place[2], p.place[3]}, {p.shape[0], p.shape[1]}}};
    const Ink ink = unpacked(p.fill);
    const float area = (corner[1].x - corner[0].x) * (corner[2].y - corner[0].y) -
                       (corner[1].y - corner[0].y) * (corner[2].x - corner[0].x);
    const float turn = area < 0 ? -1.0f : 1.0f;
    const auto at = [&](float x, float y) -> std::uint32_t {
        float inside = 1e9f;
        for (std::size_t a = 0; a < 3; ++a) {
            const Point &from = corner[a], &to = corner[(a + 1) % 3];
            const float edge_x = to.x - from.x, edge_y = to.y - from.y;
            const float length = std::max(std::sqrt(edge_x * edge_x + edge_y * edge_y), 1e-6f);
            inside = std::min(inside, turn * (edge_x * (y - from.y) - edge_y * (x - from.x)) / length);
        }
        return inside > -0.5f ? inked(ink, unit(inside + 0.5f)) : 0;
    };
    const auto [left, right] = std::minmax({corner[0].x, corner[1].x, corner[2].x});
    const auto [top, bottom] = std::minmax({corner[0].y, corner[1].y, corner[2].y});
    paint_px(canvas, {canvas, left - 1, top - 1, right + 1, bottom + 1}, at);
}

}  // namespace

void paint_list(const SignCanvas& canvas, const ScreenList& list, const GlyphAtlas& atlas) {
    std::optional<MaskTable> mask;
    std::optional<LineTable> line;
    for (const ScreenPrimitive& p : list) {
        switch (p.kind) {
            case PrimitiveKind::box:
                paint_box(canvas, p);
                break;
            case PrimitiveKind::mask:
                paint_mask(canvas, p, atlas, mask);
                break;
            case PrimitiveKind::line:
                paint_line(canvas, p, atlas, line);
                break;
            case PrimitiveKind::ribbon:
                paint_ribbon(canvas, p);
                break;
            case PrimitiveKind::triangle:
                paint_triangle(canvas, p);
                break;
        }
    }
}

}  // namespace flowspace
