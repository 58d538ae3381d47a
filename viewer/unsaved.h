// What would be lost if this program died now, and what dead programs left: between the window and the files.
#pragma once

#include "viewer/documents.h"
#include "viewer/recovery.h"
#include "viewer/workspace.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace flowspace {

class Unsaved {
public:
    /// Looks for left work and holds it. An empty folder: nothing is found and nothing kept.
    explicit Unsaved(const std::filesystem::path& folder);

    std::vector<RecoveryOffer> offers() const;
    /// Names of damaged files, as they are called now; empty: there were none.
    std::string set_aside() const;
    /// The work that offers() puts first; a null pointer where there is none.
    const UnsavedWork* first() const;

    /// What becomes of the first: its file goes when it is discarded, or on screen again and kept anew.
    enum class Fate : std::uint8_t { on_screen, being_opened, left, discarded };
    void settle(Fate fate);

    /// A document has come on screen; there is nothing unsaved in it yet.
    void begin(const Settings& settings);
    /// Keeps what changed, at most every `autosave_pause_s`. Gives what failed, once; else nothing.
    std::string update(const Document& document, double now_s);
    /// Returns when what was asked for is on disk.
    void wait() { autosave_.wait(); }

private:
    std::string text_of(const Document& document);

    LeftBehind left_;
    Autosave autosave_;
    AutosaveClock clock_;
    std::optional<Settings> written_;   // nothing: to be written whatever it is
    bool keeps_ = false;                // there is something in our file
    std::optional<LeftWork> restored_;  // goes when ours is written
    bool opening_ = false;
    std::string told_fault_;
    std::weak_ptr<const Dataset> known_data_;
    DataIdentity known_identity_;
};

}  // namespace flowspace
