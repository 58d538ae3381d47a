// The rows of one (layer, step) while they are merged: new ones as they came, older ones as sorted cells.
#pragma once

#include "data/exact_sum.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <utility>
#include <vector>

namespace flowspace {

inline constexpr int wide = -1;  // the digits of a layer in double-double

constexpr std::array<double, 19> decimal_power = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8, 1e9,
                                                  1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18};

/// to_fixed without its checks, for values that passed them; the common case in a few instructions.
inline std::int64_t scaled_value(double number, int digits) {
    const double scaled = number * decimal_power[static_cast<std::size_t>(digits)];
    if (std::abs(scaled) < 1e15) {  // rounded to a whole number by pushing the fraction out of the double
        constexpr double push = 6755399441055744.0;
        return static_cast<std::int64_t>((scaled + push) - push);
    }
    return to_fixed(number, digits).value_or(0);
}

/// Twelve bytes, not sixteen, where the key is short.
template <class Key>
struct PendingRow {
    Key key = 0;
    std::array<std::uint32_t, 2> bits = {};

    PendingRow() = default;
    PendingRow(Key of, double number) : key(of) { std::memcpy(bits.data(), &number, sizeof(number)); }
    double value() const {
        double number = 0;
        std::memcpy(&number, bits.data(), sizeof(number));
        return number;
    }
};

template <class Key>
struct FixedCell {
    Key key = 0;
    std::uint32_t rows = 0;
    std::int64_t scaled = 0;
};

template <class Key>
struct WideCell {
    Key key = 0;
    std::uint32_t rows = 0;
    DoubleDouble value = {};
};

/// Sorts by key and keeps the order of equal keys. Pre: no key has more than `key_bits` bits.
template <class Key>
void sort_pending(std::vector<PendingRow<Key>>& rows, int key_bits, std::vector<PendingRow<Key>>& scratch) {
    const auto key_of = [](const PendingRow<Key>& row) { return row.key; };
    if (std::ranges::is_sorted(rows, {}, key_of)) return;
    if (rows.size() < 256) {
        std::ranges::stable_sort(rows, {}, key_of);
        return;
    }
    constexpr int most_bits = 10;
    const int passes = (key_bits + most_bits - 1) / most_bits;
    const int bits = (key_bits + passes - 1) / passes;
    scratch.resize(rows.size());
    for (int shift = 0; shift < key_bits; shift += bits) {
        const auto digit = [&](const PendingRow<Key>& row) {
            return static_cast<std::size_t>(row.key >> shift) & ((std::size_t{1} << bits) - 1);
        };
        std::array<std::uint32_t, 1 << most_bits> begin = {};
        for (const PendingRow<Key>& row : rows) ++begin[digit(row)];
        std::uint32_t before = 0;
        for (std::uint32_t& one : begin) before += std::exchange(one, before);
        for (const PendingRow<Key>& row : rows) scratch[begin[digit(row)]++] = row;
        rows.swap(scratch);
    }
}

template <class Key>
class MergeBucket {
public:
    void add(Key key, double value) { pending_.emplace_back(key, value); }
    /// It is to be compacted soon, and can wait.
    bool is_full() const { return pending_.size() >= full_; }
    std::size_t full() const { return full_; }

    /// Merges the pending rows into the cells. `digits` of the layer never falls but to `wide`, which stays.
    void compact(int digits, int key_bits, std::vector<PendingRow<Key>>& scratch) {
        bring_to(digits);
        sort_pending(pending_, key_bits, scratch);
        if (digits == wide)
            merge(wide_cells_, [](double number) { return DoubleDouble{number, 0}; });
        else
            merge(fixed_cells_, [&](double number) { return scaled_value(number, digits); });
        pending_.clear();
        full_ = std::max(least_full, cell_count() / 2);
        if (pending_.capacity() > 2 * full_) pending_.shrink_to_fit();
    }

    std::span<FixedCell<Key>> fixed_cells() { return fixed_cells_; }
    std::span<WideCell<Key>> wide_cells() { return wide_cells_; }
    std::size_t cell_count() const { return fixed_cells_.size() + wide_cells_.size(); }
    std::size_t pending() const { return pending_.size(); }
    std::uint64_t bytes() const {
        return pending_.capacity() * sizeof(PendingRow<Key>) +
               fixed_cells_.capacity() * sizeof(FixedCell<Key>) +
               wide_cells_.capacity() * sizeof(WideCell<Key>) + sizeof(*this);
    }
    void release() { *this = {}; }

private:
    static constexpr std::size_t least_full = 1024;

    void bring_to(int digits) {
        if (digits == wide && digits_ != wide) {
            for (const FixedCell<Key>& cell : fixed_cells_) {
                const ExactSum sum = flowspace::add(
                    ExactSum{.scaled = cell.scaled, .rows = 1, .digits = static_cast<std::int8_t>(digits_)},
                    ExactSum{.rows = 1});
                wide_cells_.push_back({cell.key, cell.rows, {sum.high, sum.low}});
            }
            fixed_cells_ = {};
        }
        for (; digits != wide && digits_ < digits; ++digits_)
            for (FixedCell<Key>& cell : fixed_cells_) cell.scaled *= 10;
        digits_ = digits;
    }

    static void put(FixedCell<Key>& cell, std::int64_t scaled) { cell.scaled += scaled; }
    static void put(WideCell<Key>& cell, DoubleDouble value) {
        cell.value = flowspace::add(cell.value, value);
    }

    template <class Cell, class Convert>
    void merge(std::vector<Cell>& cells, const Convert& convert) {
        std::vector<Cell> merged;
        merged.reserve(cells.size() + distinct_pending());
        auto old = cells.begin();
        for (std::size_t at = 0; at < pending_.size();) {
            const Key key = pending_[at].key;
            while (old != cells.end() && old->key < key) merged.push_back(*old++);
            Cell cell{key};
            if (old != cells.end() && old->key == key) cell = *old++;
            for (; at < pending_.size() && pending_[at].key == key; ++at) {
                put(cell, convert(pending_[at].value()));
                ++cell.rows;
            }
            merged.push_back(cell);
        }
        merged.insert(merged.end(), old, cells.end());
        cells = std::move(merged);
    }

    /// Pre: pending_ is sorted.
    std::size_t distinct_pending() const {
        std::size_t distinct = pending_.empty() ? 0 : 1;
        for (std::size_t at = 1; at < pending_.size(); ++at)
            distinct += pending_[at].key != pending_[at - 1].key ? 1 : 0;
        return distinct;
    }

    std::vector<PendingRow<Key>> pending_;
    std::vector<FixedCell<Key>> fixed_cells_;
    std::vector<WideCell<Key>> wide_cells_;
    std::size_t full_ = least_full;
    int digits_ = 0;
};

}  // namespace flowspace
