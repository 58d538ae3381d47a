#include "viewer/pipeline.h"

#include "data/analysis/aggregation.h"
#include "data/nodes.h"
#include "synthetic.h"
#include "viewer/focus.h"
#include "viewer/hover.h"
#include "viewer/time_brush.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <memory>
#include <optional>
#include <string>
#include <thread>

namespace flowspace {
namespace {

Settings start() { return normalised({}, {.layers = 2, .places = 5, .groups = 2, .pairs = 20}); }

TEST(Pipeline, RecomputesOnlyWhatChanged) {
    Pipeline pipeline(synthetic_dataset());
    Settings settings = start();
    pipeline.update(settings);
    Pipeline::Revisions expected{1, 1, 1, 1, 1, 1, 1};
    EXPECT_EQ(pipeline.revisions(), expected);

    settings.camera.width_km = 100;  // a uniform: nothing is recomputed
    settings.playback.steps_per_s = 8;
    pipeline.update(settings);
    EXPECT_EQ(pipeline.revisions(), expected);

    settings.style.theme = ThemeId::paper;
    pipeline.update(settings);
    ++expected.draw_list;
    EXPECT_EQ(pipeline.revisions(), expected);

    settings.selected = target_of(PlaceId{1});
    pipeline.update(settings);
    ++expected.inspector;
    EXPECT_EQ(pipeline.revisions(), expected);

    settings.show.strongest = 1;
    pipeline.update(settings);
    ++expected.shown;
    ++expected.draw_list;
    EXPECT_EQ(pipeline.revisions(), expected);

    settings.filter.min_value = 500;  // a threshold asks no new sums of the source
    pipeline.update(settings);
    ++expected.sums;
    ++expected.shown;
    ++expected.draw_list;
    EXPECT_EQ(pipeline.revisions(), expected);

    settings.filter.window.to =
        (*parse_time("2020-03")).start;  // all but the chart that the window is chosen in
    pipeline.update(settings);
    expected = {2, 3, 4, 5, 1, 2, 3};
    EXPECT_EQ(pipeline.revisions(), expected);

    settings.focus.groups = {GroupId{0}};  // the figures of the selected place do not depend on the focus
    pipeline.update(settings);
    expected = {3, 4, 5, 6, 2, 3, 3};
    EXPECT_EQ(pipeline.revisions(), expected);
}

TEST(Pipeline, ThresholdsGiveTheSumsTheCommandLineGives) {
    const auto data = synthetic_dataset();
    Pipeline pipeline(data);
    Settings settings = start();
    settings.filter.min_value = 2000;
    settings.filter.max_value = 4000;
    settings.focus = {.places = {PlaceId{1}, PlaceId{3}}, .groups = {}, .direction = Direction::out};
    pipeline.update(settings);
    const auto expected = *select_sums(*data->atlas, *data->flows, effective_filter(*data->atlas, settings));
    ASSERT_EQ(pipeline.sums().size(), expected.size());
    std::size_t kept = 0;
    for (std::size_t layer = 0; layer < expected.size(); ++layer) {
        EXPECT_EQ(pipeline.sums()[layer].sums, expected[layer].sums);
        EXPECT_EQ(pipeline.sums()[layer].counted, expected[layer].counted);
        for (const ExactSum& sum : expected[layer].sums) kept += sum.rows > 0 ? 1 : 0;
    }
    EXPECT_GT(kept, 0U);
}

TEST(Pipeline, ALevelDrawsWhatSumPrintsByGroup) {
    const auto data = synthetic_dataset();
    Pipeline pipeline(data);
    Settings settings = start();
    settings.hierarchy.level = Level::agglomeration;
    settings.show = {.per_place = 100, .strongest = 100'000};
    pipeline.update(settings);
    const auto sums = *select_sums(*data->atlas, *data->flows, effective_filter(*data->atlas, settings));
    std::size_t between = 0;
    for (std::size_t layer = 0; layer < sums.size(); ++layer)
        for (const GroupFlow& flow :
             aggregate(*data->atlas, {data->flows->pairs(), sums[layer].sums, sums[layer].counted}, {})) {
            if (!flow.origin || !flow.destination || flow.origin == flow.destination || flow.sum.rows == 0)
                continue;
            const NodePair ends = {node_of(*data->atlas, *flow.origin),
                                   node_of(*data->atlas, *flow.destination)};
            const auto arc = std::ranges::find_if(pipeline.draw_list().arcs, [&](const ArcItem& item) {
                return item.layer == sums[layer].layer && NodePair{item.origin, item.destination} == ends;
            });
            ASSERT_NE(arc, pipeline.draw_list().arcs.end());
            EXPECT_TRUE(arc->tie);
            EXPECT_EQ(arc->value, value(flow.sum));
            ++between;
        }
    EXPECT_GT(between, 0U) << "no flow between groups: the check could not fail";
    settings.hierarchy = {.by_zoom = true};
    settings.camera.width_km = 400;
    pipeline.update(settings);
    EXPECT_EQ(pipeline.level().level, Level::place);
}

TEST(Pipeline, AComparisonIsTheDifferenceOfTwoSums) {
    const auto data = synthetic_dataset();
    Pipeline pipeline(data);
    Settings settings = start();
    const TimeAxis& axis = data->flows->time_axis();
    settings.comparison.before =
        Window{axis.starts[3], axis.starts[6]};  // the flows grow: back in time they fall
    settings.filter.window = {axis.starts[0], axis.starts[3]};
    settings.filter.min_value = 1;  // chooses by the window compared with
    pipeline.update(settings);
    Filter before = effective_filter(*data->atlas, settings);
    before.window = *settings.comparison.before;
    Filter after = effective_filter(*data->atlas, settings);
    after.min_value.reset();
    const auto was = *select_sums(*data->atlas, *data->flows, before);
    const auto is = *select_sums(*data->atlas, *data->flows, after);
    ASSERT_FALSE(pipeline.draw_list().arcs.empty());
    std::size_t losses = 0;
    for (const ArcItem& arc : pipeline.draw_list().arcs) {
        const std::size_t pair = index(arc.pair), layer = index(arc.layer);
        ASSERT_GT(was[layer].sums[pair].rows, 0U);
        EXPECT_DOUBLE_EQ(arc.value, value(is[layer].sums[pair]) - value(was[layer].sums[pair]));
        ASSERT_TRUE(arc.tone);
        EXPECT_EQ(*arc.tone < 0, arc.value < 0);
        losses += arc.value < 0 ? 1 : 0;
    }
    EXPECT_GT(losses, 0U);
    EXPECT_NE(pipeline.draw_list().furniture.subtitle.find("对比"), std::string::npos);
    settings.comparison.before.reset();
    pipeline.update(settings);
    EXPECT_TRUE(pipeline.changes().empty());
    for (const ArcItem& arc : pipeline.draw_list().arcs) EXPECT_FALSE(arc.tone);
}

float width_of(const Pipeline& pipeline, std::size_t pair) {
    for (const ArcItem& arc : pipeline.draw_list().arcs)
        if (arc.layer == LayerId{0} && index(arc.pair) == pair) return arc.width_px;
    return 0;
}

TEST(Pipeline, ALockedScaleStaysWhileTheWindowMovesAndIsSaid) {
    const auto data = synthetic_dataset();
    Pipeline pipeline(data);
    Settings settings = start();
    settings.filter.layers = {LayerId{0}};
    settings.show = {.per_place = 0, .strongest = 1000};
    const TimeAxis& axis = data->flows->time_axis();
    settings.scale = settings.filter.window = Window{axis.starts[0], axis.starts[1]};
    pipeline.update(settings);
    const std::size_t pair = 3;
    const double first = value(pipeline.sums()[0].sums[pair]);
    const float before = width_of(pipeline, pair), disc = pipeline.draw_list().places[1].radius_px;
    ASSERT_GT(before, 0);
    EXPECT_NE(pipeline.draw_list().furniture.notes.at(0).find("比例锁定于 2020年1月"), std::string::npos);
    settings.filter.window = {axis.starts[0], axis.starts[3]};  // three times the volume
    pipeline.update(settings);
    const double then = value(pipeline.sums()[0].sums[pair]);
    EXPECT_NEAR(width_of(pipeline, pair), before * std::sqrt(then / first), 1e-4) << "the same scale";
    EXPECT_GT(pipeline.draw_list().places[1].radius_px, disc * 1.5f);
    settings.scale.reset();
    pipeline.update(settings);
    EXPECT_NEAR(width_of(pipeline, pair), before, 0.1F) << "it follows the window again";
    EXPECT_TRUE(pipeline.draw_list().furniture.notes.empty());
    settings.filter.window = {axis.starts[0], axis.starts[1]};
    settings = toggled_playing(settings, axis);
    ASSERT_TRUE(settings.playback.playing);
    settings.filter.window = {axis.starts[0], axis.starts[3]};
    pipeline.update(settings);
    EXPECT_NEAR(width_of(pipeline, pair), before * std::sqrt(then / first), 1e-4) << "locked while playing";
    settings.playback.playing = false;
    pipeline.update(settings);
    EXPECT_NEAR(width_of(pipeline, pair), before, 0.1F);
}

TEST(Pipeline, ChangesOfCountsAreTestedAndThoseOfModelledDataNever) {
    const auto data = synthetic_dataset();
    Pipeline pipeline(data, {.background_above = std::nullopt});
    Settings settings = start();
    const TimeAxis& axis = data->flows->time_axis();
    settings.comparison.before = Window{axis.starts[0], axis.starts[1]};
    settings.filter.window = {axis.starts[1], axis.starts[2]};  // each flow grows by one: chance
    settings.show = {.per_place = 0, .strongest = 1000};
    pipeline.update(settings);
    ASSERT_EQ(pipeline.change_tests().size(), 2U);
    EXPECT_GT(pipeline.change_tests()[0].tested, 10U);
    EXPECT_EQ(pipeline.change_tests()[0].like, pipeline.change_tests()[0].tested);
    EXPECT_EQ(pipeline.change_tests()[1].tested, 0U) << "goods are modelled";
    std::size_t faded = 0;
    for (const ArcItem& arc : pipeline.draw_list().arcs) {
        EXPECT_EQ(arc.faded, arc.layer == LayerId{0});
        faded += arc.faded ? 1 : 0;
    }
    EXPECT_GT(faded, 10U);
    const auto said = [&](const char* words) {
        return std::ranges::any_of(pipeline.draw_list().furniture.notes, [&](const std::string& note) {
            return note.find(words) != std::string::npos;
        });
    };
    EXPECT_TRUE(said("与偶然无异"));
    EXPECT_TRUE(said("模拟数据，不作显著性检验"));
    settings.filter.window = {axis.starts[1], axis.starts[10]};
    settings.comparison.measure = ChangeMeasure::share;
    settings.filter.layers = {LayerId{1}};
    pipeline.update(settings);
    EXPECT_FALSE(said("与偶然无异"));
}

TEST(Pipeline, BackgroundGivesTheSameFiguresLater) {
    const auto data = synthetic_dataset();
    Pipeline now(data);
    Pipeline later(data, {.background_above = 0});
    Settings settings = start();
    settings.selected = target_of(GroupId{0});
    now.update(settings);
    later.update(settings);
    for (int tries = 0; tries < 5000 && later.revisions().inspector + later.revisions().time_histogram < 2;
         ++tries) {
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
        later.update(settings);
    }
    EXPECT_EQ(later.inspector().out, now.inspector().out);
    EXPECT_EQ(later.inspector().row_count, now.inspector().row_count);
    ASSERT_EQ(later.time_histogram().layers.size(), 2U);
    EXPECT_EQ(later.time_histogram().layers[0].steps, now.time_histogram().layers[0].steps);
}

/// A source elsewhere: it answers as another does, or fails, or waits until it is given up.
class Elsewhere final : public FlowSource {
public:
    enum class Mood : std::uint8_t { answers, fails, hangs };

    explicit Elsewhere(std::shared_ptr<const FlowSource> behind) : behind_(std::move(behind)) {}
    void turn(Mood mood) { mood_ = mood; }
    std::uint64_t given_up() const { return given_up_; }

    std::span<const LayerInfo> layers() const override { return behind_->layers(); }
    const TimeAxis& time_axis() const override { return behind_->time_axis(); }
    std::span<const Pair> pairs() const override { return behind_->pairs(); }
    std::uint64_t row_count() const override { return behind_->row_count(); }
    bool is_remote() const override { return true; }

private:
    std::optional<Error> wait(const std::stop_token& cancel) const {
        while (mood_ == Mood::hangs) {
            if (cancel.stop_requested()) {
                ++given_up_;
                return Error{"given up"};
            }
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
        if (mood_ == Mood::fails) return Error{"a shard is gone"};
        return std::nullopt;
    }
    Result<std::vector<ExactSum>> sum_pairs(LayerId layer, Window window,
                                            std::stop_token cancel) const override {
        if (const auto failed = wait(cancel)) return *failed;
        return behind_->pair_sums(layer, window);
    }
    Result<std::vector<ExactSum>> sum_steps(LayerId layer, std::span<const std::uint8_t> selected,
                                            std::stop_token cancel) const override {
        if (const auto failed = wait(cancel)) return *failed;
        return behind_->step_sums(layer, selected);
    }

    std::shared_ptr<const FlowSource> behind_;
    std::atomic<Mood> mood_ = Mood::answers;
    mutable std::atomic<std::uint64_t> given_up_ = 0;
};

/// A pipeline over a source elsewhere, with a clock that the test moves.
struct RemoteDesk {
    std::shared_ptr<Elsewhere> source = std::make_shared<Elsewhere>(synthetic_dataset()->flows);
    std::shared_ptr<const Dataset> data = [this] {
        Dataset made = *synthetic_dataset();
        made.flows = source;
        return std::make_shared<const Dataset>(std::move(made));
    }();
    WallTime now = WallTime(std::chrono::seconds(1000));
    Pipeline pipeline{data, {.now = [this] { return now; }}};
    Settings settings = start();

    template <class Done>
    bool update_until(const Done& done) {
        for (int tries = 0; tries < 5000; ++tries) {
            pipeline.update(settings);
            if (done()) return true;
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
        return false;
    }
    double total() const {
        double sum = 0;
        for (const LayerSums& layer : pipeline.sums())
            for (const ExactSum& one : layer.sums) sum += value(one);
        return sum;
    }
};

TEST(RemotePipeline, AFailureKeepsTheLastGoodValueAndSaysSinceWhen) {
    RemoteDesk desk;
    desk.source->turn(Elsewhere::Mood::hangs);
    desk.pipeline.update(desk.settings);  // never waits: nothing is there yet, and nothing is drawn
    EXPECT_EQ(desk.pipeline.shown().flows.size(), 0U);
    desk.source->turn(Elsewhere::Mood::answers);
    ASSERT_TRUE(desk.update_until([&] { return desk.total() > 0 && !desk.pipeline.busy(); }));
    EXPECT_EQ(desk.pipeline.stale(), std::nullopt);
    const double whole = desk.total();
    const std::string title = desk.pipeline.draw_list().furniture.subtitle;

    desk.source->turn(Elsewhere::Mood::fails);
    desk.settings.filter.window.to = (*parse_time("2020-03")).start;
    const WallTime failed_at = desk.now;
    ASSERT_TRUE(desk.update_until([&] { return desk.pipeline.stale().has_value(); }));
    EXPECT_EQ(desk.pipeline.stale()->message, "a shard is gone");
    EXPECT_EQ(desk.pipeline.stale()->since, failed_at);
    EXPECT_EQ(desk.total(), whole);
    desk.settings.style.theme = ThemeId::paper;  // drawn anew, and still what the sums are of
    desk.pipeline.update(desk.settings);
    EXPECT_EQ(desk.pipeline.draw_list().furniture.subtitle, title);

    desk.now += std::chrono::seconds(60);  // the next tries fail too: stale since the first
    ASSERT_TRUE(desk.update_until([&] { return !desk.pipeline.busy(); }));
    EXPECT_EQ(desk.pipeline.stale()->since, failed_at);

    desk.source->turn(Elsewhere::Mood::answers);
    desk.now += std::chrono::seconds(60);
    ASSERT_TRUE(desk.update_until([&] { return !desk.pipeline.stale() && !desk.pipeline.busy(); }));
    EXPECT_LT(desk.total(), whole);
    EXPECT_NE(desk.pipeline.draw_list().furniture.subtitle, title);
}

TEST(RemotePipeline, ComparesOnlyWhatIsAnsweredForTheSameQuestion) {
    RemoteDesk desk;
    ASSERT_TRUE(desk.update_until([&] { return desk.total() > 0 && !desk.pipeline.busy(); }));
    const auto compared = [&] {
        const std::vector<ArcItem>& arcs = desk.pipeline.draw_list().arcs;
        const bool said = desk.pipeline.draw_list().furniture.subtitle.find("对比") != std::string::npos;
        EXPECT_EQ(said, std::ranges::any_of(arcs, [](const ArcItem& arc) { return arc.tone.has_value(); }));
        return said;
    };
    desk.source->turn(Elsewhere::Mood::hangs);
    const TimeAxis& axis = desk.source->time_axis();
    desk.settings.filter.window = {axis.starts[2], axis.starts[4]};
    desk.settings.comparison.before = Window{axis.starts[0], axis.starts[2]};
    desk.pipeline.update(desk.settings);
    EXPECT_FALSE(compared()) << "neither window is answered";
    EXPECT_FALSE(desk.pipeline.draw_list().arcs.empty()) << "so long flows stay as they are";
    desk.source->turn(Elsewhere::Mood::answers);
    ASSERT_TRUE(desk.update_until([&] { return !desk.pipeline.busy() && !desk.pipeline.changes().empty(); }));
    EXPECT_TRUE(compared());

    ASSERT_EQ(desk.pipeline.changes().size(), 2U);
    for (const LayerId only : {LayerId{0}, LayerId{1}}) {  // one layer each time: never one against the other
        desk.settings.filter.layers = {only};
        desk.settings.current_layer = only;
        ASSERT_TRUE(desk.update_until([&] {
            const auto& changes = desk.pipeline.changes();
            if (changes.size() == 1) {
                EXPECT_EQ(changes[0].layer, desk.pipeline.sums()[0].layer);
            }
            compared();
            return !desk.pipeline.busy() && changes.size() == 1 && changes[0].layer == only;
        }));
        EXPECT_TRUE(compared());
    }
}

TEST(RemotePipeline, NeverWaitsAndGivesUpWhatIsNoLongerAsked) {
    RemoteDesk desk;
    desk.source->turn(Elsewhere::Mood::hangs);
    for (int month = 2; month <= 9; ++month) {
        desk.settings.filter.window.to = (*parse_time("2020-0" + std::to_string(month))).start;
        ASSERT_TRUE(desk.update_until([&] { return desk.pipeline.busy(); }));
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    EXPECT_GE(desk.source->given_up(), 5U);
    EXPECT_EQ(desk.pipeline.stale(), std::nullopt);  // given up is not failed
    desk.source->turn(Elsewhere::Mood::answers);
    ASSERT_TRUE(desk.update_until([&] { return desk.total() > 0; }));
    const auto expected =
        *select_sums(*desk.data->atlas, *synthetic_dataset()->flows, desk.pipeline.filter());
    EXPECT_EQ(desk.pipeline.sums()[0].sums, expected[0].sums);
}

TEST(RemotePipeline, RetryDoesNotWait) {
    RemoteDesk desk;
    desk.source->turn(Elsewhere::Mood::fails);
    ASSERT_TRUE(desk.update_until([&] { return desk.pipeline.stale() && !desk.pipeline.busy(); }));
    desk.source->turn(Elsewhere::Mood::answers);
    for (int tries = 0; tries < 20; ++tries) {  // time stands still: nothing is tried again
        desk.pipeline.update(desk.settings);
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    EXPECT_TRUE(desk.pipeline.stale());
    desk.pipeline.retry();
    EXPECT_TRUE(desk.update_until([&] { return !desk.pipeline.stale(); }));
}

TEST(Background, AnswersTheNewestRequestOnly) {
    BackgroundMemo<int, int> memo;
    for (int request = 1; request <= 50; ++request)
        memo.ask(request, [request](std::stop_token) { return request * 10; });
    std::optional<int> answer;
    for (int tries = 0; tries < 5000 && !answer; ++tries) {
        answer = memo.take();
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    EXPECT_EQ(answer, 500);
    EXPECT_EQ(memo.take(), std::nullopt);
}

TEST(Inspector, TotalsOfAPlaceAreThoseOfItsRows) {
    const auto data = synthetic_dataset();
    const InspectorData figures =
        *inspect(*data, {.target = target_of(PlaceId{0}), .layer = LayerId{0}, .window = {}});
    double out = 0, in = 0, self = 0;
    for (int month = 1; month <= 12; ++month) {
        if (month == 6) continue;
        self += 100 + month;
        for (int other = 1; other < 5; ++other) {
            out += 100 + other * 10 + month;
            in += (other + 1) * 100 + month;
        }
    }
    EXPECT_EQ(value(figures.out), out);
    EXPECT_EQ(value(figures.in), in);
    EXPECT_EQ(value(figures.inside), self);
    EXPECT_EQ(figures.row_count, 11U * 9);
    ASSERT_EQ(figures.partners.size(), 4U);
    EXPECT_EQ(figures.partners.front().place, PlaceId{4});  // the largest row values arrive from there
    EXPECT_EQ(figures.out_steps.size(), 11U);
}

TEST(Inspector, APairShowsBothDirectionsAndItsSteps) {
    const auto data = synthetic_dataset();
    const auto pairs = data->flows->pairs();
    for (std::uint32_t row = 0; row < pairs.size(); ++row) {
        if (pairs[row] != Pair{PlaceId{4}, PlaceId{3}}) continue;
        const InspectorData figures = *inspect(
            *data,
            {.target = target_of(FlowRef{LayerId{0}, PairId{row}}), .layer = LayerId{0}, .window = {}});
        EXPECT_GT(figures.out.rows, 0U);
        EXPECT_EQ(figures.in.rows, 0U);  // nobody says anything of D to E: unknown, not zero
        EXPECT_EQ(figures.behind.size(), 11U);
    }
}

TEST(Inspector, AGroupIsInsideAndOutsideWithoutCountingTwice) {
    const auto data = synthetic_dataset();
    const InspectorData figures =
        *inspect(*data, {.target = target_of(GroupId{0}), .layer = LayerId{0}, .window = {}});
    // Every flow with an end in A, B, C: 20 ordered pairs less D<->E, self-flows left out.
    EXPECT_EQ(figures.out.rows + figures.in.rows + figures.inside.rows, 11U * (6 + 6 + 6));
    EXPECT_EQ(figures.layer.rows, 11U * 19);
}

TEST(VolumeHistogram, CountsEveryPairOnce) {
    Pipeline pipeline(synthetic_dataset());
    pipeline.update(start());
    std::uint64_t counted = 0;
    for (const std::uint32_t count : pipeline.volume_histogram().counts) counted += count;
    EXPECT_EQ(counted, 19U);
}

TEST(Hover, LastsOneFrame) {
    Hover hover;
    hover.set(target_of(PlaceId{3}));
    EXPECT_TRUE(hover.target().empty());
    hover.begin_frame();
    EXPECT_EQ(hover.target(), target_of(PlaceId{3}));
    hover.begin_frame();
    EXPECT_TRUE(hover.target().empty());
}

}  // namespace
}  // namespace flowspace
