// Writes, at build, which characters beyond ASCII stand in the program's own source: whatever it says in any
// language, the interface's fonts have it, and no list of them is kept by hand.
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>

namespace {

std::string whole(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

std::size_t bytes_from(unsigned char first) { return first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4; }

/// Each once, as UTF-8; of the same length, byte order is the order of characters.
void add_characters(const std::string& text, std::set<std::string>& found) {
    for (std::size_t at = 0; at < text.size();) {
        const auto first = static_cast<unsigned char>(text[at]);
        const std::size_t bytes = first < 0x80 ? 1 : bytes_from(first);
        if (bytes > 1) found.insert(text.substr(at, bytes));
        at += bytes;
    }
}

}  // namespace

/// OUT LIST: LIST names a source file per line. OUT is left alone where nothing changed, so nothing is
/// compiled anew for a text without a new character.
int main(int argc, char** argv) {
    if (argc != 3) {
        std::fputs("usage: write_text_characters OUT.inc LIST\n", stderr);
        return 2;
    }
    std::set<std::string> found;
    std::ifstream list(argv[2]);
    for (std::string path; std::getline(list, path);)
        if (!path.empty()) add_characters(whole(path), found);
    if (found.empty()) {
        std::fprintf(stderr, "write_text_characters: found no text in the files of %s\n", argv[2]);
        return 1;
    }
    constexpr std::size_t in_a_line = 32;
    std::string made;
    std::size_t written = 0;
    for (const std::string& character : found) {
        if (written++ % in_a_line == 0) made += written == 1 ? "\"" : "\"\n\"";
        made += character;
    }
    made += "\"\n";
    if (whole(argv[1]) == made) return 0;
    std::ofstream out(argv[1], std::ios::binary);
    out << made;
    return out.flush() ? 0 : 1;
}
