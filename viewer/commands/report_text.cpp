#include "viewer/commands/report_text.h"

#include "data/atlas.h"
#include "data/import/plan_guess.h"
#include "data/import/problem_words.h"
#include "data/project/atomic_file.h"
#include "viewer/commands/messages.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <utility>
#include <vector>

namespace flowspace {
namespace {

constexpr std::size_t told_names = 10;

class ReportWriter {
public:
    ReportWriter(const ImportReport& report, const ReadTables& read, Language language)
        : report_(report), read_(read), language_(language) {}

    std::string text() {
        for (std::size_t at = 0; at < report_.sources.size(); ++at) {
            write(report_.sources[at]);
            if (read_.plan.tables.size() == report_.sources.size()) write_columns(read_.plan.tables[at]);
        }
        write_layers();
        write_times();
        write_names();
        if (report_.unpublished_cells > 0)
            line("", "{} values are known to their source and not published: unknown, not zero",
                 "{} 个数值来源未公布：按未知处理，不作零", report_.unpublished_cells);
        for (const RuleNote& rule : report_.rules)
            out_ += fmt::format("{}: {}\n", rule.code, say(language_, rule.en, rule.zh));
        return std::move(out_);
    }

private:
    template <class... Arguments>
    void line(const char* indent, std::string_view en, std::string_view zh, const Arguments&... arguments) {
        out_ += indent + fmt::format(fmt::runtime(say(language_, en, zh)), arguments...) + '\n';
    }

    void write(const SourceReport& source) {
        line("", "{}: {}; {} bytes, {}", "{}：{}；{} 字节，{}", source.path, format_words(source, language_),
             source.identity.bytes, format_moment(source.identity.modified_ms));
        out_ += "  SHA-256 " + source.identity.sha256 + '\n';
        if (source.cells)
            line("  ", "{} cells of {} = {} kept + {} rejected + {} filtered",
                 "{} 个单元格（{} 行）= 保留 {} + 拒收 {} + 滤除 {}", source.rows_in, rows(source.records),
                 source.rows_kept, source.rows_rejected(), source.rows_filtered());
        else
            line("  ", "{} = {} kept + {} rejected + {} filtered", "{} 行 = 保留 {} + 拒收 {} + 滤除 {}",
                 rows(source.rows_in), source.rows_kept, source.rows_rejected(), source.rows_filtered());
        write_codes(source.rejected);
        write_codes(source.filtered);
        for (const auto& [layer, lost] : source.lost)
            line("    ", "of these, {} of unknown places, missing from layer {}: a sum of {}",
                 "其中 {} 行因地点未知未计入要素流 {}，合计 {}", rows(lost.rows), layer,
                 format_number(value(lost.value)));
        const std::pair<std::uint64_t, std::pair<const char*, const char*>> kept[] = {
            {source.zero_rows, {"kept, with the value zero", "数值为零，保留"}},
            {source.negative_rows, {"kept, below zero", "数值为负，按原值保留"}},
            {source.reversed_rows, {"kept, turned round for being below zero", "数值为负，反向计入"}},
            {source.self_rows, {"kept, from a place to itself", "起终点相同，保留"}},
            {source.spread_rows, {"kept, divided over several steps", "分摊到多个时间步，保留"}}};
        for (const auto& [count, words] : kept)
            if (count > 0) line("    ", "{} {}", "{} 行{}", count, say(language_, words.first, words.second));
        if (source.counts_rows) line("    ", "no value column: each row counts 1", "没有数值列：每行计 1");
    }

    /// `1 row` in English, the number alone in Chinese, whose lines name the unit.
    std::string rows(std::uint64_t count) const {
        return language_ == Language::zh ? fmt::format("{}", count) : counted(count, "row");
    }

    static std::string field_words(const ColumnPlan& column) {
        return column.fixed.empty() ? std::string(key(column.field))
                                    : fmt::format("{}:{}", key(column.field), column.fixed);
    }

    /// Columns that stand for times, destinations or layers are many: the first and the last say enough.
    void write_columns(const TablePlan& table) {
        std::vector<std::string> said, unused;
        std::vector<const ColumnPlan*> wide;
        for (const ColumnPlan& column : table.columns) {
            if (column.field == Field::attribute || column.field == Field::ignored)
                unused.push_back(shorten(column.name, 40));
            else if (column.fixed.empty())
                said.push_back(fmt::format("{} = {}", shorten(column.name, 40), field_words(column)));
            else
                wide.push_back(&column);
        }
        if (wide.size() <= told_names)
            for (const ColumnPlan* column : wide)
                said.push_back(fmt::format("{} = {}", shorten(column->name, 40), field_words(*column)));
        else
            said.push_back(
                fmt::format(fmt::runtime(say(language_, "{} columns = {} to {}", "{} 列 = {} 至 {}")),
                            wide.size(), field_words(*wide.front()), field_words(*wide.back())));
        if (!said.empty()) line("  ", "columns: {}", "列：{}", fmt::format("{}", fmt::join(said, ", ")));
        if (unused.empty()) return;
        const std::size_t more = unused.size() > told_names ? unused.size() - told_names : 0;
        unused.resize(unused.size() - more);
        line("  ", "columns not counted: {}{}", "不参与计算的列：{}{}",
             fmt::format("{}", fmt::join(unused, ", ")), more > 0 ? fmt::format(", ... (+{})", more) : "");
    }

    void write_layers() {
        for (const LayerTotal& total : report_.totals)
            line("", "layer {}: {}, a sum of {}", "要素流 {}：{} 行，合计 {}", total.layer,
                 rows(total.kept.rows), format_number(value(total.kept.value)));
    }

