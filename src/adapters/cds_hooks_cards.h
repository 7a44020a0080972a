// The cards of an answer: what each service says, and how a card is written.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/assessment_text_page.h"
#include "adapters/cds_hooks_record.h"
#include "core/assessment.h"

namespace stormkeel {

// What the cards of one call are made from.
struct CdsCase {
    const CdsKnowledge& knowledge;
    const CdsRecord& record;
    const CdsCall& call;
    Instant now;
    Walk walk;  // over the record, until now

    const Guideline& guideline() const { return knowledge.guideline.at(now); }
};

enum class CdsIndicator : std::uint8_t { info, warning, critical };
std::string_view name_of(CdsIndicator indicator);

struct CdsCard {
    std::string summary;  // of any length; the written one is below 140 characters and marked where it is cut
    CdsIndicator indicator = CdsIndicator::info;
    std::string detail;  // GitHub's Markdown
    enum class Topic : std::uint8_t { assessment, order } topic = Topic::assessment;
    bool may_be_overridden = false;  // then it names the reasons one can choose from
    std::string draft;               // of an order that has an id: "MedicationRequest/r1"
    std::string draft_label;         // what it orders
    bool suggests_removal = false;
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
