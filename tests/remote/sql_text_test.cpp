// Names and values can hold anything and stay names and values; answers and addresses are read strictly.
#include "data/source/sql_text.h"

#include "data/source/clickhouse_source.h"
#include "data/source/postgres_source.h"
#include "data/source/source_url.h"

#include <gtest/gtest.h>

#include <array>

namespace flowspace {
namespace {

TEST(QuoteName, HoldsWhateverItIsGiven) {
    EXPECT_EQ(quote_name(SqlDialect::postgres, R"(a"b\c)"), R"("a""b\c")");
    EXPECT_EQ(quote_name(SqlDialect::postgres, std::string_view("a\0\"; DROP", 9)), "\"a\"");
    EXPECT_EQ(quote_name(SqlDialect::clickhouse, R"(a`b\c"d)"), R"(`a\`b\\c"d`)");
    EXPECT_EQ(quote_text("it's \\ `x`\n"), "'it\\'s \\\\ `x`\n'");
    EXPECT_EQ(quote_text(std::string_view("a\0b", 3)), "'a\\0b'");
}

TEST(SqlText, BindsOrQuotesAsTheDialectHasIt) {
    const std::array<std::string, 2> texts = {"a'b", "c\"\\,{}"};
    SqlText postgres(SqlDialect::postgres);
    postgres << "SELECT ";
    postgres.name("x").value("it's") << ", ";
    postgres.array(texts);
    EXPECT_EQ(postgres.text(), "SELECT \"x\"$1, $2::text[]");
    EXPECT_EQ(postgres.bound(), (std::vector<std::string>{"it's", R"({"a'b","c\"\\,{}"})"}));
    SqlText clickhouse(SqlDialect::clickhouse);
    clickhouse.value("it's") << ", ";
    clickhouse.array(texts);
    EXPECT_EQ(clickhouse.text(), R"('it\'s', ['a\'b','c"\\,{}'])");
}

TEST(SourceUrl, ReadsEveryPart) {
    const auto url = parse_source_url("postgresql://al%20ice@[::1]:5433/da%2Fta/x?table=a.b&timeout=5");
    ASSERT_TRUE(url);
    EXPECT_EQ(url->scheme, "postgresql");
    EXPECT_EQ(url->user, "al ice");
    EXPECT_EQ(url->host, "::1");
    EXPECT_EQ(url->port, 5433);
    EXPECT_EQ(url->path, (std::vector<std::string>{"da/ta", "x"}));
    EXPECT_EQ(url->parameter("table"), "a.b");
    EXPECT_EQ(url->shown(), "postgresql://[::1]:5433/da/ta/x");
}

TEST(SourceUrl, RefusesPasswordsWithoutRepeatingThem) {
    for (const char* text : {"postgresql://alice:hunter2@host/db", "clickhouse://alice:hun/ter2@host/db/t",
                             "clickhouse://:hunter2@host/db/t", "postgresql://host/db?password=hunter2",
                             "postgresql://host/db?table=t&sslpassword=hunter2",
                             "postgresql://al%0d%0aX:hunter2@host/db", "clickhouse://a:hunter2#@h/d/t"}) {
        const auto url = parse_source_url(text);
        ASSERT_FALSE(url) << text;
        EXPECT_NE(url.error().message.find("password"), std::string::npos) << url.error().message;
        for (const char* part : {"hun", "ter2", "alice"})
            EXPECT_EQ(url.error().message.find(part), std::string::npos) << url.error().message;
    }
}

TEST(SourceUrl, RefusesWhatIsNoAddress) {
    for (const char* text : {"clickhouse://", "clickhouse:///db/t", "clickhouse://host:0/db/t",
                             "clickhouse://host:65536/d/t", "clickhouse://ho st/d/t",
                             "clickhouse://host:1x/d/t", "clickhouse://host/%zz/t", "clickhouse://host/%00/t",
                             "clickhouse://h/d/t?x", "clickhouse://[::1/d/t", "clickhouse://h/d/t?a=1&a=2",
                             "clickhouse://h/d/t#x", "clickhouse://a%0d%0ab@h/d/t", "flows.csv", "://h"})
        EXPECT_FALSE(parse_source_url(text)) << text;
}

TEST(ClickHouseAnswer, APartIsAnError) {
    constexpr std::array<std::string_view, 2> names = {"__a", "__c"};
    const auto whole = read_clickhouse_answer("__a\t__c\nx\\ty\t2\nz\t1\n\n\t3\n", names, true);
    ASSERT_TRUE(whole) << whole.error().message;
    ASSERT_EQ(whole->rows(), 2U);
    EXPECT_EQ(whole->cell(0, 0), "x\ty");
    EXPECT_EQ(whole->cell(1, 1), "1");
    EXPECT_TRUE(read_clickhouse_answer("__a\t__c\n\n\t0\n", names, true));
    for (const char* text : {"", "__a\t__c\nx\t2\n\n\t3\n", "__a\t__c\nx\t2\nz\t1\n", "__a\t__c\nx\t2\n\n\t2",
                             "__a\t__b\nx\t2\n\n\t2\n", "__a\t__c\nx\n\n\t2\n", "<html>\n",
                             "__a\t__c\nx\t2\nCode: 1, e.displayText()\n\n\t2\n"})
        EXPECT_FALSE(read_clickhouse_answer(text, names, true)) << text;
}

TEST(Columns, KindsByTheNamesOfTypes) {
    EXPECT_EQ(clickhouse_column("v", "Decimal(18, 4)").digits, 4);
    EXPECT_EQ(clickhouse_column("v", "Nullable(Decimal(38, 2))").kind, ColumnKind::exact);
    EXPECT_TRUE(clickhouse_column("v", "LowCardinality(Nullable(String))").nullable);
    EXPECT_EQ(clickhouse_column("v", "LowCardinality(Nullable(String))").kind, ColumnKind::text);
    EXPECT_EQ(clickhouse_column("v", "DateTime('Asia/Shanghai')").kind, ColumnKind::moment);
    EXPECT_TRUE(clickhouse_column("v", "UInt32").narrow);
    EXPECT_FALSE(clickhouse_column("v", "UInt64").narrow);
    EXPECT_EQ(clickhouse_column("v", "Array(UInt8)").kind, ColumnKind::other);
    EXPECT_EQ(postgres_column("v", "numeric(18,2)", false).digits, 2);
    EXPECT_EQ(postgres_column("v", "numeric", false).digits, -1);
    EXPECT_EQ(postgres_column("v", "timestamp with time zone", true).kind, ColumnKind::moment);
    EXPECT_EQ(postgres_column("v", "jsonb", false).kind, ColumnKind::other);
}

TEST(ReadSum, ExactOrWideAndNeverHalf) {
    EXPECT_EQ(read_sum("-12.50", 3, 4)->scaled, -12500);
    EXPECT_EQ(read_sum("12.5000", 2, 1)->scaled, 1250);
    EXPECT_EQ(read_sum("0", 2, 1)->rows, 1U);
    EXPECT_EQ(read_sum("92233720368547758.08", 2, 1)->digits, -1);  // past 64 bits
    EXPECT_EQ(read_sum("1.5e3", -1, 1)->high, 1500);
    for (const char* text : {"", "nan", "inf", "12a", "1 2", "\\N"})
        EXPECT_FALSE(read_sum(text, 2, 1)) << text;
}

}  // namespace
}  // namespace flowspace
