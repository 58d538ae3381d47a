// FILES that are the address of a database: its flows, with places and groups from files or the built-in
// atlas.
#pragma once

#include "viewer/commands/dataset_options.h"

namespace flowspace {

/// Whether one of the FILES is such an address.
bool names_database(const DatasetText& text);

/// Pre: names_database(text). `built_in` gives the ground, and the places where no file does. Naming the host
/// is the user's leave to ask it. A password that the environment lacks is asked for where a person sits at
/// the terminal.
OpenedDataset open_database(const DatasetText& text, Language language, const Dataset& built_in);

}  // namespace flowspace
