// The attack files of the reliability page, each with the sandbox and without it: nothing outside is read,
// nothing is written, nobody is called, and there is a message instead of a crash.
#include "data/formats/spreadsheet_reader.h"
#include "data/import/ground_worker.h"
#include "tests/formats/ground_files.h"
#include "tests/formats/scratch.h"

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

using namespace flowspace;

namespace {

namespace fs = std::filesystem;

constexpr float canary_height_m = 4321;
const std::string canary_word = "CANARY-7";

/// Listens on loopback and knows whether anybody called.
class Listener {
public:
    Listener() : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)) {
        address_.sin_family = AF_INET;
        address_.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof(address_);
        ::bind(socket_, reinterpret_cast<sockaddr*>(&address_), size);
        ::listen(socket_, 16);
        ::getsockname(socket_, reinterpret_cast<sockaddr*>(&address_), &size);
    }
    ~Listener() { ::close(socket_); }
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;

    std::string url() const { return "http://127.0.0.1:" + std::to_string(ntohs(address_.sin_port)) + "/x"; }
    bool was_called() const {
        const int caller = ::accept(socket_, nullptr, nullptr);
        if (caller >= 0) ::close(caller);
        return caller >= 0;
    }

private:
    int socket_;
    sockaddr_in address_{};
};

class Attacks : public testing::TestWithParam<Confinement> {
protected:
    void SetUp() override {
        write_raster(scratch_.path("canary.tif"),
                     {.heights = {canary_height_m, canary_height_m, canary_height_m, canary_height_m}});
        write_file(scratch_.path("canary.txt"), canary_word);
        write_file(scratch_.path("canary.geojson"), area(canary_word));
    }

    /// Nothing is there but what the test put there, nobody called, no process is left.
    void TearDown() override {
        EXPECT_EQ(files(), before_);
        EXPECT_FALSE(listener_.was_called());
        EXPECT_EQ(::waitpid(-1, nullptr, WNOHANG), -1);
    }

    static std::string area(const std::string& id) {
        return "{\"type\": \"FeatureCollection\", \"features\": [{\"type\": \"Feature\", \"properties\": "
               "{\"id\": \"" +
               id +
               "\"}, \"geometry\": {\"type\": \"Polygon\", \"coordinates\": [[[0,0],[1,0],[0,1],[0,0]]]}}]}";
    }

    std::string path(const std::string& name) const { return scratch_.path(name); }
    void done_preparing() { before_ = files(); }

    WorkerOptions worker() const {
        return {.confinement = GetParam(),
                .memory_bytes = std::uint64_t{2} << 30,
                .silence = std::chrono::seconds(60)};
    }

    /// What came of it, in words; never the canary.
    std::string terrain(const std::string& file) {
        const Result<Terrain> read = read_terrain_in_worker(file, {}, worker());
        if (!read) return read.error().message;
        for (const std::int16_t height : read->grid.height_m) EXPECT_NE(height, canary_height_m);
        return "read";
    }
    std::string outlines(const std::string& file) {
        const Result<OutlineTable> read = read_outlines_in_worker(file, {}, worker());
        if (!read) return no_canary(read.error().message);
        for (const OutlineTable::Row& row : read->rows)
            for (const std::string& field : row.fields) no_canary(field);
        return "read";
    }

    static std::string no_canary(const std::string& text) {
        EXPECT_EQ(text.find(canary_word), std::string::npos) << text;
        return text;
    }

    const Listener& listener() const { return listener_; }

private:
    std::vector<std::string> files() const {
        std::vector<std::string> all;
        for (const auto& entry : fs::recursive_directory_iterator(scratch_.path("")))
            all.push_back(
                entry.path().string() + " " +
                std::to_string(entry.is_regular_file() ? static_cast<std::uint64_t>(entry.file_size()) : 0));
        std::ranges::sort(all);
        return all;
    }

