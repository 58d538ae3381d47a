#include "viewer/documents.h"

#include "data/import/import_report.h"
#include "data/output_table.h"
#include "synthetic.h"
#include "viewer/app.h"
#include "viewer/strings.h"
#include "viewer/workspace.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>

namespace flowspace {
namespace {

class SavedRows : public testing::Test {
protected:
    SavedRows() : documents_({.data = synthetic_dataset()}) {
        folder_ = std::filesystem::temp_directory_path() / ("flowspace-rows-" + std::to_string(getpid()));
        std::filesystem::create_directories(folder_);
        workspace_.rows_to_save = std::make_shared<const OutputTable>(OutputTable{
            .columns = {"origin", "value"}, .rows = {{"110000", 1.5}, {"120000", 2.5}, {"310000", 3.5}}});
        workspace_.popover = Popover::browse;
    }
    ~SavedRows() override { std::filesystem::remove_all(folder_); }

    std::string path(const char* name) const { return (folder_ / name).string(); }
    static std::string text_of(const std::string& path) {
        std::ifstream file(path);
        return {std::istreambuf_iterator<char>(file), {}};
    }

    std::filesystem::path folder_;
    Documents documents_;
    Workspace workspace_;
};

TEST_F(SavedRows, AreWrittenWithTheirFactsBesideThemAndTheNoticeCountsThem) {
    documents_.act(SaveRows{.path = path("rows.csv")}, workspace_);
    EXPECT_NE(text_of(path("rows.csv")).find("310000,3.5"), std::string::npos);
    EXPECT_TRUE(std::filesystem::exists(path("rows.csv-metadata.json")));
    EXPECT_EQ(workspace_.rows_to_save, nullptr);
    EXPECT_EQ(workspace_.popover, Popover::none);
    EXPECT_FALSE(documents_.notice().failed);
    EXPECT_EQ(documents_.notice().text,
              format_ui(Text::rows_saved_to, Style{}.language, std::size_t{3}, path("rows.csv")));
}

TEST_F(SavedRows, StayWhereTheyCannotBeWritten) {
    documents_.act(SaveRows{.path = path("nowhere/rows.csv")}, workspace_);
    EXPECT_TRUE(documents_.notice().failed);
    EXPECT_NE(workspace_.rows_to_save, nullptr);
    EXPECT_EQ(workspace_.popover, Popover::browse);
}

/// Files and projects that are opened without the import panel: what they lost is said all the same.
TEST(OpenedWithRejectedRows, TheWindowSaysHowMany) {
    ImportReport report;
    report.sources = {{.path = "a.csv", .rows_in = 1327, .rows_kept = 665, .rejected = {{"bad-time", 662}}}};
    Dataset data = *synthetic_dataset();
    EXPECT_EQ(Documents({.data = std::make_shared<const Dataset>(data)}).notice().text, "");
    data.report = std::make_shared<const ImportReport>(report);
    const Documents documents({.data = std::make_shared<const Dataset>(data)});
    EXPECT_EQ(documents.notice().text,
              format_ui(Text::rows_left_out, Style{}.language, std::string("662"), std::string("1,327")));
    EXPECT_TRUE(documents.notice().failed);
    report.sources[0] = {.path = "a.csv", .rows_in = 3, .rows_kept = 3};
    data.report = std::make_shared<const ImportReport>(report);
    EXPECT_EQ(Documents({.data = std::make_shared<const Dataset>(data)}).notice().text, "");
}

}  // namespace
}  // namespace flowspace
