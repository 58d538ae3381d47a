#include "viewer/export/film_writer.h"

#include "data/project/atomic_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <sstream>
#include <system_error>

namespace flowspace {
namespace {

namespace fs = std::filesystem;

constexpr int seconds_a_part = 10;
constexpr int most_px = 4096;  // of a side: the largest that H.264 decoders are sure to take

/// What was expected for a file to be written.
enum class Expected : std::uint8_t { folder, room, name };

/// Of a full disk as every other file says it.
std::optional<Error> full_disk(const fs::path& path, int error, Language language) {
    const Problem problem = cannot_write(path, error);
    if (problem.code != "disk-full") return std::nullopt;
    return Error{format_problem(problem, language)};
}

/// The encoder says in its own words why it ended: where that is a full disk, the film is what lacks room.
Error of_encoder(const Error& error, const fs::path& out, Language language) {
    for (const int full : {ENOSPC, EDQUOT, EFBIG})
        if (error.message.find(std::generic_category().message(full)) != std::string::npos)
            return *full_disk(out, full, language);
    return error;
}

Error cannot(const fs::path& path, std::string_view why, Expected expected, Language language) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 3> words = {
        {{"可写的文件夹", "a folder that can be written to"},
         {"磁盘有余量", "room on the disk"},
         {"可写的文件名", "a name that can be written to"}}};
    const auto& [zh, en] = words[static_cast<std::size_t>(expected)];
    return Error{language == Language::zh
                     ? fmt::format("{}：无法写入：{}，应为{}", path.string(), why, zh)
                     : fmt::format("{}: cannot-write: {}, expected {}", path.string(), why, en)};
}
Error cannot(const fs::path& path, Expected expected, Language language) {
    if (auto full = full_disk(path, errno, language)) return *full;
    return cannot(path, std::strerror(errno), expected, language);
}

std::string read_text(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

/// Only what a folder of pictures holds: NNNNNN.png.
bool is_frame_name(const std::string& name) {
    return name.size() >= 10 && name.ends_with(".png") &&
           std::all_of(name.begin(), name.end() - 4, [](char c) { return c >= '0' && c <= '9'; });
}

bool holds_only_frames(const fs::path& folder) {
    std::error_code failed;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder, failed))
        if (!is_frame_name(entry.path().filename().string())) return false;
    return !failed;
}

bool flush(const fs::path& path) {
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) return false;
    const bool flushed = ::fsync(file) == 0;
    ::close(file);
    return flushed;
}

/// Arguments without blanks of their own, and then others.
std::vector<std::string> words(std::string_view plain, std::vector<std::string> more = {}) {
    std::vector<std::string> all;
    std::istringstream text{std::string(plain)};
    for (std::string word; text >> word;) all.push_back(word);
    std::ranges::move(more, std::back_inserter(all));
    return all;
}

void add(std::vector<std::string>& arguments, std::vector<std::string> more) {
    std::ranges::move(more, std::back_inserter(arguments));
}

/// Two threads whatever the machine has: how x264 and VP9 share out work changes what they write. No
/// B-frames: frames lie in the order they are shown, so that parts join without a seam.
std::vector<std::string> codec(FilmKind kind) {
    return kind == FilmKind::webm
               ? words("-c:v libvpx-vp9 -crf 24 -b:v 0 -deadline good -cpu-used 4 -row-mt 1 -threads 2")
               : words("-c:v libx264 -preset medium -crf 18 -bf 0 -threads 2");
}

constexpr std::string_view quiet = "-nostdin -hide_banner -loglevel error -y ";
constexpr std::string_view same_bytes = "-fflags +bitexact -flags:v +bitexact ";  // no dates, no versions

std::vector<std::string> part_arguments(const FilmSpec& spec, FilmKind kind, const fs::path& to) {
    std::vector<std::string> arguments =
        words(fmt::format("{} -f rawvideo -pix_fmt rgb24 -s {}x{} -framerate {} -i pipe:0 -vf "
                          "scale=out_color_matrix=bt709:out_range=tv:flags=accurate_rnd+full_chroma_int",
                          quiet, spec.width_px, spec.height_px, spec.fps));
    add(arguments, codec(kind));
    add(arguments,
        words(fmt::format("-pix_fmt yuv420p -colorspace bt709 -color_primaries bt709 -color_trc bt709 "
                          "-color_range tv {} -f nut",
                          same_bytes),
              {to.string()}));
    return arguments;
}

