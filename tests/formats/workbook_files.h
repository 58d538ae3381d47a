// Workbooks and zip archives made by the tests byte by byte: never by the code under test.
#pragma once

#include <zlib.h>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace flowspace {

inline void append(std::string& to, std::uint64_t number, int width) {
    for (int byte = 0; byte < width; ++byte) to += static_cast<char>(number >> (8 * byte) & 0xFF);
}

/// A zip archive of stored files. `declared` is said of each file's size, where it is not 0.
inline std::string zip_of(const std::vector<std::pair<std::string, std::string>>& files,
                          std::uint64_t declared = 0) {
    std::string archive, directory;
    for (const auto& [name, text] : files) {
        const auto checksum =
            crc32(0, reinterpret_cast<const Bytef*>(text.data()), static_cast<uInt>(text.size()));
        std::string sizes;
        append(sizes, checksum, 4);
        append(sizes, text.size(), 4);
        append(sizes, declared ? declared : text.size(), 4);
        append(sizes, name.size(), 2);
        append(sizes, 0, 2);
        directory += std::string("PK\1\2\x14\0\x14\0\0\0\0\0\0\0\0\0", 16) + sizes + std::string(10, '\0');
        append(directory, archive.size(), 4);
        directory += name;
        archive += std::string("PK\3\4\x14\0\0\0\0\0\0\0\0\0", 14) + sizes + name + text;
    }
    std::string end("PK\5\6\0\0\0\0", 8);
    append(end, files.size(), 2);
    append(end, files.size(), 2);
    append(end, directory.size(), 4);
    append(end, archive.size(), 4);
    append(end, 0, 2);
    return archive + directory + end;
}

struct WorkbookParts {
    std::string rows = {};  // of the first sheet, as XML
    std::string second_rows = "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>only</t></is></c></row>";
    std::string workbook_properties = {};
    std::string first_sheet_target = "worksheets/sheet1.xml";
    std::string doctype = {};
    std::string styles =
        "<cellXfs count=\"4\"><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"10\"/>"
        "<xf numFmtId=\"22\"/></cellXfs>";  // empty: the workbook has no part for them
};

/// A workbook of two sheets, `流` and `Second`. Styles: 1 is a date, 2 a percentage, 3 a date with time.
inline std::string workbook(const WorkbookParts& parts) {
    const std::string head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + parts.doctype;
    const std::string office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const std::string main = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";
    const std::string type = "application/vnd.openxmlformats-officedocument.spreadsheetml.";
    const std::string package = "http://schemas.openxmlformats.org/package/2006/";
    const bool styled = !parts.styles.empty();
    std::vector<std::pair<std::string, std::string>> files = {
        {"[Content_Types].xml",
         head + "<Types xmlns=\"" + package +
             "content-types\"><Default Extension=\"xml\" ContentType=\"application/xml\"/>" +
             "<Override PartName=\"/xl/workbook.xml\" ContentType=\"" + type + "sheet.main+xml\"/>" +
             "<Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"" + type + "worksheet+xml\"/>" +
             (styled ? "<Override PartName=\"/xl/styles.xml\" ContentType=\"" + type + "styles+xml\"/>"
                     : "") +
             "</Types>"},
        {"_rels/.rels", head + "<Relationships xmlns=\"" + package +
                            "relationships\"><Relationship Id=\"rId1\" Type=\"" + office +
                            "/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"},
        {"xl/workbook.xml",
         head + "<workbook " + main + " xmlns:r=\"" + office + "\">" + parts.workbook_properties +
             "<sheets><sheet name=\"流\" sheetId=\"1\" r:id=\"rId1\"/><sheet name=\"Second\" "
             "sheetId=\"2\" r:id=\"rId2\"/></sheets></workbook>"},
        {"xl/_rels/workbook.xml.rels",
         head + "<Relationships xmlns=\"" + package + "relationships\"><Relationship Id=\"rId1\" Type=\"" +
             office + "/worksheet\" Target=\"" + parts.first_sheet_target +
             "\"/><Relationship Id=\"rId2\" Type=\"" + office +
             "/worksheet\" Target=\"worksheets/sheet2.xml\"/>" +
             (styled ? "<Relationship Id=\"rId3\" Type=\"" + office + "/styles\" Target=\"styles.xml\"/>"
                     : "") +
             "</Relationships>"}};
    if (styled)
        files.emplace_back("xl/styles.xml",
                           head + "<styleSheet " + main + ">" + parts.styles + "</styleSheet>");
    files.emplace_back("xl/worksheets/sheet1.xml", head + "<worksheet " + main + "><sheetData>" + parts.rows +
                                                       "</sheetData></worksheet>");
    files.emplace_back("xl/worksheets/sheet2.xml", head + "<worksheet " + main + "><sheetData>" +
                                                       parts.second_rows + "</sheetData></worksheet>");
    return zip_of(files);
}

inline std::string text_cell(const std::string& at, const std::string& text) {
    return "<c r=\"" + at + "\" t=\"inlineStr\"><is><t>" + text + "</t></is></c>";
}
inline std::string number_cell(const std::string& at, const std::string& text, int style = 0) {
    return "<c r=\"" + at + "\" s=\"" + std::to_string(style) + "\"><v>" + text + "</v></c>";
}
inline std::string sheet_row(int row, const std::vector<std::string>& cells) {
    std::string all = "<row r=\"" + std::to_string(row) + "\">";
    for (const std::string& cell : cells) all += cell;
    return all + "</row>";
}

}  // namespace flowspace
