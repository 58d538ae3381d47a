#include "viewer/story.h"

#include <algorithm>
#include <tuple>

namespace flowspace {
namespace {

bool same(const Scene& a, const Scene& b) {
    return std::tie(a.id, a.title, a.caption, a.notes) == std::tie(b.id, b.title, b.caption, b.notes) &&
           (a.view == b.view || (a.view && b.view && *a.view == *b.view));
}

}  // namespace

bool operator==(const Story& a, const Story& b) { return std::ranges::equal(a.scenes, b.scenes, same); }

}  // namespace flowspace
