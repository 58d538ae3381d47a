#include "viewer/shared_view.h"

#include "data/atlas_pack.h"
#include "data/import/file_identity.h"
#include "data/import/import_report.h"
#include "data/import/limits.h"
#include "viewer/settings_json.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>

namespace flowspace {
namespace {

namespace fs = std::filesystem;
using Kind = JsonValue::Kind;

constexpr std::string_view marker = "flowspace_view";
constexpr int version = 1;
constexpr std::size_t most_named = 6;

std::string text_member(const JsonValue& json, std::string_view key) {
    const JsonValue* found = json.find(key);
    return found != nullptr && found->is(Kind::text) ? found->text : std::string();
}

/// Ids that the view names and the data lacks, each once, in the order of the view.
class Missing {
public:
    template <class Row, class Key>
    void look(const JsonValue* said, const Row& rows, Key key) {
        if (said == nullptr) return;
        if (said->is(Kind::list))
            for (const JsonValue& item : said->items) look(&item, rows, key);
        if (!said->is(Kind::text) || std::ranges::find(rows, said->text, key) != rows.end()) return;
        if (std::ranges::find(names_, said->text) == names_.end()) names_.push_back(said->text);
    }
    void tell(std::vector<SaidTwice>& misfits, std::string_view zh, std::string_view en) const {
        if (names_.empty()) return;
        const std::size_t few = std::min(most_named, names_.size());
        std::string list;
        for (std::size_t row = 0; row < few; ++row)
            list.append(row == 0 ? "" : ", ").append(names_[row].substr(0, 80));
        if (few < names_.size()) list += ", …";
        misfits.push_back({fmt::format("数据中没有 {} 个{}：{}", names_.size(), zh, list),
                           fmt::format("{} {} not in this data: {}", names_.size(), en, list)});
    }

private:
    std::vector<std::string> names_;
};

const JsonValue* member(const JsonValue* json, std::string_view key) {
    return json != nullptr && json->is(Kind::object) ? json->find(key) : nullptr;
}

/// Places, groups and layers that targets name: {"place"}, {"group"}, {"pair", "layer"}.
struct Named {
    Missing places = {}, groups = {}, layers = {};

