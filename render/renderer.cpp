#include "render/renderer.h"

namespace flowspace {}
