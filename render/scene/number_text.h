// Numbers as people read them: three to four significant digits with 万/亿 or k/M, and exact ones for
// hovering.
#pragma once

#include "render/scene/style.h"

#include <string>

namespace flowspace {

/// Whole numbers below 10,000 as they are (`9,876`); else three to four significant digits with 万, 亿, 万亿
/// or k, M, B, T. Not-a-number and infinities give an en dash.
std::string short_number(double value, Language language);

/// short_number without zeros after the decimal point: for numbers that are round, such as a legend's.
std::string round_number(double value, Language language);

/// Every digit (shortest decimal that reads back as the same double), thousands separated.
std::string exact_number(double value);

/// A share of 1 as a percentage with three significant digits; never `100` or `0` unless it is exactly that.
std::string percent(double share);

}  // namespace flowspace
