#include "data/import/layout_guess.h"

#include "data/import/record_scanner.h"

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <tuple>

namespace flowspace {
namespace {

constexpr std::size_t weighed_records = 1000;
constexpr std::size_t shown_characters = 200;
constexpr std::uint64_t most_title_lines = 50;

struct Delimiter {
    std::string_view text;
    bool stands_in_cells;  // in times and names
};
constexpr std::array<Delimiter, 7> delimiters = {
    {{",", false}, {";", false}, {"\t", false}, {"|", false}, {"，", false}, {":", true}, {" ", true}}};

using Fields = std::span<const std::string_view>;

/// Calls `use` with each record and its line; a record with a fault has no fields.
void each_record(std::string_view text, Ending ending, const TextDialect& dialect, std::size_t most,
                 const std::function<void(std::uint64_t row, Fields fields, std::string_view record)>& use) {
    RecordScanner scanner(dialect);
    std::uint64_t row = 1;
    for (; row <= dialect.skipped_lines && !text.empty(); ++row)
        text.remove_prefix(std::min(text.find('\n'), text.size() - 1) + 1);
    for (std::size_t count = 0; count < most && !text.empty(); ++count) {
        const RecordScanner::Scan scan = scanner.scan(text, ending);
        if (scan.taken == 0) return;  // the end cuts it, or it is too long
        const bool whole = scan.found == RecordScanner::Found::record;
        use(row, whole ? scanner.fields() : Fields{}, text.substr(0, scan.taken));
        text.remove_prefix(scan.taken);
        row += whole ? scan.lines : 1;
    }
}

bool is_blank(std::string_view record) { return record.find_first_not_of("\r\n") == std::string_view::npos; }

bool looks_like_data(std::string_view cell) {
    return !cell.empty() && cell.find_first_of("0123456789") != std::string_view::npos &&
           cell.find_first_not_of("0123456789.,+-eE%:/ TZ") == std::string_view::npos;
}

bool is_known_header(Fields fields) {
    const auto has = [&](std::string_view name) { return std::ranges::find(fields, name) != fields.end(); };
    return (has("origin") && (has("destination") || has("dest"))) ||
           (has("id") && has("lon") && has("lat")) || (has("kind") && has("group") && has("place"));
}

struct Shape {
    std::uint64_t row = 0;
    std::size_t fields = 0;  // 0: a fault
    std::size_t filled = 0;  // fields with something in them
    bool comment = false;
    bool like_a_header = false;  // no two alike, none empty but the corner of a matrix, none a number
    bool known_header = false;
};

Shape shape_of(std::uint64_t row, Fields fields, std::string_view record) {
    Shape shape{.row = row, .fields = fields.size(), .comment = record.starts_with('#')};
    const auto filled = [](std::string_view cell) { return !cell.empty(); };
    shape.filled = static_cast<std::size_t>(std::ranges::count_if(fields, filled));
    const std::set<std::string_view> distinct(fields.begin(), fields.end());
    const std::size_t corner = fields.size() >= 3 && fields.front().empty() ? 1 : 0;
    shape.like_a_header = shape.filled + corner == fields.size() && distinct.size() == fields.size() &&
                          std::ranges::none_of(fields, looks_like_data);
    shape.known_header = is_known_header(fields);
    return shape;
}

/// How a dialect fits the text.
struct Fit {
    TextDialect dialect = {};
    std::size_t columns = 0;
    double share = 0;  // of the records from the header on that have as many fields
    std::size_t records = 0, faults = 0;
    bool known_header = false;
    bool plain_title = true;  // what is skipped is plainly no header
    bool stands_in_cells = false;

