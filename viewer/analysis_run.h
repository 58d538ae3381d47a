// Runs the analysis that is asked for beside the frame: the newest request wins, the last answer stays, and
// what was answered before is answered at once.
#pragma once

#include "data/analysis/analysis.h"
#include "data/analysis/analysis_fault.h"
#include "data/dataset.h"
#include "data/filter.h"
#include "viewer/analysis_tables.h"
#include "viewer/background.h"
#include "viewer/dashboard.h"
#include "viewer/settings.h"

#include <atomic>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace flowspace {

/// All that an answer depends on, apart from the data.
struct AnalysisRequest {
    std::string name = {};  // of all_analyses()
    Filter filter = {};     // with the focus worked in
    std::vector<GroupId> groups = {};
    Grain every = Grain::none;  // each step of it by itself; none: the window as one
    std::map<std::string, std::string, std::less<>> settings = {};  // those that differ from the standard
    TableFiles tables = {};                                         // beside flows and places
    std::uint64_t seed = 1;

    bool operator==(const AnalysisRequest&) const = default;
};

/// What `settings` ask for; nothing where no analysis is chosen or its name is unknown.
std::optional<AnalysisRequest> analysis_request(const Settings& settings, const Dataset& data);

/// What the analysis is given, but for its tables. `data` must outlive it. Errors: steps finer than the
/// table's times.
Result<AnalysisInput> analysis_input(const AnalysisRequest& request, const Dataset& data);

/// What would keep it from running.
std::optional<Fault> fault_of(const AnalysisRequest& request, const Dataset& data);

/// The page that `settings` ask for; nothing where none is open or its group is unknown.
std::optional<DashboardKey> dashboard_key(const Settings& settings, const Dataset& data);

struct AnalysisAnswer {
    AnalysisRequest request = {};
    AnalysisResult result = {};
    std::shared_ptr<const Dataset> data = {};  // that it is of
    std::uint64_t number = 0;                  // of an AnalysisRun, no two alike

    const Analysis& analysis() const { return *find_analysis(request.name); }
};

/// Answers and waits. Errors: those of run_analysis.
Result<AnalysisAnswer> answer_now(const AnalysisRequest& request, const std::shared_ptr<const Dataset>& data,
                                  const std::stop_token& stop = {});

class AnalysisRun {
public:
    using Runner =
        std::function<Result<AnalysisResult>(const Analysis&, const AnalysisInput&, const AnalysisWork&)>;
    explicit AnalysisRun(Runner runner = run_analysis) : runner_(std::move(runner)) {}

    /// Takes what was finished. Other data: everything before is forgotten. A request that was answered
    /// before is shown at once, nothing needs to be run for it.
    void update(const std::shared_ptr<const Dataset>& data, const Settings& settings);
    /// Replaces what is under way. Pre: update() was called.
    void run(const AnalysisRequest& request);
    /// What is under way is dropped now and stops within its next look at its stop token.
    void cancel();
    /// Shows an answer that came about elsewhere, and remembers it.
    void show(AnalysisAnswer answer);

    bool busy() const { return job_ != nullptr || paging_; }
    double progress() const { return job_ ? job_->progress.load() : 0; }  // 0 to 1
    /// What is under way; nothing where nothing is.
    const AnalysisRequest* asked() const { return job_ ? &job_->request : nullptr; }
    /// The last answer, with what it was for; null before the first.
    const std::shared_ptr<const AnalysisAnswer>& shown() const { return shown_; }
    /// Those remembered, the newest first.
    const std::deque<std::shared_ptr<const AnalysisAnswer>>& answers() const { return answers_; }
    /// Why the last run gave none; nothing once another begins.
    const std::optional<Fault>& fault() const { return fault_; }

    /// The last page; null before the first.
    const std::shared_ptr<const Dashboard>& dashboard() const { return page_; }
    /// Why the page asked for is not there; nothing while it may yet come.
    const std::optional<Fault>& dashboard_fault() const { return page_fault_; }

private:
    void update_page(const Settings& settings);

    /// What the thread and its asker share; an asker that lets go drops the answer.
    struct Job {
        AnalysisRequest request = {};
        std::atomic<double> progress = 0;
        std::mutex mutex;
        std::optional<Result<AnalysisResult>> finished = {};
    };

    std::shared_ptr<const AnalysisAnswer> remembered(const AnalysisRequest& request) const;
    void remember(std::shared_ptr<const AnalysisAnswer> answer);

    Runner runner_;
    std::shared_ptr<const Dataset> data_;
    std::shared_ptr<Job> job_;
    std::shared_ptr<const AnalysisAnswer> shown_;
    std::deque<std::shared_ptr<const AnalysisAnswer>> answers_;  // the newest first
    std::optional<Fault> fault_;
    std::uint64_t runs_ = 0;
    std::shared_ptr<const Dashboard> page_;
    std::optional<Fault> page_fault_;
    bool paging_ = false;  // a page is under way
    using Page = std::shared_ptr<Result<Dashboard>>;
    std::unique_ptr<BackgroundMemo<DashboardKey, Page>> pages_;  // of data_
    Background worker_;                                          // last: its thread ends before what it uses
};

}  // namespace flowspace
