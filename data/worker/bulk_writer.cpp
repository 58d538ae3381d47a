#include "data/worker/bulk_writer.h"

#include <unistd.h>

#include <cerrno>

namespace flowspace {
namespace {
constexpr std::size_t most_pending = std::size_t{1} << 16;
}

void BulkWriter::align(std::size_t size) {
    while (bytes_ % size != 0) number(std::byte{0});
}

bool BulkWriter::flush() {
    write(pending_);
    pending_.clear();
    return !failed_;
}

void BulkWriter::count_what_others_wrote() {
    const off_t at = ::lseek(file_, 0, SEEK_END);
    failed_ = failed_ || at < 0;
    bytes_ = failed_ ? 0 : static_cast<std::uint64_t>(at);
}

void BulkWriter::put(std::span<const std::byte> bytes) {
    bytes_ += bytes.size();
    if (pending_.size() + bytes.size() <= most_pending) {
        pending_.insert(pending_.end(), bytes.begin(), bytes.end());
        return;
    }
    flush();
    write(bytes);
}

void BulkWriter::write(std::span<const std::byte> bytes) {
    while (!failed_ && !bytes.empty()) {
        const ssize_t written = ::write(file_, bytes.data(), bytes.size());
        if (written > 0)
            bytes = bytes.subspan(static_cast<std::size_t>(written));
        else
            failed_ = written == 0 || errno != EINTR;
    }
}

}  // namespace flowspace
