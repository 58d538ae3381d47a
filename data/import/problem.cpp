#include "data/import/problem.h"

#include "data/import/limits.h"
#include "data/import/problem_words.h"
#include "data/import/utf8.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace flowspace {
namespace {

struct Row {
    std::string_view code;
    ProblemMeaning meaning;
};

constexpr auto meanings = std::to_array<Row>({
    {"no-such-file", {"there is no such file", "文件不存在"}},
    {"not-a-file", {"not a regular file", "不是普通文件"}},
    {"unreadable", {"the file cannot be read", "文件无法读取"}},
    {"empty-file", {"the file is empty", "文件为空"}},
    {"too-large", {"the file is larger than the program takes", "文件超出可处理的大小"}},
    {"bad-gzip", {"damaged compressed file", "压缩文件已损坏"}},
    {"truncated-gzip", {"the compressed file ends too early", "压缩文件不完整"}},
    {"bad-parquet", {"a damaged Parquet file, or none", "Parquet 文件已损坏或并非 Parquet"}},
    {"nested-column", {"a column of lists or records", "该列含列表或嵌套记录"}},
    {"bad-zstd", {"damaged compressed file", "压缩文件已损坏"}},
    {"truncated-zstd", {"the compressed file ends too early", "压缩文件不完整"}},
    {"file-changed", {"the file changed while it was read", "读取过程中文件发生了变化"}},
    {"not-utf16", {"another encoding than UTF-16", "文件编码不是 UTF-16"}},
    {"not-gb18030", {"another encoding than GB18030", "文件编码不是 GB18030"}},
    {"bad-utf16", {"bytes that are not UTF-16", "不是合法的 UTF-16 字节"}},
    {"bad-gb18030", {"bytes that are not GB18030", "不是合法的 GB18030 字节"}},
    {"bad-spreadsheet", {"a damaged Excel workbook, or none", "Excel 工作簿已损坏或并非 .xlsx"}},
    {"no-such-sheet", {"the workbook has no sheet of that name", "工作簿中没有该工作表"}},
    {"bad-outline", {"a shape that is no area on the earth", "该图形不是地球上的面"}},
    {"worker-died", {"the process that read the file ended", "读取该文件的进程已终止"}},
    {"worker-silent", {"the process that read the file no longer answered", "读取该文件的进程已无响应"}},
    {"worker-answer",
     {"the process that read the file gave no proper answer", "读取该文件的进程返回了无效结果"}},
    {"not-utf8", {"another encoding than UTF-8", "文件编码不是 UTF-8"}},
    {"no-usable-header", {"the header does not say what the table is", "表头无法说明这是什么表"}},
    {"ambiguous-header", {"the header fits two kinds of table", "表头同时符合两种表"}},
    {"duplicate-column", {"a column that is needed stands twice", "所需的列重复出现"}},
    {"duplicate-header", {"two columns have one name", "列名重复"}},
    {"empty-header", {"a column has no name", "列名为空"}},
    {"too-many-columns", {"more columns than the program takes", "列数过多"}},
    {"too-many-layers", {"more layers than the program takes", "要素流种类过多"}},
    {"too-many-rows", {"more rows than the program takes", "行数过多"}},
    {"no-rows", {"the table has no rows", "表中没有数据行"}},
    {"too-many-flows", {"flows from files and from a database", "文件与数据库都给出了流"}},
    {"database-unreachable", {"no database answers at that address", "该地址没有数据库应答"}},
    {"database-login", {"the database refuses the login", "数据库拒绝登录"}},
    {"database-silent", {"the database shows no sign of life", "数据库没有响应"}},
    {"database-slow", {"the database takes too long", "数据库应答超时"}},
    {"database-bad-answer",
     {"an answer that is not whole or not the database's", "应答不完整或并非来自数据库"}},
    {"database-error", {"the database cannot answer", "数据库无法应答"}},
    {"database-changed", {"the table changed since it was opened", "打开后表已变化，请重新打开"}},
    {"database-settings", {"settings under which sums may be too small", "该用户的设置可能使合计偏小"}},
    {"no-flows", {"none of the files holds flows", "没有流表"}},
    {"ragged-row", {"another number of fields than the header", "字段数与表头不符"}},
    {"empty-row", {"a blank line between rows", "数据行之间有空行"}},
    {"too-long", {"a row longer than the program takes", "单行过长"}},
    {"unterminated-quote", {"a quotation mark is never closed", "引号未闭合"}},
    {"stray-quote", {"a quotation mark where none may stand", "引号位置有误"}},
    {"stray-carriage-return", {"a carriage return inside a row", "行内有多余的回车符"}},
    {"nul-byte", {"a NUL byte", "含有 NUL 字节"}},
    {"bad-utf8", {"bytes that are not UTF-8", "不是合法的 UTF-8 字节"}},
    {"missing-value", {"no value", "缺少数值"}},
    {"bad-number", {"not a number", "不是数字"}},
    {"thousands-separator", {"a number with thousands separators", "数字带千位分隔符"}},
    {"bad-grouping", {"thousands separators in odd places", "千位分隔符位置有误"}},
    {"inexact-number", {"more digits than a number can hold", "数字位数过多，无法精确保存"}},
    {"not-finite", {"not a finite number", "不是有限数"}},
    {"out-of-range", {"a number out of range", "数值超出范围"}},
    {"missing-id", {"no code", "缺少代码"}},
    {"unknown-place", {"the place is not known", "未知地点"}},
    {"ambiguous-place",
     {"several places, or a place and a province, have this name", "有多个地点同名，或与省份同名"}},
    {"split-place", {"a former unit that several places took over", "原政区已划归多个地点"}},
    {"excel-number", {"a code that a spreadsheet turned into a number", "代码被电子表格改成了数字"}},
    {"missing-layer", {"no layer", "缺少要素流名称"}},
    {"bad-time", {"not a time", "不是合法时间"}},
    {"ambiguous-date", {"a date with more than one meaning", "日期有歧义"}},
    {"missing-year", {"a date without a year", "日期缺少年份"}},
    {"unknown-grain", {"a period that is no step of ours", "不支持的时间粒度"}},
    {"ambiguous-zone", {"a time zone with more than one meaning", "时区缩写有歧义"}},
    {"excel-date", {"a spreadsheet's day number", "电子表格的日期序号"}},
    {"mixed-grain", {"times of another grain than the rest", "时间粒度与其余行不一致"}},
    {"mixed-zone", {"times of another zone than the rest", "时区与其余行不一致"}},
    {"duplicate-id", {"the code stands twice", "代码重复"}},
    {"bad-coordinate", {"not a place on the globe", "坐标无效"}},
    {"bad-word", {"not one of the words allowed", "不是允许的取值"}},
    {"bad-json", {"not JSON", "不是合法的 JSON"}},
    {"too-deep", {"lists and objects nested too deeply", "嵌套层数过多"}},
    {"duplicate-key", {"a key stands twice in an object", "对象中的键重复"}},
    {"not-a-project", {"not a project file", "不是项目文件"}},
    {"missing-member", {"something a project needs is not there", "项目缺少必需的内容"}},
    {"bad-type", {"another kind of value than belongs here", "值的类型有误"}},
    {"bad-path", {"not the path of a file", "不是合法的文件路径"}},
    {"bad-address", {"not the address of a database", "不是合法的数据库地址"}},
    {"secret-in-project", {"a password in a project file", "项目文件中含有密码"}},
    {"duplicate-table", {"a table stands twice in the project", "项目中的表重复"}},
    {"changed-source", {"a table changed since the project was saved", "表在项目保存后被改动"}},
    {"missing-source", {"a table of the project is gone", "项目引用的表不存在"}},
    {"changed-project", {"the project file was changed meanwhile", "项目文件已被其他程序改动"}},
    {"not-agreed",
     {"the project reaches beyond its folder, and nobody agreed",
      "项目引用了自身文件夹之外的内容，尚未获得同意"}},
    {"unwritable", {"the file cannot be written", "文件无法写入"}},
    {"disk-full", {"no room on the disk", "磁盘空间不足"}},
    {"changed-header", {"the columns are no longer those of the plan", "列与导入方案不一致"}},
    {"changed-while-read", {"the file changed while it was read", "读取期间文件被改动"}},
    {"unknown-format", {"a format that is not read here", "此处无法读取的格式"}},
    {"ambiguous-column", {"several columns fit", "有多列符合"}},
    {"ambiguous-dialect", {"encoding or delimiter fit in several ways", "编码或分隔符有多种可能"}},
    {"unknown-layer", {"a layer that the project does not list", "项目未列出的要素流"}},
    {"negative-value", {"a value below zero", "数值为负"}},
    {"duplicate-row", {"layer, time and pair of an earlier row", "要素流、时间、城市对重复"}},
    {"status-conflict", {"value and status contradict each other", "数值与状态矛盾"}},
    {"bad-interval", {"an end before its beginning, or too far away", "起止时间有误"}},
    {"moved-place", {"a place with two locations", "同一地点坐标不一致"}},
    {"possible-value", {"a numeric column that may be the value", "可能是数值的列"}},
    {"possible-time", {"a column of times without a name for it", "可能是时间的列"}},
    {"self-flow", {"from a place to itself, left out by rule", "起终点相同，按规则滤除"}},
    {"duplicate", {"layer, time and pair of an earlier row, left out by rule", "与前面的行重复，按规则滤除"}},
    {"total-row", {"a total of other rows or columns", "其他行列的合计"}},
    {"blank-cell", {"nothing stands in the cell", "空单元格"}},
    {"zero-diagonal", {"zero from a place to itself, in a matrix", "矩阵对角线上的零"}},
    {"unpublished", {"known to the source and not published", "来源未公布"}},
    {"chinese-unit", {"numbers with 万 or 亿", "数字带万、亿单位"}},
    {"spread-interval", {"rows with a beginning and an end", "行有开始和结束时间"}},
    {"own-coordinates", {"coordinates beside known places", "已知地点另有坐标"}},
    {"fixed-time", {"a time in the name of the file", "文件名中的时间"}},
    {"no-header-row", {"a table without a header", "表没有表头"}},
    {"fixed-layer", {"a layer in the name of the file", "文件名中的要素流"}},
    {"different-units", {"values in different units", "数值的单位不同"}},
    {"stacked-matrix", {"a column that may keep rows apart", "可能用于区分各行的列"}},
    {"split-time", {"a time in several columns", "时间分在多列"}},
});

/// Whether `found` says what was found, rather than repeating what stands in the file.
bool is_in_our_words(const Problem& problem) {
    constexpr std::array<std::string_view, 6> quoting = {"stray-quote",      "unterminated-quote",
                                                         "too-long",         "stray-carriage-return",
                                                         "no-usable-header", "ambiguous-header"};
    if (problem.found == "no header" || problem.found == "no unit") return true;
    if (problem.code == "bad-type") return problem.found == "a list" || problem.found == "an object";
    // Of a column, or of a member of a project, and yet no cell of a table.
    constexpr std::array<std::string_view, 12> telling = {
        "duplicate-column", "duplicate-header", "missing-member", "too-many-columns",
        "too-many-layers",  "too-large",        "possible-time",  "possible-value",
        "own-coordinates",  "spread-interval",  "stacked-matrix", "secret-in-project"};
    if (std::ranges::find(telling, problem.code) != telling.end()) return true;
    return problem.column.empty() && std::ranges::find(quoting, problem.code) == quoting.end();
}

}  // namespace

