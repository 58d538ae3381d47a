#include "data/import/json_view.h"

#include <cmath>

namespace flowspace {
namespace {

constexpr int max_depth = 32;

/// Refuses what is nested too deeply before anything of it is kept.
bool too_deep(std::string_view text) {
    int depth = 0;
    bool quoted = false;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char one = text[at];
        if (quoted) {
            if (one == '\\')
                ++at;
            else if (one == '"')
                quoted = false;
        } else if (one == '"') {
            quoted = true;
        } else if (one == '[' || one == '{') {
            if (++depth > max_depth) return true;
        } else if (one == ']' || one == '}') {
            --depth;
        }
    }
    return false;
}

}  // namespace

JsonView JsonView::parse(std::string_view text) {
    auto shared = std::make_shared<Shared>();
    if (text.size() > max_json_bytes) {
        shared->fault = "expected at most 256 MiB of JSON";
    } else if (too_deep(text)) {
        shared->fault = "expected JSON nested at most 32 deep";
    } else {
        shared->root = nlohmann::json::parse(text, nullptr, false);
        if (shared->root.is_discarded()) {
            shared->root = nullptr;
            shared->fault = "expected JSON in UTF-8";
        }
    }
    const nlohmann::json* root = &shared->root;
    return JsonView(std::move(shared), root, {});
}

void JsonView::refuse(const std::string& expected) const {
    if (!shared_->fault) shared_->fault = (path_.empty() ? "" : path_ + ": ") + "expected " + expected;
}

std::optional<std::string> JsonView::fault() const { return shared_->fault; }

bool JsonView::list(bool object) const {
    if (shared_->fault || !value_) return false;
    if (object ? !value_->is_object() : !value_->is_array()) {
        refuse(object ? "an object" : "a list");
        return false;
    }
    if (value_->size() > max_json_entries) {
        refuse("a shorter list");
        return false;
    }
    return true;
}

JsonView JsonView::at(const char* name) const {
    const std::string path = path_.empty() ? name : path_ + '.' + name;
    if (!shared_->fault && value_ && value_->is_object()) {
        const auto found = value_->find(name);
        if (found != value_->end()) return JsonView(shared_, &*found, path);
    }
    const JsonView missing(shared_, nullptr, path);
    missing.refuse("to be there");
    return missing;
}

std::string JsonView::text() const {
    if (shared_->fault || !value_) return {};
    if (!value_->is_string() || value_->get_ref<const std::string&>().size() > max_json_text) {
        refuse("a text of at most 1 MiB");
        return {};
    }
    return value_->get<std::string>();
}

std::uint64_t JsonView::whole(std::uint64_t most) const {
    if (shared_->fault || !value_) return 0;
    if (!value_->is_number_unsigned() || value_->get<std::uint64_t>() > most) {
        refuse("a whole number from 0 to " + std::to_string(most));
        return 0;
    }
    return value_->get<std::uint64_t>();
}

std::int64_t JsonView::integer() const {
    if (shared_->fault || !value_) return 0;
    const bool fits = value_->is_number_integer() &&
                      (!value_->is_number_unsigned() ||
                       value_->get<std::uint64_t>() <=
                           static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()));
    if (!fits) {
        refuse("a whole number of 64 bits");
        return 0;
    }
    return value_->get<std::int64_t>();
}

double JsonView::number() const {
    if (shared_->fault || !value_) return 0;
    const double number = value_->is_number() ? value_->get<double>() : NAN;
    if (!std::isfinite(number)) {
        refuse("a finite number");
        return 0;
    }
    return number;
}

bool JsonView::flag() const {
    if (shared_->fault || !value_) return false;
    if (!value_->is_boolean()) {
        refuse("true or false");
        return false;
    }
    return value_->get<bool>();
}

}  // namespace flowspace
