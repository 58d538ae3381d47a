#include "data/import/import_plan.h"
#include "data/import/limits.h"
#include "data/import/plan_guess.h"
#include "data/project/database_address.h"
#include "data/project/plan_words.h"
#include "data/project/project_json.h"
#include "data/project/project_migrations.h"

#include <fmt/format.h>

#include <charconv>
#include <limits>
#include <set>
#include <utility>

namespace flowspace {
namespace {

constexpr std::size_t most_problems = 100;
constexpr std::size_t most_codes = 1000;

std::string short_text(const JsonValue& value) {
    switch (value.kind) {
        case JsonValue::Kind::null:
            return "null";
        case JsonValue::Kind::list:
            return "a list";
        case JsonValue::Kind::object:
            return "an object";
        default:
            return value.text;
    }
}

class Reader {
public:
    explicit Reader(ProjectReading& reading) : reading_(reading) {}

    void refuse(const JsonValue& value, const std::string& pointer, std::string_view code,
                std::string_view expected, std::string_view found = {}) {
        if (reading_.problems.size() >= most_problems) return;
        reading_.problems.push_back({.row = value.line,
                                     .column = shorten(pointer, max_found_characters - 3),
                                     .code = std::string(code),
                                     .found = shorten(found.empty() ? short_text(value) : std::string(found),
                                                      max_found_characters - 3),
                                     .expected = std::string(expected)});
    }

    Project& project() { return reading_.project; }

private:
    ProjectReading& reading_;
};

/// One object of the file: members are asked for by key; what nobody asked for is unknown and kept.
class Members {
public:
    Members(Reader& reader, const JsonValue& value, std::string pointer, std::string identity)
        : reader_(reader), value_(value), pointer_(std::move(pointer)), identity_(std::move(identity)) {
        if (!value.is(JsonValue::Kind::object)) reader.refuse(value, pointer_, "bad-type", "an object");
    }
    Members(const Members&) = delete;
    Members& operator=(const Members&) = delete;
    ~Members() {
        JsonValue rest = json_object();
        for (std::size_t at = 0; at < value_.keys.size(); ++at)
            if (!asked_.contains(value_.keys[at])) rest.add(value_.keys[at], value_.items[at]);
        if (!rest.keys.empty()) reader_.project().unknown[identity_] = std::move(rest);
    }

    /// The member, if it is there.
    const JsonValue* member(std::string_view key) {
        asked_.emplace(key);
        return value_.find(key);
    }

    const JsonValue* member(std::string_view key, JsonValue::Kind kind, const char* expected) {
        const JsonValue* found = member(key);
        if (found == nullptr || found->is(kind)) return found;
        reader_.refuse(*found, at(key), "bad-type", expected);
        return nullptr;
    }

    void text(std::string_view key, std::string& into) {
        if (const JsonValue* found = member(key, JsonValue::Kind::text, "a text")) into = found->text;
    }

    void flag(std::string_view key, bool& into) {
        if (const JsonValue* found = member(key, JsonValue::Kind::boolean, "true or false"))
            into = found->text == "true";
    }

    template <class Number>
    void whole(std::string_view key, Number& into, std::pair<Number, Number> range = all<Number>()) {
        const JsonValue* found = member(key, JsonValue::Kind::number, "a whole number");
        if (found == nullptr) return;
        const char* end = found->text.data() + found->text.size();
        Number number{};
        const auto [stop, error] = std::from_chars(found->text.data(), end, number);
        if (error == std::errc{} && stop == end && number >= range.first && number <= range.second)
            into = number;
        else
            reader_.refuse(*found, at(key), "bad-number",
                           fmt::format("a whole number from {} to {}", range.first, range.second));
    }

    template <class Enum>
    void word(std::string_view key, Enum& into) {
        const JsonValue* found = member(key, JsonValue::Kind::text, "a text");
        if (found == nullptr) return;
        if (const std::optional<Enum> value = parse_plan_word<Enum>(found->text))
            into = *value;
        else
            reader_.refuse(*found, at(key), "bad-word",
                           fmt::format("one of {}", fmt::join(plan_words<Enum>, ", ")));
    }

    void path(std::string_view key, std::string& into) {
        const JsonValue* found = member(key);
        if (found == nullptr)
            reader_.refuse(value_, at(key), "missing-member", "a path", "nothing");
        else
            into = read_path(reader_, *found, at(key));
    }

