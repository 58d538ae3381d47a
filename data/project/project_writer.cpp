#include "data/import/plan_guess.h"
#include "data/project/plan_words.h"
#include "data/project/project_json.h"

namespace flowspace {
namespace {

template <class Enum>
JsonValue json_word(Enum value) {
    return json_text(std::string(plan_word(value)));
}

class Writer {
public:
    explicit Writer(const Project& project) : project_(project) {}

    JsonValue project() const {
        const ImportPlan& plan = project_.plan;
        JsonValue json = json_object();
        json.add("format", json_text("flowspace-project"));
        json.add("version", json_whole(project_.version));
        json.add("title", title());
        json.add("tables", tables());
        if (!project_.database.empty()) json.add("database", database());
        json.add("rules", rules());
        json.add("status", json_word(plan.status));
        if (!plan.unit.empty()) json.add("unit", json_text(plan.unit));
        json.add("layers", layers());
        json.add("place_choices", place_choices());
        if (!project_.boundaries.empty()) json.add("boundaries", paths(project_.boundaries));
        if (!project_.terrain.empty()) json.add("terrain", paths(project_.terrain));
        if (!project_.view.is(JsonValue::Kind::null)) json.add("view", project_.view);
        return keep(std::move(json), "");
    }

private:
    /// `json` with what a newer program put into the object at `pointer`.
    JsonValue keep(JsonValue json, const std::string& pointer) const {
        const auto unknown = project_.unknown.find(pointer);
        if (unknown == project_.unknown.end()) return json;
        for (std::size_t at = 0; at < unknown->second.keys.size(); ++at)
            json.add(unknown->second.keys[at], unknown->second.items[at]);
        return json;
    }

    /// An object of which this program knows nothing: only what a newer one put there, if it did.
    void add_unknown(JsonValue& json, const char* key, const std::string& pointer) const {
        const std::string inside = pointer + "/" + key;
        if (project_.unknown.contains(inside)) json.add(key, keep(json_object(), inside));
    }

    static void add_text(JsonValue& json, const char* key, const std::string& text) {
        if (!text.empty()) json.add(key, json_text(text));
    }

    JsonValue title() const {
        JsonValue json = json_object();
        json.add("zh", json_text(project_.title_zh));
        json.add("en", json_text(project_.title_en));
        return keep(std::move(json), "/title");
    }

    JsonValue database() const {
        JsonValue json = json_object();
        json.add("url", json_text(project_.database));
        return keep(std::move(json), "/database");
    }

    JsonValue tables() const {
        JsonValue list = json_list();
        for (const TablePlan& table : project_.plan.tables) list.items.push_back(this->table(table));
        return list;
    }

    JsonValue table(const TablePlan& table) const {
        const std::string pointer = "/tables/" + pointer_part(table_key(table));
        JsonValue json = json_object();
        json.add("path", json_text(table.path));
        json.add("role", json_word(table.role));
        json.add("format", json_word(table.format));
        add_text(json, "sheet", table.sheet);
        if (table.format == FileFormat::text || !(table.text == TextDialect{}))
            json.add("text", keep(text(table.text), pointer + "/text"));
        else
            add_unknown(json, "text", pointer);
        json.add("columns", columns(table, pointer));
        json.add("numbers", keep(numbers(table.numbers), pointer + "/numbers"));
        json.add("times", keep(times(table.times), pointer + "/times"));
        add_text(json, "layer", table.fixed_layer);
        add_text(json, "time", table.fixed_time);
        json.add("spread", json_word(table.spread));
        const auto source = project_.sources.find(table_key(table));
        if (source != project_.sources.end()) {
            json.add("source", keep(identity(source->second.identity), pointer + "/source"));
            json.add("rows", keep(rows(source->second), pointer + "/rows"));
        } else {
            add_unknown(json, "source", pointer);
            add_unknown(json, "rows", pointer);
        }
        return keep(std::move(json), pointer);
    }

    static JsonValue text(const TextDialect& dialect) {
        JsonValue json = json_object();
        json.add("encoding", json_word(dialect.encoding));
        json.add("delimiter", json_text(dialect.delimiter));
        json.add("quote", json_text(dialect.quote == 0 ? std::string{} : std::string(1, dialect.quote)));
        json.add("skipped_lines", json_whole(dialect.skipped_lines));
        if (dialect.header != HeaderRow::first) json.add("header", json_word(dialect.header));
        return json;
    }

