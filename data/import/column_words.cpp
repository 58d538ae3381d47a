#include "data/import/column_words.h"

#include <algorithm>
#include <array>
#include <optional>
#include <span>

namespace flowspace {
namespace {

struct Words {
    Field field;
    int tier;
    std::string_view words;  // blank-separated
};

constexpr Words field_table[] = {
    {Field::layer, 1, "layer layers flowtype layertype 要素 要素流 要素类型 要素类别 流类型 流类别 图层"},
    {Field::layer, 2, "type category class 类型 类别 种类 品类"},
    {Field::time, 1,
     "time date datetime day month year week timestamp period yearmonth yyyymm yyyymmdd starttime startdate "
     "begintime "
     "begindate timestart datestart departuretime departuredate 时间 日期 年份 年度 年月 月份 时段 统计时间 "
     "统计日期 统计月份 "
     "统计年份 统计年月 数据日期 数据时间 观测时间 出发日期 出发时间 开始时间 开始日期 起始时间 起始日期 "
     "周次"},
    {Field::time, 2, "t dt ds ymd ym 年 月 日 周"},
    {Field::time_end, 1,
     "timeend dateend endtime enddate until 结束时间 结束日期 截止时间 截止日期 终止时间 终止日期"},
    {Field::value, 1,
     "value values val flow flows volume count counts cnt trips tripcount flowcount numtrips passengers "
     "passengercount "
     "pax amount freight tonnage migrants commuters movers moves magnitude intensity strength quantity 数值 "
     "流量 客流量 客流 "
     "人流量 物流量 信息流量 货运量 货流量 客运量 运量 运输量 人数 人次 流动人数 流动人口 迁徙人数 迁徙规模 "
     "迁徙指数 "
     "迁徙规模指数 迁徙强度 通勤人数 旅客人数 旅客量 旅客发送量 发送量 出行量 出行人数 出行人次 出行次数 "
     "金额 投资额 投资金额 "
     "交易额 交易金额 资金量 资金额 贸易额 搜索量 搜索指数 信息量 专利数 专利转让数 合作数 合作论文数 论文数 "
     "班次 车次数 航班数 "
     "航班量 列车数 频次 强度 流强度 联系强度 货量 货物量"},
    {Field::value, 2, "weight total num number n qty index 值 数量 次数 指数 总量 规模 车次"},
    {Field::pair_status, 1, "pairstatus flowstatus datastatus valuestatus 数据状态 状态 公布状态 发布状态"},
    {Field::pair_status, 2, "status"},
    {Field::id, 1,
     "id code placeid placecode cityid citycode nodeid locationid adcode iata iatacode icao icaocode "
     "airportcode airportid "
     "stationcode stationid 代码 编码 编号 城市代码 城市编码 "
     "地点代码 地点编码 "
     "行政区划代码 行政代码 区划代码 区划编码"},
    {Field::lon, 1, "lon lng long longitude 经度 东经 中心经度"},
    {Field::lon, 2, "x"},
    {Field::lat, 1, "lat latitude 纬度 北纬 中心纬度"},
    {Field::lat, 2, "y"},
    {Field::name, 1, "name placename cityname 名称 城市名 城市名称 地名 地点名称"},
    {Field::name, 2, "city place 城市 地点 市"},
    {Field::name_zh, 1, "namezh namecn chinesename 中文名 中文名称"},
    {Field::name_en, 1, "nameen englishname 英文名 英文名称"},
    {Field::province, 1, "province provincezh provincename 省份 省 所属省份 所在省份"},
    {Field::kind, 1, "kind groupkind 分组类型 分组种类 组别类型"},
    {Field::group, 1, "group groupid groupname 分组 组 组名 分组名称 城市群 都市圈"},
    {Field::place, 1, "place member placeid 成员 成员城市 成员地点"},
    {Field::place, 2, "city 城市 地点"},
    {Field::role, 1, "role 角色 成员角色"},
};

struct EndWords {
    bool is_origin;
    int tier;
    std::string_view words;
};

constexpr EndWords end_table[] = {
    {true, 1,
     "origin origins orig departure 出发地 出发 出发点 起点 起始地 起始 始发地 始发 迁出地 迁出 流出地 流出 "
     "来源地 来源 起运地 启运地 "
     "发货地 发货 发出地 发送地 输出地 投资方 投资来源地 源地"},
    {true, 2, "from source src start home sender o 起 源"},
    {false, 1,
     "destination destinations dest dst arrival 目的地 目的 终点 到达地 到达 到达点 抵达地 抵达 迁入地 迁入 "
     "流入地 流入 去向 终到地 终到 "
     "讫点 运达地 收货地 收货 接收地 输入地 被投资方 投资目的地 目标地"},
    {false, 2, "to target tgt end receiver d 止 讫 目标"},
};

struct AspectWords {
    EndAspect aspect;
    std::string_view words;  // the longer first
};

constexpr AspectWords aspect_table[] = {
    {EndAspect::lon, "longitude 经度 long lon lng x"},
    {EndAspect::lat, "latitude 纬度 lat y"},
    {EndAspect::code, "行政区划代码 区划代码 行政代码 代码 编码 编号 adcode code id"},
    {EndAspect::name, "namezh nameen namecn name 名称 名"},
};

constexpr std::string_view area_words =
    "prefecture location airport county region place city zone area node 地级市 城市 地区 区域 节点 地点 "
    "机场 市 地";

template <class Take>
void each_word(std::string_view words, const Take& take) {
    while (!words.empty()) {
        const std::size_t end = std::min(words.find(' '), words.size());
        if (end > 0) take(words.substr(0, end));
        words.remove_prefix(std::min(end + 1, words.size()));
    }
}

bool is_word(std::string_view text, std::string_view words) {
    bool found = false;
    each_word(words, [&](std::string_view word) { found = found || word == text; });
    return found;
}

/// Bases that `name` may be without one aspect word at its end or (long ones) its beginning.
struct Base {
    std::string_view text;
    EndAspect aspect;
};
std::vector<Base> bases_of(std::string_view name) {
    std::vector<Base> bases = {{name, EndAspect::any}};
    for (const AspectWords& row : aspect_table)
        each_word(row.words, [&](std::string_view word) {
            if (name.size() <= word.size()) return;
            if (name.ends_with(word))
                bases.push_back({name.substr(0, name.size() - word.size()), row.aspect});
            if (word.size() >= 3 && name.starts_with(word))
                bases.push_back({name.substr(word.size()), row.aspect});
        });
    return bases;
}

std::optional<NamedEnd> end_of(const Base& base) {
    std::vector<std::string_view> texts = {base.text};
    each_word(area_words, [&](std::string_view word) {
        if (base.text.size() > word.size() && base.text.ends_with(word))
            texts.push_back(base.text.substr(0, base.text.size() - word.size()));
    });
    for (const std::string_view text : texts)
        for (const EndWords& row : end_table)
            if (is_word(text, row.words)) return NamedEnd{row.is_origin, base.aspect, row.tier};
    return std::nullopt;
}

constexpr std::array<std::pair<std::string_view, Field>, 14> exact_fields = {{{"layer", Field::layer},
                                                                              {"time", Field::time},
                                                                              {"time_end", Field::time_end},
                                                                              {"value", Field::value},
                                                                              {"id", Field::id},
                                                                              {"lon", Field::lon},
                                                                              {"lat", Field::lat},
                                                                              {"name", Field::name},
                                                                              {"name_zh", Field::name_zh},
                                                                              {"name_en", Field::name_en},
                                                                              {"province", Field::province},
                                                                              {"kind", Field::kind},
                                                                              {"group", Field::group},
                                                                              {"place", Field::place}}};

}  // namespace

std::string plain_name(std::string_view header) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 5> brackets = {
        {{"(", ")"}, {"（", "）"}, {"[", "]"}, {"【", "】"}, {"〔", "〕"}}};
    std::string text(header);
    for (const auto& [open, close] : brackets) {
        const std::size_t begin = text.find(open);
        const std::size_t end = begin == std::string::npos ? begin : text.find(close, begin);
        if (begin != std::string::npos && begin > 0)
            text.erase(begin, end == std::string::npos ? end : end + close.size() - begin);
    }
    std::string plain;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char one = text[at];
        if (std::string_view(text).substr(at).starts_with("\xe3\x80\x80")) {  // the ideographic blank
            at += 2;
            continue;
        }
        if (one >= 'A' && one <= 'Z')
            plain += static_cast<char>(one - 'A' + 'a');
        else if (std::string_view(" _-.\t/:").find(one) == std::string_view::npos)
            plain += one;
    }
    return plain;
}

std::vector<NamedField> named_fields(std::string_view header) {
    std::vector<NamedField> found;
    for (const auto& [name, field] : exact_fields)
        if (name == header) found.push_back({field, 0});
    if (header == "role") found.push_back({Field::role, 0});
    const std::string plain = plain_name(header);
    for (const Words& row : field_table) {
        if (!is_word(plain, row.words)) continue;
        if (std::ranges::find(found, row.field, &NamedField::field) == found.end())
            found.push_back({row.field, row.tier});
    }
    return found;
}

std::vector<NamedEnd> named_ends(std::string_view header) {
    if (header == "origin") return {{true, EndAspect::any, 0}};
    if (header == "destination") return {{false, EndAspect::any, 0}};
    const std::string plain = plain_name(header);
    std::vector<NamedEnd> found;
    for (const Base& base : bases_of(plain)) {
        const std::optional<NamedEnd> end = end_of(base);
        if (!end) continue;
        found.push_back(*end);
        break;  // the plainest reading
    }
    return found;
}

}  // namespace flowspace
