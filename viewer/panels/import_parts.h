// The parts of the import panel: the table with its columns, what is to be settled, and the account of what
// was read.
#pragma once

#include "viewer/panel.h"

#include <cstddef>

namespace flowspace {

/// How a file is written, and its first rows under what each column means.
void draw_import_table(PanelContext& context, Box box, std::size_t file);

/// Questions, faults and rules.
void draw_import_questions(PanelContext& context, const Box& box);

/// Rows in, shown, rejected by reason, filtered by rule; names without a place; problems.
void draw_import_report(PanelContext& context, const Box& box);

}  // namespace flowspace
