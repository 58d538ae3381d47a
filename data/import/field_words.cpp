// The words for fields: of --map, and for people.
#include "data/import/plan_guess.h"

#include <algorithm>
#include <array>

namespace flowspace {
namespace {

struct Row {
    Field field;
    std::string_view key;
    FieldWords words;
};

constexpr std::array<Row, 30> rows = {{
    {Field::attribute, "attribute", {"attribute, changes no sum", "附加属性，不影响合计"}},
    {Field::ignored, "ignored", {"left out", "忽略"}},
    {Field::origin, "origin", {"origin (code)", "起点（代码）"}},
    {Field::destination, "destination", {"destination (code)", "终点（代码）"}},
    {Field::origin_name, "origin_name", {"origin (name)", "起点（名称）"}},
    {Field::destination_name, "destination_name", {"destination (name)", "终点（名称）"}},
    {Field::origin_lon, "origin_lon", {"longitude of the origin", "起点经度"}},
    {Field::origin_lat, "origin_lat", {"latitude of the origin", "起点纬度"}},
    {Field::destination_lon, "destination_lon", {"longitude of the destination", "终点经度"}},
    {Field::destination_lat, "destination_lat", {"latitude of the destination", "终点纬度"}},
    {Field::layer, "layer", {"layer", "要素流"}},
    {Field::time, "time", {"time", "时间"}},
    {Field::time_end, "time_end", {"end of the time", "结束时间"}},
    {Field::value, "value", {"value", "数值"}},
    {Field::value_at_time, "value@time", {"values of one time", "某一时间的数值"}},
    {Field::value_at_destination, "value@destination", {"values to one destination", "到某一终点的数值"}},
    {Field::value_at_layer, "value@layer", {"values of one layer", "某一要素流的数值"}},
    {Field::pair_status, "status", {"observed, zero or unpublished", "已观测、为零或未公布"}},
    {Field::id, "id", {"code of the place", "地点代码"}},
    {Field::lon, "lon", {"longitude", "经度"}},
    {Field::lat, "lat", {"latitude", "纬度"}},
    {Field::name, "name", {"name", "名称"}},
    {Field::name_zh, "name_zh", {"Chinese name", "中文名称"}},
    {Field::name_en, "name_en", {"English name", "英文名称"}},
    {Field::province, "province", {"province", "省份"}},
    {Field::number, "number", {"number of the place", "地点的数值属性"}},
    {Field::kind, "kind", {"kind of group", "分组类型"}},
    {Field::group, "group", {"group", "分组"}},
    {Field::place, "place", {"member place", "成员地点"}},
    {Field::role, "role", {"role in the group", "成员角色"}},
}};

const Row& row_of(Field field) { return *std::ranges::find(rows, field, &Row::field); }

}  // namespace

std::string_view key(Field field) { return row_of(field).key; }
FieldWords words(Field field) { return row_of(field).words; }

std::optional<Field> parse_field(std::string_view text) {
    const auto at = std::ranges::find(rows, text, &Row::key);
    if (at == rows.end()) return std::nullopt;
    return at->field;
}

std::string field_words() {
    std::string text;
    for (const Row& row : rows) {
        if (!text.empty()) text += ", ";
        text += row.key;
    }
    return text;
}

}  // namespace flowspace
