#include "viewer/bench/benches.h"

#include <array>

namespace flowspace {

Result<std::vector<BenchResult>> bench_frame(
    const BenchContext& context);  // each in viewer/bench/<name>_bench.cpp
Result<std::vector<BenchResult>> bench_arcs(const BenchContext& context);
Result<std::vector<BenchResult>> bench_quick(const BenchContext& context);
Result<std::vector<BenchResult>> bench_capture(const BenchContext& context);
Result<std::vector<BenchResult>> bench_filter(const BenchContext& context);
Result<std::vector<BenchResult>> bench_analysis(const BenchContext& context);
Result<std::vector<BenchResult>> bench_sum(const BenchContext& context);
Result<std::vector<BenchResult>> bench_large(const BenchContext& context);
Result<std::vector<BenchResult>> bench_remote(const BenchContext& context);
Result<std::vector<BenchResult>> bench_network(const BenchContext& context);
Result<std::vector<BenchResult>> bench_views(const BenchContext& context);
Result<std::vector<BenchResult>> bench_modes(const BenchContext& context);
Result<std::vector<BenchResult>> bench_peers(const BenchContext& context);
Result<std::vector<BenchResult>> bench_start(const BenchContext& context);
Result<std::vector<BenchResult>> bench_story(const BenchContext& context);
Result<std::vector<BenchResult>> bench_export(const BenchContext& context);

std::span<const Bench> all_benches() {
    static constexpr std::array benches = {
        Bench{"frame", "a frame with 1 k to 100 k arcs at 1280x720, and its parts",
              "1280x720 下 1 千至 10 万条弧线的一帧及其各部分", bench_frame},
        Bench{"arcs", "1 k to 1 M arcs alone, drawn by OpenGL and by the processor in turn",
              "仅 1 千至 100 万条弧线，由 OpenGL 与处理器轮流绘制", bench_arcs},
        Bench{"quick", "the rows that are compared between two programs, in seconds",
              "两个版本之间对比的项目，数秒即可测完", bench_quick},
        Bench{"capture", "frame times while a script pans, zooms, scrubs and plays",
              "脚本平移、缩放、拖动时间与播放时的逐帧耗时", bench_capture},
        Bench{"filter", "a filter or time change to the finished frame", "筛选或时间改变到画面完成",
              bench_filter},
        Bench{"sum", "sums over the built-in atlas and the given tables", "内置图集与所给表格的求和",
              bench_sum},
        Bench{"analysis", "analyses of a whole country", "全国规模的分析", bench_analysis},
        Bench{"large", "made Parquet tables of 1 M rows and more: loaded, reopened, filtered",
              "生成的百万行以上 Parquet 表格：载入、再次打开、筛选", bench_large},
        Bench{"views", "the linked views: a filter change and a frame of the panels",
              "数据视图：筛选改变与面板一帧", bench_views},
        Bench{"modes", "each way to show flows: a moved window to the finished picture, and a frame",
              "各种显示方式：时间窗移动到画面完成，以及一帧", bench_modes},
        Bench{"remote", "questions to the databases among FILES", "向 FILES 中的数据库提问", bench_remote},
        Bench{"network", "betweenness, communities and cascades between all places of the built-in atlas",
              "内置图集各地之间的介数、社区与级联推演", bench_network},
        Bench{"peers", "every pair of FILES drawn: what make bench-peers sets beside other programs",
              "绘出 FILES 的全部城市对：make bench-peers 以此与其他程序对照", bench_peers},
        Bench{"start", "the program's start to the first picture, and memory",
              "程序启动到第一幅画面的时间，以及内存", bench_start},
        Bench{"story", "the built-in story: frames on the way to each scene, and while it is held",
              "内置故事：飞往各场景途中与停留时的逐帧耗时", bench_story},
        Bench{"export", "a still of 8K, and a film of 1080p beside its encoder alone",
              "一幅 8K 静态图；1080p 影片，并与单独编码对照", bench_export},
    };
    return benches;
}

}  // namespace flowspace
