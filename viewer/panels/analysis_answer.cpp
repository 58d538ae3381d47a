// The answer of an analysis as a table: sorted by its head, by measure and period, each note explained.
#include "render/scene/analysis_words.h"
#include "render/scene/map_overlay.h"
#include "render/scene/number_text.h"
#include "viewer/hover.h"
#include "viewer/panels/analysis_parts.h"
#include "viewer/strings.h"
#include "viewer/widgets/controls.h"
#include "viewer/widgets/dropdown.h"
#include "viewer/widgets/text.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace flowspace {

namespace {

/// The place or group that a row is of.
Target target_of_row(const RowNames& names, const AnalysisRow& row) {
    if (const auto place = names.place(row.scope)) return target_of(*place);
    if (const auto group = names.group(row.scope)) return target_of(*group);
    if (const auto place = names.place(row.item)) return target_of(*place);
    if (const auto group = names.group(row.item)) return target_of(*group);
    return {};
}

bool comes_before(const AnalysisRow& a, const AnalysisRow& b, AnswerSort sort, const RowNames& names,
                  Language language) {
    const auto by_number = [&](const auto& one, const auto& other) {
        if (!one || !other) return one.has_value() && !other.has_value();
        return sort.order == Order::ascending ? *one < *other : *one > *other;
    };
    const auto by_text = [&](const std::string& one, const std::string& other) {
        return sort.order == Order::ascending ? one < other : other < one;
    };
    switch (*sort.by) {
        case AnswerColumn::subject:
            return by_text(names.subject(a, language), names.subject(b, language));
        case AnswerColumn::measure:
            return by_text(a.measure, b.measure);
        case AnswerColumn::value:
            if (!a.value && !b.value) return by_text(a.label, b.label);
            return by_number(a.value, b.value);
        case AnswerColumn::uncertainty:
            return by_number(a.standard_error, b.standard_error);
        case AnswerColumn::n:
            return by_number(a.n, b.n);
    }
    return false;
}

std::string note_text(const AnalysisAnswer& answer, const AnalysisRow& row, Language language) {
    if (row.note.empty()) return {};
    const auto found = std::ranges::find(answer.result.notes, row.note, &OutputNote::code);
    if (found == answer.result.notes.end()) return row.note;
    return language == Language::zh ? found->zh : found->en;
}

struct CellOf {
    const PanelContext& context;
    const AnalysisAnswer& answer;
    const RowNames& names;

    TableCell value(const AnalysisRow& row) const {
        const Language language = context.look.language;
        const Measure* measure = find_measure(answer.analysis(), row.measure);
        const std::string note = note_text(answer, row, language);
        std::string tip = measure ? std::string(said(measure->means, language)) : row.measure;
        if (row.value) {
            const std::string unit =
                unit_words(answer.analysis(), answer.result, answer.data->flows->layers(), row, language);
            tip = exact_number(*row.value) + (unit.empty() ? "" : " " + unit) + "\n" + tip;
        }
        if (row.n) tip += "\nn = " + exact_number(static_cast<double>(*row.n));
        if (!note.empty()) tip += "\n" + note;
        std::string text = row.value           ? measured_number(*row.value, language)
                           : row.label.empty() ? "–"
                                               : names.label(row, language);
        if (row.value && !row.label.empty()) text += " " + names.label(row, language);
        if (!note.empty()) text += " *";
        return {.text = std::move(text), .tip = std::move(tip), .quiet = !row.value && row.label.empty()};
    }

    TableCell of(const AnalysisRow& row, AnswerColumn column, std::size_t layers) const {
        const Language language = context.look.language;
        switch (column) {
            case AnswerColumn::subject: {
                std::string text = names.subject(row, language);
                if (layers > 1 && !row.layer.empty())
                    for (const LayerInfo& layer : context.data.flows->layers())
                        if (layer.key == row.layer)
                            text = std::string(layer_name(layer, language)) + " · " + text;
                return {.text = text, .tip = text};
            }
            case AnswerColumn::measure: {
                const Measure* measure = find_measure(answer.analysis(), row.measure);
                if (measure == nullptr) return {.text = row.measure, .tip = {}, .quiet = true};
                return {.text = measure_name(*measure, language),
                        .tip = std::string(said(measure->means, language)),
                        .quiet = true};
            }
            case AnswerColumn::value:
                return value(row);
            case AnswerColumn::uncertainty:
                return {.text = uncertainty(row, language),
                        .tip = ui(row.lower ? Text::analysis_interval : Text::analysis_error, language),
                        .quiet = true};
            case AnswerColumn::n:
                return {.text = row.n ? exact_number(static_cast<double>(*row.n)) : std::string(),
                        .tip = ui(Text::analysis_n_tip, language),
                        .quiet = true};
        }
        return {};
    }
};

TableColumn head_of(const Look& look, AnswerColumn column) {
    switch (column) {
        case AnswerColumn::subject:
            return {ui(Text::analysis_of, look.language), 0};
        case AnswerColumn::measure:
            return {ui(Text::analysis_measure, look.language), 104};
        case AnswerColumn::value:
            return {ui(Text::analysis_value, look.language), 80, Align::right};
        case AnswerColumn::uncertainty:
            return {ui(Text::analysis_uncertainty, look.language), 80, Align::right};
        case AnswerColumn::n:
            break;
    }
    return {"n", 58, Align::right};
}

}  // namespace

