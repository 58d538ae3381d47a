#include "render/scene/map_labels.h"

#include "data/nodes.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace flowspace {

namespace {

constexpr int area_rank = 3;            // of the name of an area; a group with a disc is named as a place is
constexpr float english_share = 0.84f;  // size of the second line of a label in both languages
constexpr float area_tracking_em = 0.3f;  // names of areas are spaced out
constexpr float line_em = 1.08f;          // height of a line of a label

/// Room that a name of each rank wants to others, so that small places do not crowd the flows.
constexpr std::array<float, 3> room_em = {0.0f, 0.25f, 0.7f};

/// Changes with everything that changes the size or the words of labels.
std::uint64_t look_of(const Frame& frame) {
    return static_cast<std::uint64_t>(frame.style.theme) |
           static_cast<std::uint64_t>(frame.style.labels) << 4 |
           static_cast<std::uint64_t>(frame.viewport.height_px) << 8 |
           static_cast<std::uint64_t>(frame.viewport.insets_px == Viewport::Insets{}) << 32 |
           static_cast<std::uint64_t>(std::lround(100 * frame.style.text_scale)) << 36;
}

/// Nodes that are hovered or selected, the ends of such a flow among them.
std::vector<std::uint32_t> pointed_nodes(const MapLabelRequest& request) {
    std::vector<std::uint32_t> places;
    for (const Target* target : {&request.frame.hover, &request.frame.selected}) {
        if (target->place) places.push_back(static_cast<std::uint32_t>(*target->place));
        if (target->group)
            places.push_back(static_cast<std::uint32_t>(node_of(request.atlas, *target->group)));
        if (target->tie)
            for (const NodeId node : {target->tie->origin, target->tie->destination})
                places.push_back(static_cast<std::uint32_t>(node));
        if (target->flow && index(target->flow->pair) < request.pairs.size()) {
            const Pair& pair = request.pairs[index(target->flow->pair)];
            places.push_back(static_cast<std::uint32_t>(pair.origin));
            places.push_back(static_cast<std::uint32_t>(pair.destination));
        }
    }
    return places;
}

struct Seen {
    ScreenPoint at = {};
    float flattening = 1;  // of a disc lying on the ground there
};

/// Nothing for what lies behind the eye or well outside the picture.
std::optional<Seen> see(const MapLabelRequest& request, glm::dvec3 where) {
    const View& view = request.view;
    const auto px = view.to_screen(where);
    if (!px) return std::nullopt;
    const double beyond_px = 0.12 * view.size_px.y;
    if (px->x < -beyond_px || px->y < -beyond_px || px->x > view.size_px.x + beyond_px ||
        px->y > view.size_px.y + beyond_px)
        return std::nullopt;
    const glm::dvec3 ray = view.ray(glm::dvec2(px->x, px->y));
    const double steepness =
        std::abs(ray.z) / std::max(std::sqrt(ray.x * ray.x + ray.y * ray.y + ray.z * ray.z), 1e-12);
    return Seen{{static_cast<float>(px->x), static_cast<float>(px->y)}, static_cast<float>(steepness)};
}

ScreenBox free_part(const Viewport& viewport) {
    const Viewport::Insets& insets = viewport.insets_px;
    return grown({static_cast<float>(insets.left), static_cast<float>(insets.top),
                  static_cast<float>(viewport.width_px - insets.left - insets.right),
                  static_cast<float>(viewport.height_px - insets.top - insets.bottom)},
                 -3);
}

}  // namespace

