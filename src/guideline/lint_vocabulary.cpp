// Compares VOCABULARY.md with the findings of the core.
#include <algorithm>
#include <optional>

#include "guideline/lint_parts.h"
#include "guideline/words.h"

namespace stormkeel::pack {
namespace {

constexpr std::string_view vocabulary = "VOCABULARY.md";

constexpr std::array<std::pair<FindingKind, std::string_view>, 6> kind_names = {{{FindingKind::truth, "truth"},
                                                                                 {FindingKind::count, "count"},
                                                                                 {FindingKind::level, "level"},
                                                                                 {FindingKind::choice, "choice"},
                                                                                 {FindingKind::duration, "duration"},
                                                                                 {FindingKind::quantity, "quantity"}}};

std::string_view name_of_kind(FindingKind kind) {
    const auto found =
        std::find_if(kind_names.begin(), kind_names.end(), [&](const auto& row) { return row.first == kind; });
    return found->second;
}

// What stands in the brackets of a finding's line: "truth", or "level: none low_flow high_flow".
std::string right_kind(FindingId finding) {
    std::string text(name_of_kind(kind_of(finding)));
    if (words_of(finding).empty()) return text;
    text += ":";
    for (const std::string_view word : words_of(finding)) text.append(" ").append(word);
    return text;
}

// Commas and backticks between the words are the writer's choice.
std::string plain(std::string_view text) {
    std::string words;
    for (const char c : text) {
        const char kept = c == ',' || c == '`' ? ' ' : c;
        if (kept == ' ' && (words.empty() || words.back() == ' ')) continue;
        words += kept;
    }
    return std::string(trimmed(words));
}

std::optional<FindingId> finding_of(std::string_view name) {
    for (std::size_t i = 0; i < finding_count; ++i) {
        if (name_of(static_cast<FindingId>(i)) == name) return static_cast<FindingId>(i);
    }
    return std::nullopt;
}

class Vocabulary {
public:
    explicit Vocabulary(Reading& reading) : reading_(reading) {}

    void line(std::string_view text) {
        ++number_;
        constexpr std::string_view begin = "- `";
        if (!text.starts_with(begin)) return;
        text.remove_prefix(begin.size());
        const std::string_view name = text.substr(0, text.find('`'));
        const auto finding = finding_of(name);
        if (!finding) return refuse(in_quotes(name) + " is no finding" + hint(name));
        bool& is_listed = listed_[static_cast<std::size_t>(*finding)];
        if (is_listed) return refuse(in_quotes(name) + " is listed twice");
        is_listed = true;
        check(*finding, text.substr(std::min(name.size() + 1, text.size())));
    }

    void end() {
        number_ = 1;
        for (std::size_t i = 0; i < finding_count; ++i) {
            const auto finding = static_cast<FindingId>(i);
            if (!listed_[i]) {
                refuse("the finding " + in_quotes(name_of(finding)) + " is not listed; add '- `" +
                       std::string(name_of(finding)) + "` (" + right_kind(finding) + ") — …'");
            }
        }
    }

private:
    void check(FindingId finding, std::string_view rest) {
        const std::size_t open = rest.find('(');
        const std::size_t close = rest.find(')');
        const std::string found =
            open == 1 && close != std::string_view::npos ? plain(rest.substr(open + 1, close - open - 1)) : "";
        if (found != right_kind(finding)) {
            refuse(in_quotes(name_of(finding)) + " is a (" + right_kind(finding) + "), and is listed as (" + found +
                   ")");
        } else if (rest.find("— ") == std::string_view::npos) {
            refuse(in_quotes(name_of(finding)) + " has no meaning; write it after ' — '");
        }
    }

    std::string hint(std::string_view name) const {
        std::vector<std::string_view> names;
        names.reserve(finding_count);
        for (std::size_t i = 0; i < finding_count; ++i) names.push_back(name_of(static_cast<FindingId>(i)));
        return did_you_mean(name, names);
    }

    void refuse(std::string what) { reading_.problems.push_back({std::string(vocabulary), number_, std::move(what)}); }

    Reading& reading_;
    int number_ = 0;
    std::array<bool, finding_count> listed_{};
};

}  // namespace

void lint_vocabulary(Reading& reading, std::span<const PackFile> files) {
    const auto file =
        std::find_if(files.begin(), files.end(), [](const PackFile& known) { return known.path == vocabulary; });
    if (file == files.end()) {
        reading.problems.push_back({std::string(vocabulary), 1, "this file is missing; it explains every finding"});
        return;
    }
    Vocabulary page(reading);
    for (const std::string_view line : split(file->text, "\n")) page.line(line);
    page.end();
}

}  // namespace stormkeel::pack
