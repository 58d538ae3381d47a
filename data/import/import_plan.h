// How somebody's tables are to be read: guessed first, corrected by the user, kept in the project. Plain
// values.
#pragma once

#include "data/coverage.h"
#include "data/import/table_role.h"
#include "data/layer_info.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace flowspace {

enum class FileFormat : std::uint8_t { text, parquet, spreadsheet };
enum class TextEncoding : std::uint8_t { utf_8, utf_16_le, utf_16_be, gb18030 };

enum class HeaderRow : std::uint8_t { first, none };  // none: columns are called `column 1`, `column 2`, ...

/// How the bytes of a text table become records. Of a spreadsheet only the lines and the header count.
struct TextDialect {
    TextEncoding encoding = TextEncoding::utf_8;
    std::string delimiter = ",";      // one character, a tab or a full-width comma too
    char quote = '"';                 // 0: none
    std::uint64_t skipped_lines = 0;  // before the header
    HeaderRow header = HeaderRow::first;

    bool operator==(const TextDialect&) const = default;
};

/// How numbers are written in a table. What is not declared is refused, never guessed away.
struct NumberDialect {
    char decimal_mark = '.';
    std::string thousands_separator = {};  // empty: none. One of , . ' blank U+00A0 U+202F
    bool chinese_units = false;            // 1.5万, 3亿
    bool accounting_negatives = false;     // (1,234)

    bool operator==(const NumberDialect&) const = default;
};

enum class DayOrder : std::uint8_t { none, day_first, month_first };  // of 03/04/2020; none: refused

enum class TimeForms : std::uint8_t {
    iso,  // the forms of parse_time only
    any   // every form of time_text.h that has one meaning: 2020/1/25, 2020年1月25日, 25/04/2020, ...
};
enum class UnixTime : std::uint8_t { none, seconds, milliseconds };  // since 1970-01-01T00:00Z

struct TimeDialect {
    TimeForms forms = TimeForms::iso;
    DayOrder day_order = DayOrder::none;
    bool excel_serials = false;            // 43831 is 2020-01-01
    bool excel_1904 = false;               // of a workbook that counts from 1904: 42369 is 2020-01-01
    UnixTime unix_time = UnixTime::none;   // whole numbers are seconds or milliseconds
    bool midnight_is_day = false;          // 2020-01-25 00:00:00 is the day, as databases print days
    std::optional<int> zone_minutes = {};  // of times that name none; shown, never applied

    bool operator==(const TimeDialect&) const = default;
};

/// What a column says. value_at_*: a column of values whose header (or `fixed`) is a time, destination or
/// layer.
enum class Field : std::uint8_t {
    attribute,  // kept as it is, changes no sum
    ignored,
    origin,
    destination,
    origin_name,
    destination_name,
    origin_lon,
    origin_lat,
    destination_lon,
    destination_lat,
    layer,
    time,
    time_end,
    value,
    value_at_time,
    value_at_destination,
    value_at_layer,
    pair_status,  // observed, zero, unpublished
    id,
    lon,
    lat,
    name,
    name_zh,
    name_en,
    province,
    number,  // of a place: population, gdp
    kind,
    group,
    place,
    role
};

struct ColumnPlan {
    std::string name = {};  // as in the header; a second one of a name is `name#2`, an empty one `column 3`
    Field field = Field::attribute;
    std::string fixed = {};  // value_at_*: what it stands for; empty: the name itself

    bool operator==(const ColumnPlan&) const = default;
};

/// A row with time and time_end: its value stands at the start, or is divided over the steps of [time,
/// time_end) in proportion to their share of it; evenly_to_end: the step of time_end belongs to it.
enum class Spread : std::uint8_t { at_start, evenly, evenly_to_end };

struct TablePlan {
    std::string path = {};
    FileFormat format = FileFormat::text;
    std::string sheet = {};  // of a spreadsheet; empty: the first
    TextDialect text = {};
    TableRole role = TableRole::flows;
    std::vector<ColumnPlan> columns = {};  // one per column of the header, in its order
    NumberDialect numbers = {};
    TimeDialect times = {};
    std::string fixed_layer = {};  // where no column names one
    std::string fixed_time = {};
    Spread spread = Spread::at_start;

    bool operator==(const TablePlan&) const = default;
};

enum class DuplicateRule : std::uint8_t { sum, keep_first, refuse };  // same layer, time and pair again
enum class NegativeRule : std::uint8_t {
    keep,
    refuse,
    reverse
};  // reverse: as a positive flow the other way
enum class SelfFlowRule : std::uint8_t { keep, refuse };
enum class UnknownLayerRule : std::uint8_t {
    keep,
    refuse
};  // a layer that `layers` does not list, if it lists any

struct ImportRules {
    DuplicateRule duplicates = DuplicateRule::sum;
    NegativeRule negatives = NegativeRule::keep;
    SelfFlowRule self_flows = SelfFlowRule::keep;
    UnknownLayerRule unknown_layers = UnknownLayerRule::keep;
    Coverage coverage = Coverage::unknown;
    std::uint32_t top_n = 0;  // of Coverage::top_*: how many each place publishes, for the record

    bool operator==(const ImportRules&) const = default;
};

struct ImportPlan {
    std::vector<TablePlan> tables = {};
    ImportRules rules = {};
    Status status = Status::undeclared;  // of layers that `layers` does not list
    std::string unit = {};
    std::map<std::string, LayerInfo> layers = {};  // what the user says of a layer, by key
    std::map<std::string, std::string> place_choices =
        {};  // a name as written -> the place's id; kept for good

    bool operator==(const ImportPlan&) const = default;
};

}  // namespace flowspace
