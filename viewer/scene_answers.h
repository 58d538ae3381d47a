// The answers of analyses that scenes show: each question is answered once, and where a picture must not
// wait, by a thread beside the frame.
#pragma once

#include "data/analysis/analysis_fault.h"
#include "data/dataset.h"
#include "render/scene/map_overlay.h"
#include "viewer/analysis_run.h"
#include "viewer/source_stage.h"
#include "viewer/story.h"

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>

namespace flowspace {

/// What is known of a question: its answer, or why there is none (yet).
struct SceneAnswer {
    AnalysisRequest request = {};
    std::shared_ptr<const AnalysisAnswer> answer = {};  // null: `why` says something
    Fault why = {};
    std::uint64_t number = 0;  // another one for each thing known of each question; 0: nothing is asked
};

class SceneAnswers {
public:
    /// at_once: of() waits for the answer, as stills and films need it.
    SceneAnswers(std::shared_ptr<const Dataset> data, StageRuns runs);
    ~SceneAnswers();
    SceneAnswers(const SceneAnswers&) = delete;
    SceneAnswers& operator=(const SceneAnswers&) = delete;

    /// In the background: what the scenes will ask is worked out in their order, from `row` on, then those
    /// before it. At once: nothing happens.
    void prepare(const Story& story, const Settings& reader, std::size_t row);
    /// Nobody looks at a story any more: what is not yet known is left, until it is asked for or prepared
    /// again.
    void rest();
    /// An answer that came about elsewhere.
    void know(const std::shared_ptr<const AnalysisAnswer>& answer);

    /// To what `settings` lay on the map; number 0 where they lay nothing. Tables of an analysis are files: a
    /// story, which may be anybody's, does not make the program open them; such an answer must be known.
    SceneAnswer of(const Settings& settings);
    /// As of(), without asking for it: nothing where it is still being worked out.
    std::optional<SceneAnswer> known(const Settings& settings);
    /// Something is still being worked out, or is to be.
    bool busy() const;

private:
    struct Entry {
        SceneAnswer known = {};
        enum class State { waits, runs, done } state = State::waits;
    };
    Entry& entry(const AnalysisRequest& request);  // of entries_, made where it is not there
    void finish(Entry& entry, Result<AnalysisAnswer> answer);
    bool is_due(const Entry& entry) const;
    void work(const std::stop_token& stop);

    std::shared_ptr<const Dataset> data_;
    StageRuns runs_;
    mutable std::mutex mutex_;
    std::condition_variable_any wake_;
    std::deque<Entry> entries_;                                  // their places stay
    const Entry* urgent_ = nullptr;                              // waited for on screen: goes first
    bool prepares_ = false;                                      // the others are worked out as well
    std::stop_source run_ = std::stop_source(std::nostopstate);  // of the one that runs
    std::uint64_t numbers_ = 0;
    std::jthread worker_;  // last: ends before what it uses
};

/// What lies on the map: the answer, or the analysis' name with the line why there is none. Null where
/// nothing is asked.
std::shared_ptr<const MapOverlay> overlay_of(const SceneAnswer& known, const Settings& settings);

}  // namespace flowspace
