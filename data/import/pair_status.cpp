#include "data/import/pair_status.h"

#include <algorithm>
#include <array>

namespace flowspace {
namespace {

constexpr std::array<std::string_view, 10> observed = {"",       "observed", "published", "known", "观测",
                                                       "已观测", "已公布",   "公布",      "实测",  "有"};
constexpr std::array<std::string_view, 7> zero = {"zero", "none", "0", "零", "真零", "为零", "无流量"};
constexpr std::array<std::string_view, 12> unpublished = {
    "unpublished", "suppressed", "withheld", "secret", "not published", "confidential",
    "未公布",      "未发布",     "不公布",   "保密",   "未知",          "未统计"};

template <class Words>
bool holds(const Words& words, std::string_view text) {
    return std::ranges::find(words, text) != words.end();
}

}  // namespace

std::optional<PairStatus> parse_pair_status(std::string_view text) {
    if (holds(observed, text)) return PairStatus::observed;
    if (holds(zero, text)) return PairStatus::zero;
    if (holds(unpublished, text)) return PairStatus::unpublished;
    return std::nullopt;
}

}  // namespace flowspace
