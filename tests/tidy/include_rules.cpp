// Who may include whom: the layers of src, and no third-party type in a header.
#include <algorithm>
#include <map>
#include <regex>
#include <set>

#include "tidy/rules.h"

namespace stormkeel::tidy {
namespace {

// The folders of src, and what each may include beside itself.
const std::map<std::string, std::set<std::string>>& layers() {
    static const std::map<std::string, std::set<std::string>> table{
        {"core", {}},
        {"guideline", {"core"}},
        {"adapters", {"core"}},
        {"storage", {"core"}},
        {"cohort", {"core", "guideline", "adapters", "storage"}},
        {"service", {"core", "guideline", "adapters", "storage"}},
        {"server", {"core", "guideline", "adapters", "storage", "cohort", "service"}},
        {"sim", {"core", "guideline", "adapters", "storage", "cohort", "service"}},
        {"cli", {"core", "guideline", "adapters", "storage", "cohort", "service", "server", "sim"}},
    };
    return table;
}

// "src/core/time.h" is in "core"; a file outside src is in no layer.
std::string layer_of(const std::string& path) {
    static const std::regex pattern("^src/([^/]+)/.*");
    std::smatch found;
    return std::regex_match(path, found, pattern) ? found[1].str() : "";
}

bool is_header(const SourceText& source) { return source.path.ends_with(".h"); }

// The coroutines that serve connections share Asio's types among themselves: the one folder whose headers show them.
bool is_io(const std::string& path) { return path.starts_with("src/server/io/"); }

// `from` is the layer of the file that includes. Outside src the tests' own files may be named from where they stand.
std::string wrong_project_include(const std::string& from, const std::string& included) {
    const std::string to = included.substr(0, included.find('/'));
    if (from.empty()) return to == "cli" ? "nobody includes cli; move what is shared into a layer below" : "";
    if (included.find('/') == std::string::npos || included.starts_with(".")) {
        return "'" + included + "' is not written from src; write it like \"core/time.h\"";
    }
    if (!layers().contains(from)) {
        return "no layer is known for src/" + from + "; add it to the table in include_rules.cpp";
    }
    if (!layers().contains(to) || from == to || layers().at(from).contains(to)) return "";
    return from + " may not include " + to + "; let a layer above pass the value in";
}

std::string wrong_io_include(const SourceText& source, const std::string& included) {
    const bool may_see = is_io(source.path) || (layer_of(source.path) == "server" && !is_header(source));
    if (may_see || !is_io("src/" + included)) return "";
    return "'" + included + "' shows Asio; only server/io and the .cpp files of src/server include it";
}

std::string wrong_library_include(const SourceText& source, const std::string& included) {
    static const std::regex standard("[a-z_0-9]+");
    if (std::regex_match(included, standard)) return "";
    if (layer_of(source.path) == "core") return "core includes <" + included + ">; it sees the standard library alone";
    if (!layer_of(source.path).empty() && is_header(source) && !is_io(source.path)) {
        return "a header includes <" + included + ">; include it in the .cpp and keep its types there";
    }
    return "";
}

}  // namespace

std::vector<Violation> include_violations(const SourceText& source) {
    static const std::regex project_include(R"re(^\s*#\s*include\s*"([^"]+)".*)re");
    static const std::regex library_include(R"re(^\s*#\s*include\s*<([^>]+)>.*)re");
    static const std::regex third_party(R"(\b(nlohmann::|toml::|CLI::|boost::|EVP_\w+|OSSL_\w+))");
    const std::string layer = layer_of(source.path);
    std::vector<Violation> found;
    std::smatch match;
    for (std::size_t i = 0; i < source.lines.size(); ++i) {
        std::string what;
        if (source.code[i].find("include") != std::string::npos &&
            std::regex_match(source.lines[i], match, project_include)) {
            // Under tests/cli, "cli/..." is that folder itself.
            if (!source.path.starts_with("tests/cli/")) what = wrong_project_include(layer, match[1].str());
            if (what.empty()) what = wrong_io_include(source, match[1].str());
        } else if (std::regex_match(source.code[i], match, library_include)) {
            what = wrong_library_include(source, match[1].str());
        } else if (!layer.empty() && is_header(source) && !is_io(source.path) &&
                   std::regex_search(source.code[i], match, third_party)) {
            what = "a header shows the third-party name '" + match[1].str() + "'; keep it in the .cpp";
        }
        if (!what.empty()) found.push_back({source.path, i + 1, what});
    }
    return found;
}

}  // namespace stormkeel::tidy
