// What a film shows, drawn without a window: one renderer, kept from frame to frame.
#pragma once

#include "data/dataset.h"
#include "data/result.h"
#include "render/scene/draw_list.h"
#include "render/scene/frame.h"
#include "render/scene/image.h"
#include "viewer/export/picture_size.h"
#include "viewer/headless.h"
#include "viewer/scene_answers.h"
#include "viewer/settings.h"
#include "viewer/story_time.h"

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace flowspace {

/// What a picture or film was asked for, as its file's metadata tell.
struct Asked {
    std::string title = {};   // of the story; empty: the map's own
    std::string filter = {};  // as options of the command line; empty: none
};

/// What a picture says of itself in its file's metadata: Software with its version, Title, Description (the
/// window of time), Source (with its date), Comment, Filter. No clock is in it: the same request gives the
/// same bytes.
std::vector<std::pair<std::string, std::string>> texts_of(const Furniture& words, const Asked& asked);

class Studio {
public:
    /// `arcs`: who draws them; the processor's are the same to the bit everywhere. Errors are of the machine:
    /// no OpenGL, no fonts, a shader that does not compile.
    static Result<Studio> create(std::shared_ptr<const Dataset> data, ArcPath arcs = ArcPath::cpu,
                                 GlFunctions functions = GlFunctions::load);

    Studio(Studio&&) noexcept;
    Studio& operator=(Studio&&) noexcept;
    ~Studio();

    /// What an analysis of a scene answered elsewhere: it is not asked again.
    void know(const std::shared_ptr<const AnalysisAnswer>& answer);

    int largest_side_px() const;
    /// Waits for every answer. The picture depends on the arguments and, where names on the map stand, on the
    /// frames before. Errors: what the source said where
    /// it refused.
    Result<Image> draw(const StoryFrame& frame, PictureSize size);
    /// As draw(), without reading the picture back: names on the map follow the frames before, so a film that
    /// goes on where it was cut short is led there first.
    Result<bool> follow(const StoryFrame& frame, PictureSize size);
    /// What the next pictures depend on of those before, as bytes; and going on from there.
    std::string memory() const;
    bool recall(std::string_view bytes);
    /// Of the last picture.
    const Furniture& furniture() const;
    /// The camera that shows `points`, or where there are none all of the data, in a picture of this size.
    Camera camera_on(const std::vector<LonLat>& points, const Settings& settings, PictureSize size) const;

private:
    struct State;
    explicit Studio(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace flowspace
