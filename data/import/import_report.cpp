#include "data/import/import_report.h"

#include <fmt/format.h>

#include <algorithm>

namespace flowspace {
namespace {

std::uint64_t sum_of_counts(const std::map<std::string, std::uint64_t>& counts) {
    std::uint64_t sum = 0;
    for (const auto& [code, rows] : counts) sum += rows;
    return sum;
}

template <class Count>
std::uint64_t over_sources(const ImportReport& report, const Count& count) {
    std::uint64_t sum = 0;
    for (const SourceReport& source : report.sources) sum += count(source);
    return sum;
}

std::uint64_t filtered(const ImportReport& report, const std::string& code) {
    return over_sources(report, [&](const SourceReport& source) {
        const auto at = source.filtered.find(code);
        return at == source.filtered.end() ? 0 : at->second;
    });
}

std::string rows_words(std::uint64_t rows) { return fmt::format("{} row{}", rows, rows == 1 ? "" : "s"); }

/// `(1 rows)` and `(1 cells)` as English has them.
std::string one_of_many(std::string text) {
    for (const std::string_view noun : {"(1 rows)", "(1 cells)"})
        if (const std::size_t at = text.find(noun); at != std::string::npos)
            text.erase(at + noun.size() - 2, 1);
    return text;
}

void note_duplicates(const ImportPlan& plan, const ImportReport& report, std::vector<RuleNote>& notes) {
    const std::uint64_t rows = report.duplicate_rows;
    switch (plan.rules.duplicates) {
        case DuplicateRule::sum:
            notes.push_back({"duplicates-summed",
                             rows == 0 ? "Rows of one layer, step and pair would be summed; there are none."
                                       : fmt::format("Rows of one layer, step and pair are summed ({}).",
                                                     rows_words(rows)),
                             fmt::format("要素流、时间、城市对相同的行数值相加（{} 行）。", rows)});
            return;
        case DuplicateRule::keep_first:
            notes.push_back(
                {"duplicates-first",
                 fmt::format(
                     "Of rows of one layer, step and pair the first counts; {} later ones are left out.",
                     rows),
                 fmt::format("要素流、时间、城市对相同的行只计第一行，其后 {} 行不计。", rows)});
            return;
        case DuplicateRule::refuse:
            notes.push_back(
                {"duplicates-refused",
                 fmt::format("Rows of a layer, step and pair that an earlier row has are refused ({}).",
                             rows_words(rows)),
                 fmt::format("要素流、时间、城市对与前面行相同的行一律拒收（{} 行）。", rows)});
            return;
    }
}

void note_negatives(const ImportPlan& plan, const ImportReport& report, std::vector<RuleNote>& notes) {
    const auto kept = over_sources(report, [](const SourceReport& one) { return one.negative_rows; });
    const auto reversed = over_sources(report, [](const SourceReport& one) { return one.reversed_rows; });
    if (plan.rules.negatives == NegativeRule::refuse)
        notes.push_back({"negatives-refused", "Rows below zero are refused.", "负值行一律拒收。"});
    else if (plan.rules.negatives == NegativeRule::reverse)
        notes.push_back(
            {"negatives-reversed",
             fmt::format("Rows below zero count as positive flows the other way ({}).", rows_words(reversed)),
             fmt::format("负值行按反方向的正值计入（{} 行）。", reversed)});
    else if (kept > 0)
        notes.push_back({"negatives-kept",
                         fmt::format("Rows below zero are kept as they are ({}).", rows_words(kept)),
                         fmt::format("负值行按原值计入（{} 行）。", kept)});
}

void note_coverage(const ImportPlan& plan, const ImportReport& report, std::vector<RuleNote>& notes) {
    const std::string most = plan.rules.top_n ? fmt::format("{} ", plan.rules.top_n) : std::string{};
    switch (plan.rules.coverage) {
        case Coverage::unknown:
            notes.push_back({"coverage-unknown", "What no row lists is unknown, not zero.",
                             "未列出的城市对视为未知，而不是零。"});
            break;
        case Coverage::zero:
            notes.push_back({"coverage-zero", "What no row lists is zero: the source is declared complete.",
                             "未列出的城市对按零计：数据来源声明为完整。"});
            break;
        case Coverage::top_per_origin:
            notes.push_back(
                {"coverage-top-per-origin",
                 fmt::format("The source lists only the {}largest destinations of each origin; the rest is "
                             "unknown, not zero.",
                             most),
                 fmt::format("数据来源只公布每个起点最大的 {}个终点，其余视为未知，而不是零。", most)});
            break;
        case Coverage::top_per_destination:
            notes.push_back(
                {"coverage-top-per-destination",
                 fmt::format("The source lists only the {}largest origins of each destination; the rest is "
                             "unknown, not zero.",
                             most),
                 fmt::format("数据来源只公布每个终点最大的 {}个起点，其余视为未知，而不是零。", most)});
            break;
    }
    if (report.unpublished_cells > 0)
        notes.push_back(
            {"unpublished",
             fmt::format("{} values are declared unpublished: unknown, and sums over them are lower bounds.",
                         report.unpublished_cells),
             fmt::format("有 {} 个数值声明为未公布：视为未知，包含它们的合计只是下限。",
                         report.unpublished_cells)});
}

void note_spread(const ImportPlan& plan, const ImportReport& report, std::vector<RuleNote>& notes) {
    const auto rows = over_sources(report, [](const SourceReport& one) { return one.spread_rows; });
    const auto spread = [&](Spread rule) {
        return std::ranges::any_of(plan.tables, [&](const TablePlan& table) { return table.spread == rule; });
    };
    if (spread(Spread::evenly))
        notes.push_back(
            {"spread-evenly",
             fmt::format(
                 "A row from time to time_end is divided over the steps between in proportion to their share "
                 "of it, the end not included (clock times: by hours); the last step takes what rounding "
                 "leaves, so the parts add up to the value ({}).",
                 rows_words(rows)),
             fmt::format("带起止时间的行按各时间步所占时长比例分摊，不含结束时刻（时刻按小时）；舍入余数计入"
                         "最后一步，"
                         "各步之和等于原值（{} 行）。",
                         rows)});
    if (spread(Spread::evenly_to_end))
        notes.push_back(
            {"spread-evenly-to-end",
             fmt::format(
                 "A row from time to time_end is divided over the steps between in proportion to their share "
                 "of it, the step of the end included; the last step takes what rounding leaves, so the "
                 "parts "
                 "add up to the value ({}).",
                 rows_words(rows)),
             fmt::format("带起止时间的行按各时间步所占时长比例分摊，含结束时间所在的一步；舍入余数计入最后一"
                         "步，各步之和"
                         "等于原值（{} 行）。",
                         rows)});
}

void note_choices(const ImportPlan& plan, std::vector<RuleNote>& notes) {
    constexpr std::size_t told = 20;
    if (plan.place_choices.empty()) return;
    std::vector<std::string> chosen;
    for (const auto& [name, id] : plan.place_choices)
        if (chosen.size() < told) chosen.push_back(fmt::format("{} = {}", name, id));
    const std::string more = plan.place_choices.size() > told
                                 ? fmt::format(", ... (+{})", plan.place_choices.size() - told)
                                 : std::string{};
    notes.push_back(
        {"places-chosen",
         fmt::format("Names that stand for the places chosen: {}{}.", fmt::join(chosen, ", "), more),
         fmt::format("按指定对应地点的名称：{}{}。", fmt::join(chosen, "、"), more)});
}

struct FilterWords {
    const char* code;
    const char* en;
    const char* zh;
};
constexpr FilterWords filter_words[] = {
    {"blank-cell", "Blank cells and \"-\" of wide tables say nothing: unknown ({} cells).",
     "宽表中的空单元格和“-”视为未知（{} 格）。"},
    {"zero-diagonal", "Zeros on the diagonal of a matrix are no self-flows ({} cells).",
     "矩阵对角线上的零不作为自身流（{} 格）。"},
    {"total-row", "Rows and columns named as totals are left out ({} rows).",
     "名为合计的行、列不计（{} 行）。"},
    {"self-flow", "Flows from a place to itself are left out ({} rows).", "起终点相同的流不计（{} 行）。"},
};

}  // namespace

std::uint64_t SourceReport::rows_rejected() const { return sum_of_counts(rejected); }
std::uint64_t SourceReport::rows_filtered() const { return sum_of_counts(filtered); }

RejectedRows rejected_rows(const ImportReport& report) {
    RejectedRows rows;
    for (const SourceReport& source : report.sources) {
        if (source.role != TableRole::flows) continue;
        rows.in += source.rows_in;
        rows.rejected += source.rows_rejected();
        rows.cells = rows.cells || source.cells;
    }
    return rows;
}

bool adds_up(const ImportReport& report) {
    return std::ranges::all_of(report.sources, [](const SourceReport& source) {
        const std::uint64_t rejected = source.rows_rejected(), left_out = source.rows_filtered();
        return source.rows_kept <= source.rows_in && rejected <= source.rows_in - source.rows_kept &&
               left_out == source.rows_in - source.rows_kept - rejected &&
               source.problem_count >= source.problems.size();
    });
}

std::vector<RuleNote> rule_notes(const ImportPlan& plan, const ImportReport& report) {
    std::vector<RuleNote> notes;
    note_duplicates(plan, report, notes);
    note_negatives(plan, report, notes);
    for (const FilterWords& words : filter_words)
        if (const std::uint64_t rows = filtered(report, words.code); rows > 0)
            notes.push_back({words.code, one_of_many(fmt::format(fmt::runtime(words.en), rows)),
                             fmt::format(fmt::runtime(words.zh), rows)});
    note_spread(plan, report, notes);
    if (std::ranges::any_of(report.sources, &SourceReport::counts_rows))
        notes.push_back({"rows-counted", "A table without a value column: each row counts 1.",
                         "没有数值列的表：每行计为 1。"});
    note_choices(plan, notes);
    note_coverage(plan, report, notes);
    return notes;
}

}  // namespace flowspace
