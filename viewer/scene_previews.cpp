#include "viewer/scene_previews.h"

#include "viewer/export/studio.h"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace flowspace {
namespace {

constexpr int drawn_height_px = 720;  // twice the preview's: words are in proportion to the picture
constexpr std::size_t most_kept = 48, kept_around = 8;

}  // namespace

ScenePreviews::ScenePreviews(MakeDraw make, std::function<void()> ready)
    : make_(std::move(make)), ready_(std::move(ready)) {}

ScenePreviews::~ScenePreviews() = default;

void ScenePreviews::take_finished() {
    std::optional<Finished> finished;
    {
        const std::lock_guard lock(mutex_);
        finished = std::exchange(finished_, std::nullopt);
    }
    if (!finished) return;
    ordered_ = false;
    if (finished->telling != telling_) return;
    Preview& preview = previews_[finished->row];
    preview.refused = !finished->image;
    if (finished->image) preview.picture = std::make_shared<const Image>(std::move(*finished->image));
}

/// Nothing while its analysis is under way.
std::optional<ScenePreviews::Wish> ScenePreviews::wish_for(std::size_t row, const Telling& telling,
                                                           SceneAnswers& answers) const {
    Settings reader = telling.reader;
    reader.style.reduced_motion = true;  // as a still
    Wish wish{.data = telling.data,
              .frame = story_frame(*telling.story, *telling.data, still_time_s(*telling.story, row), reader)};
    Settings asked = wish.frame.settings;
    if (wish.frame.analysed) asked.filter.window = *wish.frame.analysed;
    const std::optional<SceneAnswer> known = answers.known(asked);
    if (!known) return std::nullopt;
    wish.answer = known->answer;
    if (!wish.answer) wish.frame.settings.analysis = {};
    const double width_px = drawn_height_px * std::clamp(telling.aspect, 0.25, 4.0);
    wish.size = {2 * static_cast<int>(std::lround(width_px / 2)), drawn_height_px};
    return wish;
}

void ScenePreviews::order(Order order) {
    ordered_ = true;
    {
        const std::lock_guard lock(mutex_);
        order_ = std::move(order);
        resting_ = false;
    }
    if (!worker_.joinable()) worker_ = std::jthread([this](const std::stop_token& stop) { work(stop); });
    wake_.notify_all();
}

void ScenePreviews::update(const Telling& telling, SceneAnswers& answers) {
    take_finished();
    const Style& style = telling.reader.style;
    if (telling.story != story_ || telling.data != data_ || !(style == style_) || telling.aspect != aspect_) {
        story_ = telling.story;
        data_ = telling.data;
        style_ = style;
        aspect_ = telling.aspect;
        previews_.clear();
        ++telling_;
    }
    if (previews_.size() > most_kept)
        std::erase_if(previews_, [&](const auto& kept) {
            return kept.first > telling.row + kept_around || kept.first + kept_around < telling.row;
        });
    if (ordered_) return;
    for (const std::size_t row : std::array{telling.row + 1, telling.row, telling.row + 2}) {
        if (row >= telling.story->scenes.size() || previews_.contains(row)) continue;
        if (telling.data->flows->is_remote()) {
            previews_[row].refused = true;
            continue;
        }
        if (auto wish = wish_for(row, telling, answers)) return order({telling_, row, std::move(*wish)});
    }
}

void ScenePreviews::rest() {
    story_.reset();
    data_.reset();
    previews_.clear();
    ++telling_;
    const std::lock_guard lock(mutex_);
    resting_ = true;
    wake_.notify_all();
}

ScenePreviews::Preview ScenePreviews::of(std::size_t row) const {
    const auto found = previews_.find(row);
    return found == previews_.end() ? Preview{} : found->second;
}

void ScenePreviews::work(const std::stop_token& stop) {
    // Of this thread, and of those that its OpenGL starts: the audience's picture goes before. Source:
    // setpriority(2), which on Linux means one thread.
    ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), 19);
    Draw draw;  // outlives the lock
    std::unique_lock lock(mutex_);
    for (;;) {
        wake_.wait(lock, stop, [&] { return order_ || (resting_ && draw); });
        if (stop.stop_requested()) break;
        const std::optional<Order> order = std::exchange(order_, std::nullopt);
        lock.unlock();
        std::optional<Image> image;
        if (order) {
            if (!draw) draw = make_();
            image = draw(order->wish);
        } else {
            draw = nullptr;
        }
        lock.lock();
        if (!order) continue;
        finished_ = {order->telling, order->row, std::move(image)};
        ready_();
    }
    lock.unlock();
}

ScenePreviews::Draw draw_by_studio() {
    struct Own {
        std::shared_ptr<const Dataset> data = {};
        std::optional<Studio> studio = {};
        bool refused = false;
    };
    return [own = std::make_shared<Own>()](const ScenePreviews::Wish& wish) -> std::optional<Image> {
        if (own->data != wish.data) {
            *own = {.data = wish.data};
            auto studio = Studio::create(wish.data, ArcPath::automatic, GlFunctions::as_loaded);
            own->refused = !studio;
            if (studio) own->studio = std::move(*studio);
        }
        if (own->refused) return std::nullopt;
        own->studio->know(wish.answer);
        const auto image = own->studio->draw(wish.frame, wish.size);
        if (!image) return std::nullopt;
        return halved(*image);
    };
}

Image halved(const Image& image) {
    Image small{.width_px = image.width_px / 2, .height_px = image.height_px / 2};
    const auto row_bytes = static_cast<std::size_t>(3 * image.width_px);
    small.rgb.reserve(image.rgb.size() / 4);
    for (int y = 0; y < small.height_px; ++y)
        for (int x = 0; x < small.width_px; ++x)
            for (std::size_t channel = 0; channel < 3; ++channel) {
                const std::size_t at =
                    2 * static_cast<std::size_t>(y) * row_bytes + 6 * static_cast<std::size_t>(x) + channel;
                const unsigned sum = image.rgb[at] + image.rgb[at + 3] + image.rgb[at + row_bytes] +
                                     image.rgb[at + row_bytes + 3] + 2U;
                small.rgb.push_back(static_cast<std::uint8_t>(sum / 4));
            }
    return small;
}

}  // namespace flowspace
