// A view as one small file, NAME.flowview.json: settings and which data they are of; no data.
#pragma once

#include "data/dataset.h"
#include "data/import/problem.h"
#include "data/language.h"
#include "data/project/json_value.h"
#include "data/result.h"
#include "viewer/settings.h"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace flowspace {

/// Whether a path is spelled like a view: NAME.flowview.json.
bool is_view_path(std::string_view path);

/// The files that data was read from; the built-in atlas is one file.
struct DataIdentity {
    struct File {
        std::string name = {};    // without folders
        std::string sha256 = {};  // empty: not known

        bool operator==(const File&) const = default;
    };
    std::vector<File> files = {};

    bool operator==(const DataIdentity&) const = default;
};
DataIdentity identity_of(const Dataset& data);
/// Every file of both is known and the same, whatever it is called.
bool same_data(const DataIdentity& a, const DataIdentity& b);

JsonValue identity_json(const DataIdentity& identity);
DataIdentity identity_from(const JsonValue& json);

struct SharedView {
    std::string title_zh = {}, title_en = {};  // of the data
    DataIdentity data = {};
    JsonValue view = {};  // as settings_json writes it
};
std::string write_shared_view(const Settings& settings, const Dataset& data);
/// Problems: those of parse_json, and not-a-view, newer-version.
Result<SharedView> read_shared_view(std::string_view text, const std::string& file);
/// Reads a file. Errors: it is missing, no file, larger than a view can be; those of read_shared_view.
Result<SharedView> open_shared_view(const std::filesystem::path& path);

/// In both languages.
struct SaidTwice {
    std::string zh = {}, en = {};

    const std::string& in(Language language) const { return language == Language::zh ? zh : en; }
};
struct AppliedView {
    Settings settings = {};
    bool same_data = false;
    std::vector<SaidTwice> misfits = {};  // what the view names and the data does not have
};
/// `base` looked at as the view says, as far as the data goes. A window that the data does not reach is left
/// out.
AppliedView apply_view(const SharedView& shared, const Settings& base, const Dataset& data);

/// What to tell of it in one line; empty where all fits and the data is the same.
std::string tell_misfits(const AppliedView& applied, Language language);

}  // namespace flowspace