    JsonValue columns(const TablePlan& table, const std::string& pointer) const {
        JsonValue list = json_list();
        for (const ColumnPlan& column : table.columns) {
            JsonValue json = json_object();
            json.add("name", json_text(column.name));
            json.add("field", json_text(std::string(key(column.field))));
            add_text(json, "fixed", column.fixed);
            list.items.push_back(keep(std::move(json), pointer + "/columns/" + pointer_part(column.name)));
        }
        return list;
    }

    static JsonValue numbers(const NumberDialect& dialect) {
        JsonValue json = json_object();
        json.add("decimal_mark", json_text(std::string(1, dialect.decimal_mark)));
        json.add("thousands_separator", json_text(dialect.thousands_separator));
        json.add("chinese_units", json_flag(dialect.chinese_units));
        json.add("accounting_negatives", json_flag(dialect.accounting_negatives));
        return json;
    }

    static JsonValue times(const TimeDialect& dialect) {
        JsonValue json = json_object();
        json.add("forms", json_word(dialect.forms));
        json.add("day_order", json_word(dialect.day_order));
        json.add("excel_serials", json_flag(dialect.excel_serials));
        json.add("excel_1904", json_flag(dialect.excel_1904));
        json.add("unix_time", json_word(dialect.unix_time));
        json.add("midnight_is_day", json_flag(dialect.midnight_is_day));
        json.add("zone_minutes", dialect.zone_minutes ? json_signed(*dialect.zone_minutes) : JsonValue{});
        return json;
    }

    static JsonValue identity(const FileIdentity& file) {
        JsonValue json = json_object();
        json.add("bytes", json_whole(file.bytes));
        json.add("modified_ms", json_signed(file.modified_ms));
        json.add("sha256", json_text(file.sha256));
        return json;
    }

    static JsonValue counts(const std::map<std::string, std::uint64_t>& by_code) {
        JsonValue json = json_object();
        for (const auto& [code, rows] : by_code) json.add(code, json_whole(rows));
        return json;
    }

    static JsonValue rows(const SourceRecord& source) {
        JsonValue json = json_object();
        json.add("in", json_whole(source.rows_in));
        json.add("kept", json_whole(source.rows_kept));
        json.add("rejected", counts(source.rejected));
        json.add("filtered", counts(source.filtered));
        return json;
    }

    JsonValue rules() const {
        const ImportRules& rules = project_.plan.rules;
        JsonValue json = json_object();
        json.add("duplicates", json_word(rules.duplicates));
        json.add("negatives", json_word(rules.negatives));
        json.add("self_flows", json_word(rules.self_flows));
        json.add("unknown_layers", json_word(rules.unknown_layers));
        json.add("coverage", json_word(rules.coverage));
        json.add("top_n", json_whole(rules.top_n));
        return keep(std::move(json), "/rules");
    }

    JsonValue layers() const {
        JsonValue json = json_object();
        for (const auto& [name, layer] : project_.plan.layers) {
            JsonValue one = json_object();
            one.add("name_zh", json_text(layer.name_zh));
            one.add("name_en", json_text(layer.name_en));
            one.add("unit", json_text(layer.unit));
            one.add("unit_zh", json_text(layer.unit_zh));
            one.add("unit_en", json_text(layer.unit_en));
            one.add("status", json_word(layer.status));
            one.add("source_zh", json_text(layer.source_zh));
            one.add("source_en", json_text(layer.source_en));
            json.add(name, keep(std::move(one), "/layers/" + pointer_part(name)));
        }
        return json;
    }

    JsonValue place_choices() const {
        JsonValue json = json_object();
        for (const auto& [name, id] : project_.plan.place_choices) json.add(name, json_text(id));
        return json;
    }

    static JsonValue paths(const std::vector<std::string>& all) {
        JsonValue list = json_list();
        for (const std::string& path : all) list.items.push_back(json_text(path));
        return list;
    }

    const Project& project_;
};

}  // namespace

std::string write_project(const Project& project) { return write_json(Writer(project).project()); }

}  // namespace flowspace
