// The program: finds the subcommand and runs it.
#include "viewer/command.h"

int main() { return flowspace::all_commands().empty() ? flowspace::exit_usage : flowspace::exit_done; }
