// Boxes and letters, which are most of an interface, as rows of px; other triangles row by row between their
// edges.
#include "viewer/ui_layer.h"

#include "render/scene/premultiplied.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>

namespace flowspace {

namespace {

/// Pixels, half-open, inside the picture.
struct Clip {
    int x0 = 0, y0 = 0, x1 = 0, y1 = 0;
};

struct Surface {
    std::uint8_t* rgba = nullptr;  // rows from the bottom up
    int width = 0, height = 0;
    const unsigned char* alpha = nullptr;  // the font's texture
    int texture_width = 0, texture_height = 0;
    Clip clip = {};

    std::uint8_t* at(int x, int y) const { return rgba + 4 * (std::ptrdiff_t{height - 1 - y} * width + x); }
    int texel(int x, int y) const {
        return alpha[std::clamp(y, 0, texture_height - 1) * texture_width +
                     std::clamp(x, 0, texture_width - 1)];
    }
    /// Bilinear, 0 to 255; texels' middles lie at whole numbers.
    int sample(float u, float v) const {
        const float left = std::floor(u), top = std::floor(v);
        const auto x = static_cast<int>(left), y = static_cast<int>(top);
        const auto across = static_cast<int>((u - left) * 256), down = static_cast<int>((v - top) * 256);
        const int upper = texel(x, y) * (256 - across) + texel(x + 1, y) * across;
        const int lower = texel(x, y + 1) * (256 - across) + texel(x + 1, y + 1) * across;
        return (upper * (256 - down) + lower * down + 32768) >> 16;
    }
};

void lay(std::uint8_t* px, std::uint32_t top) {
    std::uint32_t under = 0;
    std::memcpy(&under, px, 4);
    under = laid_over(top, under);
    std::memcpy(px, &under, 4);
}

void lay_row(std::uint8_t* px, int count, std::uint32_t top) {
    if (top == 0) return;
    if (top >> 24 == 255) {
        for (int at = 0; at < count; ++at) std::memcpy(px + 4 * std::ptrdiff_t{at}, &top, 4);
        return;
    }
    for (int at = 0; at < count; ++at) lay(px + 4 * std::ptrdiff_t{at}, top);
}

/// A colour under every cover: 256 premultiplied px, kept while the colour stays.
class Shades {
public:
    const std::array<std::uint32_t, 256>& of(ImU32 colour) {
        if (made_ && colour == colour_) return shades_;
        made_ = true;
        colour_ = colour;
        const auto part = [colour](int shift) { return colour >> shift & 0xFF; };
        for (std::uint32_t cover = 0; cover < 256; ++cover) {
            const std::uint32_t alpha = (part(IM_COL32_A_SHIFT) * cover + 127) / 255;
            const auto shaded = [&](int shift) { return (part(shift) * alpha + 127) / 255; };
            shades_[cover] = shaded(IM_COL32_R_SHIFT) | shaded(IM_COL32_G_SHIFT) << 8 |
                             shaded(IM_COL32_B_SHIFT) << 16 | alpha << 24;
        }
        return shades_;
    }

private:
    bool made_ = false;
    ImU32 colour_ = 0;
    std::array<std::uint32_t, 256> shades_ = {};
};

/// Where the first px lies whose middle is at `edge` or beyond.
int first_px(float edge) { return static_cast<int>(std::ceil(edge - 0.5f)); }

using Corner = std::array<ImDrawVert, 3>;

/// An upright box in one colour: from corner to corner, as ImGui writes letters and filled boxes.
void draw_box(const Surface& to, Shades& shades, const ImDrawVert& low, const ImDrawVert& high) {
    const int x0 = std::max(to.clip.x0, first_px(low.pos.x)), x1 = std::min(to.clip.x1, first_px(high.pos.x));
    const int y0 = std::max(to.clip.y0, first_px(low.pos.y)), y1 = std::min(to.clip.y1, first_px(high.pos.y));
    if (x0 >= x1 || y0 >= y1) return;
    const auto& shade = shades.of(low.col);
    const auto width = static_cast<float>(to.texture_width), height = static_cast<float>(to.texture_height);
    const float u = low.uv.x * width - 0.5f, v = low.uv.y * height - 0.5f;
    if (low.uv.x == high.uv.x && low.uv.y == high.uv.y) {
        const std::uint32_t top = shade[static_cast<std::size_t>(to.sample(u, v))];
        for (int y = y0; y < y1; ++y) lay_row(to.at(x0, y), x1 - x0, top);
        return;
    }
    const float u_per_px = (high.uv.x - low.uv.x) * width / (high.pos.x - low.pos.x);
    const float v_per_px = (high.uv.y - low.uv.y) * height / (high.pos.y - low.pos.y);
    for (int y = y0; y < y1; ++y) {
        const float down = v + (static_cast<float>(y) + 0.5f - low.pos.y) * v_per_px;
        std::uint8_t* px = to.at(x0, y);
        for (int x = x0; x < x1; ++x, px += 4) {
            const float across = u + (static_cast<float>(x) + 0.5f - low.pos.x) * u_per_px;
            if (const int cover = to.sample(across, down); cover > 0)
                lay(px, shade[static_cast<std::size_t>(cover)]);
        }
    }
}

/// 24.8 fixed point, as rasterisers count: edges shared by two triangles cover each px once.
struct Fixed {
    std::int64_t x = 0, y = 0;
};
Fixed fixed(ImVec2 p) { return {std::llround(p.x * 256), std::llround(p.y * 256)}; }

/// What lies on the inner side of an edge, seen along a row.
struct Edge {
    Fixed a = {};
    std::int64_t dx = 0, dy = 0, least = 0;

