#include "viewer/export/encoder.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <utility>

extern char** environ;

namespace flowspace {
namespace {

constexpr off_t most_words = 2000;  // bytes from the end of what ffmpeg printed

Error no_process(Language language) {
    const char* why = std::strerror(errno);
    return Error{language == Language::zh
                     ? fmt::format("ffmpeg：无法启动：{}，应能启动进程", why)
                     : fmt::format("ffmpeg: no process: {}, expected one that can be started", why)};
}

}  // namespace

Result<Encoder> Encoder::start(const std::vector<std::string>& arguments, Language of_errors) {
    // A socket, not a pipe: a write to an ffmpeg that is gone is an error then, and no signal.
    std::array<int, 2> ends = {};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) return no_process(of_errors);
    Encoder encoder;
    encoder.language_ = of_errors;
    encoder.input_ = ends[0];
    encoder.words_ = ::memfd_create("ffmpeg", MFD_CLOEXEC);
    std::vector<char*> words = {const_cast<char*>("ffmpeg")};
    for (const std::string& argument : arguments) words.push_back(const_cast<char*>(argument.c_str()));
    words.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_adddup2(&actions, ends[1], STDIN_FILENO);
    ::posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    ::posix_spawn_file_actions_adddup2(&actions, encoder.words_, STDERR_FILENO);
    const int failed = ::posix_spawnp(&encoder.child_, "ffmpeg", &actions, nullptr, words.data(), environ);
    ::posix_spawn_file_actions_destroy(&actions);
    ::close(ends[1]);
    if (failed == 0) return encoder;
    encoder.child_ = -1;
    if (failed == ENOENT)
        return Error{of_errors == Language::zh
                         ? "ffmpeg：未找到，应在 PATH 中：请安装软件包 ffmpeg"
                         : "ffmpeg: not found, expected it on PATH: install the package ffmpeg"};
    errno = failed;
    return no_process(of_errors);
}

Encoder::Encoder(Encoder&& other) noexcept { *this = std::move(other); }

Encoder& Encoder::operator=(Encoder&& other) noexcept {
    std::swap(child_, other.child_);
    std::swap(input_, other.input_);
    std::swap(words_, other.words_);
    std::swap(status_, other.status_);
    std::swap(language_, other.language_);
    return *this;
}

Encoder::~Encoder() {
    if (child_ > 0) ::kill(child_, SIGKILL);
    reap();
    if (words_ >= 0) ::close(words_);
}

void Encoder::reap() {
    if (input_ >= 0) ::close(std::exchange(input_, -1));
    if (child_ <= 0) return;
    while (::waitpid(child_, &status_, 0) < 0 && errno == EINTR) {
    }
    child_ = -1;
}

Error Encoder::failure() {
    reap();
    std::string words;
    const off_t end = ::lseek(words_, 0, SEEK_END);
    const off_t from = end > most_words ? end - most_words : 0;
    words.resize(static_cast<std::size_t>(end > from ? end - from : 0));
    const ssize_t got = ::pread(words_, words.data(), words.size(), from);
    words.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
    while (!words.empty() && words.back() == '\n') words.pop_back();
    const bool zh = language_ == Language::zh;
    const std::string how =
        WIFSIGNALED(status_)
            ? fmt::format(fmt::runtime(zh ? "因信号 {} 终止" : "signal {}"), WTERMSIG(status_))
            : fmt::format(fmt::runtime(zh ? "退出码 {}" : "status {}"), WEXITSTATUS(status_));
    if (words.empty()) words = zh ? "没有说明" : "it said nothing";
    return Error{zh ? fmt::format("ffmpeg：{}：{}", how, words) : fmt::format("ffmpeg: {}: {}", how, words)};
}

Result<bool> Encoder::write(std::span<const std::uint8_t> bytes) {
    while (!bytes.empty()) {
        const ssize_t sent = ::send(input_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR) continue;
        if (sent <= 0) return failure();
        bytes = bytes.subspan(static_cast<std::size_t>(sent));
    }
    return true;
}

Result<bool> Encoder::finish() {
    reap();
    if (!WIFEXITED(status_) || WEXITSTATUS(status_) != 0) return failure();
    return true;
}

}  // namespace flowspace
