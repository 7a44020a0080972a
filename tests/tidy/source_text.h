// A C++ file as the house rules look at it: its lines as written, and the same lines without comments and literals.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace stormkeel::tidy {

// `path` is relative to the repository, with '/'. `code` has exactly as many lines as `lines`; in it every comment and
// the inside of every string and character literal is blank, so a word in prose is no violation.
struct SourceText {
    std::string path;
    std::vector<std::string> lines;
    std::vector<std::string> code;
};

SourceText read_source(std::string path, std::string_view text);

}  // namespace stormkeel::tidy
