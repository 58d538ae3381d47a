#include "data/import/import_json.h"

namespace flowspace {

nlohmann::json json_of(const Problem& problem) {
    return {{"file", problem.file}, {"row", problem.row},     {"column", problem.column},
            {"code", problem.code}, {"found", problem.found}, {"expected", problem.expected}};
}

nlohmann::json json_of(const TextDialect& dialect) {
    return {{"encoding", static_cast<unsigned>(dialect.encoding)},
            {"delimiter", dialect.delimiter},
            {"quote", static_cast<unsigned>(static_cast<unsigned char>(dialect.quote))},
            {"skipped_lines", dialect.skipped_lines},
            {"header", static_cast<unsigned>(dialect.header)}};
}

nlohmann::json json_of(const FileIdentity& identity) {
    return {{"bytes", identity.bytes}, {"modified_ms", identity.modified_ms}, {"sha256", identity.sha256}};
}

nlohmann::json json_of(const ExactSum& sum) {
    nlohmann::json json = {
        {"digits", static_cast<int>(sum.digits)}, {"rows", sum.rows}, {"value", value(sum)}};
    if (sum.digits >= 0) {
        json["scaled"] = sum.scaled;
    } else {
        json["high"] = sum.high;
        json["low"] = sum.low;
    }
    return json;
}

Problem problem_of(const JsonView& json) {
    return {.file = json.at("file").text(),
            .row = json.at("row").whole(),
            .column = json.at("column").text(),
            .code = json.at("code").text(),
            .found = json.at("found").text(),
            .expected = json.at("expected").text()};
}

TextDialect dialect_of(const JsonView& json) {
    return {.encoding = json.at("encoding").choice<TextEncoding>(4),
            .delimiter = json.at("delimiter").text(),
            .quote = static_cast<char>(json.at("quote").whole(127)),
            .skipped_lines = json.at("skipped_lines").whole(),
            .header = json.at("header").choice<HeaderRow>(2)};
}

FileIdentity identity_of(const JsonView& json) {
    FileIdentity identity{.bytes = json.at("bytes").whole(),
                          .modified_ms = json.at("modified_ms").integer(),
                          .sha256 = json.at("sha256").text()};
    const bool hex = identity.sha256.find_first_not_of("0123456789abcdef") == std::string::npos;
    if (!hex || (!identity.sha256.empty() && identity.sha256.size() != 64))
        json.at("sha256").refuse("64 hexadecimal digits");
    return identity;
}

ExactSum sum_of(const JsonView& json) {
    ExactSum sum{.rows = json.at("rows").whole()};
    const std::int64_t digits = json.at("digits").integer();
    if (digits < -1 || digits > max_decimal_digits) json.at("digits").refuse("-1 to 18");
    sum.digits = static_cast<std::int8_t>(digits);
    if (digits >= 0) {
        sum.scaled = json.at("scaled").integer();
    } else {
        sum.high = json.at("high").number();
        sum.low = json.at("low").number();
    }
    return sum;
}

}  // namespace flowspace
