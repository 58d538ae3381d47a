#include "data/sum_notes.h"

#include "data/analysis/aggregation.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>

namespace flowspace {
namespace {

constexpr std::size_t listed_gaps = 5;

/// The steps that lie between steps with rows and have none, in the order of time.
std::vector<Window> gaps_in(const TimeAxis& axis, StepRange steps) {
    std::vector<Window> gaps;
    for (std::size_t step = steps.first; step + 1 < steps.last; ++step) {
        const TimeMs end = step_end(axis.grain, axis.starts[step]);
        if (end < axis.starts[step + 1]) gaps.push_back({end, axis.starts[step + 1]});
    }
    return gaps;
}

/// The longest of them, the first of equals, again in the order of time.
std::vector<Window> longest(std::vector<Window> gaps) {
    std::ranges::stable_sort(gaps, std::ranges::greater{},
                             [](const Window& gap) { return count(gap.to) - count(gap.from); });
    gaps.resize(std::min(gaps.size(), listed_gaps));
    std::ranges::sort(gaps, {}, &Window::from);
    return gaps;
}

void note_gaps(const TimeAxis& axis, StepRange steps, std::vector<OutputNote>& notes) {
    const std::vector<Window> gaps = gaps_in(axis, steps);
    if (gaps.empty()) return;
    std::string listed;
    for (const Window& gap : longest(gaps))
        listed += fmt::format("{}[{}, {})", listed.empty() ? "" : ", ", format_time(axis.grain, gap.from),
                              format_time(axis.grain, gap.to));
    if (gaps.size() == 1)
        notes.push_back({"time-gap", fmt::format("No row in one gap of the window: {}", listed),
                         fmt::format("时间窗内有 1 处无数据的空档：{}", listed)});
    else if (gaps.size() <= listed_gaps)
        notes.push_back({"time-gap", fmt::format("No row in {} gaps of the window: {}", gaps.size(), listed),
                         fmt::format("时间窗内有 {} 处无数据的空档：{}", gaps.size(), listed)});
    else
        notes.push_back({"time-gap",
                         fmt::format("No row in {} gaps of the window, the longest: {}", gaps.size(), listed),
                         fmt::format("时间窗内有 {} 处无数据的空档，最长的是：{}", gaps.size(), listed)});
}

/// An empty answer outside the table's times is no finding.
void note_outside(const TimeAxis& axis, Window window, std::vector<OutputNote>& notes) {
    if (axis.starts.empty()) return;
    const auto side = [&](TimeMs time, TimeMs open) {
        return time == open ? std::string("...") : format_time(axis.grain, time);
    };
    const std::string asked =
        fmt::format("[{}, {})", side(window.from, Window{}.from), side(window.to, Window{}.to));
    const std::string first = format_time(axis.grain, axis.starts.front()),
                      last = format_time(axis.grain, axis.starts.back());
    notes.push_back(
        {"no-times",
         fmt::format("The table has no time in {}: its times go from {} to {}.", asked, first, last),
         fmt::format("表中没有落在 {} 内的时间：表的时间从 {} 到 {}。", asked, first, last)});
}

void note_unequal(const TimeAxis& axis, Window window, Window versus, std::vector<OutputNote>& notes) {
    const StepRange one = steps_in(axis, window), other = steps_in(axis, versus);
    const std::size_t steps = one.last - one.first, compared = other.last - other.first;
    if (steps == compared || steps == 0 || compared == 0) return;
    notes.push_back(
        {"unequal-windows",
         fmt::format("The windows compared hold different numbers of times with rows: {} against {}.", steps,
                     compared),
         fmt::format("相互比较的两个时间窗含有数据的时间步数不同：{} 对 {}。", steps, compared)});
}

}  // namespace

void note_groups(const Dataset& dataset, const SumRequest& request, std::vector<OutputNote>& notes) {
    const std::optional<GroupKind> kind = parse_group_kind(key(request.key));
    if (!kind) return;
    if (std::ranges::none_of(dataset.atlas->groups,
                             [&](const Group& group) { return group.kind == *kind; })) {
        notes.push_back(
            {"no-groups",
             fmt::format("The places are in no group of the kind {}: everything is outside.", key(*kind)),
             fmt::format("这些地点没有 {} 类分组：全部计入 outside。", key(*kind))});
        return;
    }
    if (!groups_overlap(*dataset.atlas, {*kind, request.filter.membership_rows})) return;
    notes.push_back(
        {"groups-overlap",
         "Some places are in two groups of this kind: a pair counts in every row it belongs to, so the rows "
         "may add up to more than the total.",
         "部分地点同属多个此类分组：一对城市计入其所属的每一行，各行之和可能大于总量。"});
}

void note_times(const Dataset& dataset, const SumRequest& request, std::vector<OutputNote>& notes) {
    const TimeAxis& axis = dataset.flows->time_axis();
    if (axis.grain == Grain::none) return;
    const Window window = request.filter.window;
    const StepRange steps = steps_in(axis, window);
    if (steps.first == steps.last) note_outside(axis, window, notes);
    note_gaps(axis, steps, notes);
    if (!request.versus) return;
    const StepRange versus = steps_in(axis, *request.versus);
    if (versus.first == versus.last) note_outside(axis, *request.versus, notes);
    note_unequal(axis, window, *request.versus, notes);
}

}  // namespace flowspace
