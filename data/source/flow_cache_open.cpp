// Opens a flow cache: header and table first, then checksums, then what the columns say.
#include "data/import/limits.h"
#include "data/pack/layer_info_bytes.h"
#include "data/pack/mapped_file.h"
#include "data/pack/pack_format.h"
#include "data/source/flow_cache.h"
#include "data/source/flow_cache_format.h"
#include "data/source/flow_check.h"
#include "data/source/parallel.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstring>

namespace flowspace {
namespace {

using cache::Column;
using cache::Part;
using cache::RowKind;
using cache::ValueKind;
using Bytes = std::span<const std::byte>;

Error damaged(std::string_view what) { return {fmt::format("damaged: {}", what)}; }

/// The sections of a file whose header and table are right; their content is not looked at yet.
struct Sections {
    Bytes file;
    std::vector<cache::Section> table;

    Bytes bytes(std::size_t at) const { return file.subspan(table[at].offset, table[at].bytes); }
    Bytes part(Part part) const { return bytes(static_cast<std::size_t>(part)); }
    Bytes column(std::size_t layer, Column column) const {
        return bytes(cache::parts + layer * cache::layer_columns + static_cast<std::size_t>(column));
    }
    std::size_t layers() const { return (table.size() - cache::parts) / cache::layer_columns; }
};

Result<Sections> read_table(Bytes file) {
    cache::Header header;
    if (file.size() < sizeof(header))
        return Error{
            fmt::format("truncated: found {} bytes, expected at least {}", file.size(), sizeof(header))};
    std::memcpy(&header, file.data(), sizeof(header));
    if (header.magic != cache::magic)
        return Error{"not-a-cache: the first bytes are not those of a flow cache"};
    if (header.version != cache::version)
        return Error{
            fmt::format("other-version: found version {}, expected {}", header.version, cache::version)};
    if (header.file_bytes != file.size())
        return Error{fmt::format("truncated: found {} bytes, expected {}", file.size(), header.file_bytes)};
    const std::uint64_t sections = header.sections, table_bytes = sections * sizeof(cache::Section);
    if (sections < cache::parts || (sections - cache::parts) % cache::layer_columns != 0 ||
        sections > cache::parts + max_layers * cache::layer_columns ||
        table_bytes > file.size() - sizeof(header))
        return damaged("the table of sections is not what it should be");

    std::vector<std::byte> checked(file.begin(),
                                   file.begin() + static_cast<std::ptrdiff_t>(sizeof(header) + table_bytes));
    std::memset(checked.data() + offsetof(cache::Header, checksum), 0, sizeof(header.checksum));
    if (pack::checksum_of(checked) != header.checksum) return damaged("the header's checksum does not match");

    Sections read{file, std::vector<cache::Section>(sections)};
    std::memcpy(read.table.data(), file.data() + sizeof(header), table_bytes);
    std::uint64_t expected = cache::aligned(sizeof(header) + table_bytes);
    for (const cache::Section& section : read.table) {
        if (section.offset != expected || section.offset > file.size() ||
            section.bytes > file.size() - section.offset)
            return damaged("a section is not where it should be");
        expected = cache::aligned(section.offset + section.bytes + column_padding);
    }
    if (expected != file.size()) return damaged("the sections do not fill the file");
    return read;
}

bool checksums_match(const Sections& sections, unsigned threads) {
    std::atomic<bool> match = true;
    run_parallel(sections.table.size(), threads, [&](std::size_t at) {
        if (pack::checksum_of(sections.bytes(at)) != sections.table[at].checksum) match = false;
    });
    return match;
}

/// A section as numbers, used where it lies. Fails on a part of a number left over.
template <class T>
std::span<const T> numbers(Bytes bytes, bool& whole) {
    whole = whole && bytes.size() % sizeof(T) == 0;
    return {reinterpret_cast<const T*>(bytes.data()), bytes.size() / sizeof(T)};
}

struct Kinds {
    int digits = 0;
    ValueKind values = ValueKind::scaled_32;
    RowKind rows = RowKind::one_each;
};

bool known(const Kinds& kinds) {
    return kinds.values <= ValueKind::wide && kinds.rows <= RowKind::rows_32 &&
           (kinds.digits < 0) == (kinds.values == ValueKind::wide);
}

/// The columns of one layer. False where their lengths do not agree.
bool read_columns(const Sections& sections, std::size_t layer, const Kinds& kinds, LayerTiles& tiles) {
    const auto column = [&](Column which) { return sections.column(layer, which); };
    bool whole = true;
    tiles.digits = kinds.digits;
    tiles.pairs = numbers<std::uint32_t>(column(Column::pairs), whole);
    tiles.tile_end = numbers<std::uint64_t>(column(Column::tile_end), whole);
    tiles.entries = numbers<std::uint32_t>(column(Column::entries), whole);
    tiles.masks = numbers<std::uint16_t>(column(Column::masks), whole);
    const Bytes values = column(Column::values), rows = column(Column::rows);
    if (kinds.values == ValueKind::scaled_32) tiles.scaled_32 = numbers<std::int32_t>(values, whole);
    if (kinds.values == ValueKind::scaled_64) tiles.scaled_64 = numbers<std::int64_t>(values, whole);
    if (kinds.values == ValueKind::wide) tiles.high = numbers<double>(values, whole);
    tiles.low = numbers<float>(column(Column::low), whole);
    if (kinds.rows == RowKind::rows_8) tiles.rows_8 = numbers<std::uint8_t>(rows, whole);
    if (kinds.rows == RowKind::rows_16) tiles.rows_16 = numbers<std::uint16_t>(rows, whole);
    if (kinds.rows == RowKind::rows_32) tiles.rows_32 = numbers<std::uint32_t>(rows, whole);
    const std::size_t cells = tiles.cell_count();
    const std::size_t row_cells = tiles.rows_8.size() + tiles.rows_16.size() + tiles.rows_32.size();
    return whole && (tiles.low.empty() || (kinds.digits < 0 && tiles.low.size() == cells)) &&
           (kinds.rows == RowKind::one_each ? rows.empty() : row_cells == cells);
}

Result<SortedFlows> read_flows(const Sections& sections, std::string& key) {
    SortedFlows flows;
    bool whole = true;
    const auto starts = numbers<TimeMs>(sections.part(Part::axis), whole);
    const auto pairs = numbers<Pair>(sections.part(Part::pairs), whole);
    flows.axis.starts.assign(starts.begin(), starts.end());
    flows.pairs.assign(pairs.begin(), pairs.end());
    pack::ByteReader head(sections.part(Part::head));
    key = head.text();
    flows.axis.grain = head.number<Grain>();
    const std::size_t layers = head.count(pack::least_layer_info_bytes);
    if (!whole || layers != sections.layers() || flows.axis.grain > Grain::second)
        return damaged("the head does not hold what it should");
    for (std::size_t layer = 0; layer < layers; ++layer) {
        flows.layers.push_back(pack::read_layer_info(head));
        Kinds kinds;
        kinds.digits = head.number<std::int32_t>();
        kinds.values = head.number<ValueKind>();
        kinds.rows = head.number<RowKind>();
        if (head.failed() || !known(kinds) ||
            !read_columns(sections, layer, kinds, flows.tiles.emplace_back()))
            return damaged("the columns of a layer do not agree");
    }
    if (!head.complete()) return damaged("the head does not hold what it should");
    return flows;
}

Error named(const std::filesystem::path& path, const Error& error) {
    return {fmt::format("{}: {}", path.string(), error.message)};
}

/// A copy in memory of our own, of a file that somebody may still change.
Result<std::shared_ptr<const std::vector<std::byte>>> copy_of(int file) {
    struct stat status = {};
    if (::fstat(file, &status) != 0 || !S_ISREG(status.st_mode)) return Error{"found no regular file"};
    const auto bytes = std::make_shared<std::vector<std::byte>>(static_cast<std::size_t>(status.st_size));
    for (std::size_t at = 0; at < bytes->size();) {
        const ssize_t got = ::pread(file, bytes->data() + at, bytes->size() - at, static_cast<off_t>(at));
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return Error{"truncated: the file ended while it was read"};
        at += static_cast<std::size_t>(got);
    }
    return std::shared_ptr<const std::vector<std::byte>>(bytes);
}

bool is_sealed(int file) {
    const int seals = ::fcntl(file, F_GET_SEALS);
    return seals >= 0 && (seals & F_SEAL_SHRINK) != 0 && (seals & F_SEAL_WRITE) != 0;
}

}  // namespace

Result<LabelledFlows> read_sorted_flows(Bytes bytes, std::shared_ptr<const void> owner,
                                        const CacheOptions& options) {
    auto sections = read_table(bytes);
    if (!sections) return sections.error();
    LabelledFlows read;
    // The key is all that is needed to refuse a cache made from other sources; it is checked again below.
    read.label.key = pack::ByteReader(sections->part(Part::head)).text();
    if (options.expected_key && read.label.key != *options.expected_key)
        return Error{"other-key: the cache was made from other sources or by another plan"};
    if (!checksums_match(*sections, options.threads)) return damaged("a checksum does not match the content");
    auto flows = read_flows(*sections, read.label.key);
    if (!flows) return flows.error();
    flows->owner = std::move(owner);
    if (auto error = check_flows(*flows, options.place_count, options.threads)) return *error;
    const Bytes report = sections->part(Part::report);
    read.label.report.assign(report.begin(), report.end());
    read.flows = std::move(*flows);
    return read;
}

Result<FlowCache> read_flow_cache(Bytes bytes, std::shared_ptr<const void> owner,
                                  const CacheOptions& options) {
    auto read = read_sorted_flows(bytes, std::move(owner), options);
    if (!read) return read.error();
    return FlowCache{.flows = MemorySource::from_sorted(std::move(read->flows), {.threads = options.threads}),
                     .label = std::move(read->label)};
}

Result<FlowCache> open_flow_cache(const std::filesystem::path& path, const CacheOptions& options) {
    auto mapped = MappedFile::open(path);
    if (!mapped) return mapped.error();
    const auto file = std::make_shared<const MappedFile>(std::move(*mapped));
    auto opened = read_flow_cache(file->bytes(), file, options);
    if (!opened) return named(path, opened.error());
    return opened;
}

Result<FlowCache> open_flow_cache(int file, const CacheOptions& options) {
    const std::filesystem::path name = "flow cache";
    if (is_sealed(file)) {
        auto mapped = MappedFile::map(file, name);
        if (!mapped) return mapped.error();
        const auto kept = std::make_shared<const MappedFile>(std::move(*mapped));
        auto opened = read_flow_cache(kept->bytes(), kept, options);
        return opened ? std::move(opened) : Result<FlowCache>(named(name, opened.error()));
    }
    const auto copied = copy_of(file);
    if (!copied) return named(name, copied.error());
    auto opened = read_flow_cache(**copied, *copied, options);
    return opened ? std::move(opened) : Result<FlowCache>(named(name, opened.error()));
}

}  // namespace flowspace
