// An ImportReport as JSON, and back with every type, size and sum checked.
#include "data/import/import_json.h"
#include "data/import/import_report.h"

namespace flowspace {
namespace {

using nlohmann::json;

json json_of(const Volume& volume) {
    return {{"rows", volume.rows}, {"sum", flowspace::json_of(volume.value)}};
}

json json_of(const std::map<std::string, Volume>& volumes) {
    json object = json::object();
    for (const auto& [layer, volume] : volumes) object[layer] = json_of(volume);
    return object;
}

json json_of(const SourceReport& source) {
    json problems = json::array();
    for (const Problem& problem : source.problems) problems.push_back(flowspace::json_of(problem));
    return {{"path", source.path},
            {"role", static_cast<unsigned>(source.role)},
            {"format", static_cast<unsigned>(source.format)},
            {"compression", source.compression},
            {"text", flowspace::json_of(source.text)},
            {"identity", flowspace::json_of(source.identity)},
            {"cells", source.cells},
            {"records", source.records},
            {"rows_in", source.rows_in},
            {"rows_kept", source.rows_kept},
            {"rejected", source.rejected},
            {"filtered", source.filtered},
            {"zero_rows", source.zero_rows},
            {"negative_rows", source.negative_rows},
            {"reversed_rows", source.reversed_rows},
            {"self_rows", source.self_rows},
            {"spread_rows", source.spread_rows},
            {"counts_rows", source.counts_rows},
            {"lost", json_of(source.lost)},
            {"problems", std::move(problems)},
            {"problem_count", source.problem_count}};
}

json json_of(const UnjoinedName& name) {
    return {{"name", name.name},
            {"ambiguous", name.ambiguous},
            {"candidates", name.candidates},
            {"rows", name.rows},
            {"lost", json_of(name.lost)}};
}

Volume volume_of(const JsonView& view) {
    return {.rows = view.at("rows").whole(), .value = sum_of(view.at("sum"))};
}

std::map<std::string, Volume> volumes_of(const JsonView& view) {
    std::map<std::string, Volume> volumes;
    view.each_member(
        [&](const std::string& layer, const JsonView& entry) { volumes[layer] = volume_of(entry); });
    return volumes;
}

std::map<std::string, std::uint64_t> counts_of(const JsonView& view) {
    std::map<std::string, std::uint64_t> counts;
    view.each_member([&](const std::string& code, const JsonView& entry) { counts[code] = entry.whole(); });
    return counts;
}

SourceReport source_of(const JsonView& view) {
    SourceReport source{.path = view.at("path").text(),
                        .role = view.at("role").choice<TableRole>(3),
                        .format = view.at("format").choice<FileFormat>(3),
                        .compression = view.at("compression").text(),
                        .text = dialect_of(view.at("text")),
                        .identity = identity_of(view.at("identity")),
                        .cells = view.at("cells").flag(),
                        .records = view.at("records").whole(),
                        .rows_in = view.at("rows_in").whole(),
                        .rows_kept = view.at("rows_kept").whole(),
                        .rejected = counts_of(view.at("rejected")),
                        .filtered = counts_of(view.at("filtered")),
                        .zero_rows = view.at("zero_rows").whole(),
                        .negative_rows = view.at("negative_rows").whole(),
                        .reversed_rows = view.at("reversed_rows").whole(),
                        .self_rows = view.at("self_rows").whole(),
                        .spread_rows = view.at("spread_rows").whole(),
                        .counts_rows = view.at("counts_rows").flag(),
                        .lost = volumes_of(view.at("lost"))};
    view.at("problems").each([&](const JsonView& entry) { source.problems.push_back(problem_of(entry)); });
    source.problem_count = view.at("problem_count").whole();
    return source;
}

UnjoinedName name_of(const JsonView& view) {
    UnjoinedName name{.name = view.at("name").text(),
                      .ambiguous = view.at("ambiguous").flag(),
                      .rows = view.at("rows").whole(),
                      .lost = volumes_of(view.at("lost"))};
    view.at("candidates").each([&](const JsonView& entry) { name.candidates.push_back(entry.text()); });
    return name;
}

}  // namespace

std::string to_json(const ImportReport& report) {
    json sources = json::array(), totals = json::array(), names = json::array(), rules = json::array();
    for (const SourceReport& source : report.sources) sources.push_back(json_of(source));
    for (const LayerTotal& total : report.totals)
        totals.push_back({{"layer", total.layer}, {"kept", json_of(total.kept)}});
    for (const UnjoinedName& name : report.names) names.push_back(json_of(name));
    for (const RuleNote& rule : report.rules)
        rules.push_back({{"code", rule.code}, {"en", rule.en}, {"zh", rule.zh}});
    return to_text({{"sources", std::move(sources)},
                    {"totals", std::move(totals)},
                    {"names", std::move(names)},
                    {"name_count", report.name_count},
                    {"duplicate_rows", report.duplicate_rows},
                    {"unpublished_cells", report.unpublished_cells},
                    {"rules", std::move(rules)}});
}

Result<ImportReport> parse_import_report(std::string_view text) {
    const JsonView view = JsonView::parse(text);
    ImportReport report;
    view.at("sources").each([&](const JsonView& entry) { report.sources.push_back(source_of(entry)); });
    view.at("totals").each([&](const JsonView& entry) {
        report.totals.push_back({entry.at("layer").text(), volume_of(entry.at("kept"))});
    });
    view.at("names").each([&](const JsonView& entry) { report.names.push_back(name_of(entry)); });
    report.name_count = view.at("name_count").whole();
    report.duplicate_rows = view.at("duplicate_rows").whole();
    report.unpublished_cells = view.at("unpublished_cells").whole();
    view.at("rules").each([&](const JsonView& entry) {
        report.rules.push_back({entry.at("code").text(), entry.at("en").text(), entry.at("zh").text()});
    });
    if (const auto fault = view.fault()) return Error{"import report: " + *fault};
    if (!adds_up(report)) return Error{"import report: expected rows in = kept + rejected + filtered"};
    return report;
}

}  // namespace flowspace
