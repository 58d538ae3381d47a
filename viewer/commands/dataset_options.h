// What every subcommand works on: a PROJECT, FILES, or the built-in atlas where there are none.
#pragma once

#include "data/dataset.h"
#include "data/project/project_sources.h"
#include "data/result.h"
#include "render/scene/style.h"
#include "viewer/commands/loading_options.h"
#include "viewer/commands/own_ground_options.h"

#include <cstdio>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace flowspace {

struct DatasetText {
    std::vector<std::string> files = {};
    std::string status = "undeclared";
    std::string unit = {};
    bool agree = false;  // to what a project reaches beyond its folder
    LoadingText loading = {};
    OwnGroundText ground = {};
};

/// `text` must outlive the parsing: keep it in a shared_ptr that the command's callback holds.
void add_dataset_options(CLI::App& app, Language language, DatasetText& text);

/// Errors: a file that cannot be opened, or (exit status 3) no atlas beside the program.
struct DatasetError {
    std::string message = {};
    int exit_status = 0;
};
struct OpenedDataset {
    Dataset dataset = {};
    DatasetError error = {};  // exit_status 0: there is none
};
OpenedDataset open_dataset(const DatasetText& text, Language language);

/// Tells on `to` that a table of the project is not what the project was made of.
void tell_change(const SourceChange& change, Language language, std::FILE* to);

/// The built-in atlas alone.
OpenedDataset open_atlas(Language language);

/// Tells on `to` what was refused, lost, kept below zero and summed: the first problems, then counts. Whether
/// rows were refused or problems found.
bool report_problems(const Dataset& dataset, Language language, std::FILE* to);

}  // namespace flowspace
