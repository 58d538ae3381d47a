// Which addresses of databases may stand in a project: never one that holds a password.
#pragma once

#include "data/import/problem.h"

#include <optional>
#include <string_view>

namespace flowspace {

/// Why a database's URL may not stand in a project: bad-address, secret-in-project. The problem never repeats
/// a secret.
std::optional<Problem> check_database_address(std::string_view url);

}  // namespace flowspace
