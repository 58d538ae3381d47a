// Runs a fuzz target without a fuzzer: every seed of a folder, then mutations of them, the same ones each
// time.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

using Bytes = std::vector<std::uint8_t>;
using Random = std::mt19937;

std::vector<Bytes> read_seeds(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> paths;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) paths.push_back(entry.path());
    std::sort(paths.begin(), paths.end());
    std::vector<Bytes> seeds;
    for (const auto& path : paths) {
        std::ifstream file(path, std::ios::binary);
        seeds.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
    }
    return seeds;
}

/// One of the edits a fuzzer makes most: a byte changed, dropped, doubled, a piece copied, cut or taken from
/// another seed.
void mutate(Bytes& bytes, const std::vector<Bytes>& seeds, Random& random) {
    const auto below = [&](std::size_t most) { return most == 0 ? 0 : random() % most; };
    const auto place = [&](std::size_t at) { return bytes.begin() + static_cast<std::ptrdiff_t>(at); };
    if (bytes.empty()) {
        bytes.push_back(static_cast<std::uint8_t>(random()));
        return;
    }
    static constexpr std::uint8_t notable[] = {0,    0xff, 0xfe, 0xef, ',',  '"', '\n',
                                               '\r', '-',  '.',  'e',  0x80, 0xc0};
    const std::size_t at = below(bytes.size());
    switch (random() % 7) {
        case 0:
            bytes[at] = static_cast<std::uint8_t>(random());
            break;
        case 1:
            bytes[at] ^= static_cast<std::uint8_t>(1U << (random() % 8));
            break;
        case 2:
            bytes.insert(place(at), notable[random() % std::size(notable)]);
            break;
        case 3:
            bytes.erase(place(at));
            break;
        case 4:
            bytes.resize(at);
            break;
        case 5: {
            const Bytes piece(place(at), place(std::min(bytes.size(), at + below(64))));
            bytes.insert(place(below(bytes.size())), piece.begin(), piece.end());
            break;
        }
        default: {
            const Bytes& other = seeds[below(seeds.size())];
            const std::size_t from = below(other.size());
            bytes.insert(place(at), other.begin() + static_cast<std::ptrdiff_t>(from), other.end());
        }
    }
}

}  // namespace

int main(int count, char** arguments) {
    if (count != 3) {
        std::fprintf(stderr, "usage: %s SEEDS MUTATIONS\n", arguments[0]);
        return 2;
    }
    const std::vector<Bytes> seeds = read_seeds(arguments[1]);
    if (seeds.empty()) {
        std::fprintf(stderr, "%s: no seeds\n", arguments[1]);
        return 1;
    }
    for (const Bytes& seed : seeds) LLVMFuzzerTestOneInput(seed.data(), seed.size());
    Random random(1);
    const int mutations = std::atoi(arguments[2]);
    for (int run = 0; run < mutations; ++run) {
        Bytes bytes = seeds[random() % seeds.size()];
        for (unsigned edit = 0; edit <= random() % 6; ++edit) mutate(bytes, seeds, random);
        LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
    }
    std::printf("%zu seeds and %d mutations\n", seeds.size(), mutations);
    return 0;
}
