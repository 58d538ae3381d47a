// Writes the two-byte codes of GB18030 as numbers, at build, from the C library's own table: the program
// itself reads no tables and opens no converters while it runs.
#include <iconv.h>

#include <cstdio>
#include <cstdlib>

namespace {

/// The character of a code; 0 where it is past U+FFFF or there is none.
unsigned character_of(iconv_t converter, unsigned lead, unsigned trail) {
    char from[2] = {static_cast<char>(lead), static_cast<char>(trail)};
    unsigned char to[16] = {};
    char* in = from;
    char* out = reinterpret_cast<char*>(to);
    std::size_t in_left = sizeof from, out_left = sizeof to;
    iconv(converter, nullptr, nullptr, nullptr, nullptr);
    if (iconv(converter, &in, &in_left, &out, &out_left) == static_cast<std::size_t>(-1)) return 0;
    if (in_left != 0 || out_left != sizeof to - 4 || to[0] != 0 || to[1] != 0) return 0;
    return to[2] * 256U + to[3];
}

}  // namespace

int main(int count, char** arguments) {
    if (count != 2) return EXIT_FAILURE;
    const iconv_t converter = iconv_open("UTF-32BE", "GB18030");
    std::FILE* file = std::fopen(arguments[1], "w");
    if (converter == reinterpret_cast<iconv_t>(-1) || !file) {
        std::fprintf(stderr, "no GB18030 in this C library, or %s cannot be written\n", arguments[1]);
        return EXIT_FAILURE;
    }
    for (unsigned lead = 0x81; lead <= 0xfe; ++lead) {
        for (unsigned trail = 0x40; trail <= 0xfe; ++trail)
            if (trail != 0x7f) std::fprintf(file, "0x%04x,", character_of(converter, lead, trail));
        std::fputc('\n', file);
    }
    iconv_close(converter);
    return std::fclose(file) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