const MapLabels::Text& MapLabels::text_of(const MapLabelRequest& request, const Fonts& fonts,
                                          std::uint32_t id, int rank) {
    Text& text = texts_[id];
    if (text.is_set && ranks_[id] == rank) return text;
    text = {.is_set = true};
    ranks_[id] = rank;
    const std::size_t places = request.atlas.places.size();
    const bool is_group = id >= places, is_area = rank == area_rank;
    const LabelLanguage language = request.frame.style.labels;
    const TextStyle style{.size_px = sizes_.label_px[is_area ? 1 : std::clamp(rank, 0, 2)],
                          .weight = !is_area && rank == 0 ? Weight::bold : Weight::regular};
    const std::string& zh =
        is_group ? request.atlas.groups[id - places].name_zh : request.atlas.places[id].short_zh;
    const std::string& en =
        is_group ? request.atlas.groups[id - places].name_en : request.atlas.places[id].name_en;
    const float tracking_px = is_area ? area_tracking_em * static_cast<float>(style.size_px) : 0;
    const auto add = [&](const std::string& words, TextStyle as) {
        if (words.empty()) return;
        text.lines.push_back(set_line(fonts, words, as, as.size_px == style.size_px ? tracking_px : 0));
        text.styles.push_back(as);
        text.width_px = std::max(text.width_px, std::ceil(text.lines.back().width_px));
        text.height_px += std::round(line_em * static_cast<float>(as.size_px));
    };
    const bool same = zh == en;
    if (language != LabelLanguage::en) add(zh.empty() ? en : zh, style);
    if (language == LabelLanguage::en) add(en.empty() ? zh : en, style);
    if (language == LabelLanguage::both && !same && !en.empty() && !zh.empty())
        add(en, {.size_px = std::max(
                     10, static_cast<int>(std::lround(english_share * static_cast<float>(style.size_px)))),
                 .weight = Weight::regular});
    return text;
}

void MapLabels::gather_places(const MapLabelRequest& request, const Fonts& fonts) {
    constexpr double first_of_all = 1e9;  // names of what stands on the map go first, in its order
    const std::vector<std::uint32_t> pointed = pointed_nodes(request);
    const float scale = picture_scale(request.frame.viewport);
    // Small dots are ground to a great name that finds no other place: among cities those of places that are
    // no core cities, among groups those of cities that are in none. A map that leaves a core city or a group
    // without its name says nothing.
    constexpr float dot_px = 4;
    const bool by_group = std::ranges::any_of(request.list.places, [&](const PlaceItem& item) {
        return group_of(request.atlas, item.node).has_value();
    });
    for (const PlaceItem& item : request.list.places) {
        const std::optional<Seen> seen = see(request, request.nodes[index(item.node)]);
        if (!seen) continue;
        const auto id = static_cast<std::uint32_t>(item.node);
        const bool is_pointed = std::find(pointed.begin(), pointed.end(), id) != pointed.end();
        const Text& text = text_of(request, fonts, id, item.rank);
        if (text.lines.empty()) continue;
        // A pointed-at disc is drawn a third larger.
        const float radius_px = std::max(item.radius_px * scale, 0.8f) * (is_pointed ? 1.35f : 1.0f) + 0.75f;
        ScreenPoint half_px = {radius_px, std::max(radius_px * seen->flattening, 1.0f)};
        const auto stands = std::ranges::find(request.standing, item.node, &DonutBox::node);
        const bool has_more = stands != request.standing.end();  // than a disc, and is nothing without a name
        const int rank = has_more ? 0 : item.rank;
        // Beside roses the dots of other places are ground: they would keep most names away.
        if (!request.standing.empty() && !has_more) half_px = {};
        // A name may come into the corners of the box, which a circle leaves free.
        constexpr float of_box = 0.86f / 2;
        if (has_more) half_px = {of_box * stands->box.width_px, of_box * stands->box.height_px};
        candidates_.push_back(
            {.id = id,
             .kind = LabelKind::place,
             .urgency = is_pointed ? Urgency::pinned : Urgency::normal,
             .at = seen->at,
             .disc_half_px = half_px,
             .width_px = text.width_px + 2 * margin_px_,
             .height_px = text.height_px + 2 * margin_px_,
             .clear_px = room_em[static_cast<std::size_t>(std::clamp(rank, 0, 2))] *
                         static_cast<float>(sizes_.label_px[2]),
             .rank = rank,
             .measure = has_more ? first_of_all - static_cast<double>(stands->row) : item.measure,
             .yields =
                 item.radius_px <= dot_px && (by_group ? !group_of(request.atlas, item.node) : rank > 0)});
    }
}

