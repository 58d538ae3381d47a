#include "tests/data/sum_oracle.h"

#include <algorithm>
#include <cmath>
#include <ctime>
#include <map>
#include <optional>
#include <set>

namespace flowspace::testing {
namespace {

using Ends = std::pair<int, int>;
using Key = std::vector<std::string>;

struct Total {
    std::int64_t milli = 0;
    bool known = false;
    void count(std::int64_t more) {
        milli += more;
        known = true;
    }
    double number() const { return static_cast<double>(milli) / 1000; }
    std::string text() const { return known ? format_number(number()) : ""; }
};

struct Entry {
    Total now[3], versus[3];
    std::set<int> steps;
};

struct Oracle {
    const World& world;
    const SumRequest& request;
    const Atlas& atlas = *world.dataset.atlas;
    const Filter& filter = request.filter;

    std::set<int> members(GroupId group) const {
        std::set<int> places;
        for (const Membership& member : atlas.groups[index(group)].members)
            if (filter.membership_rows == MembershipRows::listed || member.scope == MemberScope::whole)
                places.insert(static_cast<int>(index(member.place)));
        return places;
    }

    /// Ids of the groups of a kind that a place is in.
    std::set<std::string> groups(int place, GroupKind kind) const {
        std::set<std::string> ids;
        for (std::uint32_t row = 0; row < atlas.groups.size(); ++row)
            if (atlas.groups[row].kind == kind && members(GroupId{row}).contains(place))
                ids.insert(atlas.groups[row].id);
        return ids;
    }

    template <class Id>
    static bool lists(const std::vector<Id>& ids, int id) {
        return ids.empty() || std::ranges::count(ids, Id(id)) > 0;
    }

    bool passes(Ends ends) const {
        const auto [from, to] = ends;
        if (from == to && filter.self_flows == SelfFlows::leave_out && request.key != SumKey::place)
            return false;
        if (!lists(filter.origins, from) || !lists(filter.destinations, to)) return false;
        if (!lists(filter.places, from) && !lists(filter.places, to)) return false;
        bool inside = filter.inside.empty(), between = filter.between.empty(), shared = false;
        for (const GroupId group : filter.inside)
            inside |= members(group).contains(from) && members(group).contains(to);
        for (const auto& [one, other] : filter.between) {
            between |= members(one).contains(from) && members(other).contains(to);
            between |= members(one).contains(to) && members(other).contains(from);
        }
        for (const std::string& id : groups(from, filter.kind))
            shared |= groups(to, filter.kind).contains(id);
        if (filter.scope == Scope::internal && !shared) return false;
        if (filter.scope == Scope::crossing && shared) return false;
        return inside && between;
    }

    static bool in(int day, Window window) {
        const TimeMs time{day * day_ms};
        return time >= window.from && time < window.to;
    }

    std::map<Ends, Total> totals(int layer, Window window) const {
        std::map<Ends, Total> all;
        for (const RawRow& row : world.rows) {
            Total& total = all[{row.origin, row.destination}];  // any layer names the pair
            if (row.layer == layer && in(row.day, window)) total.count(row.milli);
        }
        return all;
    }

    bool in_range(const Total& total) const {
        return (!filter.min_value || total.number() >= *filter.min_value) &&
               (!filter.max_value || total.number() <= *filter.max_value);
    }

    std::set<Ends> counted(const std::map<Ends, Total>& all, const std::set<Ends>* only) const {
        std::set<Ends> ends;
        for (const auto& [pair, total] : all) {
            if (!passes(pair) || (!total.known && filter.absent != Absent::zero)) continue;
            if (only ? (filter.min_value || filter.max_value) && !only->contains(pair) : !in_range(total))
                continue;
            ends.insert(pair);
        }
        return ends;
    }

    std::string place(int row) const { return atlas.places[static_cast<std::size_t>(row)].id; }

