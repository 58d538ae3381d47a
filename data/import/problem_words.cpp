#include "data/import/problem_words.h"

#include "data/import/problem.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <vector>

namespace flowspace {
namespace {

/// {} in `en` stands for any text; {0}, {1}, ... in `zh` for the first, second, ... of them.
struct Phrase {
    std::string_view en;
    std::string_view zh;
};

constexpr Phrase phrases[] = {
#include "data/analysis/fault_phrases.inc"
#include "data/import/problem_phrases.inc"
};

struct Match {
    const Phrase* phrase = nullptr;
    std::vector<std::string_view> parts;
    std::size_t fixed = 0;  // bytes that are not of parts: the closest phrase has the most
};

/// Each part ends where the words after it come first; the last takes what is left.
std::optional<Match> match(const Phrase& phrase, std::string_view text) {
    Match found{&phrase, {}, 0};
    std::string_view pattern = phrase.en;
    for (;;) {
        const std::size_t hole = pattern.find("{}");
        const std::string_view words = pattern.substr(0, hole);
        if (!text.starts_with(words)) return std::nullopt;
        found.fixed += words.size();
        text.remove_prefix(words.size());
        if (hole == std::string_view::npos) return text.empty() ? std::optional(found) : std::nullopt;
        pattern.remove_prefix(hole + 2);
        const std::string_view after = pattern.substr(0, pattern.find("{}"));
        const std::size_t end = after.empty() ? text.size() : text.find(after);
        if (end == std::string_view::npos) return std::nullopt;
        found.parts.push_back(text.substr(0, end));
        text.remove_prefix(end);
    }
}

std::optional<Match> best_match(std::string_view text) {
    std::optional<Match> best;
    for (const Phrase& phrase : phrases) {
        std::optional<Match> found = match(phrase, text);
        if (found && (!best || found->fixed > best->fixed)) best = std::move(found);
    }
    return best;
}

/// What format_problem wrote, taken apart again; nothing where it did not write `text`. A file's name may
/// hold colons: the first number between two of them is the row.
std::optional<Problem> problem_in(std::string_view text) {
    constexpr std::string_view found_words = ": found '", expected_words = "', expected ";
    const std::size_t found = text.find(found_words), expected = text.rfind(expected_words);
    if (found == std::string_view::npos || expected == std::string_view::npos || expected < found)
        return std::nullopt;
    const std::string_view head = text.substr(0, found);
    const std::size_t code = head.rfind(": ");
    for (std::size_t at = head.find(':'); at < code; at = head.find(':', at + 1)) {
        const std::size_t end = head.find(':', at + 1);
        const std::string_view digits = head.substr(at + 1, end - at - 1);
        std::uint64_t row = 0;
        const auto [stop, error] = std::from_chars(digits.data(), digits.data() + digits.size(), row);
        if (digits.empty() || error != std::errc() || stop != digits.data() + digits.size() || end > code)
            continue;
        const std::size_t begin = found + found_words.size();
        return Problem{.file = std::string(head.substr(0, at)),
                       .row = row,
                       .column = std::string(head.substr(end + 1, code > end ? code - end - 1 : 0)),
                       .code = std::string(head.substr(code + 2)),
                       .found = std::string(text.substr(begin, expected - begin)),
                       .expected = std::string(text.substr(expected + expected_words.size()))};
    }
    return std::nullopt;
}

}  // namespace

std::string in_chinese(std::string_view english) {
    const std::optional<Match> found = best_match(english);
    if (!found) return std::string(english);
    std::string chinese;
    for (std::string_view rest = found->phrase->zh; !rest.empty();) {
        const bool hole = rest.size() >= 3 && rest[0] == '{' && rest[2] == '}';
        if (!hole) {
            chinese += rest.front();
            rest.remove_prefix(1);
            continue;
        }
        chinese += in_chinese(found->parts[static_cast<std::size_t>(rest[1] - '0')]);
        rest.remove_prefix(3);
    }
    return chinese;
}

std::string message_in_chinese(std::string_view english) {
    if (const std::optional<Problem> problem = problem_in(english))
        return format_problem(*problem, Language::zh);
    return in_chinese(english);
}

std::string message_in(std::string_view english, Language language) {
    if (language == Language::en) return std::string(english);
    std::string chinese;
    for (;;) {
        const std::size_t end = english.find('\n');
        chinese += message_in_chinese(english.substr(0, end));
        if (end == std::string_view::npos) return chinese;
        chinese += '\n';
        english.remove_prefix(end + 1);
    }
}

bool has_chinese(std::string_view english) { return best_match(english).has_value(); }

}  // namespace flowspace