/// `list` names the parts beside it, and nothing else.
std::vector<std::string> join_arguments(const FilmSpec& spec, FilmKind kind, const fs::path& list,
                                        const fs::path& to) {
    std::vector<std::string> arguments = words(fmt::format("{} -f concat -i", quiet), {list.string()});
    add(arguments, words(fmt::format("-c copy {}", same_bytes)));
    std::string comment;  // players know no key for a filter, and the program's is the encoder's
    for (const auto& [key, text] : spec.texts)
        if (key == "Comment" || key == "Filter" || key == "Software")
            comment += (comment.empty() ? "" : "; ") + (key == "Filter" ? "filter: " + text : text);
    if (!comment.empty()) add(arguments, {"-metadata", "comment=" + comment});
    for (const auto& [key, text] : spec.texts)
        for (const auto& [ours, theirs] :
             {std::pair{"Title", "title"}, std::pair{"Description", "description"},
              std::pair{"Source", "copyright"}})
            if (key == ours) add(arguments, {"-metadata", fmt::format("{}={}", theirs, text)});
    if (kind == FilmKind::webm)  // VP9 says the matrix itself; primaries and curve only the container can
        add(arguments, words("-colorspace bt709 -color_primaries bt709 -color_trc bt709 -color_range tv"));
    if (kind == FilmKind::mp4)
        add(arguments, words(fmt::format("-movflags +faststart -video_track_timescale {}", spec.fps * 512)));
    add(arguments, {"-f", kind == FilmKind::mp4 ? "mp4" : "webm", to.string()});
    return arguments;
}

}  // namespace

std::optional<FilmKind> film_kind(const fs::path& out) {
    const std::string ending = out.extension().string();
    if (ending == ".mp4") return FilmKind::mp4;
    if (ending == ".webm") return FilmKind::webm;
    if (ending.empty() && !out.empty()) return FilmKind::pictures;
    return std::nullopt;
}

std::optional<Error> check_film(const FilmSpec& spec) {
    const auto kind = film_kind(spec.out);
    const bool zh = spec.language == Language::zh;
    if (!kind)
        return Error{zh ? fmt::format("-o：得到 '{:.80}'，应为 OUT.mp4、OUT.webm 或文件夹", spec.out.string())
                        : fmt::format("-o: found '{:.80}', expected OUT.mp4, OUT.webm or a folder",
                                      spec.out.string())};
    if (*kind == FilmKind::pictures) return std::nullopt;
    const std::string found = fmt::format("{}x{}", spec.width_px, spec.height_px);
    if (spec.width_px % 2 != 0 || spec.height_px % 2 != 0) {
        const std::string even =
            fmt::format("{}x{}", (spec.width_px + 1) / 2 * 2, (spec.height_px + 1) / 2 * 2);
        return Error{zh ? fmt::format("--size：得到 {}，这种影片的边长应为偶数：{}", found, even)
                        : fmt::format("--size: found {}, expected even sides for a film of this kind: {}",
                                      found, even)};
    }
    if (std::max(spec.width_px, spec.height_px) > most_px)
        return Error{
            zh ? fmt::format("--size：得到 {}，影片边长应至多 {}（图片文件夹可以更大）", found, most_px)
               : fmt::format("--size: found {}, expected sides of at most {} for a film (a folder of "
                             "pictures may be larger)",
                             found, most_px)};
    return std::nullopt;
}

FilmWriter::Lock::~Lock() {
    if (file_ >= 0) ::close(file_);
}

FilmWriter::FilmWriter(FilmSpec spec) : spec_(std::move(spec)), kind_(*film_kind(spec_.out)) {
    folder_ =
        fs::absolute(spec_.out).string() + ".part";  // absolute: ffmpeg takes no part of it for a protocol
    if (spec_.frames_a_part == 0)
        spec_.frames_a_part = static_cast<std::uint64_t>(spec_.fps) * seconds_a_part;
}

