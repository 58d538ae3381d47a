#include "data/import/unpacker.h"

#include "data/import/limits.h"

#include <zlib.h>
#include <zstd.h>
#include <zstd_errors.h>

#include <algorithm>

namespace flowspace {
namespace {

constexpr int gzip_window = 15 + 16;                        // zlib: largest window, gzip wrapping
constexpr std::size_t most_at_once = std::size_t{1} << 30;  // zlib counts in 32 bit

Problem whole_file(std::string code, std::string found, std::string expected) {
    return {.code = std::move(code), .found = std::move(found), .expected = std::move(expected)};
}

}  // namespace

Packing packing_of(std::string_view first_bytes) {
    if (first_bytes.starts_with("\x1f\x8b")) return Packing::gzip;
    if (first_bytes.starts_with("\x28\xb5\x2f\xfd")) return Packing::zstd;
    const bool skippable = first_bytes.size() >= 4 && (first_bytes[0] & '\xf0') == '\x50' &&
                           first_bytes.substr(1, 3) == "\x2a\x4d\x18";
    return skippable ? Packing::zstd : Packing::none;
}

std::string_view key(Packing packing) {
    return packing == Packing::gzip ? "gzip" : packing == Packing::zstd ? "zstd" : "";
}

struct Unpacker::State {
    Packing packing = Packing::none;
    z_stream gzip{};
    ZSTD_DCtx* zstd = nullptr;
    bool between = true;  // members or frames

    ~State() {
        if (packing == Packing::gzip) inflateEnd(&gzip);
        ZSTD_freeDCtx(zstd);
    }

    std::optional<Problem> unpack_gzip(std::span<const char> from, std::span<char> to, Step& step) {
        const auto avail_in = static_cast<uInt>(std::min(from.size(), most_at_once));
        const auto avail_out = static_cast<uInt>(std::min(to.size(), most_at_once));
        gzip.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(from.data()));
        gzip.next_out = reinterpret_cast<Bytef*>(to.data());
        gzip.avail_in = avail_in;
        gzip.avail_out = avail_out;
        std::optional<Problem> problem;
        while (!problem && gzip.avail_in > 0 && gzip.avail_out > 0) {
            between = false;
            const int status = inflate(&gzip, Z_NO_FLUSH);
            if (status == Z_STREAM_END) {
                between = true;
                inflateReset(&gzip);
            } else if (status != Z_OK && status != Z_BUF_ERROR) {
                problem = whole_file("bad-gzip", gzip.msg ? gzip.msg : "damaged data", "gzip data");
            }
        }
        step = {avail_in - gzip.avail_in, avail_out - gzip.avail_out};
        return problem;
    }

    std::optional<Problem> unpack_zstd(std::span<const char> from, std::span<char> to, Step& step) {
        ZSTD_inBuffer in{from.data(), from.size(), 0};
        ZSTD_outBuffer out{to.data(), to.size(), 0};
        std::optional<Problem> problem;
        while (!problem && out.pos < out.size) {
            const std::size_t before = in.pos + out.pos;
            const std::size_t status = ZSTD_decompressStream(zstd, &out, &in);
            if (ZSTD_isError(status)) {
                const bool window = ZSTD_getErrorCode(status) == ZSTD_error_frameParameter_windowTooLarge;
                problem = window ? whole_file("too-large", "a zstd window of more than 128 MiB",
                                              "a file packed without --long or with --long=27")
                                 : whole_file("bad-zstd", ZSTD_getErrorName(status), "zstd data");
            } else if (in.pos + out.pos != before) {
                between = status == 0;
            } else {
                break;
            }
        }
        step = {in.pos, out.pos};
        return problem;
    }
};

Unpacker::Unpacker(std::unique_ptr<State> state) : state_(std::move(state)) {}
Unpacker::Unpacker(Unpacker&&) noexcept = default;
Unpacker& Unpacker::operator=(Unpacker&&) noexcept = default;
Unpacker::~Unpacker() = default;

std::optional<Unpacker> Unpacker::make(Packing packing) {
    auto state = std::make_unique<State>();
    if (packing == Packing::gzip) {
        if (inflateInit2(&state->gzip, gzip_window) != Z_OK) return std::nullopt;
    } else {
        state->zstd = ZSTD_createDCtx();
        if (!state->zstd) return std::nullopt;
        ZSTD_DCtx_setParameter(state->zstd, ZSTD_d_windowLogMax, max_zstd_window_log);
    }
    state->packing = packing;
    return Unpacker(std::move(state));
}

std::optional<Problem> Unpacker::unpack(std::span<const char> from, std::span<char> to, Step& step) {
    return state_->packing == Packing::gzip ? state_->unpack_gzip(from, to, step)
                                            : state_->unpack_zstd(from, to, step);
}

std::optional<Problem> Unpacker::finish() const {
    if (state_->between) return std::nullopt;
    return whole_file(state_->packing == Packing::gzip ? "truncated-gzip" : "truncated-zstd",
                      "the end of the file", "the rest of the compressed data");
}

}  // namespace flowspace
