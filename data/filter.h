// What is asked for: a plain value. Panels edit it, projects store it, sums answer it.
#pragma once

#include "data/atlas.h"
#include "data/ids.h"
#include "data/time_axis.h"

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace flowspace {

enum class Scope : std::uint8_t { all, internal, crossing };  // do the two ends share a group of the kind?
enum class SelfFlows : std::uint8_t { leave_out, keep };
/// What a pair that no row lists means; declared: what the source says of itself, see absent_of.
enum class Absent : std::uint8_t { unknown, zero, declared };
enum class MembershipRows : std::uint8_t { listed, whole };  // every listed member, or whole-city rows only

/// Entries of one list mean or, different lists mean and; an empty list asks for nothing.
struct Filter {
    std::vector<LayerId> layers = {};
    Window window = {};
    std::vector<PlaceId> origins = {};
    std::vector<PlaceId> destinations = {};
    std::vector<PlaceId> places = {};                       // either end
    std::vector<PlaceId> crossing = {};                     // exactly one end among them
    std::vector<GroupId> inside = {};                       // both ends in one of them
    std::vector<std::pair<GroupId, GroupId>> between = {};  // one end in each, either way
    GroupKind kind = GroupKind::agglomeration;              // that `scope` speaks of
    Scope scope = Scope::all;
    std::optional<double> min_value = {};  // of the sum per pair and layer over the whole window, inclusive
    std::optional<double> max_value = {};
    SelfFlows self_flows = SelfFlows::leave_out;
    Absent absent = Absent::declared;
    MembershipRows membership_rows = MembershipRows::listed;

    bool operator==(const Filter&) const = default;
};

}  // namespace flowspace
