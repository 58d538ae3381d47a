// Projects for the tests: one with every choice away from its default, and any number by a seed.
#pragma once

#include "data/project/project.h"

#include <random>
#include <string>

namespace flowspace::testing {

inline Project full_project() {
    Project project{.title_zh = "城际流", .title_en = "Flows \"between\" cities"};
    TablePlan flows, places;
    flows.path = "tables/流.csv";
    flows.text.encoding = TextEncoding::gb18030;
    flows.text.delimiter = "，";
    flows.text.quote = 0;
    flows.text.skipped_lines = 2;
    flows.text.header = HeaderRow::none;
    flows.columns = {{"出发地", Field::origin, ""},
                     {"2020-01", Field::value_at_time, ""},
                     {"二月", Field::value_at_time, "2020-02"},
                     {"到/达~地", Field::destination_name, ""}};
    flows.numbers.decimal_mark = ',';
    flows.numbers.thousands_separator = ".";
    flows.numbers.chinese_units = true;
    flows.numbers.accounting_negatives = true;
    flows.times.forms = TimeForms::any;
    flows.times.day_order = DayOrder::month_first;
    flows.times.excel_serials = true;
    flows.times.excel_1904 = true;
    flows.times.unix_time = UnixTime::milliseconds;
    flows.times.midnight_is_day = true;
    flows.times.zone_minutes = -330;
    flows.fixed_layer = "people";
    flows.fixed_time = "2020";
    flows.spread = Spread::evenly_to_end;
    places.path = "places.xlsx";
    places.format = FileFormat::spreadsheet;
    places.sheet = "城市";
    places.role = TableRole::places;
    places.columns = {{"code", Field::id, ""}};
    project.plan = {.tables = {flows, places},
                    .rules = {.duplicates = DuplicateRule::keep_first,
                              .negatives = NegativeRule::reverse,
                              .self_flows = SelfFlowRule::refuse,
                              .unknown_layers = UnknownLayerRule::refuse,
                              .coverage = Coverage::top_per_origin,
                              .top_n = 100},
                    .status = Status::observed,
                    .unit = "persons",
                    .layers = {{"people",
                                {.key = "people",
                                 .name_zh = "人流",
                                 .name_en = "People",
                                 .unit = "persons",
                                 .unit_zh = "人次",
                                 .unit_en = "person-trips",
                                 .status = Status::modelled,
                                 .source_zh = "某年鉴",
                                 .source_en = "A yearbook"}}},
                    .place_choices = {{"吉林", "220200"}, {"=1+1", "110000"}}};
    SourceRecord& source = project.sources["tables/流.csv"];
    source.identity.bytes = 12;
    source.identity.modified_ms = 1'600'000'000'123;
    source.identity.sha256 = std::string(64, 'a');
    source.rows_in = 10;
    source.rows_kept = 7;
    source.rejected["bad-number"] = 2;
    source.filtered["self-flow"] = 1;
    project.database = "clickhouse://db.example:8123/city/flows";
    project.boundaries = {"maps/borders.geojson"};
    project.terrain = {"dem.tif"};
    project.view = json_object();
    project.view.add("camera", json_list());
    return project;
}

/// Another project per seed, every member tried.
inline Project random_project(unsigned seed) {
    std::mt19937 random(seed);
    const auto below = [&](unsigned most) { return static_cast<unsigned>(random() % most); };
    const auto text = [&] {
        static const char* const parts[] = {
            "a", "\"", "\\", "/", "~", "城", "\n", "\x01", " ", "=", "%s", "\xf0\x9f\x8c\x8f", "1e5"};
        std::string made = "t";
        for (unsigned at = below(6); at > 0; --at) made += parts[below(13)];
        return made;
    };
    Project project{.title_zh = text(), .title_en = text()};
    for (unsigned at = below(4); at > 0; --at) {
        TablePlan table;
        table.path = std::to_string(at) + "-" + text();
        table.role = static_cast<TableRole>(below(3));
        table.format = static_cast<FileFormat>(below(3));
        if (table.format == FileFormat::spreadsheet) table.sheet = text();
        if (table.format == FileFormat::text)
            table.text = {static_cast<TextEncoding>(below(4)), below(2) ? "\t" : ";", below(2) ? '"' : '\0',
                          below(9)};
        for (unsigned column = below(5); column > 0; --column)
            table.columns.push_back(
                {std::to_string(column) + text(), static_cast<Field>(below(30)), below(2) ? text() : ""});
        table.numbers = {below(2) ? '.' : ',', below(2) ? " " : "", below(2) == 0, below(2) == 0};
        table.times.forms = static_cast<TimeForms>(below(2));
        table.times.day_order = static_cast<DayOrder>(below(3));
        if (below(2)) table.times.zone_minutes = static_cast<int>(below(600)) - 300;
        table.spread = static_cast<Spread>(below(3));
        if (below(2)) {
            SourceRecord& source = project.sources[table_key(table)];
            source.identity.bytes = below(1000);
            source.identity.modified_ms = -5;
            source.identity.sha256 = std::string(64, 'f');
            source.rows_in = 1 + below(99);
            source.rows_kept = below(99);
            source.rejected[text()] = below(9);
        }
        project.plan.tables.push_back(std::move(table));
    }
    project.plan.rules.coverage = static_cast<Coverage>(below(4));
    project.plan.rules.top_n = below(1000);
    project.plan.status = static_cast<Status>(below(3));
    project.plan.unit = below(2) ? text() : "";
    for (unsigned at = below(3); at > 0; --at) {
        const std::string name = text();
        project.plan.layers[name] = {
            .key = name, .name_zh = text(), .unit = text(), .status = Status::observed};
        project.plan.place_choices[text()] = text();
    }
    if (below(2)) project.terrain = {text()};
    return project;
}

}  // namespace flowspace::testing
