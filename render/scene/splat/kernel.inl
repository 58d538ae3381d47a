// The splat kernel, the twin of arc.vert, arc.frag and composite.frag on the processor. Included, within an
// unnamed namespace, by one file per instruction set, which first says what a Quad (4 floats) and a Wide (4
// or 8) are. Every px is computed by the same operations in the same order however many are done at once.

inline int floor_int(float a) {
    const int cut = static_cast<int>(a);
    return cut - (static_cast<float>(cut) > a ? 1 : 0);
}
inline int ceil_int(float a) { return -floor_int(-a); }
inline float least(float a, float b) { return a < b ? a : b; }
inline float most(float a, float b) { return a > b ? a : b; }
inline float held(float a, float low, float high) { return least(most(a, low), high); }

/// A piece, seen along the axis that it follows more: `major`; px are visited in columns across it.
struct Run {
    float major = 0, minor = 0;              // where it starts
    float way_major = 1, way_minor = 0;      // unit direction of travel
    float slope = 0;                         // minor per major
    float px_per_major = 1;                  // along the piece, signed
    float cut_a_major = 1, cut_a_minor = 0;  // unit normals of the cuts at both ends
    float cut_b_major = 1, cut_b_minor = 0;
    float end_major = 0, end_minor = 0;
    float half_a = 0, half_per_px = 0, widest = 0;
    float reach_minor = 1;  // px from the middle that the ribbon covers, along the minor axis
    float depth_a = 0, depth_per_px = 0;
    // Of what lies square to the ribbon, along per across: at the start, and how it grows.
    float lean_a = 0, lean_per_px = 0;
    float along_a = 0, along_per_px = 1;
    float head_a = 0, head_per_px = 0;
    int low = 0, high = 0;  // of the tile, along the minor axis
    float* gathered = nullptr;
    const float* depths = nullptr;
    std::ptrdiff_t major_step = 0, minor_step = 0, corner = 0;  // px: a column, a row, the tile's first

    std::ptrdiff_t at(int column, int row) const { return column * major_step + row * minor_step - corner; }
};

/// Opacity at `u` px along the piece, before the cover of the px is known.
template <class Lanes>
inline Lanes opacity(const Run& run, const Stroke& stroke, const Scene& scene, Lanes u) {
    const Lanes one = set(1.0f, u), none = set(0.0f, u);
    const Lanes along = set(run.along_a, u) + u * set(run.along_per_px, u);
    Lanes alpha = set(stroke.body, u);
    if (stroke.dashes_per_px > 0) {
        const Lanes turns = along * set(stroke.dashes_per_px, u);
        const Lanes place = (turns - whole(turns)) * set(stroke.dash_px, u);
        const Lanes inside = lesser(place, set(0.72f * stroke.dash_px, u) - place);
        const Lanes shown = lesser(greater(inside * set(stroke.dash_per_px, u) + set(0.5f, u), none), one);
        const Lanes dashed = alpha * (set(0.3f, u) + set(0.7f, u) * shown);
        alpha = choose(less(along, set(stroke.arrow_from_px, u)), dashed, alpha);
    }
    if (scene.heads == Scene::Heads::comets) {
        const Lanes turns = set(run.head_a, u) - u * set(run.head_per_px, u);
        const Lanes behind = turns - whole(turns);
        const Lanes tail = greater(one - behind * set(2.2f, u), none);
        const Lanes before = greater(one - (one - behind) * set(stroke.px_per_head, u), none);
        const Lanes comet = greater(tail * tail, before);
        alpha = alpha + (set(0.95f, u) - alpha) * comet;
    } else {
        alpha = choose(less(along, set(stroke.arrow_from_px, u)), alpha, greater(alpha, set(0.9f, u)));
    }
    return alpha * set(stroke.gain * scene.gain, u);
}

/// What of the opacity a hollow ribbon keeps `side` px from its middle: all of it at the rim and in its
/// arrowhead.
template <class Lanes>
inline Lanes rim(const Run& run, const Stroke& stroke, Lanes side, Lanes half, Lanes u) {
    const Lanes one = set(1.0f, u), none = set(0.0f, u);
    const Lanes wide = greater(set(0.3f, u) * half, set(1.25f, u));
    const Lanes edge = lesser(greater(absolute(side) - (half - wide) + set(0.5f, u), none), one);
    const Lanes along = set(run.along_a, u) + u * set(run.along_per_px, u);
    return choose(less(along, set(stroke.arrow_from_px, u)), set(0.12f, u) + set(0.88f, u) * edge, one);
}

