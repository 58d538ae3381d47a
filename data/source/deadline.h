// How long a database may take: bounds that every engine keeps.
#pragma once

#include <chrono>
#include <cstddef>

namespace flowspace {

using WaitClock = std::chrono::steady_clock;

/// Until a connection stands; and until a server that is asked whether it lives has answered.
inline constexpr std::chrono::milliseconds connect_limit{1800};
inline constexpr std::chrono::milliseconds pulse_limit{1500};
/// A question this old makes us ask whether the server lives, and again after each `pulse_pause`: so a server
/// that has fallen silent is noticed within three seconds, and one that computes may take its time.
inline constexpr std::chrono::milliseconds first_pulse{1000};
inline constexpr std::chrono::milliseconds pulse_pause{4000};
/// How soon a request to give up is noticed.
inline constexpr std::chrono::milliseconds look_up{50};
/// The whole of one question, unless the address says timeout=SECONDS.
inline constexpr std::chrono::seconds default_timeout{60};
inline constexpr std::size_t most_answer_bytes = std::size_t{1} << 30;

}  // namespace flowspace
