// Writes a trace as lines for a terminal and as the page docs/traceability.md.
#include <algorithm>

#include "guideline/trace.h"

namespace stormkeel {
namespace {

std::string joined(const std::vector<std::string>& words, std::string_view between = ", ") {
    std::string text;
    for (const std::string& word : words) text.append(text.empty() ? "" : between).append(word);
    return text;
}

// The first few of the cases: enough to go and look, and a page that changes when the medicine does.
std::string some_of(const std::vector<std::string>& names, std::size_t most) {
    if (names.size() <= most) return joined(names);
    return joined({names.begin(), names.begin() + static_cast<std::ptrdiff_t>(most)}) + ", …";
}

// A cell of a table: a bar would end it.
std::string cell(std::string text) {
    for (std::size_t at = text.find('|'); at != std::string::npos; at = text.find('|', at + 2))
        text.insert(at, 1, '\\');
    return text;
}

// Every case a seed statement is proven by, through any of its pack statements.
std::vector<std::string> cases_of(const Trace& trace, const TracedSeed& traced) {
    std::vector<std::string> names;
    for (const std::size_t place : traced.statements) {
        const TracedStatement& statement = trace.statements[place];
        names.insert(names.end(), statement.holds.begin(), statement.holds.end());
        names.insert(names.end(), statement.beside.begin(), statement.beside.end());
    }
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
    return names;
}

std::string ids_of(const Trace& trace, const TracedSeed& traced) {
    std::vector<std::string> ids;
    for (const std::size_t place : traced.statements) ids.push_back(trace.statements[place].id);
    return joined(ids);
}

std::string reasons_of(const Trace& trace, const TracedSeed& traced) {
    std::vector<std::string> reasons;
    if (traced.status != TraceStatus::not_encoded) return "";
    for (const std::size_t place : traced.statements) reasons.push_back(trace.statements[place].why);
    return ": " + joined(reasons, " ");
}

std::size_t with_status(const Trace& trace, TraceStatus status) {
    return static_cast<std::size_t>(std::count_if(trace.seeds.begin(), trace.seeds.end(),
                                                  [&](const TracedSeed& each) { return each.status == status; }));
}

std::string counts_of(const Trace& trace) {
    std::string text;
    const std::size_t missing = with_status(trace, TraceStatus::missing) + with_status(trace, TraceStatus::text_only);
    text += std::to_string(trace.seeds.size() - missing) + " of " + std::to_string(trace.seeds.size()) +
            " statements of the two texts are traced";
    for (const TraceStatus status :
         {TraceStatus::encoded, TraceStatus::judgement, TraceStatus::not_encoded, TraceStatus::background})
        text += (status == TraceStatus::encoded ? ": " : ", ") + std::to_string(with_status(trace, status)) + " " +
                std::string(name_of(status));
    return text;
}

bool needs_a_case(const TracedStatement& statement) {
    return statement.block == "rule" || statement.block == "judgement";
}

// "230 of 231 rules and judgements are expected by a case"
std::string proven(const Trace& trace) {
    std::size_t needed = 0;
    std::size_t held = 0;
    for (const TracedStatement& statement : trace.statements) {
        if (!needs_a_case(statement)) continue;
        ++needed;
        if (!statement.holds.empty()) ++held;
    }
    return std::to_string(held) + " of " + std::to_string(needed) + " rules and judgements are expected by a case";
}

}  // namespace

std::string trace_text(const Trace& trace) {
    std::string text;
    for (const TracedSeed& each : trace.seeds) {
        text += each.seed.number + " (" + each.seed.group + ") " + std::string(name_of(each.status)) + ": " +
                each.seed.claim + "\n";
        for (const std::size_t place : each.statements) {
            const TracedStatement& statement = trace.statements[place];
            text += "    " + statement.id + " (" + statement.kind + ", " + std::string(name_of(statement.verification));
            if (trace.with_cases && needs_a_case(statement))
                text += ", cases: " + std::to_string(statement.holds.size()) + " + " +
                        std::to_string(statement.beside.size()) + " beside";
            text += ")\n";
        }
    }
    text += "\nStatements that no text says, and where they come from:\n";
    for (const TracedStatement& statement : trace.statements)
        if (statement.seeds.empty()) text += "    " + statement.id + ": " + statement.source + "\n";
    text += "\n" + counts_of(trace) + "\n";
    return text + (trace.with_cases ? proven(trace) : "no cases were read; name their folder with --cases") + "\n";
}

std::string trace_markdown(const Trace& trace) {
    std::string page =
        "# From the texts to the rules and back\n\n"
        "Written by `stormkeel guideline trace --format markdown`; a test compares it with a fresh one. Change the "
        "packs,\n"
        "the cases or [seeds.toml](../guidelines/seeds.toml), not this page.\n\n"
        "## From each statement of the two texts\n\n" +
        counts_of(trace) +
        ".\n\n| number | class | what it says | status | statements of the packs | cases |\n| --- | --- | --- | --- | "
        "--- | --- |\n";
    for (const TracedSeed& each : trace.seeds) {
        page += "| " + each.seed.number + " | " + each.seed.group + " | " + cell(each.seed.claim) + " | " +
                std::string(name_of(each.status)) + cell(reasons_of(trace, each)) + " | " + ids_of(trace, each) +
                " | " + some_of(cases_of(trace, each), 3) + " |\n";
    }
    page +=
        "\n## From each statement of the packs\n\nA case expects the statement, or (beside) expects that it does not "
        "hold; the first few are named, `--format json` names all.\n\n| statement | kind | checked | from | cases | "
        "beside |\n| --- | --- | --- | --- | --- | --- |\n";
    for (const TracedStatement& statement : trace.statements) {
        const std::string from = statement.seeds.empty() ? "no text; " + statement.source : joined(statement.seeds);
        page += "| " + statement.id + " | " + statement.kind + " | " + std::string(name_of(statement.verification)) +
                " | " + cell(from) + " | " + some_of(statement.holds, 3) + " | " + some_of(statement.beside, 2) +
                " |\n";
    }
    return page;
}

}  // namespace stormkeel
