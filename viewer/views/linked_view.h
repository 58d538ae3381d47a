// What a linked view is: a tab of the drawer that shows the selection in its own way; views.cpp is THE list.
#pragma once

#include "data/dataset.h"
#include "data/output_table.h"
#include "data/sum_table.h"
#include "viewer/panel.h"
#include "viewer/pipeline.h"
#include "viewer/settings.h"
#include "viewer/source_stage.h"
#include "viewer/strings.h"
#include "viewer/trace.h"
#include "viewer/workspace.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace flowspace {

/// What a view may compute from. What runs in the background captures `data`, never the rest.
struct ViewInput {
    std::shared_ptr<const Dataset> data = {};
    const Pipeline& derived;
    const Settings& settings;
    const Workspace& workspace;
    WallTime now = {};
    StageRuns runs = StageRuns::at_once;
};

/// Rows as a view shows them, and which they are: what goes into a file.
struct ShownRows {
    OutputTable table = {};
    Filter filter = {};                  // that they are counted under
    std::optional<SumKey> same_as = {};  // `flowspace sum --by` this prints the same rows and first columns
};

struct LinkedView {
    std::string_view key;  // on the command line, and of exported files: pairs
    Text title;
    Text hint;                                           // of its tab
    std::function<void(const ViewInput& input)> update;  // computes what changed
    std::function<bool()> busy;                          // still shows older figures
    std::function<void(PanelContext& context, const Box& box)> draw;
    /// The rows as they are shown: the columns of `flowspace sum` first, then what the view adds.
    std::function<ShownRows(const PanelContext& context)> rows;
};

/// All views, in the order of their tabs, each with nothing computed.
std::vector<LinkedView> all_views();

/// A view with state: `View` has update, busy, draw and rows.
template <class View>
LinkedView linked_view(std::string_view key, Text title, Text hint) {
    const auto view = std::make_shared<View>();
    return {key,
            title,
            hint,
            [view](const ViewInput& input) { view->update(input); },
            [view] { return view->busy(); },
            [view](PanelContext& context, const Box& box) { view->draw(context, box); },
            [view](const PanelContext& context) { return view->rows(context); }};
}

/// The rows with what a reader of them must know as notes: filter, layers with unit, status and source, and
/// the command that prints the same.
OutputTable annotated(const Dataset& data, const ShownRows& rows, const OpenedAs& opened);

/// The views of the data that is open. Only the one on screen is kept up to date.
class LinkedViews {
public:
    /// `background_above`: views of more pairs (times layers) compute in the background; nothing: never.
    explicit LinkedViews(std::optional<std::size_t> background_above = 20'000);

    /// After the pipeline's update. Other data: all begin anew.
    void update(ViewInput input);
    bool busy() const;

    const std::vector<LinkedView>& all() const { return views_; }

private:
    std::optional<std::size_t> background_above_;
    std::vector<LinkedView> views_;
    std::shared_ptr<const Dataset> data_;
    std::optional<std::size_t> shown_;
};

/// The row of the view that a key names.
std::optional<std::size_t> find_view(std::string_view key);

/// A stage that begins at its first request, when it is known where it runs.
template <class Key, class Value>
class ViewStage {
public:
    template <class Compute>
    void update(const Key& key, const ViewInput& input, Compute compute) {
        if (!stage_) stage_ = std::make_unique<SourceStage<Key, Value>>(input.runs);
        stage_->update(key, input.now, std::move(compute));
    }
    bool busy() const { return stage_ && stage_->busy(); }
    const Value& value() const { return stage_ ? stage_->value() : nothing_; }
    std::uint64_t revision() const { return stage_ ? stage_->revision() : 0; }

private:
    std::unique_ptr<SourceStage<Key, Value>> stage_;
    Value nothing_{};
};

}  // namespace flowspace
