// A picture as a page of PDF: its words as text over the rest as an image.
#pragma once

#include "data/language.h"
#include "data/result.h"
#include "render/scene/image.h"
#include "render/scene/text_runs.h"

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace flowspace {

/// What is drawn without its words, and the words, in pixels of the picture.
struct Page {
    Image image = {};
    std::vector<TextRun> words = {};
    std::vector<std::pair<std::string, std::string>> texts =
        {};  // Title, Description, Source, Comment, Software
};

/// One page at 96 pixels an inch. Text can be searched, copied and selected; the letters used are embedded.
/// The same page gives the same bytes: no date is written. As temporary + rename: the old file or the new
/// one. Errors: no font, a side past what PDF allows (14,400 points), the disk.
Result<std::filesystem::path> write_pdf(const Page& page, const std::filesystem::path& path,
                                        Language of_errors);

}  // namespace flowspace