    std::vector<Key> keys(Ends ends) const {
        const auto [from, to] = ends;
        if (request.key == SumKey::total) return {{}};
        if (request.key == SumKey::pair) return {Key{place(from), place(to)}};
        const GroupKind kind = *parse_group_kind(key(request.key));
        std::set<std::string> origins = groups(from, kind), destinations = groups(to, kind);
        if (origins.empty()) origins.insert("outside");
        if (destinations.empty()) destinations.insert("outside");
        std::vector<Key> made;
        for (const std::string& origin : origins)
            for (const std::string& destination : destinations) made.push_back({origin, destination});
        return made;
    }

    static std::tm date(int day) {
        const std::time_t seconds = static_cast<std::time_t>(day) * 86400;
        std::tm made{};
        gmtime_r(&seconds, &made);
        return made;
    }

    /// Sorts as text in the right order: bins and distances with leading zeros, an offset added.
    std::string time_key(int day, int first) const {
        const std::tm made = date(day);
        char text[32];
        int number = request.versus ? day - first : day;
        if (request.fold == Fold::weekday) number = made.tm_wday == 0 ? 7 : made.tm_wday;
        if (request.fold == Fold::month) number = made.tm_mon + 1;
        if (request.fold == Fold::lunar) number = lunar(day);
        std::snprintf(text, sizeof text, "%09d", number + 1'000'000);
        return text;
    }

    static int lunar(int day) {  // 2020-01-25 and 2021-02-12; the worlds lie between the years around
        const int first = day - 18'286, second = day - 18'670;
        return std::abs(first) <= std::abs(second) ? first : second;
    }

    std::string time_text(const std::string& key_text, int first) const {
        const int number = std::stoi(key_text) - 1'000'000;
        if (request.fold != Fold::none) return std::to_string(number);
        if (!world.timed) return "";
        const std::tm made = date(request.versus ? number + first : number);
        char text[32];
        std::strftime(text, sizeof text, "%Y-%m-%d", &made);
        return text;
    }

    int first_day(Window window) const {
        if (count(window.from) != INT64_MIN) return static_cast<int>(count(window.from) / day_ms);
        int first = INT_MAX;
        for (const RawRow& row : world.rows)
            if (in(row.day, window)) first = std::min(first, row.day);
        return first;
    }

    using Side = Total (Entry::*)[3];

    void count_side(std::map<Key, Entry>& entries, int layer, const std::set<Ends>& ends, Window window,
                    Side side) const {
        const bool zero = filter.absent == Absent::zero;
        if (request.key == SumKey::total && zero) (entries[{}].*side)[0].count(0);
        if (request.key == SumKey::total) entries[{}];
        for (const Ends& pair : ends) {
            if (!zero || request.key == SumKey::time) continue;
            if (request.key == SumKey::place) {
                for (const int end : {pair.first, pair.second}) entries[{place(end)}];
            } else {
                for (const Key& one : keys(pair)) (entries[one].*side)[0].count(0);
            }
        }
        for (const RawRow& row : world.rows) {
            const Ends pair{row.origin, row.destination};
            if (row.layer != layer || !in(row.day, window) || !ends.contains(pair)) continue;
            if (request.key == SumKey::time) {
                (entries[{time_key(row.day, first_day(window))}].*side)[0].count(row.milli);
            } else if (request.key == SumKey::place) {
                if (row.origin == row.destination) {
                    (entries[{place(row.origin)}].*side)[2].count(row.milli);
                } else {
                    (entries[{place(row.origin)}].*side)[0].count(row.milli);
                    (entries[{place(row.destination)}].*side)[1].count(row.milli);
                }
            } else {
                for (const Key& one : keys(pair)) (entries[one].*side)[0].count(row.milli);
            }
        }
        if (request.key == SumKey::time) count_steps(entries, layer, ends, window, side);
        if (request.key == SumKey::place && zero)
            for (auto& [key, entry] : entries)
                for (Total& total : entry.*side) total.known = true;
    }

