#include "viewer/commands/command_line.h"

#include "viewer/command.h"
#include "viewer/commands/messages.h"
#include "viewer/commands/usage_words.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <system_error>

namespace flowspace {
namespace {

/// What --lang says, else the first of the locale variables that is set.
Language find_language(std::span<const std::string> arguments) {
    for (std::size_t at = 0; at < arguments.size(); ++at) {
        const std::string& one = arguments[at];
        if (one.starts_with("--lang=")) return parse_language(one.substr(7));
        if (one == "--lang" && at + 1 < arguments.size()) return parse_language(arguments[at + 1]);
    }
    for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
        const char* text = std::getenv(name);
        if (text && *text) return parse_language(text);
    }
    return Language::en;
}

bool is_command(std::string_view text) {
    return std::ranges::any_of(all_commands(), [&](const Command& command) { return command.name == text; });
}

/// A file rather than a mistyped subcommand: it exists, or is spelled like a path.
bool looks_like_file(const std::string& text) {
    std::error_code ignored;
    return text.find_first_of("./") != std::string::npos || std::filesystem::exists(text, ignored);
}

/// `view` put in front where nothing names a subcommand.
std::vector<std::string> with_command(std::span<const std::string> arguments) {
    std::vector<std::string> all(arguments.begin(), arguments.end());
    std::size_t first = 0;
    while (first < all.size() && (all[first] == "--lang" || all[first].starts_with("--lang=")))
        first += all[first] == "--lang" ? 2 : 1;
    constexpr std::array<std::string_view, 3> of_the_program = {"-h", "--help", "--version"};
    const bool bare = first >= all.size();
    if (!bare && std::ranges::find(of_the_program, all[first]) != of_the_program.end()) return all;
    if (bare || all[first].starts_with('-') || (!is_command(all[first]) && looks_like_file(all[first])))
        all.insert(all.begin() + static_cast<std::ptrdiff_t>(std::min(first, all.size())), "view");
    return all;
}

void add_language(CLI::App& app, Language language) {
    app.add_option_function<std::string>(
           "--lang", [](const std::string&) {},
           std::string(say(language, "language of messages: en or zh", "消息语言：en 或 zh")))
        ->check(CLI::IsMember({"en", "zh"}))
        ->type_name("en|zh")
        ->group("VIEW");
}

/// The options of `app` and of the subcommand in use, for suggestions.
std::vector<std::string> option_names(const CLI::App& app) {
    std::vector<std::string> names;
    const auto collect = [&](const CLI::App& from) {
        for (const CLI::Option* option : from.get_options())
            for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
    };
    collect(app);
    for (const CLI::App* used : app.get_subcommands()) {
        collect(*used);
        for (const CLI::App* inner : used->get_subcommands()) collect(*inner);
    }
    return names;
}

int tell_usage_error(const CLI::App& app, const CLI::ParseError& error,
                     std::span<const std::string> arguments, Language language) {
    fmt::print(stderr, "{}{}\n", say(language, "usage: ", "用法错误："), usage_words(error.what(), language));
    const std::vector<std::string> names = option_names(app);
    for (const std::string& argument : arguments) {
        const std::string name = argument.substr(0, argument.find('='));
        if (!name.starts_with("--") || std::ranges::find(names, name) != names.end()) continue;
        const std::vector<std::string> close = nearest(name, names);
        if (!close.empty())
            fmt::print(stderr, "{}\n",
                       fmt::format(fmt::runtime(say(language, "{}: did you mean {}?", "{}：是否指 {}？")),
                                   name, fmt::join(close, ", ")));
    }
    std::string asked;
    for (const CLI::App* used = &app; !used->get_subcommands().empty();) {
        used = used->get_subcommands().front();
        asked += used->get_name() + " ";
    }
    fmt::print(stderr, "{}\n",
               fmt::format(fmt::runtime(say(language, "`flowspace {}--help` lists what is expected",
                                            "完整用法见 flowspace {}--help")),
                           asked));
    return exit_usage;
}

int tell_unwritable_output(Language language) {
    std::fputs(say(language, "standard output: cannot be written, expected room and a reader\n",
                   "标准输出无法写入，应有空间和读取方\n")
                   .data(),
               stderr);
    return exit_machine_lacks;
}

/// The first word where it is no subcommand.
std::optional<int> refuse_unknown_command(std::span<const std::string> arguments, Language language) {
    const auto first =
        std::ranges::find_if(arguments, [](const std::string& one) { return !one.starts_with('-'); });
    if (first == arguments.end() || first != arguments.begin() || is_command(*first)) return std::nullopt;
    std::vector<std::string> names;
    for (const Command& command : all_commands()) names.emplace_back(command.name);
    const std::string expected =
        fmt::format("{}{}", say(language, "a file or one of ", "文件或以下子命令："), fmt::join(names, ", "));
    fmt::print(stderr, "{}\n", not_found(language, "flowspace", *first, expected, names));
    return exit_usage;
}

}  // namespace

int run_command_line(std::span<const std::string> given) {
    std::signal(SIGXFSZ, SIG_IGN);  // a limit on the size of files is then told as a full disk is
    const Language language = find_language(given);
    std::vector<std::string> arguments = with_command(given);
    if (const std::optional<int> refused = refuse_unknown_command(arguments, language)) return *refused;
    int status = exit_done;
    CLI::App app{std::string(say(language, "flowspace: flows between cities, on the map and in numbers",
                                 "flowspace：城市间的流，在地图上，也在数字里")),
                 "flowspace"};
    app.set_version_flag("--version", std::string("flowspace ") + FLOWSPACE_VERSION);
    add_language(app, language);
    app.require_subcommand(1);
    for (const Command& command : all_commands()) {
        CLI::App* sub = app.add_subcommand(std::string(command.name),
                                           std::string(say(language, command.help_en, command.help_zh)));
        add_language(*sub, language);
        command.set_up(*sub, language, status);
    }
    std::ranges::reverse(arguments);  // CLI11 takes them from the back
    try {
        app.parse(arguments);
    } catch (const CLI::ParseError& error) {
        if (error.get_exit_code() == 0) return app.exit(error);  // --help, --version
        return tell_usage_error(app, error, given, language);
    } catch (const std::system_error&) {  // fmt::print's, of a standard output that takes no more
        return tell_unwritable_output(language);
    }
    const bool told = std::fflush(stdout) == 0 && std::ferror(stdout) == 0;
    return told || status == exit_machine_lacks ? status : tell_unwritable_output(language);
}

}  // namespace flowspace
