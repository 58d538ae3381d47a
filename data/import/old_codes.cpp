#include "data/import/old_codes.h"

#include "flowspace_tables.h"

#include <algorithm>

namespace flowspace {
namespace {

/// Takes the text up to `mark`, and the mark, off the front.
std::string_view take_until(std::string_view& text, char mark) {
    const std::string_view part = text.substr(0, text.find(mark));
    text.remove_prefix(std::min(part.size() + 1, text.size()));
    return part;
}

OldCode parse_row(std::string_view row) {
    OldCode old;
    old.code = take_until(row, ',');
    old.name = take_until(row, ',');
    for (std::string_view now = take_until(row, ','); !now.empty();) old.now.push_back(take_until(now, ' '));
    old.now_name = take_until(row, ',');
    const std::string_view rule = take_until(row, ',');
    old.rule = rule == "ask"      ? OldCodeRule::ask
               : rule == "near"   ? OldCodeRule::near
               : rule == "rename" ? OldCodeRule::rename
                                  : OldCodeRule::join;
    return old;
}

}  // namespace

std::vector<OldCode> read_old_codes() {
    std::string_view text = flowspace_tables().front().text;
    take_until(text, '\n');  // the header
    std::vector<OldCode> codes;
    while (!text.empty()) codes.push_back(parse_row(take_until(text, '\n')));
    return codes;
}

}  // namespace flowspace