AnswerRows answer_rows(const Dataset& data, const AnalysisAnswer& answer, const AnalysisShown& shown,
                       AnswerSort sort, Language language) {
    AnswerRows made;
    const std::vector<AnalysisRow>& rows = answer.result.rows;
    bool measures = false, uncertain = false, counted = false;
    for (std::uint32_t at = 0; at < rows.size(); ++at) {
        const AnalysisRow& row = rows[at];
        if (!shown.measure.empty() && row.measure != shown.measure) continue;
        if (!shown.period.empty() && !row.period.empty() && row.period != shown.period) continue;
        made.rows.push_back(at);
        measures = measures || shown.measure.empty();
        uncertain = uncertain || row.standard_error || row.lower;
        counted = counted || row.n;
    }
    made.columns = {AnswerColumn::subject};
    if (measures) made.columns.push_back(AnswerColumn::measure);
    made.columns.push_back(AnswerColumn::value);
    if (uncertain) made.columns.push_back(AnswerColumn::uncertainty);
    // Beside both there would be no room for what the row is of; n is then said with the value.
    if (counted && !(measures && uncertain)) made.columns.push_back(AnswerColumn::n);
    if (!sort.by) return made;
    const RowNames names(*data.atlas);
    std::ranges::stable_sort(made.rows, [&](std::uint32_t a, std::uint32_t b) {
        return comes_before(rows[a], rows[b], sort, names, language);
    });
    return made;
}

const AnswerRows& AnswerTable::rows(const PanelContext& context, const AnalysisAnswer& answer) {
    const AnalysisShown& shown = *context.settings.analysis;
    if (answer_ != answer.number) {
        answer_ = answer.number;
        scroll_ = {};
    }
    return rows_.update({answer.number, sort_, shown.measure, shown.period, context.look.language}, [&] {
        return answer_rows(*answer.data, answer, shown, sort_, context.look.language);
    });
}

void AnswerTable::draw_choices(PanelContext& context, Box line, const AnalysisAnswer& answer) const {
    const Look& look = context.look;
    const AnalysisShown& shown = *context.settings.analysis;
    const std::vector<std::string> periods = periods_in(answer.result.rows);
    if (periods.size() > 1) {
        std::vector<std::string> labels = {ui(Text::analysis_all_periods, look.language)};
        labels.insert(labels.end(), periods.begin(), periods.end());
        const auto at = std::ranges::find(periods, shown.period);
        const std::size_t current =
            at == periods.end() ? 0 : static_cast<std::size_t>(at - periods.begin()) + 1;
        if (const auto chosen = dropdown(look, "period", cut_right(line, look.px(140)),
                                         {.labels = labels, .current = current}))
            change_analysis(context.settings, [&](AnalysisShown& one) {
                one.period = *chosen == 0 ? std::string() : periods[*chosen - 1];
            });
        cut_right(line, look.px(8));
    }
    std::vector<std::string> labels = {ui(Text::analysis_all_measures, look.language)};
    std::vector<std::string> keys = {""};
    std::size_t current = 0;
    for (const Measure& measure : answer.analysis().measures) {
        if (std::ranges::count(answer.result.rows, measure.key, &AnalysisRow::measure) == 0) continue;
        if (measure.key == shown.measure) current = keys.size();
        keys.emplace_back(measure.key);
        labels.push_back(measure_name(measure, look.language));
    }
    if (const auto chosen = dropdown(look, "measure", line, {.labels = labels, .current = current}))
        change_analysis(context.settings, [&](AnalysisShown& one) {
            one.measure = keys[*chosen];
            one.item.clear();
        });
}

