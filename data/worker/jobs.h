// THE list of what a worker can be asked.
#pragma once

#include "data/worker/job.h"

#include <span>

namespace flowspace {

/// Of the worker that knows text only. formats_main.cpp lists them again, with those of formats.
std::span<const Job> text_jobs();

}  // namespace flowspace
