#include "viewer/pace.h"

#include <algorithm>

namespace flowspace {

Effort Pace::next(const Seen& seen, double now_s) {
    if (last_ && !(last_->camera == seen.camera)) moved_s_ = changed_s_ = now_s;
    if (!last_ || last_->list_revision != seen.list_revision || seen.playing) changed_s_ = now_s;
    last_ = seen;
    const bool changes = now_s - changed_s_ < rest_s;
    shown_ = changes ? fewest_arcs : std::min(shown_, std::max(seen.arcs, fewest_arcs)) * 4;
    Effort effort;
    if (now_s - moved_s_ < rest_s) effort.quality = Quality::interactive;
    if (shown_ < seen.arcs) effort.most_arcs = shown_;
    settling_ = effort.quality == Quality::interactive || shown_ < seen.arcs;
    return effort;
}

}  // namespace flowspace
