// Small pictures of a story's scenes for who presents, drawn on a thread beside the frame.
#pragma once

#include "data/dataset.h"
#include "render/scene/image.h"
#include "viewer/export/picture_size.h"
#include "viewer/scene_answers.h"
#include "viewer/story.h"
#include "viewer/story_time.h"

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

namespace flowspace {

/// Each picture is drawn once, the next scene's first. Nothing here waits for the thread but the destructor,
/// for one picture at most. Data in a database are not asked for pictures beforehand.
class ScenePreviews {
public:
    /// What one picture is of: all that it depends on.
    struct Wish {
        std::shared_ptr<const Dataset> data = {};
        StoryFrame frame = {};
        std::shared_ptr<const AnalysisAnswer> answer = {};  // to the scene's analysis
        PictureSize size = {};
    };
    /// Nothing where it cannot be drawn. Made, called and ended on the thread.
    using Draw = std::function<std::optional<Image>(const Wish&)>;
    using MakeDraw = std::function<Draw()>;

    /// `ready`: called on the thread when a picture is there.
    ScenePreviews(MakeDraw make, std::function<void()> ready);
    ~ScenePreviews();
    ScenePreviews(const ScenePreviews&) = delete;
    ScenePreviews& operator=(const ScenePreviews&) = delete;

    struct Telling {
        std::shared_ptr<const Story> story = {};
        std::shared_ptr<const Dataset> data = {};
        const Settings& reader;  // whose language and theme
        std::size_t row = 0;     // the present scene
        double aspect = 0;       // of the audience's picture, width over height
    };
    /// Takes over what is finished, and has the next one drawn. What the analyses answer comes from
    /// `answers`: a scene whose analysis is still under way is drawn later.
    void update(const Telling& telling, SceneAnswers& answers);
    /// The telling is over: pictures, and what draws them, go.
    void rest();

    struct Preview {
        std::shared_ptr<const Image> picture = {};  // null: none yet, or none at all
        bool refused = false;                       // none will come

        bool operator==(const Preview&) const = default;
    };
    Preview of(std::size_t row) const;

private:
    struct Order {
        std::uint64_t telling = 0;
        std::size_t row = 0;
        Wish wish = {};
    };
    struct Finished {
        std::uint64_t telling = 0;
        std::size_t row = 0;
        std::optional<Image> image = {};
    };
    void take_finished();
    std::optional<Wish> wish_for(std::size_t row, const Telling& telling, SceneAnswers& answers) const;
    void order(Order order);
    void work(const std::stop_token& stop);

    MakeDraw make_;
    std::function<void()> ready_;
    // Of the frame's thread.
    std::shared_ptr<const Story> story_ = {};
    std::shared_ptr<const Dataset> data_ = {};
    Style style_ = {};
    double aspect_ = 0;
    std::uint64_t telling_ = 0;
    std::map<std::size_t, Preview> previews_;  // by scene
    bool ordered_ = false;                     // one is under way
    // Shared with the thread.
    mutable std::mutex mutex_;
    std::condition_variable_any wake_;
    std::optional<Order> order_;
    std::optional<Finished> finished_;
    bool resting_ = true;
    std::jthread worker_;  // last: ends before what it uses
};

/// By a renderer of its own, at the lowest priority. Pre: OpenGL's functions are loaded.
ScenePreviews::Draw draw_by_studio();

/// Every 2 x 2 px one. Pre: even sides.
Image halved(const Image& image);

}  // namespace flowspace
