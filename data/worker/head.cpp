#include "data/worker/head.h"

#include "data/worker/message.h"

namespace flowspace {

using nlohmann::json;

std::optional<json> parse_head(std::string_view text) {
    bool too_deep = false;
    const json::parser_callback_t watch = [&](int depth, json::parse_event_t, json&) {
        too_deep = too_deep || depth > static_cast<int>(max_head_depth);
        return !too_deep;
    };
    json head = json::parse(text, watch, false);
    if (too_deep || !head.is_object()) return std::nullopt;
    return head;
}

std::string text_in(const json& head, const char* key) {
    const auto found = head.find(key);
    return found != head.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::uint64_t number_in(const json& head, const char* key) {
    const auto found = head.find(key);
    return found != head.end() && found->is_number_unsigned() ? found->get<std::uint64_t>() : 0;
}

bool is_set(const json& head, const char* key) {
    const auto found = head.find(key);
    return found != head.end() && found->is_boolean() && found->get<bool>();
}

std::string head_text(const json& head) { return head.dump(-1, ' ', false, json::error_handler_t::replace); }

}  // namespace flowspace
