#include "viewer/analysis_run.h"

#include "viewer/analysis_shown.h"
#include "viewer/focus.h"

#include <algorithm>
#include <utility>

namespace flowspace {

namespace {

constexpr std::size_t most_answers = 24;

Grain grain_of(AnalysedSteps steps) {
    return steps == AnalysedSteps::years    ? Grain::year
           : steps == AnalysedSteps::months ? Grain::month
                                            : Grain::none;
}

}  // namespace

std::optional<AnalysisRequest> analysis_request(const Settings& settings, const Dataset& data) {
    if (!settings.analysis) return std::nullopt;
    const AnalysisShown& shown = *settings.analysis;
    const Analysis* analysis = find_analysis(shown.name);
    if (analysis == nullptr) return std::nullopt;
    AnalysisRequest request{.name = shown.name, .filter = effective_filter(*data.atlas, settings)};
    if (shown.layers == AnalysedLayers::current && !data.flows->layers().empty())
        request.filter.layers = {settings.current_layer};
    if (data.flows->time_axis().grain != Grain::none) request.every = grain_of(shown.steps);
    const auto& groups = data.atlas->groups;
    for (std::uint32_t row = 0; row < groups.size(); ++row)
        if (!shown.group.empty() && groups[row].kind == request.filter.kind && groups[row].id == shown.group)
            request.groups = {GroupId{row}};
    for (const AnalysisSetting& setting : analysis->settings) {
        const auto typed = shown.settings.find(setting.key);
        if (typed != shown.settings.end() && typed->second != setting.standard)
            request.settings.emplace(setting.key, typed->second);
    }
    request.tables = table_files(*analysis, shown.tables);
    return request;
}

std::optional<DashboardKey> dashboard_key(const Settings& settings, const Dataset& data) {
    if (!settings.analysis || settings.analysis->dashboard.empty() || data.flows->layers().empty())
        return std::nullopt;
    const auto& groups = data.atlas->groups;
    const auto at = std::ranges::find(groups, settings.analysis->dashboard, &Group::id);
    if (at == groups.end()) return std::nullopt;
    DashboardKey key{.group = GroupId{static_cast<std::uint32_t>(at - groups.begin())},
                     .layer = settings.current_layer};
    key.filter.window = settings.filter.window;
    key.filter.membership_rows = settings.filter.membership_rows;
    key.filter.absent = settings.filter.absent;
    key.filter.kind = at->kind;
    for (std::uint32_t row = 0; row < data.flows->layers().size(); ++row)
        key.filter.layers.push_back(LayerId{row});
    return key;
}

Result<AnalysisInput> analysis_input(const AnalysisRequest& request, const Dataset& data) {
    Result<std::vector<Period>> periods =
        periods_of(data.flows->time_axis(), request.filter.window, request.every);
    if (!periods) return periods.error();
    return AnalysisInput{.dataset = data,
                         .filter = request.filter,
                         .groups = request.groups,
                         .periods = std::move(*periods),
                         .seed = request.seed,
                         .settings = request.settings};
}

std::optional<Fault> fault_of(const AnalysisRequest& request, const Dataset& data) {
    if (auto missing = missing_file(request.tables)) return missing;
    Result<AnalysisInput> input = analysis_input(request, data);
    if (!input) return fault_of(input.error());
    const Analysis& analysis = *find_analysis(request.name);
    for (const AnalysisTable& table : analysis.tables) {  // read only when it runs
        if (!request.tables.contains(table.key)) continue;
        if (table.shape == TableShape::outlines)
            input->outlines.emplace(table.key, OutlineTable{});
        else
            input->tables.emplace(table.key, PlainTable{});
    }
    return fault_of(analysis, *input);
}

namespace {

Result<AnalysisInput> whole_input(const AnalysisRequest& request, const Dataset& data,
                                  const std::stop_token& stop) {
    Result<AnalysisInput> input = analysis_input(request, data);
    if (!input) return input;
    if (auto error = read_tables(request.tables, *find_analysis(request.name), *input, stop)) return *error;
    return input;
}

}  // namespace

Result<AnalysisAnswer> answer_now(const AnalysisRequest& request, const std::shared_ptr<const Dataset>& data,
                                  const std::stop_token& stop) {
    const Result<AnalysisInput> input = whole_input(request, *data, stop);
    if (!input) return input.error();
    Result<AnalysisResult> result = run_analysis(*find_analysis(request.name), *input, {.stop = stop});
    if (!result) return result.error();
    return AnalysisAnswer{request, std::move(*result), data, 0};
}

std::shared_ptr<const AnalysisAnswer> AnalysisRun::remembered(const AnalysisRequest& request) const {
    const auto found =
        std::ranges::find_if(answers_, [&](const auto& answer) { return answer->request == request; });
    return found == answers_.end() ? nullptr : *found;
}

void AnalysisRun::remember(std::shared_ptr<const AnalysisAnswer> answer) {
    std::erase_if(answers_, [&](const auto& one) { return one->request == answer->request; });
    answers_.push_front(std::move(answer));
    if (answers_.size() > most_answers) answers_.pop_back();
}

void AnalysisRun::update(const std::shared_ptr<const Dataset>& data, const Settings& settings) {
    if (data != data_) {
        cancel();
        data_ = data;
        shown_.reset();
        answers_.clear();
        fault_.reset();
        pages_.reset();
        page_.reset();
    }
    update_page(settings);
    if (job_) {
        std::optional<Result<AnalysisResult>> finished;
        {
            const std::lock_guard lock(job_->mutex);
            finished = std::exchange(job_->finished, std::nullopt);
        }
        if (finished) {
            const std::shared_ptr<Job> job = std::exchange(job_, nullptr);
            if (*finished)
                show({job->request, std::move(**finished), data_, 0});
            else
                fault_ = fault_of(finished->error());
        }
    }
    const std::optional<AnalysisRequest> asked = analysis_request(settings, *data_);
    if (!asked || (shown_ && shown_->request == *asked)) return;
    if (auto before = remembered(*asked)) shown_ = std::move(before);
}

void AnalysisRun::update_page(const Settings& settings) {
    const std::optional<DashboardKey> key = dashboard_key(settings, *data_);
    paging_ = false;
    if (!key) {
        pages_.reset();  // stops what is under way
        return;
    }
    if (page_ && page_->key == *key) return;
    if (!pages_) pages_ = std::make_unique<BackgroundMemo<DashboardKey, Page>>();
    pages_->ask(*key, [data = data_, key = *key](std::stop_token stop) {
        return std::make_shared<Result<Dashboard>>(make_dashboard(data, key, {.stop = std::move(stop)}));
    });
    if (const std::optional<Page> page = pages_->take()) {
        page_fault_.reset();
        if (**page)
            page_ = std::make_shared<const Dashboard>(std::move(***page));
        else
            page_fault_ = fault_of((*page)->error());
    }
    paging_ = pages_->busy();
}

void AnalysisRun::run(const AnalysisRequest& request) {
    fault_.reset();
    if (auto before = remembered(request)) {
        cancel();
        shown_ = std::move(before);
        return;
    }
    job_ = std::make_shared<Job>();
    job_->request = request;
    worker_.request([job = job_, data = data_, runner = runner_](const std::stop_token& stop) {
        const Result<AnalysisInput> input = whole_input(job->request, *data, stop);
        Result<AnalysisResult> result =
            input ? runner(*find_analysis(job->request.name), *input,
                           {.stop = stop, .progress = [&](double done) { job->progress = done; }})
                  : Result<AnalysisResult>(input.error());
        const std::lock_guard lock(job->mutex);
        job->finished = std::move(result);
    });
}

void AnalysisRun::cancel() {
    if (!std::exchange(job_, nullptr)) return;
    worker_.request([](const std::stop_token&) {});  // stops what runs, and replaces what waits
}

void AnalysisRun::show(AnalysisAnswer answer) {
    if (!data_) data_ = answer.data;
    answer.number = ++runs_;
    shown_ = std::make_shared<const AnalysisAnswer>(std::move(answer));
    remember(shown_);
}

}  // namespace flowspace
