#include "viewer/headless.h"

#include <EGL/egl.h>
#include <EGL/eglext.h>
#include <dlfcn.h>
#include <fmt/format.h>
#include <glad/gl.h>
#include <link.h>

#include <array>
#include <string_view>

namespace flowspace {

struct HeadlessContext::State {
    EGLDisplay display = EGL_NO_DISPLAY;
    EGLContext context = EGL_NO_CONTEXT;

    State() = default;
    State(const State&) = delete;
    State& operator=(const State&) = delete;
    ~State() {
        if (context != EGL_NO_CONTEXT) {
            eglMakeCurrent(display, EGL_NO_SURFACE, EGL_NO_SURFACE, EGL_NO_CONTEXT);
            eglDestroyContext(display, context);
        }
        if (display != EGL_NO_DISPLAY) eglTerminate(display);
    }
};

HeadlessContext::HeadlessContext(std::unique_ptr<State> state) : state_(std::move(state)) {}
HeadlessContext::HeadlessContext(HeadlessContext&&) noexcept = default;
HeadlessContext& HeadlessContext::operator=(HeadlessContext&&) noexcept = default;
HeadlessContext::~HeadlessContext() = default;

namespace {

Error lacks(std::string_view found) {
    return Error{fmt::format(
        "opengl: no-opengl-4.5: found {}, expected OpenGL 4.5 core through EGL; on Debian the software "
        "renderer comes with: apt-get install libegl1 libegl-mesa0 libgl1-mesa-dri",
        found)};
}

/// The surfaceless platform where Mesa has it; otherwise whatever EGL calls its default display.
EGLDisplay open_display() {
    const auto platform_display =
        reinterpret_cast<PFNEGLGETPLATFORMDISPLAYEXTPROC>(eglGetProcAddress("eglGetPlatformDisplayEXT"));
    if (platform_display != nullptr) {
        EGLDisplay display = platform_display(EGL_PLATFORM_SURFACELESS_MESA, EGL_DEFAULT_DISPLAY, nullptr);
        if (display != EGL_NO_DISPLAY && eglInitialize(display, nullptr, nullptr) == EGL_TRUE) return display;
    }
    EGLDisplay display = eglGetDisplay(EGL_DEFAULT_DISPLAY);
    if (display != EGL_NO_DISPLAY && eglInitialize(display, nullptr, nullptr) == EGL_TRUE) return display;
    return EGL_NO_DISPLAY;
}

/// Drivers keep what they load for the life of the process; unloading them with the context would make that
/// look like leaks of ours.
void keep_drivers_loaded() {
    const auto pin = [](dl_phdr_info* library, std::size_t, void*) {
        if (library->dlpi_name != nullptr && *library->dlpi_name != 0)
            dlopen(library->dlpi_name, RTLD_LAZY | RTLD_NOLOAD | RTLD_NODELETE);
        return 0;
    };
    dl_iterate_phdr(pin, nullptr);
}

}  // namespace

Result<HeadlessContext> HeadlessContext::create(GlFunctions functions) {
    auto state = std::make_unique<State>();
    state->display = open_display();
    if (state->display == EGL_NO_DISPLAY) return lacks("no EGL display");
    if (eglBindAPI(EGL_OPENGL_API) != EGL_TRUE) return lacks("an EGL without desktop OpenGL");

    constexpr std::array<EGLint, 5> config_wish = {EGL_SURFACE_TYPE, 0, EGL_RENDERABLE_TYPE, EGL_OPENGL_BIT,
                                                   EGL_NONE};
    EGLConfig config = nullptr;
    EGLint configs = 0;
    if (eglChooseConfig(state->display, config_wish.data(), &config, 1, &configs) != EGL_TRUE || configs == 0)
        return lacks("an EGL without a configuration for desktop OpenGL");

    constexpr std::array<EGLint, 9> context_wish = {EGL_CONTEXT_MAJOR_VERSION,
                                                    4,
                                                    EGL_CONTEXT_MINOR_VERSION,
                                                    5,
                                                    EGL_CONTEXT_OPENGL_PROFILE_MASK,
                                                    EGL_CONTEXT_OPENGL_CORE_PROFILE_BIT,
                                                    EGL_CONTEXT_OPENGL_DEBUG,
                                                    EGL_TRUE,
                                                    EGL_NONE};
    state->context = eglCreateContext(state->display, config, EGL_NO_CONTEXT, context_wish.data());
    if (state->context == EGL_NO_CONTEXT) return lacks("an OpenGL older than 4.5 core");
    if (eglMakeCurrent(state->display, EGL_NO_SURFACE, EGL_NO_SURFACE, state->context) != EGL_TRUE)
        return lacks("an EGL that needs a surface");
    int version = 0;
    if (functions == GlFunctions::load) {
        version = gladLoadGL(reinterpret_cast<GLADloadfunc>(eglGetProcAddress));
    } else {
        GLint major = 0, minor = 0;
        glGetIntegerv(GL_MAJOR_VERSION, &major);
        glGetIntegerv(GL_MINOR_VERSION, &minor);
        version = GLAD_MAKE_VERSION(major, minor);
    }
    if (version < GLAD_MAKE_VERSION(4, 5))
        return lacks(fmt::format("OpenGL {}.{}", GLAD_VERSION_MAJOR(version), GLAD_VERSION_MINOR(version)));
    keep_drivers_loaded();
    return HeadlessContext(std::move(state));
}

}  // namespace flowspace
