#include "data/import/headerless_reader.h"

#include "data/import/inspection.h"

#include <utility>

namespace flowspace {

HeaderlessReader::HeaderlessReader(std::unique_ptr<RecordReader> rows) : rows_(std::move(rows)) {}

RecordReader::Outcome HeaderlessReader::next(Record& record, Problem& problem) {
    if (stage_ == Stage::rest) return rows_->next(record, problem);
    if (stage_ == Stage::first_row) {
        stage_ = Stage::rest;
        fields_.assign(cells_.begin(), cells_.end());
        record = {.row = first_row_, .fields = fields_};
        return Outcome::record;
    }
    const Outcome outcome = rows_->next(record, problem);
    if (outcome != Outcome::record) return outcome;  // the first row is told; without it there are no columns
    stage_ = Stage::first_row;
    first_row_ = record.row;
    for (std::size_t at = 0; at < record.fields.size(); ++at) names_.push_back(numbered_column(at));
    cells_.assign(record.fields.begin(), record.fields.end());
    fields_.assign(names_.begin(), names_.end());
    record.fields = fields_;
    return Outcome::record;
}

double HeaderlessReader::share_read() const {
    const auto* const read = dynamic_cast<const ReadShare*>(rows_.get());
    return read ? read->share_read() : 0;
}

}  // namespace flowspace