/// Lays ink over `rows` px that lie side by side across the run.
template <int rows, class Lanes>
inline void blend(float* px, std::ptrdiff_t step, Lanes alpha, Quad ink) {
    float shares[Lanes::count];
    store(shares, alpha);
    for (int row = 0; row < rows; ++row, px += 4 * step) {
        const Quad under = load(px, Quad{});
        store(px, under + (ink - under) * set(shares[row], Quad{}));
    }
}

enum class Ground { clear, near };  // whether it may hide something

/// What is left of the cover of px from `row` on between the cuts at both ends.
template <class Lanes>
inline Lanes cut(const Run& run, int column, int row, Lanes share) {
    const float major = static_cast<float>(column) + 0.5f;
    const Lanes minor = steps(share) + set(static_cast<float>(row) + 0.5f, share);
    const Lanes from_a = set((major - run.major) * run.cut_a_major, share) +
                         (minor - set(run.minor, share)) * set(run.cut_a_minor, share);
    const Lanes from_b = set((major - run.end_major) * run.cut_b_major, share) +
                         (minor - set(run.end_minor, share)) * set(run.cut_b_minor, share);
    const Lanes none = set(0.0f, share);
    return choose(both(at_most(none, from_a), less(from_b, none)), share, none);
}

/// What is left of it where the ground stands in front, or the eye is passed.
template <class Lanes>
inline Lanes seen(const Run& run, int column, int row, Lanes u, Lanes share) {
    float depths[Lanes::count];
    const float* at = run.depths + run.at(column, row);
    for (int lane = 0; lane < Lanes::count; ++lane) depths[lane] = at[lane * run.minor_step];
    const Lanes depth = set(run.depth_a, share) + u * set(run.depth_per_px, share);
    const Lanes none = set(0.0f, share);
    return choose(both(at_most(depth, load(depths, share)), at_most(none, depth)), share, none);
}

/// How dashes end in a thin run: upright in columns, one opacity each, or square to the ribbon.
enum class Ends { upright, square };

/// Columns of a thin run of even width: at most `rows` px each. `inner` and `outer`: between them no cut at an
/// end passes through a column.
template <Ground ground, Ends ends, int rows>
inline void thin_columns(const Run& run, const Stroke& stroke, const Scene& scene, int first, int inner,
                         int outer, int end) {
    const Quad ink = load(stroke.ink, Quad{});
    const Quad none = set(0.0f, Quad{}), one = set(1.0f, Quad{}), opaque = set(0.996f, Quad{});
    const Quad across = set(run.way_major < 0 ? -run.way_major : run.way_major, Quad{});
    const Quad edge = set(run.half_a + 0.4999f, Quad{});
    for (int group = first; group < end; group += Wide::count) {
        const Wide majors = steps(Wide{}) + set(static_cast<float>(group) + 0.5f, Wide{});
        const Wide ways = majors - set(run.major, Wide{});
        const Wide us = ways * set(run.px_per_major, Wide{});
        const Wide middles = set(run.minor, Wide{}) + ways * set(run.slope, Wide{});
        const Wide below = set(run.reach_minor + 0.5f, Wide{}) - middles;
        const Wide tops =
            lesser(greater(set(0.0f, Wide{}) - whole(below), set(static_cast<float>(run.low), Wide{})),
                   set(static_cast<float>(run.high), Wide{}));  // the row past the tile takes the rest
        float alphas[4 * Wide::count], along[Wide::count], offs[Wide::count];
        int top_rows[Wide::count];
        const Wide first_offs = tops + set(0.5f, Wide{}) - middles;
        if constexpr (ends == Ends::upright) {
            store(alphas, opacity(run, stroke, scene, us));
        } else {
            for (int row = 0; row < rows; ++row) {
                float of_row[Wide::count];
                const Wide off = first_offs + set(static_cast<float>(row), Wide{});
                store(of_row, opacity(run, stroke, scene, us + off * set(run.way_minor, Wide{})));
                for (int lane = 0; lane < Wide::count; ++lane) alphas[4 * lane + row] = of_row[lane];
            }
            for (int lane = 0; rows < 4 && lane < Wide::count; ++lane) alphas[4 * lane + 3] = 0;
        }
        store(along, us);
        store(offs, first_offs);
        store_cut(top_rows, tops);
        const int columns = end - group < Wide::count ? end - group : Wide::count;
        for (int lane = 0; lane < columns; ++lane) {
            const int column = group + lane, row = top_rows[lane];
            const Quad off = steps(Quad{}) + set(offs[lane], Quad{});
            Quad share = lesser(greater(edge - absolute(off) * across, none), one);
            if (column < inner || column >= outer) share = cut(run, column, row, share);
            if constexpr (ground == Ground::near) {
                const Quad u = set(along[lane], Quad{}) + off * set(run.way_minor, Quad{});
                share = seen(run, column, row, u, share);
            }
            const Quad tone =
                ends == Ends::upright ? set(alphas[lane], Quad{}) : load(alphas + 4 * lane, Quad{});
            const Quad alpha = lesser(share * tone, opaque);
            blend<rows>(run.gathered + 4 * run.at(column, row), run.minor_step, alpha, ink);
        }
    }
}

