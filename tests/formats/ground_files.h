// Files of outlines and heights (and sheets: workbook_files.h), made by the tests byte by byte or by GDAL
// with any driver: never by the code under test.
#pragma once

#include "tests/formats/workbook_files.h"

#include <cpl_conv.h>
#include <gdal_frmts.h>
#include <gdal_priv.h>
#include <gtest/gtest.h>
#include <ogr_spatialref.h>
#include <ogrsf_frmts.h>

#include <array>
#include <cstdint>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

extern "C" {
void RegisterOGRShape();
void RegisterOGRGeoPackage();
}

namespace flowspace {

inline void write_file(const std::string& path, const std::string& bytes) {
    std::ofstream(path, std::ios::binary) << bytes;
}

inline GDALDriver* driver(const char* name) {
    GDALRegister_GTiff();
    GDALRegister_netCDF();
    RegisterOGRShape();
    RegisterOGRGeoPackage();
    return GetGDALDriverManager()->GetDriverByName(name);
}

/// One band of heights, row by row from the top.
struct RasterParts {
    int columns = 2;
    int rows = 2;
    std::vector<float> heights = {};
    std::array<double, 6> placement = {100, 0.5, 0, 40, 0, -0.5};
    int epsg = 4326;        // 0: none
    double nodata = 1e300;  // 1e300: none declared
};

inline void write_raster(const std::string& path, RasterParts parts, const char* format = "GTiff") {
    GDALDataset* file =
        driver(format)->Create(path.c_str(), parts.columns, parts.rows, 1, GDT_Float32, nullptr);
    ASSERT_NE(file, nullptr);
    file->SetGeoTransform(parts.placement.data());
    if (parts.epsg != 0) {
        OGRSpatialReference system;
        system.importFromEPSG(parts.epsg);
        file->SetSpatialRef(&system);
    }
    if (parts.nodata != 1e300) file->GetRasterBand(1)->SetNoDataValue(parts.nodata);
    ASSERT_EQ(
        file->GetRasterBand(1)->RasterIO(GF_Write, 0, 0, parts.columns, parts.rows, parts.heights.data(),
                                         parts.columns, parts.rows, GDT_Float32, 0, 0),
        CE_None);
    GDALClose(file);
}

/// Areas with an `id` and a `name` each, given as WKT.
struct OutlineParts {
    std::vector<std::array<std::string, 3>> areas = {};  // id, name, WKT
    int epsg = 4326;                                     // 0: none
};

inline void write_outline_file(const std::string& path, const OutlineParts& parts, const char* format) {
    GDALDataset* file = driver(format)->Create(path.c_str(), 0, 0, 0, GDT_Unknown, nullptr);
    ASSERT_NE(file, nullptr);
    OGRSpatialReference system;
    if (parts.epsg != 0) system.importFromEPSG(parts.epsg);
    system.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
    OGRLayer* layer = file->CreateLayer("areas", parts.epsg ? &system : nullptr, wkbPolygon, nullptr);
    ASSERT_NE(layer, nullptr);
    OGRFieldDefn id("id", OFTString), name("name", OFTString);
    layer->CreateField(&id);
    layer->CreateField(&name);
    for (const auto& [id_text, name_text, wkt] : parts.areas) {
        const OGRFeatureUniquePtr feature(OGRFeature::CreateFeature(layer->GetLayerDefn()));
        feature->SetField("id", id_text.c_str());
        feature->SetField("name", name_text.c_str());
        OGRGeometry* shape = nullptr;
        ASSERT_EQ(OGRGeometryFactory::createFromWkt(wkt.c_str(), nullptr, &shape), OGRERR_NONE);
        feature->SetGeometryDirectly(shape);
        ASSERT_EQ(layer->CreateFeature(feature.get()), OGRERR_NONE);
    }
    GDALClose(file);
}

}  // namespace flowspace
