// A subcommand of the program: its name, its help and what it does. commands/commands.cpp holds THE list.
#pragma once

#include "data/result.h"
#include "render/scene/style.h"

#include <span>
#include <string_view>

namespace CLI {
class App;
}

namespace flowspace {

enum ExitStatus : int { exit_done = 0, exit_bad_request = 1, exit_usage = 2, exit_machine_lacks = 3 };

struct Command {
    std::string_view name;
    std::string_view help_en;
    std::string_view help_zh;
    /// Adds its options to `app`, and sets the callback that runs it; the callback leaves its exit status in
    /// `status`.
    void (*set_up)(CLI::App& app, Language language, int& status);
};

std::span<const Command> all_commands();

}  // namespace flowspace
