// Owns all of OpenGL: draws a DrawList for a Frame into its own framebuffer, which is then shown or read
// back.
#pragma once

#include "data/dataset.h"
#include "data/result.h"
#include "render/scene/colour.h"
#include "render/scene/draw_list.h"
#include "render/scene/frame.h"
#include "render/scene/image.h"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace flowspace {

struct TextRun;  // render/scene/text_runs.h

class Renderer {
public:
    /// Needs a current OpenGL 4.5 core context, which must outlive the renderer.
    /// Errors: the context lacks something (says what was found and needed), a shader does not compile, the
    /// CRS is unknown.
    static Result<Renderer> create(std::shared_ptr<const Dataset> dataset, const std::string& crs);

    Renderer(Renderer&&) noexcept;
    Renderer& operator=(Renderer&&) noexcept;
    ~Renderer();

    /// Draws the whole picture: ground (kept while camera, size and style stay), arcs, places, labels,
    /// furniture. A list of the same revision is taken to be the same list. Sides are cut to
    /// largest_side_px().
    void draw(const DrawList& list, const Frame& frame);

    /// Lies over the pictures from now on, where the processor draws them (arc_path()); others take no
    /// notice.
    struct Interface {
        std::span<const std::uint8_t> rgba = {};  // premultiplied, of the picture's size, rows from the
                                                  // bottom up; kept by reference; none: nothing
        std::uint64_t number = 0;                 // grows whenever it changes
    };
    void set_interface(const Interface& interface);

    /// From now on only the strongest are drawn, of a list with more; at least one.
    void draw_at_most(std::size_t arcs);

    /// As draw(), but the picture has no words: these are given back, in paint order, for files that keep
    /// them as text.
    std::vector<TextRun> draw_apart(const DrawList& list, const Frame& frame);

    /// Copies the last picture to the window's framebuffer and leaves that bound, for panels to be drawn over
    /// it.
    void show(int window_width_px, int window_height_px);
    /// Shows a square of the last picture, `half_px` around a pixel (origin top left), enlarged in that
    /// place. After show().
    struct Lens {
        double x_px = 0, y_px = 0, half_px = 0, times = 2;
    };
    void show_enlarged(const Lens& lens);
    /// The same of several pictures in one window: it is cleared, then each copies a part of its last
    /// picture, px from the top left.
    void clear_window(Colour ground);
    struct ShownPart {
        int x_px = 0, y_px = 0, width_px = 0, height_px = 0;
        int to_x_px = 0, to_y_px = 0;
    };
    void show_part(const ShownPart& part, int window_height_px);
    /// What the next pictures depend on of those before: where names on the map stand. As bytes, for this
    /// program on this machine.
    std::string memory() const;
    /// Goes on as if those pictures had been drawn. False where `bytes` are none of memory().
    bool recall(std::string_view bytes);
    /// Waits until the last picture is drawn: what a clock must do before it stops.
    void finish();
    /// Reads the last picture back.
    Image read();

    /// What lies under a pixel (origin top left) of the last picture: places before arcs before areas. A near
    /// miss of a place or an arc counts where nothing is hit.
    Target pick(double x_px, double y_px) const;
    const View& view() const;  // of the last picture
    const Projection& projection() const;
    /// Where each node stands on the map when it is not on its way.
    std::span<const MapPoint> nodes() const;
    /// Where it stood in the last picture, px from the top left; nothing behind the eye.
    std::optional<glm::dvec2> on_screen(NodeId node) const;

    /// Who draws the arcs on this machine where `path` is asked for: gl or cpu.
    ArcPath arc_path(ArcPath path) const;

    /// Under Quality::settling: a frame to come is finer than the last one.
    bool is_settling() const;
    /// How often the ground was drawn anew since the start: it is kept while camera, size and style stay.
    std::uint64_t ground_draws() const;
    /// How often discs, labels and furniture were drawn anew.
    std::uint64_t sign_draws() const;
    /// The longest side a picture may have on this machine.
    int largest_side_px() const;
    /// KHR_debug errors since the start: tests ask for none.
    std::uint64_t gl_errors() const;

private:
    struct State;
    explicit Renderer(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace flowspace
