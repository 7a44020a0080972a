// Writes packs and statements as text.
#include "guideline/show.h"

#include <algorithm>
#include <array>

#include "core/nearest.h"
#include "core/site.h"
#include "guideline/nearest.h"
#include "guideline/words.h"
#include "guideline/wrap.h"

namespace stormkeel {

using pack::columns;
using pack::page_width;
using pack::wrapped;

namespace {

constexpr std::array<std::string_view, 5> layer_names = {"grading", "management", "product", "site", "comparison"};

// A rule keeps its lines and its alignment; only a line wider than the page is broken.
std::string rule_lines(std::string_view rule) {
    std::string lines;
    while (!rule.empty()) {
        const std::size_t end = rule.find('\n');
        const std::string_view line = rule.substr(0, end);
        rule = end == std::string_view::npos ? std::string_view{} : rule.substr(end + 1);
        const bool fits = columns(line) + 4 <= page_width;
        lines += fits ? (line.empty() ? "\n" : "    " + std::string(line) + "\n") : wrapped(line, "    ", "    ");
    }
    return lines;
}

std::string what_a_site_may_do(const Statement& statement) {
    if (statement.locked) return "  A definition: no site changes it.\n";
    if (statement.site_may_set) return "  A default: a site may set it, and the answer then says so.\n";
    return "";
}

std::string products_of(const Guideline& guideline, const Pack& pack) {
    std::string text;
    for (const ProductId product : pack.products) {
        text += (text.empty() ? "" : ", ") + guideline.formulary.products.at(product).name;
    }
    return text;
}

std::string who_replaces(const Guideline& guideline, const Statement& statement) {
    std::string text;
    for (const StatementId id : statement.replaced_by) {
        const Statement& other = guideline.statements[id];
        text += wrapped("Replaced for " + products_of(guideline, guideline.packs[other.pack]) + " by " + other.id, "  ",
                        "  ");
    }
    return text;
}

// What the site in use changed, with its own reason.
std::string what_the_site_did(const Guideline& guideline, const Statement& statement) {
    std::string text;
    for (const SiteChange& change : guideline.site_changes) {
        if (&guideline.statements[change.statement] != &statement) continue;
        text += wrapped("Site " + guideline.site + ": " + words_for(change) + " from " + to_text(change.in_force_from) +
                            " on. " + change.why + " Approved: " + change.approved + ".",
                        "  ", "  ");
    }
    return text;
}

std::string pack_text(const Guideline& guideline, std::size_t place) {
    const Pack& pack = guideline.packs[place];
    std::size_t statements = 0;
    std::size_t verified = 0;
    std::string ids;
    for (const Statement& statement : guideline.statements) {
        if (statement.pack != place) continue;
        ++statements;
        if (statement.verification == Verification::verified) ++verified;
        ids += wrapped(statement.id + " · " + statement.title, "    ", "    ");
    }
    std::string text = pack.name + " " + pack.version + " (" +
                       std::string(layer_names.at(static_cast<std::size_t>(pack.layer))) + ")\n";
    text += wrapped(pack.title, "  ");
    if (!pack.products.empty()) text += wrapped("for " + products_of(guideline, pack), "  ", "  ");
    const std::string review = pack.review_by ? ", to be reviewed by " + to_text(*pack.review_by) : "";
    text += "  in force from " + to_text(pack.in_force_from) + review + "; " + std::to_string(statements) +
            " statements, " + std::to_string(verified) + " verified, " + std::to_string(statements - verified) +
            " unverified\n";
    return text + ids + "\n";
}

}  // namespace

std::string list_text(const Guideline& guideline) {
    std::string text;
    for (std::size_t i = 0; i < guideline.packs.size(); ++i) text += pack_text(guideline, i);
    return text + guideline.fingerprint + "\n";
}

std::optional<std::string> show_text(const Guideline& guideline, std::string_view id) {
    const auto place = guideline.statement_named(id);
    if (!place) return std::nullopt;
    const Statement& statement = guideline.statements[*place];
    const Pack& pack = guideline.packs[statement.pack];
    std::string text = wrapped(statement.id + " · " + statement.title, "", "  ") + "\n";
    text += wrapped(statement.sentence, "  ") + "\n";
    text += wrapped("Source: " + statement.source, "  ", "  ");
    if (!statement.seed.empty()) text += wrapped("Seed: " + statement.seed, "  ", "  ");
    text += "  " + std::string(name_of(statement.verification)) + "\n";
    text += what_a_site_may_do(statement) + who_replaces(guideline, statement) +
            what_the_site_did(guideline, statement) + "\n";
    text += "  " + statement.kind + ":\n" + rule_lines(statement.rule) + "\n";
    return text +
           wrapped(pack.name + " " + pack.version + ", " + statement.file + ":" + std::to_string(statement.line), "  ");
}

namespace {

std::string in_small_letters(std::string_view text) {
    std::string small{text};
    std::transform(small.begin(), small.end(), small.begin(), [](char letter) {
        return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
    });
    return small;
}

enum class Where : std::uint8_t { id, all };

// The statements whose id, or whose id, title and sentence together, hold every one of the words: "grade 3 oxygen".
std::string those_with(std::string_view words, Where where, const Guideline& guideline) {
    constexpr std::size_t shown = 12;
    const std::string small = in_small_letters(words);
    std::size_t found = 0;
    std::string text;
    for (const Statement& statement : guideline.statements) {
        const std::string rest = where == Where::all ? ' ' + statement.title + ' ' + statement.sentence : std::string();
        const std::string searched = in_small_letters(statement.id + rest);
        const auto parts = pack::split(small, " ");
        const bool holds = std::all_of(parts.begin(), parts.end(),
                                       [&](std::string_view part) { return searched.find(part) != std::string::npos; });
        if (holds && ++found <= shown) text += "\n  " + statement.id + " · " + statement.title;
    }
    if (found == 0) return {};
    if (found > shown) text += "\n  and " + std::to_string(found - shown) + " more";
    return "; these speak of it:" + text;
}

}  // namespace

std::string unknown_statement_text(const Guideline& guideline, std::string_view id) {
    constexpr std::size_t shortest_word = 3;
    const bool searched = id.size() >= shortest_word && id.find_first_not_of(' ') != std::string_view::npos;
    std::string hint = searched ? those_with(id, Where::id, guideline) : "";
    std::vector<std::string> small;
    for (const Statement& statement : guideline.statements) small.push_back(in_small_letters(statement.id));
    const std::vector<std::string_view> known(small.begin(), small.end());
    if (const auto place = hint.empty() ? nearest_of(in_small_letters(id), known) : std::nullopt) {
        hint = "; did you mean " + pack::in_quotes(guideline.statements[*place].id) + "?";
    }
    if (hint.empty() && searched) hint = those_with(id, Where::all, guideline);
    return "no statement is called " + pack::in_quotes(id) +
           (hint.empty() ? "; 'stormkeel guideline list' names them all" : hint);
}

}  // namespace stormkeel
