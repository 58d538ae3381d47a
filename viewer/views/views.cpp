#include "viewer/views/linked_view.h"

#include <fmt/format.h>

#include <algorithm>

namespace flowspace {

LinkedView pairs_view();  // each in viewer/views/<name>_view.cpp
LinkedView ranking_view();
LinkedView matrix_view();
LinkedView time_view();
LinkedView scatter_view();
LinkedView size_view();

std::vector<LinkedView> all_views() {
    return {
        pairs_view(), ranking_view(), matrix_view(), time_view(), scatter_view(), size_view(),
    };
}

LinkedViews::LinkedViews(std::optional<std::size_t> background_above)
    : background_above_(background_above), views_(all_views()) {}

void LinkedViews::update(ViewInput input) {
    if (input.data != data_) {
        views_ = all_views();
        data_ = input.data;
    }
    shown_.reset();
    if (!input.workspace.views_open || input.workspace.presenting) return;
    shown_ = std::min(input.workspace.view, views_.size() - 1);
    const std::size_t figures = data_->flows->pairs().size() * data_->flows->layers().size();
    if (background_above_ && (figures > *background_above_ || data_->flows->is_remote()))
        input.runs = StageRuns::in_background;
    views_[*shown_].update(input);
}

bool LinkedViews::busy() const { return shown_ && views_[*shown_].busy(); }

OutputTable annotated(const Dataset& data, const ShownRows& rows, const OpenedAs& opened) {
    OutputTable table = rows.table;
    table.notes.push_back({"filter", filter_words(data, rows.filter, Language::en),
                           filter_words(data, rows.filter, Language::zh)});
    for (const LayerId id : rows.filter.layers) {
        const LayerInfo& layer = data.flows->layers()[index(id)];
        const auto words = [&](Language language) {
            return fmt::format("{}: {}; {}; {}", layer.key, layer_unit(layer, language),
                               status_text(layer.status, language), layer_source(layer, language));
        };
        table.notes.push_back({"layer", words(Language::en), words(Language::zh)});
    }
    if (rows.same_as) {
        const std::string command = sum_command(data, rows.filter, *rows.same_as, opened);
        table.notes.push_back({"command", command, command});
    }
    return table;
}

std::optional<std::size_t> find_view(std::string_view key) {
    const std::vector<LinkedView> views = all_views();
    const auto at = std::ranges::find(views, key, &LinkedView::key);
    if (at == views.end()) return std::nullopt;
    return static_cast<std::size_t>(at - views.begin());
}

}  // namespace flowspace
