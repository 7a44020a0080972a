// Lays the assessment and the verdict on an order out for people.
#include "adapters/assessment_text.h"

#include <algorithm>
#include <array>

#include "adapters/assessment_text_advice.h"
#include "adapters/assessment_text_clocks.h"
#include "adapters/assessment_text_scales.h"
#include "adapters/assessment_text_unused.h"

namespace stormkeel {
namespace {

constexpr int measured_decimals = 2;
constexpr int drug_decimals = 3;              // 0.125 micrograms/kg/min is no 0.13
constexpr std::size_t rejections_shown = 20;  // a page stays a page even for a feed of thousands of unknown codes

std::string_view class_words(TherapyClass therapy_class) {
    if (therapy_class == TherapyClass::car_t) return " (CAR-T cells)";
    if (therapy_class == TherapyClass::bispecific) return " (T-cell engager)";
    return "";
}

// Whose page it is, at which time, and that times are told by the chart's
// clock.
std::string title_words(const std::string& patient, Instant as_of, WallClock clock) {
    const bool charted = clock.utc_offset_minutes.value_or(0) != 0;
    return patient + ", " + moment_words(as_of, clock) + (charted ? ", times as in the chart" : "");
}

// The second mark of who the patient is; months below two years.
std::string born_words(const std::optional<Date>& birth_date, Instant as_of) {
    if (!birth_date) return "Birth date not on record";
    const int years = completed_years(*birth_date, as_of);
    const std::string age =
        years < 2 ? std::to_string(completed_months(*birth_date, as_of)) + " months" : std::to_string(years) + " years";
    return "Born " + to_text(*birth_date) + ", " + age;
}

std::string therapy_words(const Assessment& assessment, WallClock clock) {
    if (!assessment.therapy) return "No therapy is recorded.";
    const TherapyView& therapy = *assessment.therapy;
    return spaced(therapy.product) + std::string(class_words(therapy.therapy_class)) + ", day " +
           std::to_string(therapy.day) + ", given " + moment_words(therapy.given_at, clock);
}

Look look_of_grade(const ScaleAnswer& answer) { return answer.at_most >= 3 ? Look::urgent : Look::heading; }

std::string episode_words(const EpisodeView& episode, WallClock clock) {
    std::string text = "episode " + std::to_string(episode.number) + " since " + moment_words(episode.onset, clock) +
                       ", highest grade so far " + std::to_string(episode.peak);
    if (episode.resolved_at) text += ", resolved " + moment_words(*episode.resolved_at, clock);
    return text;
}

// The words of a list: a status of HLH that asks for nothing may be left out.
enum class HlhShown : std::uint8_t { always, suspected };

std::string grades_in_short(const Assessment& assessment, HlhShown shown) {
    const CrsAnswer& crs = assessment.crs;
    std::string text = assessment.patient + "  CRS " + range_words(crs);
    if (crs.treat_as != crs.at_least) text += ", treat as " + std::to_string(crs.treat_as);
    text += ", ICANS " + range_words(assessment.icans) + " (" + crs.scale + ")";
    if (shown == HlhShown::always || assessment.hlh.status == HlhStatus::suspected)
        text += ", HLH " + std::string(name_of(assessment.hlh.status));
    return without_controls(text);
}

// "give tocilizumab 640 mg; rejected records: 2"; empty when there is nothing to say.
std::string action_in_short(const Assessment& assessment) {
    std::string text = next_action_in_short(assessment);
    if (assessment.rejected.empty()) return without_controls(text);
    if (!text.empty()) text += "; ";
    return without_controls(text + "rejected records: " + std::to_string(assessment.rejected.size()));
}

// Why HLH has its status when no reason stands with it.
std::string hlh_without_reason(const Assessment& assessment) {
    if (assessment.hlh.status == HlhStatus::absent) return "What is charted rules its criteria out.";
    if (!assessment.therapy) return "No therapy is known, and the signs count from the therapy on.";
    std::string missing;
    for (const Gap& gap : assessment.gaps) {
        if (gap.could_change == "hlh") missing += (missing.empty() ? "" : ", ") + spaced(gap.item);
    }
    if (!missing.empty()) return "Not charted, or not lately: " + missing + ".";
    return "What is charted does not rule it out; ferritin since the therapy "
           "decides first.";
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

std::string evidence_words(const Evidence& evidence, WallClock clock) {
    const std::size_t colon = evidence.item.find(':');
    const bool drug = evidence.item.starts_with("give:") || evidence.item.starts_with("rate:");
    std::string text = spaced(drug ? evidence.item.substr(colon + 1) : evidence.item);
    const auto figure = evidence.is_number ? parse_decimal(evidence.value) : std::nullopt;
    if (figure) {
        text += " " + shortened(*figure, drug ? drug_decimals : measured_decimals);
    } else if (!evidence.value.empty()) {
        text += " " + spaced(evidence.value);
    }
    if (evidence.unit != Unit::none) text += " " + std::string(words(evidence.unit));
    if (evidence.item.starts_with("give:")) text += " given";
    return text + " at " + moment_words(evidence.at, clock) + " (" + evidence.source + ")";
}

std::string grade_words(std::string_view name, const ScaleAnswer& answer) {
    return std::string(name) + " grade " + range_words(answer) + " (" + answer.scale + ")";
}

void put_heading(Page& page, const Assessment& assessment, std::string_view listed) {
    page.paragraph("", title_words(assessment.patient, assessment.as_of, page.clock()));
    page.paragraph("", born_words(assessment.birth_date, assessment.as_of), Look::faint);
    if (const auto unread = unread_therapy(assessment)) {
        const std::string which = assessment.therapy ? "Another therapy" : "A therapy";
        page.paragraph("", which + " is recorded but could not be read: " + *unread, Look::warning);
    }
    if (assessment.therapy || !unread_therapy(assessment))
        page.paragraph("", therapy_words(assessment, page.clock()), Look::faint);
    if (!assessment.rejected.empty())
        page.paragraph("", unused_words(assessment) + " (" + std::string(listed) + ")", Look::warning);
}

void put_grades(Page& page, const Assessment& assessment) {
    const CrsAnswer& crs = assessment.crs;
    page.blank_line();
    std::string crs_words = grade_words("CRS", crs);
    if (crs.treat_as != crs.at_least) crs_words += ", treat as grade " + std::to_string(crs.treat_as);
    if (crs.under_treatment) crs_words += ", under treatment: the fever may be hidden";
    page.paragraph("", crs_words, look_of_grade(crs));
    if (crs.episode) page.paragraph("  ", episode_words(*crs.episode, page.clock()));
    page.paragraph("", grade_words("ICANS", assessment.icans), look_of_grade(assessment.icans));
    page.paragraph("", "HLH " + std::string(name_of(assessment.hlh.status)),
                   assessment.hlh.status == HlhStatus::suspected ? Look::urgent : Look::heading);
}

void put_why(Page& page, const Assessment& assessment) {
    put_title(page, "Why");
    page.paragraph("  ", grade_words("CRS", assessment.crs), Look::heading);
    put_reasons(page, assessment.crs.reasons);
    if (!assessment.crs.treat_as_reasons.empty()) {
        page.paragraph("  ", "Treat as CRS grade " + std::to_string(assessment.crs.treat_as), Look::heading);
        put_reasons(page, assessment.crs.treat_as_reasons);
    }
    page.paragraph("  ", grade_words("ICANS", assessment.icans), Look::heading);
    put_reasons(page, assessment.icans.reasons);
    page.paragraph("  ", "HLH " + std::string(name_of(assessment.hlh.status)), Look::heading);
    put_hlh_reasons(page, assessment);
}

void put_rejected(Page& page, const Assessment& assessment) {
    if (assessment.rejected.empty()) return;
    put_title(page, "Not used, because it could not be read safely");
    const std::size_t shown = std::min(rejections_shown, assessment.rejected.size());
    for (std::size_t i = 0; i < shown; ++i) {
        const Rejection& one = assessment.rejected[i];
        page.paragraph("  - ", one.where + ": " + one.what + ": " + one.why, Look::warning);
    }
    const std::size_t more = assessment.rejected.size() - shown;
    if (more > 0) page.paragraph("  - ", "and " + std::to_string(more) + " more; the answer as JSON lists all");
}

void put_hlh_reasons(Page& page, const Assessment& assessment) {
    put_reasons(page, assessment.hlh.reasons);
    if (assessment.hlh.reasons.empty()) page.paragraph("  - ", hlh_without_reason(assessment));
}

void put_reasons(Page& page, const std::vector<Reason>& reasons) {
    for (const Reason& reason : reasons) {
        const std::string_view truth = reason.truth == Truth::unknown  ? "not known: "
                                       : reason.truth == Truth::absent ? "no: "
                                                                       : "";
        const std::string named = reason.statement.empty() ? "" : " [" + reason.statement + "]";
        page.paragraph("  - ", std::string(truth) + with_moments(reason.text, page.clock()) + named);
        for (const Evidence& evidence : reason.evidence)
            page.paragraph("      ", evidence_words(evidence, page.clock()), Look::faint);
    }
}

void put_questions(Page& page, const Assessment& assessment) {
    if (assessment.gaps.empty()) return;
    put_title(page, "Not known");
    for (const Gap& gap : assessment.gaps) {
        std::string text = with_moments(gap.ask, page.clock()) + " It could change " +
                           (gap.could_change == "dose" ? "a dose" : spaced(gap.could_change)) + ".";
        if (gap.last_seen) text += " Last charted " + moment_words(*gap.last_seen, page.clock()) + ".";
        page.paragraph("  - ", text);
    }
}

void put_site(Page& page, const Assessment& assessment) {
    if (assessment.site.empty()) return;
    put_title(page, "Set by site " + assessment.site);
    for (const SiteSetting& one : assessment.site_settings) {
        page.paragraph("  - ", one.statement + ": " + one.text + ". " + one.why + " (" + one.approved + ")");
    }
    if (assessment.site_settings.empty()) page.paragraph("  ", "None of its settings is in force at this time.");
}

void put_reviews(Page& page, const Assessment& assessment) {
    if (assessment.reviews_overdue.empty()) return;
    put_title(page, "Knowledge that may be out of date");
    for (const ReviewOverdue& review : assessment.reviews_overdue) {
        page.paragraph("  - ",
                       review.pack + " was to be read against its sources again by " + to_text(review.by) +
                           "; ask for a newer one.",
                       Look::warning);
    }
}

void put_closing(Page& page) {
    page.blank_line();
    page.paragraph("",
                   "It supports clinicians, orders nothing and is not cleared as "
                   "a medical device.",
                   Look::faint);
}

std::string assessment_text(const Assessment& assessment, PageStyle style) {
    Page page(style);
    put_heading(page, assessment, "listed below");
    put_grades(page, assessment);
    put_now(page, assessment);
    put_why(page, assessment);
    put_clocks(page, assessment);
    put_later(page, assessment, Besides::shown);
    put_prohibitions(page, assessment);
    put_questions(page, assessment);
    put_comparison(page, assessment);
    put_site(page, assessment);
    put_reviews(page, assessment);
    put_rejected(page, assessment);
    put_closing(page);
    return page.text();
}

std::string assessment_line(const Assessment& assessment) {
    const std::string action = action_in_short(assessment);
    const std::string beside = action.empty() ? "" : "; " + action;
    std::string grades = grades_in_short(assessment, HlhShown::always);
    if (columns_of(grades + beside) > Page::width) grades = grades_in_short(assessment, HlhShown::suspected);
    // Nothing of the action is cut: what does not fit beside the grades stands below them.
    const bool fits = action.empty() || columns_of(grades + beside) <= Page::width;
    return grades + (fits ? beside : "\n    " + action) + '\n';
}

std::string verdict_words(const CheckedOrder& checked) {
    const Order& order = checked.order;
    const Verdict verdict = checked.verdict.verdict;
    const std::string_view said = verdict == Verdict::stop   ? "STOP: "
                                  : verdict == Verdict::warn ? "WARNING: "
                                  : checked.verdict.checked  ? "OK: "
                                                             : "NOT CHECKED: ";
    std::string text = std::string(said) + spaced(order.item);
    if (order.amount) text += " " + to_text(*order.amount) + " " + std::string(words(order.unit));
    return text;
}

void put_whose(Page& page, const CheckedOrder& checked) {
    page.paragraph("", title_words(checked.patient, checked.as_of, page.clock()));
    page.paragraph("", born_words(checked.birth_date, checked.as_of), Look::faint);
}

void put_verdict(Page& page, const CheckedOrder& checked) {
    page.paragraph("", verdict_words(checked), checked.verdict.verdict == Verdict::ok ? Look::heading : Look::urgent);
    if (checked.verdict.not_before)
        page.paragraph("  ", "Not before " + moment_words(*checked.verdict.not_before, page.clock()) + ".");
    put_reasons(page, checked.verdict.reasons);
}

void put_order(Page& page, const CheckedOrder& checked) {
    put_whose(page, checked);
    put_verdict(page, checked);
}

std::string order_text(const CheckedOrder& checked, PageStyle style) {
    Page page(style);
    put_order(page, checked);
    put_closing(page);
    return page.text();
}

}  // namespace stormkeel
