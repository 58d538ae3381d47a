#include "viewer/analysis_map.h"

#include "viewer/analysis_shown.h"
#include "viewer/look.h"
#include "viewer/trace.h"

#include <fmt/format.h>

#include <string>
#include <vector>

namespace flowspace {

namespace {

std::string asked_words(const AnalysisAnswer& answer, Language language) {
    std::vector<std::string> parts;
    if (is_of_flows(answer.analysis()))
        parts = {filter_words(*answer.data, answer.request.filter, language)};
    else  // windows and flows of a place to itself play no part
        parts = which_places(*answer.data, answer.request.filter, language);
    for (const GroupId group : answer.request.groups)
        parts.emplace_back(group_name(answer.data->atlas->groups[index(group)], language));
    return fmt::format("{}", fmt::join(parts, language == Language::zh ? "；" : "; "));
}

}  // namespace

std::shared_ptr<const MapOverlay> overlay_of(const AnalysisAnswer* answer, const Settings& settings) {
    if (answer == nullptr || !settings.analysis) return nullptr;
    const AnalysisShown& shown = *settings.analysis;
    if (!shown.on_map || shown.name != answer->request.name) return nullptr;
    const auto asked = analysis_request(settings, *answer->data);
    const Language language = settings.style.language;
    const auto layers = answer->data->flows->layers();
    OverlayInput input{.data = *answer->data,
                       .analysis = answer->analysis(),
                       .result = answer->result,
                       .period = shown.period,
                       .measure = shown.measure,
                       .item = shown.item,
                       .place = settings.selected.place,
                       .asked = asked_words(*answer, language),
                       .other_filter = asked && !(asked->filter == answer->request.filter),
                       .hides_flows = shown.flows == FlowsBeneath::hidden,
                       .language = language};
    if (index(settings.current_layer) < layers.size())
        input.layer = layers[index(settings.current_layer)].key;
    return std::make_shared<const MapOverlay>(build_map_overlay(input));
}

const std::shared_ptr<const MapOverlay>& AnalysisMap::update(const AnalysisAnswer* answer,
                                                             const Settings& settings) {
    const Key key{
        answer ? answer->number : 0, settings.analysis,       settings.filter,        settings.focus,
        settings.current_layer,      settings.selected.place, settings.style.language};
    return overlay_.update(key, [&] { return overlay_of(answer, settings); });
}

}  // namespace flowspace
