#include "viewer/unsaved.h"

#include "viewer/settings_json.h"

#include <array>
#include <ctime>
#include <utility>

namespace flowspace {
namespace {

namespace fs = std::filesystem;

std::string local_time() {
    const std::time_t now = std::time(nullptr);
    std::tm parts = {};
    localtime_r(&now, &parts);
    std::array<char, 32> text = {};
    std::strftime(text.data(), text.size(), "%Y-%m-%d %H:%M:%S", &parts);
    return text.data();
}

ImportPlan with_whole_paths(ImportPlan plan) {
    std::error_code failed;
    for (TablePlan& table : plan.tables)
        if (const fs::path whole = fs::absolute(table.path, failed); !failed) table.path = whole.string();
    return plan;
}

}  // namespace

Unsaved::Unsaved(const fs::path& folder)
    : left_(folder.empty() ? LeftBehind{} : find_left_work(folder)), autosave_(folder) {}

std::vector<RecoveryOffer> Unsaved::offers() const {
    std::vector<RecoveryOffer> offers;
    for (const LeftWork& left : left_.works)
        offers.push_back({left.work.title_zh, left.work.title_en, left.work.saved, left.work.project_path});
    return offers;
}

std::string Unsaved::set_aside() const {
    std::string names;
    for (const fs::path& file : left_.set_aside)
        names.append(names.empty() ? "" : ", ").append(file.string());
    return names;
}

const UnsavedWork* Unsaved::first() const {
    return left_.works.empty() ? nullptr : &left_.works.front().work;
}

void Unsaved::settle(Fate fate) {
    if (left_.works.empty()) return;
    LeftWork work = std::move(left_.works.front());
    left_.works.erase(left_.works.begin());
    if (fate == Fate::discarded) work.remove();
    if (fate == Fate::on_screen || fate == Fate::being_opened) restored_ = std::move(work);
    opening_ = fate == Fate::being_opened;
    if (fate == Fate::on_screen) written_.reset();
}

void Unsaved::begin(const Settings& settings) {
    written_ = settings;
    if (std::exchange(opening_, false)) written_.reset();
}

std::string Unsaved::text_of(const Document& document) {
    if (known_data_.lock() != document.data) {
        known_identity_ = identity_of(*document.data);
        known_data_ = document.data;
    }
    return write_unsaved({.saved = local_time(),
                          .title_zh = document.data->title_zh,
                          .title_en = document.data->title_en,
                          .project_path = document.project_path,
                          .plan = with_whole_paths(document.plan),
                          .data = known_identity_,
                          .view = settings_json(document.settings, *document.data)});
}

std::string Unsaved::update(const Document& document, double now_s) {
    if (!autosave_.on()) return {};
    const bool saved = !document.project_path.empty() && document.settings == document.saved_settings;
    const bool changed = !written_ || document.settings != *written_;
    if (saved && keeps_) {
        autosave_.drop();
        keeps_ = false;
        written_ = document.settings;
    } else if (!saved && clock_.due(changed, now_s)) {
        autosave_.write(text_of(document));
        keeps_ = true;
        written_ = document.settings;
    }
    const std::string fault = autosave_.fault();
    if (restored_ && !opening_ && keeps_ && autosave_.idle() && fault.empty()) {
        restored_->remove();
        restored_.reset();
    }
    const bool is_new = fault != told_fault_;
    told_fault_ = fault;
    return is_new ? fault : std::string();
}

}  // namespace flowspace