std::string shorten(std::string_view text, std::size_t most) {
    std::string kept;
    std::size_t characters = 0;
    for (std::size_t at = 0; at < text.size(); ++characters) {
        if (characters == most) return kept + "...";
        const std::size_t width = utf8_width(text.substr(at));
        const bool shown = width > 0 && static_cast<unsigned char>(text[at]) >= 0x20 && text[at] != 0x7f;
        if (shown)
            kept += text.substr(at, width);
        else
            kept += '?';
        at += width > 0 ? width : 1;
    }
    return kept;
}

std::string format_problem(const Problem& problem, Language language) {
    const std::string where =
        fmt::format("{}:{}:{}: {}: ", problem.file, problem.row, problem.column, problem.code);
    if (language == Language::en)
        return shorten(where + fmt::format("found '{}', expected {}", problem.found, problem.expected),
                       max_message_characters - 3);
    const std::string found = is_in_our_words(problem) ? in_chinese(problem.found) : problem.found;
    return shorten(where + fmt::format("收到“{}”，应为{}", found, in_chinese(problem.expected)),
                   max_message_characters - 3);
}

ProblemMeaning meaning(std::string_view code) {
    for (const Row& row : meanings)
        if (row.code == code) return row.meaning;
    return {};
}

void ProblemLog::add(Problem problem) {
    ++count_;
    if (listed_.size() >= most_) return;
    problem.file = file_;
    problem.found = shorten(problem.found, max_found_characters - 3);
    problem.column = shorten(problem.column, max_found_characters - 3);
    listed_.push_back(std::move(problem));
}

}  // namespace flowspace