/// Columns of any run: opacity by px, so that dashes and heads end square.
template <Ground ground>
inline void wide_columns(const Run& run, const Stroke& stroke, const Scene& scene, int first, int inner,
                         int outer, int end) {
    const Quad ink = load(stroke.ink, Quad{});
    const Wide across = set(run.way_major, Wide{});
    const Wide none = set(0.0f, Wide{}), one = set(1.0f, Wide{});
    for (int column = first; column < end; ++column) {
        const float way = static_cast<float>(column) + 0.5f - run.major;
        const float middle = run.minor + way * run.slope;
        const float u_middle = way * run.px_per_major;
        int row = ceil_int(middle - run.reach_minor - 0.5f);
        int stop = floor_int(middle + run.reach_minor - 0.5f) + 1;
        if (row < run.low) row = run.low;
        if (stop > run.high) stop = run.high;
        for (; row < stop; row += Wide::count) {
            const Wide off = steps(Wide{}) + set(static_cast<float>(row) + 0.5f - middle, Wide{});
            const Wide u = set(u_middle, Wide{}) + off * set(run.way_minor, Wide{});
            const Wide half =
                lesser(set(run.half_a, Wide{}) + u * set(run.half_per_px, Wide{}), set(run.widest, Wide{}));
            const Wide side = off * across;
            // A hair less than half a px: what a group of lanes touches beyond the reach gets nothing,
            // surely.
            Wide share = lesser(greater(half + set(0.4999f, Wide{}) - absolute(side), none), one);
            if (column < inner || column >= outer) share = cut(run, column, row, share);
            if constexpr (ground == Ground::near) share = seen(run, column, row, u, share);
            // Between the cuts at both ends, so that dashes turn with the ribbon.
            const Wide square = u - side * (set(run.lean_a, Wide{}) + u * set(run.lean_per_px, Wide{}));
            Wide opaque = opacity(run, stroke, scene, square);
            if (stroke.hollow > 0) opaque = opaque * rim(run, stroke, side, half, square);
            const Wide alpha = lesser(share * opaque, set(0.996f, Wide{}));
            blend<Wide::count>(run.gathered + 4 * run.at(column, row), run.minor_step, alpha, ink);
        }
    }
}

