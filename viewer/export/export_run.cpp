#include "viewer/export/export_run.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <utility>

extern char** environ;

namespace flowspace {
namespace {

constexpr off_t most_words = 600;

/// The end of what a memory file holds, from the beginning of a line.
std::string last_words(int file) {
    const off_t end = ::lseek(file, 0, SEEK_END);
    if (end <= 0) return {};
    const off_t from = end > most_words ? end - most_words : 0;
    std::string words(static_cast<std::size_t>(end - from), '\0');
    const ssize_t got = ::pread(file, words.data(), words.size(), from);
    words.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
    while (!words.empty() && words.back() == '\n') words.pop_back();
    const std::size_t line = words.rfind('\n');
    return line == std::string::npos ? words : words.substr(line + 1);
}

}  // namespace

ExportRun::~ExportRun() {
    if (child_ > 0) {
        ::kill(child_, SIGTERM);
        ::kill(child_, SIGCONT);
        int status = 0;
        while (::waitpid(child_, &status, 0) < 0 && errno == EINTR) {
        }
    }
    close();
}

bool ExportRun::running() const { return child_ > 0; }

void ExportRun::close() {
    for (int* file : {&progress_, &words_})
        if (*file >= 0) ::close(std::exchange(*file, -1));
    child_ = -1;
}

void ExportRun::start(const std::string& program, const std::vector<std::string>& arguments,
                      const std::string& path) {
    state_ = {.stage = ExportState::Stage::running, .path = path};
    cancelled_ = false;
    line_.clear();
    counted_from_ = 0;
    std::array<int, 2> ends = {-1, -1};
    words_ = ::memfd_create("export", MFD_CLOEXEC);
    if (words_ < 0 || ::pipe2(ends.data(), O_CLOEXEC) != 0) {
        state_ = {.stage = ExportState::Stage::failed, .path = path, .words = std::strerror(errno)};
        return close();
    }
    progress_ = ends[0];
    ::fcntl(progress_, F_SETFL, O_NONBLOCK);
    std::vector<char*> words = {const_cast<char*>(program.c_str())};
    for (const std::string& argument : arguments) words.push_back(const_cast<char*>(argument.c_str()));
    words.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    ::posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    ::posix_spawn_file_actions_adddup2(&actions, words_, STDERR_FILENO);
    const int failed = ::posix_spawn(&child_, program.c_str(), &actions, nullptr, words.data(), environ);
    ::posix_spawn_file_actions_destroy(&actions);
    ::close(ends[1]);
    if (failed == 0) return;
    state_ = {.stage = ExportState::Stage::failed, .path = path, .words = std::strerror(failed)};
    close();
}

void ExportRun::read_progress(Clock::time_point now) {
    std::array<char, 4096> piece = {};
    for (ssize_t got = 0; (got = ::read(progress_, piece.data(), piece.size())) > 0;) {
        line_.append(piece.data(), static_cast<std::size_t>(got));
        for (std::size_t end = 0; (end = line_.find('\n')) != std::string::npos; line_.erase(0, end + 1)) {
            char* rest = nullptr;
            const std::uint64_t done = std::strtoull(line_.c_str(), &rest, 10);
            const std::uint64_t of = std::strtoull(rest, nullptr, 10);
            if (of == 0 || done > of) continue;
            if (counted_from_ == 0) {
                counted_from_ = done;
                counted_at_ = now;
            }
            state_.done = done;
            state_.of = of;
        }
    }
    if (state_.done <= counted_from_) return;
    const double spent_s = std::chrono::duration<double>(now - counted_at_).count();
    state_.left_s = spent_s / static_cast<double>(state_.done - counted_from_) *
                    static_cast<double>(state_.of - state_.done);
}

void ExportRun::end(int status) {
    const bool well = WIFEXITED(status) && WEXITSTATUS(status) == 0;
    // Status 1 with the film in its place: rows of the tables have problems, which the window shows anyway.
    const bool whole =
        well || (WIFEXITED(status) && WEXITSTATUS(status) == 1 && state_.of > 0 && state_.done == state_.of);
    state_.stage = cancelled_ ? ExportState::Stage::cancelled
                   : whole    ? ExportState::Stage::done
                              : ExportState::Stage::failed;
    state_.left_s = 0;
    if (state_.stage == ExportState::Stage::failed) {
        state_.words = last_words(words_);
        if (state_.words.empty() && WIFSIGNALED(status)) state_.words = ::strsignal(WTERMSIG(status));
    }
    close();
}

bool ExportRun::update(Clock::time_point now) {
    if (!running()) return false;
    const ExportState before = state_;
    read_progress(now);
    int status = 0;
    const pid_t ended = ::waitpid(child_, &status, WNOHANG);
    if (ended == child_) {
        read_progress(now);
        end(status);
    }
    return !(state_ == before);
}

void ExportRun::pause() {
    if (!running() || state_.stage != ExportState::Stage::running) return;
    ::kill(child_, SIGSTOP);
    state_.stage = ExportState::Stage::paused;
}

void ExportRun::resume(Clock::time_point now) {
    if (!running() || state_.stage != ExportState::Stage::paused) return;
    ::kill(child_, SIGCONT);
    state_.stage = ExportState::Stage::running;
    counted_from_ = state_.done;  // the pause is no part of the pace
    counted_at_ = now;
}

void ExportRun::cancel() {
    if (!running()) return;
    cancelled_ = true;
    ::kill(child_, SIGTERM);
    ::kill(child_, SIGCONT);
}

}  // namespace flowspace