    Scratch scratch_;
    Listener listener_;
    std::vector<std::string> before_;
};

bool is_refused(const std::string& message) { return message != "read" && !message.empty(); }

}  // namespace

TEST_P(Attacks, OneFormatPosingAsAnother) {
    const std::string vrt =
        "<VRTDataset rasterXSize=\"2\" rasterYSize=\"2\"><GeoTransform>100,1,0,40,0,-1</GeoTransform>"
        "<VRTRasterBand dataType=\"Float32\" band=\"1\"><SimpleSource><SourceFilename relativeToVRT=\"0\">";
    const std::string vrt_end =
        "</SourceFilename><SourceBand>1</SourceBand></SimpleSource></VRTRasterBand></VRTDataset>";
    write_file(path("file.tif"), vrt + path("canary.tif") + vrt_end);
    write_file(path("network.tif"), vrt + "/vsicurl/" + listener().url() + vrt_end);
    write_file(path("mrf.tif"), "<MRF_META><Raster><Size x=\"512\" y=\"512\" c=\"1\"/><DataFile>" +
                                    path("written.dat") + "</DataFile><IndexFile>" + path("written.idx") +
                                    "</IndexFile></Raster><CachedSource><Source>" + path("canary.tif") +
                                    "</Source></CachedSource></MRF_META>");
    write_file(path("wms.tif"), "<GDAL_WMS><Service name=\"TMS\"><ServerUrl>" + listener().url() +
                                    "</ServerUrl></Service></GDAL_WMS>");
    write_file(path("ogr.geojson"), "<OGRVRTDataSource><OGRVRTLayer name=\"canary\"><SrcDataSource>" +
                                        path("canary.geojson") +
                                        "</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>");
    write_file(path("address.geojson"), "\"" + listener().url() + "\"");
    write_file(path("stac.geojson"),
               "{\"type\": \"Feature\", \"stac_version\": \"1\", \"assets\": {\"a\": {\"href\": \"" +
                   listener().url() + "\"}}}");
    write_file(path("pointer.tif"), path("canary.tif"));
    done_preparing();
    for (const char* name : {"file.tif", "network.tif", "mrf.tif", "wms.tif", "pointer.tif"})
        EXPECT_TRUE(is_refused(terrain(path(name)))) << name;
    for (const char* name : {"ogr.geojson", "address.geojson", "stac.geojson"})
        EXPECT_TRUE(is_refused(outlines(path(name)))) << name;
}

TEST_P(Attacks, PathsThatAreNoFiles) {
    ASSERT_EQ(::mkfifo(path("pipe.tif").c_str(), 0600), 0);
    fs::create_directory(path("folder.tif"));
    done_preparing();
    for (const std::string& name :
         {"/vsicurl/" + listener().url(), "/vsicurl_streaming/" + listener().url(), listener().url(),
          "/vsizip/" + path("canary.tif"), "/vsisubfile/0_10," + path("canary.tif"),
          "GTIFF_DIR:1:" + path("canary.tif"), "NETCDF:\"" + path("canary.tif") + "\":x",
          "WMS:" + listener().url(), path("pipe.tif"), path("folder.tif"), std::string("/dev/zero"),
          path("none.tif"), std::string()}) {
        EXPECT_TRUE(is_refused(terrain(name))) << name;
        EXPECT_TRUE(is_refused(outlines(name))) << name;
    }
}