template <Ground ground>
inline void columns(const Run& run, const Stroke& stroke, const Scene& scene, int first, int inner, int outer,
                    int end) {
    // Columns that three or four px hold, from the first that the ribbon touches.
    const bool even = run.half_per_px == 0.0f && stroke.hollow == 0.0f;  // in opacity across it too
    // Along an axis, square is upright.
    const bool square = stroke.dashes_per_px > 0 && __builtin_fabsf(run.way_minor) > 0.1f;
    if (even && run.reach_minor <= 1.5f && square)
        thin_columns<ground, Ends::square, 3>(run, stroke, scene, first, inner, outer, end);
    else if (even && run.reach_minor <= 1.5f)
        thin_columns<ground, Ends::upright, 3>(run, stroke, scene, first, inner, outer, end);
    else if (even && run.reach_minor <= 2.0f && square)
        thin_columns<ground, Ends::square, 4>(run, stroke, scene, first, inner, outer, end);
    else if (even && run.reach_minor <= 2.0f)
        thin_columns<ground, Ends::upright, 4>(run, stroke, scene, first, inner, outer, end);
    else
        wide_columns<ground>(run, stroke, scene, first, inner, outer, end);
}

inline float reduced(float turns) { return turns - static_cast<float>(floor_int(turns)); }

inline void draw_piece(const Scene& scene, const Tile& tile, const Knot& a, const Knot& b,
                       const Stroke& stroke) {
    const float dx = b.x - a.x, dy = b.y - a.y;
    const float length = __builtin_sqrtf(dx * dx + dy * dy);
    if (!(length > 1e-4f)) return;
    const bool steep = __builtin_fabsf(dy) > __builtin_fabsf(dx);
    const float per_length = 1.0f / length;
    Run run;
    run.major = steep ? a.y : a.x;
    run.minor = steep ? a.x : a.y;
    run.end_major = steep ? b.y : b.x;
    run.end_minor = steep ? b.x : b.y;
    run.way_major = (steep ? dy : dx) * per_length;
    run.way_minor = (steep ? dx : dy) * per_length;
    run.px_per_major = 1.0f / run.way_major;
    run.slope = run.way_minor * run.px_per_major;
    run.cut_a_major = steep ? a.along_y : a.along_x;
    run.cut_a_minor = steep ? a.along_x : a.along_y;
    run.cut_b_major = steep ? b.along_y : b.along_x;
    run.cut_b_minor = steep ? b.along_x : b.along_y;
    run.half_a = a.half_px;
    run.half_per_px = (b.half_px - a.half_px) * per_length;
    run.widest = most(a.half_px, b.half_px);
    const float reach = run.widest + 0.5f;
    run.reach_minor = reach * __builtin_fabsf(run.px_per_major);
    run.low = steep ? tile.left : tile.top;
    run.high = steep ? tile.left + tile.width : tile.top + tile.height;

    // The columns that it touches within the tile.
    const float spread_a = reach * __builtin_fabsf(run.cut_a_minor) + 1.0f;
    const float spread_b = reach * __builtin_fabsf(run.cut_b_minor) + 1.0f;
    const bool forward = run.way_major > 0;
    float low = forward ? run.major - spread_a : run.end_major - spread_b;
    float high = forward ? run.end_major + spread_b : run.major + spread_a;
    if (run.slope != 0.0f) {
        const float major_per_minor = 1.0f / run.slope;
        const float at_low =
            run.major + (static_cast<float>(run.low) - run.reach_minor - run.minor) * major_per_minor;
        const float at_high =
            run.major + (static_cast<float>(run.high) + run.reach_minor - run.minor) * major_per_minor;
        low = most(low, least(at_low, at_high) - 1.0f);
        high = least(high, most(at_low, at_high) + 1.0f);
    }
    const auto tile_low = static_cast<float>(steep ? tile.top : tile.left);
    const auto tile_high = static_cast<float>(steep ? tile.top + tile.height : tile.left + tile.width);
    low = held(low, tile_low, tile_high);
    high = held(high, tile_low, tile_high);
    const int first = ceil_int(low - 0.5f);
    const int end = floor_int(high - 0.5f) + 1;
    if (first >= end) return;

    // Of those, the ones that no cut at an end passes through, if the ribbon bends little there.
    const float square_a = run.cut_a_major * run.way_major + run.cut_a_minor * run.way_minor;
    const float square_b = run.cut_b_major * run.way_major + run.cut_b_minor * run.way_minor;
    int inner = end, outer = end;
    if (square_a > 0.9f && square_b > 0.9f) {
        const float margin = 0.6f * reach + 1.0f;
        const float clear_low = forward ? run.major + spread_a + margin : run.end_major + spread_b + margin;
        const float clear_high = forward ? run.end_major - spread_b - margin : run.major - spread_a - margin;
        inner = ceil_int(held(clear_low, low, high) - 0.5f);
        outer = floor_int(held(clear_high, low, high) - 0.5f) + 1;
        if (inner < first) inner = first;
        if (outer > end) outer = end;
        if (outer < inner) inner = outer = end;
    }

    const float lean_a = square_a > 0.5f
                             ? (run.way_minor * run.cut_a_major - run.way_major * run.cut_a_minor) / square_a
                             : 0.0f;
    const float lean_b = square_b > 0.5f
                             ? (run.way_minor * run.cut_b_major - run.way_major * run.cut_b_minor) / square_b
                             : 0.0f;
    run.lean_a = lean_a;
    run.lean_per_px = (lean_b - lean_a) * per_length;
    run.along_a = a.along_px;
    run.along_per_px = (b.along_px - a.along_px) * per_length;
    run.head_a = reduced(scene.time_s * stroke.heads_per_s + stroke.phase - a.t * stroke.heads);
    run.head_per_px = (b.t - a.t) * stroke.heads * per_length;
    run.depth_a = a.depth;
    run.depth_per_px = (b.depth - a.depth) * per_length;
    run.major_step = steep ? tile_stride : 1;
    run.minor_step = steep ? 1 : tile_stride;
    run.corner = std::ptrdiff_t{tile.top} * tile_stride + tile.left;
    run.gathered = tile.gathered;
    run.depths = tile.depths;
    // Past its ends a piece is as deep as at them, give or take the width of a ribbon.
    const float slack = __builtin_fabsf(run.depth_per_px) * (reach + 2.0f);
    const bool hidden_nowhere =
        most(a.depth, b.depth) + slack <= tile.nearest && least(a.depth, b.depth) >= slack;
    if (hidden_nowhere)
        columns<Ground::clear>(run, stroke, scene, first, inner, outer, end);
    else
        columns<Ground::near>(run, stroke, scene, first, inner, outer, end);
}

