// Reads the packs as the program does, then looks for what reads well and is still wrong.
#include "guideline/lint.h"

#include <algorithm>
#include <set>

#include "guideline/every_rule.h"
#include "guideline/lint_parts.h"
#include "guideline/read_alarms.h"
#include "guideline/read_calendar.h"
#include "guideline/read_packs.h"
#include "guideline/search.h"
#include "guideline/site.h"

namespace stormkeel {
namespace pack {
namespace {

using Outcome = SearchResult::Outcome;

void lint_condition(Reading& reading, StatementId id, const Condition& when) {
    if (when.steps.empty()) return;
    const Outcome holds = find_present({when}, reading.guideline.formulary).outcome;
    const Outcome fails = find_present({negation_of(when)}, reading.guideline.formulary).outcome;
    if (holds == Outcome::none) {
        refuse_statement(reading, id, "can never apply; its condition contradicts itself");
    } else if (fails == Outcome::none) {
        refuse_statement(reading, id, "always applies; its condition is true whatever is found");
    } else if (holds == Outcome::undecided || fails == Outcome::undecided) {
        refuse_statement(reading, id, "has a condition too wide to decide whether it can apply; divide the statement");
    }
}

// An `avoid` names its item, and may name the drugs whose orders it stops.
bool concerns(const Advice& avoid, const std::string& item) {
    const auto& orders = avoid.order_items;
    return avoid.item == item || std::find(orders.begin(), orders.end(), item) != orders.end();
}

void lint_pair(Reading& reading, const Advice& offer, const Advice& avoid) {
    const std::vector<Statement>& statements = reading.guideline.statements;
    const std::vector<Pack>& packs = reading.guideline.packs;
    const Statement& avoiding = statements[avoid.statement];
    if (packs[statements[offer.statement].pack].layer != packs[avoiding.pack].layer) return;
    const SearchResult result = find_present({offer.when, avoid.when}, reading.guideline.formulary);
    if (result.outcome == Outcome::none) return;
    const std::string pair = offer.item + " is offered here and avoided by " + avoiding.id;
    if (result.outcome == Outcome::undecided) {
        return refuse_statement(reading, offer.statement,
                                pair + ", and more than 1,000,000 tries do not show whether at once; divide the rules");
    }
    const std::string when = result.example.empty() ? "always" : "when " + result.example;
    refuse_statement(reading, offer.statement, pair + " at once " + when + "; exclude one with 'unless'");
}

std::string_view word_for(Relation relation) {
    constexpr std::array<std::string_view, 4> words = {"same", "lower", "higher", "open"};
    return words.at(static_cast<std::size_t>(relation));
}

}  // namespace

void refuse_statement(Reading& reading, StatementId id, const std::string& what) {
    const Statement& statement = reading.guideline.statements[id];
    reading.problems.push_back({statement.file, statement.line, statement.id + ": " + what});
}

void lint_conditions(Reading& reading) {
    for_every_rule(reading.guideline, [&](const auto& rule) { lint_condition(reading, rule.statement, rule.when); });
}

void lint_advice(Reading& reading) {
    for (const Advice& avoid : reading.guideline.advice) {
        if (avoid.action != Action::avoid) continue;
        for (const Advice& offer : reading.guideline.advice) {
            if (offer.action != Action::give && offer.action != Action::consider) continue;
            if (concerns(avoid, offer.item)) lint_pair(reading, offer, avoid);
        }
    }
}

void lint_grades(Reading& reading) {
    const auto check = [&](const GradeRule& rule, Layer layer, std::string_view name) {
        const Statement& statement = reading.guideline.statements[rule.statement];
        if (!statement.locked) refuse_statement(reading, rule.statement, "a grade is a definition; add locked = true");
        if (reading.guideline.packs[statement.pack].layer != layer) {
            refuse_statement(reading, rule.statement,
                             "a grade may only be defined in a pack of the layer " + std::string(name));
        }
    };
    for (const GradeRule& rule : reading.guideline.grade_rules) check(rule, Layer::grading, "grading");
    for (const GradeRule& rule : reading.guideline.comparison_rules) check(rule, Layer::comparison, "comparison");
}

void lint_differences(Reading& reading) {
    const Guideline& guideline = reading.guideline;
    std::set<Scale> compared;
    for (const GradeRule& rule : guideline.comparison_rules) {
        if (!compared.insert(rule.scale).second) continue;
        for (const Relation relation : {Relation::same, Relation::lower, Relation::higher, Relation::open}) {
            const bool is_said = std::any_of(
                guideline.differences.begin(), guideline.differences.end(), [&](const Difference& difference) {
                    return difference.scale == rule.scale && difference.relation == relation &&
                           difference.when.steps.empty();
                });
            if (is_said) continue;
            refuse_statement(reading, rule.statement,
                             "its scale has no sentence for an answer that is " + in_quotes(word_for(relation)) +
                                 "; add one with 'differs' and without 'when'");
        }
    }
}

namespace {

// Everything wrong with what is in force on one day, at one site.
std::vector<PackProblem> problems_of(std::span<const PackFile> files, const Formulary& formulary,
                                     const Selection& selection) {
    Reading reading = read_packs(files, formulary, selection);
    lint_conditions(reading);
    lint_advice(reading);
    lint_grades(reading);
    lint_differences(reading);
    return std::move(reading.problems);
}

}  // namespace

}  // namespace pack

std::vector<PackProblem> lint(std::span<const PackFile> files, const Formulary& formulary,
                              std::span<const PackFile> case_files) {
    std::vector<std::string> sites = pack::site_names(files);
    sites.insert(sites.begin(), std::string{});
    std::vector<PackProblem> problems;
    for (const std::string& site : sites) {
        std::vector<Date> periods = pack::period_borders(files, formulary, site);
        periods.insert(periods.begin(), pack::before_all);
        for (const Date on : periods) pack::add_new(problems, pack::problems_of(files, formulary, {site, on}));
    }
    // The vocabulary and the cases belong to the latest versions.
    pack::Reading latest = pack::read_packs(files, formulary, {});
    pack::lint_vocabulary(latest, files);
    pack::lint_cases(latest, case_files);
    pack::add_new(problems, latest.problems);
    // A draft of a single pack has no alarms of its own.
    const bool has_alarms =
        std::any_of(files.begin(), files.end(), [](const PackFile& file) { return file.path.starts_with("alarms/"); });
    if (has_alarms) read_alarms(files, problems);
    pack::put_in_order(problems);
    return problems;
}

}  // namespace stormkeel