    void count_steps(std::map<Key, Entry>& entries, int layer, const std::set<Ends>& ends, Window window,
                     Side side) const {
        for (const RawRow& row : world.rows) {
            if (!in(row.day, window)) continue;
            const bool mine = row.layer == layer && ends.contains({row.origin, row.destination});
            if (!mine && filter.absent != Absent::zero) continue;
            Entry& entry = entries[{time_key(row.day, first_day(window))}];
            (entry.*side)[0].known = true;
            if (side == &Entry::now) entry.steps.insert(row.day);
        }
    }

    std::vector<std::string> cells(const std::string& layer, const std::string& unit, const Key& key_of,
                                   const Entry& entry) const {
        std::vector<std::string> row = {layer};
        const std::size_t measures = request.key == SumKey::place ? 3 : 1;
        if (request.key == SumKey::time) {
            row.push_back(time_text(key_of[0], first_day(filter.window)));
        } else {
            row.insert(row.end(), key_of.begin(), key_of.end());
        }
        if (request.key == SumKey::place) {
            row.push_back(std::string("地").append(key_of[0]));
            row.push_back(std::string("Place ").append(key_of[0]));
        }
        for (std::size_t one = 0; one < measures; ++one) row.push_back(entry.now[one].text());
        row.push_back(unit);
        row.push_back("undeclared");
        if (request.fold != Fold::none) row.push_back(std::to_string(entry.steps.size()));
        for (std::size_t one = 0; request.versus && one < measures; ++one) {
            const Total &now = entry.now[one], &versus = entry.versus[one];
            const bool both = now.known && versus.known;
            const double difference = static_cast<double>(versus.milli - now.milli) / 1000;
            row.push_back(versus.text());
            row.push_back(both ? format_number(difference) : "");
            row.push_back(both && now.milli != 0 ? format_number(100 * difference / now.number()) : "");
        }
        return row;
    }

    std::vector<std::vector<std::string>> rows_of(int layer, const std::map<Key, Entry>& entries) const {
        std::vector<std::pair<Key, const Entry*>> order;
        for (const auto& [key_of, entry] : entries) order.emplace_back(key_of, &entry);
        const auto by_value = [](const auto& a, const auto& b) {
            for (std::size_t one = 0; one < 3; ++one) {
                const Total &of_a = a.second->now[one], &of_b = b.second->now[one];
                if (of_a.known != of_b.known) return of_a.known;
                if (of_a.known && of_a.milli != of_b.milli) return of_a.milli > of_b.milli;
            }
            return a.first < b.first;
        };
        if (request.key != SumKey::time || (request.top && *request.top < order.size()))
            std::ranges::sort(order, by_value);
        if (request.top && *request.top < order.size() && request.key != SumKey::total)
            order.resize(*request.top);
        if (request.key == SumKey::time)
            std::ranges::sort(order, {}, [](const auto& one) { return one.first; });
        std::vector<std::vector<std::string>> rows;
        const std::string number = std::to_string(layer);
        for (const auto& [key_of, entry] : order)
            rows.push_back(cells(std::string("layer").append(number), std::string("unit").append(number),
                                 key_of, *entry));
        return rows;
    }
};

}  // namespace

std::vector<std::vector<std::string>> count_sum(const World& world, const SumRequest& request) {
    const Oracle oracle{world, request};
    std::vector<std::vector<std::string>> rows;
    for (int layer = 0; layer < static_cast<int>(world.dataset.flows->layers().size()); ++layer) {
        if (!Oracle::lists(request.filter.layers, layer)) continue;
        std::map<Key, Entry> entries;
        const std::set<Ends> now = oracle.counted(oracle.totals(layer, request.filter.window), nullptr);
        oracle.count_side(entries, layer, now, request.filter.window, &Entry::now);
        if (request.versus) {
            const std::set<Ends> versus = oracle.counted(oracle.totals(layer, *request.versus), &now);
            oracle.count_side(entries, layer, versus, *request.versus, &Entry::versus);
        }
        for (auto& row : oracle.rows_of(layer, entries)) rows.push_back(std::move(row));
    }
    return rows;
}

}  // namespace flowspace::testing
