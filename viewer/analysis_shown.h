// Which analysis is looked at, what it is asked, and what of its answer lies on the map.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

namespace flowspace {

/// Which layers are analysed: the one charts speak of, or each that is shown (never added).
enum class AnalysedLayers : std::uint8_t { current, shown };
/// Which stretches of the window are answered for by themselves.
enum class AnalysedSteps : std::uint8_t { window, years, months };
/// What becomes of the flows while an answer lies on the map.
enum class FlowsBeneath : std::uint8_t { hidden, drawn };

struct AnalysisShown {
    std::string name = {};                                          // of all_analyses()
    std::map<std::string, std::string, std::less<>> settings = {};  // as typed; what is missing is standard
    std::map<std::string, std::string, std::less<>> tables = {};    // paths by key of the table, as typed
    std::string group = {};                                         // id; empty: every group of the kind
    AnalysedLayers layers = AnalysedLayers::current;
    AnalysedSteps steps = AnalysedSteps::window;
    bool on_map = true;
    FlowsBeneath flows = FlowsBeneath::hidden;
    std::string measure = {};    // on the map and in the table; empty: what the analysis is about
    std::string dashboard = {};  // id of the group whose page is open; empty: none
    std::string period = {};     // label; empty: the last one answered
    std::string item = {};       // on the map: which of several of a place or group; empty: the first
};

/// The key of the table that a file is taken for where it is not said: the first that is lacking, required
/// ones before others; nothing where there is no such analysis.
std::optional<std::string> table_wanted(const AnalysisShown& shown);

}  // namespace flowspace