    Edge(const Fixed& from, const Fixed& to) : a(from), dx(to.x - from.x), dy(to.y - from.y) {
        // Px exactly on a top or left edge belong to the triangle.
        least = (dy == 0 && dx > 0) || dy < 0 ? 0 : 1;
    }
    /// Narrows [x0, x1) to what is inside in row y.
    void narrow(int y, std::int64_t& x0, std::int64_t& x1) const {
        const std::int64_t at_0 = dx * (std::int64_t{y} * 256 + 128 - a.y) - dy * (128 - a.x) - least;
        const std::int64_t per_px = -dy * 256;
        const auto floor_of = [](std::int64_t value, std::int64_t by) {
            return value >= 0 ? value / by : -((-value + by - 1) / by);
        };
        if (per_px > 0) x0 = std::max(x0, -floor_of(at_0, per_px));
        if (per_px < 0) x1 = std::min(x1, floor_of(at_0, -per_px) + 1);
        if (per_px == 0 && at_0 < 0) x1 = x0;
    }
};

/// Something that is even across the triangle: how much at px (0, 0), and per px.
struct Slope {
    float at_0 = 0, per_x = 0, per_y = 0;

    Slope(const Corner& c, float a, float b, float d, float per_area) {
        const float bx = c[1].pos.x - c[0].pos.x, by = c[1].pos.y - c[0].pos.y;
        const float dx = c[2].pos.x - c[0].pos.x, dy = c[2].pos.y - c[0].pos.y;
        per_x = ((b - a) * dy - (d - a) * by) * per_area;
        per_y = ((d - a) * bx - (b - a) * dx) * per_area;
        at_0 = a + (0.5f - c[0].pos.x) * per_x + (0.5f - c[0].pos.y) * per_y;
    }
    float at(int x, int y) const {
        return at_0 + static_cast<float>(x) * per_x + static_cast<float>(y) * per_y;
    }
};

float part_of(ImU32 colour, int shift) { return static_cast<float>(colour >> shift & 0xFF); }

/// Its colours or its place in the texture change from px to px.
void draw_uneven(const Surface& to, const Corner& c, float per_area, const std::array<Edge, 3>& edges, int y0,
                 int y1) {
    const auto width = static_cast<float>(to.texture_width), height = static_cast<float>(to.texture_height);
    const auto colour = [&](int shift) {
        return Slope(c, part_of(c[0].col, shift), part_of(c[1].col, shift), part_of(c[2].col, shift),
                     per_area);
    };
    const std::array<Slope, 4> rgba = {colour(IM_COL32_R_SHIFT), colour(IM_COL32_G_SHIFT),
                                       colour(IM_COL32_B_SHIFT), colour(IM_COL32_A_SHIFT)};
    const Slope u(c, c[0].uv.x * width, c[1].uv.x * width, c[2].uv.x * width, per_area);
    const Slope v(c, c[0].uv.y * height, c[1].uv.y * height, c[2].uv.y * height, per_area);
    for (int y = y0; y < y1; ++y) {
        std::int64_t x0 = to.clip.x0, x1 = to.clip.x1;
        for (const Edge& edge : edges) edge.narrow(y, x0, x1);
        for (auto x = static_cast<int>(x0); x < static_cast<int>(x1); ++x) {
            const auto cover = static_cast<float>(to.sample(u.at(x, y) - 0.5f, v.at(x, y) - 0.5f)) / 255;
            const float alpha = std::clamp(rgba[3].at(x, y) * cover, 0.0f, 255.0f);
            std::uint32_t top = static_cast<std::uint32_t>(alpha + 0.5f) << 24;
            for (std::size_t part = 0; part < 3; ++part)
                top |= static_cast<std::uint32_t>(
                           std::clamp(rgba[part].at(x, y), 0.0f, 255.0f) * alpha / 255 + 0.5f)
                       << (8 * part);
            if (top != 0) lay(to.at(x, y), top);
        }
    }
}

void draw_triangle(const Surface& to, Shades& shades, Corner c) {
    std::array<Fixed, 3> p = {fixed(c[0].pos), fixed(c[1].pos), fixed(c[2].pos)};
    const std::int64_t area = (p[1].x - p[0].x) * (p[2].y - p[0].y) - (p[1].y - p[0].y) * (p[2].x - p[0].x);
    if (area == 0) return;
    if (area < 0) {
        std::swap(p[1], p[2]);
        std::swap(c[1], c[2]);
    }
    const auto [top, bottom] = std::minmax({p[0].y, p[1].y, p[2].y});
    const int y0 = static_cast<int>(std::max<std::int64_t>(to.clip.y0, top >> 8));
    const int y1 = static_cast<int>(std::min<std::int64_t>(to.clip.y1, (bottom >> 8) + 1));
    const std::array<Edge, 3> edges = {Edge(p[0], p[1]), Edge(p[1], p[2]), Edge(p[2], p[0])};
    const auto same_uv = [&](std::size_t a) { return c[a].uv.x == c[0].uv.x && c[a].uv.y == c[0].uv.y; };
    if (c[0].col == c[1].col && c[0].col == c[2].col && same_uv(1) && same_uv(2)) {
        const int cover = to.sample(c[0].uv.x * static_cast<float>(to.texture_width) - 0.5f,
                                    c[0].uv.y * static_cast<float>(to.texture_height) - 0.5f);
        const std::uint32_t shade = shades.of(c[0].col)[static_cast<std::size_t>(cover)];
        for (int y = y0; y < y1; ++y) {
            std::int64_t x0 = to.clip.x0, x1 = to.clip.x1;
            for (const Edge& edge : edges) edge.narrow(y, x0, x1);
            if (x0 < x1) lay_row(to.at(static_cast<int>(x0), y), static_cast<int>(x1 - x0), shade);
        }
        return;
    }
    const float turned = (c[1].pos.x - c[0].pos.x) * (c[2].pos.y - c[0].pos.y) -
                         (c[1].pos.y - c[0].pos.y) * (c[2].pos.x - c[0].pos.x);
    if (turned > 0) draw_uneven(to, c, 1 / turned, edges, y0, y1);
}

/// The two triangles are halves of an upright box in one colour.
bool is_box(const ImDrawIdx* index, const ImDrawVert* v) {
    if (index[3] != index[0] || index[4] != index[2]) return false;
    const ImDrawVert &a = v[index[0]], &b = v[index[1]], &c = v[index[2]], &d = v[index[5]];
    return a.pos.x == d.pos.x && b.pos.x == c.pos.x && a.pos.y == b.pos.y && c.pos.y == d.pos.y &&
           a.pos.x < c.pos.x && a.pos.y < c.pos.y && a.uv.x == d.uv.x && b.uv.x == c.uv.x &&
           a.uv.y == b.uv.y && c.uv.y == d.uv.y && a.col == b.col && a.col == c.col && a.col == d.col;
}

void draw_command(const ImDrawList& list, const ImDrawCmd& command, ImVec2 origin, const Surface& to,
                  Shades& shades) {
    const ImDrawIdx* index = list.IdxBuffer.Data + command.IdxOffset;
    const ImDrawVert* vertices = list.VtxBuffer.Data + command.VtxOffset;
    const auto moved = [&](ImDrawVert vertex) {
        vertex.pos.x -= origin.x;
        vertex.pos.y -= origin.y;
        return vertex;
    };
    for (unsigned int at = 0; at + 2 < command.ElemCount;) {
        if (at + 5 < command.ElemCount && is_box(index + at, vertices)) {
            draw_box(to, shades, moved(vertices[index[at]]), moved(vertices[index[at + 2]]));
            at += 6;
            continue;
        }
        draw_triangle(
            to, shades,
            {moved(vertices[index[at]]), moved(vertices[index[at + 1]]), moved(vertices[index[at + 2]])});
        at += 3;
    }
}

}  // namespace

/// Writes down all that the picture depends on.
void UiLayer::say(const ImDrawData& data, const ImFontAtlas& atlas) {
    said_.clear();
    const auto add = [this](const void* from, std::size_t bytes) {
        const auto* first = static_cast<const std::byte*>(from);
        said_.insert(said_.end(), first, first + bytes);
    };
    const auto add_value = [&](const auto& value) { add(&value, sizeof value); };
    add_value(data.DisplaySize);
    add_value(data.DisplayPos);
    add_value(data.FramebufferScale);
    add_value(atlas.TexPixelsAlpha8);
    add_value(atlas.TexWidth);
    add_value(atlas.TexHeight);
    for (int number = 0; number < data.CmdListsCount; ++number) {
        const ImDrawList& list = *data.CmdLists[number];
        for (const ImDrawCmd& command : list.CmdBuffer) {
            add_value(command.ClipRect);
            add_value(command.VtxOffset);
            add_value(command.IdxOffset);
            add_value(command.ElemCount);
        }
        add(list.VtxBuffer.Data, static_cast<std::size_t>(list.VtxBuffer.size_in_bytes()));
        add(list.IdxBuffer.Data, static_cast<std::size_t>(list.IdxBuffer.size_in_bytes()));
    }
}

bool UiLayer::update(const ImDrawData& data, ImFontAtlas& atlas) {
    Surface to;
    unsigned char* pixels = nullptr;
    atlas.GetTexDataAsAlpha8(&pixels, &to.texture_width, &to.texture_height);
    to.alpha = pixels;
    say(data, atlas);
    if (said_ == last_said_ && number_ > 0) return false;
    said_.swap(last_said_);
    ++number_;
    to.width = width_px_ = std::max(0, static_cast<int>(data.DisplaySize.x));
    to.height = height_px_ = std::max(0, static_cast<int>(data.DisplaySize.y));
    rgba_.assign(static_cast<std::size_t>(width_px_) * static_cast<std::size_t>(height_px_) * 4, 0);
    to.rgba = rgba_.data();
    Shades shades;
    for (int number = 0; number < data.CmdListsCount; ++number) {
        const ImDrawList& list = *data.CmdLists[number];
        for (const ImDrawCmd& command : list.CmdBuffer) {
            if (command.UserCallback != nullptr) continue;
            const auto cut = [](float value, int most) {
                return std::clamp(static_cast<int>(value), 0, most);
            };
            to.clip = {cut(command.ClipRect.x - data.DisplayPos.x, to.width),
                       cut(command.ClipRect.y - data.DisplayPos.y, to.height),
                       cut(command.ClipRect.z - data.DisplayPos.x, to.width),
                       cut(command.ClipRect.w - data.DisplayPos.y, to.height)};
            if (to.clip.x0 < to.clip.x1 && to.clip.y0 < to.clip.y1)
                draw_command(list, command, data.DisplayPos, to, shades);
        }
    }
    return true;
}

}  // namespace flowspace
