// Reads the pages, and looks for what they name.
#include "safety/pages.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include "properties/knowledge.h"

namespace stormkeel::safety {
namespace {

namespace fs = std::filesystem;

const fs::path& source_folder() {
    static const fs::path folder = STORMKEEL_SOURCE_DIR;
    return folder;
}

std::vector<Reference> references_in(const std::string& text) {
    static const std::regex named(R"(`(case|test|file|statement) ([^`]+)`)");
    std::vector<Reference> found;
    for (std::sregex_iterator at(text.begin(), text.end(), named), end; at != end; ++at)
        found.push_back({(*at)[1].str(), (*at)[2].str()});
    return found;
}

// "Suite.Name" of every test and every property in tests/.
const std::set<std::string>& tests() {
    static const std::set<std::string> names = [] {
        std::set<std::string> found;
        static const std::regex test(R"(\n(?:TEST|TEST_F|TEST_P|RC_GTEST_PROP)\(\s*(\w+),\s*(\w+))");
        for (const auto& entry : fs::recursive_directory_iterator(source_folder() / "tests")) {
            if (entry.path().extension() != ".cpp") continue;
            const std::string text = text_of(fs::relative(entry.path(), source_folder()).string());
            for (std::sregex_iterator at(text.begin(), text.end(), test), end; at != end; ++at)
                found.insert((*at)[1].str() + "." + (*at)[2].str());
        }
        return found;
    }();
    return names;
}

}  // namespace

std::string text_of(const std::string& path) {
    std::ifstream in(source_folder() / path, std::ios::binary);
    EXPECT_TRUE(in) << path << " cannot be read";
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

std::vector<Row> rows_of(const std::string& page) {
    static const std::regex first(R"(\| ([A-Z]-\d+) \|(.*)\|\s*)");
    std::vector<Row> rows;
    std::istringstream lines(page);
    for (std::string line; std::getline(lines, line);) {
        std::smatch found;
        if (!std::regex_match(line, found, first)) continue;
        Row row{found[1].str(), {}, references_in(line)};
        std::istringstream cells(found[2].str());
        for (std::string cell; std::getline(cells, cell, '|');) row.cells.push_back(cell);
        rows.push_back(std::move(row));
    }
    return rows;
}

std::vector<Reference> all_references() {
    std::vector<Reference> all;
    for (const auto& entry : fs::directory_iterator(source_folder() / "docs/safety")) {
        const std::string page = text_of(fs::relative(entry.path(), source_folder()).string());
        for (Reference& each : references_in(page)) all.push_back(std::move(each));
    }
    return all;
}

bool any_test_of(const std::string& suite) {
    const auto first = tests().lower_bound(suite + ".");
    return first != tests().end() && first->starts_with(suite + ".");
}

std::string missing(const Reference& reference) {
    const auto& [kind, name] = reference;
    if (kind == "case") return fs::exists(source_folder() / ("tests/cases/" + name + ".case")) ? "" : "no such case";
    if (kind == "file") return fs::exists(source_folder() / name) ? "" : "no such file";
    if (kind == "test") return tests().contains(name) ? "" : "no test of this name";
    return knowledge().guideline.statement_named(name) ? "" : "no pack holds this statement";
}

}  // namespace stormkeel::safety
