// A picture or a film made by a second run of the program beside the window: the map keeps its pace, what
// fails costs a message, and the file is the one the command line makes.
#pragma once

#include "viewer/export/export_state.h"

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace flowspace {

class ExportRun {
public:
    using Clock = std::chrono::steady_clock;

    ExportRun() = default;
    ~ExportRun();  // a run under way is asked to stop; what it has made is kept for the next
    ExportRun(const ExportRun&) = delete;
    ExportRun& operator=(const ExportRun&) = delete;

    bool running() const;
    const ExportState& state() const { return state_; }

    /// `program` with `arguments` writes `path`. Pre: not running(). What cannot be started is in state().
    void start(const std::string& program, const std::vector<std::string>& arguments,
               const std::string& path);
    /// Takes over what the run said since; never waits. True where the state changed.
    bool update(Clock::time_point now = Clock::now());
    void pause();
    void resume(Clock::time_point now = Clock::now());
    void cancel();

private:
    void read_progress(Clock::time_point now);
    void end(int status);
    void close();

    ExportState state_ = {};
    pid_t child_ = -1;
    int progress_ = -1;  // its standard output
    int words_ = -1;     // a memory file with its standard error
    bool cancelled_ = false;
    std::string line_ = {};
    std::uint64_t counted_from_ = 0;  // frames done when counting began
    Clock::time_point counted_at_ = {};
};

}  // namespace flowspace
