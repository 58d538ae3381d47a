// The frame of the command line: language, subcommand, help, and what a usage error says.
#pragma once

#include <span>
#include <string>

namespace flowspace {

/// Runs the subcommand that `arguments` (without the program's name) ask for; gives the exit status. No
/// subcommand but files or options means `view`.
int run_command_line(std::span<const std::string> arguments);

}  // namespace flowspace
