#include "viewer/panels/fold_chart.h"

#include "render/scene/number_text.h"
#include "viewer/strings.h"
#include "viewer/widgets/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace flowspace {

std::string bin_name(Fold fold, std::int64_t bin, Language language) {
    constexpr std::array days_zh = {"一", "二", "三", "四", "五", "六", "日"};
    constexpr std::array days_en = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    constexpr std::array months_en = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const bool zh = language == Language::zh;
    const auto row = static_cast<std::size_t>(std::max<std::int64_t>(bin, 1) - 1);
    switch (fold) {
        case Fold::hour:
            return fmt::format("{:02}", bin);
        case Fold::weekday:
            return zh ? fmt::format("周{}", days_zh[row % 7]) : days_en[row % 7];
        case Fold::month:
            return zh ? fmt::format("{}月", bin) : months_en[row % 12];
        case Fold::lunar:
            return bin == 0 ? (zh ? "春节" : "festival") : fmt::format("{:+}", bin);
        case Fold::none:
            break;
    }
    return {};
}

void FoldChart::draw(PanelContext& context, Fold fold, Box box) {
    const Look& look = context.look;
    const TimeAxis& axis = context.data.flows->time_axis();
    const LayerId layer = context.settings.current_layer;
    const Window window = context.settings.filter.window;
    const std::vector<FoldBin>& bins =
        bins_.update({&context.data, context.derived.revisions().time_histogram, window, layer, fold}, [&] {
            const auto& layers = context.derived.time_histogram().layers;
            const auto steps = std::ranges::find(layers, layer, &LayerSteps::layer);
            return steps == layers.end() ? std::vector<FoldBin>{} : folded(fold, axis, steps->steps, window);
        });
    if (bins.empty()) {
        put_text({look.fonts.body, paint(look.theme.muted_text), Align::centre}, box,
                 ui(Text::unknown_value, look.language));
        return;
    }
    const Box labels = cut_bottom(box, look.px(18));
    const auto mean = [](const FoldBin& bin) { return value(bin.sum) / static_cast<double>(bin.steps); };
    double largest = 0;
    for (const FoldBin& bin : bins) largest = std::max(largest, mean(bin));
    const auto slots = static_cast<float>(bins.back().bin - bins.front().bin + 1);
    const float width = box.width() / slots;
    const LayerInfo& info = context.data.flows->layers()[index(layer)];
    float free_from = labels.x0;
    for (const FoldBin& bin : bins) {
        const float left = box.x0 + width * static_cast<float>(bin.bin - bins.front().bin);
        const Box slot{left, box.y0, left + width, box.y1};
        const auto share = static_cast<float>(largest > 0 ? std::max(0.0, mean(bin)) / largest : 0);
        const float gap = width > 4 ? 1.0f : 0.0f;
        const bool pointed = slot.holds(ImGui::GetIO().MousePos) && ImGui::IsWindowHovered();
        ImGui::GetWindowDrawList()->AddRectFilled({slot.x0 + gap, slot.y1 - share * slot.height()},
                                                  {slot.x1 - gap, slot.y1},
                                                  paint(look.accent, pointed ? 1.0f : 0.85f));
        const std::string name = bin_name(fold, bin.bin, look.language);
        if (pointed)
            tooltip(look, name,
                    format_ui(Text::fold_mean, look.language,
                              with_unit(exact_number(mean(bin)), info, look.language), bin.steps));
        const float text = text_width(look.fonts.small, name);
        const float start = slot.centre().x - text / 2;
        if (start < free_from || start + text > labels.x1) continue;
        put_text(muted(look), {start, labels.y0, start + text + 1, labels.y1}, name);
        free_from = start + text + look.px(8);
    }
}

}  // namespace flowspace
