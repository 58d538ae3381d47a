// What presenters wait for: a still of 8K, and a film of 1080p beside its encoder alone.
#include "render/scene/image.h"
#include "viewer/bench/benches.h"
#include "viewer/bench/run_self.h"
#include "viewer/export/film_writer.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <system_error>

namespace flowspace {

namespace {

namespace fs = std::filesystem;

constexpr int width_px = 1920, height_px = 1080, fps = 30, frames = 90;

/// A folder of our own that goes with us.
class Folder {
public:
    Folder() : path_(fs::temp_directory_path() / fmt::format("flowspace-bench-{}", getpid())) {
        fs::create_directories(path_);
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    ~Folder() {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }
    fs::path operator/(const char* name) const { return path_ / name; }

private:
    fs::path path_;
};

/// The same seconds of playing months, as a film or as pictures.
bool film(const fs::path& out) {
    fs::remove_all(out);
    return run_self({"film", "--play", "--size", fmt::format("{}x{}", width_px, height_px), "--fps",
                     fmt::format("{}", fps), "--seconds", fmt::format("{}", frames / fps), "-o",
                     out.string()});
}

/// In the order of their frames.
Result<std::vector<Image>> pictures_in(const fs::path& folder) {
    std::vector<fs::path> files;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder))
        if (entry.path().extension() == ".png") files.push_back(entry.path());
    std::ranges::sort(files);
    std::vector<Image> pictures;
    for (const fs::path& file : files) {
        Result<Image> picture = read_png(file);
        if (!picture) return picture.error();
        pictures.push_back(std::move(*picture));
    }
    return pictures;
}

bool encode(const fs::path& out, const std::vector<Image>& pictures) {
    fs::remove(out);
    auto writer = FilmWriter::open({.out = out,
                                    .width_px = width_px,
                                    .height_px = height_px,
                                    .fps = fps,
                                    .frames = pictures.size(),
                                    .request = "bench"});
    if (!writer) return false;
    for (const Image& picture : pictures)
        if (!writer->add(picture)) return false;
    return static_cast<bool>(writer->finish());
}

}  // namespace

Result<std::vector<BenchResult>> bench_export(const BenchContext& context) {
    const Folder folder;
    const int runs = std::max(3, context.runs / 5);
    bool well = true;
    std::vector<BenchResult> results;
    results.push_back(measure("export/still of 7680x4320, from the start of the program", runs, [&](int) {
        well = run_self({"render", "-o", (folder / "8k.png").string(), "--size", "7680x4320"}) && well;
    }));
    const fs::path kept = folder / "pictures";
    if (!film(kept)) return Error{"bench: export: render-failed: expected a folder of pictures"};
    const Result<std::vector<Image>> pictures = pictures_in(kept);
    if (!pictures) return pictures.error();
    const std::vector<BenchResult> films =
        measure_beside(runs, {{fmt::format("export/{} frames of 1080p as MP4, the encoder alone", frames),
                               [&](int) { well = encode(folder / "alone.mp4", *pictures) && well; }},
                              {fmt::format("export/{} frames of 1080p as MP4, drawn and encoded", frames),
                               [&](int) { well = film(folder / "film.mp4") && well; }}});
    results.insert(results.end(), films.begin(), films.end());
    if (!well)
        return Error{"bench: export: render-failed: found an exit status other than 0, expected a file"};
    return results;
}

}  // namespace flowspace
