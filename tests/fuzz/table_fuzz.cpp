// Any bytes as a table: rows in are rows kept and refused, every problem has its place and words, every value
// is finite.
#include "data/import/open_files.h"
#include "tests/fuzz/expect.h"
#include "tests/fuzz/memory_path.h"

#include <cmath>
#include <cstddef>
#include <cstdint>

namespace {

flowspace::Dataset few_places() {
    auto atlas = std::make_shared<flowspace::Atlas>();
    atlas->places = {{.id = "110000", .name_zh = "北京市", .name_en = "Beijing"},
                     {.id = "120000", .name_zh = "天津市", .name_en = "Tianjin"},
                     {.id = "320200", .name_zh = "无锡市", .name_en = "Wuxi"}};
    flowspace::Dataset dataset;
    dataset.atlas = atlas;
    return dataset;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace flowspace;
    static const Dataset built_in = few_places();
    static fuzz::MemoryPath path("table.csv");
    path.fill(data, size);
    const std::vector<std::filesystem::path> paths = {path.path()};
    const std::vector<SourceFile> files = check_files(paths, {}, built_in);
    FLOWSPACE_EXPECT(files.size() == 1);
    FLOWSPACE_EXPECT(files[0].rows_kept <= files[0].rows_in);
    for (const Problem& problem : files[0].problems) {
        FLOWSPACE_EXPECT(!meaning(problem.code).zh.empty());
        FLOWSPACE_EXPECT(format_problem(problem).size() < 4 * 400);
    }
    const Result<Dataset> opened = open_files(paths, {}, built_in);
    if (!opened) return 0;
    FLOWSPACE_EXPECT(opened->flows->row_count() <= files[0].rows_kept);
    return 0;
}
