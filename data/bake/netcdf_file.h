// Whole variables of a netCDF file as numbers.
#pragma once

#include "data/result.h"

#include <filesystem>
#include <string>
#include <vector>

namespace flowspace::bake {

class NetcdfFile {
public:
    static Result<NetcdfFile> open(const std::filesystem::path& path);

    NetcdfFile(NetcdfFile&& other) noexcept;
    NetcdfFile& operator=(NetcdfFile&&) = delete;
    ~NetcdfFile();

    /// All values of a variable, the last dimension fastest. Errors name file and variable.
    Result<std::vector<double>> numbers(const std::string& variable) const;

private:
    NetcdfFile(int id, std::string name) : id_(id), name_(std::move(name)) {}
    int id_ = -1;
    std::string name_;
};

}  // namespace flowspace::bake
