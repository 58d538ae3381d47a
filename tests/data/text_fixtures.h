// What the tests of text tables share: encoders that are not ours, packers, readings as plain values.
#pragma once

#include "data/import/csv_reader.h"

#include <gtest/gtest.h>
#include <iconv.h>
#include <zlib.h>
#include <zstd.h>

#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace flowspace {

/// UTF-8 in another encoding, by the C library. Pre: it has all the characters.
inline std::string encode(std::string_view text, const char* encoding) {
    const iconv_t converter = iconv_open(encoding, "UTF-8");
    std::string out(text.size() * 4 + 16, '\0');
    char* from = const_cast<char*>(text.data());
    char* to = out.data();
    std::size_t from_left = text.size(), to_left = out.size();
    const std::size_t status = iconv(converter, &from, &from_left, &to, &to_left);
    iconv_close(converter);
    EXPECT_NE(status, static_cast<std::size_t>(-1)) << encoding;
    out.resize(out.size() - to_left);
    return out;
}

inline const char* iconv_name(TextEncoding encoding) {
    switch (encoding) {
        case TextEncoding::utf_8:
            return "UTF-8";
        case TextEncoding::utf_16_le:
            return "UTF-16LE";
        case TextEncoding::utf_16_be:
            return "UTF-16BE";
        case TextEncoding::gb18030:
            return "GB18030";
    }
    return "";
}

inline std::string gzip(std::string_view text) {
    z_stream stream{};
    deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
    std::string out(deflateBound(&stream, text.size()), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return out;
}

inline std::string zstd(std::string_view text) {
    std::string out(ZSTD_compressBound(text.size()), '\0');
    out.resize(ZSTD_compress(out.data(), out.size(), text.data(), text.size(), 3));
    return out;
}

/// A reading: `2|a|b` for a record, `3!code found` for a problem.
inline std::vector<std::string> drain(RecordReader& reader) {
    std::vector<std::string> all;
    for (;;) {
        RecordReader::Record record;
        Problem problem;
        const auto outcome = reader.next(record, problem);
        if (outcome == RecordReader::Outcome::end) return all;
        std::string line =
            std::to_string(outcome == RecordReader::Outcome::record ? record.row : problem.row);
        if (outcome == RecordReader::Outcome::problem)
            line += "!" + problem.code + " " + problem.found;
        else
            for (const std::string_view field : record.fields) line.append("|").append(field);
        all.push_back(line);
        if (outcome == RecordReader::Outcome::problem && problem.row == 0) return all;
    }
}

inline std::vector<std::string> read_bytes(std::string_view bytes, const TextDialect& dialect = {}) {
    CsvReader reader(dialect);
    if (const auto problem = reader.open_bytes(bytes)) return {"0!" + problem->code + " " + problem->found};
    return drain(reader);
}

inline std::string read_asset(const char* path) {
    std::ifstream file(std::string(FLOWSPACE_SOURCE_DIR "/") + path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

}  // namespace flowspace
