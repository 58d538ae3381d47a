#include "data/project/json_value.h"

#include "data/import/limits.h"
#include "data/output_table.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <iterator>
#include <numeric>

namespace flowspace {
namespace {

/// Bytes for the lexer, which always stands at most one byte past the token it has just told of.
class LineCounter {
public:
    using iterator_category = std::input_iterator_tag;
    using value_type = char;
    using difference_type = std::ptrdiff_t;
    using pointer = const char*;
    using reference = const char&;

    LineCounter(const char* at, std::uint64_t* line, bool* broke) : at_(at), line_(line), broke_(broke) {}

    reference operator*() const { return *at_; }
    LineCounter& operator++() {
        if (*broke_) ++*line_;
        *broke_ = *at_ == '\n';
        ++at_;
        return *this;
    }
    bool operator==(const LineCounter& other) const { return at_ == other.at_; }

private:
    const char* at_;
    std::uint64_t* line_;
    bool* broke_;  // the last byte was a line feed: the line begins with the next
};

/// Builds the value from what the lexer tells; the first fault ends it.
class Builder {
public:
    using Json = nlohmann::json;
    using number_integer_t = Json::number_integer_t;
    using number_unsigned_t = Json::number_unsigned_t;
    using number_float_t = Json::number_float_t;
    using string_t = Json::string_t;
    using binary_t = Json::binary_t;

    explicit Builder(const std::uint64_t& line) : line_(line) {}

    bool null() { return put({}); }
    bool boolean(bool flag) { return put(json_flag(flag)); }
    bool number_integer(number_integer_t number) { return put(json_signed(number)); }
    bool number_unsigned(number_unsigned_t number) { return put(json_whole(number)); }
    bool number_float(number_float_t, const string_t& written) {
        return put({.kind = JsonValue::Kind::number, .text = written});
    }
    bool string(string_t& text) { return put(json_text(std::move(text))); }
    bool binary(binary_t&) { return false; }  // not in text
    bool start_object(std::size_t) { return open(json_object()); }
    bool start_array(std::size_t) { return open(json_list()); }
    bool end_object() {
        const JsonValue& object = *open_.back();
        std::vector<std::size_t> order(object.keys.size());
        std::iota(order.begin(), order.end(), std::size_t{0});
        std::ranges::stable_sort(order, {},
                                 [&](std::size_t at) -> const std::string& { return object.keys[at]; });
        const auto twice = std::ranges::adjacent_find(
            order, [&](std::size_t a, std::size_t b) { return object.keys[a] == object.keys[b]; });
        if (twice != order.end()) {
            const std::size_t second = *std::next(twice);
            fail("duplicate-key", object.keys[second], "each key once in an object");
            problem_->row = object.items[second].line;
            return false;
        }
        return close();
    }
    bool end_array() { return close(); }
    bool key(string_t& text) {
        open_.back()->keys.push_back(std::move(text));
        return true;
    }
    bool parse_error(std::size_t, const std::string& last, const nlohmann::detail::exception&) {
        return fail("bad-json", last, "JSON in UTF-8 by RFC 8259");
    }

    ParsedJson result() {
        if (problem_) return {.problem = std::move(problem_)};
        return {.value = std::move(root_)};
    }

private:
    std::string pointer() const {
        std::string text;
        for (const JsonValue* value : open_) {
            if (value->is(JsonValue::Kind::object) && !value->keys.empty())
                text.append(1, '/').append(pointer_part(value->keys.back()));
            if (value->is(JsonValue::Kind::list))
                text += fmt::format("/{}", value->items.size() - (value == open_.back() ? 0 : 1));
        }
        return text;
    }

    bool fail(std::string_view code, std::string_view found, std::string_view expected) {
        if (!problem_)
            problem_ = Problem{.row = line_,
                               .column = pointer(),
                               .code = std::string(code),
                               .found = shorten(found, max_found_characters - 3),
                               .expected = std::string(expected)};
        return false;
    }

    JsonValue* place(JsonValue value) {
        value.line = line_;
        if (open_.empty()) {
            root_ = std::move(value);
            return &root_;
        }
        return &open_.back()->items.emplace_back(std::move(value));
    }

    bool put(JsonValue value) {
        if (++values_ > max_project_values)
            return fail("too-large", fmt::format("more than {} values", max_project_values),
                        fmt::format("at most {} values", max_project_values));
        place(std::move(value));
        return true;
    }

    bool open(JsonValue value) {
        if (open_.size() >= max_project_depth)
            return fail("too-deep", fmt::format("more than {} levels", max_project_depth),
                        fmt::format("at most {} levels of lists and objects", max_project_depth));
        if (!put({})) return false;
        JsonValue& slot = open_.empty() ? root_ : open_.back()->items.back();
        value.line = line_;
        slot = std::move(value);
        open_.push_back(&slot);  // stays where it is: its parent takes no further item before it is closed
        return true;
    }

