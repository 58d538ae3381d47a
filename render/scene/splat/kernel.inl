// The splat kernel, the twin of arc.vert, arc.frag and composite.frag on the processor. Included, within an
// unnamed namespace, by one file per instruction set, which first says what a Quad (4 floats) and a Wide (4
// or 8) are. Every px is computed by the same operations in the same order however many are done at once.

inline int floor_int(float a) {
    const int cut = static_cast<int>(a);
    return cut - (static_cast<float>(cut) > a ? 1 : 0);
}
inline int ceil_int(float a) { return -floor_int(-a); }
inline int least_int(int a, int b) { return a < b ? a : b; }
inline float most(float a, float b) { return a > b ? a : b; }

/// A piece, seen along the axis that it follows more: `major`; px are visited in columns across it. Floats
/// throughout, so that several pieces are worked out at once.
template <class Value>
struct RunOf {
    Value major, minor;          // where it starts
    Value way_major, way_minor;  // unit direction of travel
    Value slope;                 // minor per major
    Value px_per_major;          // along the piece, signed
    Value half_a, half_per_px;
    Value cut_a_major, cut_a_minor;  // unit normals of the cuts at both ends
    Value cut_b_major, cut_b_minor;
    Value end_major, end_minor;
    Value widest, reach_minor;  // px from the middle that the ribbon covers: across it, along the minor axis
    Value depth_a, depth_per_px;
    Value lean_a, lean_per_px;  // of what lies square to the ribbon, along per across, and how it grows
    Value along_a, along_per_px;
    Value t_a, t_span;   // on the arc's curve, over the piece's length, ...
    Value per_length;    // ... of which this is one over
    Value first, end;    // columns of the tile that it touches
    Value inner, outer;  // of those, between them no cut at an end passes through
    Value steep;         // 1: its columns are rows of the picture
    Value near;          // 1: the ground may hide some of it
    Value spare;         // so that runs are written in blocks of eight
};
using Run = RunOf<float>;
using Runs = RunOf<Wide>;
constexpr int run_blocks = sizeof(Run) / (8 * sizeof(float));
static_assert(sizeof(Run) == 32 * sizeof(float) && sizeof(Runs) == 32 * sizeof(Wide));

/// How a tile lies in memory for the runs of one direction; px.
struct Grid {
    std::ptrdiff_t major_step = 0, minor_step = 0, corner = 0;  // a column, a row, the tile's first
    int low = 0, high = 0;                                      // of the tile, along the minor axis
    float* gathered = nullptr;
    const float* depths = nullptr;

    std::ptrdiff_t at(int column, int row) const { return column * major_step + row * minor_step - corner; }
};

inline Grid grid_of(const Tile& tile, bool steep) {
    return {.major_step = steep ? tile_stride : 1,
            .minor_step = steep ? 1 : tile_stride,
            .corner = std::ptrdiff_t{tile.top} * tile_stride + tile.left,
            .low = steep ? tile.left : tile.top,
            .high = steep ? tile.left + tile.width : tile.top + tile.height,
            .gathered = tile.gathered,
            .depths = tile.depths};
}

inline float reduced(float turns) { return turns - static_cast<float>(floor_int(turns)); }

/// What opacity depends on along a run.
template <class Lanes>
struct Tone {
    Lanes along_a, along_per_px, head_a, head_per_px;
    Lanes body, gain, dashes_per_px, dash_px, dash_shown_px, dash_per_px, arrow_from_px, px_per_head;
    bool dashed, comets;
};

template <class Lanes>
inline Tone<Lanes> tone_of(const Run& run, const Stroke& stroke, const Scene& scene) {
    const auto all = [](float a) { return set(a, Lanes{}); };
    return {.along_a = all(run.along_a),
            .along_per_px = all(run.along_per_px),
            .head_a = all(reduced(scene.time_s * stroke.heads_per_s + stroke.phase - run.t_a * stroke.heads)),
            .head_per_px = all(run.t_span * stroke.heads * run.per_length),
            .body = all(stroke.body),
            .gain = all(stroke.gain * scene.gain),
            .dashes_per_px = all(stroke.dashes_per_px),
            .dash_px = all(stroke.dash_px),
            .dash_shown_px = all(0.72f * stroke.dash_px),
            .dash_per_px = all(stroke.dash_per_px),
            .arrow_from_px = all(stroke.arrow_from_px),
            .px_per_head = all(stroke.px_per_head),
            .dashed = stroke.dashes_per_px > 0,
            .comets = scene.heads == Scene::Heads::comets};
}

