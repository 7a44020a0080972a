// The assessment for a person at the bedside: the grade and the next action first, then why, then the rest.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "adapters/assessment_json.h"
#include "adapters/assessment_text_page.h"
#include "core/assessment.h"

namespace stormkeel {

// A page of 80 columns, in this order: grades with the name of their scale, the next action and what else is to be done
// now, why, what is due and when, what to do today, besides and to consider, what not to do, what is not known, what
// was rejected. What no verified source says is marked "(unverified)". Times are UTC.
std::string assessment_text(const Assessment& assessment, Colour colour);

// One line a patient, ending with a newline: "ex01  CRS 2  ICANS 0 to 4 (ASTCT 2019)  HLH unknown  give tocilizumab 640
// mg".
std::string assessment_line(const Assessment& assessment);

// The verdict on an order, its reasons, and from when it would be right.
std::string order_text(const CheckedOrder& checked, Colour colour);

// The pieces the page is made of, for other pages about the same answer.
void put_grades(Page& page, const Assessment& assessment);
void put_reasons(Page& page, const std::vector<Reason>& reasons);
void put_questions(Page& page, const Assessment& assessment);
void put_closing(Page& page);

std::string grade_words(std::string_view name, const ScaleAnswer& answer);  // "CRS grade 1 to 4 (ASTCT 2019)"
std::string moment_words(Instant at);                                       // "2026-03-04 10:00 UTC"
std::string spaced(std::string_view name);                                  // "oxygen device", "CRP": for people

}  // namespace stormkeel