void draw(const Scene& scene, const Tile& tile, const Piece* pieces, std::size_t count) {
    for (std::size_t row = 0; row < count; ++row) {
        const Knot* knot = scene.knots + pieces[row].knot;
        if (row + 8 < count) {
            __builtin_prefetch(scene.knots + pieces[row + 8].knot);
            __builtin_prefetch(scene.strokes + pieces[row + 8].stroke);
        }
        draw_piece(scene, tile, knot[0], knot[1], scene.strokes[pieces[row].stroke]);
    }
}

void lay_over(const Wash& wash, const float* gathered, const std::uint8_t* ground, std::uint8_t* picture,
              int count) {
    const Quad veil = load(wash.veil, Quad{});
    const Quad veil_share = set(wash.veil_share, Quad{});
    const Quad to_unit = set(1.0f / 255.0f, Quad{});
    const bool bare = wash.veil_share == 0.0f;
    for (int px = 0; px < count; ++px, gathered += 4, ground += 4, picture += 4) {
        if (bare && gathered[3] == 1.0f) {  // nothing lies here
            __builtin_memcpy(picture, ground, 4);
            picture[3] = 255;
            continue;
        }
        Quad under = of_bytes(ground) * to_unit;
        under = under + (veil - under) * veil_share;
        Quad over = load(gathered, Quad{});
        float parts[4];
        store(parts, over);
        const float through = parts[3];
        if (through < 0.4494f) {
            const float place = __builtin_sqrtf(most(through, 0.0f)) * static_cast<float>(density_steps);
            const int step = static_cast<int>(place);
            const float share = place - static_cast<float>(step);
            const float dense = wash.density[step] + (wash.density[step + 1] - wash.density[step]) * share;
            const float lift = 1.0f + (wash.lift - 1.0f) * dense;
            const float brightest = most(1.0f, most(parts[0], most(parts[1], parts[2])) * lift);
            over = over * set(lift / brightest, Quad{});
        }
        const Quad mixed = under * set(through, Quad{}) + over;
        to_bytes(picture, mixed * set(255.0f, Quad{}) + set(0.5f, Quad{}));
        picture[3] = 255;
    }
}