FilmWriter::~FilmWriter() = default;

fs::path FilmWriter::part(std::uint64_t row) const {
    return folder_ /
           (kind_ == FilmKind::pictures ? fmt::format("{:06}.png", row) : fmt::format("{:06}.nut", row));
}

Result<FilmWriter> FilmWriter::open(FilmSpec spec) {
    if (auto error = check_film(spec)) return *error;
    FilmWriter writer(std::move(spec));
    std::error_code failed;
    const fs::path& out = writer.spec_.out;
    const Language language = writer.spec_.language;
    const bool zh = language == Language::zh;
    if (writer.kind_ == FilmKind::pictures && fs::exists(out, failed) &&
        (!fs::is_directory(out, failed) || !holds_only_frames(out)))
        return Error{
            zh ? fmt::format("{}：不是影片：其中有其他文件，应为新文件夹，或只含影片图片的文件夹",
                             out.string())
               : fmt::format("{}: not-a-film: found other files there, expected a new folder, or one that "
                             "holds nothing but the pictures of a film",
                             out.string())};
    fs::create_directory(writer.folder_, failed);
    if (failed && !fs::is_directory(writer.folder_))
        return cannot(writer.folder_, failed.message(), Expected::folder, language);
    const int file = ::open((writer.folder_ / "request").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (file < 0) return cannot(writer.folder_, Expected::folder, language);
    writer.lock_ = Lock(file);
    if (::flock(file, LOCK_EX | LOCK_NB) != 0)
        return Error{
            zh ? fmt::format("{}：占用中：另有一次导出正在写它，应一次一个", out.string())
               : fmt::format("{}: busy: another run is at work on it, expected one at a time", out.string())};
    if (auto taken = writer.take_up(); !taken) return taken.error();
    return writer;
}

Result<bool> FilmWriter::take_up() {
    const fs::path request = folder_ / "request";
    const std::string asked = fmt::format("{} {}x{} {} fps {} frames, {} a part\n{}\n",
                                          spec_.out.extension().string(), spec_.width_px, spec_.height_px,
                                          spec_.fps, spec_.frames, spec_.frames_a_part, spec_.request);
    std::error_code failed;
    if (read_text(request) == asked) {
        std::uint64_t row = 0;
        while (row < spec_.frames && fs::exists(part(row), failed)) ++row;
        next_ = kind_ == FilmKind::pictures ? row : std::min(spec_.frames, row * spec_.frames_a_part);
        return true;
    }
    for (const fs::directory_entry& entry : fs::directory_iterator(folder_, failed))
        if (entry.path() != request) fs::remove(entry.path(), failed);
    std::ofstream(request, std::ios::binary | std::ios::trunc) << asked;
    if (read_text(request) != asked) return cannot(request, Expected::room, spec_.language);
    return true;
}

fs::path FilmWriter::memory_after(std::uint64_t part) const {
    return folder_ / fmt::format("{:06}.memory", part);
}

/// The newest that is there: of whole parts it is, of pictures only at every part's end.
std::optional<FilmWriter::Memory> FilmWriter::memory() const {
    for (std::uint64_t parts = next_ / spec_.frames_a_part; parts > 0; --parts) {
        std::string bytes = read_text(memory_after(parts - 1));
        if (!bytes.empty()) return Memory{parts * spec_.frames_a_part, std::move(bytes)};
    }
    return std::nullopt;
}

bool FilmWriter::ends_part() const {
    return next_ + 1 < spec_.frames && (next_ + 1) % spec_.frames_a_part == 0;
}

/// Before the part has its name: a whole part has its memory beside it.
Result<bool> FilmWriter::keep_memory(std::string_view memory) const {
    if (!ends_part() || memory.empty()) return true;
    const auto problem = write_file(memory_after(next_ / spec_.frames_a_part), std::string(memory));
    if (problem) return Error{format_problem(*problem, spec_.language)};
    return true;
}

Result<bool> FilmWriter::add(const Image& frame, std::string_view memory) {
    if (frame.width_px != spec_.width_px || frame.height_px != spec_.height_px || next_ >= spec_.frames)
        return Error{fmt::format("{}: not-a-frame: found {}x{} after {} of {} frames, expected {}x{}",
                                 spec_.out.string(), frame.width_px, frame.height_px, next_, spec_.frames,
                                 spec_.width_px, spec_.height_px)};
    if (auto kept = keep_memory(memory); !kept) return kept;
    const auto added = kind_ == FilmKind::pictures ? add_picture(frame) : add_to_part(frame);
    if (added) ++next_;
    return added;
}

Result<bool> FilmWriter::add_picture(const Image& frame) {
    const auto written = write_png(frame, part(next_), spec_.texts);
    if (!written) return written.error();
    return true;
}

Result<bool> FilmWriter::add_to_part(const Image& frame) {
    const std::uint64_t row = next_ / spec_.frames_a_part;
    const fs::path half = folder_ / "under-way";
    if (!encoder_) {
        auto started = Encoder::start(part_arguments(spec_, kind_, half), spec_.language);
        if (!started) return started.error();
        encoder_ = std::move(*started);
    }
    if (auto written = encoder_->write(frame.rgb); !written)
        return of_encoder(written.error(), spec_.out, spec_.language);
    const bool last = next_ + 1 == spec_.frames || (next_ + 1) % spec_.frames_a_part == 0;
    if (!last) return true;
    const auto finished = encoder_->finish();
    encoder_.reset();
    if (!finished) return of_encoder(finished.error(), spec_.out, spec_.language);
    if (!flush(half) || std::rename(half.c_str(), part(row).c_str()) != 0)
        return cannot(part(row), Expected::room, spec_.language);
    return true;
}

Result<fs::path> FilmWriter::finish() {
    auto moved = kind_ == FilmKind::pictures ? move_folder() : join();
    if (!moved) return moved;
    (void)flush(spec_.out.has_parent_path() ? spec_.out.parent_path() : fs::path("."));
    return moved;
}

Result<fs::path> FilmWriter::join() {
    const fs::path whole = folder_ / "whole";
    std::string list = "ffconcat version 1.0\n";
    for (std::uint64_t row = 0; row * spec_.frames_a_part < spec_.frames; ++row) {
        const std::uint64_t frames = std::min(spec_.frames_a_part, spec_.frames - row * spec_.frames_a_part);
        list += fmt::format("file {}\nduration {:.9f}\n", part(row).filename().string(),
                            static_cast<double>(frames) / spec_.fps);
    }
    const fs::path names = folder_ / "parts.ffconcat";
    if (const auto problem = write_file(names, list)) return Error{format_problem(*problem, spec_.language)};
    auto encoder = Encoder::start(join_arguments(spec_, kind_, names, whole), spec_.language);
    if (!encoder) return encoder.error();
    if (auto finished = encoder->finish(); !finished)
        return of_encoder(finished.error(), spec_.out, spec_.language);
    if (!flush(whole) || std::rename(whole.c_str(), spec_.out.c_str()) != 0)
        return cannot(spec_.out, Expected::name, spec_.language);
    std::error_code failed;
    fs::remove_all(folder_, failed);
    return spec_.out;
}

Result<fs::path> FilmWriter::move_folder() {
    std::error_code failed;
    fs::remove(folder_ / "request", failed);
    for (std::uint64_t row = 0; row * spec_.frames_a_part < spec_.frames; ++row)
        fs::remove(memory_after(row), failed);
    const fs::path old = spec_.out.string() + ".old";
    const bool stood = fs::exists(spec_.out, failed);
    if (stood && std::rename(spec_.out.c_str(), old.c_str()) != 0)
        return cannot(spec_.out, Expected::name, spec_.language);
    if (std::rename(folder_.c_str(), spec_.out.c_str()) != 0) {
        const Error error = cannot(spec_.out, Expected::name, spec_.language);
        if (stood) (void)std::rename(old.c_str(), spec_.out.c_str());
        return error;
    }
    if (stood) fs::remove_all(old, failed);
    return spec_.out;
}

}  // namespace flowspace
