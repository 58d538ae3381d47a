#include "data/import/column_profile.h"

#include "data/import/number_text.h"
#include "data/import/time_text.h"

namespace flowspace {

ColumnProfile profile_column(const Inspection& file, std::size_t column, const PlaceIndex& places) {
    ColumnProfile profile;
    std::size_t plain = 0;
    NumberDialect loose{.thousands_separator = ",", .chinese_units = true, .accounting_negatives = true};
    for (const std::vector<std::string>& row : file.rows) {
        const std::string& cell = row[column];
        if (cell.empty() || cell == "-") continue;
        profile.cells.push_back(cell);
        const PlaceMatch match = places.join(cell, JoinBy::name);
        const bool code = match.place && (match.how == JoinHow::code || match.how == JoinHow::old_code);
        profile.codes += code ? 1 : 0;
        profile.names +=
            !code && (match.place || match.code == "ambiguous-place" || match.code == "split-place");
        plain += parse_number(cell).value ? 1 : 0;
        profile.numbers += parse_number(cell, loose).value ? 1 : 0;
        const TimeText time = parse_time_text(cell, {.forms = TimeForms::any});
        profile.times += time.time || time.code == "ambiguous-date" ? 1 : 0;
    }
    profile.plain_numbers = plain > 0 && plain == profile.cells.size();
    return profile;
}

}  // namespace flowspace
