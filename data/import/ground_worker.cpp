#include "data/import/ground_worker.h"

#include "data/import/limits.h"
#include "data/pack/byte_writer.h"

#include <fmt/format.h>

#include <filesystem>
#include <system_error>
#include <utility>
#include <vector>

namespace flowspace {
namespace {

namespace fs = std::filesystem;

/// The files that make up a Shapefile, as far as they are plain files beside it.
std::vector<std::string> with_its_set(const std::string& path) {
    std::vector<std::string> all = {path};
    for (const char* extension : {".shx", ".dbf", ".prj", ".cpg", ".SHX", ".DBF", ".PRJ", ".CPG"}) {
        fs::path beside = path;
        beside.replace_extension(extension);
        std::error_code failed;
        if (beside != path && fs::symlink_status(beside, failed).type() == fs::file_type::regular)
            all.push_back(beside.string());
    }
    return all;
}

Result<WorkerAnswer> ask_about(const std::string& path, std::string_view job, const std::stop_token& stop,
                               WorkerOptions worker) {
    worker.program = WorkerProgram::formats;
    worker.silence = patience_for(path, worker.silence);
    Result<WorkerSession> session = WorkerSession::start(with_its_set(path), worker, stop);
    if (!session) return session.error();
    pack::ByteWriter arguments;
    arguments.text(path);
    Result<WorkerAnswer> answer = session->ask(job, arguments.bytes(), {}, stop);
    if (answer || !session->fault().code.empty() || answer.error().message == "stopped") return answer;
    return Error{fmt::format("{}: {}", path, answer.error().message)};
}

}  // namespace

Error not_as_agreed(const std::string& file, std::string_view found) {
    return Error{format_problem({.file = file,
                                 .code = "worker-answer",
                                 .found = shorten(found, max_found_characters),
                                 .expected = "an answer of the agreed form"})};
}

std::chrono::milliseconds patience_for(const std::string& path, std::chrono::milliseconds least) {
    std::error_code failed;
    const std::uintmax_t bytes = fs::file_size(path, failed);
    return failed ? least : least + std::chrono::milliseconds(bytes / 20'000);  // 20 MB a second
}

Result<OutlineTable> read_outlines_in_worker(const std::string& path, const std::stop_token& stop,
                                             WorkerOptions worker) {
    const Result<WorkerAnswer> answer = ask_about(path, "boundaries", stop, std::move(worker));
    if (!answer) return answer.error();
    pack::ByteReader reader(answer->bytes);
    std::optional<OutlineTable> table = read_outlines(reader);
    if (!table) return not_as_agreed(path, "outlines that cannot be");
    table->path = path;
    return std::move(*table);
}

Result<Terrain> read_terrain_in_worker(const std::string& path, const std::stop_token& stop,
                                       WorkerOptions worker) {
    const Result<WorkerAnswer> answer = ask_about(path, "terrain", stop, std::move(worker));
    if (!answer) return answer.error();
    pack::ByteReader reader(answer->bytes);
    std::optional<Terrain> terrain = read_terrain_bytes(reader);
    if (!terrain) return not_as_agreed(path, "heights that cannot be");
    return std::move(*terrain);
}

}  // namespace flowspace
