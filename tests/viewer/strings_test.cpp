#include "viewer/strings.h"

#include "viewer/look.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace flowspace {
namespace {

std::size_t places_in(std::string_view text) {
    std::size_t found = 0;
    for (std::size_t at = text.find("{}"); at != std::string_view::npos; at = text.find("{}", at + 2))
        ++found;
    return found;
}

TEST(Strings, EachHasBothLanguagesWithTheSamePlaces) {
    ASSERT_GT(all_texts().size(), 100U);
    std::set<std::string_view> names;
    for (const TextRow& row : all_texts()) {
        EXPECT_FALSE(std::string_view(row.zh).empty()) << row.name;
        EXPECT_FALSE(std::string_view(row.en).empty()) << row.name;
        EXPECT_EQ(places_in(row.zh), places_in(row.en)) << row.name;
        EXPECT_TRUE(names.insert(row.name).second) << row.name;
    }
}

TEST(Strings, NoneCanBeReadAsAFormatOrAnId) {
    for (const TextRow& row : all_texts())
        for (const std::string_view text : {std::string_view(row.zh), std::string_view(row.en)}) {
            EXPECT_EQ(text.find('%'), std::string_view::npos) << row.name;
            EXPECT_EQ(text.find("##"), std::string_view::npos) << row.name;
            std::string without(text);
            for (std::size_t at = without.find("{}"); at != std::string::npos; at = without.find("{}"))
                without.erase(at, 2);
            EXPECT_EQ(without.find_first_of("{}"), std::string::npos) << row.name;
        }
}

TEST(Strings, EveryCharacterFitsTheFontRange) {
    for (const TextRow& row : all_texts())
        for (const char* byte = row.zh; *byte != 0; ++byte)
            EXPECT_LT(static_cast<unsigned char>(*byte), 0xF0) << row.name << ": beyond 16 bit";
}

TEST(Strings, AnswerInTheLanguageAskedFor) {
    EXPECT_STREQ(ui(Text::undo, Language::zh), "撤销");
    EXPECT_STREQ(ui(Text::undo, Language::en), "Undo");
    EXPECT_EQ(format_ui(Text::fold_mean, Language::en, "1.2k persons", 3), "mean 1.2k persons, 3 steps");
}

TEST(Strings, AUnitThatIsAMultipleStandsApartFromItsNumber) {
    const LayerInfo capital{.unit_zh = "万元", .unit_en = "10,000 yuan"};
    const LayerInfo people{.unit = "persons"};
    EXPECT_EQ(with_unit("56,600", capital, Language::en), "56,600 × 10,000 yuan");
    EXPECT_EQ(with_unit("56,600", capital, Language::zh), "56,600 万元");
    EXPECT_EQ(with_unit("28万", capital, Language::zh), "28万 × 万元");
    EXPECT_EQ(with_unit("327", people, Language::en), "327 persons");
    EXPECT_EQ(with_unit("327", LayerInfo{}, Language::en), "327");
}

}  // namespace
}  // namespace flowspace
