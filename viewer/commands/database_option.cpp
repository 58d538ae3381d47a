#include "viewer/commands/database_option.h"

#include "data/import/problem.h"
#include "data/source/sources.h"
#include "viewer/commands/messages.h"

#include <fmt/format.h>
#include <termios.h>
#include <unistd.h>

#include <cstdio>
#include <optional>
#include <string>

namespace flowspace {
namespace {

/// The message, and in Chinese what its code means.
std::string explain(const std::string& message, Language language) {
    const std::size_t begin = message.find(": ");
    const std::size_t end = begin == std::string::npos ? begin : message.find(": ", begin + 2);
    if (language != Language::zh || end == std::string::npos) return message;
    const std::string_view means = meaning(std::string_view(message).substr(begin + 2, end - begin - 2)).zh;
    return means.empty() ? message : fmt::format("{}（{}）", message, means);
}

/// Shows nothing of what is typed, and puts the terminal back whatever happens.
class QuietTerminal {
public:
    explicit QuietTerminal(int terminal) : terminal_(terminal), known_(tcgetattr(terminal, &before_) == 0) {
        termios quiet = before_;
        quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        if (known_) tcsetattr(terminal_, TCSAFLUSH, &quiet);
    }
    ~QuietTerminal() {
        if (known_) tcsetattr(terminal_, TCSAFLUSH, &before_);
    }
    QuietTerminal(const QuietTerminal&) = delete;
    QuietTerminal& operator=(const QuietTerminal&) = delete;

private:
    int terminal_;
    termios before_ = {};
    bool known_;
};

std::optional<std::string> ask_password(const std::string& what, Language language) {
    if (isatty(STDIN_FILENO) == 0) return std::nullopt;
    fmt::print(stderr, "{}",
               fmt::format(fmt::runtime(say(language, "Password for {}: ", "{} 的密码：")), what));
    std::fflush(stderr);
    std::string typed;
    {
        const QuietTerminal quiet(STDIN_FILENO);
        char byte = 0;
        while (typed.size() < 1024 && read(STDIN_FILENO, &byte, 1) == 1 && byte != '\n') typed += byte;
    }
    fmt::print(stderr, "\n");
    return typed.empty() ? std::nullopt : std::optional(typed);
}

}  // namespace

bool is_database_address(const std::string& file) { return is_source_url(file); }

std::optional<std::string> ask_for_password(const std::string& what, Language language) {
    return ask_password(what, language);
}

std::optional<Error> lay_database(Dataset& dataset, const std::string& address, const SourceOptions& options,
                                  Language language) {
    Result<OpenedSource> source = open_source(address, *dataset.atlas, options);
    if (!source) return Error{explain(source.error().message, language)};
    dataset.flows = source->flows;
    dataset.title_zh = dataset.title_en = source->file.path;
    dataset.files.push_back(std::move(source->file));
    return std::nullopt;
}

}  // namespace flowspace
