// Reads the lines of cases that name statements.
#include "guideline/case_names.h"

#include <algorithm>

#include "guideline/words.h"

namespace stormkeel {
namespace {

std::string case_name(std::string_view path) {
    constexpr std::string_view ending = ".case";
    if (path.ends_with(ending)) path.remove_suffix(ending.size());
    return std::string(path);
}

void add_once(std::vector<std::string>& names, const std::string& name) {
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
}

void read_line(std::string_view line, const std::string& name, std::map<std::string, NamedIn>& found) {
    std::vector<std::string_view> words = pack::split(pack::trimmed(line.substr(0, line.find('#'))), " ");
    // `order tarlatamab 1 mg stop because ID`
    if (words[0] == "order" && words.size() > 3) words.erase(words.begin(), words.end() - 2);
    // `made ID give tocilizumab …`, `asked ID spo2 crs`: the words behind the id tell what it made or asked.
    const bool made = words[0] == "made" || words[0] == "asked";
    const bool holds = made || words[0] == "because" || words[0] == "proves";
    if (!holds && words[0] != "not") return;
    for (std::size_t i = 1; i < words.size(); ++i) {
        if (words[i].empty()) continue;
        NamedIn& named = found[std::string(words[i])];
        add_once(holds ? named.holds : named.beside, name);
        if (made) return;
    }
}

}  // namespace

std::map<std::string, NamedIn> statements_named(std::span<const PackFile> case_files) {
    std::map<std::string, NamedIn> found;
    for (const PackFile& file : case_files) {
        const std::string name = case_name(file.path);
        for (const std::string_view line : pack::split(file.text, "\n")) read_line(line, name, found);
    }
    for (auto& [id, named] : found) {
        std::erase_if(named.beside, [&](const std::string& name) {
            return std::find(named.holds.begin(), named.holds.end(), name) != named.holds.end();
        });
    }
    return found;
}

}  // namespace stormkeel
