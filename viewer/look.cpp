#include "viewer/look.h"

#include "data/pack/mapped_file.h"
#include "render/scene/font.h"
#include "viewer/strings.h"

#include <fmt/format.h>
#include <imgui_freetype.h>

#include <array>
#include <cstddef>
#include <string_view>

namespace flowspace {

namespace {

/// Made at build of all source files: what the interface, the analyses, the map and its displays say.
constexpr std::string_view own_characters =
#include "text_characters.inc"
    ;

void add_characters(ImFontGlyphRangesBuilder& builder, std::string_view text) {
    builder.AddText(text.data(), text.data() + text.size());
}

ImVec4 vec(Colour colour) { return {colour.r / 255.f, colour.g / 255.f, colour.b / 255.f, colour.alpha}; }

}  // namespace

std::vector<ImWchar> glyph_ranges(const Dataset& data, std::span<const std::string> further) {
    ImFontGlyphRangesBuilder builder;
    static constexpr std::array<ImWchar, 3> latin = {0x20, 0x17F, 0};
    builder.AddRanges(latin.data());
    add_characters(builder, own_characters);
    add_characters(builder, data.title_zh);
    add_characters(builder, data.title_en);
    for (const LayerInfo& layer : data.flows->layers())
        for (const std::string& text : {layer.key, layer.name_zh, layer.name_en, layer.unit, layer.unit_zh,
                                        layer.unit_en, layer.source_zh, layer.source_en})
            add_characters(builder, text);
    for (const Place& place : data.atlas->places)
        for (const std::string& text :
             {place.id, place.name_zh, place.short_zh, place.name_en, place.province_zh, place.level})
            add_characters(builder, text);
    for (const Group& group : data.atlas->groups)
        for (const std::string& text :
             {group.id, group.name_zh, group.name_en, group.category, group.approver, group.approved})
            add_characters(builder, text);
    for (const Credit* credit : {&data.atlas->population_source, &data.atlas->gdp_source}) {
        add_characters(builder, credit->zh);
        add_characters(builder, credit->en);
    }
    for (const SourceFile& file : data.files) add_characters(builder, file.path);
    for (const std::string& text : further) add_characters(builder, text);
    ImVector<ImWchar> ranges;
    builder.BuildRanges(&ranges);
    return {ranges.begin(), ranges.end()};
}

Result<UiFonts> load_fonts(ImFontAtlas& atlas, const std::vector<ImWchar>& ranges, float scale) {
    const Result<FontFile> regular = find_font(Weight::regular);
    if (!regular) return regular.error();
    const Result<FontFile> bold = find_font(Weight::bold);
    const FontFile& heavy_file = bold ? *bold : *regular;
    // Dear ImGui would read each of these 20 MB anew for every size.
    const Result<MappedFile> normal = MappedFile::open(regular->path);
    if (!normal) return normal.error();
    const Result<MappedFile> heavy = MappedFile::open(heavy_file.path);
    if (!heavy) return heavy.error();
    static constexpr std::array<ImWchar, 9> figure_ranges = {0x20,   0x7E,   0xB7,   0xB7, 0x2013,
                                                             0x2026, 0x4E07, 0x4E07, 0};
    static constexpr std::array<ImWchar, 3> hundred_million = {0x4EBF, 0x4EBF, 0};

    atlas.FontBuilderIO = ImGuiFreeType::GetBuilderForFreeType();
    atlas.FontBuilderFlags = ImGuiFreeTypeBuilderFlags_LightHinting;
    atlas.TexGlyphPadding = 1;
    const auto add = [&](const MappedFile& file, int face, float size_px, const ImWchar* glyphs, bool merge) {
        ImFontConfig config;
        config.FontNo = face;
        config.FontDataOwnedByAtlas = false;
        config.MergeMode = merge;
        config.OversampleH = config.OversampleV = 1;
        config.PixelSnapH = true;
        // It is only read.
        return atlas.AddFontFromMemoryTTF(const_cast<std::byte*>(file.bytes().data()),
                                          static_cast<int>(file.bytes().size()),
                                          std::round(size_px * scale * line_box_em), &config, glyphs);
    };
    UiFonts fonts;
    fonts.body = add(*normal, regular->face, 14, ranges.data(), false);
    fonts.small = add(*normal, regular->face, 12, ranges.data(), false);
    fonts.strong = add(*heavy, heavy_file.face, 14, ranges.data(), false);
    fonts.title = add(*heavy, heavy_file.face, 16, ranges.data(), false);
    fonts.figure = add(*heavy, heavy_file.face, 22, figure_ranges.data(), false);
    add(*heavy, heavy_file.face, 22, hundred_million.data(), true);
    if (!atlas.Build())
        return Error{
            fmt::format("{}: font-unreadable, expected an OpenType collection", regular->path.string())};
    atlas.ClearInputData();  // the files are let go
    return fonts;
}

void apply_look(const Look& look) {
    ImGuiStyle& style = ImGui::GetStyle();
    style = ImGuiStyle();
    style.WindowPadding = {0, 0};
    style.WindowRounding = look.px(6);
    style.WindowBorderSize = 0;
    style.WindowMinSize = {1, 1};
    style.ChildRounding = 0;
    style.ChildBorderSize = 0;
    style.FramePadding = {look.px(8), look.px(5)};
    style.FrameRounding = look.px(6);
    style.FrameBorderSize = 0;
    style.ItemSpacing = {0, 0};
    style.ScrollbarSize = look.px(8);
    style.ScrollbarRounding = look.px(4);
    style.Colors[ImGuiCol_Text] = vec(look.theme.text);
    style.Colors[ImGuiCol_TextDisabled] = vec(look.theme.muted_text);
    style.Colors[ImGuiCol_WindowBg] = vec(look.theme.panel);
    style.Colors[ImGuiCol_ChildBg] = {0, 0, 0, 0};
    style.Colors[ImGuiCol_PopupBg] = vec(with_alpha(look.theme.panel, 1));
    style.Colors[ImGuiCol_FrameBg] = vec(look.theme.raised);
    style.Colors[ImGuiCol_FrameBgHovered] = vec(look.theme.raised_hover);
    style.Colors[ImGuiCol_FrameBgActive] = vec(look.theme.raised_hover);
    style.Colors[ImGuiCol_TextSelectedBg] = vec(with_alpha(look.accent, 0.35f));
    style.Colors[ImGuiCol_ScrollbarBg] = {0, 0, 0, 0};
    style.Colors[ImGuiCol_ScrollbarGrab] = vec(look.theme.hairline);
    style.Colors[ImGuiCol_ScrollbarGrabHovered] = vec(look.theme.muted_text);
    style.Colors[ImGuiCol_ScrollbarGrabActive] = vec(look.theme.muted_text);
    style.Colors[ImGuiCol_NavHighlight] = vec(look.accent);
}

Colour layer_colour_of(const Theme& theme, const Dataset& data, LayerId layer) {
    const auto layers = data.flows->layers();
    if (index(layer) >= layers.size()) return theme.accent;
    return layer_colour(theme, layers[index(layer)].key, index(layer));
}

const std::string& layer_source(const LayerInfo& layer, Language language) {
    return language == Language::zh ? layer.source_zh : layer.source_en;
}

const char* layer_name(const LayerInfo& layer, Language language) {
    const std::string& name = language == Language::zh ? layer.name_zh : layer.name_en;
    return name.empty() ? layer.key.c_str() : name.c_str();
}

const char* layer_unit(const LayerInfo& layer, Language language) {
    const std::string& unit = language == Language::zh ? layer.unit_zh : layer.unit_en;
    return unit.empty() ? layer.unit.c_str() : unit.c_str();
}

std::string with_unit(std::string number, const LayerInfo& layer, Language language) {
    const std::string_view unit = layer_unit(layer, language);
    if (unit.empty()) return number;
    const auto is_multiple = [](std::string_view text) {
        return text.starts_with("万") || text.starts_with("亿");
    };
    const bool grouped = number.ends_with("万") || number.ends_with("亿");  // 28万 万元
    const bool apart = (unit.front() >= '0' && unit.front() <= '9') || (grouped && is_multiple(unit));
    return number.append(apart ? " × " : " ").append(unit);
}

const char* status_text(Status status, Language language) {
    switch (status) {
        case Status::observed:
            return ui(Text::status_observed, language);
        case Status::modelled:
            return ui(Text::status_modelled, language);
        case Status::undeclared:
            break;
    }
    return ui(Text::status_undeclared, language);
}

const char* place_name(const Place& place, Language language) {
    if (language == Language::en) return place.name_en.empty() ? place.id.c_str() : place.name_en.c_str();
    if (!place.short_zh.empty()) return place.short_zh.c_str();
    if (!place.name_zh.empty()) return place.name_zh.c_str();
    return place.name_en.empty() ? place.id.c_str() : place.name_en.c_str();
}

const char* group_name(const Group& group, Language language) {
    const std::string& name = language == Language::zh ? group.name_zh : group.name_en;
    return name.empty() ? group.id.c_str() : name.c_str();
}

}  // namespace flowspace
