// An Inspection as JSON, and back with every type and size checked.
#include "data/import/import_json.h"
#include "data/import/inspection.h"
#include "data/import/limits.h"

namespace flowspace {
namespace {

nlohmann::json json_of_problems(const std::vector<Problem>& problems) {
    nlohmann::json list = nlohmann::json::array();
    for (const Problem& problem : problems) list.push_back(json_of(problem));
    return list;
}

std::vector<std::string> texts_of(const JsonView& json) {
    std::vector<std::string> texts;
    json.each([&](const JsonView& entry) { texts.push_back(entry.text()); });
    return texts;
}

/// What types alone do not say.
void check_shape(const JsonView& json, const Inspection& read) {
    if (read.columns.size() != read.header.size()) json.at("columns").refuse("one per header");
    if (read.columns.size() > max_columns) json.at("columns").refuse("fewer columns");
    if (read.rows.size() > inspected_rows) json.at("rows").refuse("at most 50 rows");
    for (const std::vector<std::string>& row : read.rows)
        if (row.size() != read.columns.size()) json.at("rows").refuse("one field per column");
    if (unique_columns(read.header) != read.columns) json.at("columns").refuse("unique names");
}

}  // namespace

std::string to_json(const Inspection& inspection) {
    nlohmann::json alternatives = nlohmann::json::array();
    for (const TextDialect& dialect : inspection.alternatives) alternatives.push_back(json_of(dialect));
    nlohmann::json json = {{"path", inspection.path},
                           {"format", static_cast<unsigned>(inspection.format)},
                           {"compression", inspection.compression},
                           {"text", json_of(inspection.text)},
                           {"alternatives", std::move(alternatives)},
                           {"sheet", inspection.sheet},
                           {"sheets", inspection.sheets},
                           {"header", inspection.header},
                           {"columns", inspection.columns},
                           {"rows", inspection.rows},
                           {"row_estimate", inspection.row_estimate},
                           {"row_count_exact", inspection.row_count_exact},
                           {"identity", json_of(inspection.identity)},
                           {"problems", json_of_problems(inspection.problems)}};
    if (inspection.broken) json["broken"] = json_of(*inspection.broken);
    return to_text(json);
}

Result<Inspection> parse_inspection(std::string_view text) {
    const JsonView json = JsonView::parse(text);
    Inspection read{.path = json.at("path").text(),
                    .format = json.at("format").choice<FileFormat>(3),
                    .compression = json.at("compression").text(),
                    .text = dialect_of(json.at("text"))};
    json.at("alternatives").each([&](const JsonView& entry) {
        read.alternatives.push_back(dialect_of(entry));
    });
    read.sheet = json.at("sheet").text();
    read.sheets = texts_of(json.at("sheets"));
    read.header = texts_of(json.at("header"));
    read.columns = texts_of(json.at("columns"));
    json.at("rows").each([&](const JsonView& row) { read.rows.push_back(texts_of(row)); });
    read.row_estimate = json.at("row_estimate").whole();
    read.row_count_exact = json.at("row_count_exact").flag();
    read.identity = identity_of(json.at("identity"));
    json.at("problems").each([&](const JsonView& entry) { read.problems.push_back(problem_of(entry)); });
    if (json.has("broken")) read.broken = problem_of(json.at("broken"));
    check_shape(json, read);
    if (const auto fault = json.fault()) return Error{"inspection: " + *fault};
    return read;
}

}  // namespace flowspace
