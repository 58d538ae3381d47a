// How the rows of the pair table are counted, ranked, found and ordered.
#include "data/completeness.h"
#include "viewer/views/pairs_view.h"

#include <algorithm>
#include <numeric>
#include <optional>
#include <tuple>

namespace flowspace {

namespace {

std::string folded(std::string text) {
    std::ranges::transform(text, text.begin(), [](char letter) {
        return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
    });
    return text;
}

bool named_by(const Place& place, const std::string& part) {
    for (const std::string* name : {&place.id, &place.name_zh, &place.short_zh, &place.name_en})
        if (folded(*name).find(part) != std::string::npos) return true;
    return false;
}

/// One per place: its number in the order of names.
std::vector<std::uint32_t> name_order(const Atlas& atlas) {
    std::vector<std::string> names;
    for (const Place& place : atlas.places)
        names.push_back(folded(place.name_en.empty() ? place.name_zh : place.name_en));
    std::vector<std::uint32_t> rows(names.size());
    std::iota(rows.begin(), rows.end(), 0U);
    std::ranges::stable_sort(rows, {}, [&](std::uint32_t row) -> const std::string& { return names[row]; });
    std::vector<std::uint32_t> order(rows.size());
    for (std::uint32_t at = 0; at < rows.size(); ++at) order[rows[at]] = at;
    return order;
}

void rank_rows(std::vector<PairRow>& rows) {
    std::ranges::sort(rows, [](const PairRow& a, const PairRow& b) {
        return std::tuple(a.layer, -a.value, a.pair) < std::tuple(b.layer, -b.value, b.pair);
    });
    for (std::size_t row = 0; row < rows.size(); ++row) {
        const bool first = row == 0 || rows[row - 1].layer != rows[row].layer;
        rows[row].rank = first ? 1 : rows[row - 1].rank + 1;
    }
}

void keep_found(const Dataset& data, const std::string& find, std::vector<PairRow>& rows) {
    if (find.empty()) return;
    std::vector<std::uint8_t> named;
    for (const Place& place : data.atlas->places) named.push_back(named_by(place, folded(find)) ? 1 : 0);
    std::erase_if(rows, [&](const PairRow& row) {
        const Pair& ends = data.flows->pairs()[index(row.pair)];
        return !named[index(ends.origin)] && !named[index(ends.destination)];
    });
}

template <class Key>
void sort_by(std::vector<PairRow>& rows, Order order, Key key) {
    if (order == Order::ascending)
        std::ranges::stable_sort(rows, {}, key);
    else
        std::ranges::stable_sort(rows, std::ranges::greater{}, key);
}

}  // namespace

PairSelection select_pair_rows(const Dataset& data, const Filter& filter, std::span<const LayerSums> sums) {
    PairSelection selection;
    selection.totals.resize(data.flows->layers().size());
    selection.counts.resize(data.flows->layers().size());
    Filter settled = filter;
    settled.absent = absent_of(filter, data.completeness);
    const std::span<const Pair> pairs = data.flows->pairs();
    for (const LayerSums& layer : sums) {
        selection.layers.push_back(layer.layer);
        std::optional<UnpublishedCells> unpublished;
        if (settled.absent == Absent::zero && !data.completeness.unpublished.empty())
            unpublished.emplace(*data.atlas, data.completeness, settled,
                                UnpublishedCells::Asked{layer.layer, settled.window});
        ExactSum total;
        for (std::uint32_t pair = 0; pair < layer.sums.size(); ++pair) {
            const ExactSum& sum = layer.sums[pair];
            if (!layer.counted[pair] || (unpublished && sum.rows == 0 && unpublished->holds(pairs[pair])))
                continue;
            selection.rows.push_back({layer.layer, PairId{pair}, value(sum), sum.rows, 0});
            total = total.rows == 0 ? sum : add(total, sum);
            ++selection.counts[index(layer.layer)];
        }
        selection.totals[index(layer.layer)] = value(total);
    }
    return selection;
}

PairTable order_pairs(const Dataset& data, PairSelection selection, const PairTableRequest& request,
                      const std::stop_token& cancel) {
    PairTable table{.rows = std::move(selection.rows),
                    .totals = std::move(selection.totals),
                    .layers = selection.layers.size()};
    table.selected = table.rows.size();
    rank_rows(table.rows);
    keep_found(data, request.find, table.rows);
    if (cancel.stop_requested()) return table;
    const std::span<const Pair> pairs = data.flows->pairs();
    const Order order = request.sort.order;
    switch (request.sort.column) {
        case PairColumn::rank:
            if (order == Order::descending)
                std::ranges::stable_sort(table.rows, {}, [](const PairRow& row) {
                    return std::pair(row.layer, -static_cast<std::int64_t>(row.rank));
                });
            break;
        case PairColumn::value:
            if (order == Order::ascending)
                std::ranges::stable_sort(table.rows, {},
                                         [](const PairRow& row) { return std::pair(row.layer, row.value); });
            break;
        case PairColumn::origin:
        case PairColumn::destination: {
            const std::vector<std::uint32_t> names = name_order(*data.atlas);
            const bool origin = request.sort.column == PairColumn::origin;
            sort_by(table.rows, order, [&](const PairRow& row) {
                const Pair& ends = pairs[index(row.pair)];
                return names[index(origin ? ends.origin : ends.destination)];
            });
            break;
        }
        case PairColumn::layer:
            sort_by(table.rows, order, [](const PairRow& row) { return row.layer; });
            break;
        case PairColumn::share:
            sort_by(table.rows, order, [&](const PairRow& row) {
                const double total = table.totals[index(row.layer)];
                return total != 0 ? row.value / total : 0.0;
            });
            break;
        case PairColumn::rows:
            sort_by(table.rows, order, [](const PairRow& row) { return row.rows; });
            break;
    }
    return table;
}

OutputTable pair_output(const Dataset& data, const PairTable& table) {
    OutputTable output{.columns = {"layer", "origin", "destination", "value", "unit", "status",
                                   "origin_name_zh", "origin_name_en", "destination_name_zh",
                                   "destination_name_en", "share", "rank", "rows"}};
    output.rows.reserve(table.rows.size());
    for (const PairRow& row : table.rows) {
        const LayerInfo& layer = data.flows->layers()[index(row.layer)];
        const Pair& ends = data.flows->pairs()[index(row.pair)];
        const Place& from = data.atlas->places[index(ends.origin)];
        const Place& to = data.atlas->places[index(ends.destination)];
        const double total = table.totals[index(row.layer)];
        output.rows.push_back({layer.key, from.id, to.id, row.value, layer.unit,
                               std::string(key(layer.status)), from.name_zh, from.name_en, to.name_zh,
                               to.name_en, total != 0 ? OutputCell(row.value / total) : OutputCell(),
                               static_cast<std::int64_t>(row.rank), static_cast<std::int64_t>(row.rows)});
    }
    return output;
}

}  // namespace flowspace
