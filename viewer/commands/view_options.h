// The option group VIEW of the command line, shared by the window, stills and films.
#pragma once

#include "data/dataset.h"
#include "data/result.h"
#include "render/scene/frame.h"
#include "render/scene/style.h"
#include "viewer/commands/dataset_options.h"
#include "viewer/export/picture_size.h"
#include "viewer/settings.h"

#include <cstdio>
#include <optional>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace flowspace {

/// What was typed. Forms are checked while parsing; names later, in a dataset.
struct ViewText {
    std::string at = {};
    std::string theme = {};
    std::string labels = {};
    std::string camera = {};
    std::string fit = {};
    std::string arcs = {};
    std::string level = {};
    std::string versus_from = {}, versus_to = {};
    std::string change = {};
    std::string space = {};
    std::string scale_from = {}, scale_to = {};
    std::vector<std::string> beside = {};  // one per further map: WORD=VALUE,...
    bool per_layer = false, own_scales = false;
    std::optional<double> swipe = {};
    bool keeps_language = false;  // the base's, and its labels: a project's, and --lang was not given
    std::string shared = {};      // NAME.flowview.json
};

/// `text` must outlive the parsing: keep it in a shared_ptr that the command's callback holds. --lang is an
/// option of the whole program.
void add_view_options(CLI::App& app, Language language, ViewText& text);

/// The settings of --view FILE, or the defaults; what does not fit the data is told on `to`. Errors: those of
/// open_shared_view.
Result<Settings> base_of_view(const ViewText& text, const Dataset& dataset, Language language, std::FILE* to);

/// Who draws the arcs of stills and films: not the machine's choice, so that the same request gives the same
/// picture everywhere. The processor's arcs are the same to the bit on every processor, with any number of
/// threads, and cost a few ms where OpenGL is software; pictures above 8K (7680x4320) are OpenGL's, which
/// needs two thirds of the memory.
ArcPath arcs_of_exports(const ViewText& text, PictureSize size);

struct ViewRequest {
    Settings settings = {};
    ArcPath arcs =
        ArcPath::automatic;  // the window chooses by machine; stills and films: see arcs_of_exports
    std::vector<LonLat> fit =
        {};  // where --fit names something: what the camera is to show, by fit() of camera.h
};

/// What a project keeps of how it was looked at, with `text` over it: options given win over the project.
struct OpenedView {
    Settings settings = {};
    bool has_camera = false;    // the project says where the map is looked at from
    bool has_language = false;  // and in which language
};
OpenedView opened_view(const OpenedDataset& opened);

/// Whether --lang stands on the command line of `app`, a subcommand, or before it.
bool language_given(const CLI::App& app);

/// `base` with what was asked for put into its style, camera and filter.window (--at: the step that holds the
/// time). Errors: a time at which the table has no step, a place or group that the dataset does not have,
/// --fit of a place or group without members.
Result<ViewRequest> parse_view(const ViewText& text, const Settings& base, const Dataset& dataset,
                               Language language);

/// LON,LAT,WIDTH_KM,TILT,BEARING (at least LON,LAT; what is left out stays as in `base`). Errors say which
/// number is out of range.
Result<Camera> parse_camera(const std::string& text, const Camera& base);

}  // namespace flowspace
