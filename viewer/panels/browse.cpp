// The file browser: chooses tables and projects to open, and where projects and reports are written.
#include "data/import/problem_words.h"
#include "viewer/folder_listing.h"
#include "viewer/panel.h"
#include "viewer/strings.h"
#include "viewer/widgets/controls.h"
#include "viewer/widgets/scroll_area.h"
#include "viewer/widgets/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <string>

namespace flowspace {

namespace {

namespace fs = std::filesystem;
constexpr float row_height = 30;

Listed listed(Browse what) {
    return what == Browse::open   ? Listed::tables_and_projects
           : what == Browse::save ? Listed::projects
           : what == Browse::view ? Listed::views
                                  : Listed::reports;
}

std::string size_text(std::uint64_t bytes) {
    if (bytes < 1000) return fmt::format("{} B", bytes);
    if (bytes < 1'000'000) return fmt::format("{:.0f} kB", static_cast<double>(bytes) / 1e3);
    if (bytes < 1'000'000'000) return fmt::format("{:.1f} MB", static_cast<double>(bytes) / 1e6);
    return fmt::format("{:.1f} GB", static_cast<double>(bytes) / 1e9);
}

/// What was listed last, so that the disk is not asked every frame.
class Browser {
public:
    void draw(PanelContext& context, const Box& box);

private:
    void list_again(PanelContext& context);
    void draw_path(PanelContext& context, Box line);
    void draw_entries(PanelContext& context, const Box& box);
    void draw_footer(PanelContext& context, Box box);
    void choose(PanelContext& context, const FolderEntry& entry);
    void go(PanelContext& context, const fs::path& folder);
    void finish(PanelContext& context);

    std::string folder_;  // listed
    Browse what_ = Browse::open;
    int age_ = 0;  // frames since it was listed
    int drawn_frame_ = -10;
    std::vector<FolderEntry> entries_;
    std::string error_;
    std::string typed_;
    std::set<std::string> chosen_;
};

void Browser::list_again(PanelContext& context) {
    if (folder_ != context.workspace.browse_folder) typed_ = context.workspace.browse_folder;
    folder_ = context.workspace.browse_folder;
    what_ = context.workspace.browse;
    age_ = 0;
    auto found = list_folder(folder_, listed(what_));
    error_ = found ? std::string() : message_in(found.error().message, context.look.language);
    entries_ = found ? std::move(*found) : std::vector<FolderEntry>();
    context.workspace.browse_listed.clear();
    for (const FolderEntry& entry : entries_) context.workspace.browse_listed.push_back(entry.name);
    std::erase_if(chosen_, [&](const std::string& name) {
        return std::ranges::find(entries_, name, &FolderEntry::name) == entries_.end();
    });
}

void Browser::go(PanelContext& context, const fs::path& folder) {
    std::error_code failed;
    const fs::path whole = fs::weakly_canonical(folder, failed);
    context.workspace.browse_folder = (failed ? folder : whole).string();
    chosen_.clear();
}

void Browser::draw_path(PanelContext& context, Box line) {
    const Look& look = context.look;
    const Box up = cut_left(line, look.px(36));
    if (icon_button(look, "up", centred(up, look.px(32), look.px(32)),
                    {.icon = Icon::chevron_up, .tip = ui(Text::browse_up, look.language)}))
        go(context, fs::path(folder_).parent_path());
    cut_left(line, look.px(4));
    // Whoever opens it may type a path at once.
    const bool opened = ImGui::GetFrameCount() > drawn_frame_ + 1;
    drawn_frame_ = ImGui::GetFrameCount();
    if (text_field(
            look, "##folder", centred(line, line.width(), look.px(32)),
            {.take_focus = opened && what_ == Browse::open, .select_all = true, .wrong = !error_.empty()},
            typed_)) {
        std::error_code unknown;
        if (fs::is_regular_file(typed_, unknown) && what_ == Browse::open) {
            context.actions.push_back(OpenFiles{{typed_}});
            return;
        }
        go(context, typed_);
        folder_.clear();
    }
}

void Browser::finish(PanelContext& context) {
    Workspace& workspace = context.workspace;
    if (what_ == Browse::open) {
        OpenFiles open;
        for (const std::string& name : chosen_) open.paths.push_back((fs::path(folder_) / name).string());
        if (!open.paths.empty()) context.actions.push_back(std::move(open));
        return;
    }
    if (workspace.browse_name.empty()) return;
    const std::string path = (fs::path(folder_) / with_ending(workspace.browse_name, listed(what_))).string();
    if (what_ == Browse::save)
        context.actions.push_back(SaveProject{path});
    else if (what_ == Browse::view)
        context.actions.push_back(SaveView{path});
    else if (what_ == Browse::report)
        context.actions.push_back(SaveReport{path});
    else
        context.actions.push_back(SaveRows{path});
}

void Browser::choose(PanelContext& context, const FolderEntry& entry) {
    if (entry.is_folder) return go(context, fs::path(folder_) / entry.name);
    if (what_ != Browse::open) {
        context.workspace.browse_name = entry.name;
        return;
    }
    if (!ImGui::GetIO().KeyCtrl) {
        const bool again =
            chosen_.size() == 1 && chosen_.contains(entry.name) && ImGui::IsMouseDoubleClicked(0);
        chosen_ = {entry.name};
        if (again) finish(context);
        return;
    }
    if (!chosen_.erase(entry.name)) chosen_.insert(entry.name);
}

void Browser::draw_entries(PanelContext& context, const Box& box) {
    const Look& look = context.look;
    if (entries_.empty()) {
        put_wrapped(error_.empty() ? muted(look) : TextStyle{look.fonts.body, paint(look.theme.danger)},
                    inset(box, look.px(8), look.px(8)),
                    error_.empty() ? std::string_view(ui(Text::browse_empty, look.language))
                                   : std::string_view(error_));
        return;
    }
    const ScrollArea area("entries", box);
    const std::vector<FolderEntry> shown = entries_;
    for (std::size_t row = 0; row < shown.size(); ++row) {
        const float y = area.origin().y + look.px(row_height) * static_cast<float>(row);
        const Box line{area.origin().x, y, area.origin().x + area.width(), y + look.px(row_height)};
        if (!area.shows(line)) continue;
        ImGui::PushID(static_cast<int>(row));
        const Touch at = touch("entry", line);
        ImGui::PopID();
        const bool chosen = chosen_.contains(shown[row].name);
        if (at.hovered || chosen) plate(look, line, chosen ? look.theme.raised : look.theme.raised_hover);
        Box inner = inset(line, look.px(10), 0);
        put_text(muted(look, Align::right), cut_right(inner, look.px(90)),
                 shown[row].is_folder ? std::string() : size_text(shown[row].bytes));
        put_text(shown[row].is_folder ? strong(look) : plain(look), inner,
                 shown[row].is_folder ? shown[row].name + "/" : shown[row].name);
        if (at.clicked) choose(context, shown[row]);
    }
    area.reach({area.origin().x, area.origin().y + look.px(row_height) * static_cast<float>(shown.size())});
}

void Browser::draw_footer(PanelContext& context, Box box) {
    const Look& look = context.look;
    Workspace& workspace = context.workspace;
    const Box button = cut_right(box, look.px(140));
    cut_right(box, look.px(12));
    bool entered = false;
    bool ready = !chosen_.empty();
    bool replaces = false;
    if (what_ == Browse::open) {
        put_text(muted(look), box, format_ui(Text::browse_chosen, look.language, chosen_.size()));
    } else {
        entered = text_field(look, "##name", centred(box, box.width(), look.px(32)),
                             {.hint = ui(Text::browse_name, look.language)}, workspace.browse_name);
        ready = !workspace.browse_name.empty();
        const std::string name = with_ending(workspace.browse_name, listed(what_));
        replaces = std::ranges::find(entries_, name, &FolderEntry::name) != entries_.end();
    }
    const Text label = what_ == Browse::open ? Text::browse_open
                       : replaces            ? Text::browse_replace
                                             : Text::browse_save;
    const bool pressed = text_button(look, "finish", centred(button, button.width(), look.px(32)),
                                     {.text = ui(label, look.language),
                                      .ability = ready ? Ability::enabled : Ability::disabled,
                                      .lit = ready ? Switch::on : Switch::off});
    if (ready && (pressed || (entered && !replaces))) finish(context);
}

void Browser::draw(PanelContext& context, const Box& box) {
    const Look& look = context.look;
    Workspace& workspace = context.workspace;
    if (workspace.browse_folder.empty()) {
        std::error_code failed;
        workspace.browse_folder = fs::current_path(failed).string();
    }
    if (folder_ != workspace.browse_folder || what_ != workspace.browse || ++age_ > 120) list_again(context);
    Box rest = inset(box, look.px(16), look.px(12));
    Box head = cut_top(rest, look.px(36));
    if (icon_button(look, "close", centred(cut_right(head, look.px(32)), look.px(32), look.px(32)),
                    {.icon = Icon::close}))
        workspace.popover = Popover::none;
    constexpr Text titles[] = {Text::browse_open, Text::browse_save_project, Text::browse_save_report,
                               Text::browse_save_rows, Text::view_share};
    put_text({look.fonts.title, paint(look.theme.text)}, head,
             ui(titles[static_cast<std::size_t>(what_)], look.language));
    draw_path(context, cut_top(rest, look.px(40)));
    cut_top(rest, look.px(8));
    const Box footer = cut_bottom(rest, look.px(40));
    cut_bottom(rest, look.px(8));
    draw_entries(context, rest);
    draw_footer(context, footer);
}

Box place(const PanelContext& context) {
    if (context.workspace.popover != Popover::browse || context.workspace.presenting || !context.import)
        return {};
    const Look& look = context.look;
    const ImVec2 screen = ImGui::GetIO().DisplaySize;
    const Box free{0, context.layout.top_bar.y1, screen.x, screen.y};
    return centred(free, std::min(look.px(720), free.width() - look.px(24)),
                   std::min(look.px(560), free.height() - look.px(24)));
}

}  // namespace

Panel browse_panel() {
    return {
        "browse", place,
        [browser = Browser()](PanelContext& context, const Box& box) mutable { browser.draw(context, box); },
        Panel::Ground::popover};
}

}  // namespace flowspace
