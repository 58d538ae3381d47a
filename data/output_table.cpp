#include "data/output_table.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cmath>

namespace flowspace {
namespace {

std::string csv_text(std::string text) {
    if (!text.empty() && std::string_view("=+-@").find(text.front()) != std::string_view::npos)
        text.insert(text.begin(), '\'');
    if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
    std::string quoted = "\"";
    for (const char one : text) {
        if (one == '"') quoted += '"';
        quoted += one;
    }
    return quoted + '"';
}

struct CsvCell {
    std::string operator()(std::monostate) const { return {}; }
    std::string operator()(const std::string& text) const { return csv_text(text); }
    std::string operator()(std::int64_t whole) const { return std::to_string(whole); }
    std::string operator()(double number) const { return format_number(number); }
};

struct JsonCell {
    std::string operator()(std::monostate) const { return "null"; }
    std::string operator()(const std::string& text) const { return json_string(text); }
    std::string operator()(std::int64_t whole) const { return std::to_string(whole); }
    std::string operator()(double number) const { return format_number(number); }
};

/// The notes as the items of a JSON list.
std::string notes_json(const OutputTable& table) {
    std::string text;
    for (std::size_t row = 0; row < table.notes.size(); ++row) {
        const OutputNote& note = table.notes[row];
        text += fmt::format("{}{{\"code\": {}, \"en\": {}, \"zh\": {}}}", row ? ",\n " : "\n ",
                            json_string(note.code), json_string(note.en), json_string(note.zh));
    }
    return text;
}

}  // namespace

std::string format_number(double number) {
    const double size = std::abs(number);
    const bool plain = size == 0 || (size >= 1e-5 && size < 1e17);
    std::array<char, 64> text{};
    const auto end = plain ? std::to_chars(text.data(), text.data() + text.size(), number == 0 ? 0.0 : number,
                                           std::chars_format::fixed)
                           : std::to_chars(text.data(), text.data() + text.size(), number);
    return {text.data(), end.ptr};
}

std::string to_csv(const OutputTable& table) {
    std::string text;
    for (std::size_t column = 0; column < table.columns.size(); ++column) {
        if (column) text += ',';
        text += csv_text(table.columns[column]);
    }
    text += '\n';
    for (const std::vector<OutputCell>& row : table.rows) {
        for (std::size_t column = 0; column < row.size(); ++column) {
            if (column) text += ',';
            text += std::visit(CsvCell{}, row[column]);
        }
        text += '\n';
    }
    return text;
}

std::string json_string(std::string_view text) {
    std::string quoted = "\"";
    for (const char one : text) {
        if (one == '"' || one == '\\')
            quoted += fmt::format("\\{}", one);
        else if (static_cast<unsigned char>(one) < 0x20)
            quoted += fmt::format("\\u{:04x}", static_cast<unsigned>(static_cast<unsigned char>(one)));
        else
            quoted += one;
    }
    return quoted + '"';
}

std::string to_json(const OutputTable& table) {
    std::string text = "{\"rows\": [";
    for (std::size_t row = 0; row < table.rows.size(); ++row) {
        text += row ? ",\n {" : "\n {";
        for (std::size_t column = 0; column < table.columns.size(); ++column)
            text += fmt::format("{}{}: {}", column ? ", " : "", json_string(table.columns[column]),
                                std::visit(JsonCell{}, table.rows[row][column]));
        text += '}';
    }
    return text + "],\n\"notes\": [" + notes_json(table) + "]}\n";
}

std::string to_csv_metadata(const OutputTable& table, std::string_view csv_name) {
    std::string text =
        fmt::format("{{\"@context\": \"http://www.w3.org/ns/csvw\",\n\"url\": {},\n", json_string(csv_name));
    text += "\"tableSchema\": {\"columns\": [";
    for (std::size_t column = 0; column < table.columns.size(); ++column)
        text += fmt::format("{}{{\"name\": {}}}", column ? ", " : "", json_string(table.columns[column]));
    return text + "]},\n\"notes\": [" + notes_json(table) + "]}\n";
}

}  // namespace flowspace
