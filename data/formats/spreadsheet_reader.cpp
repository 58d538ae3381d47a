#include "data/formats/spreadsheet_reader.h"

#include "data/formats/gdal_file.h"
#include "data/formats/zip_entries.h"
#include "data/import/limits.h"
#include "data/import/utf8.h"

#include <fmt/format.h>
#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include <algorithm>
#include <filesystem>
#include <utility>

namespace flowspace {
namespace {

Problem bad_spreadsheet(std::string found, std::string expected = "a workbook saved as .xlsx") {
    return {.code = "bad-spreadsheet", .found = std::move(found), .expected = std::move(expected)};
}

/// A workbook may count its days from 1904; GDAL would then be four years off without a word.
bool counts_from_1904(const std::string& path, const std::vector<ZipEntry>& entries) {
    const auto workbook = std::ranges::find(entries, "xl/workbook.xml", &ZipEntry::name);
    if (workbook == entries.end()) return false;
    const std::string text = read_zip_entry(path, *workbook, std::size_t{1} << 20).value_or("");
    const std::size_t at = text.find("date1904=");
    if (at == text.npos) return false;
    const std::string value = text.substr(at + 10, 4);
    return value.starts_with('1') || value == "true";
}

/// Some libraries write a prefix before every name (<x:worksheet>). GDAL then finds no row at all, and would
/// say that the sheet is empty.
bool has_prefixed_names(const std::string& path, const std::vector<ZipEntry>& entries) {
    return std::ranges::any_of(entries, [&](const ZipEntry& entry) {
        const bool read = entry.name == "xl/workbook.xml" || entry.name.starts_with("xl/worksheets/sheet");
        if (!read) return false;
        const std::string start = read_zip_entry(path, entry, std::size_t{4} << 10).value_or("");
        return start.find(":worksheet ") != start.npos || start.find(":workbook ") != start.npos;
    });
}

std::optional<Problem> look_inside(const std::string& path) {
    const Result<std::vector<ZipEntry>> entries = zip_entries(path);
    if (!entries) return bad_spreadsheet(entries.error().message);
    std::uint64_t total = 0;
    for (const ZipEntry& entry : *entries) total += entry.bytes;
    if (total > max_spreadsheet_bytes)
        return Problem{
            .code = "too-large",
            .found = fmt::format("{} bytes unpacked", total),
            .expected = fmt::format("a workbook of at most {} MiB unpacked", max_spreadsheet_bytes >> 20)};
    if (has_prefixed_names(path, *entries))
        return bad_spreadsheet("a workbook whose XML names have prefixes",
                               "one saved anew by Excel, WPS or LibreOffice, or a CSV file");
    if (counts_from_1904(path, *entries))
        return bad_spreadsheet("a workbook whose dates count from 1904",
                               "one whose dates count from 1900, or a CSV file");
    return std::nullopt;
}

Result<GdalFile> open_workbook(const std::string& path) {
    start_gdal();
    return open_with(GdalDriver::xlsx, std::filesystem::absolute(path).string());
}

class SheetReader final : public RecordReader {
public:
    SheetReader(GdalFile file, OGRLayer* sheet, std::uint64_t skipped)
        : file_(std::move(file)), sheet_(sheet), skipped_(skipped) {}

    Outcome next(Record& record, Problem& problem) override {
        for (;;) {
            const OGRFeatureUniquePtr feature(sheet_->GetNextFeature());
            if (!feature) return Outcome::end;
            record.row = static_cast<std::uint64_t>(std::max<GIntBig>(feature->GetFID(), 0));
            if (record.row <= skipped_) continue;
            if (!take_cells(*feature)) continue;
            if (std::ranges::any_of(
                    cells_, [](const std::string& cell) { return find_bad_utf8(cell).has_value(); })) {
                problem = {.row = record.row,
                           .code = "bad-utf8",
                           .found = "bytes that are no UTF-8",
                           .expected = "UTF-8"};
                return Outcome::problem;
            }
            fields_.assign(cells_.begin(), cells_.end());
            record.fields = fields_;
            return Outcome::record;
        }
    }

private:
    /// Whether any cell holds anything. Columns right of the header's last cell are left out where they are
    /// empty.
    bool take_cells(const OGRFeature& feature) {
        cells_.clear();
        for (int column = 0; column < feature.GetFieldCount(); ++column)
            cells_.emplace_back(feature.IsFieldSetAndNotNull(column) ? feature.GetFieldAsString(column) : "");
        const auto filled = std::ranges::find_if(cells_.rbegin(), cells_.rend(),
                                                 [](const auto& cell) { return !cell.empty(); });
        const auto used = static_cast<std::size_t>(cells_.rend() - filled);
        if (used == 0) return false;
        if (width_ == 0) width_ = used;  // of the header
        cells_.resize(std::max(used, width_));
        return true;
    }

    GdalFile file_;
    OGRLayer* sheet_;
    std::uint64_t skipped_;
    std::size_t width_ = 0;
    std::vector<std::string> cells_;
    std::vector<std::string_view> fields_;
};

}  // namespace

OpenedTable open_spreadsheet(const TablePlan& plan) {
    if (std::optional<Problem> problem = look_inside(plan.path)) return {.problem = std::move(problem)};
    Result<GdalFile> file = open_workbook(plan.path);
    if (!file) return {.problem = bad_spreadsheet(file.error().message)};
    OGRLayer* sheet = plan.sheet.empty() ? (*file)->GetLayer(0) : (*file)->GetLayerByName(plan.sheet.c_str());
    if (!sheet || (!plan.sheet.empty() && plan.sheet != sheet->GetName())) {
        std::vector<std::string> names;
        for (OGRLayer* one : (*file)->GetLayers()) names.emplace_back(one->GetName());
        return {.problem = Problem{.code = "no-such-sheet",
                                   .found = plan.sheet,
                                   .expected = fmt::format("one of the sheets {}", fmt::join(names, ", "))}};
    }
    const int columns = sheet->GetLayerDefn()->GetFieldCount();
    if (static_cast<std::size_t>(columns) > max_columns)
        return {.problem = Problem{.code = "too-many-columns",
                                   .found = std::to_string(columns),
                                   .expected = fmt::format("at most {}", max_columns)}};
    return {.reader = std::make_unique<SheetReader>(std::move(*file), sheet, plan.text.skipped_lines)};
}

std::vector<std::string> spreadsheet_sheets(const std::string& path) {
    if (look_inside(path)) return {};
    const Result<GdalFile> file = open_workbook(path);
    std::vector<std::string> names;
    if (file)
        for (OGRLayer* sheet : (*file)->GetLayers()) names.emplace_back(sheet->GetName());
    return names;
}

void add_spreadsheet_openers(TableOpeners& openers) {
    openers.spreadsheet = open_spreadsheet;
    openers.sheets = spreadsheet_sheets;
}

}  // namespace flowspace