    bool close() {
        open_.pop_back();
        return true;
    }

    const std::uint64_t& line_;
    JsonValue root_;
    std::vector<JsonValue*> open_;
    std::uint64_t values_ = 0;
    std::optional<Problem> problem_;
};

bool is_plain(const JsonValue& value) { return value.items.empty(); }

std::string plain_text(const JsonValue& value) {
    switch (value.kind) {
        case JsonValue::Kind::null:
            return "null";
        case JsonValue::Kind::text:
            return json_string(value.text);
        case JsonValue::Kind::list:
            return "[]";
        case JsonValue::Kind::object:
            return "{}";
        default:
            return value.text;
    }
}

/// `{"a": 1}` on one line; empty where it does not fit.
std::string one_line(const JsonValue& value, std::size_t room) {
    const bool object = value.is(JsonValue::Kind::object);
    std::string text(1, object ? '{' : '[');
    for (std::size_t at = 0; at < value.items.size(); ++at) {
        if (!is_plain(value.items[at])) return {};
        if (at) text += ", ";
        if (object) text += json_string(value.keys[at]) + ": ";
        text += plain_text(value.items[at]);
        if (text.size() + 1 > room) return {};
    }
    return text + (object ? '}' : ']');
}

void write(const JsonValue& value, std::size_t indent, std::string& out) {
    constexpr std::size_t widest = 100;
    if (is_plain(value)) {
        out += plain_text(value);
        return;
    }
    if (const std::string line = one_line(value, widest - std::min(widest, indent)); !line.empty()) {
        out += line;
        return;
    }
    const bool object = value.is(JsonValue::Kind::object);
    out += object ? '{' : '[';
    for (std::size_t at = 0; at < value.items.size(); ++at) {
        out += at ? ",\n" : "\n";
        out.append(indent + 2, ' ');
        if (object) out += json_string(value.keys[at]) + ": ";
        write(value.items[at], indent + 2, out);
    }
    out += '\n';
    out.append(indent, ' ');
    out += object ? '}' : ']';
}

}  // namespace

bool JsonValue::operator==(const JsonValue& other) const {
    return kind == other.kind && text == other.text && keys == other.keys && items == other.items;
}

const JsonValue* JsonValue::find(std::string_view key) const {
    const auto at = std::ranges::find(keys, key);
    return at == keys.end() ? nullptr : &items[static_cast<std::size_t>(at - keys.begin())];
}

void JsonValue::set(std::string key, JsonValue value) {
    const auto at = std::ranges::find(keys, key);
    if (at != keys.end()) {
        items[static_cast<std::size_t>(at - keys.begin())] = std::move(value);
        return;
    }
    add(std::move(key), std::move(value));
}

void JsonValue::add(std::string key, JsonValue value) {
    keys.push_back(std::move(key));
    items.push_back(std::move(value));
}

JsonValue json_object() { return {.kind = JsonValue::Kind::object}; }
JsonValue json_list() { return {.kind = JsonValue::Kind::list}; }
JsonValue json_text(std::string text) { return {.kind = JsonValue::Kind::text, .text = std::move(text)}; }
JsonValue json_flag(bool flag) { return {.kind = JsonValue::Kind::boolean, .text = flag ? "true" : "false"}; }
JsonValue json_whole(std::uint64_t number) {
    return {.kind = JsonValue::Kind::number, .text = std::to_string(number)};
}
JsonValue json_signed(std::int64_t number) {
    return {.kind = JsonValue::Kind::number, .text = std::to_string(number)};
}

ParsedJson parse_json(std::string_view text) {
    if (text.size() > max_project_bytes)
        return {.problem = Problem{.code = "too-large",
                                   .found = fmt::format("{} bytes", text.size()),
                                   .expected = fmt::format("at most {} bytes", max_project_bytes)}};
    std::uint64_t line = 1;
    bool broke = false;
    Builder builder(line);
    const LineCounter first(text.data(), &line, &broke), last(text.data() + text.size(), &line, &broke);
    nlohmann::json::sax_parse(first, last, &builder);
    return builder.result();
}

std::string write_json(const JsonValue& value) {
    std::string out;
    write(value, 0, out);
    return out + '\n';
}

std::string pointer_part(std::string_view key) {
    std::string part;
    for (const char one : key) {
        if (one == '~')
            part += "~0";
        else if (one == '/')
            part += "~1";
        else
            part += one;
    }
    return part;
}

}  // namespace flowspace
