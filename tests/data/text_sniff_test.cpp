// What is told of a text table from its first bytes, and what is asked.
#include "data/import/dialect_guess.h"
#include "tests/data/text_fixtures.h"

#include <unistd.h>

#include <filesystem>

namespace flowspace {
namespace {

using Asked = std::vector<std::string>;
using std::string_literals::operator""s;

TextSniff sniff(std::string_view bytes) { return sniff_bytes(bytes, SniffedPart::whole); }

std::string rows_of(std::string_view delimiter) {
    std::string text;
    for (const char* line : {"出发地<目的地<日期<客流量\n", "武汉市<长沙市<2020-01-25<1200\n",
                             "恩施土家族苗族自治州<宜昌市<2020-01-26<88\n", "北京市<上海市<2020-01-27<31\n"})
        for (const char* at = line; *at; ++at) at[0] == '<' ? text += delimiter : text += *at;
    return text;
}

TEST(TextSniff, TellsEveryEncodingAndDelimiter) {
    for (const TextEncoding encoding :
         {TextEncoding::utf_8, TextEncoding::utf_16_le, TextEncoding::utf_16_be, TextEncoding::gb18030})
        for (const std::string delimiter : {",", ";", "\t", "|", "，", ":", " "}) {
            const std::string text = encode(rows_of(delimiter), iconv_name(encoding));
            const TextSniff told = sniff(text);
            EXPECT_EQ(told.best, (TextDialect{encoding, delimiter})) << key(encoding) << delimiter;
            EXPECT_EQ(told.questions(), Asked{}) << key(encoding) << delimiter;
            ASSERT_EQ(told.sample.size(), 4U);
            EXPECT_EQ(told.sample[2].fields[0], "恩施土家族苗族自治州");
            EXPECT_EQ(told.sample[2].row, 3U);
            EXPECT_EQ(told.line_ends, LineEnds::lf);
            EXPECT_EQ(told.lines, 4U);
        }
}

TEST(TextSniff, ThePrefecturesInGb18030AreTold) {
    const std::string cities = read_asset("assets/atlas/cities.csv");
    const TextSniff told = sniff(encode(cities, "GB18030"));
    EXPECT_EQ(told.best, (TextDialect{TextEncoding::gb18030}));
    EXPECT_EQ(told.questions(), Asked{});
    EXPECT_EQ(sniff(cities).best, TextDialect{});
    EXPECT_EQ(sniff(cities).sample.front().fields, sniff(encode(cities, "GB18030")).sample.front().fields);
}

TEST(TextSniff, TheOtherEncodingIsShownToo) {
    const TextSniff told = sniff(encode(rows_of(","), "GB18030"));
    ASSERT_EQ(told.candidates.size(), 1U);
    EXPECT_EQ(told.candidates[0].differs_in, "encoding");
    EXPECT_EQ(told.candidates[0].dialect.encoding, TextEncoding::utf_8);
    EXPECT_GT(told.candidates[0].bad_bytes, 20U);
    EXPECT_EQ(told.bad_bytes, 0U);
    EXPECT_EQ(told.candidates[0].sample.size(), 4U);
    EXPECT_EQ(told.candidates[0].sample[1].fields[3], "1200");
    EXPECT_NE(told.candidates[0].sample[1].fields[0].find('?'), std::string::npos);
}

TEST(TextSniff, FewBadBytesLeaveUtf8) {
    for (const std::string bad : {"\xe9t\xe9", "\xc0\xaf", "caf\xe9"}) {
        const TextSniff told = sniff("origin,destination\na," + bad + "\n");
        EXPECT_EQ(told.best, TextDialect{}) << bad;
        EXPECT_EQ(told.questions(), Asked{}) << bad;
        EXPECT_GT(told.bad_bytes, 0U);
    }
    EXPECT_EQ(sniff(rows_of(",") + "武汉\xff市,b,c,d\n").best, TextDialect{});
}

/// Korean in EUC-KR and uncommon characters are valid GB18030: what is not plain is asked.
TEST(TextSniff, UncommonCharactersAreAsked) {
    const TextSniff told = sniff(encode("甲,乙\n武汉毳氍龘,1\n靐齉齾,2\n", "GB18030"));
    EXPECT_EQ(told.best.encoding, told.questions().empty() ? TextEncoding::utf_8 : TextEncoding::gb18030);
    const TextSniff half = sniff(encode("甲乙丙丁,武汉\n毳氍龘,1\n氍,2\n", "GB18030"));
    EXPECT_EQ(half.best.encoding, TextEncoding::gb18030);
    EXPECT_EQ(half.questions(), Asked{"encoding"});
}

TEST(TextSniff, MarksDecide) {
    const TextSniff told = sniff("\xff\xfe" + encode("甲,乙\n", "UTF-16LE"));
    EXPECT_EQ(told.best.encoding, TextEncoding::utf_16_le);
    EXPECT_TRUE(told.marked);
    EXPECT_EQ(told.sample[0].fields, (Asked{"甲", "乙"}));
    EXPECT_EQ(sniff("\xef\xbb\xbf" + rows_of(",")).sample[0].fields[0], "出发地");
    EXPECT_EQ(sniff("a,b\n1,\0\n"s).best.encoding, TextEncoding::utf_8);
}

/// Both give even records of two fields and more: never a silent pick.
TEST(TextSniff, ATieOfDelimitersIsAsked) {
    const TextSniff told = sniff("from;via,to\nWuhan;x,Changsha\nBeijing;y,Tianjin\n");
    EXPECT_EQ(told.questions(), Asked{"delimiter"});
    ASSERT_EQ(told.candidates.size(), 1U);
    EXPECT_EQ(told.best.delimiter, ",");
    EXPECT_EQ(told.candidates[0].dialect.delimiter, ";");
    EXPECT_EQ(told.candidates[0].sample[1].fields, (Asked{"Wuhan", "x,Changsha"}));
    const TextSniff wide = sniff("甲，乙;丙\n1，2;3\n4，5;6\n");
    EXPECT_EQ(wide.questions(), Asked{"delimiter"});
}

TEST(TextSniff, OneHeaderThatIsKnownDecides) {
    const TextSniff told = sniff("origin,destination,x;y\n1,2,3;4\n5,6,7;8\n");
    EXPECT_EQ(told.best.delimiter, ",");
    EXPECT_EQ(told.questions(), Asked{});
}

TEST(TextSniff, SeparatorsInsideCellsAreNoTie) {
    const struct {
        const char *text, *delimiter;
    } all[] = {
        {"from,to,at\na,b,2020-01-25 13:00\nc,d,2020-01-25 14:00\n", ","},
        {"Origin City,Dest City\nNew York,Los Angeles\nLas Vegas,San Diego\n", ","},
        {"id;lat;lon\n1;30,5;114,2\n2;31,1;121,4\n", ";"},
        {"a\tb\n1,5\t2\n3,5\t4\n", "\t"},
        {"a,b\n\"1;2\",\"x;y\"\n\"3;4;5\",z\n", ","},
        {"name\nNew York\nLos Angeles\n", ","},
        {"only\n1\n2\n", ","},
    };
    for (const auto& one : all) {
        EXPECT_EQ(sniff(one.text).best.delimiter, one.delimiter) << one.text;
        EXPECT_EQ(sniff(one.text).questions(), Asked{}) << one.text;
    }
}

TEST(TextSniff, QuotesAreTold) {
    EXPECT_EQ(sniff("a,b\n'x,1',2\n'y,2,3',4\n").best.quote, '\'');
    EXPECT_EQ(sniff("a,b\n'x,1',2\n'y,2,3',4\n").questions(), Asked{});
    EXPECT_EQ(sniff("a,b\n'x','1'\n'y','2'\n").questions(), Asked{"quote"});
    EXPECT_EQ(sniff("a,b\n\"x,1\",2\n\"y\",4\n").best, TextDialect{});
    EXPECT_EQ(sniff("a,b\nXi'an,1\nTai'an,2\n").questions(), Asked{});
    const TextSniff letters = sniff("size,n\n5\",1\n6\",2\n7\",3\n");
    EXPECT_EQ(letters.questions(), Asked{"quote"});
    EXPECT_EQ(letters.candidates.back().dialect.quote, '\0');
    EXPECT_EQ(sniff("a,b\nx\"y,1\nc,d\ne,f\n").questions(), Asked{});
}

TEST(TextSniff, TitlesAboveTheHeaderAreSkippedWherePlain) {
    const struct {
        std::string text;
        std::uint64_t skipped;
        Asked asked;
    } all[] = {
        {"2020年城市间人流\n\n" + rows_of(","), 2, {}},
        {"# source: a survey, of 2020\n# made, by, hand\n" + rows_of(","), 2, {}},
        {"人流表,,,\n" + rows_of(","), 1, {}},
        {"a survey, made\n" + rows_of(","), 1, {"header-line"}},
        {"some title\n1,2\n3,4\n5,6\n", 1, {"header-line"}},
        {"\n2020,7,8\n1,2,3\n4,5,6\n", 1, {}},
        {"# a note\n\n2020,7,8\n1,2,3\n4,5,6\n", 2, {}},
        {"#a,b,c\n1,2,3\n4,5,6\n", 1, {"header-line"}},
        {"人流\n,北京,上海\n北京,1,2\n上海,3,4\n", 1, {}},
        {"origin,destination,value\n1,2,3,4\n1,2,3,4\n1,2,3,4\n", 0, {}},
        {"origin,destination,value\n1,2,3\n1,2\n", 0, {}},
    };
    for (const auto& one : all) {
        EXPECT_EQ(sniff(one.text).best.skipped_lines, one.skipped) << one.text;
        EXPECT_EQ(sniff(one.text).questions(), one.asked) << one.text;
    }
}

TEST(TextSniff, LineEndsAreTold) {
    EXPECT_EQ(sniff("a,b\r\n1,2\r\n").line_ends, LineEnds::crlf);
    EXPECT_EQ(sniff("a,b\r\n1,2\n").line_ends, LineEnds::mixed);
    EXPECT_EQ(sniff("a,b\r1,2\r").line_ends, LineEnds::cr);
    EXPECT_EQ(sniff("a,b").line_ends, LineEnds::none);
}

/// Where the bytes looked at end inside a character or a record, nothing is held against the text.
TEST(TextSniff, ACutAtAnyByteChangesNothing) {
    for (const TextEncoding encoding :
         {TextEncoding::utf_8, TextEncoding::utf_16_be, TextEncoding::gb18030}) {
        const std::string bytes = encode(rows_of(",") + rows_of(","), iconv_name(encoding));
        for (std::size_t size = bytes.size() * 2 / 3; size < bytes.size(); ++size) {
            const TextSniff told =
                sniff_bytes(std::string_view(bytes).substr(0, size), SniffedPart::beginning);
            ASSERT_EQ(told.best, (TextDialect{encoding})) << size;
            ASSERT_EQ(told.bad_bytes, 0U);
            ASSERT_EQ(told.questions(), Asked{});
        }
    }
}

/// What opens today opens the same way: nothing of the corpus in UTF-8 is asked or read by another dialect.
TEST(TextSniff, CommaTablesOfTheCorpusStayAsTheyAre) {
    const std::filesystem::path corpus = std::filesystem::path(FLOWSPACE_SOURCE_DIR) / "tests/corpus";
    std::size_t count = 0;
    for (const auto& entry : std::filesystem::directory_iterator(corpus)) {
        const std::string name = entry.path().filename().string();
        if (name == "verdicts.txt" || name == "utf16.csv" || name == "header_semicolons.csv" ||
            name == "header_tabs.csv" || name == "header_full_width.csv")
            continue;
        TextSniff told;
        if (sniff_text(entry.path(), told)) continue;
        ++count;
        EXPECT_EQ(told.best, TextDialect{}) << name;
        EXPECT_EQ(told.questions(), Asked{}) << name;
    }
    EXPECT_GT(count, 90U);
}

TEST(TextSniff, FilesAreUnpackedAndFaultsTold) {
    const auto path =
        std::filesystem::temp_directory_path() / ("flowspace-sniff-" + std::to_string(::getpid()));
    const auto write = [&](const std::string& bytes) { std::ofstream(path, std::ios::binary) << bytes; };
    TextSniff told;
    std::string rows;
    while (rows.size() < 2 * sniffed_bytes) rows += rows_of(";");
    write(zstd(encode(rows, "GB18030")));
    EXPECT_FALSE(sniff_text(path, told));
    EXPECT_EQ(told.best, (TextDialect{TextEncoding::gb18030, ";"}));
    EXPECT_EQ(told.packing, Packing::zstd);
    EXPECT_FALSE(told.whole);
    EXPECT_EQ(told.bytes, sniffed_bytes);
    EXPECT_EQ(told.sample.size(), sniffed_records);
    write(gzip(rows_of("\t")));
    EXPECT_FALSE(sniff_text(path, told));
    EXPECT_TRUE(told.whole);
    EXPECT_EQ(told.best.delimiter, "\t");
    write("");
    EXPECT_EQ(sniff_text(path, told)->code, "empty-file");
    write("\x1f\x8bjunk");
    EXPECT_EQ(sniff_text(path, told)->code.substr(0, 8), "bad-gzip");
    std::filesystem::remove(path);
}

}  // namespace
}  // namespace flowspace