/// Where places or groups have several rows of the measure: which of them lies on the map.
void AnswerTable::draw_items(PanelContext& context, Box& box, const AnalysisAnswer& answer) {
    const Look& look = context.look;
    const AnalysisShown& shown = *context.settings.analysis;
    const std::vector<std::string>& items = items_.update({answer.number, shown.measure}, [&] {
        const std::string measure = shown.measure.empty()
                                        ? std::string(map_measure(answer.analysis(), answer.result.rows))
                                        : shown.measure;
        return map_items(answer.result.rows, measure, RowNames(*answer.data->atlas));
    });
    if (items.size() < 2 || !shown.on_map) return;
    const RowNames names(*answer.data->atlas);
    const std::string drawn = drawn_item(answer.analysis(), items, shown.item);
    std::vector<std::string> labels;
    std::size_t current = 0;
    for (const std::string& item : items) {
        if (item == drawn) current = labels.size();
        labels.push_back(format_ui(Text::analysis_item, look.language, names.name(item, look.language)));
    }
    if (const auto chosen =
            dropdown(look, "item", cut_top(box, look.px(28)), {.labels = labels, .current = current}))
        change_analysis(context.settings, [&](AnalysisShown& one) { one.item = items[*chosen]; });
    cut_top(box, look.px(6));
}

void AnswerTable::draw(PanelContext& context, Box box, const AnalysisAnswer& answer) {
    const Look& look = context.look;
    draw_choices(context, cut_top(box, look.px(28)), answer);
    cut_top(box, look.px(6));
    draw_items(context, box, answer);
    std::string foot = format_ui(Text::analysis_for, look.language, question_words(context, answer.request));
    for (const Credit& source : sources_of(answer.result, context.settings.analysis->measure))
        foot += "\n" + format_ui(Text::source_line, look.language,
                                 look.language == Language::zh ? source.zh : source.en);
    const float needed = wrapped_height(look.fonts.small, box.width(), foot) + look.px(6);
    Box below = cut_bottom(box, std::clamp(needed, look.px(52), box.height() / 3));
    cut_top(below, look.px(6));
    const ImVec4 clip{below.x0, below.y0, below.x1, below.y1};
    ImGui::PushClipRect({clip.x, clip.y}, {clip.z, clip.w}, true);
    put_wrapped({look.fonts.small, paint(look.theme.muted_text)}, below, foot);
    ImGui::PopClipRect();

    const AnswerRows shown = rows(context, answer);
    if (shown.rows.empty()) {
        put_wrapped(muted(look), box, ui(Text::analysis_no_rows, look.language));
        return;
    }
    const RowNames names(*answer.data->atlas);
    const CellOf cells{context, answer, names};
    const auto row_at = [&](std::size_t row) -> const AnalysisRow& {
        return answer.result.rows[shown.rows[row]];
    };
    std::vector<TableColumn> heads;
    std::size_t sorted = shown.columns.size();
    for (const AnswerColumn column : shown.columns) {
        if (sort_.by == column) sorted = heads.size();
        heads.push_back(head_of(look, column));
    }
    const std::size_t layers = answer.request.filter.layers.size();
    const TableTouch at = data_table(
        look, "answer", box,
        {.columns = heads,
         .rows = shown.rows.size(),
         .sorted_by = sorted,
         .order = sort_.order,
         .cell = [&](std::size_t row,
                     std::size_t column) { return cells.of(row_at(row), shown.columns[column], layers); },
         .mark =
             [&](std::size_t row) {
                 const Target target = target_of_row(names, row_at(row));
                 if (target.empty()) return DataTable::Mark::none;
                 if (target == context.settings.selected) return DataTable::Mark::selected;
                 return target == context.hover.seen() ? DataTable::Mark::lit : DataTable::Mark::none;
             }},
        scroll_);
    if (at.head) {
        const AnswerColumn column = shown.columns[*at.head];
        const bool words = column == AnswerColumn::subject || column == AnswerColumn::measure;
        const Order first = words ? Order::ascending : Order::descending;
        const Order other = sort_.order == Order::ascending ? Order::descending : Order::ascending;
        sort_ = {column, sort_.by == column ? other : first};
    }
    if (at.hovered) context.hover.set(target_of_row(names, row_at(*at.hovered)));
    if (at.clicked) {
        const Target target = target_of_row(names, row_at(*at.clicked));
        if (!target.empty())
            context.settings.selected = context.settings.selected == target ? Target{} : target;
    }
}

}  // namespace flowspace