    bool fits() const { return columns >= 2 && share >= 0.9; }
};

/// The number of fields that most records have; of equals the one seen first.
std::size_t usual_fields(const std::vector<Shape>& shapes) {
    std::map<std::size_t, std::size_t> counts;
    for (const Shape& shape : shapes)
        if (shape.fields > 0) ++counts[shape.fields];
    std::size_t usual = 0;
    for (const Shape& shape : shapes)
        if (shape.fields > 0 && (usual == 0 || counts[shape.fields] > counts[usual])) usual = shape.fields;
    return usual;
}

using Shapes = std::vector<Shape>;

/// Whether all that stands above the header is plainly no header: blank lines and comments of another shape;
/// or titles, where what comes after them is like one.
bool is_plain(const Shapes& shapes, Shapes::const_iterator header, std::size_t columns) {
    const auto is_note = [&](const Shape& shape) { return shape.comment && shape.fields != columns; };
    const auto is_title = [](const Shape& shape) { return shape.comment || shape.filled <= 1; };
    return std::all_of(shapes.begin(), header, is_note) ||
           (header->like_a_header && std::all_of(shapes.begin(), header, is_title));
}

Fit weigh(std::string_view text, Ending ending, TextDialect dialect) {
    std::vector<Shape> shapes;
    each_record(text, ending, dialect, weighed_records,
                [&](std::uint64_t row, Fields fields, std::string_view record) {
                    if (!is_blank(record)) shapes.push_back(shape_of(row, fields, record));
                });
    Fit fit{.dialect = std::move(dialect), .columns = usual_fields(shapes)};
    if (shapes.empty()) return fit;
    const auto is_title = [&](const Shape& shape) {
        return shape.fields != fit.columns || shape.comment || (shape.filled <= 1 && fit.columns >= 3);
    };
    auto header = std::ranges::find_if_not(shapes, is_title);
    if (header == shapes.end() || header->row > most_title_lines || shapes.front().known_header)
        header = shapes.begin();
    const bool first_line = header == shapes.begin() && header->row == 1;
    fit.dialect.skipped_lines = first_line || shapes.front().known_header ? 0 : header->row - 1;
    fit.plain_title = is_plain(shapes, header, fit.columns);
    fit.known_header = header->known_header;
    fit.records = static_cast<std::size_t>(shapes.end() - header);
    const auto same =
        std::count_if(header, shapes.end(), [&](const Shape& shape) { return shape.fields == fit.columns; });
    fit.faults = static_cast<std::size_t>(
        std::count_if(header, shapes.end(), [](const Shape& shape) { return shape.fields == 0; }));
    fit.share = static_cast<double>(same) / static_cast<double>(fit.records);
    return fit;
}

/// Fields that stand whole between two quotation marks, the marks taken as letters.
std::size_t count_quoted(std::string_view text, Ending ending, TextDialect dialect, char quote) {
    dialect.quote = 0;
    std::size_t count = 0;
    each_record(text, ending, dialect, weighed_records, [&](std::uint64_t, Fields fields, std::string_view) {
        count += static_cast<std::size_t>(std::ranges::count_if(fields, [&](std::string_view cell) {
            return cell.size() >= 2 && cell.front() == quote && cell.back() == quote;
        }));
    });
    return count;
}

/// Double quotes, unless single ones alone give even records.
Fit weigh_quotes(std::string_view text, Ending ending, const TextDialect& dialect) {
    Fit fit = weigh(text, ending, dialect);
    if (fit.columns < 2 || fit.share == 1 || text.find('\'') == std::string_view::npos) return fit;
    TextDialect single = dialect;
    single.quote = '\'';
    Fit other = weigh(text, ending, single);
    return other.columns >= 2 && other.share > fit.share + 0.05 ? other : fit;
}

std::vector<Fit> weigh_delimiters(std::string_view text, Ending ending) {
    std::vector<Fit> fits;
    for (const Delimiter& delimiter : delimiters) {
        if (text.find(delimiter.text) == std::string_view::npos) continue;
        Fit fit = weigh_quotes(text, ending, {.delimiter = std::string(delimiter.text)});
        fit.stands_in_cells = delimiter.stands_in_cells;
        const bool titled = fit.dialect.skipped_lines > 0;
        if (fit.columns < 2 || (fit.stands_in_cells && (titled || !fit.fits() || fit.records < 2))) continue;
        fits.push_back(std::move(fit));
    }
    const auto rank = [](const Fit& fit) {
        return std::tuple{!fit.known_header, !fit.fits(), fit.stands_in_cells, fit.dialect.skipped_lines > 0,
                          fit.fits() ? 0 : -fit.share};
    };
    std::ranges::stable_sort(fits, [&](const Fit& one, const Fit& other) { return rank(one) < rank(other); });
    return fits;
}

/// Whether nothing tells two delimiters apart.
bool are_equal(const Fit& best, const Fit& other) {
    if (best.known_header != other.known_header) return false;
    if (best.fits() != other.fits()) return false;
    if (!best.fits()) return best.share - other.share < 0.25;
    return best.stands_in_cells == other.stands_in_cells &&
           (best.dialect.skipped_lines > 0) == (other.dialect.skipped_lines > 0);
}

void add_quotes(std::string_view text, Ending ending, const Fit& best, LayoutGuess& guess) {
    const TextDialect& dialect = best.dialect;
    if (dialect.quote != '"') return;
    const std::size_t doubles = count_quoted(text, ending, dialect, '"');
    TextDialect other = dialect;
    if (doubles == 0 && best.faults > 0) {
        other.quote = 0;
        guess.others.push_back({other, "quote", best.faults * 2 > best.records});
    }
    if (doubles == 0 && count_quoted(text, ending, dialect, '\'') * 2 >= best.records && best.records > 1) {
        other.quote = '\'';
        guess.others.push_back({other, "quote", true});
    }
}

}  // namespace

LayoutGuess guess_layout(std::string_view text, Ending ending) {
    const std::vector<Fit> fits = weigh_delimiters(text, ending);
    if (fits.empty()) return {};
    const Fit& best = fits.front();
    LayoutGuess guess{.best = best.dialect};
    for (std::size_t other = 1; other < fits.size(); ++other)
        guess.others.push_back({fits[other].dialect, "delimiter", are_equal(best, fits[other])});
    if (best.dialect.skipped_lines > 0) {
        TextDialect from_top = best.dialect;
        from_top.skipped_lines = 0;
        guess.others.push_back({from_top, "header-line", !best.plain_title});
    }
    add_quotes(text, ending, best, guess);
    return guess;
}

TitleRows find_titles(std::span<const SampleRecord> records) {
    Shapes shapes;
    for (const SampleRecord& record : records) {
        const std::vector<std::string_view> fields(record.fields.begin(), record.fields.end());
        shapes.push_back(shape_of(record.row, fields, fields.empty() ? std::string_view() : fields.front()));
    }
    const std::size_t columns = usual_fields(shapes);
    const auto header = std::ranges::find_if_not(shapes, [&](const Shape& shape) {
        return shape.fields < columns || shape.comment || (shape.filled <= 1 && columns >= 3);
    });
    if (header == shapes.end() || header == shapes.begin() || header->row > most_title_lines ||
        shapes.front().known_header)
        return {};
    return {.count = header->row - 1, .plain = is_plain(shapes, header, columns)};
}

std::vector<SampleRecord> sample_records(std::string_view text, Ending ending, const TextDialect& dialect,
                                         std::size_t most) {
    std::vector<SampleRecord> sample;
    each_record(text, ending, dialect, most, [&](std::uint64_t row, Fields fields, std::string_view record) {
        if (fields.empty() || is_blank(record)) return;
        SampleRecord& one = sample.emplace_back(SampleRecord{.row = row});
        for (const std::string_view field : fields) one.fields.push_back(shorten(field, shown_characters));
    });
    return sample;
}

}  // namespace flowspace
