#include "synthetic.h"

#include "data/source/memory_source.h"

#include <array>

namespace flowspace {

namespace {

std::shared_ptr<const Atlas> five_places() {
    auto atlas = std::make_shared<Atlas>();
    const auto place = [&](const char* id, const char* zh, const char* en, LonLat where) {
        atlas->places.push_back({.id = id,
                                 .name_zh = std::string(zh) + "市",
                                 .short_zh = zh,
                                 .name_en = en,
                                 .province_zh = "某省",
                                 .location = where,
                                 .population_2020 = 12345678,
                                 .gdp_2022 = 23456});
    };
    place("110000", "北京", "Beijing", {116.4, 39.9});
    place("120000", "天津", "Tianjin", {117.2, 39.1});
    place("130100", "石家庄", "Shijiazhuang", {114.5, 38.0});
    place("310000", "上海", "Shanghai", {121.5, 31.2});
    place("320100", "南京", "Nanjing", {118.8, 32.1});
    const auto core = [](std::uint32_t row) {
        return Membership{.place = PlaceId{row}, .role = MemberRole::core};
    };
    const auto member = [](std::uint32_t row) {
        return Membership{.place = PlaceId{row}, .scope = MemberScope::partial, .certainty = "medium"};
    };
    atlas->groups = {{.id = "jing",
                      .kind = GroupKind::agglomeration,
                      .name_zh = "京津冀",
                      .name_en = "Beijing-Tianjin-Hebei",
                      .approved = "2015",
                      .members = {core(0), core(1), member(2)}},
                     {.id = "chang",
                      .kind = GroupKind::agglomeration,
                      .name_zh = "长三角",
                      .name_en = "Yangtze River Delta",
                      .members = {core(3), core(4), member(2)}}};
    return atlas;
}

std::vector<LayerInfo> two_layers() {
    return {{.key = "people",
             .name_zh = "人流",
             .name_en = "People",
             .unit = "persons",
             .unit_zh = "人次",
             .unit_en = "persons",
             .status = Status::observed,
             .source_zh = "test rows",
             .source_en = "test rows"},
            {.key = "goods",
             .name_zh = "物流",
             .name_en = "Goods",
             .unit = "tonnes",
             .unit_zh = "吨",
             .unit_en = "tonnes",
             .status = Status::modelled,
             .source_zh = "test model",
             .source_en = "test model"}};
}

FlowTable rows_of(bool (*kept)(std::uint32_t from, std::uint32_t to)) {
    FlowTable table{.layers = two_layers(), .grain = Grain::month};
    TimeMs month = (*parse_time("2020-01")).start;
    for (int number = 1; number <= 12; ++number, month = step_end(Grain::month, month)) {
        if (number == 6) continue;
        for (std::uint32_t from = 0; from < 5; ++from)
            for (std::uint32_t to = 0; to < 5; ++to) {
                if (!kept(from, to)) continue;
                const double people = (from + 1) * 100.0 + to * 10.0 + number;
                for (std::uint32_t layer = 0; layer < 2; ++layer) {
                    table.layer.push_back(LayerId{layer});
                    table.origin.push_back(PlaceId{from});
                    table.destination.push_back(PlaceId{to});
                    table.time.push_back(month);
                    table.value.push_back(layer == 0 ? people : people / 10);
                }
            }
    }
    return table;
}

std::shared_ptr<const Dataset> dataset_of(FlowTable rows) {
    return std::make_shared<Dataset>(Dataset{.atlas = five_places(),
                                             .base_map = std::make_shared<BaseMap>(),
                                             .flows = MemorySource::from_rows(std::move(rows)),
                                             .title_zh = "五城",
                                             .title_en = "Five cities"});
}

}  // namespace

std::shared_ptr<const Dataset> synthetic_dataset() {
    return dataset_of(rows_of([](std::uint32_t from, std::uint32_t to) {
        if (from == to) return from == 0;
        return !(from == 3 && to == 4);
    }));
}

std::shared_ptr<const Dataset> empty_dataset() {
    return dataset_of(rows_of([](std::uint32_t, std::uint32_t) { return false; }));
}

}  // namespace flowspace
