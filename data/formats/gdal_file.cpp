#include "data/formats/gdal_file.h"

#include <cpl_conv.h>
#include <cpl_error.h>
#include <fmt/format.h>
#include <gdal_frmts.h>
#include <gdal_priv.h>
#include <ogrsf_frmts.h>
#include <sys/stat.h>

#include <array>
#include <cstdio>
#include <cstring>
#include <string_view>
#include <utility>

extern "C" {
void RegisterOGRGeoJSON();
void RegisterOGRGeoPackage();
void RegisterOGRShape();
void RegisterOGRXLSX();
}

namespace flowspace {
namespace {

constexpr std::size_t looked_at = 4096;

/// Options of GDAL that keep a file to itself. GDAL_DISABLE_READDIR_ON_OPEN: no sidecar is looked for;
/// GDAL_PAM_ENABLED: no .aux.xml is read or written; the Shapefile driver still opens the set's own files.
constexpr std::array<std::pair<const char*, const char*>, 15> closed_doors = {{
    {"GDAL_DISABLE_READDIR_ON_OPEN", "EMPTY_DIR"},
    {"GDAL_PAM_ENABLED", "NO"},
    {"GDAL_DRIVER_PATH", "disable"},
    {"CPL_VSIL_CURL_ALLOWED_EXTENSIONS", "{none}"},
    {"GDAL_HTTP_TIMEOUT", "1"},
    {"OGR_SQLITE_LOAD_EXTENSIONS", "NONE"},
    {"OGR_SQLITE_PRAGMA", "trusted_schema=0,cell_size_check=1,mmap_size=0"},
    {"OGR_GEOJSON_MAX_OBJ_SIZE", "200"},
    {"GDAL_CACHEMAX", "64"},
    {"GDAL_NUM_THREADS", "1"},
    {"PROJ_NETWORK", "OFF"},
    {"SHAPE_RESTORE_SHX", "NO"},
    {"SHAPE_ENCODING", ""},  // attributes come as their bytes
    {"OGR_XLSX_FIELD_TYPES", "STRING"},
    {"OGR_XLSX_HEADERS", "DISABLE"},
}};

const char* name_of(GdalDriver driver) {
    switch (driver) {
        case GdalDriver::geojson:
            return "GeoJSON";
        case GdalDriver::geopackage:
            return "GPKG";
        case GdalDriver::shapefile:
            return "ESRI Shapefile";
        case GdalDriver::geotiff:
            return "GTiff";
        case GdalDriver::netcdf:
            return "netCDF";
        case GdalDriver::xlsx:
            return "XLSX";
    }
    return "";
}

/// The file's first bytes; an error where it is no regular file.
Result<std::string> first_bytes(const std::string& path) {
    struct stat info {};
    if (::stat(path.c_str(), &info) != 0) return Error{fmt::format("{}", std::strerror(errno))};
    if (!S_ISREG(info.st_mode)) return Error{"found no regular file"};
    std::FILE* file = std::fopen(path.c_str(), "rbe");
    if (!file) return Error{fmt::format("{}", std::strerror(errno))};
    std::string bytes(looked_at, '\0');
    bytes.resize(std::fread(bytes.data(), 1, bytes.size(), file));
    std::fclose(file);
    return bytes;
}

bool begins_as_json(std::string_view bytes) {
    if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
    const std::size_t first = bytes.find_first_not_of(" \t\r\n");
    return first != bytes.npos && bytes[first] == '{';
}

/// Sets a dialog between GDAL and us: its last complaint instead of lines on standard error.
class QuietErrors {
public:
    QuietErrors() {
        CPLErrorReset();
        CPLPushErrorHandler(CPLQuietErrorHandler);
    }
    ~QuietErrors() { CPLPopErrorHandler(); }
    QuietErrors(const QuietErrors&) = delete;
    QuietErrors& operator=(const QuietErrors&) = delete;
};

}  // namespace

void GdalClose::operator()(GDALDataset* dataset) const {
    const QuietErrors quiet;
    GDALClose(GDALDataset::ToHandle(dataset));
}

void start_gdal() {
    for (const auto& [name, value] : closed_doors) CPLSetConfigOption(name, value);
    CPLSetErrorHandler(CPLQuietErrorHandler);
    GDALRegister_GTiff();  // each registers once
    GDALRegister_netCDF();
    RegisterOGRGeoJSON();
    RegisterOGRGeoPackage();
    RegisterOGRShape();
    RegisterOGRXLSX();
}

Result<GdalDriver> gdal_driver_of(const std::string& path) {
    const Result<std::string> read = first_bytes(path);
    if (!read) return read.error();
    const std::string_view bytes = *read;
    using namespace std::string_view_literals;
    if (bytes.starts_with("II*\0"sv) || bytes.starts_with("MM\0*"sv) || bytes.starts_with("II+\0"sv) ||
        bytes.starts_with("MM\0+"sv))
        return GdalDriver::geotiff;
    if (bytes.starts_with("CDF\1"sv) || bytes.starts_with("CDF\2"sv) || bytes.starts_with("CDF\5"sv) ||
        bytes.starts_with("\x89HDF\r\n\x1a\n"sv))
        return GdalDriver::netcdf;
    if (bytes.starts_with("SQLite format 3\0"sv)) return GdalDriver::geopackage;
    if (bytes.starts_with("\0\0\x27\x0a"sv)) return GdalDriver::shapefile;
    if (bytes.starts_with("PK\3\4"sv)) return GdalDriver::xlsx;
    if (begins_as_json(bytes)) return GdalDriver::geojson;
    return Error{"found none of the formats GeoJSON, GeoPackage, Shapefile (.shp), GeoTIFF, netCDF, XLSX"};
}

Result<GdalFile> open_with(GdalDriver driver, const std::string& path) {
    if (path.empty() || path.front() != '/' || path.starts_with("/vsi"))
        return Error{"expected the absolute path of a file"};
    const Result<GdalDriver> found = gdal_driver_of(path);
    if (!found) return found.error();
    if (*found != driver)
        return Error{fmt::format("found {}, expected {}", name_of(*found), name_of(driver))};
    const bool raster = driver == GdalDriver::geotiff || driver == GdalDriver::netcdf;
    const char* const allowed[] = {name_of(driver), nullptr};
    const char* const geopackage_options[] = {"LIST_ALL_TABLES=NO", "IMMUTABLE=YES", nullptr};
    const char* const no_options[] = {nullptr};
    const QuietErrors quiet;
    const unsigned flags =
        (raster ? GDAL_OF_RASTER : GDAL_OF_VECTOR) | GDAL_OF_READONLY | GDAL_OF_VERBOSE_ERROR;
    GdalFile file(GDALDataset::Open(path.c_str(), flags, allowed,
                                    driver == GdalDriver::geopackage ? geopackage_options : no_options));
    if (file) return file;
    const std::string_view why = CPLGetLastErrorMsg();
    return Error{fmt::format("{} cannot be read: {}", name_of(driver), why.empty() ? "damaged" : why)};
}

}  // namespace flowspace
