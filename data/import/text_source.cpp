#include "data/import/text_source.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

namespace flowspace {
namespace {

constexpr std::size_t raw_piece = std::size_t{1} << 18;

bool is_utf_16(TextEncoding encoding) {
    return encoding == TextEncoding::utf_16_le || encoding == TextEncoding::utf_16_be;
}

Problem other_encoding(TextEncoding wanted, TextEncoding marked) {
    const auto words = [](TextEncoding encoding) {
        switch (encoding) {
            case TextEncoding::utf_8:
                return "UTF-8";
            case TextEncoding::utf_16_le:
                return "UTF-16 (little-endian)";
            case TextEncoding::utf_16_be:
                return "UTF-16 (big-endian)";
            case TextEncoding::gb18030:
                return "GB18030";
        }
        return "";
    };
    const char* code = wanted == TextEncoding::utf_8 ? "not-utf8"
                       : is_utf_16(wanted)           ? "not-utf16"
                                                     : "not-gb18030";
    const char* mark = is_utf_16(marked) && wanted == TextEncoding::utf_8 ? "UTF-16" : words(marked);
    return {.code = code, .found = fmt::format("a {} byte order mark", mark), .expected = words(wanted)};
}

}  // namespace

std::optional<Problem> TextSource::open(const std::filesystem::path& path, TextEncoding encoding) {
    encoding_ = encoding;
    if (auto problem = bytes_.open(path)) return problem;
    return start();
}

std::optional<Problem> TextSource::open_bytes(std::string_view bytes, TextEncoding encoding) {
    encoding_ = encoding;
    if (auto problem = bytes_.open_bytes(bytes)) return problem;
    return start();
}

std::optional<Problem> TextSource::start() {
    raw_.resize(longest_byte_order_mark);
    std::size_t got = 0;
    broken_ = bytes_.read(raw_, got);
    raw_ended_ = broken_ || got < raw_.size();
    raw_.resize(got);
    if (got == 0 && broken_) return broken_;
    if (got == 0)
        return Problem{.code = "empty-file", .found = "0 bytes", .expected = "a table with a header row"};
    const ByteOrderMark mark = byte_order_mark({raw_.data(), got});
    if (mark.size > 0 && mark.encoding != encoding_) return other_encoding(encoding_, mark.encoding);
    taken_ = input_ = mark.size;
    return std::nullopt;
}

std::optional<Problem> TextSource::read(std::span<char> to, std::size_t& bytes_read) {
    bytes_read = 0;
    if (encoding_ == TextEncoding::utf_8) {
        bytes_read = std::min(raw_.size() - taken_, to.size());
        std::memcpy(to.data(), raw_.data() + taken_, bytes_read);
        taken_ += bytes_read;
        if (!raw_ended_ && bytes_read < to.size()) {
            std::size_t got = 0;
            broken_ = bytes_.read(to.subspan(bytes_read), got);
            raw_ended_ = broken_ || got < to.size() - bytes_read;
            bytes_read += got;
        }
        ended_ = raw_ended_ && taken_ == raw_.size();
        return ended_ ? broken_ : std::nullopt;
    }
    while (!ended_ && to.size() - bytes_read >= 4) {
        found_.clear();
        const Ending ending = raw_ended_ && !broken_ ? Ending::last : Ending::more;
        const DecodeStep step = decode(encoding_, {raw_.data() + taken_, raw_.size() - taken_}, ending,
                                       to.subspan(bytes_read), found_);
        for (DecodeFault fault : found_) {
            fault.at_output += output_;
            fault.at_input += input_;
            faults_.push_back(fault);
        }
        taken_ += step.read;
        input_ += step.read;
        output_ += step.written;
        bytes_read += step.written;
        const bool wants_more = taken_ == raw_.size() || step.read == 0;
        if (!wants_more) continue;
        ended_ = raw_ended_;
        if (ended_) break;
        raw_.erase(raw_.begin(), raw_.begin() + static_cast<std::ptrdiff_t>(taken_));
        taken_ = 0;
        const std::size_t kept = raw_.size();
        raw_.resize(kept + raw_piece);
        std::size_t got = 0;
        broken_ = bytes_.read({raw_.data() + kept, raw_piece}, got);
        raw_ended_ = broken_ || got < raw_piece;
        raw_.resize(kept + got);
    }
    return ended_ ? broken_ : std::nullopt;
}

void TextSource::forget_before(std::uint64_t offset) {
    while (!faults_.empty() && faults_.front().at_output < offset) faults_.pop_front();
}

std::string TextSource::describe_fault(std::uint64_t offset, char byte) const {
    if (encoding_ == TextEncoding::utf_8)
        return fmt::format("byte 0x{:02X} at offset {}",
                           static_cast<unsigned>(static_cast<unsigned char>(byte)), input_ + offset);
    const auto at = std::ranges::lower_bound(faults_, offset, {}, &DecodeFault::at_output);
    const DecodeFault fault = at == faults_.end() ? DecodeFault{} : *at;
    const bool whole_unit = is_utf_16(encoding_) && (fault.nul || fault.found > 0xff);
    return whole_unit ? fmt::format("unit 0x{:04X} at offset {}", fault.found, fault.at_input)
                      : fmt::format("byte 0x{:02X} at offset {}", fault.found, fault.at_input);
}

}  // namespace flowspace
