// Whether a plan can be loaded at all.
#include "data/import/flow_columns.h"
#include "data/import/plan_guess.h"

#include <fmt/format.h>

#include <algorithm>

namespace flowspace {
namespace {

class PlanCheck {
public:
    PlanCheck(const TablePlan& table, std::vector<Problem>& problems) : table_(table), problems_(problems) {}

    void run() {
        for (const Field field : single_fields) once(field);
        switch (table_.role) {
            case TableRole::flows:
                return check_flows();
            case TableRole::places:
                return need({Field::id, Field::lon, Field::lat}, "id,lon,lat (places)");
            case TableRole::groups:
                return need({Field::kind, Field::group, Field::place}, "kind,group,place (groups)");
        }
    }

private:
    static constexpr Field single_fields[] = {Field::origin,
                                              Field::destination,
                                              Field::origin_name,
                                              Field::destination_name,
                                              Field::origin_lon,
                                              Field::origin_lat,
                                              Field::destination_lon,
                                              Field::destination_lat,
                                              Field::layer,
                                              Field::time,
                                              Field::time_end,
                                              Field::value,
                                              Field::pair_status,
                                              Field::id,
                                              Field::lon,
                                              Field::lat,
                                              Field::name,
                                              Field::name_zh,
                                              Field::name_en,
                                              Field::province,
                                              Field::kind,
                                              Field::group,
                                              Field::place,
                                              Field::role};

    std::size_t count(Field field) const {
        return static_cast<std::size_t>(std::ranges::count(table_.columns, field, &ColumnPlan::field));
    }

    void fault(std::string code, std::string column, std::string found, std::string expected) {
        problems_.push_back({.file = table_.path,
                             .row = table_.text.skipped_lines + 1,
                             .column = std::move(column),
                             .code = std::move(code),
                             .found = std::move(found),
                             .expected = std::move(expected)});
    }

    std::string header() const {
        std::string names;
        for (const ColumnPlan& column : table_.columns) names += (names.empty() ? "" : ",") + column.name;
        return shorten(names, 77);
    }

    void once(Field field) {
        if (count(field) > 1)
            fault("duplicate-column", std::string(key(field)), fmt::format("{} columns", count(field)),
                  "one column mapped to it");
    }

    void need(std::initializer_list<Field> fields, std::string_view expected) {
        for (const Field field : fields)
            if (count(field) == 0) return fault("no-usable-header", {}, header(), std::string(expected));
    }

    void check_flows() {
        const FlowColumns columns = flow_columns(table_);
        const bool located = columns.has_coordinates();
        const bool origin = columns.origin.code || columns.origin.name || located;
        const bool destination = columns.destination.code || columns.destination.name || located ||
                                 !columns.at_destination.empty();
        if (!origin || !destination)
            return fault("no-usable-header", {}, header(), "columns mapped to origin and destination");
        const int wide =
            !columns.at_time.empty() + !columns.at_destination.empty() + !columns.at_layer.empty();
        const auto both = [&](bool one, bool other, const char* found, const char* expected) {
            if (one && other) fault("ambiguous-header", {}, found, expected);
        };
        both(wide > 1, true, "columns of values for times, destinations or layers together",
             "one of these shapes");
        both(wide > 0, columns.value.has_value(), "a value column beside columns of values",
             "one of the two");
        both(!columns.at_time.empty(), columns.time || !table_.fixed_time.empty(),
             "a time beside columns of times", "one of the two");
        both(!columns.at_layer.empty(), columns.layer || !table_.fixed_layer.empty(),
             "a layer beside columns of layers", "one of the two");
        both(!columns.at_destination.empty(), columns.destination.code || columns.destination.name,
             "a destination beside columns of destinations", "one of the two");
        both(columns.time.has_value(), !table_.fixed_time.empty(),
             "a time column beside a time of the whole table", "one of the two");
        both(columns.layer.has_value(), !table_.fixed_layer.empty(),
             "a layer column beside a layer of the whole table", "one of the two");
        if (table_.numbers.thousands_separator == std::string(1, table_.numbers.decimal_mark))
            fault("ambiguous-header", {}, "one mark for thousands and decimals", "two different marks");
    }

    const TablePlan& table_;
    std::vector<Problem>& problems_;
};

}  // namespace

std::vector<Problem> check_plan(const ImportPlan& plan) {
    std::vector<Problem> problems;
    for (const TablePlan& table : plan.tables) PlanCheck(table, problems).run();
    return problems;
}

}  // namespace flowspace
