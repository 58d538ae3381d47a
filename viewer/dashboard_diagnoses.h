// Three diagnoses of an agglomeration: whether its cores reach far, whether its middle is missing, whether
// flows are held back.
#pragma once

#include "data/language.h"
#include "viewer/dashboard.h"

#include <array>
#include <string>

namespace flowspace {

/// One row of the report card. No number is a verdict: nothing is compared with a threshold.
struct Diagnosis {
    std::string name = {};         // as planning papers call it
    std::string number = {};       // a dash where it is not known
    std::string measured_by = {};  // and of what
    std::string reading = {};      // in plain words; of one without a number: why it has none
};

/// Limited drive by the reach of cores, the missing middle by the largest gap between ranks, held-up flows by
/// the elasticities of cost and border of flows inside the group.
std::array<Diagnosis, 3> diagnoses(const Dashboard& page, Language language);

}  // namespace flowspace
