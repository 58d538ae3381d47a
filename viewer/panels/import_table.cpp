// How a file is written, and its first rows under what each column means.
#include "viewer/import_session.h"
#include "viewer/panels/import_parts.h"
#include "viewer/strings.h"
#include "viewer/widgets/controls.h"
#include "viewer/widgets/dropdown.h"
#include "viewer/widgets/scroll_area.h"
#include "viewer/widgets/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <numeric>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace flowspace {

namespace {

constexpr float column_width = 148;
constexpr float row_height = 24;

/// Written before a mapping so that it speaks of this file alone.
std::string of_file(const std::string& path) { return path + ":"; }

const TablePlan* plan_of(const ImportSession& import, const std::string& path) {
    const auto found = std::ranges::find(import.plan().tables, path, &TablePlan::path);
    return found == import.plan().tables.end() ? nullptr : &*found;
}

struct NamedEncoding {
    TextEncoding encoding;
    const char* name;
};
constexpr std::array encodings = {
    NamedEncoding{TextEncoding::utf_8, "UTF-8"}, NamedEncoding{TextEncoding::gb18030, "GB18030 / GBK"},
    NamedEncoding{TextEncoding::utf_16_le, "UTF-16 LE"}, NamedEncoding{TextEncoding::utf_16_be, "UTF-16 BE"}};
constexpr std::array<const char*, 6> delimiters = {",", ";", "\t", "|", "，", " "};

std::string delimiter_name(const Look& look, std::string_view delimiter) {
    if (delimiter == "\t") return ui(Text::import_tab, look.language);
    if (delimiter == " ") return ui(Text::import_blank, look.language);
    return std::string(delimiter);
}

void draw_dialect(PanelContext& context, Box line, std::size_t row) {
    const Look& look = context.look;
    ImportSession& import = *context.import;
    const Inspection& file = import.files()[row];
    InspectOptions options{.text = file.text, .sheet = file.sheet};
    const auto label = [&](Text text, float width) {
        put_text(muted(look), cut_left(line, look.px(width)), ui(text, look.language));
    };
    if (file.format == FileFormat::text) {
        std::vector<std::string> names;
        std::size_t current = encodings.size();
        for (std::size_t at = 0; at < encodings.size(); ++at) {
            names.emplace_back(encodings[at].name);
            if (encodings[at].encoding == file.text.encoding) current = at;
        }
        label(Text::import_encoding, look.language == Language::zh ? 40 : 68);
        if (const auto chosen = dropdown(look, "encoding", cut_left(line, look.px(132)),
                                         {.labels = names, .current = current})) {
            options.text->encoding = encodings[*chosen].encoding;
            import.look_again(row, options);
            return;
        }
        cut_left(line, look.px(16));
        names.clear();
        current = delimiters.size();
        for (std::size_t at = 0; at < delimiters.size(); ++at) {
            names.push_back(delimiter_name(look, delimiters[at]));
            if (delimiters[at] == file.text.delimiter) current = at;
        }
        label(Text::import_delimiter, look.language == Language::zh ? 52 : 68);
        if (const auto chosen = dropdown(look, "delimiter", cut_left(line, look.px(92)),
                                         {.labels = names, .current = current})) {
            options.text->delimiter = delimiters[*chosen];
            import.look_again(row, options);
        }
        return;
    }
    if (file.sheets.size() > 1) {
        const auto at =
            static_cast<std::size_t>(std::ranges::find(file.sheets, file.sheet) - file.sheets.begin());
        label(Text::import_sheet, 60);
        if (const auto chosen =
                dropdown(look, "sheet", cut_left(line, look.px(200)), {.labels = file.sheets, .current = at}))
            import.look_again(row, {.text = std::nullopt, .sheet = file.sheets[*chosen]});
    }
}

void draw_role(PanelContext& context, Box line, const TablePlan& table) {
    const Look& look = context.look;
    const std::array labels = {ui(Text::import_role_flows, look.language),
                               ui(Text::import_role_places, look.language),
                               ui(Text::import_role_groups, look.language)};
    constexpr std::array<const char*, 3> roles = {"flows", "places", "groups"};
    const Box at = cut_right(line, look.px(216));
    if (const auto chosen = segmented(look, "role", centred(at, at.width(), look.px(28)),
                                      {.labels = labels, .current = static_cast<std::size_t>(table.role)})) {
        const std::string text = of_file(table.path) + "@role=" + roles[*chosen];
        context.import->change(std::span(&text, 1));
    }
}

/// The fields that a table of this role may have, the plain ones first.
std::vector<Field> fields_for(TableRole of) {
    using enum Field;
    if (of == TableRole::places)
        return {attribute, ignored, id, lon, lat, name, name_zh, name_en, province, number};
    if (of == TableRole::groups) return {attribute, ignored, kind, group, place, Field::role};
    return {attribute,      ignored,     origin,     destination, origin_name,     destination_name,
            layer,          time,        time_end,   value,       value_at_time,   value_at_destination,
            value_at_layer, pair_status, origin_lon, origin_lat,  destination_lon, destination_lat};
}

void draw_column(PanelContext& context, Box column, const TablePlan& table, std::size_t at) {
    const Look& look = context.look;
    const ColumnPlan& plan = table.columns[at];
    put_text(strong(look), cut_top(column, look.px(26)), plan.name);
    const std::vector<Field> fields = fields_for(table.role);
    std::vector<std::string> labels;
    for (const Field field : fields)
        labels.emplace_back(look.language == Language::zh ? words(field).zh : words(field).en);
    const auto current = static_cast<std::size_t>(std::ranges::find(fields, plan.field) - fields.begin());
    const bool used = plan.field != Field::attribute && plan.field != Field::ignored;
    if (const auto chosen = dropdown(look, "field", cut_top(column, look.px(28)),
                                     {.labels = labels, .current = current, .emphasised = used})) {
        const std::string text = of_file(table.path) + plan.name + "=" + std::string(key(fields[*chosen]));
        context.import->change(std::span(&text, 1));
    }
}

/// Which line is the header: titles and comments above it are left out.
void draw_header_line(PanelContext& context, Box& line, const Inspection& file) {
    const Look& look = context.look;
    std::vector<std::uint64_t> above(12);  // lines; what the plan says may be any number
    std::iota(above.begin(), above.end(), std::uint64_t{0});
    if (file.text.skipped_lines > above.back()) above.push_back(file.text.skipped_lines);
    std::vector<std::string> names;
    for (const std::uint64_t lines : above)
        names.push_back(format_ui(Text::import_header_line, look.language, lines + 1));
    names.emplace_back(ui(Text::import_no_header, look.language));
    const auto current =
        file.text.header == HeaderRow::none
            ? above.size()
            : static_cast<std::size_t>(std::ranges::find(above, file.text.skipped_lines) - above.begin());
    put_text(muted(look), cut_left(line, look.px(look.language == Language::zh ? 40 : 68)),
             ui(Text::import_header, look.language));
    const auto chosen =
        dropdown(look, "header", cut_left(line, look.px(132)), {.labels = names, .current = current});
    cut_left(line, look.px(16));
    if (!chosen) return;
    const bool is_line = *chosen < above.size();
    std::vector<std::string> mapping = {of_file(file.path) + "@header=" + (is_line ? "first" : "none")};
    if (is_line) mapping.push_back(of_file(file.path) + "@skip=" + std::to_string(above[*chosen]));
    context.import->change(mapping);
}

/// What of the first lines is not read, and why.
void draw_unread(const PanelContext& context, Box line, const Inspection& file) {
    const Look& look = context.look;
    std::string text;
    if (file.text.skipped_lines > 0)
        text = format_ui(Text::import_lines_above, look.language, file.text.skipped_lines);
    if (!file.problems.empty()) {
        const Problem& first = file.problems.front();
        const ProblemMeaning why = meaning(first.code);
        const bool more = file.problems.size() >= inspected_problems;
        const std::string count = std::to_string(file.problems.size()) + (more ? "+" : "");
        if (!text.empty()) text += look.language == Language::zh ? "；" : "; ";
        // A file that cannot be read on is a problem of no line.
        text += first.row == 0 ? format_problem(first, look.language)
                               : format_ui(Text::import_rows_unread, look.language, count, first.row,
                                           look.language == Language::zh ? why.zh : why.en);
    }
    const ImU32 colour = paint(file.problems.empty() ? look.theme.muted_text : look.theme.danger);
    put_text({look.fonts.body, colour}, line, text);
    if (file.problems.empty() || !line.holds(ImGui::GetIO().MousePos)) return;
    constexpr std::size_t most_listed = 8;
    std::string listed;
    for (std::size_t at = 0; at < std::min(most_listed, file.problems.size()); ++at)
        listed += (at > 0 ? "\n" : "") + format_problem(file.problems[at], look.language);
    tooltip(look, text, listed);
}

void draw_cells(const PanelContext& context, const ScrollArea& area, Box column, const Inspection& file,
                std::size_t at) {
    const Look& look = context.look;
    for (std::size_t row = 0; row < file.rows.size(); ++row) {
        const Box cell = cut_top(column, look.px(row_height));
        if (!area.shows(cell) || at >= file.rows[row].size()) continue;
        const std::string& text = file.rows[row][at];
        put_text({look.fonts.body, paint(look.theme.text)}, cell, text);
        if (cell.holds(ImGui::GetIO().MousePos) && text_width(look.fonts.body, text) > cell.width())
            tooltip(look, text);
    }
}

}  // namespace

