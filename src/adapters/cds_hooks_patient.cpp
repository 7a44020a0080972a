// The card of patient-view: the grade and the next action, then why, what is due, what is asked, and what it rests on.
#include <algorithm>

#include "adapters/assessment_text.h"
#include "adapters/assessment_text_advice.h"
#include "adapters/assessment_text_clocks.h"
#include "adapters/assessment_text_unused.h"
#include "adapters/cds_hooks_cards.h"
#include "adapters/fhir_reading.h"
#include "core/assess.h"

namespace stormkeel {
namespace {

// As on the page: from here on a grade is urgent. How loud a card is decides nothing of the medicine.
constexpr int critical_from = 3;
constexpr int warning_from = 2;

bool is_charted_grade(const Fact& fact) {
    return (fact.item == Item::charted_crs || fact.item == Item::charted_icans) && fact.amount > Decimal{};
}

// The hospital's own diagnosis of CRS or ICANS, with a grade or without.
bool is_diagnosed(const Timeline& timeline) {
    const auto facts = timeline.facts();
    const auto& rejected = timeline.rejected();
    return std::any_of(facts.begin(), facts.end(), is_charted_grade) ||
           std::any_of(rejected.begin(), rejected.end(), [](const Rejection& one) { return one.why == no_grade_told; });
}

bool has_therapy(const Assessment& assessment) { return assessment.therapy || unread_therapy(assessment); }

CdsIndicator indicator_of(const Assessment& assessment) {
    const CrsAnswer& crs = assessment.crs;
    const int crs_grade = has_therapy(assessment) ? crs.at_most : crs.at_least;
    const int grade = std::max({crs_grade, crs.treat_as, assessment.icans.at_least});
    if (grade >= critical_from) return CdsIndicator::critical;
    return grade >= warning_from ? CdsIndicator::warning : CdsIndicator::info;
}

// What stands first is what must not be cut.
std::string summary_words(const Assessment& assessment) {
    const CrsAnswer& crs = assessment.crs;
    std::string text = has_therapy(assessment) ? "" : "No therapy on record; ";
    text += grade_words("CRS", crs);
    if (crs.treat_as != crs.at_least) text += ", treat as grade " + std::to_string(crs.treat_as);
    if (const std::string next = next_action_in_short(assessment); !next.empty()) text += "; next: " + next;
    if (assessment.hlh.status == HlhStatus::suspected) text += "; HLH suspected";
    return text + "; " + grade_words("ICANS", assessment.icans);
}

std::set<std::string> statements_behind(const Assessment& assessment) {
    std::set<std::string> all;
    const auto add = [&](const std::vector<Reason>& reasons) { all.merge(statements_of(reasons)); };
    add(assessment.crs.reasons);
    add(assessment.crs.treat_as_reasons);
    add(assessment.icans.reasons);
    add(assessment.hlh.reasons);
    for (const Timer& timer : assessment.timers) all.insert(timer.statement);
    for (const Gap& gap : assessment.gaps) all.insert(gap.statement);
    return all;
}

// Whose answer it is, and of when.
std::string first_lines(const Assessment& assessment, const CdsCase& asked) {
    Page page(style_of(asked));
    put_heading(page, assessment, "listed below");
    return page.text();
}

// All below; it tells nothing of the instant asked about.
std::string lines_below(const Assessment& assessment, const CdsCase& asked) {
    Page page(style_of(asked));
    put_grades(page, assessment);
    put_now(page, assessment);
    put_incomplete(page, asked);
    put_prohibitions(page, assessment);
    put_clocks(page, assessment);
    put_questions(page, assessment);
    put_why(page, assessment);
    put_later(page, assessment, Besides::left_out);
    put_site(page, assessment);
    put_reviews(page, assessment);
    put_rejected(page, assessment);
    put_sources(page, statements_behind(assessment), asked.guideline());
    put_engine(page, asked);
    put_closing(page);
    return page.text();
}

bool is_no_concern(const Assessment& assessment, const CdsRecord& record) {
    if (has_therapy(assessment) || record.therapy_may_be_missing) return false;
    const bool graded = assessment.crs.at_least > 0 || assessment.icans.at_least > 0;
    return !graded && assessment.hlh.status != HlhStatus::suspected && assessment.recommendations.empty() &&
           !is_diagnosed(record.timeline());
}

}  // namespace

bool is_no_concern(const CdsCase& asked) { return is_no_concern(asked.answer(), asked.record); }

std::vector<CdsCard> patient_cards(const CdsCase& asked) {
    const Assessment& assessment = asked.answer();
    if (is_no_concern(assessment, asked.record)) return {};
    CdsPresent& present = asked.present;
    if (!present.card || present.card_of != present.answers.worked_out()) {
        present.card = CdsCard{summary_words(assessment), indicator_of(assessment), lines_below(assessment, asked)};
        present.card_of = present.answers.worked_out();
    }
    std::string detail = first_lines(assessment, asked);
    detail.append(1, '\n').append(present.card->detail);
    std::vector<CdsCard> cards;
    cards.push_back({present.card->summary, present.card->indicator, std::move(detail)});
    return cards;
}

}  // namespace stormkeel
