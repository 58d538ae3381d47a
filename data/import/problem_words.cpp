#include "data/import/problem_words.h"

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

bool has_chinese(std::string_view english) { return best_match(english).has_value(); }

}  // namespace flowspace
