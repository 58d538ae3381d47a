#include "viewer/dashboard_diagnoses.h"

#include "render/scene/analysis_words.h"
#include "render/scene/number_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string_view>
#include <vector>

namespace flowspace {

namespace {

class DiagnosisWords {
public:
    DiagnosisWords(const Dashboard& page, Language language)
        : page_(page), names_(*page.data->atlas), language_(language) {}

    Diagnosis drive() const {
        Diagnosis made{.name = words("带动有限？", "Limited drive?"),
                       .measured_by = words("核心城市一半的往来所及的直线距离（辐射距离中位数）",
                                            "straight distance within which half of a core's flow lies")};
        std::vector<const AnalysisRow*> cores;
        if (const Dashboard::Part* part = page_.part("circulation"))
            for (const AnalysisRow& row : part->rows)
                if (row.measure == "reach_median" && row.value) cores.push_back(&row);
        if (cores.empty()) return unknown(std::move(made), "circulation");
        const auto value = [](const AnalysisRow* row) { return *row->value; };
        const AnalysisRow &near = **std::ranges::min_element(cores, {}, value),
                          &far = **std::ranges::max_element(cores, {}, value);
        made.number =
            format(words("{} 公里", "{} km"),
                   cores.size() == 1 ? number(*far.value) : number(*near.value) + " – " + number(*far.value));
        made.reading =
            cores.size() == 1
                ? format(words("唯一有数据的核心是{}", "the only core with flows is {}"), name(far.scope))
                : format(words("{} 个核心中{}最近，{}最远", "of {} cores {} reaches least far, {} farthest"),
                         cores.size(), name(near.scope), name(far.scope));
        return made;
    }

    Diagnosis middle() const {
        Diagnosis made{
            .name = words("中间断层？", "Missing middle?"),
            .measured_by = words("成员 2020 年人口相邻位序的最大落差，与位序—规模线之比",
                                 "largest fall of population between ranks, against the fitted line")};
        const AnalysisRow* gap = page_.find("hierarchy_inside", "gap", {}, "population_2020");
        if (gap == nullptr || !gap->value) return unknown(std::move(made), "hierarchy_inside");
        made.number = number(*gap->value) + "×";
        const std::size_t arrow = gap->label.find('>');
        if (arrow != std::string::npos)
            made.reading = format(
                words("断层在{}与{}之间；1 为恰如拟合线", "between {} and {}; 1: as the fitted line has it"),
                name(gap->label.substr(0, arrow)), name(gap->label.substr(arrow + 1)));
        return made;
    }

    Diagnosis flow() const {
        Diagnosis made{.name = words("流动不畅？", "Held-up flows?"),
                       .measured_by = words("组内流对距离的弹性，与省界倍数（引力模型，PPML）",
                                            "elasticity of distance, border multiplier: flows inside, PPML")};
        if (page_.data->flows->layers()[index(page_.key.layer)].status == Status::modelled)
            made.measured_by += words("；模拟数据，只说明其公式", "; modelled: tells of its formula");
        const AnalysisRow* distance = page_.find("border_inside", "coefficient", {}, "ln_cost");
        if (distance == nullptr || !distance->value) return unknown(std::move(made), "border_inside");
        made.number = number(*distance->value);
        made.reading = format(words("距离增 1 %，往来约变 {} %", "1 % more distance: about {} % flow"),
                              number(*distance->value));
        const AnalysisRow* border = page_.find("border_inside", "border_multiplier");
        if (border != nullptr && border->value) {
            made.number += "  ·  " + number(*border->value) + "×";
            made.reading += format(words("；同省往来为跨省的 {} 倍", "; inside a province {} times as much"),
                                   number(*border->value));
        } else {
            made.reading += words("；成员间没有可估计的省界", "; no border inside that could be estimated");
        }
        return made;
    }

private:
    std::string words(const char* zh, const char* en) const { return language_ == Language::zh ? zh : en; }
    std::string number(double value) const { return measured_number(value, language_); }
    std::string name(std::string_view id) const { return names_.name(id, language_); }
    template <class... Parts>
    static std::string format(const std::string& text, const Parts&... parts) {
        return fmt::format(fmt::runtime(text), parts...);
    }

    Diagnosis unknown(Diagnosis made, std::string_view analysis) const {
        made.number = "–";
        const Dashboard::Part* part = page_.part(analysis);
        made.reading = part != nullptr && part->fault
                           ? words(part->fault->zh.c_str(), part->fault->en.c_str())
                           : words("数据不足，无法计算", "too little is known for it");
        return made;
    }

    const Dashboard& page_;
    RowNames names_;
    Language language_;
};

}  // namespace

std::array<Diagnosis, 3> diagnoses(const Dashboard& page, Language language) {
    const DiagnosisWords say(page, language);
    return {say.drive(), say.middle(), say.flow()};
}

}  // namespace flowspace