    static std::string read_path(Reader& reader, const JsonValue& value, const std::string& pointer) {
        const bool right = value.is(JsonValue::Kind::text) && !value.text.empty() &&
                           value.text.size() <= 4096 && value.text.find('\0') == std::string::npos &&
                           value.text.find("://") == std::string::npos;
        if (!right) reader.refuse(value, pointer, "bad-path", "a path of a file, `/` between folders");
        return right ? value.text : std::string{};
    }

    std::string at(std::string_view key) const { return pointer_ + "/" + pointer_part(key); }
    std::string kept_at(std::string_view key) const { return identity_ + "/" + pointer_part(key); }
    Reader& reader() { return reader_; }
    const JsonValue& value() const { return value_; }

private:
    template <class Number>
    static constexpr std::pair<Number, Number> all() {
        return {std::numeric_limits<Number>::min(), std::numeric_limits<Number>::max()};
    }

    Reader& reader_;
    const JsonValue& value_;
    std::string pointer_;   // in the file, for messages
    std::string identity_;  // with tables and columns by name, for what is kept
    std::set<std::string, std::less<>> asked_;
};

/// Calls `read` with the members of the object under `key`, if there is one.
template <class Read>
void nested(Members& from, std::string_view key, const Read& read) {
    if (const JsonValue* found = from.member(key)) {
        Members members(from.reader(), *found, from.at(key), from.kept_at(key));
        read(members);
    }
}

void read_text(Members& from, TextDialect& text) {
    from.word("encoding", text.encoding);
    from.text("delimiter", text.delimiter);
    if (text.delimiter.empty() || text.delimiter.size() > 4)
        from.reader().refuse(from.value(), from.at("delimiter"), "bad-word", "one character", text.delimiter);
    if (const JsonValue* quote = from.member("quote", JsonValue::Kind::text, "a text")) {
        const bool right = quote->text.empty() || (quote->text.size() == 1 && quote->text[0] > ' ');
        if (!right) from.reader().refuse(*quote, from.at("quote"), "bad-word", "one character, or none");
        if (right) text.quote = quote->text.empty() ? '\0' : quote->text[0];
    }
    from.whole("skipped_lines", text.skipped_lines, {0, max_flow_rows});
    from.word("header", text.header);
}

void read_numbers(Members& from, NumberDialect& numbers) {
    if (const JsonValue* mark = from.member("decimal_mark", JsonValue::Kind::text, "a text")) {
        if (mark->text != "." && mark->text != ",")
            from.reader().refuse(*mark, from.at("decimal_mark"), "bad-word", ". or ,");
        else
            numbers.decimal_mark = mark->text[0];
    }
    from.text("thousands_separator", numbers.thousands_separator);
    from.flag("chinese_units", numbers.chinese_units);
    from.flag("accounting_negatives", numbers.accounting_negatives);
}

void read_times(Members& from, TimeDialect& times) {
    from.word("forms", times.forms);
    from.word("day_order", times.day_order);
    from.flag("excel_serials", times.excel_serials);
    from.flag("excel_1904", times.excel_1904);
    from.word("unix_time", times.unix_time);
    from.flag("midnight_is_day", times.midnight_is_day);
    const JsonValue* zone = from.member("zone_minutes");
    if (zone == nullptr || zone->is(JsonValue::Kind::null)) return;
    int minutes = 0;
    from.whole("zone_minutes", minutes, {-18 * 60, 18 * 60});
    times.zone_minutes = minutes;
}

void read_column(Members& from, ColumnPlan& column) {
    from.text("name", column.name);
    from.text("fixed", column.fixed);
    const JsonValue* field = from.member("field", JsonValue::Kind::text, "a text");
    if (field == nullptr) return;
    if (const std::optional<Field> parsed = parse_field(field->text))
        column.field = *parsed;
    else
        from.reader().refuse(*field, from.at("field"), "bad-word", "one of " + field_words());
}

/// The text of a member of `value`, for naming it before it is read; empty where there is none.
std::string text_of(const JsonValue& value, std::string_view key) {
    const JsonValue* found = value.find(key);
    return found != nullptr && found->is(JsonValue::Kind::text) ? found->text : std::string{};
}

void read_columns(Members& from, TablePlan& table) {
    const JsonValue* list = from.member("columns", JsonValue::Kind::list, "a list of columns");
    if (list == nullptr) return;
    if (list->items.size() > max_columns) {
        from.reader().refuse(*list, from.at("columns"), "too-many-columns",
                             fmt::format("at most {} columns", max_columns),
                             fmt::format("{} columns", list->items.size()));
        return;
    }
    std::set<std::string> names;
    for (std::size_t at = 0; at < list->items.size(); ++at) {
        const JsonValue& item = list->items[at];
        const std::string pointer = fmt::format("{}/{}", from.at("columns"), at);
        Members members(from.reader(), item, pointer,
                        from.kept_at("columns") + "/" + pointer_part(text_of(item, "name")));
        read_column(members, table.columns.emplace_back());
        if (!names.insert(table.columns.back().name).second)
            from.reader().refuse(item, pointer + "/name", "duplicate-column", "each column once",
                                 table.columns.back().name);
    }
}

void read_counts(Members& from, std::string_view key, std::map<std::string, std::uint64_t>& into) {
    nested(from, key, [&](Members& counts) {
        if (counts.value().keys.size() > most_codes) {
            counts.reader().refuse(counts.value(), from.at(key), "too-large",
                                   fmt::format("at most {} codes", most_codes),
                                   fmt::format("{} codes", counts.value().keys.size()));
            return;
        }
        for (const std::string& code : counts.value().keys) counts.whole(code, into[code]);
    });
}

void read_source(Members& from, SourceRecord& source) {
    nested(from, "source", [&](Members& identity) {
        identity.whole("bytes", source.identity.bytes);
        identity.whole("modified_ms", source.identity.modified_ms);
        identity.text("sha256", source.identity.sha256);
        const std::string& hex = source.identity.sha256;
        const bool right = hex.empty() || (hex.size() == 64 &&
                                           hex.find_first_not_of("0123456789abcdef") == std::string::npos);
        if (!right)
            identity.reader().refuse(identity.value(), identity.at("sha256"), "bad-word",
                                     "64 digits from 0 to f", hex);
    });
    nested(from, "rows", [&](Members& rows) {
        rows.whole("in", source.rows_in);
        rows.whole("kept", source.rows_kept);
        read_counts(rows, "rejected", source.rejected);
        read_counts(rows, "filtered", source.filtered);
    });
}

void read_table(Members& from, TablePlan& table) {
    from.path("path", table.path);
    from.word("role", table.role);
    from.word("format", table.format);
    from.text("sheet", table.sheet);
    nested(from, "text", [&](Members& text) { read_text(text, table.text); });
    read_columns(from, table);
    nested(from, "numbers", [&](Members& numbers) { read_numbers(numbers, table.numbers); });
    nested(from, "times", [&](Members& times) { read_times(times, table.times); });
    from.text("layer", table.fixed_layer);
    from.text("time", table.fixed_time);
    from.word("spread", table.spread);
}

void read_tables(Members& from, Project& project) {
    const JsonValue* list = from.member("tables", JsonValue::Kind::list, "a list of tables");
    if (list == nullptr) return;
    if (list->items.size() > max_project_tables) {
        from.reader().refuse(*list, from.at("tables"), "too-large",
                             fmt::format("at most {} tables", max_project_tables),
                             fmt::format("{} tables", list->items.size()));
        return;
    }
    for (std::size_t at = 0; at < list->items.size(); ++at) {
        const JsonValue& item = list->items[at];
        const std::string pointer = fmt::format("{}/{}", from.at("tables"), at);
        const std::string name = table_key({.path = text_of(item, "path"), .sheet = text_of(item, "sheet")});
        Members members(from.reader(), item, pointer, from.kept_at("tables") + "/" + pointer_part(name));
        read_table(members, project.plan.tables.emplace_back());
        SourceRecord source;
        read_source(members, source);
        if (source == SourceRecord{}) continue;
        project.sources[name] = std::move(source);
    }
    std::set<std::string> names;
    for (std::size_t at = 0; at < project.plan.tables.size(); ++at)
        if (!names.insert(table_key(project.plan.tables[at])).second)
            from.reader().refuse(list->items[at], fmt::format("{}/{}/path", from.at("tables"), at),
                                 "duplicate-table", "each table once", project.plan.tables[at].path);
}

void read_rules(Members& from, ImportRules& rules) {
    from.word("duplicates", rules.duplicates);
    from.word("negatives", rules.negatives);
    from.word("self_flows", rules.self_flows);
    from.word("unknown_layers", rules.unknown_layers);
    from.word("coverage", rules.coverage);
    from.whole("top_n", rules.top_n);
}

void read_layers(Members& from, std::map<std::string, LayerInfo>& layers) {
    if (from.value().keys.size() > max_layers) {
        from.reader().refuse(from.value(), "/layers", "too-many-layers",
                             fmt::format("at most {} layers", max_layers),
                             fmt::format("{} layers", from.value().keys.size()));
        return;
    }
    for (const std::string& name : from.value().keys)
        nested(from, name, [&](Members& one) {
            LayerInfo& layer = layers[name];
            layer.key = name;
            one.text("name_zh", layer.name_zh);
            one.text("name_en", layer.name_en);
            one.text("unit", layer.unit);
            one.text("unit_zh", layer.unit_zh);
            one.text("unit_en", layer.unit_en);
            one.word("status", layer.status);
            one.text("source_zh", layer.source_zh);
            one.text("source_en", layer.source_en);
        });
}

void read_place_choices(Members& from, std::map<std::string, std::string>& choices) {
    const JsonValue* object = from.member("place_choices", JsonValue::Kind::object, "an object");
    if (object == nullptr) return;
    for (std::size_t at = 0; at < object->keys.size(); ++at) {
        const JsonValue& id = object->items[at];
        if (id.is(JsonValue::Kind::text))
            choices.emplace(object->keys[at], id.text);
        else
            from.reader().refuse(id, from.at("place_choices") + "/" + pointer_part(object->keys[at]),
                                 "bad-type", "the id of a place");
    }
}

void read_paths(Members& from, std::string_view key, std::vector<std::string>& paths) {
    const JsonValue* list = from.member(key, JsonValue::Kind::list, "a list of paths");
    if (list == nullptr) return;
    for (std::size_t at = 0; at < list->items.size(); ++at)
        paths.push_back(
            Members::read_path(from.reader(), list->items[at], fmt::format("{}/{}", from.at(key), at)));
}

void read_database(Members& from, std::string& url) {
    from.text("url", url);
    if (std::optional<Problem> problem = check_database_address(url)) {
        from.reader().refuse(from.value(), from.at("url"), problem->code, problem->expected, problem->found);
        url.clear();
    }
}

void read_all(Members& from, Project& project) {
    from.member("format");
    from.whole("version", project.version, {1, 1'000'000});
    nested(from, "title", [&](Members& title) {
        title.text("zh", project.title_zh);
        title.text("en", project.title_en);
    });
    read_tables(from, project);
    nested(from, "database", [&](Members& database) { read_database(database, project.database); });
    nested(from, "rules", [&](Members& rules) { read_rules(rules, project.plan.rules); });
    from.word("status", project.plan.status);
    from.text("unit", project.plan.unit);
    nested(from, "layers", [&](Members& layers) { read_layers(layers, project.plan.layers); });
    read_place_choices(from, project.plan.place_choices);
    read_paths(from, "boundaries", project.boundaries);
    read_paths(from, "terrain", project.terrain);
    if (const JsonValue* view = from.member("view", JsonValue::Kind::object, "an object"))
        project.view = *view;
}

}  // namespace

ProjectReading read_project(std::string_view text, const std::string& file) {
    ProjectReading reading;
    ParsedJson parsed = parse_json(text);
    if (parsed.problem) {
        reading.problems.push_back(std::move(*parsed.problem));
    } else {
        Reader reader(reading);
        if (text_of(parsed.value, "format") != "flowspace-project") {
            reader.refuse(parsed.value, "/format", "not-a-project", "\"format\": \"flowspace-project\"");
        } else {
            migrate(parsed.value);
            Members members(reader, parsed.value, "", "");
            read_all(members, reading.project);
            reading.newer = reading.project.version > project_version;
        }
    }
    for (Problem& problem : reading.problems) problem.file = file;
    return reading;
}

}  // namespace flowspace
