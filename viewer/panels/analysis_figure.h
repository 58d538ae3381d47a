// The figures of an answer over its table.
#pragma once

#include "viewer/answer_figure.h"
#include "viewer/memo.h"
#include "viewer/panel.h"

#include <cstdint>
#include <string>
#include <tuple>
#include <vector>

namespace flowspace {

class AnswerFigures {
public:
    /// Draws the figure that is looked at, if the answer has any and `box` is high enough, and takes its room
    /// off the top of `box`.
    void draw(PanelContext& context, Box& box, const AnalysisAnswer& answer);

private:
    using Key = std::tuple<std::uint64_t, std::string, Target, Language>;
    Memo<Key, std::vector<AnswerFigure>> figures_;
    std::size_t looked_at_ = 0;
};

}  // namespace flowspace
