#include "viewer/commands/output_clash.h"

#include "data/project/project_file.h"
#include "viewer/commands/messages.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <filesystem>

namespace flowspace {
namespace {

namespace fs = std::filesystem;

/// Where writing to `path` would end up, there or not: a link to what does not exist yet leads on, too.
fs::path place_of(fs::path path) {
    std::error_code failed;
    for (int links = 0; links < 40; ++links) {
        const fs::path to = fs::read_symlink(path, failed);
        if (failed) break;
        path = path.parent_path() / to;  // an absolute `to` stands alone
    }
    path = fs::absolute(path, failed);
    const fs::path whole = fs::weakly_canonical(path, failed);
    return failed ? path.lexically_normal() : whole;
}

bool same_file(const std::string& one, const std::string& other) {
    struct stat first = {}, second = {};
    const bool first_there = ::stat(one.c_str(), &first) == 0;
    const bool second_there = ::stat(other.c_str(), &second) == 0;
    if (first_there && second_there)
        return S_ISREG(first.st_mode) && first.st_dev == second.st_dev && first.st_ino == second.st_ino;
    return first_there == second_there && place_of(one) == place_of(other);
}

}  // namespace

void NamedFiles::reads(std::string_view option, const std::string& path) {
    if (!path.empty()) inputs_.push_back({std::string(option), path});
}

void NamedFiles::writes(std::string_view option, const std::string& path) {
    if (!path.empty()) outputs_.push_back({std::string(option), path});
}

void NamedFiles::reads(const std::vector<std::string>& files) {
    for (const std::string& file : files) {
        if (file.find("://") != std::string::npos) continue;
        reads("", file);
        if (!is_project_path(file)) continue;
        for (const std::string& named : files_of(open_project(file).project, file)) reads("", named);
    }
}

void NamedFiles::reads(const OwnGroundText& ground) {
    for (const std::string& path : ground.boundaries) reads("--boundaries", path);
    for (const std::string& path : ground.terrain) reads("--terrain", path);
}

void NamedFiles::reads(const DatasetText& text) {
    reads(text.files);
    reads(text.ground);
}

std::optional<std::string> NamedFiles::clash(Language language) const {
    for (std::size_t at = 0; at < outputs_.size(); ++at) {
        const Named& out = outputs_[at];
        for (const Named& in : inputs_)
            if (same_file(out.path, in.path))
                return fmt::format(
                    fmt::runtime(say(language,
                                     "{}: found '{}', the same file as the input {}'{}', expected another "
                                     "name: nothing was written",
                                     "{}：“{}”与输入文件{}“{}”是同一个文件，请另取文件名；未写出任何内容")),
                    out.option, out.path,
                    in.option.empty() ? ""
                                      : fmt::format(fmt::runtime(say(language, "{} ", " {} ")), in.option),
                    in.path);
        for (std::size_t before = 0; before < at; ++before)
            if (same_file(out.path, outputs_[before].path))
                return fmt::format(
                    fmt::runtime(say(language,
                                     "{}: found '{}', the same file as {} '{}', expected another name: "
                                     "nothing was written",
                                     "{}：“{}”与 {} 的“{}”是同一个文件，请另取文件名；未写出任何内容")),
                    out.option, out.path, outputs_[before].option, outputs_[before].path);
    }
    return std::nullopt;
}

}  // namespace flowspace
