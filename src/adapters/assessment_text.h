// The assessment for a person at the bedside: the grade and the next action
// first, then why, then the rest.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "adapters/assessment_json.h"
#include "adapters/assessment_text_page.h"
#include "core/assessment.h"

namespace stormkeel {

// A page of 80 columns, in this order: what could not be used, grades with the
// name of their scale, the next action and what else is to be done now, why,
// what is due and when, what to do today, besides and to consider, what not to
// do, what is not known, the rejected records. What no verified source says is
// marked "(unverified)". Times are the style's wall time, figures have at most
// two decimals.
std::string assessment_text(const Assessment& assessment, PageStyle style);

// One line a patient, ending with a newline: "p1  CRS 2, ICANS 0 to 4 (ASTCT
// 2019), HLH unknown; give tocilizumab 640 mg". At most 80 columns unless the
// id is very long: then HLH is told only when suspected, the next action
// without its dose, and then cut and marked "…"; the id and the grades always
// stand whole.
std::string assessment_line(const Assessment& assessment);

// The verdict on an order, its reasons, and from when it would be right.
std::string order_text(const CheckedOrder& checked, PageStyle style);

// The pieces the page is made of, for other pages about the same answer.
// `listed` tells where the records that could not be used stand: "listed
// below".
void put_heading(Page& page, const Assessment& assessment, std::string_view listed);
void put_grades(Page& page, const Assessment& assessment);
void put_hlh_reasons(Page& page,
                     const Assessment& assessment);      // or, without any, why there is none
void put_why(Page& page, const Assessment& assessment);  // the reasons of each grade
void put_reasons(Page& page, const std::vector<Reason>& reasons);
void put_rejected(Page& page, const Assessment& assessment);
void put_order(Page& page, const CheckedOrder& checked);  // all of order_text() but its closing, in two parts:
void put_whose(Page& page, const CheckedOrder& checked);  // whose order it is, and of when
void put_verdict(Page& page, const CheckedOrder& checked);
std::string verdict_words(const CheckedOrder& checked);  // "STOP: tocilizumab 640 mg"
void put_questions(Page& page, const Assessment& assessment);
void put_site(Page& page, const Assessment& assessment);     // what the site has set, when there is a site
void put_reviews(Page& page, const Assessment& assessment);  // packs that were to be read against their sources again
void put_closing(Page& page);

std::string grade_words(std::string_view name,
                        const ScaleAnswer& answer);  // "CRS grade 1 to 4 (ASTCT 2019)"
// "oxygen device nasal cannula at 2026-03-04 09:05 UTC (line 58)", "tocilizumab
// 640 mg given at ...".
std::string evidence_words(const Evidence& evidence, WallClock clock);
std::string spaced(std::string_view name);  // "oxygen device", "CRP": for people

}  // namespace stormkeel
