#include "viewer/command.h"

namespace flowspace {

std::span<const Command> all_commands() { return {}; }

}  // namespace flowspace