/// Opacity at `u` px along the piece, before the cover of the px is known.
template <class Lanes>
inline Lanes opacity(const Tone<Lanes>& tone, Lanes u) {
    const Lanes one = set(1.0f, u), none = set(0.0f, u);
    const Lanes along = tone.along_a + u * tone.along_per_px;
    Lanes alpha = tone.body;
    if (tone.dashed) {
        const Lanes turns = along * tone.dashes_per_px;
        const Lanes place = (turns - whole(turns)) * tone.dash_px;
        const Lanes inside = lesser(place, tone.dash_shown_px - place);
        const Lanes shown = lesser(greater(inside * tone.dash_per_px + set(0.5f, u), none), one);
        const Lanes dashed = alpha * (set(0.3f, u) + set(0.7f, u) * shown);
        alpha = choose(less(along, tone.arrow_from_px), dashed, alpha);
    }
    if (tone.comets) {
        const Lanes turns = tone.head_a - u * tone.head_per_px;
        const Lanes behind = turns - whole(turns);
        const Lanes tail = greater(one - behind * set(2.2f, u), none);
        const Lanes before = greater(one - (one - behind) * tone.px_per_head, none);
        const Lanes comet = greater(tail * tail, before);
        alpha = alpha + (set(0.95f, u) - alpha) * comet;
    } else {
        alpha = choose(less(along, tone.arrow_from_px), alpha, greater(alpha, set(0.9f, u)));
    }
    return alpha * tone.gain;
}

/// What of the opacity a hollow ribbon keeps `side` px from its middle: all of it at the rim and in its
/// arrowhead.
template <class Lanes>
inline Lanes rim(const Tone<Lanes>& tone, Lanes side, Lanes half, Lanes u) {
    const Lanes one = set(1.0f, u), none = set(0.0f, u);
    const Lanes wide = greater(set(0.3f, u) * half, set(1.25f, u));
    const Lanes edge = lesser(greater(absolute(side) - (half - wide) + set(0.5f, u), none), one);
    const Lanes along = tone.along_a + u * tone.along_per_px;
    return choose(less(along, tone.arrow_from_px), set(0.12f, u) + set(0.88f, u) * edge, one);
}

/// Lays ink over `rows` px, `step` apart.
template <int rows>
inline void blend_apart(float* px, std::ptrdiff_t step, const float* alphas, std::ptrdiff_t alpha_step,
                        Quad ink) {
    for (int row = 0; row < rows; ++row, px += 4 * step, alphas += alpha_step) {
        const Quad under = load(px, Quad{});
        store(px, under + (ink - under) * set(*alphas, Quad{}));
    }
}

enum class Ground { clear, near };  // whether it may hide something

/// What is left of the cover of px between the cuts at both ends; `major` and `minor`: their middles.
template <class Lanes>
inline Lanes cut(const Run& run, Lanes major, Lanes minor, Lanes share) {
    const Lanes from_a = (major - set(run.major, share)) * set(run.cut_a_major, share) +
                         (minor - set(run.minor, share)) * set(run.cut_a_minor, share);
    const Lanes from_b = (major - set(run.end_major, share)) * set(run.cut_b_major, share) +
                         (minor - set(run.end_minor, share)) * set(run.cut_b_minor, share);
    const Lanes none = set(0.0f, share);
    return choose(both(at_most(none, from_a), less(from_b, none)), share, none);
}

/// What is left of it where the ground, `depths` deep there, stands in front, or the eye is passed.
template <class Lanes>
inline Lanes seen(const Run& run, Lanes depths, Lanes u, Lanes share) {
    const Lanes depth = set(run.depth_a, share) + u * set(run.depth_per_px, share);
    const Lanes none = set(0.0f, share);
    return choose(both(at_most(depth, depths), at_most(none, depth)), share, none);
}

/// How dashes end in a thin run: upright in columns, one opacity each, or square to the ribbon.
enum class Ends { upright, square };

