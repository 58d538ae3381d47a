// Text tables: dialects, quoting, line ends, rows of the file, packing and its faults.
#include "data/import/limits.h"
#include "tests/data/text_fixtures.h"

#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

namespace flowspace {
namespace {

using Lines = std::vector<std::string>;
using std::string_literals::operator""s;

std::string replace_all(std::string text, std::string_view from, std::string_view to) {
    for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size())
        text.replace(at, from.size(), to);
    return text;
}

/// Every encoding x delimiter x quote x line end reads the same records at the same lines.
TEST(TextTable, DialectsReadAlike) {
    const std::string pattern =
        "甲<d>b<d>c<e><q>x<d>y<q><d><q>two<e>lines<q><d><q>he said <q><q>no<q><q><q><e>"
        "<d><q><q><d>1.5<e>last<d>z<d>";
    for (const TextEncoding encoding :
         {TextEncoding::utf_8, TextEncoding::utf_16_le, TextEncoding::utf_16_be, TextEncoding::gb18030})
        for (const std::string delimiter : {",", ";", "\t", "|", ":", "，"})
            for (const char quote : {'"', '\''})
                for (const std::string end : {"\n", "\r\n"}) {
                    const auto fill_in = [&](std::string text) {
                        text = replace_all(replace_all(std::move(text), "<d>", delimiter), "<e>", end);
                        return replace_all(std::move(text), "<q>", std::string(1, quote));
                    };
                    const Lines expected = {"1|甲|b|c", fill_in("2|x<d>y|two<e>lines|he said <q>no<q>"),
                                            "4|||1.5", "5|last|z|"};
                    const std::string bytes = encode(fill_in(pattern), iconv_name(encoding));
                    EXPECT_EQ(read_bytes(bytes, {encoding, delimiter, quote}), expected)
                        << key(encoding) << delimiter << quote << end.size();
                }
}

TEST(TextTable, QuotesMayBeLetters) {
    EXPECT_EQ(read_bytes("a,b\n\"x,'y'\n", {.quote = 0}), (Lines{"1|a|b", "2|\"x|'y'"}));
    EXPECT_EQ(read_bytes("a,b\n\"x,'y'\n", {.quote = '\''}), (Lines{"1|a|b", "2|\"x|y"}));
    EXPECT_EQ(read_bytes("a b  c\n", {.delimiter = " "}), (Lines{"1|a|b||c"}));
}

/// The mark of a full-width comma begins other characters too.
TEST(TextTable, AFullWidthCommaIsOneCharacter) {
    EXPECT_EQ(read_bytes("甲，乙！\n１，\"，\"\n", {.delimiter = "，"}), (Lines{"1|甲|乙！", "2|１|，"}));
}

TEST(TextTable, FaultsOfARecordCostThatRecord) {
    EXPECT_EQ(read_bytes("a,b\nx\"y,1\nc,d\n"), (Lines{"1|a|b", "2!stray-quote x\"y,1\n", "3|c|d"}));
    EXPECT_EQ(read_bytes("a,b\n\"x\"y,1\nc,d"), (Lines{"1|a|b", "2!stray-quote \"x\"y,1\n", "3|c|d"}));
    EXPECT_EQ(read_bytes("a,b\n\"x,1\nc,d\n"), (Lines{"1|a|b", "2!unterminated-quote \"x,1\n", "3|c|d"}));
    EXPECT_EQ(read_bytes("a\rb,c\nd,e\r\n"), (Lines{"1!stray-carriage-return a\rb,c\n", "2|d|e"}));
    EXPECT_EQ(read_bytes("a,b\n\nc,d\n\r\n\n"), (Lines{"1|a|b", "2!empty-row a blank line", "3|c|d"}));
    EXPECT_EQ(read_bytes("a\n\"\"\nb\n"), (Lines{"1|a", "2|", "3|b"}));
}

TEST(TextTable, LinesBeforeTheHeaderAreSkippedAndCounted) {
    EXPECT_EQ(read_bytes("title \"\xff\n\na,b\n1,2\n", {.skipped_lines = 2}), (Lines{"3|a|b", "4|1|2"}));
    EXPECT_EQ(read_bytes("one\n", {.skipped_lines = 5}), Lines{});
}

TEST(TextTable, BadBytesAreToldByTheBytesOfTheFile) {
    const auto bad = [](const std::string& bytes, TextEncoding encoding) {
        return read_bytes(bytes, {.encoding = encoding});
    };
    EXPECT_EQ(bad("\xef\xbb\xbf"
                  "a,\"甲\n乙\"\nb,\xff\nc,d\n",
                  TextEncoding::utf_8),
              (Lines{"1|a|甲\n乙", "3!bad-utf8 byte 0xFF at offset 17", "4|c|d"}));
    EXPECT_EQ(bad("a,\xb0\xa1\nb,\x80\nc,\x81\x30\nd,\xb0\xa1", TextEncoding::gb18030),
              (Lines{"1|a|啊", "2!bad-gb18030 byte 0x80 at offset 7", "3!bad-gb18030 byte 0x81 at offset 11",
                     "4|d|啊"}));
    EXPECT_EQ(bad("\x84\x31\x95\x33"
                  "a\n",
                  TextEncoding::gb18030),
              Lines{"1|a"});
    EXPECT_EQ(bad("\xff\xfe"
                  "a\0,\0\n\0\x3d\xd8\n\0b\0\n\0\0\0\n\0c\0!"s,
                  TextEncoding::utf_16_le),
              (Lines{"1|a|", "2!bad-utf16 unit 0xD83D at offset 8", "3|b",
                     "4!nul-byte unit 0x0000 at offset 16", "5!bad-utf16 byte 0x21 at offset 22"}));
}

TEST(TextTable, AMarkOfAnotherEncodingIsNotMojibake) {
    const auto open = [](const std::string& bytes, TextEncoding encoding) {
        return read_bytes(bytes, {.encoding = encoding})[0];
    };
    EXPECT_EQ(open("\xff\xfe"
                   "a\0"s,
                   TextEncoding::utf_8),
              "0!not-utf8 a UTF-16 byte order mark");
    EXPECT_EQ(open("\xef\xbb\xbf"
                   "a",
                   TextEncoding::gb18030),
              "0!not-gb18030 a UTF-8 byte order mark");
    EXPECT_EQ(open("\xfe\xff\0a"s, TextEncoding::utf_16_le),
              "0!not-utf16 a UTF-16 (big-endian) byte order mark");
}

/// A file that turns to GBK after its first MiB: each such row is told, none shows other characters.
TEST(TextTable, Utf8IsCheckedToTheLastByte) {
    std::string bytes = "城市,value\n";
    std::uint64_t row = 1;
    for (; bytes.size() < 2'500'000; ++row) bytes += "武汉市,1\n";
    const std::size_t at = bytes.size();
    bytes += encode("武汉市,1\n", "GB18030") + "ascii,1\n";
    const Lines all = read_bytes(bytes);
    EXPECT_EQ(all[row], std::to_string(row + 1) + "!bad-utf8 byte 0xCE at offset " + std::to_string(at));
    EXPECT_EQ(all.back(), std::to_string(row + 2) + "|ascii|1");
    EXPECT_EQ(all.size(), row + 2);
}

/// Records that lie across the ends of blocks and buffers are the same records.
TEST(TextTable, BuffersShowNowhere) {
    for (std::size_t width = 50; width < 70; ++width) {
        std::string bytes;
        Lines expected;
        for (std::uint64_t row = 1; bytes.size() < 1'100'000; ++row) {
            const std::string cell(width + row % 7, 'x');
            bytes += cell + (row % 3 == 0 ? ",\"q\"\"\n,\",\r\n" : ",plain,\n");
            const std::uint64_t line = row + (row - 1) / 3;
            expected.push_back(std::to_string(line) + "|" + cell + (row % 3 == 0 ? "|q\"\n,|" : "|plain|"));
        }
        ASSERT_EQ(read_bytes(bytes), expected) << width;
    }
}

TEST(TextTable, ARecordMayHaveAMebibyteAndNotOneByteMore) {
    for (const std::string end : {"\n", ""}) {
        const std::string most(max_record_bytes, 'x');
        EXPECT_EQ(read_bytes("a\n" + most + end).size(), 2U);
        EXPECT_EQ(read_bytes("a\n" + most + end)[1], "2|" + most);
        EXPECT_TRUE(read_bytes("a\n" + most + "x" + end)[1].starts_with("2!too-long x"));
    }
    const std::string quoted(max_record_bytes - 2, '\n');
    EXPECT_EQ(read_bytes("a\n\"" + quoted + "\"\nb\n").back(), std::to_string(max_record_bytes + 1) + "|b");
    EXPECT_TRUE(read_bytes("a\n\"" + quoted + "y\"\n")[1].starts_with("2!unterminated-quote"));
}

TEST(TextTable, BlankLinesAreCountedOnce) {
    const Lines all = read_bytes("a\n" + std::string(100'000, '\n') + "b\n" + std::string(1000, '\n'));
    EXPECT_EQ(all.size(), 100'002U);
    EXPECT_EQ(all.back(), "100002|b");
}

TEST(PackedText, MembersAndFramesAreOneFile) {
    const Lines expected = {"1|a|b", "2|1|2", "3|3|4"};
    EXPECT_EQ(read_bytes(gzip("a,b\n1") + gzip(",2\n") + gzip("3,4\n")), expected);
    EXPECT_EQ(read_bytes(zstd("a,b\n1") + zstd(",2\n") + zstd("3,4\n")), expected);
    const std::string skippable = "\x50\x2a\x4d\x18\x03\0\0\0abc"s;
    EXPECT_EQ(read_bytes(skippable + zstd("a,b\n1,2\n3,4\n") + skippable), expected);
    EXPECT_EQ(read_bytes(zstd(encode("城市\n", "UTF-16LE")), {.encoding = TextEncoding::utf_16_le}),
              Lines{"1|城市"});
    EXPECT_EQ(read_bytes(gzip("")), Lines{"0!empty-file 0 bytes"});
    EXPECT_EQ(read_bytes(zstd("")), Lines{"0!empty-file 0 bytes"});
}

/// Cut anywhere, a packed file is told to be cut; whole rows before the cut may be given, none that is cut.
TEST(PackedText, EveryCutIsTold) {
    const std::string text = "a,b\n110000,120000\n武汉,长沙\n";
    const Lines whole = {"1|a|b", "2|110000|120000", "3|武汉|长沙"};
    const auto check = [&](const std::string& packed, std::size_t magic, const std::string& code) {
        for (std::size_t size = magic; size < packed.size(); ++size) {
            const Lines all = read_bytes(std::string_view(packed).substr(0, size));
            ASSERT_EQ(all.back(), "0!" + code + " the end of the file") << size;
            for (std::size_t row = 0; row + 1 < all.size(); ++row) ASSERT_EQ(all[row], whole[row]);
        }
        EXPECT_EQ(read_bytes(packed), whole);
    };
    check(gzip(text), 2, "truncated-gzip");
    check(zstd(text), 4, "truncated-zstd");
}

TEST(PackedText, EveryFlippedBitOfTheDataIsToldOrHarmless) {
    const Lines whole = {"1|a|b", "2|1|2"};
    for (std::string packed : {gzip("a,b\n1,2\n"), zstd("a,b\n1,2\n")})
        for (std::size_t at = 4; at < packed.size(); ++at) {
            packed[at] ^= '\x10';
            read_bytes(packed);  // an answer, under the sanitizers
            packed[at] ^= '\x10';
        }
    EXPECT_EQ(read_bytes(gzip("a,b\n1,2\n") + "junk")[2].substr(0, 10), "0!bad-gzip");
    EXPECT_EQ(read_bytes(zstd("a,b\n1,2\n") + "junk")[2].substr(0, 10), "0!bad-zstd");
}

TEST(PackedText, ABombIsRefusedEarly) {
    const std::string zeros(std::size_t{64} << 20, 'x');
    const std::string frame = zstd(zeros);
    std::string bomb = zstd("a,b\n");
    for (int one = 0; one < 6; ++one) bomb += frame;
    ASSERT_LT(bomb.size(), 100'000U);
    const Lines all = read_bytes(bomb);
    EXPECT_EQ(all.back(), "0!too-large unpacks to more than 1,000 times its size");
    EXPECT_LE(all.size(), 3U);
}

TEST(PackedText, AWindowPastItsLimitIsRefused) {
    ZSTD_CCtx* context = ZSTD_createCCtx();
    ZSTD_CCtx_setParameter(context, ZSTD_c_windowLog, 28);
    ZSTD_CCtx_setParameter(context, ZSTD_c_contentSizeFlag, 0);
    const std::string text(1000, 'x');
    std::string packed(4096, '\0');
    ZSTD_inBuffer in{text.data(), text.size(), 0};
    ZSTD_outBuffer out{packed.data(), packed.size(), 0};
    ZSTD_compressStream2(context, &out, &in, ZSTD_e_flush);
    ZSTD_compressStream2(context, &out, &in, ZSTD_e_end);
    ZSTD_freeCCtx(context);
    packed.resize(out.pos);
    EXPECT_EQ(read_bytes(packed), Lines{"0!too-large a zstd window of more than 128 MiB"});
}

class ChangingFile : public ::testing::Test {
protected:
    void SetUp() override {
        path = std::filesystem::temp_directory_path() / ("flowspace-changing-" + std::to_string(::getpid()));
        std::ofstream(path) << "a,b\n";
        std::ofstream(path, std::ios::app) << replace_all(std::string(400'000, '.'), ".", "110000,120000\n");
    }
    void TearDown() override { std::filesystem::remove(path); }

    template <class Change>
    std::string last_after(const Change& change) {
        std::unique_ptr<RecordReader> reader;
        EXPECT_FALSE(open_text_table(path, {}, reader));
        RecordReader::Record record;
        Problem problem;
        EXPECT_EQ(reader->next(record, problem), RecordReader::Outcome::record);
        change();
        return drain(*reader).back();
    }
    std::filesystem::path path;
};

TEST_F(ChangingFile, IsAProblemAndNoCrash) {
    EXPECT_EQ(last_after([] {}), "400001|110000|120000");
    EXPECT_EQ(last_after([&] { std::filesystem::resize_file(path, 2'000'000); }),
              "0!file-changed another size than at the start");
    EXPECT_EQ(last_after([&] { std::ofstream(path, std::ios::app) << "1,2\n"; }),
              "0!file-changed another size than at the start");
    EXPECT_EQ(last_after([&] { std::filesystem::remove(path); }),
              "0!file-changed removed or replaced since the start");
}

TEST(TextFile, OnlyRegularFilesAreOpened) {
    const auto code = [](const char* path) {
        std::unique_ptr<RecordReader> reader;
        const auto problem = open_text_table(path, {}, reader);
        return problem ? problem->code : "opened";
    };
    EXPECT_EQ(code("/dev/zero"), "not-a-file");
    EXPECT_EQ(code("/tmp"), "not-a-file");
    EXPECT_EQ(code("/nowhere/at/all"), "no-such-file");
}

}  // namespace
}  // namespace flowspace
