// Scans the packs for what each rule uses, and writes the page.
#include "written_pages/source_attributes.h"

#include <algorithm>
#include <map>
#include <regex>

#include "core/vocabulary.h"

namespace stormkeel {
namespace {

std::vector<std::string_view> statements_like(const Guideline& guideline, const std::regex& pattern) {
    std::vector<std::string_view> ids;
    for (const Statement& statement : guideline.statements)
        if (statement.kind != "text" && statement.kind != "not-encoded" && std::regex_search(statement.rule, pattern))
            ids.push_back(statement.id);
    return ids;
}

const std::regex& personal() {
    static const std::regex words(
        R"((^|[^a-z])(race|racial|ethnic\w*|language|sexual\w*|gender|sex|male|female|religion|income|insurance|housing|nationality|marital)([^a-z]|$))",
        std::regex::icase);
    return words;
}

std::string date_text(Date date) {
    const auto two = [](int number) { return (number < 10 ? "0" : "") + std::to_string(number); };
    return std::to_string(date.year) + "-" + two(static_cast<int>(date.month)) + "-" + two(static_cast<int>(date.day));
}

std::string listed(const std::vector<std::string_view>& ids) {
    std::string text;
    for (const std::string_view id : ids) text.append(text.empty() ? "" : ", ").append(id);
    return text;
}

std::string packs_table(const Guideline& guideline) {
    std::string text = "| pack | version | in force from | to be reviewed by |\n| --- | --- | --- | --- |\n";
    for (const Pack& pack : guideline.packs) {
        text += "| " + pack.name + " | " + pack.version + " | " + date_text(pack.in_force_from) + " | " +
                (pack.review_by ? date_text(*pack.review_by) : "") + " |\n";
    }
    return text;
}

// Each source with the number of statements that rest on it, and of those that were verified in it.
std::string sources_table(const Guideline& guideline) {
    struct Count {
        int all = 0;
        int verified = 0;
    };
    std::map<std::string, Count> sources;
    for (const Statement& statement : guideline.statements) {
        std::string source = statement.source;
        for (std::size_t at = source.find('|'); at != std::string::npos; at = source.find('|', at + 2))
            source.insert(at, 1, '\\');
        Count& count = sources[source];
        ++count.all;
        if (statement.verification == Verification::verified) ++count.verified;
    }
    std::string text = "| source | statements | verified |\n| --- | --- | --- |\n";
    for (const auto& [source, count] : sources)
        text += "| " + source + " | " + std::to_string(count.all) + " | " + std::to_string(count.verified) + " |\n";
    return text;
}

}  // namespace

std::vector<std::string_view> statements_by_age(const Guideline& guideline) {
    static const std::regex age(
        R"re(\b(child|infant|birth_date_known|capd_applies|ice_applies|hypotension)\b|population\s*=|parameter\s*=\s*"\w*(years|neonate|infant|child|adult)\w*")re");
    return statements_like(guideline, age);
}

std::vector<std::string_view> statements_by_weight(const Guideline& guideline) {
    static const std::regex weight(
        R"re(\b(weight_usable|weight_implausible|small_child_flow)\b|dose\s*=\s*"(tocilizumab|[^"]*/kg)"|parameter\s*=\s*"\w*(weight|per_kg|light)\w*")re");
    return statements_like(guideline, weight);
}

std::vector<std::string> personal_words(const Guideline& guideline) {
    std::vector<std::string> found;
    const auto look = [&](const std::string& text, const std::string& where) {
        std::string spaced = text;
        std::replace(spaced.begin(), spaced.end(), '_', ' ');
        std::smatch word;
        if (std::regex_search(spaced, word, personal())) found.push_back(where + ": " + word[2].str());
    };
    for (std::size_t i = 0; i < item_count; ++i)
        look(std::string(name_of(static_cast<Item>(i))), "item " + std::string(name_of(static_cast<Item>(i))));
    for (std::size_t i = 0; i < finding_count; ++i)
        look(std::string(name_of(static_cast<FindingId>(i))),
             "finding " + std::string(name_of(static_cast<FindingId>(i))));
    static const std::regex condition(R"re((when|unless)\s*=\s*("""[^]*?"""|"[^"]*"))re");
    for (const Statement& statement : guideline.statements) {
        for (std::sregex_iterator at(statement.rule.begin(), statement.rule.end(), condition), end; at != end; ++at)
            look((*at)[2].str(), statement.id);
    }
    return found;
}

std::string source_attributes_page(const Guideline& guideline) {
    const auto by_age = statements_by_age(guideline);
    const auto by_weight = statements_by_weight(guideline);
    std::string page =
        "# What the rules rest on\n\n"
        "The thirteen source attributes of evidence-based decision support. Written by `./dev pages` from the packs; a "
        "test compares it with\na fresh one, and another that no rule uses what is said here not to be used.\n\n"
        "| attribute | answer |\n| --- | --- |\n"
        "| bibliographic citation | at each statement; all of them below |\n"
        "| developer | the Stormkeel project |\n"
        "| funding | none is recorded |\n"
        "| release and revision dates | of each pack, below; what changed stands in its CHANGES.md |\n";
    for (const char* attribute : {"race", "ethnicity", "language", "sexual orientation", "gender identity", "sex"})
        page += std::string("| ") + attribute + " | not used: no item, finding or condition names it |\n";
    page += "| date of birth | used by " + std::to_string(by_age.size()) + " statements, below |\n";
    page += "| social determinants of health | not used: no item, finding or condition names them |\n";
    page += "| health status assessments | not used; the grades rest on vital signs, support and examination |\n\n";
    page +=
        "Beside these the body weight is used, as size, by " + std::to_string(by_weight.size()) + " statements.\n\n";
    page += "## Packs\n\n" + packs_table(guideline) + "\n";
    page += "## Statements that use the date of birth\n\n" + listed(by_age) + "\n\n";
    page += "## Statements that use the weight\n\n" + listed(by_weight) + "\n\n";
    page += "## Sources\n\n" + sources_table(guideline);
    return page;
}

}  // namespace stormkeel
