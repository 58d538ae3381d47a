// Things one below the other, each as high as it needs.
#pragma once

#include "viewer/widgets/box.h"

namespace flowspace {

struct Stack {
    float x0 = 0, x1 = 0;
    float y = 0;  // of the next thing

    Box take(float height) {
        const Box box{x0, y, x1, y + height};
        y += height;
        return box;
    }
    /// All the room below, for what tells its height only when drawn: take() that afterwards.
    Box rest() const { return {x0, y, x1, y + 1e5f}; }
};

}  // namespace flowspace
