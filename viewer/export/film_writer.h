// Frames to a film: MP4, WebM or a folder of PNG files. What stood there before stays until the new film is
// whole, and a film that was cut short goes on where it was.
#pragma once

#include "data/result.h"
#include "render/scene/image.h"
#include "viewer/export/encoder.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace flowspace {

enum class FilmKind : std::uint8_t { mp4, webm, pictures };

/// By the ending of its name: .mp4, .webm; no ending: a folder of pictures. Nothing for any other.
std::optional<FilmKind> film_kind(const std::filesystem::path& out);

struct FilmSpec {
    std::filesystem::path out = {};
    int width_px = 0, height_px = 0;  // even where the film is no folder: see check_film
    int fps = 30;
    std::uint64_t frames = 0;  // > 0
    std::string request = {};  // what the frames are of: parts of another request are not taken up
    std::vector<std::pair<std::string, std::string>> texts = {};  // Title, Description, Source, Comment
    std::uint64_t frames_a_part = 0;                              // 0: ten seconds; fewer in tests
    Language language = Language::en;                             // of errors
};

/// What is wrong with a film's name and size, in words for the user; nothing: it can be written.
std::optional<Error> check_film(const FilmSpec& spec);

class FilmWriter {
public:
    /// Takes up the parts that a run of the same request left, else begins anew. Errors: those of check_film,
    /// a folder that cannot be written to, a folder of pictures that holds something else, another run that
    /// is at work on the same film.
    static Result<FilmWriter> open(FilmSpec spec);

    FilmWriter(FilmWriter&&) noexcept = default;
    FilmWriter& operator=(FilmWriter&&) noexcept = default;
    ~FilmWriter();

    /// The frame that add() expects: above 0 at the start where an earlier run was cut short.
    std::uint64_t next_frame() const { return next_; }
    /// What the run before left to go on from: its memory() after the frames before `frame`.
    struct Memory {
        std::uint64_t frame = 0;  // <= next_frame()
        std::string bytes = {};
    };
    std::optional<Memory> memory() const;
    /// Whether the next frame is the last of a part: then `memory` is asked of add().
    bool ends_part() const;
    /// `memory`: what the frames to come depend on, once this one is drawn; kept beside a part that it ends.
    /// Pre: of the film's size; next_frame() < frames. Errors: the disk, ffmpeg.
    Result<bool> add(const Image& frame, std::string_view memory = {});
    /// Puts the whole film in its place. Pre: all frames were added.
    Result<std::filesystem::path> finish();

private:
    explicit FilmWriter(FilmSpec spec);
    std::filesystem::path part(std::uint64_t row) const;
    std::filesystem::path memory_after(std::uint64_t part) const;
    Result<bool> take_up();
    Result<bool> add_picture(const Image& frame);
    Result<bool> add_to_part(const Image& frame);
    Result<bool> keep_memory(std::string_view memory) const;
    Result<std::filesystem::path> join();
    Result<std::filesystem::path> move_folder();

    class Lock {
    public:
        Lock() = default;
        explicit Lock(int file) : file_(file) {}
        Lock(Lock&& other) noexcept : file_(std::exchange(other.file_, -1)) {}
        Lock& operator=(Lock&& other) noexcept {
            std::swap(file_, other.file_);
            return *this;
        }
        ~Lock();

    private:
        int file_ = -1;
    };

    FilmSpec spec_;
    FilmKind kind_ = FilmKind::mp4;
    std::filesystem::path folder_;  // of the parts, beside the film
    Lock lock_;
    std::uint64_t next_ = 0;
    std::optional<Encoder> encoder_;  // of the part under way
};

}  // namespace flowspace