    void write_times() {
        const TimeAxis& axis = read_.axis;
        if (axis.grain == Grain::none || axis.starts.empty()) return;
        std::string zone;
        const bool noted =
            std::ranges::find(report_.rules, "time-zone", &RuleNote::code) != report_.rules.end();
        for (const TablePlan& table : noted ? std::vector<TablePlan>{} : read_.plan.tables)
            if (table.role == TableRole::flows && table.times.zone_minutes)
                zone = fmt::format(", UTC{:+03}:{:02}", *table.times.zone_minutes / 60,
                                   std::abs(*table.times.zone_minutes) % 60);
        line("", "times: by the {}, {} with rows, {} to {}{}", "时间：粒度 {}，{} 个时间步有数据，{} 至 {}{}",
             message_in(key(axis.grain), language_),
             language_ == Language::zh ? fmt::format("{}", axis.size()) : counted(axis.size(), "step"),
             format_time(axis.grain, axis.starts.front()), format_time(axis.grain, axis.starts.back()), zone);
    }

    void write_codes(const std::map<std::string, std::uint64_t>& codes) {
        for (const auto& [code, count] : codes)
            out_ += fmt::format("    {} x {}: {}\n", count, code,
                                say(language_, meaning(code).en, meaning(code).zh));
    }

    /// Their ids, each with its name where the places are known: "370100 (济南市)".
    std::string candidates(const UnjoinedName& name) const {
        std::string listed;
        for (const std::string& id : name.candidates) {
            if (!listed.empty()) listed += say(language_, ", ", "、");
            const auto place = read_.atlas ? find_place(*read_.atlas, id) : std::nullopt;
            listed += place ? fmt::format(fmt::runtime(say(language_, "{} ({})", "{}（{}）")), id,
                                          read_.atlas->places[index(*place)].name_zh)
                            : id;
        }
        return listed;
    }

    void write_names() {
        std::size_t told = 0;
        for (const UnjoinedName& name : report_.names) {
            if (told++ == told_names) break;
            const std::string found = shorten(name.name, 40);
            if (name.ambiguous && name.candidates.size() == 1)
                line("",
                     "place '{}': a province has this name too ({}); {} rejected; flowspace import --choose "
                     "'{}={}'",
                     "地点“{}”：与省份同名（{}），拒收 {} 行；若指该地点，请用 flowspace import --choose "
                     "'{}={}'",
                     found, candidates(name), rows(name.rows), found, name.candidates.front());
            else if (name.ambiguous)
                line("",
                     "place '{}': several places have this name ({}); {} rejected; flowspace import --choose "
                     "'{}=ID'",
                     "地点“{}”：有多个同名地点（{}），拒收 {} 行；请用 flowspace import --choose '{}=代码' "
                     "指定",
                     found, candidates(name), rows(name.rows), found);
            else if (!name.candidates.empty())
                line("", "place '{}': unknown, perhaps {}; {} rejected; flowspace import --choose '{}={}'",
                     "地点“{}”：未知，可能是 {}；拒收 {} 行；可用 flowspace import --choose '{}={}' 指定",
                     found, candidates(name), rows(name.rows), found, name.candidates.front());
            else
                line("", "place '{}': unknown; {} rejected", "地点“{}”：未知；拒收 {} 行", found,
                     rows(name.rows));
        }
        if (report_.name_count > told_names)
            line("", "{} more names found no place; --report FILE lists them",
                 "另有 {} 个地名未找到对应地点，用 --report 文件 查看", report_.name_count - told_names);
    }

    const ImportReport& report_;
    const ReadTables& read_;
    Language language_;
    std::string out_;
};

std::string delimiter_words(const std::string& delimiter, Language language) {
    if (delimiter == ",") return std::string(say(language, "comma", "逗号"));
    if (delimiter == "\t") return std::string(say(language, "tab", "制表符"));
    if (delimiter == ";") return std::string(say(language, "semicolon", "分号"));
    return "'" + delimiter + "'";
}

}  // namespace

std::string format_words(const SourceReport& source, Language language) {
    if (source.format == FileFormat::parquet) return "Parquet";
    if (source.format == FileFormat::spreadsheet)
        return std::string(say(language, "spreadsheet", "电子表格"));
    static constexpr const char* encodings[] = {"UTF-8", "UTF-16LE", "UTF-16BE", "GB18030"};
    const std::string_view and_then = say(language, ", ", "、");
    std::string words = fmt::format("{1}{0}{2}{0}{3}", and_then, say(language, "text", "文本"),
                                    encodings[static_cast<std::size_t>(source.text.encoding)],
                                    delimiter_words(source.text.delimiter, language));
    if (!source.compression.empty()) words.append(and_then).append(source.compression);
    return words;
}

std::string format_moment(std::int64_t ms) {
    using namespace std::chrono;
    const sys_time<milliseconds> moment{milliseconds(ms)};
    const sys_days day = floor<days>(moment);
    const year_month_day date(day);
    const hh_mm_ss clock(floor<seconds>(moment - day));
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", int(date.year()), unsigned(date.month()),
                       unsigned(date.day()), clock.hours().count(), clock.minutes().count(),
                       clock.seconds().count());
}

std::string report_text(const ImportReport& report, const ReadTables& read, Language language) {
    return ReportWriter(report, read, language).text();
}

std::optional<Problem> write_report(const std::filesystem::path& path, const ImportReport& report) {
    const bool json = path.extension() == ".json";
    return write_file(path, json ? to_json(report) : to_csv(report_table(report)));
}

}  // namespace flowspace
