#include "data/import/dialect_guess.h"

#include "data/import/byte_source.h"
#include "data/import/encoding_guess.h"
#include "data/import/layout_guess.h"

#include <algorithm>

namespace flowspace {
namespace {

void count_lines(std::string_view text, TextSniff& sniff) {
    bool lf = false, crlf = false, cr = false;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '\n') {
            ++sniff.lines;
            (at > 0 && text[at - 1] == '\r' ? crlf : lf) = true;
        } else if (text[at] == '\r' && at + 1 < text.size() && text[at + 1] != '\n') {
            cr = true;
        }
    }
    const int kinds = int{lf} + int{crlf} + int{cr};
    sniff.line_ends = kinds > 1 ? LineEnds::mixed
                      : lf      ? LineEnds::lf
                      : crlf    ? LineEnds::crlf
                      : cr      ? LineEnds::cr
                                : LineEnds::none;
}

std::string_view without_mark(std::string_view bytes) {
    return bytes.substr(byte_order_mark(bytes.substr(0, longest_byte_order_mark)).size);
}

}  // namespace

std::vector<std::string> TextSniff::questions() const {
    std::vector<std::string> all;
    for (const TextCandidate& candidate : candidates)
        if (candidate.likelihood == Likelihood::equal &&
            std::ranges::find(all, candidate.differs_in) == all.end())
            all.push_back(candidate.differs_in);
    return all;
}

TextSniff sniff_bytes(std::string_view bytes, SniffedPart part) {
    const Ending ending = part == SniffedPart::whole ? Ending::last : Ending::more;
    const EncodingGuess encodings = guess_encoding(bytes, ending);
    TextSniff sniff{.marked = encodings.marked, .whole = part == SniffedPart::whole, .bytes = bytes.size()};
    std::vector<DecodeFault> faults;
    const auto decoded = [&](TextEncoding encoding) {
        return decode_all(encoding, without_mark(bytes), ending, faults);
    };
    const EncodingCandidate& best = encodings.candidates.front();
    const std::string text = decoded(best.encoding);
    count_lines(text, sniff);
    const LayoutGuess layouts = guess_layout(text, ending);
    sniff.best = layouts.best;
    sniff.best.encoding = best.encoding;
    sniff.bad_bytes = best.bad_bytes;
    sniff.sample = sample_records(text, ending, sniff.best, sniffed_records);
    for (std::size_t other = 1; other < encodings.candidates.size(); ++other) {
        TextCandidate candidate{.dialect = sniff.best,
                                .likelihood = encodings.sure ? Likelihood::possible : Likelihood::equal,
                                .differs_in = "encoding",
                                .bad_bytes = encodings.candidates[other].bad_bytes};
        candidate.dialect.encoding = encodings.candidates[other].encoding;
        candidate.sample =
            sample_records(decoded(candidate.dialect.encoding), ending, candidate.dialect, candidate_records);
        sniff.candidates.push_back(std::move(candidate));
    }
    for (const LayoutCandidate& layout : layouts.others) {
        TextCandidate candidate{.dialect = layout.dialect,
                                .likelihood = layout.equal ? Likelihood::equal : Likelihood::possible,
                                .differs_in = layout.differs_in,
                                .bad_bytes = best.bad_bytes,
                                .sample = sample_records(text, ending, layout.dialect, candidate_records)};
        candidate.dialect.encoding = best.encoding;
        sniff.candidates.push_back(std::move(candidate));
    }
    std::ranges::stable_sort(sniff.candidates, std::ranges::greater{}, &TextCandidate::likelihood);
    return sniff;
}

std::optional<Problem> sniff_text(const std::filesystem::path& path, TextSniff& sniff) {
    ByteSource source;
    if (auto problem = source.open(path)) return problem;
    std::string bytes(sniffed_bytes + 1, '\0');
    std::size_t got = 0;
    const std::optional<Problem> broken = source.read(bytes, got);
    if (got == 0)
        return broken
                   ? broken
                   : Problem{
                         .code = "empty-file", .found = "0 bytes", .expected = "a table with a header row"};
    bytes.resize(got);
    const bool whole = got <= sniffed_bytes && !broken;
    sniff = sniff_bytes(std::string_view(bytes).substr(0, sniffed_bytes),
                        whole ? SniffedPart::whole : SniffedPart::beginning);
    sniff.packing = source.packing();
    return std::nullopt;
}

}  // namespace flowspace
