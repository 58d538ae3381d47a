// What the program says of its state, as one line of JSON: for tests that drive the real window.
#pragma once

#include "viewer/hover.h"
#include "viewer/import_session.h"
#include "viewer/layout.h"
#include "viewer/pipeline.h"
#include "viewer/presenter.h"
#include "viewer/settings.h"
#include "viewer/workspace.h"

#include <array>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace flowspace {

class AnalysisRun;

struct StateView {
    const Dataset& data;
    const Settings& settings;
    const Workspace& workspace;
    const Target& hover;
    const Pipeline& derived;
    const Layout& layout;
    std::array<int, 3> pointer = {};  // x and y that `hover` belongs to, and 1 while a button is down
    bool typing = false;              // a text field has the keyboard
    bool keyboard = false;            // some control has the keyboard's focus
    struct Anchor {
        PlaceId place = {};
        std::array<int, 2> px = {};
    };
    std::vector<Anchor> anchors = {};  // where some places are on screen
    const ImportSession* import = nullptr;
    std::vector<Box> cells = {};  // of maps side by side
    std::string project_path = {};
    const Presenter* presenter = nullptr;  // while a story is told
    double story_s = 0;                    // where in it
    const AnalysisRun* analysis = nullptr;
};

/// Layers, places and groups by their ids, pairs as "origin>destination"; no line break.
std::string state_json(const StateView& state);

/// Appends a line where it differs from the last one written, and every 30 frames, each with the count of
/// frames; does nothing where `path` is empty.
class StateDump {
public:
    explicit StateDump(std::filesystem::path path) : path_(std::move(path)) {}

    bool wanted() const { return !path_.empty(); }
    /// `state`: as state_json() gives it.
    void write(const std::string& state, std::uint64_t frames);

private:
    std::filesystem::path path_;
    std::string last_;
    std::uint64_t last_frames_ = 0;
};

/// Appends to a file what each frame took, one line each: seconds since the window opened, milliseconds.
class FrameTimes {
public:
    explicit FrameTimes(const std::filesystem::path& path);

    void add(double began_s, double took_ms);

private:
    struct Close {
        void operator()(std::FILE* file) const { std::fclose(file); }
    };
    std::unique_ptr<std::FILE, Close> file_;  // none: nothing is kept
};

}  // namespace flowspace
