#include "data/import/file_name_guess.h"

#include "data/import/flow_columns.h"
#include "data/import/layer_names.h"
#include "data/import/time_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <utility>

namespace flowspace {
namespace {

bool is_digit(char one) { return one >= '0' && one <= '9'; }

/// The one run of a file's name that reads as a time: od_2020-01.csv, 2020年1月矩阵.csv.
std::string time_in_name(const std::string& path) {
    const std::string stem = std::filesystem::path(path).stem().string();
    std::string best;
    for (std::size_t begin = 0; begin < stem.size(); ++begin) {
        if (!is_digit(stem[begin]) || (begin > 0 && is_digit(stem[begin - 1]))) continue;
        for (std::size_t size = std::min<std::size_t>(stem.size() - begin, 24); size >= 4; --size) {
            const std::string text = stem.substr(begin, size);
            const bool whole = begin + size == stem.size() || !is_digit(stem[begin + size]);
            if (!whole || text.size() <= best.size() || text.back() == '-') continue;
            if (!parse_time_text(text, {.forms = TimeForms::any}).time) continue;
            best = text;
            break;
        }
    }
    return best;
}

bool is_matrix(const TablePlan& table) {
    return std::ranges::find(table.columns, Field::value_at_destination, &ColumnPlan::field) !=
           table.columns.end();
}

bool says_no_layer(const TablePlan& table) {
    return table.role == TableRole::flows && !find_column(table, Field::layer) &&
           !find_column(table, Field::value_at_layer);
}

}  // namespace

void take_layers_from_names(PlanGuess& guess) {
    std::vector<std::pair<TablePlan*, std::string_view>> named;
    std::set<std::string_view> layers;
    for (TablePlan& table : guess.plan.tables) {
        const std::string_view layer = layer_in_name(std::filesystem::path(table.path).stem().string());
        if (layer.empty() || !says_no_layer(table)) continue;
        named.emplace_back(&table, layer);
        layers.insert(layer);
    }
    if (layers.size() < 2) return;
    for (const auto& [table, layer] : named) {
        table->fixed_layer = layer;
        guess.questions.push_back(
            {{.file = table->path,
              .row = 0,
              .code = "fixed-layer",
              .found = std::string(layer),
              .expected = "the layer of the whole table to be declared where it has another"},
             QuestionWeight::may,
             fmt::format("The whole table is of the layer {}, as its name says.", layer),
             fmt::format("按文件名，整张表属于要素流“{}”。", make_layer_info(layer).name_zh),
             {Choice{{fmt::format("{}:@layer=", table->path)}, "it has no layer", "不属于该要素流"}}});
    }
}

/// One matrix per period: the names of the files say which, where each names another one.
void take_times_from_names(PlanGuess& guess) {
    std::vector<TablePlan*> matrices;
    std::set<std::pair<std::string, std::string>> times;  // with their layers
    for (TablePlan& table : guess.plan.tables) {
        if (!is_matrix(table) || find_column(table, Field::time)) continue;
        matrices.push_back(&table);
        if (const std::string time = time_in_name(table.path); !time.empty())
            times.emplace(table.fixed_layer, time);
    }
    if (matrices.empty() || times.empty()) return;
    const bool each_its_own = matrices.size() > 1 && times.size() == matrices.size();
    for (TablePlan* table : matrices) {
        const std::string time = time_in_name(table->path);
        if (time.empty()) continue;
        if (each_its_own) {
            table->fixed_time = time;
            if (!parse_time(time)) table->times.forms = TimeForms::any;
        }
        guess.questions.push_back(
            {{.file = table->path,
              .row = 0,
              .code = "fixed-time",
              .found = time,
              .expected = "the time of the whole table to be declared where it has one"},
             QuestionWeight::may,
             each_its_own
                 ? fmt::format("The whole table is of {}, as its name says.", time)
                 : fmt::format("The name of the file holds {}: is that the time of the whole table?", time),
             each_its_own ? fmt::format("按文件名，整张表的时间为 {}。", time)
                          : fmt::format("文件名含有 {}，这是整张表的时间吗？", time),
             {each_its_own ? Choice{{fmt::format("{}:@time=", table->path)}, "it has no time", "没有时间"}
                           : Choice{{fmt::format("{}:@time={}", table->path, time)}, "yes", "是"}}});
    }
}

}  // namespace flowspace
