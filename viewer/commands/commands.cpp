#include "viewer/command.h"
#include "viewer/commands/analyse_command.h"
#include "viewer/commands/bench_command.h"
#include "viewer/commands/check_command.h"
#include "viewer/commands/film_command.h"
#include "viewer/commands/import_command.h"
#include "viewer/commands/render_command.h"
#include "viewer/commands/sum_command.h"
#include "viewer/commands/view_command.h"

#include <array>

namespace flowspace {

std::span<const Command> all_commands() {
    static constexpr std::array commands = {
        Command{"view", "the window: explore the flows on the map", "打开窗口，在地图上查看流", set_up_view},
        Command{"render", "a still picture of any size, without a window", "不开窗口，输出任意尺寸的静态图",
                set_up_render},
        Command{"film", "a film of a story, or of a view whose time plays",
                "把故事或随时间播放的视图输出为影片", set_up_film},
        Command{"sum", "totals by time, place, pair or group, as CSV or JSON",
                "按时间、地点、城市对或分组汇总，输出 CSV 或 JSON", set_up_sum},
        Command{"analyse", "integration, borders, resilience and more: each as a table of numbers",
                "一体化、边界、韧性等分析，以表格输出", set_up_analyse},
        Command{"check", "every problem of the files, with file, row and column",
                "检查文件，列出每处问题的文件、行、列", set_up_check},
        Command{"import", "make a project of your own tables", "把自己的表做成项目", set_up_import},
        Command{"bench", "measure this machine: frames, filters, sums, start",
                "测量本机：帧、筛选、求和、启动", set_up_bench},
    };
    return commands;
}

}  // namespace flowspace
