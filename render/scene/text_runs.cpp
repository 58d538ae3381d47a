#include "render/scene/text_runs.h"

#include <cmath>

namespace flowspace {
namespace {

Colour unpacked(std::uint32_t packed, float opacity = 1) {
    return {.r = static_cast<std::uint8_t>(packed & 0xFF),
            .g = static_cast<std::uint8_t>(packed >> 8 & 0xFF),
            .b = static_cast<std::uint8_t>(packed >> 16 & 0xFF),
            .alpha = static_cast<float>(packed >> 24 & 0xFF) / 255 * opacity};
}

const Writing* writing_of(const ScreenPrimitive& drawn, const GlyphAtlas& atlas) {
    if (drawn.kind != PrimitiveKind::mask && drawn.kind != PrimitiveKind::line) return nullptr;
    return atlas.writing_at(static_cast<int>(drawn.shape[0]), static_cast<int>(drawn.shape[1]));
}

TextRun run_of(const ScreenPrimitive& drawn, const Writing& writing) {
    const float pen_px = drawn.place[0] - static_cast<float>(writing.left_px) + writing.first_x_px;
    TextRun run{.style = writing.style, .baseline_px = drawn.place[1] + static_cast<float>(writing.top_px)};
    for (const Writing::Letter& letter : writing.letters)
        run.letters.push_back({letter.c, pen_px + letter.x_px});
    if (drawn.kind == PrimitiveKind::line) {
        const float opacity = static_cast<float>(drawn.tone & 0xFFFF) / 65535;
        run.colour = unpacked(drawn.fill, opacity);
        run.halo = unpacked(drawn.edge, opacity);
        run.halo_px = writing.halo_px;
    } else if (writing.halo_px > 0) {  // a halo by itself, under letters that follow
        run.halo = unpacked(drawn.fill);
        run.halo_px = writing.halo_px;
        run.colour.alpha = 0;
    } else {
        run.colour = unpacked(drawn.fill);
    }
    return run;
}

/// The letter goes on where the run ends.
bool goes_on(const TextRun& run, const TextRun& next) {
    const float step_px = next.letters.front().x_px - run.letters.back().x_px;
    return run.style == next.style && run.colour == next.colour && run.halo == next.halo &&
           run.halo_px == next.halo_px && run.baseline_px == next.baseline_px && step_px > 0 &&
           step_px < 2 * static_cast<float>(run.style.size_px);
}

}  // namespace

std::vector<TextRun> text_runs(const ScreenList& list, const GlyphAtlas& atlas) {
    std::vector<TextRun> runs;
    bool open = false;  // the last run is of single letters, drawn one after the other
    for (const ScreenPrimitive& drawn : list) {
        const Writing* writing = writing_of(drawn, atlas);
        if (writing == nullptr) {
            open = false;
            continue;
        }
        TextRun run = run_of(drawn, *writing);
        const bool single = drawn.kind == PrimitiveKind::mask;
        if (single && open && goes_on(runs.back(), run))
            runs.back().letters.push_back(run.letters.front());
        else
            runs.push_back(std::move(run));
        open = single;
    }
    return runs;
}

ScreenList without_words(const ScreenList& list, const GlyphAtlas& atlas) {
    ScreenList rest;
    for (const ScreenPrimitive& drawn : list)
        if (writing_of(drawn, atlas) == nullptr) rest.push_back(drawn);
    return rest;
}

}  // namespace flowspace
