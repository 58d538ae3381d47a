// The option group FILTER of the command line, shared by every subcommand: read as text, looked up in a
// dataset.
#pragma once

#include "data/dataset.h"
#include "data/filter.h"
#include "data/result.h"
#include "render/scene/style.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace CLI {
class App;
}

namespace flowspace {

/// What was typed. Forms (times, numbers, key words) are checked while parsing; names later, in a dataset.
struct FilterText {
    std::vector<std::string> layers = {};
    std::vector<std::string> origins = {};
    std::vector<std::string> destinations = {};
    std::vector<std::string> places = {};
    std::vector<std::string> crossing = {};
    std::vector<std::string> inside = {};
    std::vector<std::pair<std::string, std::string>> between = {};
    std::string from = {}, to = {};
    std::string kind = {};  // empty: not said
    std::string scope = {};
    std::string scope_rows = {};
    std::string absent = {};
    std::string min = {}, max = {};
    bool self = false;
};

/// Whether anything was.
bool says_anything(const FilterText& text);

/// `text` must outlive the parsing: keep it in a shared_ptr that the command's callback holds.
void add_filter_options(CLI::App& app, Language language, FilterText& text);

/// Errors: a layer, place or group that the dataset does not have (with the nearest that it has), a name that
/// two have, a window that ends before it begins, a time window where the table has no times.
/// What is not said stays as in `base`; words about places or groups take the place of all that `base` says
/// of them, and a side of the window the place of its whole window.
Result<Filter> parse_filter(const FilterText& text, const Dataset& dataset, Language language,
                            const Filter& base = {});

/// Whether the words say which places or groups are meant.
bool names_places(const FilterText& text);

/// The options that read back as `filter`, in the order of the help: layers and places by their ids.
std::vector<std::string> filter_arguments(const Filter& filter, const Dataset& dataset);

/// The same in one line.
std::string filter_line(const Filter& filter, const Dataset& dataset);

/// [from, to) of two times as typed; an empty text leaves that side open.
Result<Window> parse_window(const std::string& from, const std::string& to, Language language);

/// By id, else by a name (Chinese, short, English) that only one place has.
Result<PlaceId> parse_place(const std::string& text, std::string_view option, const Atlas& atlas,
                            Language language);
/// By id, Chinese or English name; of any kind.
Result<GroupId> parse_group(const std::string& text, std::string_view option, const Atlas& atlas,
                            Language language);

/// A check for CLI11: an empty text where `text` is a time (a finite number), else what was expected.
std::string check_time(const std::string& text);
std::string check_number(const std::string& text);

}  // namespace flowspace
