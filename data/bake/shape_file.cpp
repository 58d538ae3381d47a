#include "data/bake/shape_file.h"

#include <fmt/format.h>
#include <shapefil.h>

#include <memory>

namespace flowspace::bake {
namespace {

struct CloseShapes {
    void operator()(SHPInfo* file) const { SHPClose(file); }
};
struct CloseTable {
    void operator()(DBFInfo* file) const { DBFClose(file); }
};
struct DestroyObject {
    void operator()(SHPObject* object) const { SHPDestroyObject(object); }
};

std::vector<Line> parts_of(const SHPObject& object) {
    std::vector<Line> parts;
    for (int part = 0; part < object.nParts; ++part) {
        const int end = part + 1 < object.nParts ? object.panPartStart[part + 1] : object.nVertices;
        Line line;
        for (int point = object.panPartStart[part]; point < end; ++point)
            line.push_back({object.padfX[point], object.padfY[point]});
        parts.push_back(std::move(line));
    }
    return parts;
}

}  // namespace

Result<std::vector<ShapeRecord>> read_shapes(const std::filesystem::path& path,
                                             const std::vector<std::string>& fields) {
    const std::unique_ptr<SHPInfo, CloseShapes> shapes(SHPOpen(path.c_str(), "rb"));
    const std::unique_ptr<DBFInfo, CloseTable> table(DBFOpen(path.c_str(), "rb"));
    if (!shapes || !table) return Error{fmt::format("{}: the .shp or .dbf cannot be opened", path.string())};
    std::vector<int> columns;
    for (const std::string& field : fields) {
        columns.push_back(DBFGetFieldIndex(table.get(), field.c_str()));
        if (columns.back() < 0) return Error{fmt::format("{}: expected a field '{}'", path.string(), field)};
    }
    int size = 0;
    SHPGetInfo(shapes.get(), &size, nullptr, nullptr, nullptr);
    if (size != DBFGetRecordCount(table.get()))
        return Error{fmt::format("{}: .shp and .dbf do not have the same records", path.string())};
    std::vector<ShapeRecord> records;
    for (int row = 0; row < size; ++row) {
        const std::unique_ptr<SHPObject, DestroyObject> object(SHPReadObject(shapes.get(), row));
        if (!object) return Error{fmt::format("{}: record {} cannot be read", path.string(), row)};
        ShapeRecord record = {.parts = parts_of(*object)};
        for (const int column : columns)
            record.fields.emplace_back(DBFReadStringAttribute(table.get(), row, column));
        records.push_back(std::move(record));
    }
    return records;
}

}  // namespace flowspace::bake
