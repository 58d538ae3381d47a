// The parts of the panel of analyses: what is asked, what was answered, and how it is computed.
#pragma once

#include "data/analysis/analysis.h"
#include "data/analysis/analysis_fault.h"
#include "viewer/analysis_run.h"
#include "viewer/analysis_shown.h"
#include "viewer/memo.h"
#include "viewer/panel.h"
#include "viewer/views/view_settings.h"
#include "viewer/widgets/data_table.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace flowspace {

/// Settings.analysis with a change made to it. Pre: there is one.
template <class Change>
void change_analysis(Settings& settings, Change change) {
    AnalysisShown shown = *settings.analysis;
    change(shown);
    settings.analysis = Kept<AnalysisShown>::of(std::move(shown));
}

std::string_view in_words(const Fault& fault, Language language);

/// What an answer is for: groups, layers, what of the data, settings that were typed.
std::string question_words(const PanelContext& context, const AnalysisRequest& request);

/// Help, groups, layers, steps, settings and tables of the chosen analysis.
void draw_question(PanelContext& context, const Box& box, const Analysis& analysis);

/// Formula, source, facts of the answer and its notes. `answer` may be null.
void draw_method(PanelContext& context, const Box& box, const Analysis& analysis,
                 const AnalysisAnswer* answer);

enum class AnswerColumn : std::uint8_t { subject, measure, value, uncertainty, n };

/// The rows that the table shows, in its order.
struct AnswerRows {
    std::vector<std::uint32_t> rows = {};  // of the answer
    std::vector<AnswerColumn> columns = {};
};

struct AnswerSort {
    std::optional<AnswerColumn> by = {};  // nothing: the order of the answer
    Order order = Order::descending;

    bool operator==(const AnswerSort&) const = default;
};

/// Rows of the measure and period (empty: all of them), sorted; rows without a value come last. Columns that
/// would be empty are left out.
AnswerRows answer_rows(const Dataset& data, const AnalysisAnswer& answer, const AnalysisShown& shown,
                       AnswerSort sort, Language language);

/// The table of the answer with what it is for, and the choice of measure and period.
class AnswerTable {
public:
    void draw(PanelContext& context, Box box, const AnalysisAnswer& answer);

private:
    void draw_choices(PanelContext& context, Box line, const AnalysisAnswer& answer) const;
    void draw_items(PanelContext& context, Box& box, const AnalysisAnswer& answer);
    const AnswerRows& rows(const PanelContext& context, const AnalysisAnswer& answer);

    AnswerSort sort_;
    TableScroll scroll_;
    std::uint64_t answer_ = 0;
    Memo<std::tuple<std::uint64_t, std::string>, std::vector<std::string>> items_;
    Memo<std::tuple<std::uint64_t, AnswerSort, std::string, std::string, Language>, AnswerRows> rows_;
};

}  // namespace flowspace
