// Reads JSON that another process or an older version wrote: every type, size and range is checked, and the
// first fault is kept with its place.
#pragma once

#include <nlohmann/json.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace flowspace {

inline constexpr std::size_t max_json_bytes = std::size_t{256} << 20;
inline constexpr std::size_t max_json_text = std::size_t{1} << 20;  // one string
inline constexpr std::size_t max_json_entries = 10'000'000;         // of one list

/// A value with the way to it. After a fault everything reads as empty; ask for fault() at the end.
class JsonView {
public:
    /// Parses; a text that is no JSON, not UTF-8 or too long is a fault at once.
    static JsonView parse(std::string_view text);

    /// A member that must be there.
    JsonView at(const char* name) const;
    bool has(const char* name) const { return value_ && value_->is_object() && value_->contains(name); }

    std::string text() const;
    std::uint64_t whole(std::uint64_t most = std::numeric_limits<std::uint64_t>::max()) const;
    std::int64_t integer() const;
    double number() const;  // finite
    bool flag() const;
    template <class Enum>
    Enum choice(std::uint64_t count) const {
        return static_cast<Enum>(whole(count - 1));
    }

    /// Calls take(entry) for each entry of a list, or take(key, entry) of an object in order of keys.
    template <class Take>
    void each(const Take& take) const;
    template <class Take>
    void each_member(const Take& take) const;

    /// Notes a fault of this value.
    void refuse(const std::string& expected) const;
    /// What is wrong first, as "rows[3].value: expected a number"; nothing where all was right.
    std::optional<std::string> fault() const;

private:
    struct Shared {
        nlohmann::json root;
        std::optional<std::string> fault;
    };
    JsonView(std::shared_ptr<Shared> shared, const nlohmann::json* value, std::string path)
        : shared_(std::move(shared)), value_(value), path_(std::move(path)) {}
    bool list(bool object) const;

    std::shared_ptr<Shared> shared_;
    const nlohmann::json* value_ = nullptr;
    std::string path_;
};

template <class Take>
void JsonView::each(const Take& take) const {
    if (!list(false)) return;
    for (std::size_t at = 0; at < value_->size() && !shared_->fault; ++at)
        take(JsonView(shared_, &(*value_)[at], path_ + '[' + std::to_string(at) + ']'));
}

template <class Take>
void JsonView::each_member(const Take& take) const {
    if (!list(true)) return;
    for (const auto& [name, entry] : value_->items()) {
        if (shared_->fault) return;
        take(name, JsonView(shared_, &entry, path_ + '.' + name));
    }
}

/// The text of `json`; bytes that are no UTF-8 become U+FFFD, for what leaves must be readable.
inline std::string to_text(const nlohmann::json& json) {
    return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace flowspace