TEST_P(Attacks, SidecarsAndLinksOut) {
    write_outline_file(path("set.shp"), {.areas = {{"1", "a", "POLYGON ((0 0,1 0,0 1,0 0))"}}},
                       "ESRI Shapefile");
    write_outline_file(path("canary.shp"), {.areas = {{canary_word, "a", "POLYGON ((0 0,1 0,0 1,0 0))"}}},
                       "ESRI Shapefile");
    fs::remove(path("set.dbf"));
    fs::create_symlink(path("canary.dbf"), path("set.dbf"));
    write_raster(path("aux.tif"), {.heights = {1, 2, 3, 4}});
    write_file(path("aux.tif.aux.xml"),
               "<PAMDataset><PAMRasterBand band=\"1\"><UnitType>" + canary_word +
                   "</UnitType></PAMRasterBand><Metadata domain=\"OVERVIEWS\"><MDI key=\"OVERVIEW_FILE\">" +
                   path("canary.tif") + "</MDI></Metadata></PAMDataset>");
    write_file(path("aux.tif.ovr"), "no overview");
    done_preparing();
    EXPECT_TRUE(is_refused(outlines(path("set.shp"))));
    EXPECT_EQ(terrain(path("aux.tif")), "read");
}

TEST_P(Attacks, SizesThatLie) {
    // netCDF-3: one variable of 2^31-1 x 2^31-1 cells in a file of a hundred bytes; GeoTIFF cut short.
    std::string huge(
        "CDF\1\0\0\0\0\0\0\0\x0A\0\0\0\2\0\0\0\1y\0\0\0\x7F\xFF\xFF\xFF\0\0\0\1x\0\0\0\x7F\xFF\xFF\xFF", 40);
    huge += std::string(
        "\0\0\0\0\0\0\0\0\0\0\0\x0B\0\0\0\1\0\0\0\1z\0\0\0\0\0\0\2\0\0\0\0\0\0\0\1\0\0\0\0\0\0\0\0", 44);
    huge += std::string("\0\0\0\5\x7F\xFF\xFF\xFF\0\0\0\x60", 12);
    write_file(path("huge.nc"), huge);
    std::ifstream whole(path("canary.tif"), std::ios::binary);
    std::string bytes((std::istreambuf_iterator<char>(whole)), std::istreambuf_iterator<char>());
    for (std::size_t cut = 8; cut < bytes.size(); cut += bytes.size() / 5)
        write_file(path("cut" + std::to_string(cut) + ".tif"), bytes.substr(0, cut));
    std::string shape(100, '\0');  // a header that promises 8 GiB of records
    shape.replace(0, 4, std::string("\0\0\x27\x0A", 4));
    shape.replace(24, 4, std::string("\x7F\xFF\xFF\xFF", 4));
    shape[28] = '\xE8';
    shape[29] = '\3';
    shape[32] = '\5';
    write_file(path("huge.shp"), shape + std::string("\0\0\0\1\x7F\xFF\xFF\xF0", 8) + std::string(60, '\7'));
    done_preparing();
    EXPECT_TRUE(is_refused(terrain(path("huge.nc"))));
    EXPECT_TRUE(is_refused(outlines(path("huge.shp"))));
    for (std::size_t cut = 8; cut < bytes.size() - 16; cut += bytes.size() / 5)
        static_cast<void>(
            terrain(path("cut" + std::to_string(cut) + ".tif")));  // read or refused, never dead silence
}

