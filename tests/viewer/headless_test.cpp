#include "viewer/headless.h"

#include <glad/gl.h>
#include <gtest/gtest.h>

namespace flowspace {
namespace {

TEST(HeadlessContext, GivesOpenGl45CoreAndCanBeMadeAgain) {
    for (int time = 0; time < 2; ++time) {
        const Result<HeadlessContext> context = HeadlessContext::create();
        ASSERT_TRUE(context) << context.error().message;
        int major = 0;
        int minor = 0;
        glGetIntegerv(GL_MAJOR_VERSION, &major);
        glGetIntegerv(GL_MINOR_VERSION, &minor);
        EXPECT_GE(major * 10 + minor, 45);
        GLuint buffer = 0;
        glCreateBuffers(1, &buffer);
        EXPECT_NE(buffer, 0u);
        glDeleteBuffers(1, &buffer);
    }
}

}  // namespace
}  // namespace flowspace
