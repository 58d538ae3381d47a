// Any bytes as a project: problems with words, or a project that is written and read back as itself.
#include "data/project/project_json.h"
#include "tests/fuzz/expect.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace flowspace;
    const ProjectReading reading =
        read_project(std::string_view(reinterpret_cast<const char*>(data), size), "a.flowspace.json");
    FLOWSPACE_EXPECT(reading.problems.size() <= 100);
    for (const Problem& problem : reading.problems)
        FLOWSPACE_EXPECT(!meaning(problem.code).zh.empty() && !meaning(problem.code).en.empty());
    if (!reading.problems.empty()) return 0;
    const std::string written = write_project(reading.project);
    const ProjectReading again = read_project(written, "a.flowspace.json");
    FLOWSPACE_EXPECT(again.problems.empty() && again.project == reading.project);
    FLOWSPACE_EXPECT(write_project(again.project) == written);
    return 0;
}