TEST_P(Attacks, JsonWithoutEnd) {
    write_file(path("deep.geojson"),
               "{\"type\": \"FeatureCollection\", \"features\": " + std::string(200'000, '['));
    std::string nested;
    for (int level = 0; level < 20'000; ++level)
        nested += "{\"type\": \"GeometryCollection\", \"geometries\": [";
    write_file(path("nested.geojson"),
               "{\"type\": \"FeatureCollection\", \"features\": [{\"type\": \"Feature\", \"properties\": {}, "
               "\"geometry\": " +
                   nested);
    write_file(path("numbers.geojson"),
               "{\"type\": \"FeatureCollection\", \"features\": [{\"type\": \"Feature\", \"properties\": {}, "
               "\"geometry\": {\"type\": \"Polygon\", \"coordinates\": "
               "[[[1e999,0],[NaN,1],[0,1e308],[1e999,0]]]}}]}");
    done_preparing();
    for (const char* name : {"deep.geojson", "nested.geojson", "numbers.geojson"})
        EXPECT_TRUE(is_refused(outlines(path(name)))) << name;
}

TEST_P(Attacks, DatabasesThatAct) {
    const std::string file = path("acts.gpkg");
    write_outline_file(file, {.areas = {{"1", "a", "POLYGON ((0 0,1 0,0 1,0 0))"}}}, "GPKG");
    GDALDataset* database = GDALDataset::Open(file.c_str(), GDAL_OF_VECTOR | GDAL_OF_UPDATE);
    ASSERT_NE(database, nullptr);
    for (const std::string& sql : std::initializer_list<std::string>{
             "CREATE VIEW spy AS SELECT fid, geom, load_extension('" + path("canary.txt") +
                 "') AS id FROM areas",
             "INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id) VALUES ('spy', "
             "'features', 'spy', 4326)",
             "INSERT INTO gpkg_geometry_columns VALUES ('spy', 'geom', 'POLYGON', 4326, 0, 0)",
             "CREATE TRIGGER act AFTER INSERT ON areas BEGIN SELECT writefile('" + path("written.txt") +
                 "', 'x'); END",
             "CREATE TABLE \"a; ATTACH DATABASE '" + path("written.db") + "' AS b\" (id TEXT)"})
        if (OGRLayer* result = database->ExecuteSQL(sql.c_str(), nullptr, nullptr))
            database->ReleaseResultSet(result);
    GDALClose(database);
    done_preparing();
    const Result<OutlineTable> read = read_outlines_in_worker(file, {}, worker());
    if (read) {
        EXPECT_EQ(read->rows.front().fields.front(), "1");
    }
}

// Read in this process, so with no sandbox either way.
TEST_P(Attacks, WorkbooksThatReachOut) {
    const std::string rows =
        sheet_row(1, {text_cell("A1", "id")}) + sheet_row(2, {text_cell("A2", "&b;&x;")});
    std::string laughs = "<!DOCTYPE worksheet [<!ENTITY a0 \"ha\">";
    for (int level = 1; level < 30; ++level) {
        const std::string before = "&a" + std::to_string(level - 1) + ";";
        laughs += "<!ENTITY a" + std::to_string(level) + " \"" + before + before + before + "\">";
    }
    laughs += "<!ENTITY b \"&a29;\">]>";
    write_file(path("laughs.xlsx"), workbook({.rows = rows, .doctype = laughs}));
    write_file(path("entity.xlsx"),
               workbook({.rows = rows,
                         .doctype = "<!DOCTYPE worksheet [<!ENTITY x SYSTEM \"file://" + path("canary.txt") +
                                    "\"><!ENTITY b SYSTEM \"" + listener().url() + "\">]>"}));
    write_file(
        path("out.xlsx"),
        workbook({.rows = rows, .first_sheet_target = "../../../../../../../../.." + path("canary.txt")}));
    write_file(path("slash.xlsx"), workbook({.rows = rows, .first_sheet_target = path("canary.txt")}));
    write_file(path("network.xlsx"),
               workbook({.rows = rows, .first_sheet_target = "/vsicurl/" + listener().url()}));
    done_preparing();
    for (const char* name : {"laughs.xlsx", "entity.xlsx", "out.xlsx", "slash.xlsx", "network.xlsx"}) {
        const OpenedTable opened = open_spreadsheet({.path = path(name)});
        RecordReader::Record record;
        Problem problem;
        std::size_t cells = 0;
        while (opened.reader && opened.reader->next(record, problem) == RecordReader::Outcome::record)
            for (const std::string_view field : record.fields) cells += no_canary(std::string(field)).size();
        EXPECT_LT(cells, 1000U) << name;
    }
}

INSTANTIATE_TEST_SUITE_P(WithAndWithoutSandbox, Attacks,
                         testing::Values(Confinement::full, Confinement::none), [](const auto& test) {
                             return std::string(test.param == Confinement::full ? "Shut" : "Open");
                         });
