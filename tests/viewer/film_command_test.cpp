// flowspace film as a person runs it: its frames are the stills of the same moments, also after a kill.
#include "render/scene/image.h"
#include "tests/viewer/command_folder.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>

#include <chrono>
#include <thread>

namespace flowspace {
namespace {

namespace fs = std::filesystem;
using testing::CommandFolder;
using testing::printed_by;
using testing::ProgramResult;
using testing::read_text;
using testing::run_program;

class FilmCommand : public CommandFolder {
protected:
    void SetUp() override {
        CommandFolder::SetUp();
        flows = write("flows.csv",
                      "origin,destination,time,value\n"
                      "420100,310000,2020-01,9\n310000,420100,2020-02,4\n110000,420100,2020-03,6\n");
    }

    /// Killed as soon as there is such a file, or after half a minute.
    static void run_program_until(const std::vector<std::string>& arguments, const std::string& file) {
        const pid_t child = ::fork();
        if (child == 0) {
            const std::string program = std::string(FLOWSPACE_BINARY_DIR) + "/flowspace";
            std::vector<char*> words = {const_cast<char*>(program.c_str())};
            for (const std::string& word : arguments) words.push_back(const_cast<char*>(word.c_str()));
            words.push_back(nullptr);
            ::execv(program.c_str(), words.data());
            ::_exit(127);
        }
        for (int wait = 0; wait < 6000 && !fs::exists(file) && ::waitpid(child, nullptr, WNOHANG) == 0;
             ++wait)
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        ::kill(child, SIGKILL);
        ::waitpid(child, nullptr, 0);
    }

