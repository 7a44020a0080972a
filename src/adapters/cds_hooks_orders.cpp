// The cards of order-select and order-sign: each draft held against the record, and what of it was not checked.
#include <algorithm>
#include <map>

#include "adapters/assessment_text.h"
#include "adapters/cds_hooks_cards.h"
#include "adapters/cds_hooks_draft.h"
#include "core/assess.h"

namespace stormkeel {
namespace {

// How many drafts of the call order each drug.
using DraftsOfDrug = std::map<std::string, int>;

DraftsOfDrug count_drafts(const std::vector<CdsDraft>& drafts) {
    DraftsOfDrug counted;
    for (const CdsDraft& draft : drafts) {
        std::set<std::string> items;
        for (const Order& order : draft.orders) items.insert(order.item);
        for (const std::string& item : items) ++counted[item];
    }
    return counted;
}

std::vector<int> counts_of(const CdsDraft& draft, const DraftsOfDrug& counted) {
    std::vector<int> counts;
    for (const Order& order : draft.orders) counts.push_back(counted.at(order.item));
    return counts;
}

CheckedOrder check(const Order& order, const CdsCase& asked) {
    const Timeline& timeline = asked.record.timeline();
    CheckedOrder checked{timeline.patient(), timeline.birth_date(), asked.now, order, {}};
    checked.verdict = check_order({asked.walk(), timeline, asked.guideline(), &asked.answer()}, order);
    return checked;
}

// What is warned of stands before what was found right.
void warn(CheckedOrder& checked, std::string text) {
    OrderVerdict& verdict = checked.verdict;
    const auto place = verdict.verdict == Verdict::ok ? verdict.reasons.begin() : verdict.reasons.end();
    verdict.reasons.insert(place, {"", Truth::present, std::move(text), {}});
    verdict.verdict = std::max(verdict.verdict, Verdict::warn);
}

// Drugs of which few doses may be given, whatever for.
bool is_counted(const Order& order, const Parameters& parameters) {
    return !order.product &&
           (parameters.is(order.drug, DrugClass::tocilizumab) || parameters.is(order.drug, DrugClass::anticytokine));
}

bool is_checked_for_everyone(const CdsDraft& draft, const Parameters& parameters) {
    return std::any_of(draft.orders.begin(), draft.orders.end(), [&](const Order& order) {
        return order.product || is_counted(order, parameters) || parameters.is(order.drug, DrugClass::gm_csf);
    });
}

// What the record cannot tell of a drug whose earlier doses decide. Each draft is held against what was given, and none
// of them was: two of one such drug may be one too many.
void warn_of_other_doses(CheckedOrder& checked, int count, const CdsCase& asked) {
    const Order& order = checked.order;
    if (!is_counted(order, asked.guideline().parameters)) return;
    if (asked.record.doses_may_be_missing) {
        warn(checked, "Earlier doses may be missing, since not all that was given was sent: count them.");
    }
    if (count < 2) return;
    warn(checked, std::to_string(count) + " of the drafts order " + order.item +
                      ", and each was checked as if it were the only one.");
}

// Of the doses that a draft names of one drug the one that is judged worst. `until`: when waiting changes one of them.
std::vector<CheckedOrder> worst_by_drug(const CdsDraft& draft, const CdsCase& asked, Instant& until) {
    std::vector<CheckedOrder> worst;
    for (const Order& order : draft.orders) {
        CheckedOrder checked = check(order, asked);
        const auto& waits = checked.verdict.not_before;
        if (waits && *waits > asked.now) until = std::min(until, *waits);
        const auto same = std::find_if(worst.begin(), worst.end(),
                                       [&](const CheckedOrder& other) { return other.order.item == order.item; });
        if (same == worst.end()) {
            worst.push_back(std::move(checked));
        } else if (same->verdict.verdict < checked.verdict.verdict) {
            *same = std::move(checked);
        }
    }
    return worst;
}

void put_list(Page& page, std::string_view title, const std::vector<std::string>& lines) {
    if (lines.empty()) return;
    page.blank_line();
    page.paragraph("", title, Look::heading);
    for (const std::string& line : lines) page.paragraph("  - ", line, Look::warning);
}

// What stands below the verdict, whatever it is.
void put_rest(Page& page, const CdsDraft& draft, const CdsCase& asked) {
    put_list(page, "Not checked", draft.unchecked);
    put_list(page, "Note", draft.remarks);
    put_incomplete(page, asked);
}

void put_foot(Page& page, const CdsCase& asked) {
    put_engine(page, asked);
    put_closing(page);
}

CdsCard verdict_card(const CheckedOrder& checked, const CdsDraft& draft, const CdsCase& asked) {
    Page page(style_of(asked));
    put_verdict(page, checked);
    put_rest(page, draft, asked);
    put_sources(page, statements_of(checked.verdict.reasons), asked.guideline());
    put_foot(page, asked);
    const bool stopped = checked.verdict.verdict == Verdict::stop;
    CdsCard card;
    card.summary = verdict_words(checked) + ". " + with_moments(checked.verdict.reasons.front().text, page.clock());
    card.indicator = stopped ? CdsIndicator::critical : CdsIndicator::warning;
    card.detail = page.text();
    card.topic = CdsCard::Topic::order;
    card.may_be_overridden = true;
    card.draft = draft.reference;
    card.draft_label = draft.label;
    card.suggests_removal = stopped;
    return card;
}

CdsCard unchecked_card(const CdsDraft& draft, const CdsCase& asked) {
    Page page(style_of(asked));
    page.paragraph("", draft.label, Look::heading);
    put_rest(page, draft, asked);
    put_foot(page, asked);
    CdsCard card;
    card.summary = "NOT CHECKED: " + draft.label + ". " + draft.unchecked.front();
    card.detail = page.text();
    card.topic = CdsCard::Topic::order;
    card.draft = draft.reference;
    return card;
}

CdsDraftCards cards_for(const CdsDraft& draft, const DraftsOfDrug& counted, const CdsCase& asked) {
    CdsDraftCards made{draft, counts_of(draft, counted), {}, true, asked.now, forever};
    for (CheckedOrder& checked : worst_by_drug(draft, asked, made.until)) {
        warn_of_other_doses(checked, counted.at(checked.order.item), asked);
        if (checked.verdict.verdict != Verdict::ok) made.cards.push_back(verdict_card(checked, draft, asked));
    }
    if (made.cards.empty() && !draft.unchecked.empty()) {
        made.cards.push_back(unchecked_card(draft, asked));
        made.begin_with_whose = false;
    }
    return made;
}

// Those of a call before, as long as they hold. Good until the next draft is asked for.
const CdsDraftCards& kept_cards_for(const CdsDraft& draft, const DraftsOfDrug& counted, const CdsCase& asked) {
    constexpr std::size_t drafts_at_most = 32;
    CdsPresent& present = asked.present;
    if (present.drafts_of != present.answers.worked_out() || present.drafts.size() == drafts_at_most) {
        present.drafts.clear();
        present.drafts_of = present.answers.worked_out();
    }
    const std::vector<int> counts = counts_of(draft, counted);
    const auto kept = std::find_if(present.drafts.begin(), present.drafts.end(), [&](const CdsDraftCards& one) {
        return one.draft == draft && one.counts == counts && one.made <= asked.now && asked.now < one.until;
    });
    return kept != present.drafts.end() ? *kept : present.drafts.emplace_back(cards_for(draft, counted, asked));
}

std::string first_lines_of_orders(const CdsCase& asked) {
    const Timeline& timeline = asked.record.timeline();
    Page page(style_of(asked));
    put_whose(page, {timeline.patient(), timeline.birth_date(), asked.now, {}, {}});
    return page.text() + '\n';
}

}  // namespace

std::vector<CdsCard> order_cards(const CdsCase& asked) {
    const std::vector<CdsDraft> drafts = read_cds_drafts(asked.call, asked.knowledge.terminology);
    if (drafts.empty()) return {};
    const bool concern = !is_no_concern(asked);
    const DraftsOfDrug counted = count_drafts(drafts);
    const std::string first_lines = first_lines_of_orders(asked);
    std::vector<CdsCard> cards;
    cards.reserve(drafts.size());
    for (const CdsDraft& draft : drafts) {
        if (!concern && !is_checked_for_everyone(draft, asked.guideline().parameters)) continue;
        const CdsDraftCards& made = kept_cards_for(draft, counted, asked);
        for (const CdsCard& card : made.cards) {
            cards.push_back(card);
            if (made.begin_with_whose) cards.back().detail.insert(0, first_lines);
        }
    }
    std::stable_sort(cards.begin(), cards.end(),
                     [](const CdsCard& a, const CdsCard& b) { return a.indicator > b.indicator; });
    return cards;
}

}  // namespace stormkeel
