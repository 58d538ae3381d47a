#include "viewer/recovery.h"

#include "data/import/limits.h"
#include "data/project/agreements.h"
#include "data/project/atomic_file.h"
#include "data/project/project_json.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <utility>

namespace flowspace {
namespace {

namespace fs = std::filesystem;
using Kind = JsonValue::Kind;

constexpr std::string_view marker = "flowspace_recovery";
constexpr std::string_view ending = ".recovery.json";
constexpr int most_names = 1000;

std::string text_member(const JsonValue& json, std::string_view key) {
    const JsonValue* found = json.find(key);
    return found != nullptr && found->is(Kind::text) ? found->text : std::string();
}

fs::path lock_of(fs::path file) { return file.replace_extension(".lock"); }

Result<UnsavedWork> open_unsaved(const fs::path& path) {
    std::error_code failed;
    if (!fs::is_regular_file(path, failed) || fs::file_size(path, failed) > max_project_bytes || failed)
        return Error{path.string() + ": not-a-recovery-file"};
    std::ifstream file(path, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    return read_unsaved(text, path.string());
}

/// Renamed to a name that is not taken.
fs::path set_aside(const fs::path& file) {
    std::error_code failed;
    for (int number = 1; number < most_names; ++number) {
        const fs::path name = file.string() + fmt::format(".{}.corrupt", number);
        if (fs::exists(name, failed)) continue;
        fs::rename(file, name, failed);
        return failed ? file : name;
    }
    return file;
}

}  // namespace

std::string write_unsaved(const UnsavedWork& work) {
    JsonValue json = json_object();
    json.add(std::string(marker), json_whole(1));
    json.add("saved", json_text(work.saved));
    json.add("title_zh", json_text(work.title_zh));
    json.add("title_en", json_text(work.title_en));
    json.add("project", work.project_path.empty() ? JsonValue{} : json_text(work.project_path));
    if (!work.plan.tables.empty()) {
        Project project;
        project.plan = work.plan;
        json.add("plan", parse_json(write_project(project)).value);
    }
    json.add("data", identity_json(work.data));
    json.add("view", work.view);
    return write_json(json);
}

Result<UnsavedWork> read_unsaved(std::string_view text, const std::string& file) {
    ParsedJson parsed = parse_json(text);
    if (parsed.problem) {
        parsed.problem->file = file;
        return Error{format_problem(*parsed.problem)};
    }
    const JsonValue& json = parsed.value;
    const JsonValue* view = json.is(Kind::object) ? json.find("view") : nullptr;
    if (view == nullptr || !view->is(Kind::object) || json.find(marker) == nullptr)
        return Error{
            fmt::format("{}: not-a-recovery-file: expected an object with {} and view", file, marker)};
    UnsavedWork work{.saved = text_member(json, "saved"),
                     .title_zh = text_member(json, "title_zh"),
                     .title_en = text_member(json, "title_en"),
                     .project_path = text_member(json, "project"),
                     .view = *view};
    if (const JsonValue* data = json.find("data")) work.data = identity_from(*data);
    if (const JsonValue* plan = json.find("plan")) {
        ProjectReading reading = read_project(write_json(*plan), file);
        if (!reading.problems.empty()) return Error{format_problem(reading.problems.front())};
        work.plan = std::move(reading.project.plan);
    }
    return work;
}

fs::path recovery_folder() {
    const fs::path agreements = agreements_path();
    return agreements.empty() ? fs::path() : agreements.parent_path() / "recovery";
}

std::optional<FileLock> FileLock::take(const fs::path& path) {
    const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (descriptor < 0) return std::nullopt;
    FileLock lock(descriptor);
    if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) return std::nullopt;
    return lock;
}

FileLock::FileLock(FileLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
FileLock& FileLock::operator=(FileLock&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    return *this;
}
FileLock::~FileLock() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

void LeftWork::remove() const {
    std::error_code ignored;
    fs::remove(file, ignored);
    fs::remove(lock_of(file), ignored);
}

LeftBehind find_left_work(const fs::path& folder) {
    LeftBehind left;
    std::error_code failed;
    std::vector<fs::path> files;
    for (fs::directory_iterator at(folder, failed), end; !failed && at != end; at.increment(failed))
        if (at->path().filename().string().ends_with(ending)) files.push_back(at->path());
    std::ranges::sort(files);
    for (const fs::path& file : files) {
        std::optional<FileLock> lock = FileLock::take(lock_of(file));
        if (!lock || !fs::exists(file, failed)) continue;
        Result<UnsavedWork> work = open_unsaved(file);
        if (work)
            left.works.push_back({file, std::move(*work), std::move(*lock)});
        else {
            left.set_aside.push_back(set_aside(file));
            fs::remove(lock_of(file), failed);
        }
    }
    std::ranges::stable_sort(left.works, std::ranges::greater{},
                             [](const LeftWork& one) { return one.work.saved; });
    return left;
}

Autosave::Autosave(fs::path folder) {
    if (folder.empty()) return;
    std::error_code failed;
    fs::create_directories(folder, failed);
    fs::permissions(folder, fs::perms::owner_all, failed);  // what is looked at is the user's own affair
    for (int number = 0; number < most_names && !lock_; ++number) {
        const fs::path file = folder / fmt::format("{}-{}{}", ::getpid(), number, ending);
        std::optional<FileLock> lock = FileLock::take(lock_of(file));
        // A file of that name without a holder is somebody's work that waits to be restored.
        if (!lock || fs::exists(file, failed)) continue;
        lock_ = std::move(lock);
        file_ = file;
        lock_path_ = lock_of(file);
    }
    if (on()) writer_ = std::thread([this] { run(); });
}

Autosave::~Autosave() {
    if (!on()) return;
    {
        const std::lock_guard lock(mutex_);
        ending_ = true;
    }
    changed_.notify_all();
    writer_.join();
    std::error_code ignored;
    fs::remove(file_, ignored);
    fs::remove(lock_path_, ignored);
}

void Autosave::write(std::string text) {
    {
        const std::lock_guard lock(mutex_);
        job_ = Job{std::move(text), false};
    }
    changed_.notify_all();
}

void Autosave::drop() {
    {
        const std::lock_guard lock(mutex_);
        job_ = Job{{}, true};
    }
    changed_.notify_all();
}

void Autosave::wait() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return !on() || (!job_ && !working_); });
}

bool Autosave::idle() const {
    const std::lock_guard lock(mutex_);
    return !job_ && !working_;
}

std::string Autosave::fault() const {
    const std::lock_guard lock(mutex_);
    return fault_;
}

void Autosave::run() {
    std::unique_lock lock(mutex_);
    while (true) {
        changed_.wait(lock, [&] { return job_ || ending_; });
        if (ending_) return;
        const Job job = *std::exchange(job_, std::nullopt);
        working_ = true;
        lock.unlock();
        std::error_code ignored;
        std::optional<Problem> problem;
        if (job.remove)
            fs::remove(file_, ignored);
        else
            problem = write_file(file_, job.text);
        lock.lock();
        working_ = false;
        fault_ = problem ? format_problem(*problem) : std::string();
        changed_.notify_all();
    }
}

bool AutosaveClock::due(bool changed_since_write, double now_s) {
    if (!changed_since_write || now_s - last_s_ < autosave_pause_s) return false;
    last_s_ = now_s;
    return true;
}

}  // namespace flowspace