/// Columns of a thin run of even width: at most `rows` px each, several columns at once.
template <Ground ground, Ends ends, int rows>
inline void thin_columns(const Run& run, const Grid& grid, const Stroke& stroke, const Scene& scene) {
    constexpr int count = Wide::count;
    const int first = static_cast<int>(run.first), end = static_cast<int>(run.end);
    const int inner = static_cast<int>(run.inner), outer = static_cast<int>(run.outer);
    const Quad ink = load(stroke.ink, Quad{});
    const Tone<Wide> tone = tone_of<Wide>(run, stroke, scene);
    const Wide none = set(0.0f, Wide{}), one = set(1.0f, Wide{}), opaque = set(0.996f, Wide{});
    const Wide across = set(run.way_major < 0 ? -run.way_major : run.way_major, Wide{});
    const Wide edge = set(run.half_a + 0.4999f, Wide{});
    for (int group = first; group < end; group += count) {
        const Wide majors = steps(Wide{}) + set(static_cast<float>(group) + 0.5f, Wide{});
        const Wide ways = majors - set(run.major, Wide{});
        const Wide us = ways * set(run.px_per_major, Wide{});
        const Wide middles = set(run.minor, Wide{}) + ways * set(run.slope, Wide{});
        const Wide below = set(run.reach_minor + 0.5f, Wide{}) - middles;
        const Wide tops =
            lesser(greater(none - whole(below), set(static_cast<float>(grid.low), Wide{})),
                   set(static_cast<float>(grid.high), Wide{}));  // the row past the tile takes the rest
        const Wide top_middles = tops + set(0.5f, Wide{});
        const Wide first_offs = top_middles - middles;
        // In the tile's memory: whole numbers that a float holds.
        const Wide columns_at = set(static_cast<float>(grid.at(group, 0)), Wide{}) +
                                steps(Wide{}) * set(static_cast<float>(grid.major_step), Wide{});
        int top_rows[count];
        store_cut(top_rows, tops);
        const bool ending = group < inner || group + count > outer;
        Wide of_px = none;
        if constexpr (ends == Ends::upright) of_px = opacity(tone, us);
        Wide alphas[4] = {none, none, none, none};
        for (int row = 0; row < rows; ++row) {
            const Wide down = set(static_cast<float>(row), Wide{});
            const Wide off = down + first_offs;
            Wide share = lesser(greater(edge - absolute(off) * across, none), one);
            if (ending) share = cut(run, majors, down + top_middles, share);
            const Wide u = us + off * set(run.way_minor, Wide{});
            if constexpr (ground == Ground::near) {
                const Wide places =
                    columns_at + (tops + down) * set(static_cast<float>(grid.minor_step), Wide{});
                share = seen(run, gather(grid.depths, places), u, share);
            }
            if constexpr (ends == Ends::square) of_px = opacity(tone, u);
            alphas[row] = lesser(share * of_px, opaque);
        }
        const int columns = least_int(end - group, count);
        float* px = grid.gathered + 4 * grid.at(group, 0);
        float shares[4 * count];
        if (grid.minor_step == 1) {  // the px of a column are neighbours
            store_across(shares, alphas[0], alphas[1], alphas[2], alphas[3]);
            for (int lane = 0; lane < columns; ++lane, px += 4 * grid.major_step)
                blend_four<rows>(px + 4 * std::ptrdiff_t{top_rows[lane]}, shares + 4 * lane, ink);
        } else {
            for (int row = 0; row < rows; ++row) store(shares + row * count, alphas[row]);
            for (int lane = 0; lane < columns; ++lane, px += 4)
                blend_apart<rows>(px + 4 * grid.minor_step * top_rows[lane], grid.minor_step, shares + lane,
                                  count, ink);
        }
    }
}