/// Names of agglomerations, at the middle of their primary places, where they fit between the places' names.
void MapLabels::gather_areas(const MapLabelRequest& request, const Fonts& fonts) {
    if (!request.frame.style.show_areas) return;
    for (const AreaItem& area : request.list.areas) {
        const Group& group = request.atlas.groups[index(area.group)];
        const auto count = std::ranges::count_if(group.members, &Membership::primary);
        const auto id = static_cast<std::uint32_t>(node_of(request.atlas, area.group));
        const bool has_disc = std::ranges::find(request.list.places, NodeId{id}, &PlaceItem::node) !=
                              request.list.places.end();  // and its label
        if (count == 0 || has_disc) continue;
        const std::optional<Seen> seen = see(request, request.nodes[id]);
        if (!seen) continue;
        const Text& text = text_of(request, fonts, id, area_rank);
        if (text.lines.empty()) continue;
        const bool is_pointed =
            request.frame.selected.group == area.group || request.frame.hover.group == area.group;
        candidates_.push_back({.id = id,
                               .kind = LabelKind::area,
                               .urgency = is_pointed ? Urgency::pinned : Urgency::normal,
                               .at = seen->at,
                               .width_px = text.width_px + 2 * margin_px_,
                               .height_px = text.height_px + 2 * margin_px_,
                               .clear_px = room_em[1] * static_cast<float>(sizes_.label_px[1]),
                               .rank = 2,
                               .measure = static_cast<double>(count)});
    }
}

void MapLabels::draw_label(ScreenList& list, const MapLabelRequest& request, const Fonts& fonts,
                           GlyphAtlas& atlas, const PlacedLabel& label) const {
    const Theme& theme = request.theme;
    const float scale = picture_scale(request.frame.viewport);
    const bool is_area = ranks_[label.id] == area_rank;
    const Text& text = texts_[label.id];
    if (label.has_leader) {
        const ScreenPoint end = {std::clamp(label.at.x_px, label.box.x_px, label.box.right_px()),
                                 std::clamp(label.at.y_px, label.box.y_px, label.box.bottom_px())};
        const float line_px = std::max(1.0f, scale);
        add_ribbon(list, label.at, end,
                   {.fill = with_alpha(theme.halo, 0.7f * label.opacity),
                    .width_px = line_px + 2 * std::max(1.0f, scale)});
        add_ribbon(list, label.at, end,
                   {.fill = with_alpha(theme.text, 0.85f * label.opacity), .width_px = line_px});
    }
    const float off_px = label.box.x_px + label.box.width_px / 2 - label.at.x_px;
    const float share = off_px > 0.25f * label.box.width_px    ? 0.0f
                        : off_px < -0.25f * label.box.width_px ? 1.0f
                                                               : 0.5f;
    float top_px = label.box.y_px + margin_px_;
    for (std::size_t row = 0; row < text.lines.size(); ++row) {
        const TextStyle style = text.styles[row];
        const float line_px = std::round(line_em * static_cast<float>(style.size_px));
        const float left_px =
            label.box.x_px + margin_px_ + share * (text.width_px - text.lines[row].width_px);
        const Colour ink = is_area ? mix(theme.text, theme.muted_text, 0.65f) : theme.text;
        add_text(list, fonts, atlas, text.lines[row], {left_px, top_px + fonts.metrics(style).ascent_px},
                 {.style = style,
                  .colour = with_alpha(ink, is_area ? 0.9f : 1.0f),
                  .halo = theme.halo,
                  .halo_px = std::max(1.25f, theme.halo_px * scale),
                  .opacity = label.opacity});
        top_px += line_px;
    }
}

void MapLabels::add(ScreenList& list, const MapLabelRequest& request, const Fonts& fonts, GlyphAtlas& atlas) {
    const float scale = picture_scale(request.frame.viewport);
    const std::uint64_t look = look_of(request.frame);
    const std::size_t count = request.atlas.places.size() + request.atlas.groups.size();
    if (look != look_ || texts_.size() != count) {
        texts_.assign(count, {});
        ranks_.assign(count, -1);
        look_ = look;
    }
    sizes_ = text_sizes(request.theme, request.frame.viewport);
    margin_px_ = std::max(1.0f, std::round(0.75f * request.theme.halo_px * scale));
    candidates_.clear();
    gather_places(request, fonts);
    gather_areas(request, fonts);
    const auto& placed = layout_.update(
        {.candidates = candidates_,
         .obstacles = request.obstacles,
         .bounds = free_part(request.frame.viewport),
         .time_s = request.frame.time_s,
         .gap_px = std::max(1.0f, 2 * scale),
         .leader_px = static_cast<float>(sizes_.label_px[0]),
         .look = look,
         .settling = request.frame.motion == Motion::still ? Settling::at_once : Settling::steady});
    placed_ = &placed;
    for (auto label = placed.rbegin(); label != placed.rend(); ++label)
        draw_label(list, request, fonts, atlas, *label);
}

}  // namespace flowspace
