#include "data/bake/netcdf_file.h"

#include <fmt/format.h>
#include <netcdf.h>

#include <utility>

namespace flowspace::bake {

Result<NetcdfFile> NetcdfFile::open(const std::filesystem::path& path) {
    int id = -1;
    const int code = nc_open(path.c_str(), NC_NOWRITE, &id);
    if (code != NC_NOERR) return Error{fmt::format("{}: {}", path.string(), nc_strerror(code))};
    return NetcdfFile(id, path.string());
}

NetcdfFile::NetcdfFile(NetcdfFile&& other) noexcept
    : id_(std::exchange(other.id_, -1)), name_(std::move(other.name_)) {}

NetcdfFile::~NetcdfFile() {
    if (id_ >= 0) nc_close(id_);
}

Result<std::vector<double>> NetcdfFile::numbers(const std::string& variable) const {
    const auto failure = [&](int code) {
        return Error{fmt::format("{}: {}: {}", name_, variable, nc_strerror(code))};
    };
    int id = -1, dimension_count = 0;
    if (const int code = nc_inq_varid(id_, variable.c_str(), &id); code != NC_NOERR) return failure(code);
    if (const int code = nc_inq_varndims(id_, id, &dimension_count); code != NC_NOERR) return failure(code);
    std::vector<int> dimensions(static_cast<std::size_t>(dimension_count));
    if (const int code = nc_inq_vardimid(id_, id, dimensions.data()); code != NC_NOERR) return failure(code);
    std::size_t size = 1;
    for (const int dimension : dimensions) {
        std::size_t length = 0;
        if (const int code = nc_inq_dimlen(id_, dimension, &length); code != NC_NOERR) return failure(code);
        size *= length;
    }
    std::vector<double> values(size);
    if (const int code = nc_get_var_double(id_, id, values.data()); code != NC_NOERR) return failure(code);
    return values;
}

}  // namespace flowspace::bake