/// Columns of any run: opacity by px, so that dashes and heads end square.
template <Ground ground>
inline void wide_columns(const Run& run, const Grid& grid, const Stroke& stroke, const Scene& scene) {
    const int first = static_cast<int>(run.first), end = static_cast<int>(run.end);
    const int inner = static_cast<int>(run.inner), outer = static_cast<int>(run.outer);
    const Quad ink = load(stroke.ink, Quad{});
    const Tone<Wide> tone = tone_of<Wide>(run, stroke, scene);
    const Wide across = set(run.way_major, Wide{});
    const Wide none = set(0.0f, Wide{}), one = set(1.0f, Wide{});
    for (int column = first; column < end; ++column) {
        const float way = static_cast<float>(column) + 0.5f - run.major;
        const float middle = run.minor + way * run.slope;
        const float u_middle = way * run.px_per_major;
        int row = ceil_int(middle - run.reach_minor - 0.5f);
        int stop = floor_int(middle + run.reach_minor - 0.5f) + 1;
        if (row < grid.low) row = grid.low;
        if (stop > grid.high) stop = grid.high;
        for (; row < stop; row += Wide::count) {
            const Wide off = steps(Wide{}) + set(static_cast<float>(row) + 0.5f - middle, Wide{});
            const Wide u = set(u_middle, Wide{}) + off * set(run.way_minor, Wide{});
            const Wide half =
                lesser(set(run.half_a, Wide{}) + u * set(run.half_per_px, Wide{}), set(run.widest, Wide{}));
            const Wide side = off * across;
            // A hair less than half a px: what a group of lanes touches beyond the reach gets nothing,
            // surely.
            Wide share = lesser(greater(half + set(0.4999f, Wide{}) - absolute(side), none), one);
            if (column < inner || column >= outer) {
                const Wide minor = steps(Wide{}) + set(static_cast<float>(row) + 0.5f, Wide{});
                share = cut(run, set(static_cast<float>(column) + 0.5f, Wide{}), minor, share);
            }
            if constexpr (ground == Ground::near) {
                float depths[Wide::count];
                for (int lane = 0; lane < Wide::count; ++lane)
                    depths[lane] = grid.depths[grid.at(column, row) + lane * grid.minor_step];
                share = seen(run, load(depths, Wide{}), u, share);
            }
            // Between the cuts at both ends, so that dashes turn with the ribbon.
            const Wide square = u - side * (set(run.lean_a, Wide{}) + u * set(run.lean_per_px, Wide{}));
            Wide opaque = opacity(tone, square);
            if (stroke.hollow > 0) opaque = opaque * rim(tone, side, half, square);
            float shares[Wide::count];
            store(shares, lesser(share * opaque, set(0.996f, Wide{})));
            blend_apart<Wide::count>(grid.gathered + 4 * grid.at(column, row), grid.minor_step, shares, 1,
                                     ink);
        }
    }
}

template <Ground ground>
inline void columns(const Run& run, const Grid& grid, const Stroke& stroke, const Scene& scene) {
    // Columns that three or four px hold, from the first that the ribbon touches.
    const bool even = run.half_per_px == 0.0f && stroke.hollow == 0.0f;  // in opacity across it too
    // Along an axis, square is upright.
    const bool square = stroke.dashes_per_px > 0 && __builtin_fabsf(run.way_minor) > 0.1f;
    if (even && run.reach_minor <= 1.5f && square)
        thin_columns<ground, Ends::square, 3>(run, grid, stroke, scene);
    else if (even && run.reach_minor <= 1.5f)
        thin_columns<ground, Ends::upright, 3>(run, grid, stroke, scene);
    else if (even && run.reach_minor <= 2.0f && square)
        thin_columns<ground, Ends::square, 4>(run, grid, stroke, scene);
    else if (even && run.reach_minor <= 2.0f)
        thin_columns<ground, Ends::upright, 4>(run, grid, stroke, scene);
    else
        wide_columns<ground>(run, grid, stroke, scene);
}

/// Knots, as many as a Wide holds.
struct Knots {
    Wide x, y, along_x, along_y, along_px, t, half_px, depth;
};
static_assert(sizeof(Knot) == 8 * sizeof(float) && sizeof(Knots) == 8 * sizeof(Wide));

inline Knots knots_at(const Knot* const* rows) {
    const float* floats[Wide::count];
    for (int lane = 0; lane < Wide::count; ++lane) floats[lane] = &rows[lane]->x;
    Wide turned[8];
    turn_in(floats, turned);
    Knots knots;
    __builtin_memcpy(&knots, turned, sizeof knots);
    return knots;
}

inline Wide up(Wide a) { return set(0.0f, a) - whole(set(0.0f, a) - a); }
inline Wide held(Wide a, Wide low, Wide high) { return lesser(greater(a, low), high); }