void draw_import_table(PanelContext& context, Box box, std::size_t row) {
    const Look& look = context.look;
    const ImportSession& import = *context.import;
    // Copies: each control below may have the session replace its plan and look at the file again.
    const Inspection file = import.files()[row];
    const TablePlan* planned = plan_of(import, file.path);
    const std::optional<TablePlan> table = planned ? std::optional(*planned) : std::nullopt;
    Box head = cut_top(box, look.px(32));
    if (table) draw_role(context, head, *table);
    head.x1 -= look.px(224);
    draw_dialect(context, centred(head, head.width(), look.px(28)), row);
    cut_top(box, look.px(8));
    if (table && file.format != FileFormat::parquet) {
        Box line = cut_top(box, look.px(28));
        draw_header_line(context, line, file);
        draw_unread(context, line, file);
        cut_top(box, look.px(8));
    }
    if (file.broken || !table) {
        put_wrapped({look.fonts.body, paint(look.theme.danger)}, box,
                    file.broken ? format_problem(*file.broken, look.language)
                                : std::string(ui(Text::import_no_table, look.language)));
        return;
    }
    const ScrollArea area("table", box, ScrollArea::Directions::both);
    const std::size_t columns = std::min(table->columns.size(), file.columns.size());
    for (std::size_t at = 0; at < columns; ++at) {
        const float x = area.origin().x + look.px(column_width) * static_cast<float>(at);
        Box column{x, area.origin().y, x + look.px(column_width - 12), area.origin().y + 1e6f};
        if (!area.shows(column)) continue;
        ImGui::PushID(static_cast<int>(at));
        draw_column(context, cut_top(column, look.px(62)), *table, at);
        ImGui::PopID();
        draw_cells(context, area, column, file, at);
    }
    divider(look, area.origin().x, area.origin().x + look.px(column_width) * static_cast<float>(columns),
            area.origin().y + look.px(59));
    area.reach({area.origin().x + look.px(column_width) * static_cast<float>(columns),
                area.origin().y + look.px(62) + look.px(row_height) * static_cast<float>(file.rows.size())});
}

}  // namespace flowspace
