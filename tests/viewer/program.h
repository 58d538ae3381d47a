// Runs the program as a person would, and keeps what it said.
#pragma once

#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace flowspace::testing {

struct ProgramResult {
    int status = -1;  // -1: ended by a signal
    std::string out = {};
    std::string err = {};
};

inline std::string read_text(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

/// `language` as LC_ALL; no shell in between. `out_to` stands for a file other than the one whose text is
/// kept.
inline ProgramResult run_program_at(const std::string& program, const std::vector<std::string>& arguments,
                                    const std::string& language = "C.UTF-8", const std::string& out_to = {}) {
    static int runs = 0;
    const auto stem = std::filesystem::temp_directory_path() /
                      ("flowspace-run-" + std::to_string(::getpid()) + "-" + std::to_string(++runs));
    const std::string out = out_to.empty() ? stem.string() + ".out" : out_to, err = stem.string() + ".err";
    const pid_t child = ::fork();
    if (child == 0) {
        ::setenv("LC_ALL", language.c_str(), 1);
        if (!std::freopen(out.c_str(), "w", stdout) || !std::freopen(err.c_str(), "w", stderr)) ::_exit(126);
        std::vector<char*> words = {const_cast<char*>(program.c_str())};
        for (const std::string& argument : arguments) words.push_back(const_cast<char*>(argument.c_str()));
        words.push_back(nullptr);
        ::execv(program.c_str(), words.data());
        ::_exit(127);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    ProgramResult result{WIFEXITED(status) ? WEXITSTATUS(status) : -1, out_to.empty() ? read_text(out) : "",
                         read_text(err)};
    if (out_to.empty()) std::filesystem::remove(out);
    std::filesystem::remove(err);
    return result;
}

/// The program that was built.
inline ProgramResult run_program(const std::vector<std::string>& arguments,
                                 const std::string& language = "C.UTF-8", const std::string& out_to = {}) {
    return run_program_at(std::string(FLOWSPACE_BINARY_DIR) + "/flowspace", arguments, language, out_to);
}

/// What a shell command prints: other programs that look at what ours wrote.
inline std::string printed_by(const std::string& command) {
    std::string text;
    std::FILE* pipe = ::popen(command.c_str(), "r");
    if (pipe == nullptr) return text;
    char piece[4096];
    for (std::size_t got = 0; (got = std::fread(piece, 1, sizeof piece, pipe)) > 0;) text.append(piece, got);
    ::pclose(pipe);
    return text;
}

}  // namespace flowspace::testing