/// The columns of `tile` that pieces touch, and those that no cut passes through. `turned`: steep ones.
template <class Mask>
inline void find_columns(Runs& runs, const Tile& tile, Mask turned, Wide square_a, Wide square_b) {
    const auto all = [](int of) { return set(static_cast<float>(of), Wide{}); };
    const Wide left = all(tile.left), right = all(tile.left + tile.width);
    const Wide top = all(tile.top), bottom = all(tile.top + tile.height);
    const Wide half = set(0.5f, Wide{}), one = set(1.0f, Wide{});
    const Wide reach = runs.widest + half;
    const Wide spread_a = reach * absolute(runs.cut_a_minor) + one;
    const Wide spread_b = reach * absolute(runs.cut_b_minor) + one;
    const Mask forward = less(set(0.0f, Wide{}), runs.way_major);
    Wide low = choose(forward, runs.major - spread_a, runs.end_major - spread_b);
    Wide high = choose(forward, runs.end_major + spread_b, runs.major + spread_a);
    const Wide major_per_minor = one / runs.slope;
    const Wide at_low =
        runs.major + (choose(turned, left, top) - runs.reach_minor - runs.minor) * major_per_minor;
    const Wide at_high =
        runs.major + (choose(turned, right, bottom) + runs.reach_minor - runs.minor) * major_per_minor;
    const Mask slanting = less(set(0.0f, Wide{}), absolute(runs.slope));
    low = choose(slanting, greater(low, lesser(at_low, at_high) - one), low);
    high = choose(slanting, lesser(high, greater(at_low, at_high) + one), high);
    low = held(low, choose(turned, top, left), choose(turned, bottom, right));
    high = held(high, choose(turned, top, left), choose(turned, bottom, right));
    runs.first = up(low - half);
    runs.end = whole(high - half) + one;

    // If the ribbon bends little at the cuts.
    const Wide margin = set(0.6f, Wide{}) * reach + one;
    const Wide clear_low =
        choose(forward, runs.major + spread_a + margin, runs.end_major + spread_b + margin);
    const Wide clear_high =
        choose(forward, runs.end_major - spread_b - margin, runs.major - spread_a - margin);
    const Wide inner = greater(up(held(clear_low, low, high) - half), runs.first);
    const Wide outer = lesser(whole(held(clear_high, low, high) - half) + one, runs.end);
    const Wide straight = set(0.9f, Wide{});
    const Mask clear = both(both(less(straight, square_a), less(straight, square_b)), at_most(inner, outer));
    runs.inner = choose(clear, inner, runs.end);
    runs.outer = choose(clear, outer, runs.end);
}

/// What pieces from knots `a` to knots `b` are within `tile`; those without length touch no column.
inline Runs runs_between(const Knots& a, const Knots& b, const Tile& tile) {
    const Wide none = set(0.0f, Wide{}), one = set(1.0f, Wide{}), half = set(0.5f, Wide{});
    const Wide dx = b.x - a.x, dy = b.y - a.y;
    const Wide length = root(dx * dx + dy * dy);
    const Wide per_length = one / length;
    const auto turned = less(absolute(dx), absolute(dy));
    Runs runs;
    runs.major = choose(turned, a.y, a.x);
    runs.minor = choose(turned, a.x, a.y);
    runs.end_major = choose(turned, b.y, b.x);
    runs.end_minor = choose(turned, b.x, b.y);
    runs.way_major = choose(turned, dy, dx) * per_length;
    runs.way_minor = choose(turned, dx, dy) * per_length;
    runs.px_per_major = one / runs.way_major;
    runs.slope = runs.way_minor * runs.px_per_major;
    runs.cut_a_major = choose(turned, a.along_y, a.along_x);
    runs.cut_a_minor = choose(turned, a.along_x, a.along_y);
    runs.cut_b_major = choose(turned, b.along_y, b.along_x);
    runs.cut_b_minor = choose(turned, b.along_x, b.along_y);
    runs.half_a = a.half_px;
    runs.half_per_px = (b.half_px - a.half_px) * per_length;
    runs.widest = greater(a.half_px, b.half_px);
    runs.reach_minor = (runs.widest + half) * absolute(runs.px_per_major);
    const Wide square_a = runs.cut_a_major * runs.way_major + runs.cut_a_minor * runs.way_minor;
    const Wide square_b = runs.cut_b_major * runs.way_major + runs.cut_b_minor * runs.way_minor;
    find_columns(runs, tile, turned, square_a, square_b);
    const auto lean = [&](Wide cut_major, Wide cut_minor, Wide square) {
        const Wide leans = (runs.way_minor * cut_major - runs.way_major * cut_minor) / square;
        return choose(less(half, square), leans, none);
    };
    runs.lean_a = lean(runs.cut_a_major, runs.cut_a_minor, square_a);
    runs.lean_per_px = (lean(runs.cut_b_major, runs.cut_b_minor, square_b) - runs.lean_a) * per_length;
    runs.along_a = a.along_px;
    runs.along_per_px = (b.along_px - a.along_px) * per_length;
    runs.t_a = a.t;
    runs.t_span = b.t - a.t;
    runs.per_length = per_length;
    runs.depth_a = a.depth;
    runs.depth_per_px = (b.depth - a.depth) * per_length;
    // Past its ends a piece is as deep as at them, give or take the width of a ribbon.
    const Wide slack = absolute(runs.depth_per_px) * (runs.widest + half + set(2.0f, Wide{}));
    const auto hidden_nowhere = both(at_most(greater(a.depth, b.depth) + slack, set(tile.nearest, Wide{})),
                                     at_most(slack, lesser(a.depth, b.depth)));
    runs.near = choose(hidden_nowhere, none, one);
    runs.spare = none;
    runs.steep = choose(turned, one, none);
    runs.end = choose(less(set(1e-4f, Wide{}), length), runs.end, runs.first);
    return runs;
}

