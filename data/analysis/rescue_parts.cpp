// See rescue_parts.h.
#include "data/analysis/rescue_parts.h"

#include "data/analysis/rescue.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <string>

namespace flowspace {
namespace {

constexpr std::size_t most_gaps = 50;

/// A row without a value, whose note says which table would give one.
void add_wanting(std::string_view measure, OutputNote note, AnalysisResult& result) {
    RowWriter rows(result, {}, {});
    rows.add("all", {}, measure, std::nullopt).note = note.code;
    add_note(result, std::move(note));
}

std::optional<std::size_t> row_of(const RescueGround& ground, PlaceId place) {
    const auto at = std::ranges::lower_bound(ground.places, place);
    if (at == ground.places.end() || *at != place) return std::nullopt;
    return static_cast<std::size_t>(at - ground.places.begin());
}

std::string id_of(const RescueGround& ground, std::size_t row) {
    return ground.input.dataset.atlas->places[index(ground.places[row])].id;
}

Result<std::vector<std::uint8_t>> helpers_of(const RescueGround& ground, const PlainTable& table,
                                             AnalysisResult& result) {
    const auto place = needed_column(table, "resilience", {"place", "city"});
    if (!place) return place.error();
    std::vector<std::uint8_t> helper(ground.places.size(), 0);
    for (std::size_t row = 0; row < table.size(); ++row) {
        const auto id = find_place(*ground.input.dataset.atlas, table.cell(row, *place));
        if (!id)
            return Error{
                format_problem(problem_at(table, row, *place, "unknown-place", "an id of the places"))};
        if (const auto at = row_of(ground, *id))
            helper[*at] = 1;
        else
            add_note(result,
                     {"helpers-outside", "places of rescue that no flow of the filter names are left out",
                      "筛选范围的流未涉及的救援力量所在地不计入"});
    }
    return helper;
}

/// What each place's failure takes away.
std::optional<Error> add_failures(const RescueGround& ground, const RescueAsked& asked,
                                  const RescueCover& intact, RowWriter& rows) {
    for (std::uint32_t at = 0; at < ground.places.size(); ++at) {
        const auto after = rescue_cover(ground.neighbours, asked, at, ground.work.stop);
        if (!after) return stopped_error();
        const std::string id = id_of(ground, at);
        rows.add(id, {}, "rescue_cover_after", after->covered / intact.people);
        rows.add(id, {}, "rescue_people_lost", intact.covered - after->covered);
        std::string lost;
        for (const std::uint32_t place : cover_lost(intact, *after, asked.needed))
            lost += (lost.empty() ? "" : " ") + id_of(ground, place);
        if (!lost.empty()) rows.say(id, {}, "rescue_lost_at", lost);
    }
    return std::nullopt;
}

void mark_agreed(std::span<const std::uint32_t> members, SquareMatrix& agreed) {
    for (const std::uint32_t a : members)
        for (const std::uint32_t b : members) agreed(a, b) = 1;
}

}  // namespace

std::optional<Error> add_rescue_cover(const RescueGround& ground, AnalysisResult& result) {
    const auto table = ground.input.tables.find("helpers");
    if (table == ground.input.tables.end()) {
        add_wanting(
            "rescue_cover",
            {"needs-helpers",
             "rescue cover needs a table of where rescue is based: give --helpers FILE with the column "
             "place, and --cost FILE with minutes",
             "救援覆盖需要救援力量所在地的表：请给出 --helpers 文件（含 place 列），并以 --cost "
             "给出各线路所需分钟数"},
            result);
        return std::nullopt;
    }
    const auto helper = helpers_of(ground, table->second, result);
    if (!helper) return helper.error();
    std::vector<double> people;
    std::int64_t known = 0;
    for (const PlaceId place : ground.places) {
        const auto& count = ground.input.dataset.atlas->places[index(place)].population_2020;
        people.push_back(count.value_or(std::numeric_limits<double>::quiet_NaN()));
        known += count ? 1 : 0;
    }
    rests_on(ground.input, RestsOn::population,
             {"rescue_cover", "helpers_within", "rescue_cover_after", "rescue_people_lost"}, result);
    result.facts.push_back({"reach", fmt::format("{:g} {}", ground.within, ground.unit)});
    const RescueAsked asked{*helper, people, ground.within, ground.needed};
    const auto intact = rescue_cover(ground.neighbours, asked, std::nullopt, ground.work.stop);
    if (!intact) return stopped_error();
    RowWriter rows(result, {}, {});
    for (std::size_t at = 0; at < ground.places.size(); ++at) {
        if ((*helper)[at] != 0) rows.add(id_of(ground, at), {}, "rescue_base", 1);
        rows.add(id_of(ground, at), {}, "helpers_within", intact->helpers[at]);
    }
    rows.add("all", {}, "rescue_cover",
             intact->people > 0 ? std::optional(intact->covered / intact->people) : std::nullopt)
        .n = known;
    if (known < static_cast<std::int64_t>(ground.places.size()))
        add_note(result, {"people-unknown", "people of places whose population is not known are not counted",
                          "人口未知的地点不计入人口占比"});
    if (!(intact->people > 0)) return std::nullopt;
    return add_failures(ground, asked, *intact, rows);
}

Result<SquareMatrix> agreements(const RescueGround& ground, AnalysisResult& result) {
    const auto found = ground.input.tables.find("agreements");
    if (found == ground.input.tables.end()) {
        add_wanting("rescue_gap",
                    {"needs-agreements",
                     "gaps of joint prevention need a table of who has agreed with whom: give --agreements "
                     "FILE with the columns a and b",
                     "联防缺口需要协议表：请给出 --agreements 文件（含 a, b 列），写明哪些地方之间已订协议"},
                    result);
        return SquareMatrix{};
    }
    const PlainTable& table = found->second;
    const auto a = needed_column(table, "resilience", {"a"}), b = needed_column(table, "resilience", {"b"});
    if (!a) return a.error();
    if (!b) return b.error();
    const Atlas& atlas = *ground.input.dataset.atlas;
    SquareMatrix agreed(ground.places.size(), 0);
    for (std::size_t row = 0; row < table.size(); ++row) {
        if (table.cell(row, *b).empty()) {
            const auto group = find_group(atlas, table.cell(row, *a));
            if (!group)
                return Error{format_problem(
                    problem_at(table, row, *a, "unknown-place", "an id of a group, or two places"))};
            mark_agreed(members_in(ground.input, *group, ground.places), agreed);
            continue;
        }
        std::vector<std::uint32_t> both;
        for (const std::size_t column : {*a, *b}) {
            const auto place = find_place(atlas, table.cell(row, column));
            if (!place)
                return Error{
                    format_problem(problem_at(table, row, column, "unknown-place", "an id of the places"))};
            if (const auto at = row_of(ground, *place)) both.push_back(static_cast<std::uint32_t>(*at));
        }
        if (both.size() == 2) mark_agreed(both, agreed);
    }
    return agreed;
}

void add_rescue_gaps(const RescueGround& ground, const SquareFlows& square, const SquareMatrix& agreed,
                     AnalysisResult& result) {
    const RescueGaps found = rescue_gaps(square.flows, agreed);
    RowWriter rows(result, square.layer_key, square.period);
    rows.add("all", {}, "rescue_gap_share", found.share).n = static_cast<std::int64_t>(found.gaps.size());
    for (std::size_t at = 0; at < std::min(most_gaps, found.gaps.size()); ++at) {
        const RescueGap& gap = found.gaps[at];
        rows.add("all", id_of(ground, gap.from) + ">" + id_of(ground, gap.to), "rescue_gap", gap.share);
    }
    add_note(result,
             {"spread-by-flow",
              "gaps take it that what spreads goes as the flows do: a stand-in for a risk, not a forecast",
              "联防缺口假定风险随流扩散：只是风险的替代量，不是预测"});
}

}  // namespace flowspace
