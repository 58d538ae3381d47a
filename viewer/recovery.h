// Work that survives a kill: what is on screen, kept every few seconds in the user's state folder, and what
// dead programs left there.
#pragma once

#include "data/import/import_plan.h"
#include "data/project/json_value.h"
#include "viewer/shared_view.h"

#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace flowspace {

/// Longest between a change and its being on disk is this, a frame and one write: under five seconds.
inline constexpr double autosave_pause_s = 2;

struct UnsavedWork {
    std::string saved = {};  // local time, 2020-01-25 13:05:09
    std::string title_zh = {}, title_en = {};
    std::string project_path = {};  // empty: no project
    ImportPlan plan = {};           // paths as they can be opened; no tables: the data was not imported here
    DataIdentity data = {};
    JsonValue view = {};
};
std::string write_unsaved(const UnsavedWork& work);
/// Errors: those of parse_json and read_project, not-a-recovery-file.
Result<UnsavedWork> read_unsaved(std::string_view text, const std::string& file);

/// $XDG_STATE_HOME/flowspace/recovery, or under ~/.local/state; empty where there is no home.
std::filesystem::path recovery_folder();

/// A file that only one program at a time may hold: the kernel lets go of it when the program dies.
class FileLock {
public:
    FileLock() = default;
    /// Nothing where another program holds it, or it cannot be made.
    static std::optional<FileLock> take(const std::filesystem::path& path);
    FileLock(FileLock&& other) noexcept;
    FileLock& operator=(FileLock&& other) noexcept;
    ~FileLock();

private:
    explicit FileLock(int descriptor) : descriptor_(descriptor) {}
    int descriptor_ = -1;
};

/// What a program that died left: nobody else is offered it while this lives.
struct LeftWork {
    std::filesystem::path file = {};
    UnsavedWork work = {};
    FileLock lock = {};

    /// It is not wanted any more.
    void remove() const;
};
struct LeftBehind {
    std::vector<LeftWork> works = {};                   // the newest first
    std::vector<std::filesystem::path> set_aside = {};  // unreadable: renamed, never deleted
};
/// Leaves alone what living programs hold.
LeftBehind find_left_work(const std::filesystem::path& folder);

/// This program's own file: written by a thread of its own, the newest text wins; gone when this goes.
class Autosave {
public:
    /// An empty folder: nothing is kept.
    explicit Autosave(std::filesystem::path folder);
    ~Autosave();
    Autosave(const Autosave&) = delete;
    Autosave& operator=(const Autosave&) = delete;

    bool on() const { return !file_.empty(); }
    const std::filesystem::path& file() const { return file_; }
    void write(std::string text);
    /// Nothing is unsaved any more.
    void drop();
    /// Returns when all that was asked for is done.
    void wait();
    /// All that was asked for is done.
    bool idle() const;
    /// What the last write failed with; empty: nothing.
    std::string fault() const;

private:
    void run();

    std::filesystem::path file_, lock_path_;
    std::optional<FileLock> lock_;
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    struct Job {
        std::string text = {};
        bool remove = false;
    };
    std::optional<Job> job_;
    bool working_ = false;
    bool ending_ = false;
    std::string fault_;
    std::thread writer_;
};

/// When to write: at the first change after a pause, and again as long as things change.
class AutosaveClock {
public:
    /// True once for each write that is due.
    bool due(bool changed_since_write, double now_s);

private:
    double last_s_ = -autosave_pause_s;
};

}  // namespace flowspace
