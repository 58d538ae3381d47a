#include "viewer/scene_answers.h"

#include "render/scene/analysis_words.h"
#include "viewer/analysis_map.h"
#include "viewer/analysis_shown.h"
#include "viewer/story_time.h"

#include <algorithm>
#include <utility>

namespace flowspace {
namespace {

const Fault under_way{.en = "Being worked out; it appears here when it is known.",
                      .zh = "正在计算，完成后显示在此。"};
const Fault reads_tables{.en = "Reads tables from files: run it in the window first, then present.",
                         .zh = "该分析需读取表格文件：请先在窗口中运行，再演示。"};

/// What a picture without a live answer asks; nothing where none lies on the map.
std::optional<AnalysisRequest> request_on_map(const Settings& settings, const Dataset& data) {
    if (!settings.analysis || !settings.analysis->on_map) return std::nullopt;
    return analysis_request(settings, data);
}

}  // namespace

SceneAnswers::SceneAnswers(std::shared_ptr<const Dataset> data, StageRuns runs)
    : data_(std::move(data)), runs_(runs) {}

SceneAnswers::~SceneAnswers() {
    if (!worker_.joinable()) return;
    worker_.request_stop();
    worker_.join();
}

/// Pre: the mutex is held.
SceneAnswers::Entry& SceneAnswers::entry(const AnalysisRequest& request) {
    const auto found =
        std::ranges::find_if(entries_, [&](const Entry& entry) { return entry.known.request == request; });
    if (found != entries_.end()) return *found;
    Entry& made = entries_.emplace_back();
    made.known = {.request = request, .why = under_way, .number = ++numbers_};
    std::optional<Fault> fault;
    if (!request.tables.empty())
        fault = reads_tables;
    else
        fault = fault_of(request, *data_);
    if (!fault) return made;
    made.known.why = *fault;
    made.state = Entry::State::done;
    return made;
}

/// Pre: the mutex is held.
void SceneAnswers::finish(Entry& entry, Result<AnalysisAnswer> answer) {
    entry.state = Entry::State::done;
    entry.known.number = ++numbers_;
    if (answer)
        entry.known.answer = std::make_shared<const AnalysisAnswer>(std::move(*answer));
    else
        entry.known.why = fault_of(answer.error());
}

void SceneAnswers::know(const std::shared_ptr<const AnalysisAnswer>& answer) {
    if (!answer || answer->data != data_) return;
    const std::lock_guard lock(mutex_);
    Entry& known = entry(answer->request);
    if (known.known.answer) return;
    known.known.answer = answer;
    known.known.number = ++numbers_;
    if (known.state == Entry::State::waits) known.state = Entry::State::done;
}

void SceneAnswers::prepare(const Story& story, const Settings& reader, std::size_t row) {
    if (runs_ == StageRuns::at_once || story.scenes.empty()) return;
    const std::size_t count = story.scenes.size();
    for (std::size_t at = 0; at < count; ++at) {
        const StoryFrame frame = story_frame(story, *data_, still_time_s(story, (row + at) % count), reader);
        const std::optional<AnalysisRequest> request = request_on_map(frame.settings, *data_);
        if (!request) continue;
        const std::lock_guard lock(mutex_);
        entry(*request);
    }
    const std::lock_guard lock(mutex_);
    prepares_ = true;
    if (!worker_.joinable() && !entries_.empty())
        worker_ = std::jthread([this](const std::stop_token& stop) { work(stop); });
    wake_.notify_all();
}

void SceneAnswers::rest() {
    const std::lock_guard lock(mutex_);
    prepares_ = false;
    urgent_ = nullptr;
    run_.request_stop();
}

/// Pre: the mutex is held.
bool SceneAnswers::is_due(const Entry& entry) const {
    return entry.state == Entry::State::waits && (prepares_ || &entry == urgent_);
}

void SceneAnswers::work(const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    const auto due = [this](const Entry& entry) { return is_due(entry); };
    for (;;) {
        wake_.wait(lock, stop, [&] { return std::ranges::any_of(entries_, due); });
        if (stop.stop_requested()) return;
        const auto urgent = std::ranges::find_if(
            entries_, [&](const Entry& entry) { return &entry == urgent_ && is_due(entry); });
        Entry& next = urgent != entries_.end() ? *urgent : *std::ranges::find_if(entries_, due);
        next.state = Entry::State::runs;
        const AnalysisRequest request = next.known.request;
        std::stop_source run;
        run_ = run;
        lock.unlock();
        const std::stop_callback whole(stop, [&run] { run.request_stop(); });
        Result<AnalysisAnswer> answer = answer_now(request, data_, run.get_token());
        lock.lock();
        if (stop.stop_requested()) return;
        if (run.stop_requested())
            next.state =
                next.known.answer ? Entry::State::done : Entry::State::waits;  // known from elsewhere
        else
            finish(next, std::move(answer));
    }
}

SceneAnswer SceneAnswers::of(const Settings& settings) {
    const std::optional<AnalysisRequest> request = request_on_map(settings, *data_);
    if (!request) return {};
    std::unique_lock lock(mutex_);
    Entry& asked = entry(*request);
    if (asked.state == Entry::State::done) return asked.known;
    if (runs_ == StageRuns::at_once) {
        finish(asked, answer_now(*request, data_));
        return asked.known;
    }
    urgent_ = &asked;
    if (!worker_.joinable()) worker_ = std::jthread([this](const std::stop_token& stop) { work(stop); });
    wake_.notify_all();
    return asked.known;
}

std::optional<SceneAnswer> SceneAnswers::known(const Settings& settings) {
    const std::optional<AnalysisRequest> request = request_on_map(settings, *data_);
    if (!request) return SceneAnswer{};
    const std::lock_guard lock(mutex_);
    const Entry& asked = entry(*request);
    if (asked.state != Entry::State::done) return std::nullopt;
    return asked.known;
}

bool SceneAnswers::busy() const {
    const std::lock_guard lock(mutex_);
    return std::ranges::any_of(
        entries_, [this](const Entry& entry) { return entry.state == Entry::State::runs || is_due(entry); });
}

std::shared_ptr<const MapOverlay> overlay_of(const SceneAnswer& known, const Settings& settings) {
    if (known.number == 0) return nullptr;
    if (known.answer) return overlay_of(known.answer.get(), settings);
    const Analysis* analysis = find_analysis(known.request.name);
    if (analysis == nullptr) return nullptr;
    const Language language = settings.style.language;
    auto line = std::make_shared<MapOverlay>();
    line->hides_flows = false;
    line->legend.title = said(analysis->name, language);
    line->legend.notes = {language == Language::zh ? known.why.zh : known.why.en};
    return line;
}

}  // namespace flowspace
