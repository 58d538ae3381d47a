#include "viewer/commands/usage_words.h"

#include <gtest/gtest.h>

namespace flowspace {
namespace {

TEST(UsageWords, SayWhatWasFoundAndWhatIsExpectedInBothLanguages) {
    const struct {
        const char *said, *en, *zh;
    } rows[] = {
        {"The following argument was not expected: --frob", "not expected: --frob", "无法识别的参数：--frob"},
        {"The following arguments were not expected: a b", "not expected: a b", "无法识别的参数：a b"},
        {"--out is required", "--out is required", "必须给出 --out"},
        {"--no-load excludes --load", "--no-load excludes --load", "--no-load 不能与 --load 同用"},
        {"--lang: At Most 1 required but received 2", "--lang: given 2 times, expected at most 1",
         "--lang：给出 2 次，至多 1 次"},
        {"--by: 1 required KEY missing", "--by: its value is missing (KEY)", "--by：缺少取值（KEY）"},
        {"--theme: dark not in {night,paper,contrast}",
         "--theme: found 'dark', expected one of night, paper, contrast",
         "--theme：收到“dark”，应为以下之一：night, paper, contrast"},
        {"--fps: Value 0 not in range 1 to 120", "--fps: found '0', expected 1 to 120",
         "--fps：收到“0”，应为 1 至 120"},
        {"--swipe: Value 3 not in range 0.020000 to 0.980000", "--swipe: found '3', expected 0.02 to 0.98",
         "--swipe：收到“3”，应为 0.02 至 0.98"},
        {"--top: Value 0 not in range 0.000000 to 179769313486231570814527423731704356798070.000000",
         "--top: found '0', expected a number above 0", "--top：收到“0”，应为大于 0 的数字"},
        {"--size: --size: found 'big', expected WIDTHxHEIGHT, each from 1 to 16384",
         "--size: found 'big', expected WIDTHxHEIGHT, each from 1 to 16384",
         "--size：收到“big”，应为宽x高，各为 1 至 16384"},
        {"--out: -o: found 'x.jpg', expected a name that ends in .png or .pdf",
         "--out: found 'x.jpg', expected a name that ends in .png or .pdf",
         "--out：收到“x.jpg”，应为以 .png 或 .pdf 结尾的文件名"},
        {"--from: found '2021-13', expected 2020 or 2020-01",
         "--from: found '2021-13', expected 2020 or 2020-01", "--from：收到“2021-13”，应为2020 or 2020-01"},
        {"something nobody foresaw", "something nobody foresaw", "something nobody foresaw"},
    };
    for (const auto& row : rows) {
        EXPECT_EQ(usage_words(row.said, Language::en), row.en);
        EXPECT_EQ(usage_words(row.said, Language::zh), row.zh);
    }
}

}  // namespace
}  // namespace flowspace
