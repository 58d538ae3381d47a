#include "tests/data/known_tables.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <array>
#include <cstdio>
#include <stdexcept>

namespace flowspace::testing {
namespace {

std::string run(const std::string& command) {
    std::FILE* pipe = popen(command.c_str(), "r");
    if (!pipe) throw std::runtime_error("cannot run " + command);
    std::string out;
    std::array<char, 1 << 16> piece;
    for (std::size_t got; (got = std::fread(piece.data(), 1, piece.size(), pipe)) > 0;)
        out.append(piece.data(), got);
    if (pclose(pipe) != 0) throw std::runtime_error("failed: " + command);
    return out;
}

std::string decode_base64(const std::string& text) {
    static constexpr std::string_view alphabet =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string bytes;
    unsigned bits = 0;
    int held = 0;
    for (const char letter : text) {
        if (letter == '=') break;
        bits = bits << 6 | static_cast<unsigned>(alphabet.find(letter));
        held += 6;
        if (held < 8) continue;
        held -= 8;
        bytes += static_cast<char>(bits >> held & 0xff);
    }
    return bytes;
}

KnownTable read_table(const nlohmann::json& json) {
    KnownTable table{.name = json.at("name"),
                     .file = json.at("file"),
                     .bytes = decode_base64(json.at("bytes")),
                     .mapping = json.at("map"),
                     .rows_in = json.at("rows_in"),
                     .rows_kept = json.at("rows_kept"),
                     .problems = {},
                     .sums = {}};
    for (const auto& problem : json.at("problems"))
        table.problems.push_back(fmt::format("{}:{}:{}", problem.at(0).get<int>(),
                                             problem.at(1).get<std::string>(),
                                             problem.at(2).get<std::string>()));
    for (const auto& sum : json.at("sums"))
        table.sums.push_back({sum.at(0), sum.at(1), sum.at(2), sum.at(3), sum.at(4), sum.at(5)});
    return table;
}

}  // namespace

KnownTables make_known_tables(const std::string& arguments) {
    const std::string lines =
        run("/usr/bin/python3 " FLOWSPACE_SOURCE_DIR "/tests/oracle/make_tables.py " + arguments);
    KnownTables known;
    for (std::size_t at = 0; at < lines.size();) {
        const std::size_t end = lines.find('\n', at);
        const auto json = nlohmann::json::parse(lines.begin() + static_cast<std::ptrdiff_t>(at),
                                                lines.begin() + static_cast<std::ptrdiff_t>(end));
        at = end + 1;
        if (json.contains("places"))
            known.places = json.at("places");
        else
            known.tables.push_back(read_table(json));
    }
    return known;
}

}  // namespace flowspace::testing
