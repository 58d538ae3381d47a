#include "viewer/views/unit_figures.h"

#include "data/analysis/aggregation.h"
#include "data/completeness.h"
#include "data/pair_selection.h"
#include "viewer/hover.h"
#include "viewer/place_words.h"
#include "viewer/widgets/controls.h"
#include "viewer/widgets/dropdown.h"
#include "viewer/widgets/text.h"

#include <algorithm>

namespace flowspace {

namespace {

void count_in(std::optional<ExactSum>& total, const ExactSum& sum) { total = total ? add(*total, sum) : sum; }

/// The sums of the layer; pairs with unpublished cells are unknown where unlisted ones are zero.
Result<LayerSums> layer_sums(const Dataset& data, const Filter& filter, const UnpublishedCells& cells,
                             const std::stop_token& cancel) {
    Result<std::vector<LayerSums>> sums = select_sums(*data.atlas, *data.flows, filter, cancel);
    if (!sums) return sums.error();
    LayerSums one = std::move(sums->front());
    if (filter.absent == Absent::zero && cells.count() > 0)
        for (std::size_t pair = 0; pair < one.sums.size(); ++pair)
            if (one.sums[pair].rows == 0 && cells.holds(data.flows->pairs()[pair])) one.counted[pair] = 0;
    return one;
}

std::vector<UnitFigures> place_figures(const Dataset& data, const Filter& filter, const LayerSums& sums,
                                       const UnpublishedCells& cells) {
    std::vector<UnitFigures> figures(data.atlas->places.size());
    std::vector<std::uint8_t> named(figures.size());
    for (std::uint32_t place = 0; place < figures.size(); ++place) figures[place].unit.place = PlaceId{place};
    for (std::size_t pair = 0; pair < sums.sums.size(); ++pair) {
        if (!sums.counted[pair]) continue;
        const auto [origin, destination] = data.flows->pairs()[pair];
        named[index(origin)] = named[index(destination)] = 1;
        if (origin == destination) {
            count_in(figures[index(origin)].inside, sums.sums[pair]);
        } else {
            count_in(figures[index(origin)].out, sums.sums[pair]);
            count_in(figures[index(destination)].in, sums.sums[pair]);
        }
    }
    if (filter.absent == Absent::zero)
        for (UnitFigures& one : figures) {
            const PlaceId place = *one.unit.place;
            if (!one.out && !cells.leaves(place)) one.out = ExactSum{};
            if (!one.in && !cells.enters(place)) one.in = ExactSum{};
            if (!one.inside && !cells.holds(Pair{place, place})) one.inside = ExactSum{};
        }
    std::erase_if(figures, [&](const UnitFigures& one) { return !named[index(*one.unit.place)]; });
    return figures;
}

std::vector<UnitFigures> group_figures(const Dataset& data, const Filter& filter, const LayerSums& sums,
                                       GroupKind kind, const UnpublishedCells& cells) {
    const bool all_known = filter.absent == Absent::zero && cells.count() == 0;
    const auto known = [&](const ExactSum& sum) {
        return sum.rows > 0 || all_known ? std::optional(sum) : std::nullopt;
    };
    std::vector<UnitFigures> figures;
    for (const GroupTotals& totals : group_totals(*data.atlas, {data.flows->pairs(), sums.sums, sums.counted},
                                                  {kind, filter.membership_rows}))
        figures.push_back(
            {target_of(totals.group), known(totals.out), known(totals.in), known(totals.internal)});
    std::erase_if(figures, [](const UnitFigures& one) { return !one.out && !one.in && !one.inside; });
    return figures;
}

std::optional<double> both(const std::optional<ExactSum>& a, const std::optional<ExactSum>& b) {
    if (!a || !b) return std::nullopt;
    return value(add(*a, *b));
}

std::optional<double> population_of(const Place& place) { return place.population_2020; }
std::optional<double> gdp_of(const Place& place) { return place.gdp_2022 ? place.gdp_2022 : place.gdp_2020; }

/// Of a place, or of all members together; unknown where one member's is.
template <class Of>
std::optional<double> mass(const Dataset& data, const Target& unit, Of of) {
    if (unit.place) return of(data.atlas->places[index(*unit.place)]);
    double total = 0;
    for (const Membership& member : data.atlas->groups[index(*unit.group)].members) {
        const std::optional<double> one = of(data.atlas->places[index(member.place)]);
        if (!one) return std::nullopt;
        total += *one;
    }
    return total;
}

}  // namespace

std::optional<GroupKind> kind_of(ViewLevel level) {
    if (level == ViewLevel::place) return std::nullopt;
    return level == ViewLevel::circle          ? GroupKind::circle
           : level == ViewLevel::agglomeration ? GroupKind::agglomeration
                                               : GroupKind::province;
}

Result<std::vector<UnitFigures>> unit_figures(const Dataset& data, const Filter& filter, LayerId layer,
                                              ViewLevel level, const std::stop_token& cancel) {
    if (index(layer) >= data.flows->layers().size()) return std::vector<UnitFigures>{};
    Filter asked = filter;
    asked.layers = {layer};
    asked.absent = absent_of(filter, data.completeness);
    const std::optional<GroupKind> kind = kind_of(level);
    asked.self_flows = kind ? SelfFlows::leave_out : SelfFlows::keep;
    const UnpublishedCells cells(*data.atlas, data.completeness, asked, {layer, asked.window});
    const Result<LayerSums> sums = layer_sums(data, asked, cells, cancel);
    if (!sums) return sums.error();
    return kind ? group_figures(data, asked, *sums, *kind, cells) : place_figures(data, asked, *sums, cells);
}

std::optional<double> measured(const Dataset& data, const UnitFigures& figures, UnitMeasure measure) {
    const auto of = [](const std::optional<ExactSum>& sum) {
        return sum ? std::optional(value(*sum)) : std::nullopt;
    };
    switch (measure) {
        case UnitMeasure::out:
            return of(figures.out);
        case UnitMeasure::in:
            return of(figures.in);
        case UnitMeasure::turnover:
            if (figures.out && figures.in && figures.inside && figures.unit.group)
                return value(add(add(*figures.out, *figures.in), *figures.inside));
            return figures.unit.group ? std::nullopt : both(figures.out, figures.in);
        case UnitMeasure::net:
            if (!figures.out || !figures.in) return std::nullopt;
            return value(subtract(*figures.in, *figures.out));
        case UnitMeasure::inside:
            return of(figures.inside);
        case UnitMeasure::population:
            return mass(data, figures.unit, population_of);
        case UnitMeasure::gdp:
            return mass(data, figures.unit, gdp_of);
    }
    return std::nullopt;
}

std::string unit_name(const Dataset& data, const Target& unit, Language language) {
    return unit.place ? place_name_apart(*data.atlas, *unit.place, language)
                      : group_name(data.atlas->groups[index(*unit.group)], language);
}

UnitWords unit_words(const Dataset& data, const Target& unit) {
    if (unit.place) {
        const Place& place = data.atlas->places[index(*unit.place)];
        return {place.id, place.name_zh, place.name_en};
    }
    const Group& group = data.atlas->groups[index(*unit.group)];
    return {group.id, group.name_zh, group.name_en};
}

const char* level_text(ViewLevel level, Language language) {
    constexpr std::array words = {Text::level_place, Text::kind_circle, Text::kind_agglomeration,
                                  Text::kind_province};
    return ui(words[static_cast<std::size_t>(level)], language);
}

const char* measure_text(UnitMeasure measure, ViewLevel level, Language language) {
    constexpr std::array words = {Text::total_out,  Text::total_in,     Text::measure_turnover,
                                  Text::column_net, Text::total_inside, Text::measure_population,
                                  Text::measure_gdp};
    if (measure == UnitMeasure::inside && level == ViewLevel::place) return ui(Text::total_self, language);
    return ui(words[static_cast<std::size_t>(measure)], language);
}

std::string_view measure_key(UnitMeasure measure) {
    constexpr std::array<std::string_view, 7> keys = {
        "out", "in", "turnover", "net", "inside", "population_2020", "gdp_100m_yuan"};
    return keys[static_cast<std::size_t>(measure)];
}

std::string measure_unit(const Dataset& data, UnitMeasure measure, LayerId layer, Language language) {
    if (measure == UnitMeasure::population) return ui(Text::unit_persons, language);
    if (measure == UnitMeasure::gdp) return ui(Text::yuan_100m, language);
    return layer_unit(data.flows->layers()[index(layer)], language);
}

bool is_of_flows(UnitMeasure measure) {
    return measure != UnitMeasure::population && measure != UnitMeasure::gdp;
}

const Credit& measure_source(const Dataset& data, UnitMeasure measure) {
    static const Credit none;
    if (is_of_flows(measure)) return none;
    return measure == UnitMeasure::population ? data.atlas->population_source : data.atlas->gdp_source;
}

std::vector<OutputNote> source_notes(const Dataset& data, UnitMeasure one, UnitMeasure other) {
    std::vector<OutputNote> notes;
    for (const UnitMeasure measure : {one, other}) {
        const Credit& source = measure_source(data, measure);
        const bool told =
            std::ranges::any_of(notes, [&](const OutputNote& note) { return note.en == source.en; });
        if (!source.empty() && !told) notes.push_back({"made-of", source.en, source.zh});
    }
    return notes;
}

std::string source_lines(const Dataset& data, UnitMeasure one, UnitMeasure other, Language language) {
    std::string lines;
    for (const OutputNote& note : source_notes(data, one, other))
        lines += "\n" + (language == Language::zh ? note.zh : note.en);
    return lines;
}

void FiguresStage::update(const ViewInput& input) {
    const FiguresKey key{input.derived.sums_revision(), input.derived.answered_filter(),
                         input.settings.current_layer, input.settings.views.level};
    stage_.update(key, input, [data = input.data, key](const std::stop_token& cancel) -> Result<Answer> {
        Result<std::vector<UnitFigures>> figures =
            unit_figures(*data, key.filter, key.layer, key.level, cancel);
        if (!figures) return figures.error();
        return Answer{std::move(*figures), key.layer, key.level};
    });
}

ShownRows FiguresStage::shown(const PanelContext& context, OutputTable table) const {
    ShownRows rows{std::move(table), context.derived.answered_filter(), {}};
    rows.filter.layers = {layer()};
    if (context.data.flows->layers().empty()) rows.filter.layers.clear();
    if (level() == ViewLevel::place) rows.same_as = SumKey::place;
    return rows;
}

void draw_levels(PanelContext& context, Box& line, ViewLevel& level) {
    const Look& look = context.look;
    std::array<const char*, 4> labels{};
    float width = 0;
    for (std::size_t row = 0; row < labels.size(); ++row) {
        labels[row] = level_text(static_cast<ViewLevel>(row), look.language);
        width += text_width(look.fonts.strong, labels[row]) + look.px(16);
    }
    const auto current = static_cast<std::size_t>(level);
    std::optional<std::size_t> chosen;
    if (width <= line.width()) {
        chosen = segmented(look, "level", cut_left(line, width), {.labels = labels, .current = current});
    } else {
        const std::vector<std::string> words(labels.begin(), labels.end());
        chosen = dropdown(look, "level", cut_left(line, std::min(look.px(132), line.width())),
                          {.labels = words, .current = current});
    }
    if (chosen) level = static_cast<ViewLevel>(*chosen);
}

}  // namespace flowspace
