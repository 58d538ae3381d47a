// The text of a file as UTF-8, whatever its packing and encoding, with the way back to the bytes of the file.
#pragma once

#include "data/import/byte_source.h"
#include "data/import/text_decoding.h"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace flowspace {

/// A byte order mark is not part of the text. UTF-8 is given as it is: whoever reads it looks for bad bytes;
/// of the other encodings a bad byte comes as 0xFF.
class TextSource {
public:
    /// Problems: those of ByteSource, not-utf8, not-utf16 and not-gb18030 (a byte order mark of another
    /// encoding).
    std::optional<Problem> open(const std::filesystem::path& path, TextEncoding encoding);
    std::optional<Problem> open_bytes(std::string_view bytes, TextEncoding encoding);

    /// Fills `to` but for up to three bytes; see ended(). Pre: `to` has at least 4 bytes. Problems as of
    /// ByteSource::read; what came before is there too.
    std::optional<Problem> read(std::span<char> to, std::size_t& bytes_read);

    /// Whether everything is read.
    bool ended() const { return ended_; }

    /// What stands at a byte of the text that is NUL or no UTF-8, by the bytes of the (unpacked) file: `byte
    /// 0x80 at offset 12`.
    std::string describe_fault(std::uint64_t offset, char byte) const;

    /// Nothing before `offset` in the text will be asked for.
    void forget_before(std::uint64_t offset);

    TextEncoding encoding() const { return encoding_; }
    /// As ByteSource says.
    double share_read() const { return bytes_.share_read(); }

private:
    std::optional<Problem> start();

    ByteSource bytes_;
    TextEncoding encoding_ = TextEncoding::utf_8;
    std::vector<char> raw_;  // not yet decoded
    std::size_t taken_ = 0;  // of it
    bool raw_ended_ = false;
    bool ended_ = false;
    std::optional<Problem> broken_;
    std::uint64_t input_ = 0;   // bytes of the file that are decoded
    std::uint64_t output_ = 0;  // bytes of text given
    std::vector<DecodeFault> found_;
    std::deque<DecodeFault> faults_;  // offsets from the start of the text and of the file
};

}  // namespace flowspace
