// How far a picture or film under way is, for the panel that shows it.
#pragma once

#include <cstdint>
#include <string>

namespace flowspace {

struct ExportState {
    enum class Stage : std::uint8_t { none, running, paused, done, cancelled, failed } stage = Stage::none;
    std::uint64_t done = 0, of = 0;  // frames; of 0: not known yet
    double left_s = 0;               // by the pace so far; 0: not known yet
    std::string path = {};
    std::string words = {};  // what the run said where it failed

    bool operator==(const ExportState&) const = default;
    bool running() const { return stage == Stage::running || stage == Stage::paused; }
};

}  // namespace flowspace
