// Lays the assessment and the verdict on an order out for people.
#include "adapters/assessment_text.h"

#include <algorithm>
#include <array>

#include "adapters/assessment_text_advice.h"

namespace stormkeel {
namespace {

constexpr std::size_t rejections_shown = 20;  // a page stays a page even for a feed of thousands of unknown codes

std::string range_words(const ScaleAnswer& answer) {
    std::string text = std::to_string(answer.at_least);
    if (answer.at_most != answer.at_least) text += " to " + std::to_string(answer.at_most);
    return text;
}

std::string_view class_words(TherapyClass therapy_class) {
    if (therapy_class == TherapyClass::car_t) return " (CAR-T cells)";
    if (therapy_class == TherapyClass::bispecific) return " (T-cell engager)";
    return "";
}

std::string therapy_words(const Assessment& assessment) {
    if (!assessment.therapy) return "No therapy is recorded.";
    const TherapyView& therapy = *assessment.therapy;
    return spaced(therapy.product) + std::string(class_words(therapy.therapy_class)) + ", day " +
           std::to_string(therapy.day) + ", given " + moment_words(therapy.given_at);
}

Look look_of_grade(const ScaleAnswer& answer) { return answer.at_most >= 3 ? Look::urgent : Look::heading; }

std::string episode_words(const EpisodeView& episode) {
    std::string text = "episode " + std::to_string(episode.number) + " since " + moment_words(episode.onset) +
                       ", highest grade so far " + std::to_string(episode.peak);
    if (episode.resolved_at) text += ", resolved " + moment_words(*episode.resolved_at);
    return text;
}

void heading(Page& page, std::string_view title) {
    page.blank_line();
    page.paragraph("", title, Look::heading);
}

// "oxygen device nasal cannula at 2026-03-04 09:05 UTC (line 58)", "tocilizumab 640 mg given at ...".
std::string evidence_words(const Evidence& evidence) {
    const std::size_t colon = evidence.item.find(':');
    const bool drug = evidence.item.starts_with("give:") || evidence.item.starts_with("rate:");
    std::string text = spaced(drug ? evidence.item.substr(colon + 1) : evidence.item);
    if (!evidence.value.empty()) text += " " + (evidence.is_number ? evidence.value : spaced(evidence.value));
    if (evidence.unit != Unit::none) text += " " + std::string(words(evidence.unit));
    if (evidence.item.starts_with("give:")) text += " given";
    return text + " at " + moment_words(evidence.at) + " (" + evidence.source + ")";
}

void put_why(Page& page, const Assessment& assessment) {
    heading(page, "Why");
    page.paragraph("  ", grade_words("CRS", assessment.crs), Look::heading);
    put_reasons(page, assessment.crs.reasons);
    if (!assessment.crs.treat_as_reasons.empty()) {
        page.paragraph("  ", "Treat as CRS grade " + std::to_string(assessment.crs.treat_as), Look::heading);
        put_reasons(page, assessment.crs.treat_as_reasons);
    }
    page.paragraph("  ", grade_words("ICANS", assessment.icans), Look::heading);
    put_reasons(page, assessment.icans.reasons);
    page.paragraph("  ", "HLH " + std::string(name_of(assessment.hlh.status)), Look::heading);
    put_reasons(page, assessment.hlh.reasons);
}

void put_clocks(Page& page, const Assessment& assessment) {
    const bool planned = std::any_of(assessment.corticosteroid_plan.begin(), assessment.corticosteroid_plan.end(),
                                     [](const PlannedDose& dose) { return !dose.given; });
    if (assessment.timers.empty() && !planned) return;
    heading(page, "Due");
    std::vector<const Timer*> timers;
    timers.reserve(assessment.timers.size());
    for (const Timer& timer : assessment.timers) timers.push_back(&timer);
    std::sort(timers.begin(), timers.end(),
              [](const Timer* a, const Timer* b) { return a->due != b->due ? a->due < b->due : a < b; });
    for (const Timer* timer : timers) {
        page.paragraph("  - ",
                       moment_words(timer->due) + "  " + spaced(timer->item) + (timer->overdue ? "  overdue" : ""),
                       timer->overdue ? Look::warning : Look::plain);
    }
    for (const PlannedDose& dose : assessment.corticosteroid_plan) {
        if (dose.given) continue;
        page.paragraph("  - ",
                       moment_words(dose.at) + "  " + spaced(dose.drug) + " " + to_text(dose.mg) + " mg (plan)");
    }
}

void put_rejected(Page& page, const Assessment& assessment) {
    if (assessment.rejected.empty()) return;
    heading(page, "Not used, because it could not be read safely");
    const std::size_t shown = std::min(rejections_shown, assessment.rejected.size());
    for (std::size_t i = 0; i < shown; ++i) {
        const Rejection& one = assessment.rejected[i];
        page.paragraph("  - ", one.where + ": " + one.what + ": " + one.why, Look::warning);
    }
    const std::size_t more = assessment.rejected.size() - shown;
    if (more > 0) page.paragraph("  - ", "and " + std::to_string(more) + " more; the answer as JSON lists all");
}

}  // namespace

std::string spaced(std::string_view name) {
    static constexpr std::array<std::array<std::string_view, 2>, 10> abbreviations{{{"crp", "CRP"},
                                                                                    {"crs", "CRS"},
                                                                                    {"hlh", "HLH"},
                                                                                    {"icans", "ICANS"},
                                                                                    {"icu", "ICU"},
                                                                                    {"ice", "ICE"},
                                                                                    {"capd", "CAPD"},
                                                                                    {"ldh", "LDH"},
                                                                                    {"spo2", "SpO2"},
                                                                                    {"bp", "blood pressure"}}};
    std::string text;
    for (std::size_t at = 0; at <= name.size();) {
        const std::size_t end = std::min(name.find('_', at), name.size());
        std::string_view word = name.substr(at, end - at);
        for (const auto& [short_word, said] : abbreviations) {
            if (word == short_word) word = said;
        }
        text += (at == 0 ? "" : " ") + std::string(word);
        at = end + 1;
    }
    return text;
}

std::string moment_words(Instant at) {
    std::string text = to_text(at);  // 2026-03-04T09:00:00Z
    text[text.find('T')] = ' ';
    text.pop_back();
    if (text.ends_with(":00") && text.size() == 19) text.resize(16);
    return text + " UTC";
}

std::string grade_words(std::string_view name, const ScaleAnswer& answer) {
    return std::string(name) + " grade " + range_words(answer) + " (" + answer.scale + ")";
}

void put_grades(Page& page, const Assessment& assessment) {
    const CrsAnswer& crs = assessment.crs;
    page.paragraph("", assessment.patient + ", " + moment_words(assessment.as_of));
    page.paragraph("", therapy_words(assessment), Look::faint);
    page.blank_line();
    std::string crs_words = grade_words("CRS", crs);
    if (crs.treat_as != crs.at_least) crs_words += ", treat as grade " + std::to_string(crs.treat_as);
    if (crs.under_treatment) crs_words += ", under treatment: the fever may be hidden";
    page.paragraph("", crs_words, look_of_grade(crs));
    if (crs.episode) page.paragraph("  ", episode_words(*crs.episode));
    page.paragraph("", grade_words("ICANS", assessment.icans), look_of_grade(assessment.icans));
    page.paragraph("", "HLH " + std::string(name_of(assessment.hlh.status)),
                   assessment.hlh.status == HlhStatus::suspected ? Look::urgent : Look::heading);
}

void put_reasons(Page& page, const std::vector<Reason>& reasons) {
    for (const Reason& reason : reasons) {
        const std::string_view truth = reason.truth == Truth::unknown  ? "not known: "
                                       : reason.truth == Truth::absent ? "no: "
                                                                       : "";
        const std::string named = reason.statement.empty() ? "" : " [" + reason.statement + "]";
        page.paragraph("  - ", std::string(truth) + reason.text + named);
        for (const Evidence& evidence : reason.evidence)
            page.paragraph("      ", evidence_words(evidence), Look::faint);
    }
}

void put_questions(Page& page, const Assessment& assessment) {
    const bool asked = std::any_of(assessment.recommendations.begin(), assessment.recommendations.end(),
                                   [](const Recommendation& advice) { return advice.action == Action::ask; });
    if (assessment.gaps.empty() && !asked) return;
    heading(page, "Not known");
    for (const Gap& gap : assessment.gaps) {
        std::string text =
            gap.ask + " It could change " + (gap.could_change == "dose" ? "a dose" : spaced(gap.could_change)) + ".";
        if (gap.last_seen) text += " Last charted " + moment_words(*gap.last_seen) + ".";
        page.paragraph("  - ", text);
    }
    for (const Recommendation& advice : assessment.recommendations) {
        if (advice.action == Action::ask) page.paragraph("  - ", advice.text);
    }
}

void put_closing(Page& page) {
    page.blank_line();
    page.paragraph("", "It supports clinicians, orders nothing and is not cleared as a medical device.", Look::faint);
}

std::string assessment_text(const Assessment& assessment, Colour colour) {
    Page page(colour);
    put_grades(page, assessment);
    put_now(page, assessment);
    put_why(page, assessment);
    put_clocks(page, assessment);
    put_later(page, assessment);
    put_prohibitions(page, assessment);
    put_questions(page, assessment);
    put_rejected(page, assessment);
    put_closing(page);
    return page.text();
}

std::string assessment_line(const Assessment& assessment) {
    const CrsAnswer& crs = assessment.crs;
    std::string text = assessment.patient + "  CRS " + range_words(crs);
    if (crs.treat_as != crs.at_least) text += ", treat as " + std::to_string(crs.treat_as);
    text += ", ICANS " + range_words(assessment.icans) + " (" + crs.scale + "), HLH " +
            std::string(name_of(assessment.hlh.status));
    const std::string next = next_action_in_short(assessment);
    if (!next.empty()) text += "; " + next;
    if (!assessment.rejected.empty()) text += "; rejected records: " + std::to_string(assessment.rejected.size());
    return without_controls(text) + '\n';
}

std::string order_text(const CheckedOrder& checked, Colour colour) {
    Page page(colour);
    const Order& order = checked.order;
    std::string what = spaced(order.item);
    if (order.amount) what += " " + to_text(*order.amount) + " " + std::string(words(order.unit));
    page.paragraph("", checked.patient + ", " + moment_words(checked.as_of));
    const Verdict verdict = checked.verdict.verdict;
    const std::string_view said = verdict == Verdict::stop ? "STOP: " : verdict == Verdict::warn ? "WARNING: " : "OK: ";
    page.paragraph("", std::string(said) + what, verdict == Verdict::ok ? Look::heading : Look::urgent);
    if (checked.verdict.not_before)
        page.paragraph("  ", "Not before " + moment_words(*checked.verdict.not_before) + ".");
    put_reasons(page, checked.verdict.reasons);
    put_closing(page);
    return page.text();
}

}  // namespace stormkeel
