// The cards of an answer: what each service says, and how a card is written.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/assessment_text_page.h"
#include "adapters/cds_hooks_present.h"
#include "adapters/cds_hooks_record.h"
#include "core/assessment.h"

namespace stormkeel {

// What the cards of one call are made from.
struct CdsCase {
    const CdsKnowledge& knowledge;
    const CdsRecord& record;
    const CdsCall& call;
    Instant now;
    CdsPresent& present;  // of the record

    const Guideline& guideline() const { return knowledge.guideline.at(now); }
    const Walk& walk() const { return present.answers.walk(whose(), now, knowledge.clock_doubt); }
    const Assessment& answer() const { return present.answers.answer(whose(), now, knowledge.clock_doubt); }

private:
    Present::Of whose() const { return {record.timeline(), knowledge.guideline, record.stored.follower}; }
};

// {"cards": [...]}. The uuid of a card follows from the patient and from all that it says.
std::string cards_json(const std::vector<CdsCard>& cards, std::string_view patient);

// patient-view: one card, or none for a patient without a therapy and without a sign. It is critical from grade 3 on
// that CRS may have reached, a warning at grade 2. Without a therapy on record only what is certain counts, since
// nearly everyone in a hospital is such a patient.
std::vector<CdsCard> patient_cards(const CdsCase& asked);

// Whether a patient is like nearly everyone in a hospital: no therapy, and nothing that would make one ask for it. A
// search that failed is no sign that there was none.
bool is_no_concern(const CdsCase& asked);

// order-select and order-sign: a card for each drug that is stopped (critical), warned of, or could not be checked, the
// most serious first. Drugs that are none of ours give none. For a patient who is no concern of ours only therapies,
// antibodies against cytokines and GM-CSF are checked: others are given corticosteroids for their own reasons.
std::vector<CdsCard> order_cards(const CdsCase& asked);

// The pieces that both kinds of card share: what of the record is missing; what the statements rest on, with those
// nobody has verified; and which knowledge answered.
PageStyle style_of(const CdsCase& asked);
void put_incomplete(Page& page, const CdsCase& asked);
void put_sources(Page& page, const std::set<std::string>& statements, const Guideline& guideline);
void put_engine(Page& page, const CdsCase& asked);

std::set<std::string> statements_of(const std::vector<Reason>& reasons);

}  // namespace stormkeel
