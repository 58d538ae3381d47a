// ffmpeg as a child process that frames are written to.
#pragma once

#include "data/language.h"
#include "data/result.h"

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace flowspace {

/// One run of ffmpeg. Destroyed before finish(): the run is killed, and what it wrote is worth nothing.
class Encoder {
public:
    /// `arguments` follow `ffmpeg`; its input is `pipe:0`. Errors: no ffmpeg on PATH (and which package
    /// brings it), no process.
    static Result<Encoder> start(const std::vector<std::string>& arguments, Language of_errors);

    Encoder(Encoder&& other) noexcept;
    Encoder& operator=(Encoder&& other) noexcept;
    ~Encoder();

    /// Waits while ffmpeg is busy. Errors: it is gone, with its last words.
    Result<bool> write(std::span<const std::uint8_t> bytes);
    /// Ends its input and waits for it. Errors: its last words.
    Result<bool> finish();

private:
    Encoder() = default;
    Error failure();
    void reap();

    pid_t child_ = -1;
    int input_ = -1;
    int words_ = -1;  // a memory file that holds what it printed
    int status_ = 0;
    Language language_ = Language::en;  // of errors
};

}  // namespace flowspace
