// What is written on the picture, by OpenGL: the overlay against its twin in plain C++, and labels that stay
// put.
#include "render/gl/buffer.h"
#include "render/gl/debug.h"
#include "render/gl/target.h"
#include "render/layers/frame_block.h"
#include "render/layers/overlay.h"
#include "render/renderer.h"
#include "render/scene/theme.h"
#include "render/scene/typesetter.h"
#include "screen_painter.h"
#include "tests/render/fixture.h"
#include "viewer/headless.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <vector>

namespace flowspace {
namespace {

constexpr int width_px = 320, height_px = 200;

TEST(Overlay, PaintsWhatItsTwinPaints) {
    auto context = HeadlessContext::create();
    ASSERT_TRUE(context) << context.error().message;
    auto fonts = Fonts::open();
    ASSERT_TRUE(fonts) << fonts.error().message;
    const gl::DebugLog log;
    auto overlay = Overlay::create();
    ASSERT_TRUE(overlay) << overlay.error().message;
    GlyphAtlas atlas;
    atlas.begin_picture(1080);
    const ScreenList list = one_of_each(*fonts, atlas);

    const gl::Size size = {width_px, height_px};
    const gl::Texture texture = gl::make_texture(size, GL_RGBA8, gl::Filter::nearest);
    const gl::Framebuffer target = gl::make_framebuffer(texture, nullptr);
    const Colour ground = colour(0x3B6A4D);
    const auto clear = encoded(ground);
    glClearNamedFramebufferfv(target.id(), GL_COLOR, 0, clear.data());
    gl::draw_into(target, size);
    const FrameBlock block = {.picture_px = {width_px, height_px, 1.0f / width_px, 1.0f / height_px}};
    const gl::Buffer uniforms;
    glNamedBufferStorage(uniforms.id(), sizeof(block), &block, 0);
    glBindBufferBase(GL_UNIFORM_BUFFER, 0, uniforms.id());
    overlay->draw(list, atlas);
    std::vector<std::uint8_t> drawn(static_cast<std::size_t>(width_px) * height_px * 4);
    glGetTextureImage(texture.id(), 0, GL_RGBA, GL_UNSIGNED_BYTE, static_cast<GLsizei>(drawn.size()),
                      drawn.data());

    Image twin = flat_image(width_px, height_px, ground);
    paint(twin, list, atlas);
    int painted = 0;
    for (int y = 0; y < height_px; ++y)
        for (int x = 0; x < width_px; ++x)
            for (int part = 0; part < 3; ++part) {
                const int expected = twin.rgb[static_cast<std::size_t>((y * width_px + x) * 3 + part)];
                const int found =
                    drawn[static_cast<std::size_t>(((height_px - 1 - y) * width_px + x) * 4 + part)];
                EXPECT_NEAR(found, expected, 3) << x << "," << y;
                painted += std::abs(expected - (part == 0   ? ground.r
                                                : part == 1 ? ground.g
                                                            : ground.b)) > 8
                               ? 1
                               : 0;
            }
    EXPECT_GT(painted, 20000);
    EXPECT_EQ(log.errors(), 0U);
}

class LetteringTest : public ::testing::Test {
protected:
    void SetUp() override {
        auto context = HeadlessContext::create();
        ASSERT_TRUE(context) << context.error().message;
        context_.emplace(std::move(*context));
        auto renderer = Renderer::create(dataset_, albers_china);
        ASSERT_TRUE(renderer) << renderer.error().message;
        renderer_.emplace(std::move(*renderer));
        frame_.viewport = {.width_px = 640, .height_px = 360};
        frame_.motion = Motion::still;
        list_ = testing::some_flows(*dataset_, 12);
        list_.furniture.title = "标题";
        list_.furniture.notice = "非标准地图";
        list_.revision = 1;
    }
    void TearDown() override {
        if (renderer_) {
            EXPECT_EQ(renderer_->gl_errors(), 0U);
        }
    }
    Image picture() {
        renderer_->draw(list_, frame_);
        return renderer_->read();
    }
    static std::size_t difference(const Image& a, const Image& b) {
        std::size_t count = 0;
        for (std::size_t at = 0; at < a.rgb.size(); ++at) count += a.rgb[at] != b.rgb[at] ? 1U : 0U;
        return count;
    }

    std::optional<HeadlessContext> context_;
    std::shared_ptr<const Dataset> dataset_ = testing::small_country();
    std::optional<Renderer> renderer_;
    Frame frame_;
    DrawList list_;
};

TEST_F(LetteringTest, LabelsAndFurnitureAreOnThePictureAndCanBeSwitchedOff) {
    const Image all = picture();
    frame_.style.show_labels = false;
    const Image no_labels = picture();
    frame_.style.show_furniture = false;
    const Image bare = picture();
    EXPECT_GT(difference(all, no_labels), 1000U);
    EXPECT_GT(difference(no_labels, bare), 1000U);
}

TEST_F(LetteringTest, StillsDoNotDependOnWhatWasDrawnBefore) {
    const Image first = picture();
    Frame other = frame_;
    other.style.theme = ThemeId::paper;
    other.style.labels = LabelLanguage::both;
    other.viewport = {.width_px = 900, .height_px = 700};
    other.camera.width_km = 1500;
    other.motion = Motion::moving;
    renderer_->draw(list_, other);
    EXPECT_TRUE(picture() == first);
}

TEST_F(LetteringTest, AHoveredPlaceGetsItsNameInAnyLanguage) {
    for (const LabelLanguage language : {LabelLanguage::zh, LabelLanguage::en, LabelLanguage::both}) {
        frame_.style.labels = language;
        frame_.hover = {};
        const Image plain = picture();
        frame_.hover.place = PlaceId{static_cast<std::uint32_t>(list_.places.back().node)};
        EXPECT_GT(difference(plain, picture()), 20U);
    }
}

}  // namespace
}  // namespace flowspace
