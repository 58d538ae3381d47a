// The two languages of everything said to people.
#pragma once

#include <cstdint>

namespace flowspace {

enum class Language : std::uint8_t { zh, en };

}  // namespace flowspace
