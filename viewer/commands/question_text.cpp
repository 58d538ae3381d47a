#include "viewer/commands/question_text.h"

#include "viewer/commands/messages.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

namespace flowspace {

std::string shell_word(std::string_view text) {
    constexpr std::string_view safe = "_-./=@:%+,";
    const auto plain = [&](char one) {
        const auto byte = static_cast<unsigned char>(one);
        return byte >= 0x80 || std::isalnum(byte) != 0 || safe.find(one) != std::string_view::npos;
    };
    if (!text.empty() && std::ranges::all_of(text, plain)) return std::string(text);
    std::string quoted = "'";
    for (const char one : text) {
        if (one == '\'')
            quoted += "'\\''";
        else
            quoted += one;
    }
    return quoted + "'";
}

std::string question_text(const Question& question, Language language) {
    std::string text = format_problem(question.problem, language) + '\n';
    text += fmt::format("  {}\n", say(language, question.en, question.zh));
    for (const Choice& choice : question.choices) {
        text += fmt::format("    {}{}", say(language, choice.en, choice.zh), say(language, ": ", "："));
        for (const std::string& mapping : choice.mapping)
            text += fmt::format(" --map {}", shell_word(mapping));
        text += '\n';
    }
    return text;
}

}  // namespace flowspace
