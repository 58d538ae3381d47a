// Somebody's tables on their way into the program: looked at, asked about, loaded; the window stays free
// meanwhile.
#pragma once

#include "data/dataset.h"
#include "data/import/inspection.h"
#include "data/import/load_tables.h"
#include "data/import/plan_guess.h"
#include "data/result.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

namespace flowspace {

/// Where foreign bytes are read: the sandboxed worker in the program, plain functions in tests. Called on a
/// thread of the session's; both give up soon after a stop is asked for.
struct ImportBackend {
    using Progress = std::function<void(const LoadProgress&)>;
    std::function<Result<Inspection>(const std::string& path, const InspectOptions& options,
                                     const std::stop_token& stop)>
        inspect = {};
    std::function<Result<Dataset>(const ImportPlan& plan, const Progress& progress,
                                  const std::stop_token& stop)>
        load = {};
};

/// Holds no ImGui. Everything is called from one thread and none waits for the background (but the
/// destructor); `update` takes over what it finished.
class ImportSession {
public:
    /// `wake` is called from the background when there is something to take over. `atlas`: the places that
    /// columns are tried against.
    ImportSession(ImportBackend backend, std::shared_ptr<const Atlas> atlas, std::function<void()> wake = {});
    ~ImportSession();
    ImportSession(const ImportSession&) = delete;
    ImportSession& operator=(const ImportSession&) = delete;

    enum class Stage : std::uint8_t {
        empty,    // no files
        looking,  // at files
        asking,   // the plan can be changed and loaded
        loading,
        loaded  // dataset() is what the plan gave; changing the plan goes back to asking
    };
    Stage stage() const;

    /// Looks at more files; those there already are looked at anew.
    void add(std::span<const std::string> paths);
    void remove(std::size_t file);
    /// Looks at a text file or spreadsheet again as the user says it is written.
    void look_again(std::size_t file, const InspectOptions& options);
    /// Forgets everything; what is under way is given up.
    void clear();

    /// Applies texts of `--map`. A text that does not fit leaves the plan as it is and is told in error().
    /// One that reads a file in another way (header, lines above it, sheet, encoding) has it looked at again.
    void change(std::span<const std::string> mapping);
    void answer(std::size_t question, std::size_t choice);
    void set_plan(ImportPlan plan);
    bool can_undo() const { return !past_.empty(); }
    void undo();

    /// Loads in the background. Pre: can_load().
    void load();
    bool can_load() const;
    /// Gives up looking or loading; the plan stays.
    void cancel();

    /// Takes over what was finished; once a frame. True where something changed.
    bool update();

    const std::vector<Inspection>& files() const { return files_; }
    const ImportPlan& plan() const { return plan_; }
    /// Those not answered yet.
    const std::vector<Question>& questions() const { return questions_; }
    /// Why the plan cannot be loaded as it stands.
    const std::vector<Problem>& faults() const { return faults_; }
    std::optional<LoadProgress> progress() const;
    /// Of the last thing that failed; empty once something succeeds.
    const std::string& error() const { return error_; }
    /// What the last load gave; stays until the next one.
    const std::shared_ptr<const Dataset>& dataset() const { return dataset_; }
    /// Grows with every finished load.
    std::uint64_t loads() const { return loads_; }

private:
    struct Wanted {
        std::string path;
        InspectOptions options;
    };
    struct Job;
    struct Finished {
        std::vector<Inspection> files = {};
        std::optional<Dataset> dataset = {};
        std::string error = {};
        bool over = false;
    };

    void start(std::function<Finished(Job& job, const std::stop_token&)> work, Stage stage);
    void stop();
    void look(std::vector<Wanted> wanted);
    void guess();
    void plan_changed();
    void look_as_planned();

    ImportBackend backend_;
    std::shared_ptr<const Atlas> atlas_;
    std::function<void()> wake_;
    std::vector<Inspection> files_;
    ImportPlan plan_;
    std::vector<std::string> said_;  // mappings the user gave, applied again after each look
    struct Past {
        ImportPlan plan;
        std::size_t said = 0;  // how many mappings there were
    };
    std::vector<Past> past_;
    PlanGuess guess_;
    std::vector<Question> questions_;
    std::vector<Problem> faults_;
    std::shared_ptr<const Dataset> dataset_;
    std::uint64_t loads_ = 0;
    std::string error_;
    bool looks_as_planned_ =
        false;  // the look under way is one that the plan asks for: steps can be undone after it
    Stage stage_ = Stage::empty;

    /// What a thread writes to; its own, so that one that is given up disturbs nobody.
    struct Job {
        std::mutex mutex = {};  // guards what follows
        Finished finished = {};
        std::optional<LoadProgress> progress = {};
        bool ended = false;  // the thread writes no more
    };
    struct Leaving {
        std::shared_ptr<Job> job;
        std::jthread thread;
    };
    void clear_away();

    std::shared_ptr<Job> job_ = std::make_shared<Job>();
    std::vector<Leaving> leaving_;  // given up, not ended yet
    std::jthread thread_;
};

}  // namespace flowspace
