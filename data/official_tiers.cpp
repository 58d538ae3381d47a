#include "data/official_tiers.h"

#include <algorithm>
#include <array>

namespace flowspace {

namespace {

struct Listed {
    std::string_view id;
    OfficialTier tier = {};
};

constexpr std::array listed = {
    Listed{"jingjinji", OfficialTier::improved},
    Listed{"changsanjiao", OfficialTier::improved},
    Listed{"yuegangaodawanqu", OfficialTier::improved},
    Listed{"chengyu", OfficialTier::improved},
    Listed{"changjiangzhongyou", OfficialTier::improved},
    Listed{"shandongbandao", OfficialTier::strengthened},
    Listed{"haixiaxian", OfficialTier::strengthened},
    Listed{"zhongyuan", OfficialTier::strengthened},
    Listed{"guanzhongpingyuan", OfficialTier::strengthened},
    Listed{"beibuwan", OfficialTier::strengthened},
    Listed{"hachang", OfficialTier::nurtured},
    Listed{"liaozhongnan", OfficialTier::nurtured},
    Listed{"shanxizhongbu", OfficialTier::nurtured},
    Listed{"qianzhong", OfficialTier::nurtured},
    Listed{"dianzhong", OfficialTier::nurtured},
    Listed{"hubaoeyu", OfficialTier::nurtured},
    Listed{"lanxi", OfficialTier::nurtured},
    Listed{"ningxiayanhuang", OfficialTier::nurtured},
    Listed{"tianshanbeipo", OfficialTier::nurtured},
};

}  // namespace

std::optional<OfficialTier> official_tier(std::string_view agglomeration) {
    const auto found = std::ranges::find(listed, agglomeration, &Listed::id);
    return found == listed.end() ? std::nullopt : std::optional(found->tier);
}

}  // namespace flowspace
