#include "viewer/import_session.h"

#include <algorithm>
#include <utility>

namespace flowspace {

ImportSession::ImportSession(ImportBackend backend, std::shared_ptr<const Atlas> atlas,
                             std::function<void()> wake)
    : backend_(std::move(backend)), atlas_(std::move(atlas)), wake_(std::move(wake)) {}

ImportSession::~ImportSession() {
    thread_.request_stop();  // all at once; then each is waited for
    for (Leaving& one : leaving_) one.thread.request_stop();
}

ImportSession::Stage ImportSession::stage() const { return stage_; }

/// Gives up the job under way: what it still finds goes nowhere. Never waits for it.
void ImportSession::stop() {
    if (thread_.joinable()) {
        thread_.request_stop();
        leaving_.push_back({job_, std::move(thread_)});
    }
    job_ = std::make_shared<Job>();
    clear_away();
}

/// Joins the threads that have nothing left to do.
void ImportSession::clear_away() {
    std::erase_if(leaving_, [](const Leaving& one) {
        const std::lock_guard lock(one.job->mutex);
        return one.job->ended;
    });
}

void ImportSession::start(std::function<Finished(Job&, const std::stop_token&)> work, Stage stage) {
    stop();
    error_.clear();
    looks_as_planned_ = false;
    stage_ = stage;
    thread_ = std::jthread([job = job_, wake = wake_, work = std::move(work)](const std::stop_token& asked) {
        Finished made = work(*job, asked);
        made.over = true;
        {
            const std::lock_guard lock(job->mutex);
            job->finished = std::move(made);
        }
        if (wake && !asked.stop_requested()) wake();
        const std::lock_guard lock(job->mutex);
        job->ended = true;
    });
}

void ImportSession::look(std::vector<Wanted> wanted) {
    start(
        [backend = backend_, wanted = std::move(wanted)](Job&, const std::stop_token& asked) {
            Finished made;
            for (const Wanted& one : wanted) {
                if (asked.stop_requested()) return made;
                Result<Inspection> seen = backend.inspect(one.path, one.options, asked);
                if (seen) {
                    made.files.push_back(std::move(*seen));
                    continue;
                }
                made.error += made.error.empty() ? "" : "\n";
                made.error += seen.error().message;
            }
            return made;
        },
        Stage::looking);
}

void ImportSession::add(std::span<const std::string> paths) {
    std::vector<Wanted> wanted;
    for (const std::string& path : paths) wanted.push_back({path, {}});
    if (!wanted.empty()) look(std::move(wanted));
}

void ImportSession::look_again(std::size_t file, const InspectOptions& options) {
    if (file < files_.size()) look({{files_[file].path, options}});
}

void ImportSession::remove(std::size_t file) {
    if (file >= files_.size() || stage_ == Stage::looking || stage_ == Stage::loading) return;
    files_.erase(files_.begin() + static_cast<std::ptrdiff_t>(file));
    past_.clear();
    guess();
}

void ImportSession::clear() {
    stop();
    files_.clear();
    said_.clear();
    past_.clear();
    plan_ = {};
    error_.clear();
    guess();
}

/// What is guessed of the files, and then what the user said of them, where it still fits.
void ImportSession::guess() {
    ImportPlan kept = std::move(plan_);
    const ImportPlan before = std::move(guess_.plan);  // what it says of units and layers nobody said
    guess_ = guess_plan(files_, *atlas_);
    plan_ = guess_.plan;
    plan_.rules = kept.rules;
    plan_.status = kept.status;
    if (!kept.unit.empty() && kept.unit != before.unit) plan_.unit = kept.unit;
    if (!(kept.layers == before.layers) && !kept.layers.empty()) plan_.layers = kept.layers;
    plan_.place_choices = kept.place_choices;
    for (const std::string& text : said_) (void)apply_mapping(plan_, std::span(&text, 1));
    stage_ = files_.empty() ? Stage::empty : Stage::asking;
    plan_changed();
}

void ImportSession::plan_changed() {
    faults_ = check_plan(plan_);
    const std::vector<Problem> open = unanswered(guess_, said_);
    faults_.insert(faults_.end(), open.begin(), open.end());
    questions_.clear();
    for (const Question& question : guess_.questions) {
        if (!is_answered(guess_, question, said_)) questions_.push_back(question);
    }
    if (stage_ == Stage::loaded) stage_ = Stage::asking;
}

void ImportSession::change(std::span<const std::string> mapping) {
    if (stage_ != Stage::asking && stage_ != Stage::loaded) return;
    const ImportPlan before = plan_;
    if (const std::optional<Error> refused = apply_mapping(plan_, mapping)) {
        error_ = refused->message;
        return;
    }
    error_.clear();
    past_.push_back({before, said_.size()});
    said_.insert(said_.end(), mapping.begin(), mapping.end());
    plan_changed();
    look_as_planned();
}

/// What a file shows is as the plan reads it: a first row that is no header any more is a row.
void ImportSession::look_as_planned() {
    std::vector<Wanted> wanted;
    for (const TablePlan& table : plan_.tables) {
        const auto file = std::ranges::find(files_, table.path, &Inspection::path);
        if (file == files_.end()) continue;
        if (const auto options = another_look(table, *file, said_)) wanted.push_back({table.path, *options});
    }
    if (wanted.empty()) return;
    look(std::move(wanted));
    looks_as_planned_ = true;
}

void ImportSession::answer(std::size_t question, std::size_t choice) {
    if (question >= questions_.size() || choice >= questions_[question].choices.size()) return;
    const Question asked = questions_[question];
    change(asked.choices[choice].mapping);
    // A question that only offers another reading is done with once it was answered.
    std::erase_if(guess_.questions, [&](const Question& other) {
        return other.weight == QuestionWeight::may && other.problem == asked.problem;
    });
    plan_changed();
}

void ImportSession::set_plan(ImportPlan plan) {
    if (plan == plan_ || (stage_ != Stage::asking && stage_ != Stage::loaded)) return;
    past_.push_back({std::exchange(plan_, std::move(plan)), said_.size()});
    plan_changed();
}

void ImportSession::undo() {
    if (past_.empty() || (stage_ != Stage::asking && stage_ != Stage::loaded)) return;
    plan_ = std::move(past_.back().plan);
    said_.resize(past_.back().said);
    past_.pop_back();
    plan_changed();
    look_as_planned();
}

bool ImportSession::can_load() const {
    return (stage_ == Stage::asking || stage_ == Stage::loaded) && faults_.empty() && !plan_.tables.empty();
}

void ImportSession::load() {
    if (!can_load()) return;
    start(
        [backend = backend_, plan = plan_](Job& job, const std::stop_token& asked) {
            const auto note = [&job](const LoadProgress& progress) {
                const std::lock_guard lock(job.mutex);
                job.progress = progress;
            };
            Finished made;
            Result<Dataset> loaded = backend.load(plan, note, asked);
            if (loaded)
                made.dataset = std::move(*loaded);
            else
                made.error = loaded.error().message;
            return made;
        },
        Stage::loading);
}

void ImportSession::cancel() {
    if (stage_ != Stage::looking && stage_ != Stage::loading) return;
    stop();
    stage_ = files_.empty() ? Stage::empty : Stage::asking;
}

std::optional<LoadProgress> ImportSession::progress() const {
    const std::lock_guard lock(job_->mutex);
    return job_->progress;
}

bool ImportSession::update() {
    clear_away();
    Finished made;
    {
        const std::lock_guard lock(job_->mutex);
        if (!job_->finished.over) return false;
        made = std::exchange(job_->finished, {});
        job_->progress.reset();
    }
    error_ = made.error;
    if (stage_ == Stage::looking) {
        for (Inspection& seen : made.files) {
            const auto same = std::ranges::find(files_, seen.path, &Inspection::path);
            if (same == files_.end())
                files_.push_back(std::move(seen));
            else
                *same = std::move(seen);
        }
        if (!looks_as_planned_) past_.clear();
        guess();
    } else if (stage_ == Stage::loading) {
        stage_ = Stage::asking;
        if (made.dataset) {
            dataset_ = std::make_shared<const Dataset>(std::move(*made.dataset));
            ++loads_;
            stage_ = Stage::loaded;
        }
    }
    return true;
}

}  // namespace flowspace
