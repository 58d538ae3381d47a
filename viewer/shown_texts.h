// The texts on screen that come from files, answers and stories: their characters must be in the fonts.
#pragma once

#include "viewer/analysis_run.h"
#include "viewer/documents.h"
#include "viewer/story.h"

#include <span>
#include <string>
#include <vector>

namespace flowspace {

/// `told`: the story whose scenes are listed or shown; null: none.
std::vector<std::string> shown_texts(Documents& documents, const AnalysisRun& analysis, const Story* told,
                                     std::span<const std::string> listed);

}  // namespace flowspace