    void target(const JsonValue* json, const Dataset& data) {
        places.look(member(json, "place"), data.atlas->places, &Place::id);
        places.look(member(json, "pair"), data.atlas->places, &Place::id);
        groups.look(member(json, "group"), data.atlas->groups, &Group::id);
        for (const char* end : {"from", "to"}) {
            places.look(member(member(json, end), "place"), data.atlas->places, &Place::id);
            groups.look(member(member(json, end), "group"), data.atlas->groups, &Group::id);
        }
    }
};

void look_through(const JsonValue& view, const Dataset& data, Named& named) {
    const auto& places = data.atlas->places;
    const auto& groups = data.atlas->groups;
    const JsonValue* filter = member(&view, "filter");
    const JsonValue* focus = member(&view, "focus");
    for (const char* key : {"origins", "destinations", "places", "crossing"})
        named.places.look(member(filter, key), places, &Place::id);
    named.places.look(member(focus, "places"), places, &Place::id);
    for (const char* key : {"inside", "between"}) named.groups.look(member(filter, key), groups, &Group::id);
    named.groups.look(member(focus, "groups"), groups, &Group::id);
    const auto layers = data.flows->layers();
    named.layers.look(member(filter, "layers"), layers, &LayerInfo::key);
    named.layers.look(member(&view, "current_layer"), layers, &LayerInfo::key);
    named.target(member(&view, "selected"), data);
    if (const JsonValue* maps = member(member(&view, "beside"), "maps");
        maps != nullptr && maps->is(Kind::list))
        for (const JsonValue& map : maps->items) look_through(map, data, named);
    if (const JsonValue* pins = member(&view, "pins"); pins != nullptr && pins->is(Kind::list))
        for (const JsonValue& pin : pins->items) named.target(&pin, data);
    if (const JsonValue* marks = member(&view, "bookmarks"); marks != nullptr && marks->is(Kind::list))
        for (const JsonValue& mark : marks->items)
            if (const JsonValue* inner = member(&mark, "view"); inner != nullptr && &mark != &view)
                look_through(*inner, data, named);
}

/// Leaves out a window that holds no step of the data; true where it did.
bool drop_window(Settings& settings, const Window& base, const TimeAxis& axis) {
    if (settings.filter.window == Window{}) return false;
    const StepRange range = steps_in(axis, settings.filter.window);
    if (axis.grain != Grain::none && range.first < range.last) return false;
    settings.filter.window = base;
    return true;
}

}  // namespace

bool is_view_path(std::string_view path) { return path.ends_with(".flowview.json"); }

DataIdentity identity_of(const Dataset& data) {
    DataIdentity identity;
    if (data.report) {
        for (const SourceReport& source : data.report->sources)
            identity.files.push_back({fs::path(source.path).filename().string(), source.identity.sha256});
    } else if (!data.files.empty() || data.flows->is_remote()) {
        for (const SourceFile& file : data.files)
            identity.files.push_back({fs::path(file.path).filename().string(), {}});
    } else {
        FileIdentity pack;
        if (const auto path = find_atlas_pack()) (void)identify_file(*path, pack);
        identity.files.push_back({"flowspace.atlas", pack.sha256});
    }
    return identity;
}

bool same_data(const DataIdentity& a, const DataIdentity& b) {
    std::multiset<std::string> one, other;
    for (const auto& file : a.files) one.insert(file.sha256);
    for (const auto& file : b.files) other.insert(file.sha256);
    return !one.empty() && one == other && !one.contains("");
}

JsonValue identity_json(const DataIdentity& identity) {
    JsonValue list = json_list();
    for (const DataIdentity::File& file : identity.files) {
        JsonValue one = json_object();
        one.add("name", json_text(file.name));
        one.add("sha256", file.sha256.empty() ? JsonValue{} : json_text(file.sha256));
        list.items.push_back(std::move(one));
    }
    return list;
}

DataIdentity identity_from(const JsonValue& json) {
    DataIdentity identity;
    if (json.is(Kind::list))
        for (const JsonValue& file : json.items)
            if (file.is(Kind::object))
                identity.files.push_back({text_member(file, "name"), text_member(file, "sha256")});
    return identity;
}

std::string write_shared_view(const Settings& settings, const Dataset& data) {
    JsonValue json = json_object();
    json.add(std::string(marker), json_whole(version));
    json.add("title_zh", json_text(data.title_zh));
    json.add("title_en", json_text(data.title_en));
    json.add("data", identity_json(identity_of(data)));
    json.add("view", settings_json(settings, data));
    return write_json(json);
}

Result<SharedView> read_shared_view(std::string_view text, const std::string& file) {
    ParsedJson parsed = parse_json(text);
    if (parsed.problem) {
        parsed.problem->file = file;
        return Error{format_problem(*parsed.problem)};
    }
    const JsonValue* said = member(&parsed.value, marker);
    const JsonValue* view = member(&parsed.value, "view");
    if (said == nullptr || !said->is(Kind::number) || view == nullptr || !view->is(Kind::object))
        return Error{fmt::format("{}: not-a-view: expected an object with {} and view", file, marker)};
    if (said->text != std::to_string(version))
        return Error{fmt::format("{}: newer-version: found {} {}, expected {}", file, marker,
                                 said->text.substr(0, 20), version)};
    SharedView shared{.title_zh = text_member(parsed.value, "title_zh"),
                      .title_en = text_member(parsed.value, "title_en"),
                      .view = *view};
    if (const JsonValue* data = member(&parsed.value, "data")) shared.data = identity_from(*data);
    return shared;
}

Result<SharedView> open_shared_view(const fs::path& path) {
    std::error_code failed;
    if (!fs::is_regular_file(path, failed))
        return Error{fmt::format("{}: no-such-file: expected NAME.flowview.json", path.string())};
    if (const auto size = fs::file_size(path, failed); failed || size > max_project_bytes)
        return Error{fmt::format("{}: too-large: expected a view of at most {} bytes", path.string(),
                                 max_project_bytes)};
    std::ifstream file(path, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    if (!file) return Error{fmt::format("{}: unreadable", path.string())};
    return read_shared_view(text, path.string());
}

AppliedView apply_view(const SharedView& shared, const Settings& base, const Dataset& data) {
    AppliedView applied{.settings = settings_from(shared.view, base, data),
                        .same_data = same_data(shared.data, identity_of(data))};
    Named named;
    look_through(shared.view, data, named);
    named.layers.tell(applied.misfits, "要素流", "layers");
    named.places.tell(applied.misfits, "地点", "places");
    named.groups.tell(applied.misfits, "分组", "groups");
    if (drop_window(applied.settings, base.filter.window, data.flows->time_axis()))
        applied.misfits.push_back({"数据不含视图的时间窗", "the view's time window lies outside this data"});
    return applied;
}

std::string tell_misfits(const AppliedView& applied, Language language) {
    std::string text;
    const bool zh = language == Language::zh;
    if (!applied.same_data)
        text = zh ? "视图出自其他数据，数值会不同" : "The view was made on other data: figures will differ";
    for (const SaidTwice& misfit : applied.misfits)
        text.append(text.empty() ? "" : zh ? "；" : "; ").append(misfit.in(language));
    return text;
}

}  // namespace flowspace
