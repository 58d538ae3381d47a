#include "data/import/query_worker.h"

#include "data/import/ground_worker.h"
#include "data/import/load_tables.h"
#include "data/pack/byte_writer.h"
#include "data/source/queried_bytes.h"
#include "data/worker/plan_bytes.h"

#include <optional>
#include <utility>

namespace flowspace {
namespace {

const Error misanswered{"worker-answer: found an answer of another form, expected sums"};

class WorkerQuery final : public FlowQuery {
public:
    WorkerQuery(const ImportPlan& plan, const Atlas& atlas, WorkerOptions options)
        : plan_(plan), places_(atlas.places.size()), options_(std::move(options)) {
        options_.program = WorkerProgram::parquet;
        write_plan(plan, asked_);
        write_atlas(atlas, asked_);
    }

    struct Opened {
        QueriedFlows flows = {};
        ImportReport report = {};
    };
    Result<Opened> open(const std::stop_token& stop) {
        std::vector<std::string> files;
        for (const TablePlan& table : plan_.tables)
            if (table.role == TableRole::flows) files.push_back(table.path);
        WorkerOptions options = options_;
        for (const std::string& file : files) options.silence = patience_for(file, options.silence);
        Result<WorkerSession> session = WorkerSession::start(files, options, stop);
        if (!session) return session.error();
        session_.emplace(std::move(*session));
        pack::ByteWriter question;
        question.number(QueryKind::open);
        question.array(std::span(asked_.bytes()));
        question.number(static_cast<std::uint8_t>(known_ ? 1 : 0));
        if (known_) write_queried(*known_, question);
        const Result<WorkerAnswer> answer = session_->ask("query", question.bytes(), {}, stop);
        if (!answer) return answer.error();
        pack::ByteReader reader(answer->bytes);
        std::optional<QueriedFlows> flows = read_queried(reader, places_);
        Result<ImportReport> report = parse_import_report(reader.text());
        if (!flows || !report || !reader.complete()) return misanswered;
        if (known_ && *known_ != *flows) return misanswered;
        known_ = *flows;
        return Opened{std::move(*flows), std::move(*report)};
    }

    Result<std::vector<ExactSum>> pair_sums(LayerId layer, Window window, std::stop_token stop) override {
        pack::ByteWriter question;
        question.number(QueryKind::pair_sums);
        question.number(static_cast<std::uint32_t>(layer));
        question.number(count(window.from));
        question.number(count(window.to));
        return ask(question, stop);
    }

    Result<std::vector<ExactSum>> step_sums(LayerId layer, std::span<const std::uint8_t> selected,
                                            std::stop_token stop) override {
        pack::ByteWriter question;
        question.number(QueryKind::step_sums);
        question.number(static_cast<std::uint32_t>(layer));
        question.array(selected);
        return ask(question, stop);
    }

private:
    Result<std::vector<ExactSum>> ask(const pack::ByteWriter& question, const std::stop_token& stop) {
        if (stop.stop_requested()) return Error{"stopped"};
        if (!session_ || !session_->alive())
            if (const Result<Opened> again = open(stop); !again) return again.error();
        const Result<WorkerAnswer> answer = session_->ask("query", question.bytes(), {}, stop);
        if (!answer) return answer.error();
        pack::ByteReader reader(answer->bytes);
        std::optional<std::vector<ExactSum>> sums = read_sums(reader);
        if (!sums) return misanswered;
        return std::move(*sums);
    }

    ImportPlan plan_;
    std::size_t places_;
    WorkerOptions options_;
    pack::ByteWriter asked_;
    std::optional<QueriedFlows> known_;
    std::optional<WorkerSession> session_;
};

}  // namespace

Result<QueriedTables> open_queried_tables(const ImportPlan& plan, const Atlas& atlas, WorkerOptions options,
                                          const std::stop_token& stop) {
    auto query = std::make_shared<WorkerQuery>(plan, atlas, std::move(options));
    auto opened = query->open(stop);
    if (!opened) return opened.error();
    fill_layers(opened->flows.layers, plan, opened->report);
    return QueriedTables{std::make_shared<ParquetSource>(std::move(opened->flows), query),
                         std::move(opened->report.sources)};
}

}  // namespace flowspace
