// Knows the words of the command line by name alone; the parser knows what follows each.
#include "cli/wrong_words.h"

#include <algorithm>
#include <array>

#include "core/nearest.h"

namespace stormkeel {
namespace {

constexpr std::array<std::string_view, 12> commands{"assess", "timeline", "explain", "order",  "stock",  "guideline",
                                                    "serve",  "watch",    "token",   "backup", "verify", "user"};
constexpr std::array<std::string_view, 6> guideline_commands{"list", "show", "lint", "diff", "trace", "stage"};

}  // namespace

std::string listed(std::span<const std::string_view> words) {
    std::string text;
    for (const std::string_view word : words) text += (text.empty() ? "" : ", ") + std::string(word);
    return text;
}

std::string nearest_hint(std::string_view wrong, std::span<const std::string_view> known) {
    const auto place = nearest_of(wrong, known);
    return place ? "; did you mean '" + std::string(known[*place]) + "'?" : "";
}

std::string known_commands() { return listed(commands); }

std::string wrong_command(const std::vector<std::string>& arguments) {
    if (arguments.empty()) return "no command; the commands are " + listed(commands);
    const std::string& first = arguments[0];
    if (first.starts_with("-")) return {};
    static constexpr std::array<std::string_view, 2> planned{"cohort", "simulate"};
    if (std::find(planned.begin(), planned.end(), first) != planned.end())
        return "'" + first + "' is not available yet; the commands are " + listed(commands);
    if (std::find(commands.begin(), commands.end(), first) == commands.end())
        return "'" + first + "' is no command" + nearest_hint(first, commands);
    if (first != "guideline") return {};
    if (arguments.size() < 2) return "guideline takes one of " + listed(guideline_commands);
    const std::string& second = arguments[1];
    const auto known = std::find(guideline_commands.begin(), guideline_commands.end(), second);
    if (second.starts_with("-") || known != guideline_commands.end()) return {};
    return "'guideline " + second + "' is no command" + nearest_hint(second, guideline_commands);
}

std::string wrong_option(const std::vector<std::string>& arguments) {
    static constexpr std::array<std::string_view, 29> options{
        "--at",      "--patient",        "--site",       "--format",     "--until", "--order",
        "--brief",   "--data",           "--guidelines", "--version",    "--help",  "--cases",
        "--scales",  "--in-building",    "--role",       "--listen",     "--mllp",  "--tls-certificate",
        "--tls-key", "--mllp-client-ca", "--config",     "--check",      "--demo",  "--subject",
        "--unit",    "--whole-hospital", "--proof",      "--proof-file", "--key"};
    const bool timeline = !arguments.empty() && arguments.front() == "timeline";
    for (const std::string& argument : arguments) {
        const std::string name = argument.substr(0, argument.find('='));
        if (timeline && name == "--at")
            return "timeline shows every instant and takes no --at; did you mean '--until'?";
        if (!name.starts_with("--") || name == "--") continue;
        if (std::find(options.begin(), options.end(), name) == options.end())
            return "'" + name + "' is no option" + nearest_hint(name, options);
    }
    return {};
}

}  // namespace stormkeel
