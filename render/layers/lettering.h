// Everything written on the picture: labels and furniture, in one draw call.
#pragma once

#include "data/result.h"
#include "render/layers/layer.h"

#include <memory>

namespace flowspace {

/// Errors: the fonts are not there, a shader does not compile.
Result<std::unique_ptr<Layer>> make_lettering_layer(const LayerSources& sources);

}  // namespace flowspace
