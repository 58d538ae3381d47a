// What a fuzz target insists on: aborts, in every build, with the place and the claim.
#pragma once

#include <cstdio>
#include <cstdlib>

#define FLOWSPACE_EXPECT(claim)                                                             \
    do {                                                                                    \
        if (!(claim)) {                                                                     \
            std::fprintf(stderr, "%s:%d: does not hold: %s\n", __FILE__, __LINE__, #claim); \
            std::abort();                                                                   \
        }                                                                                   \
    } while (false)
