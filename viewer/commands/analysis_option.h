// The options that lay the answer of an analysis over a picture.
#pragma once

#include "data/language.h"
#include "data/result.h"
#include "viewer/analysis_run.h"
#include "viewer/settings.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace flowspace {

struct AnalysisText {
    std::string name = {};  // empty: that of the view, if it has one
    std::string group = {}, measure = {}, item = {}, period = {}, steps = {};
    std::vector<std::string> settings = {};  // KEY=VALUE
    std::vector<std::string> tables = {};    // KEY=FILE
    bool with_flows = false;
};

void add_analysis_options(CLI::App& app, Language language, AnalysisText& text);

/// The usage error where --analysis names none.
std::optional<std::string> unknown_analysis(const AnalysisText& text, Language language);

/// What to do where the answer has nothing to draw.
Error nothing_on_map(const AnalysisText& text, Language language);

/// Sets settings.analysis. Gives what was wrong with the text, or nothing.
std::optional<Error> choose_analysis(const AnalysisText& text, const Dataset& data, Language language,
                                     Settings& settings);

/// answer_now with its errors in the language. Pre: settings.analysis is one of all_analyses().
Result<AnalysisAnswer> answer_in_words(const Settings& settings, const std::shared_ptr<const Dataset>& data,
                                       Language language);

}  // namespace flowspace
