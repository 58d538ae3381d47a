#include "viewer/commands/usage_words.h"

#include "data/import/problem_words.h"
#include "viewer/commands/messages.h"

#include <fmt/format.h>

#include <array>
#include <regex>
#include <utility>

namespace flowspace {
namespace {

using Match = std::match_results<std::string::const_iterator>;

/// What our own checks of options expect, in Chinese.
constexpr std::array<std::pair<std::string_view, std::string_view>, 7> expected_words = {{
    {"WIDTHxHEIGHT, each from 1 to 16384", "宽x高，各为 1 至 16384"},
    {"a name that ends in .png or .pdf", "以 .png 或 .pdf 结尾的文件名"},
    {"OUT.mp4, OUT.webm or a folder", "名称.mp4、名称.webm 或一个文件夹"},
    {"no zone: windows are in the table's own clock", "不带时区：时间窗按表中的时钟"},
    {"a finite number such as 12.5", "有限的数字，例如 12.5"},
    {"LON,LAT,WIDTH_KM,TILT,BEARING", "经度,纬度,宽度(公里),倾角,方位角"},
    {"a number above 0", "大于 0 的数字"},
}};

std::string expected(std::string_view english, Language language) {
    if (language == Language::en) return std::string(english);
    for (const auto& [en, zh] : expected_words)
        if (en == english) return std::string(zh);
    return in_chinese(english);
}

std::string found(std::string_view option, std::string_view value, std::string_view wanted,
                  Language language) {
    return fmt::format(fmt::runtime(say(language, "{}: found '{}', expected {}", "{}：收到“{}”，应为{}")),
                       option, value, expected(wanted, language));
}

}  // namespace

std::string usage_words(std::string_view said, Language language) {
    const std::string text(said);
    Match part;
    const auto is = [&](const char* form) { return std::regex_match(text, part, std::regex(form)); };
    const auto in_words = [&](std::string_view en, std::string_view zh, const auto&... arguments) {
        return fmt::format(fmt::runtime(say(language, en, zh)), arguments...);
    };
    if (is("The following arguments? (?:was|were) not expected: (.*)"))
        return in_words("not expected: {}", "无法识别的参数：{}", part[1].str());
    if (is("(\\S+) is required")) return in_words("{} is required", "必须给出 {}", part[1].str());
    if (is("(\\S+) requires (\\S+)"))
        return in_words("{} requires {}", "{} 须与 {} 同用", part[1].str(), part[2].str());
    if (is("(\\S+) excludes (\\S+)"))
        return in_words("{} excludes {}", "{} 不能与 {} 同用", part[1].str(), part[2].str());
    if (is("(\\S+): At Most (\\d+) required but received (\\d+)"))
        return in_words("{}: given {} times, expected at most {}", "{}：给出 {} 次，至多 {} 次",
                        part[1].str(), part[3].str(), part[2].str());
    if (is("(\\S+): (\\d+) required (\\S+) missing"))
        return in_words("{}: its value is missing ({})", "{}：缺少取值（{}）", part[1].str(), part[3].str());
    if (is("(\\S+): (.*) not in \\{(.*)\\}")) {
        const std::string keys = std::regex_replace(part[3].str(), std::regex(",(?=\\S)"), ", ");
        return in_words("{}: found '{}', expected one of {}", "{}：收到“{}”，应为以下之一：{}", part[1].str(),
                        part[2].str(), keys);
    }
    if (is("(\\S+): Value (\\S+) not in range (\\S+) to (\\S+)")) {
        constexpr std::size_t longest_bound = 20;  // what has more digits is the largest number there is
        if (part[4].length() > static_cast<std::ptrdiff_t>(longest_bound))
            return found(part[1].str(), part[2].str(), "a number above 0", language);
        const auto bound = [&](std::size_t which) {  // 0.980000 as 0.98
            return std::regex_replace(part[which].str(), std::regex("(\\.\\d*[1-9])0+$|\\.0+$"), "$1");
        };
        return in_words("{}: found '{}', expected {} to {}", "{}：收到“{}”，应为 {} 至 {}", part[1].str(),
                        part[2].str(), bound(3), bound(4));
    }
    // A check of ours that names its option itself, or does not.
    if (is("(\\S+): (?:-\\S+: )?found '([^']*)', expected (.*)"))
        return found(part[1].str(), part[2].str(), part[3].str(), language);
    return text;
}

}  // namespace flowspace
