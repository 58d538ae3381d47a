#include "data/project/agreements.h"

#include "data/import/limits.h"
#include "data/project/atomic_file.h"
#include "data/project/json_value.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <system_error>
#include <utility>

namespace flowspace {
namespace {

namespace fs = std::filesystem;

std::string entry(const fs::path& project_file, const std::string& reached) {
    std::error_code ignored;
    return fs::weakly_canonical(fs::absolute(project_file, ignored), ignored).generic_string() + "\n" +
           reached;
}

std::vector<std::string> read_store(const fs::path& store) {
    std::error_code ignored;
    if (store.empty() || !fs::is_regular_file(store, ignored) ||
        fs::file_size(store, ignored) > max_project_bytes)
        return {};
    std::ifstream file(store, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    std::vector<std::string> agreed;
    for (const JsonValue& one : parse_json(text.str()).value.items)
        if (one.is(JsonValue::Kind::text)) agreed.push_back(one.text);
    std::ranges::sort(agreed);
    return agreed;
}

}  // namespace

Agreements::Agreements(fs::path store) : store_(std::move(store)), agreed_(read_store(store_)) {}

std::vector<std::string> Agreements::missing(const fs::path& project_file,
                                             std::span<const std::string> reached) const {
    std::vector<std::string> rest;
    for (const std::string& one : reached)
        if (!std::ranges::binary_search(agreed_, entry(project_file, one))) rest.push_back(one);
    return rest;
}

std::optional<Problem> Agreements::add(const fs::path& project_file, std::span<const std::string> reached) {
    if (missing(project_file, reached).empty()) return std::nullopt;
    for (const std::vector<std::string> now = read_store(store_); const std::string& one : now)
        agreed_.push_back(one);  // what another program added meanwhile
    for (const std::string& one : reached) agreed_.push_back(entry(project_file, one));
    std::ranges::sort(agreed_);
    agreed_.erase(std::ranges::unique(agreed_).begin(), agreed_.end());
    if (store_.empty()) return std::nullopt;
    std::error_code ignored;
    fs::create_directories(store_.parent_path(), ignored);
    JsonValue list = json_list();
    for (const std::string& one : agreed_) list.items.push_back(json_text(one));
    return write_file(store_, write_json(list));
}

fs::path agreements_path() {
    const char* state = std::getenv("XDG_STATE_HOME");
    if (state != nullptr && fs::path(state).is_absolute())
        return fs::path(state) / "flowspace" / "agreements.json";
    const char* home = std::getenv("HOME");
    if (home == nullptr || !fs::path(home).is_absolute()) return {};
    return fs::path(home) / ".local" / "state" / "flowspace" / "agreements.json";
}

}  // namespace flowspace
