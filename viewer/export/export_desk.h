// Takes the wish for a picture or film to the program that makes it: the view as a file, and a run beside the
// window.
#pragma once

#include "data/dataset.h"
#include "data/result.h"
#include "viewer/export/export_choice.h"
#include "viewer/export/export_run.h"
#include "viewer/settings.h"
#include "viewer/trace.h"

#include <filesystem>
#include <optional>

namespace flowspace {

class ExportDesk {
public:
    ExportDesk() = default;
    ~ExportDesk();
    ExportDesk(const ExportDesk&) = delete;
    ExportDesk& operator=(const ExportDesk&) = delete;

    bool running() const { return run_.running(); }
    const ExportState& state() const { return run_.state(); }
    bool update() { return run_.update(); }
    void pause() { run_.pause(); }
    void resume() { run_.resume(); }
    void cancel() { run_.cancel(); }

    /// What is on screen, as it is opened anew: the file says what this view says now, whatever changes
    /// later.
    struct Wish {
        const ExportChoice& choice;
        const Settings& settings;
        const Dataset& data;
        const OpenedAs& opened;
    };
    /// Pre: not running(). Errors, in the language of the settings: tables that only a saved project opens
    /// the same way, a name that is no file's, a folder that cannot be written to.
    std::optional<Error> start(const Wish& wish);

private:
    ExportRun run_;
    std::filesystem::path view_ = {};  // of the run under way
};

}  // namespace flowspace
