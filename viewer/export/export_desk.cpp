#include "viewer/export/export_desk.h"

#include "data/project/atomic_file.h"
#include "viewer/shared_view.h"
#include "viewer/strings.h"

#include <fmt/format.h>
#include <unistd.h>

#include <string>

namespace flowspace {
namespace {

namespace fs = std::filesystem;

}  // namespace

ExportDesk::~ExportDesk() {
    std::error_code ignored;
    if (!view_.empty()) fs::remove(view_, ignored);
}

std::optional<Error> ExportDesk::start(const Wish& wish) {
    const Language language = wish.settings.style.language;
    if (!wish.opened.saved) return Error{ui(Text::export_save_first, language)};
    const fs::path path = wish.choice.path;
    std::error_code failed;
    if (path.filename().empty() || path.extension() != ending_of(wish.choice.kind))
        return Error{
            format_ui(Text::export_bad_name, language, wish.choice.path, ending_of(wish.choice.kind))};
    const fs::path folder = path.has_parent_path() ? path.parent_path() : fs::path(".");
    if (!fs::is_directory(folder, failed))
        return Error{format_ui(Text::export_no_folder, language, folder.string())};
    const fs::path program = fs::read_symlink("/proc/self/exe", failed);
    view_ = fs::temp_directory_path() / fmt::format("flowspace-export-{}.flowview.json", ::getpid());
    const std::string text = write_shared_view(wish.settings, wish.data);
    if (const auto problem = write_file(view_, text)) return Error{format_problem(*problem, language)};
    std::vector<std::string> arguments = export_arguments(wish.choice, wish.opened.arguments, view_.string());
    arguments.insert(arguments.end(), {"--lang", language == Language::zh ? "zh" : "en"});
    run_.start(program.string(), arguments, wish.choice.path);
    return std::nullopt;
}

}  // namespace flowspace
