#include "viewer/ui_words.h"

#include <array>
#include <cmath>
#include <map>
#include <optional>

namespace flowspace {
namespace {

/// A letter of a font. Where it lies in the texture tells which one it is: each is packed once for each font.
struct Known {
    const ImFont* font = nullptr;
    const ImFontGlyph* glyph = nullptr;
    Weight weight = Weight::regular;
};
using Corners = std::array<float, 4>;  // in the texture: left, top, right, bottom

std::map<Corners, Known> letters_of(const UiFonts& fonts) {
    std::map<Corners, Known> known;
    const auto add = [&](const ImFont* font, Weight weight) {
        if (font == nullptr) return;
        for (const ImFontGlyph& glyph : font->Glyphs)
            if (glyph.Visible != 0)
                known.try_emplace({glyph.U0, glyph.V0, glyph.U1, glyph.V1}, Known{font, &glyph, weight});
    };
    for (const ImFont* font : {fonts.body, fonts.small}) add(font, Weight::regular);
    for (const ImFont* font : {fonts.strong, fonts.title, fonts.figure}) add(font, Weight::bold);
    return known;
}

/// A letter as it was drawn.
struct Drawn {
    Known known = {};
    float scale = 1;  // of the size that its font was made for
    float pen_px = 0, baseline_px = 0;
    ImU32 colour = 0;

    float advance_px() const { return known.glyph->AdvanceX * scale; }
    float blank_px() const { return known.font->GetCharAdvance(' ') * scale; }
};

Colour unpacked(ImU32 colour) {
    const auto part = [&](int shift) { return static_cast<std::uint8_t>(colour >> shift & 0xFF); };
    return {.r = part(IM_COL32_R_SHIFT),
            .g = part(IM_COL32_G_SHIFT),
            .b = part(IM_COL32_B_SHIFT),
            .alpha = static_cast<float>(part(IM_COL32_A_SHIFT)) / 255};
}

/// Puts letters together that stand on one line in one look; blanks, which nothing is drawn for, come back.
class Lines {
public:
    void add(const Drawn& drawn) {
        if (!goes_on(drawn)) begin(drawn);
        TextRun& run = runs_.back();
        if (last_ && drawn.pen_px > end_px_ + 0.5f * drawn.blank_px()) run.letters.push_back({U' ', end_px_});
        run.letters.push_back({static_cast<char32_t>(drawn.known.glyph->Codepoint), drawn.pen_px});
        last_ = drawn;
        end_px_ = drawn.pen_px + drawn.advance_px();
    }
    std::vector<TextRun> take() { return std::move(runs_); }

private:
    bool goes_on(const Drawn& next) const {
        if (!last_) return false;
        const float gap_px = next.pen_px - end_px_;
        return next.known.font == last_->known.font && next.scale == last_->scale &&
               next.colour == last_->colour && next.baseline_px == last_->baseline_px && gap_px > -1 &&
               gap_px < 3 * next.blank_px();
    }
    void begin(const Drawn& drawn) {
        last_.reset();
        const float size_px = drawn.known.font->FontSize * drawn.scale / line_box_em;
        runs_.push_back(
            {.style = {.size_px = static_cast<int>(std::lround(size_px)), .weight = drawn.known.weight},
             .exact_px = size_px,
             .colour = unpacked(drawn.colour),
             .baseline_px = drawn.baseline_px});
    }

    std::vector<TextRun> runs_;
    std::optional<Drawn> last_;
    float end_px_ = 0;  // of the last letter, where a next one would stand
};

}  // namespace

std::vector<TextRun> lift_words(const ImDrawData& data, const UiFonts& fonts) {
    const std::map<Corners, Known> known = letters_of(fonts);
    Lines lines;
    for (int number = 0; number < data.CmdListsCount; ++number) {
        ImDrawList& list = *data.CmdLists[number];
        for (const ImDrawCmd& command : list.CmdBuffer) {
            if (command.UserCallback != nullptr) continue;
            for (unsigned int at = 0; at + 5 < command.ElemCount;) {
                ImDrawIdx* corner = &list.IdxBuffer[static_cast<int>(command.IdxOffset + at)];
                const int first = corner[0];
                const bool is_quad = corner[1] == first + 1 && corner[2] == first + 2 && corner[3] == first &&
                                     corner[4] == first + 2 && corner[5] == first + 3;
                at += 3;
                if (!is_quad) continue;
                const ImDrawVert& low = list.VtxBuffer[static_cast<int>(command.VtxOffset) + first];
                const ImDrawVert& high = list.VtxBuffer[static_cast<int>(command.VtxOffset) + first + 2];
                const auto letter = known.find({low.uv.x, low.uv.y, high.uv.x, high.uv.y});
                const ImVec2 middle = {(low.pos.x + high.pos.x) / 2, (low.pos.y + high.pos.y) / 2};
                const ImVec4& clip = command.ClipRect;
                if (letter == known.end() || middle.x < clip.x || middle.y < clip.y || middle.x >= clip.z ||
                    middle.y >= clip.w)
                    continue;
                const ImFontGlyph& glyph = *letter->second.glyph;
                Drawn drawn{.known = letter->second,
                            .scale = (high.pos.x - low.pos.x) / (glyph.X1 - glyph.X0),
                            .colour = low.col};
                drawn.pen_px = low.pos.x - glyph.X0 * drawn.scale - data.DisplayPos.x;
                drawn.baseline_px = low.pos.y +
                                    (std::round(letter->second.font->Ascent) - glyph.Y0) * drawn.scale -
                                    data.DisplayPos.y;
                lines.add(drawn);
                for (int row = 1; row < 6; ++row) corner[row] = corner[0];  // nothing is drawn there
                at += 3;
            }
        }
    }
    return lines.take();
}

}  // namespace flowspace
