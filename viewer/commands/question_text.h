// What the tables leave open, with each answer as the words to type.
#pragma once

#include "data/import/plan_guess.h"
#include "render/scene/style.h"

#include <string>
#include <string_view>

namespace flowspace {

/// The question, then one line per choice: what it means and the exact --map texts. Ends with a line feed.
std::string question_text(const Question& question, Language language);

/// `text` as one word of a shell: as it is where that is safe, else in single quotes.
std::string shell_word(std::string_view text);

}  // namespace flowspace
