// The command analyse as scripts meet it: every name has its help, and the quick ones answer on the built-in
// atlas.
#include "data/analysis/analysis.h"
#include "tests/viewer/program.h"

#include <gtest/gtest.h>

#include <string>

namespace flowspace {
namespace {

using testing::ProgramResult;
using testing::run_program;

TEST(AnalyseCommand, EveryNameOfTheContractIsThereWithItsHelp) {
    std::string names;
    for (const Analysis& analysis : all_analyses()) {
        const std::string name(analysis.key);
        names += name + " ";
        for (const char* language : {"en", "zh"}) {
            const ProgramResult help = run_program({"analyse", name, "--help", "--lang", language});
            EXPECT_EQ(help.status, 0) << name << ": " << help.err;
            EXPECT_NE(help.out.find(language == std::string("zh") ? analysis.name.zh : analysis.name.en),
                      std::string::npos)
                << name;
        }
    }
    EXPECT_EQ(
        names,
        "aggregation integration border interaction hierarchy centrality communities circles resilience "
        "equity stage monitoring circulation temporal backbone market flowspace ");
}

TEST(AnalyseCommand, RowsComeWithDocumentedColumnsAndMissingTablesAreNamed) {
    const ProgramResult rows = run_program({"analyse", "aggregation", "--layer", "people", "--from",
                                            "2019-01", "--to", "2019-02", "--group", "changsanjiao"});
    EXPECT_EQ(rows.status, 0) << rows.err;
    EXPECT_NE(rows.out.find("measure,value"), std::string::npos) << rows.out.substr(0, 200);
    EXPECT_NE(rows.out.find("internal_share"), std::string::npos);
    for (const char* name : {"monitoring", "circles"}) {
        const ProgramResult missing = run_program({"analyse", name});
        EXPECT_EQ(missing.status, 1) << name;
        EXPECT_EQ(missing.out, "") << name;
        EXPECT_NE(missing.err.find("--"), std::string::npos) << "which option brings it: " << missing.err;
    }
    EXPECT_EQ(run_program({"analyse", "astrology"}).status, 2);
}

}  // namespace
}  // namespace flowspace
