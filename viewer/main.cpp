// The program: finds the subcommand and runs it.
#include "viewer/commands/command_line.h"

#include <string>
#include <vector>

int main(int count, char** arguments) {
    const std::vector<std::string> given(arguments + (count > 0 ? 1 : 0), arguments + count);
    return flowspace::run_command_line(given);
}