/// Run by run.
inline void turn(const Runs& runs, Run* out) {
    Wide parts[8 * run_blocks];
    __builtin_memcpy(parts, &runs, sizeof parts);
    for (int block = 0; block < run_blocks; ++block) {
        float* rows[Wide::count];
        for (int lane = 0; lane < Wide::count; ++lane) rows[lane] = &out[lane].major + 8 * block;
        turn_out(parts + 8 * block, rows);
    }
}

void draw(const Scene& scene, const Tile& tile, const Piece* pieces, std::size_t count) {
    constexpr std::size_t lanes = Wide::count;
    const Grid grids[2] = {grid_of(tile, false), grid_of(tile, true)};
    for (std::size_t first = 0; first < count; first += lanes) {
        const std::size_t here = count - first < lanes ? count - first : lanes;
        const Knot* from[lanes];
        const Knot* to[lanes];
        for (std::size_t lane = 0; lane < lanes; ++lane) {
            from[lane] = scene.knots + pieces[first + (lane < here ? lane : 0)].knot;
            to[lane] = from[lane] + 1;
            if (first + lanes + lane < count) {
                __builtin_prefetch(scene.knots + pieces[first + lanes + lane].knot);
                __builtin_prefetch(scene.strokes + pieces[first + lanes + lane].stroke);
            }
        }
        alignas(32) Run runs[lanes];
        turn(runs_between(knots_at(from), knots_at(to), tile), runs);
        for (std::size_t lane = 0; lane < here; ++lane) {
            const Run& run = runs[lane];
            if (!(run.first < run.end)) continue;
            const Grid& grid = grids[run.steep != 0.0f];
            const Stroke& stroke = scene.strokes[pieces[first + lane].stroke];
            if (run.near != 0.0f)
                columns<Ground::near>(run, grid, stroke, scene);
            else
                columns<Ground::clear>(run, grid, stroke, scene);
        }
    }
}

/// One px, whose ink is taken away.
inline void lay_one(const Wash& wash, float* gathered, const std::uint8_t* ground, std::uint8_t* picture) {
    const bool bare = wash.veil_share == 0.0f;
    if (bare && gathered[3] == 1.0f) {  // nothing lies here
        wipe(gathered);                 // but for what is too faint to count
        __builtin_memcpy(picture, ground, 4);
        picture[3] = 255;
        return;
    }
    Quad under = of_bytes(ground) * set(1.0f / 255.0f, Quad{});
    if (!bare) under = under + (load(wash.veil, Quad{}) - under) * set(wash.veil_share, Quad{});
    Quad over = load(gathered, Quad{});
    float parts[4];
    store(parts, over);
    wipe(gathered);
    const float through = parts[3];
    if (through < least_thin) {
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

void lay_over(const Wash& wash, float* gathered, const std::uint8_t* ground, std::uint8_t* picture,
              int count) {
    constexpr int many = 8;
    const bool bare = wash.veil_share == 0.0f;
    for (int px = 0; px < count;) {
        const int here = count - px < many ? count - px : many;
        if (here == many && bare && untouched(gathered))
            copy_opaque(ground, picture);
        else if (here < many || !lay_eight_thin(wash, gathered, ground, picture))
            for (int at = 0; at < here; ++at)
                lay_one(wash, gathered + std::ptrdiff_t{4} * at, ground + std::ptrdiff_t{4} * at,
                        picture + std::ptrdiff_t{4} * at);
        px += here;
        gathered += std::ptrdiff_t{4} * here;
        ground += std::ptrdiff_t{4} * here;
        picture += std::ptrdiff_t{4} * here;
    }
}
