#include "viewer/beside.h"

namespace flowspace {

bool operator==(const Beside& a, const Beside& b) { return a.linked == b.linked && a.maps == b.maps; }

}  // namespace flowspace
