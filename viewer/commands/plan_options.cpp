#include "viewer/commands/plan_options.h"

#include "data/import/plan_guess.h"
#include "viewer/commands/messages.h"

#include <CLI/CLI.hpp>

#include <array>

namespace flowspace {
namespace {

/// An option and the setting of apply_mapping that it stands for.
struct SettingOption {
    const char* option;
    const char* setting;
    const char* type;
    const char* en;
    const char* zh;
};

constexpr std::array<SettingOption, 22> setting_options = {{
    {"--encoding", "encoding", "ENCODING", "of text: utf-8, utf-16le, utf-16be or gb18030; else found out",
     "文本编码：utf-8、utf-16le、utf-16be、gb18030；默认自动识别"},
    {"--delimiter", "delimiter", "MARK",
     "between fields: one character, or comma, semicolon, tab, space, pipe",
     "分隔符：单个字符，或 comma 逗号, semicolon 分号, tab 制表符, space 空格, pipe 竖线"},
    {"--quote", "quote", "MARK", "around fields: \" or ' or none", "引号：\"、' 或 none 无"},
    {"--skip", "skip", "N", "lines before the header", "表头之前跳过的行数"},
    {"--sheet", "sheet", "NAME", "of a spreadsheet; else the first", "电子表格的工作表；默认第一张"},
    {"--decimal", "decimal", "MARK", "mark of decimals: . or ,", "小数点：. 或 ,"},
    {"--thousands", "thousands", "MARK", "separator of thousands in numbers: a character, space or none",
     "千位分隔符：单个字符、space 空格或 none 无"},
    {"--chinese-units", "chinese_units", "yes|no", "whether 1.5万 and 3亿 are numbers",
     "是否接受 1.5万、3亿"},
    {"--accounting", "accounting", "yes|no", "whether (1,234) is a negative number",
     "是否把 (1,234) 视为负数"},
    {"--day-order", "day_order", "ORDER", "of 03/04/2020: day_first or month_first",
     "03/04/2020 的次序：day_first 日在前, month_first 月在前"},
    {"--excel-serials", "excel_serials", "yes|no", "whether 43831 is the date 2020-01-01",
     "是否把 43831 视为日期 2020-01-01"},
    {"--excel-1904", "excel_1904", "yes|no", "whether serials count from 1904", "日期序号是否从 1904 年起算"},
    {"--unix-time", "unix_time", "UNIT", "whole numbers are seconds or milliseconds since 1970",
     "整数为 1970 年起的 seconds 秒或 milliseconds 毫秒"},
    {"--zone", "zone", "OFFSET", "time zone of times that name none: +08:00; shown, never applied",
     "未注明时区的时间所用时区，如 +08:00；只作说明，不换算"},
    {"--all-layer", "layer", "LAYER", "layer of every row, where no column names one",
     "没有要素流列时，全部行所属的要素流"},
    {"--all-time", "time", "T", "time of every row, where no column names one", "没有时间列时，全部行的时间"},
    {"--spread", "spread", "RULE", "a row with start and end: at_start, evenly or evenly_to_end",
     "有起止时间的行：at_start 计在起点, evenly 按比例分摊, evenly_to_end 分摊且含终止一步"},
    {"--duplicates", "duplicates", "RULE", "rows of one layer, time and pair: sum, keep_first or refuse",
     "重复行：sum 相加, keep_first 只取第一行, refuse 拒收"},
    {"--negatives", "negatives", "RULE",
     "values below zero: keep, refuse or reverse (as a flow the other way)",
     "负值：keep 保留, refuse 拒收, reverse 反向计入"},
    {"--self-flows", "self_flows", "RULE", "from a place to itself: keep or refuse",
     "起终点相同的行：keep 保留, refuse 拒收"},
    {"--unknown-layers", "unknown_layers", "RULE", "layers that the project does not list: keep or refuse",
     "项目未列出的要素流：keep 保留, refuse 拒收"},
    {"--coverage", "coverage", "RULE",
     "what an unlisted pair is: unknown, zero, top_per_origin:N or top_per_destination:N (the source lists "
     "each "
     "place's N largest)",
     "未列出的城市对：unknown 未知, zero 为零, top_per_origin:N 或 top_per_destination:N（来源只公布每地前 N "
     "名）"},
}};

}  // namespace

void add_plan_options(CLI::App& app, Language language, PlanText& text) {
    app.add_option("--map", text.map,
                   std::string(say(language,
                                   "what a column says: COLUMN=FIELD or FILE:COLUMN=FIELD; FIELD is one of ",
                                   "列的含义：列名=字段 或 文件:列名=字段；字段为以下之一：")) +
                       field_words())
        ->type_name("COLUMN=FIELD")
        ->allow_extra_args(false)
        ->group("IMPORT");
    app.add_option(
           "--choose", text.choices,
           std::string(say(language, "the place that a name of the tables stands for; kept in the project",
                           "表中地名所指的地点，保存在项目中")))
        ->type_name("NAME=ID")
        ->allow_extra_args(false)
        ->group("IMPORT");
    for (const SettingOption& one : setting_options)
        app.add_option_function<std::string>(
               one.option,
               [&text, &one](const std::string& value) {
                   text.settings.push_back(std::string("@") + one.setting + "=" + value);
               },
               std::string(say(language, one.en, one.zh)))
            ->type_name(one.type)
            ->group("IMPORT");
}

std::vector<std::string> mapping_of(const PlanText& text) {
    std::vector<std::string> mapping = text.settings;
    mapping.insert(mapping.end(), text.map.begin(), text.map.end());
    for (const std::string& choice : text.choices) mapping.push_back("@place/" + choice);
    return mapping;
}

}  // namespace flowspace
