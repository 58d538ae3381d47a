// Paints the discs of places by the processor: what place.vert and place.frag draw.
#pragma once

#include "render/scene/colour.h"
#include "render/scene/sign_canvas.h"

#include <glm/mat4x4.hpp>
#include <glm/vec4.hpp>

#include <span>

namespace flowspace {

/// A disc that lies on the ground, as place.vert declares it (std430).
struct Disc {
    glm::vec4 centre = {};  // relative to the eye, radius in m
    glm::vec4 look = {};    // share that leaves, radius in px, alpha, 1 if ringed + share that stays inside
    glm::vec4 fill = {};    // of one colour where the fourth is 1
    glm::vec4 ring = {};    // around it, as many px wide as the fourth

    bool operator==(const Disc&) const = default;
};
static_assert(sizeof(Disc) == 64);

/// What all discs of a picture share.
struct DiscsLook {
    glm::dmat4 clip_from_relative = glm::dmat4(1);
    glm::dvec4 axes = {1, 0, 0, 1};  // the picture's right and up on the map
    Colour leaving = {}, arriving = {}, core = {}, rim = {};
};

/// Nearer to the eye than canvas.ground only.
void paint_discs(const SignCanvas& canvas, std::span<const Disc> discs, const DiscsLook& look);

}  // namespace flowspace
