// What must not be done as DetectedIssues, banners as Flags, and clocks as Tasks.
#include <algorithm>

#include "adapters/assessment_text.h"
#include "adapters/fhir_out_writing.h"
#include "core/findings.h"

namespace stormkeel {
namespace {

constexpr std::string_view act_code = "http://terminology.hl7.org/CodeSystem/v3-ActCode";
constexpr std::string_view flag_category = "http://terminology.hl7.org/CodeSystem/flag-category";

bool names(const Condition& condition, FindingId finding) {
    return std::any_of(condition.steps.begin(), condition.steps.end(),
                       [&](const Step& step) { return step.finding == finding; });
}

// The kind of problem, by the findings the rule looks at: HL7 has a word for each.
Code issue_code(const Advice* advice) {
    if (advice != nullptr) {
        if (names(advice->when, FindingId::tocilizumab_exhausted)) {
            return {act_code, "MAXOCCURS", "repetitions above maximum"};
        }
        if (names(advice->when, FindingId::tocilizumab_allowed)) return {act_code, "DOSEIVL", "Dose-Interval Alert"};
        if (names(advice->when, FindingId::methylprednisolone_taper) ||
            names(advice->when, FindingId::corticosteroid_course)) {
            return {act_code, "DUPTHPY", "Duplicate Therapy Alert"};
        }
    }
    return {act_code, "COND", "Condition Alert"};
}

struct Issue {
    const Recommendation& recommendation;
    Code code;
    std::string_view severity;
    std::string detail;
    std::vector<FhirElement> implicated;
};

void write_issue(FhirWriting& writing, const Issue& issue) {
    const Recommendation& recommendation = issue.recommendation;
    FhirElement evidence;
    evidence.list("code", {codeable({{own_system::statement, recommendation.statement, ""}}, "")});
    evidence.list("detail", observations_behind(recommendation.reasons));
    FhirWriting::Begun resource = writing.begin("DetectedIssue", issue.code.code + '/' + recommendation.statement);
    FhirElement& fields = resource.fields;
    fields.text("status", "preliminary");
    fields.element("code", codeable({issue.code, {own_system::item, recommendation.item, spaced(recommendation.item)}},
                                    spaced(recommendation.item) + ": " + issue.code.display));
    fields.text("severity", issue.severity).element("patient", writing.subject());
    fields.moment("identifiedDateTime", writing.assessment().as_of).element("author", writing.engine());
    fields.list("implicated", issue.implicated).list("evidence", {evidence});
    fields.text("detail", issue.detail).text("reference", statement_uri(recommendation.statement));
    writing.put(resource);
}

struct Banner {
    std::string key;
    Code code;
    std::string text;
    std::string_view status;
    FhirElement period;
};

void write_flag(FhirWriting& writing, const Banner& banner) {
    FhirWriting::Begun flag = writing.begin_lasting("Flag", banner.key);
    flag.fields.text("status", banner.status);
    flag.fields.list("category", {codeable(Code{flag_category, "clinical", "Clinical"})});
    flag.fields.element("code", codeable({banner.code}, banner.text)).element("subject", writing.subject());
    flag.fields.element("period", banner.period).element("author", writing.engine());
    writing.put(flag);
}

std::string grade_text(std::string_view name, const ScaleAnswer& answer) {
    std::string text = std::string(name) + " grade " + std::to_string(answer.at_least);
    if (answer.at_most != answer.at_least) text += " to " + std::to_string(answer.at_most);
    return text + " (" + answer.scale + ")";
}

// One flag an episode: the same id closes it later.
Banner episode_banner(int number, std::string text, std::string_view status, FhirElement lasted) {
    return {"crs/" + std::to_string(number),
            {own_system::grade, "astct-crs-grade", "CRS grade"},
            std::move(text),
            status,
            std::move(lasted)};
}

// The episodes that are over; the open one while another cause explains its fever, and otherwise what it is now. An
// answer may have shown one that a later judgement split or took away: all are closed, so that none stays active.
void write_crs_flags(FhirWriting& writing) {
    const CrsAnswer& crs = writing.assessment().crs;
    const Course& course = writing.bedside().course;
    const Episode& open = course.episode;
    const bool in_episode = crs.episode && !crs.episode->resolved_at;
    const bool graded = crs.at_least > 0 || (crs.treat_as > 0 && in_episode);
    // A grade outside of an episode, as death is, belongs to the last one.
    const int present = in_episode ? crs.episode->number : std::max(course.over.number, 1);
    const auto close = [&](int number, std::string_view how, FhirElement lasted) {
        if (graded && number == present) return;
        const std::string text = "CRS episode " + std::to_string(number) + std::string(how);
        write_flag(writing, episode_banner(number, text, "inactive", std::move(lasted)));
    };
    for (int number = 1; number <= course.over.number; ++number) {
        const bool last = number == course.over.number;
        close(number, " resolved", last ? period(course.over.onset, course.over.resolved_at) : FhirElement());
    }
    constexpr std::string_view another_cause = ": its fever has another cause";
    if (course.none_since) close(course.over.number + 1, another_cause, FhirElement());
    if (open.open && writing.bedside().findings.truth(FindingId::episode_open) != Truth::present) {
        const Instant judged = course.attribution[attribution_index(Component::fever)].from;
        close(open.number, another_cause, period(open.onset, std::max(open.onset, judged)));
    }
    if (!graded) return;
    std::string text = grade_text("CRS", crs);
    if (crs.treat_as != crs.at_least) text += ", managed as grade " + std::to_string(crs.treat_as);
    const std::optional<Instant> onset = in_episode ? std::optional(crs.episode->onset) : std::nullopt;
    write_flag(writing, episode_banner(present, text, "active", period(onset, std::nullopt)));
}

// Closed when it was first known to be over: what is not known ends nothing.
void write_lasting_flag(FhirWriting& writing, Banner banner, const Lasting& lasting, const std::string& over) {
    if (banner.status.empty()) {
        if (lasting.over == never) return;
        banner.status = "inactive";
        banner.text = over;
        banner.period = period(std::nullopt, lasting.over);
    }
    write_flag(writing, banner);
}

}  // namespace

void write_issues(FhirWriting& writing) {
    const Guideline& guideline = writing.answer().guideline;
    for (const Recommendation& recommendation : writing.assessment().recommendations) {
        if (recommendation.action != Action::avoid) continue;
        const Advice* advice = advice_behind(recommendation, guideline);
        const std::string_view severity = advice != nullptr && advice->order_warns ? "moderate" : "high";
        Issue issue{recommendation, issue_code(advice), severity, recommendation.text, {}};
        // A condition has no culprit; too many doses and a second drug beside the first do.
        if (issue.code.code != "COND") {
            issue.implicated = sources_of_type("MedicationAdministration", evidence_of(recommendation.reasons));
        }
        write_issue(writing, issue);
    }
    for (const FhirWriting::Proposed& proposed : writing.proposed()) {
        const Recommendation& recommendation = *proposed.recommendation;
        const Advice* advice = advice_behind(recommendation, guideline);
        const bool by_ledger = advice != nullptr && advice->dose && advice->dose->basis == DoseRule::Basis::tocilizumab;
        if (!by_ledger || !recommendation.not_before) continue;
        write_issue(writing, {recommendation,
                              Code{act_code, "DOSEIVL", "Dose-Interval Alert"},
                              "high",
                              "The next dose is not allowed before " + to_text(*recommendation.not_before) + ".",
                              {reference(proposed.reference)}});
    }
}

void write_flags(FhirWriting& writing) {
    const Assessment& assessment = writing.assessment();
    const Course& course = writing.bedside().course;
    const auto active_if = [](bool active) -> std::string_view { return active ? "active" : ""; };
    write_crs_flags(writing);
    write_lasting_flag(writing,
                       {"icans",
                        {own_system::grade, "astct-icans-grade", "ICANS grade"},
                        grade_text("ICANS", assessment.icans),
                        active_if(assessment.icans.at_least >= 1),
                        {}},
                       course.icans, "ICANS resolved");
    write_lasting_flag(writing,
                       {"hlh",
                        {own_system::hlh, "suspected", "HLH suspected"},
                        "HLH suspected",
                        active_if(assessment.hlh.status == HlhStatus::suspected),
                        {}},
                       course.hlh, "HLH no longer suspected");
}

void write_tasks(FhirWriting& writing) {
    for (const Timer& timer : writing.assessment().timers) {
        FhirElement restriction;
        restriction.element("period", period(std::nullopt, timer.due));
        const std::string name = spaced(timer.item);
        FhirWriting::Begun task = writing.begin("Task", timer.statement + '/' + timer.item);
        FhirElement& fields = task.fields;
        fields.text("instantiatesUri", statement_uri(timer.statement));
        fields.text("status", "requested").text("intent", "proposal");
        fields.text("priority", timer.overdue ? "urgent" : "routine");
        if (timer.overdue) fields.element("businessStatus", text_concept("overdue"));
        fields.element("code", codeable(Code{own_system::item, timer.item, name}));
        fields.text("description", name + (timer.overdue ? ", overdue since " : ", due ") + to_text(timer.due));
        fields.element("for", writing.subject()).moment("authoredOn", writing.assessment().as_of);
        fields.element("requester", writing.engine()).element("restriction", restriction);
        writing.put(task);
    }
}

}  // namespace stormkeel
