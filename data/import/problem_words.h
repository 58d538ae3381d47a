// What problems say they expected, in Chinese. Problems keep English wherever they go (files, reports, the
// worker's answers); the words are turned into Chinese only where a person reads them.
#pragma once

#include "data/language.h"

#include <string>
#include <string_view>

namespace flowspace {

/// `english` in Chinese, as the catalogue in problem_words.cpp has it; parts that vary (a number, a place)
/// are kept, or put into Chinese themselves where they are in it. A text that is not in it comes back as it
/// is.
std::string in_chinese(std::string_view english);

/// An Error's message in Chinese: what format_problem wrote comes out as it would have written it in Chinese,
/// anything else as in_chinese has it.
std::string message_in_chinese(std::string_view english);

/// An Error's message as it is shown: in English as it is, in Chinese line by line as message_in_chinese has
/// it. What is Chinese already stays.
std::string message_in(std::string_view english, Language language);

/// Whether the catalogue has it.
bool has_chinese(std::string_view english);

}  // namespace flowspace