    std::string flows;
};

TEST_F(FilmCommand, FramesAreTheStillsOfTheSameMoments) {
    const std::vector<std::string> view = {
        flows,    "--camera", "113,32,2400,30,10", "--theme", "paper", "--no-labels", "--lang", "en",
        "--size", "320x180"};
    std::vector<std::string> film = {"film",    "-o", path("frames"), "--fps",   "4",    "--play",
                                     "--speed", "2",  "--from",       "2020-01", "--to", "2020-02"};
    film.insert(film.end(), view.begin(), view.end());
    const ProgramResult made = run_program(film);
    ASSERT_EQ(made.status, 0) << made.err;
    EXPECT_EQ(made.out, "") << "stdout carries data only";
    ASSERT_TRUE(fs::exists(path("frames/000013.png"))) << "1 s, three months at two a second, 1 s: 14 frames";
    EXPECT_FALSE(fs::exists(path("frames/000014.png")));
    struct Moment {
        int frame;
        const char *from, *to;
    };
    for (const Moment& moment : {Moment{0, "2020-01", "2020-02"}, Moment{5, "2020-01", "2020-02"},
                                 Moment{6, "2020-02", "2020-03"}, Moment{13, "2020-03", "2020-04"}}) {
        std::vector<std::string> still = {"render",  "-o",        path("still.png"),
                                          "--from",  moment.from, "--to",
                                          moment.to, "--moment",  fmt::format("{}", moment.frame / 4.0)};
        still.insert(still.end(), view.begin(), view.end());
        const ProgramResult drawn = run_program(still);
        ASSERT_EQ(drawn.status, 0) << drawn.err;
        const auto a = read_png(path(fmt::format("frames/{:06}.png", moment.frame))),
                   b = read_png(path("still.png"));
        ASSERT_TRUE(a && b);
        EXPECT_TRUE(*a == *b) << "frame " << moment.frame;
    }
}

/// Scenes chosen from a story have a beginning and a clock of their own: their frames are the stills of
/// `render --scenes` at the same times.
TEST_F(FilmCommand, FramesOfChosenScenesAreTheStillsOfTheSameTimes) {
    const std::vector<std::string> scenes = {"--scenes", "left-out,cities", "--size",
                                             "320x180",  "--lang",          "en"};
    std::vector<std::string> film = {"film", "-o", path("frames"), "--fps", "1", "--seconds", "11"};
    film.insert(film.end(), scenes.begin(), scenes.end());
    const ProgramResult made = run_program(film);
    ASSERT_EQ(made.status, 0) << made.err;
    for (const int frame : {0, 3}) {
        std::vector<std::string> still = {"render", "-o", path("still.png"), "--moment",
                                          std::to_string(frame)};
        still.insert(still.end(), scenes.begin(), scenes.end());
        const ProgramResult drawn = run_program(still);
        ASSERT_EQ(drawn.status, 0) << drawn.err;
        const auto a = read_png(path(fmt::format("frames/{:06}.png", frame))),
                   b = read_png(path("still.png"));
        ASSERT_TRUE(a && b);
        EXPECT_TRUE(*a == *b) << "frame " << frame;
    }
    EXPECT_EQ(run_program({"render", "-o", path("a.png"), "--scenes", "hub"}).status, 2) << "of which moment";
    const ProgramResult unknown =
        run_program({"render", "-o", path("a.png"), "--scenes", "nowhere", "--moment", "0"});
    EXPECT_EQ(unknown.status, 1);
    EXPECT_NE(unknown.err.find("--scenes"), std::string::npos) << unknown.err;
}

TEST_F(FilmCommand, KilledItGoesOnAndEndsTheSame) {
    const std::vector<std::string> film = {"film",         flows,       "-o",  path("frames"), "--fps", "30",
                                           "--still-view", "--seconds", "0.5", "--size",       "160x90"};
    ASSERT_EQ(run_program(film).status, 0);
    const std::string last = read_text(path("frames/000014.png"));
    ASSERT_FALSE(last.empty());
    run_program_until(film, path("frames.part/000002.png"));
    EXPECT_EQ(read_text(path("frames/000014.png")), last) << "the film that stood there is whole";
    const ProgramResult again = run_program(film);
    EXPECT_EQ(again.status, 0) << again.err;
    EXPECT_EQ(read_text(path("frames/000014.png")), last);
    EXPECT_FALSE(fs::exists(path("frames.part")));
}

TEST_F(FilmCommand, MapsSideBySideAreFilmedAsTheyAreDrawn) {
    const std::vector<std::string> view = {flows,     "--beside",    "from=2020-02,to=2020-03",
                                           "--from",  "2020-01",     "--to",
                                           "2020-02", "--camera",    "113,32,2400",
                                           "--theme", "paper",       "--lang",
                                           "en",      "--no-labels", "--size",
                                           "480x180"};
    std::vector<std::string> film = {"film", "-o",           path("frames"), "--fps",
                                     "1",    "--still-view", "--seconds",    "2"},
                             still = {"render", "-o", path("still.png"), "--moment", "1"},
                             alone = {"render", "-o", path("alone.png"), "--moment", "1"};
    film.insert(film.end(), view.begin(), view.end());
    still.insert(still.end(), view.begin(), view.end());
    alone.insert(alone.end(), view.begin(), view.end());
    std::erase(alone, "--beside");
    std::erase(alone, "from=2020-02,to=2020-03");
    for (const auto& words : {film, still, alone}) {
        const ProgramResult made = run_program(words);
        ASSERT_EQ(made.status, 0) << made.err;
    }
    const auto frame = read_png(path("frames/000001.png")), same = read_png(path("still.png")),
               other = read_png(path("alone.png"));
    ASSERT_TRUE(frame && same && other);
    EXPECT_TRUE(*frame == *same);
    EXPECT_FALSE(*frame == *other);
    const ProgramResult both = run_program({"film", "-o", path("a.mp4"), "--scenes", "hub", "--per-layer"});
    EXPECT_EQ(both.status, 2) << both.err;
}

/// Names on the map follow the frames before: what they depend on lies beside the parts, so that those frames
/// need not be drawn again.
TEST_F(FilmCommand, CutShortAfterAPartItGoesOnFromWhatItKept) {
    const std::vector<std::string> film = {"film",      "-o", path("frames"), "--fps",  "1",
                                           "--seconds", "15", "--size",       "160x90", "--progress"};
    const ProgramResult whole = run_program(film);
    ASSERT_EQ(whole.status, 0) << whole.err;
    EXPECT_FALSE(fs::exists(path("frames/000000.memory")));
    fs::rename(path("frames"), path("whole"));
    run_program_until(film, path("frames.part/000011.png"));
    EXPECT_TRUE(read_text(path("frames.part/000000.memory")).starts_with("labels"));
    const ProgramResult again = run_program(film);
    ASSERT_EQ(again.status, 0) << again.err;
    EXPECT_FALSE(again.out.starts_with("1 15\n")) << again.out;
    for (int row = 0; row < 15; ++row) {
        const std::string name = fmt::format("{:06}.png", row);
        EXPECT_EQ(read_text(path("frames/" + name)), read_text(path("whole/" + name))) << row;
    }
    EXPECT_FALSE(fs::exists(path("frames/000000.memory")));
}

TEST_F(FilmCommand, FilesSayTheirFilterAndTheProgramsVersion) {
    const std::vector<std::string> filter = {"--origin", "420100", "--to", "2020-03", "--size", "320x180"};
    const auto made = [&](std::vector<std::string> words) {
        words.insert(words.end(), filter.begin(), filter.end());
        const ProgramResult result = run_program(words);
        EXPECT_EQ(result.status, 0) << result.err;
    };
    made({"render", flows, "-o", path("a.png")});
    made({"render", flows, "-o", path("b.png")});
    const std::string picture = read_text(path("a.png"));
    EXPECT_EQ(picture, read_text(path("b.png")));
    for (const char* part : {"--to 2020-03 --origin 420100", "flowspace 0."})
        EXPECT_NE(picture.find(part), std::string::npos) << part;
    made({"film", flows, "-o", path("a.mp4"), "--still-view", "--seconds", "0.1"});
    const std::string about = printed_by("ffprobe -v error -show_format \"" + path("a.mp4") + "\"");
    for (const char* part : {"filter: --to 2020-03 --origin 420100", "flowspace 0."})
        EXPECT_NE(about.find(part), std::string::npos) << about;
}

/// Alike on every machine: whether OpenGL is software there does not matter.
TEST_F(FilmCommand, TheProcessorDrawsArcsUnlessOpenGlIsAskedFor) {
    const auto still = [&](const char* name, std::vector<std::string> more) {
        std::vector<std::string> words = {"render", "--size", "320x180", "--moment", "0", "-o", path(name)};
        words.insert(words.end(), more.begin(), more.end());
        const ProgramResult made = run_program(words);
        EXPECT_EQ(made.status, 0) << made.err;
        const auto image = read_png(path(name));
        return image ? *image : Image{};
    };
    const Image plain = still("plain.png", {});
    EXPECT_TRUE(plain == still("cpu.png", {"--arcs", "cpu"}));
    EXPECT_FALSE(plain == still("gl.png", {"--arcs", "gl"})) << "no arc is seen";
    const ProgramResult film =
        run_program({"film", "-o", path("stands"), "--still-view", "--seconds", "0.04", "--size", "320x180"});
    ASSERT_EQ(film.status, 0) << film.err;
    const auto frame = read_png(path("stands/000000.png"));
    ASSERT_TRUE(frame);
    EXPECT_TRUE(*frame == plain);
}

TEST_F(FilmCommand, AFilmOfAStoryHasItsTitle) {
    const ProgramResult film = run_program({"film", "-o", path("story.mp4"), "--scenes", "hub", "--seconds",
                                            "0.1", "--size", "320x180", "--lang", "zh"});
    ASSERT_EQ(film.status, 0) << film.err;
    const std::string about = printed_by("ffprobe -v error -show_format \"" + path("story.mp4") + "\"");
    EXPECT_EQ(about.find("TAG:title=中国城市间要素流"), std::string::npos) << about;
    EXPECT_NE(about.find("TAG:title="), std::string::npos) << about;
}

TEST_F(FilmCommand, SaysWhatIsWrong) {
    const ProgramResult ending = run_program({"film", flows, "-o", path("a.gif")});
    EXPECT_EQ(ending.status, 2);
    EXPECT_NE(ending.err.find("OUT.mp4"), std::string::npos) << ending.err;
    const ProgramResult odd = run_program({"film", flows, "-o", path("a.mp4"), "--size", "321x180"});
    EXPECT_EQ(odd.status, 2);
    EXPECT_NE(odd.err.find("322x180"), std::string::npos) << odd.err;
    const ProgramResult scene = run_program({"film", flows, "-o", path("a.mp4"), "--scenes", "first"});
    EXPECT_EQ(scene.status, 1) << scene.err;
    const ProgramResult both =
        run_program({"film", "-o", path("a.mp4"), "--scenes", "first", "--layer", "people"});
    EXPECT_EQ(both.status, 1) << both.err;
    EXPECT_TRUE(fs::is_empty(folder) || !fs::exists(path("a.mp4")));
}

}  // namespace
}  // namespace flowspace
