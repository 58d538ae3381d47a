// Keeps what a command writes apart from what it reads: nobody's table is replaced by its own report.
#pragma once

#include "render/scene/style.h"
#include "viewer/commands/dataset_options.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace flowspace {

/// The files that a command was given, by what names them. An empty path names none.
class NamedFiles {
public:
    /// FILES, and what a project among them names; --boundaries and --terrain. Addresses of databases are no
    /// files.
    void reads(const DatasetText& text);
    void reads(const std::vector<std::string>& files);
    void reads(const OwnGroundText& ground);
    void reads(std::string_view option, const std::string& path);
    void writes(std::string_view option, const std::string& path);

    /// Why nothing may be written: an output is the same file (by any path or link) as an input or as another
    /// output. Devices and pipes keep nothing and may be named twice.
    std::optional<std::string> clash(Language language) const;

private:
    struct Named {
        std::string option = {};  // empty: FILES
        std::string path = {};
    };
    std::vector<Named> inputs_ = {};
    std::vector<Named> outputs_ = {};
};

}  // namespace flowspace
