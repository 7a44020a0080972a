// stormkeel explain: why this grade, by the statements it rests on, and what would change it.
#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "adapters/assessment_text.h"
#include "cli/commands.h"

namespace stormkeel {
namespace {

constexpr int highest_of_the_living = 4;

std::string provenance(const Statement& statement) {
    std::string text = statement.source;
    if (!statement.seed.empty()) text += " · seed " + statement.seed;
    return text + (statement.verification == Verification::verified ? " · verified" : " · unverified");
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

// One line a grade above the one that is certain: any of these statements raises it. Death needs no telling.
void put_higher_grades(Page& page, const Guideline& guideline, Scale scale, const ScaleAnswer& answer) {
    std::map<int, std::string> titles;
    for (const GradeRule& rule : guideline.grade_rules) {
        if (rule.scale != scale || rule.grade <= answer.at_least || rule.grade > highest_of_the_living) continue;
        const Statement& statement = guideline.statements[rule.statement];
        std::string& line = titles[rule.grade];
        line += (line.empty() ? "" : "; ") + statement.title + " [" + statement.id + "]";
    }
    const std::string name = scale == Scale::crs ? "CRS grade " : "ICANS grade ";
    for (const auto& [grade, line] : titles) {
        std::string text = name;
        text += std::to_string(grade) + ": " + line;
        page.paragraph("  - ", text);
    }
}

// The statements that hold the grade where it is: it falls when none of them is true any longer.
void put_lower_grades(Page& page, const Guideline& guideline, Scale scale, const ScaleAnswer& answer) {
    std::string holding;
    for (const Reason& reason : answer.reasons) {
        const auto id = guideline.statement_named(reason.statement);
        const bool decides =
            std::any_of(guideline.grade_rules.begin(), guideline.grade_rules.end(), [&](const auto& rule) {
                return id && rule.statement == *id && rule.scale == scale && rule.grade == answer.at_least;
            });
        if (!decides || reason.truth != Truth::present) continue;
        holding += (holding.empty() ? "" : "; ") + guideline.statements[*id].title + " [" + reason.statement + "]";
    }
    if (holding.empty()) return;
    const std::string name = scale == Scale::crs ? "CRS" : "ICANS";
    page.paragraph("  - ",
                   "Below " + name + " grade " + std::to_string(answer.at_least) + " once no longer true: " + holding);
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

// What one answer says that the other does not: grades first, then what is done, due or asked for.
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
    return text.empty() ? "the same grades and actions, with other reasons or times" : text;
}

// What mere time does, found by asking again at the instant the answer says it changes.
void put_time(Page& page, const Ward& ward, const Timeline& timeline, const Assessment& now) {
    if (now.changes_at == forever) return;
    const Assessment then = assess(timeline, ward.knowledge.guideline, now.changes_at);
    page.paragraph("  - ", "Without any new fact, the answer changes at " + moment_words(now.changes_at, page.clock()) +
                               ": " + changes_between(now, then) + ".");
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
    put_time(page, ward, timeline, assessment);
    put_lower_grades(page, guideline, Scale::crs, assessment.crs);
    put_higher_grades(page, guideline, Scale::crs, assessment.crs);
    put_lower_grades(page, guideline, Scale::icans, assessment.icans);
    put_higher_grades(page, guideline, Scale::icans, assessment.icans);
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
