// stormkeel explain: why this grade, by the statements it rests on, and what would change it.
#include <algorithm>
#include <string>
#include <vector>

#include "adapters/assessment_text.h"
#include "cli/commands.h"
#include "core/what_if.h"

namespace stormkeel {
namespace {

std::string provenance(const Statement& statement) {
    std::string text = statement.source;
    if (!statement.seed.empty()) text += " · seed " + statement.seed;
    return text + " · " + std::string(name_of(statement.verification));
}

// The reasons again, each followed by the statement's own sentence and where it comes from.
void put_statements(Page& page, const Guideline& guideline, const std::vector<Reason>& reasons) {
    for (const Reason& reason : reasons) {
        put_reasons(page, {reason});
        const auto id = guideline.statement_named(reason.statement);
        if (!id) continue;
        const Statement& statement = guideline.statements[*id];
        if (statement.sentence != reason.text) page.paragraph("      ", "“" + statement.sentence + "”");
        page.paragraph("      ", provenance(statement), Look::faint);
    }
}

void put_why(Page& page, const Guideline& guideline, const Assessment& assessment) {
    page.blank_line();
    page.paragraph("", "Why " + grade_words("CRS", assessment.crs), Look::heading);
    put_statements(page, guideline, assessment.crs.reasons);
    if (!assessment.crs.treat_as_reasons.empty()) {
        page.blank_line();
        page.paragraph("", "Why it is treated as grade " + std::to_string(assessment.crs.treat_as), Look::heading);
        put_statements(page, guideline, assessment.crs.treat_as_reasons);
    }
    page.blank_line();
    page.paragraph("", "Why " + grade_words("ICANS", assessment.icans), Look::heading);
    put_statements(page, guideline, assessment.icans.reasons);
    page.blank_line();
    page.paragraph("", "Why HLH is " + std::string(name_of(assessment.hlh.status)), Look::heading);
    if (assessment.hlh.reasons.empty()) put_hlh_reasons(page, assessment);
    put_statements(page, guideline, assessment.hlh.reasons);
}

std::string range_words(Range grade) {
    const std::string lowest = std::to_string(grade.lowest);
    return grade.known() ? "grade " + lowest : "grade " + lowest + " to " + std::to_string(grade.highest);
}

std::string_view toxicity(Scale scale) { return scale == Scale::crs ? "CRS" : "ICANS"; }

std::string ids_of(const Guideline& guideline, const WhatIf& change) {
    std::string ids;
    for (const StatementId id : change.statements) ids += (ids.empty() ? "" : ", ") + guideline.statements[id].id;
    return " [" + ids + "]";
}

// "CRS grade 3: with a vasopressor [ASTCT.G3.vasopressor]; with more than 6 L/min of oxygen, or a mask
// [ASTCT.G3.oxygen]": one line for each grade that one change leads to, the lower grade first.
void put_what_ifs(Page& page, const Bedside& bedside, Scale scale) {
    std::vector<WhatIf> changes = without_what_holds(scale, bedside);
    const std::vector<WhatIf> more = with_one_more(scale, bedside);
    changes.insert(changes.end(), more.begin(), more.end());
    for (std::size_t i = 0; i < changes.size();) {
        std::string text;
        const Range grade = changes[i].grade;
        for (; i < changes.size() && changes[i].grade == grade; ++i) {
            text += (text.empty() ? "with " : "; with ") + changes[i].with + ids_of(bedside.guideline, changes[i]);
        }
        page.paragraph("  - ", std::string(toxicity(scale)) + " " + range_words(grade) + ": " + text);
    }
}

void put_later(Page& page, const Bedside& bedside) {
    for (const LaterTreatAs& later : treated_later(bedside)) {
        const Statement& said = bedside.guideline.statements[later.statement];
        page.paragraph("  - ", "From " + moment_words(later.from, page.clock()) +
                                   " on, if nothing else changes: treated as CRS grade " + std::to_string(later.grade) +
                                   ". " + said.title + " [" + said.id + "]");
    }
}

void add_change(std::string& text, const std::string& what) { text += (text.empty() ? "" : "; ") + what; }

// The names that `later` has and `earlier` has not, each once: "regrade, vital signs".
std::string new_names(const std::vector<std::string>& earlier, const std::vector<std::string>& later) {
    std::string text;
    std::vector<std::string> told = earlier;
    for (const std::string& name : later) {
        if (std::find(told.begin(), told.end(), name) != told.end()) continue;
        told.push_back(name);
        text += (text.empty() ? "" : ", ") + name;
    }
    return text;
}

std::vector<std::string> advice_names(const Assessment& assessment) {
    std::vector<std::string> names;
    for (const Recommendation& advice : assessment.recommendations)
        names.push_back(std::string(name_of(advice.action)) + " " + spaced(advice.item));
    return names;
}

std::vector<std::string> urgent_names(const Assessment& assessment) {
    std::vector<std::string> names;
    for (const Recommendation& advice : assessment.recommendations) {
        if (advice.urgency == Urgency::now) names.push_back(spaced(advice.item));
    }
    return names;
}

std::vector<std::string> overdue_names(const Assessment& assessment) {
    std::vector<std::string> names;
    for (const Timer& timer : assessment.timers) {
        if (timer.overdue) names.push_back(spaced(timer.item));
    }
    return names;
}

std::vector<std::string> due_names(const Assessment& assessment) {
    std::vector<std::string> names;
    for (const Timer& timer : assessment.timers) {
        if (timer.due <= assessment.as_of) names.push_back(spaced(timer.item));
    }
    return names;
}

std::vector<std::string> question_names(const Assessment& assessment) {
    std::vector<std::string> names;
    for (const Gap& gap : assessment.gaps) names.push_back(spaced(gap.item));
    return names;
}

// What one answer says that the other does not: grades first, then what is done, due or asked for. Empty: nothing.
std::string changes_between(const Assessment& now, const Assessment& then) {
    std::string text;
    if (grade_words("CRS", now.crs) != grade_words("CRS", then.crs)) add_change(text, grade_words("CRS", then.crs));
    if (now.crs.treat_as != then.crs.treat_as)
        add_change(text, "treat as CRS grade " + std::to_string(then.crs.treat_as));
    if (grade_words("ICANS", now.icans) != grade_words("ICANS", then.icans))
        add_change(text, grade_words("ICANS", then.icans));
    if (now.hlh.status != then.hlh.status) add_change(text, "HLH " + std::string(name_of(then.hlh.status)));
    const bool resolved = then.crs.episode && then.crs.episode->resolved_at;
    if (resolved && !(now.crs.episode && now.crs.episode->resolved_at)) add_change(text, "the episode is over");
    const auto add = [&text](const char* what, const std::string& names) {
        if (!names.empty()) add_change(text, what + names);
    };
    const std::string added = new_names(advice_names(now), advice_names(then));
    add("new: ", added);
    add("no longer: ", new_names(advice_names(then), advice_names(now)));
    if (added.empty()) add("now urgent: ", new_names(urgent_names(now), urgent_names(then)));
    const std::string due = new_names(due_names(now), due_names(then));
    add("due: ", due);
    if (due.empty()) add("overdue: ", new_names(overdue_names(now), overdue_names(then)));
    add("asked for: ", new_names(question_names(now), question_names(then)));
    add("in force then: ", new_names(now.packs, then.packs));
    if (now.site_settings.size() != then.site_settings.size()) add_change(text, "other settings of site " + then.site);
    return text;
}

// What mere time does, found by asking again at the instants the answer says it changes. Some of them change only what
// an answer rests on; the first that changes the answer is told.
void put_time(Page& page, const Ward& ward, const Timeline& timeline, const Assessment& now) {
    constexpr int looks_ahead = 50;
    Instant at = now.changes_at;
    for (int i = 0; i < looks_ahead && at != forever; ++i) {
        const Assessment then = assess(timeline, ward.knowledge.guideline, at);
        const std::string changes = changes_between(now, then);
        if (!changes.empty()) {
            page.paragraph("  - ", "Without any new fact, the answer changes at " + moment_words(at, page.clock()) +
                                       ": " + changes + ".");
            return;
        }
        at = then.changes_at;
    }
}

void put_page(const Ward& ward, const Timeline& timeline) {
    const Instant at = time_of_answer(ward, timeline);
    const Guideline& guideline = ward.knowledge.guideline.at(at);
    const Assessment assessment = assess(timeline, ward.knowledge.guideline, at);
    Page page(style_for(timeline));
    put_heading(page, assessment, "assess lists them");
    put_grades(page, assessment);
    put_why(page, guideline, assessment);
    page.blank_line();
    page.paragraph("", "What would change it", Look::heading);
    const Walk walk = walk_to(timeline, guideline, assessment.as_of);
    const Bedside bedside = look_at(walk, timeline, guideline);
    put_what_ifs(page, bedside, Scale::crs);
    put_later(page, bedside);
    put_what_ifs(page, bedside, Scale::icans);
    put_time(page, ward, timeline, assessment);
    put_questions(page, assessment);
    put_site(page, assessment);
    put_closing(page);
    put(page.text());
}

}  // namespace

int explain_patients(const Call&, const Ward& ward) {
    bool first = true;
    for (const auto& [id, timeline] : ward.records.patients) {
        if (!first) put("\n" + std::string(80, '=') + "\n\n");
        put_page(ward, timeline);
        first = false;
    }
    return answered;
}

}  // namespace stormkeel
