// Orders the recommendations for people: now before today, drugs before notices before tests.
#include "adapters/assessment_text_advice.h"

#include <algorithm>
#include <vector>

#include "adapters/assessment_text.h"
#include "core/dosing.h"

namespace stormkeel {
namespace {

using Chosen = std::vector<const Recommendation*>;

// Drugs come first because minutes count there, and so do questions that hold a drug back; then steps up, notices,
// tests and watching.
int rank_of(Action action) {
    switch (action) {
        case Action::give:
            return 0;
        case Action::ask:
            return 1;
        case Action::escalate:
            return 2;
        case Action::notify:
            return 3;
        case Action::obtain:
            return 4;
        case Action::monitor:
            return 5;
        case Action::consider:
            return 6;
        case Action::avoid:
            return 7;
    }
    return 8;
}

bool is_done(const Recommendation& advice) { return rank_of(advice.action) <= rank_of(Action::monitor); }

template <class Wanted>
Chosen chosen(const Assessment& assessment, Wanted wanted) {
    Chosen list;
    for (const Recommendation& advice : assessment.recommendations) {
        if (wanted(advice)) list.push_back(&advice);
    }
    std::sort(list.begin(), list.end(), [](const Recommendation* a, const Recommendation* b) {
        if (a->urgency != b->urgency) return a->urgency < b->urgency;
        if (rank_of(a->action) != rank_of(b->action)) return rank_of(a->action) < rank_of(b->action);
        return a < b;  // as the guideline orders them
    });
    return list;
}

bool may_start(const Assessment& assessment, const Recommendation& advice) {
    return advice.urgency == Urgency::now && !(advice.not_before && *advice.not_before > assessment.as_of);
}

std::string provenance_words(const Recommendation& advice) {
    std::string text = advice.statement;
    if (!advice.source.empty()) text += " · " + advice.source;
    if (advice.verification == Verification::unverified) text += " (unverified)";
    return text;
}

// "vials: 1 × 200 mg + 2 × 80 mg, draw up 17.9 mL, 1.2 mg left over".
std::string vials_words(const Dose& dose) {
    std::string text = "vials: " + dose.vials;
    if (dose.rounded) text = "rounded to whole vials: " + amount_text(*dose.rounded, Unit::mg) + "; " + text;
    if (dose.volume) text += ", draw up " + amount_text(*dose.volume, Unit::ml);
    if (dose.left_over && *dose.left_over > Decimal{}) {
        text += ", " + amount_text(*dose.left_over, Unit::mg) + " left over";
    }
    return text;
}

// Due now needs no words: the block it stands in says so.
std::string detail_words(const Recommendation& advice, Instant as_of, WallClock clock) {
    std::string text;
    const auto add = [&](const std::string& part) { text += (text.empty() ? "" : "; ") + part; };
    if (advice.dose && !advice.dose->working.empty()) add(with_moments(advice.dose->working, clock));
    if (advice.dose && !advice.dose->vials.empty()) add(vials_words(*advice.dose));
    if (advice.not_before && *advice.not_before > as_of) {
        add("not before " + moment_words(*advice.not_before, clock));
    } else if (advice.due && *advice.due != as_of && advice.action != Action::avoid) {
        add((*advice.due < as_of ? "overdue since " : "due ") + moment_words(*advice.due, clock));
    }
    return text;
}

void put_details(Page& page, std::string_view lead, const Recommendation& advice, Instant as_of) {
    const std::string details = detail_words(advice, as_of, page.clock());
    if (!details.empty()) page.paragraph(lead, details);
    page.paragraph(lead, provenance_words(advice), Look::faint);
}

// A titled block; the one advice that already stands on the page is left out.
struct Block {
    std::string_view title;
    Look look = Look::plain;
    const Recommendation* shown = nullptr;
};

void put_block(Page& page, const Assessment& assessment, const Block& block, Chosen list) {
    std::erase(list, block.shown);
    if (list.empty()) return;
    page.blank_line();
    page.paragraph("", block.title, Look::heading);
    for (const Recommendation* advice : list) {
        page.paragraph("  - ", with_moments(advice->text, page.clock()), block.look);
        put_details(page, "    ", *advice, assessment.as_of);
    }
}

Chosen of_urgency(const Assessment& assessment, Urgency urgency) {
    return chosen(assessment,
                  [=](const Recommendation& advice) { return is_done(advice) && advice.urgency == urgency; });
}

Chosen of_action(const Assessment& assessment, Action action) {
    return chosen(assessment, [=](const Recommendation& advice) { return advice.action == action; });
}

// The question whose answer could change a grade that is open.
const Gap* deciding_question(const Assessment& assessment) {
    for (const Gap& gap : assessment.gaps) {
        const bool crs = gap.could_change == "crs" && assessment.crs.at_least != assessment.crs.at_most;
        const bool icans = gap.could_change == "icans" && assessment.icans.at_least != assessment.icans.at_most;
        if (crs || icans) return &gap;
    }
    return nullptr;
}

std::string nothing_urgent(const Assessment& assessment) {
    std::string overdue;
    for (const Timer& timer : assessment.timers) {
        const std::string item = spaced(timer.item);
        if (timer.overdue && overdue.find(item) == std::string::npos) overdue += (overdue.empty() ? "" : ", ") + item;
    }
    return overdue.empty() ? "Nothing is due now." : "Nothing urgent; overdue: " + overdue + ".";
}

}  // namespace

NextAction next_action(const Assessment& assessment) {
    const Chosen now = chosen(
        assessment, [&](const Recommendation& advice) { return is_done(advice) && may_start(assessment, advice); });
    if (!now.empty() && rank_of(now.front()->action) <= rank_of(Action::escalate)) return {now.front(), nullptr};
    if (const Gap* question = deciding_question(assessment)) return {nullptr, question};
    if (!now.empty()) return {now.front(), nullptr};
    const Chosen considered = chosen(assessment, [&](const Recommendation& advice) {
        return advice.action == Action::consider && may_start(assessment, advice);
    });
    if (!considered.empty()) return {considered.front(), nullptr};
    if (!assessment.gaps.empty()) return {nullptr, &assessment.gaps.front()};
    return {};
}

std::string next_action_in_short(const Assessment& assessment) {
    const NextAction next = next_action(assessment);
    if (next.question != nullptr) return "ask for " + spaced(next.question->item);
    if (next.advice == nullptr) return "";
    const Action action = next.advice->action;
    std::string text = std::string(name_of(action)) + (action == Action::ask ? " about " : " ");
    text += spaced(next.advice->item);
    if (next.advice->dose && next.advice->dose->value) {
        text += " " + shortened(*next.advice->dose->value, 1) + " " + std::string(words(next.advice->dose->unit));
    }
    return text;
}

void put_now(Page& page, const Assessment& assessment) {
    const NextAction next = next_action(assessment);
    page.blank_line();
    if (next.advice != nullptr) {
        page.paragraph("Next: ", with_moments(next.advice->text, page.clock()), Look::urgent);
        put_details(page, "      ", *next.advice, assessment.as_of);
    } else {
        const std::string ask = next.question != nullptr ? next.question->ask : nothing_urgent(assessment);
        page.paragraph("Next: ", with_moments(ask, page.clock()), Look::urgent);
    }
    put_block(page, assessment, {"Also now", Look::plain, next.advice}, of_urgency(assessment, Urgency::now));
}

void put_later(Page& page, const Assessment& assessment, Besides besides) {
    put_block(page, assessment, {"Today"}, of_urgency(assessment, Urgency::today));
    if (besides == Besides::shown) {
        put_block(page, assessment, {"Besides"}, of_urgency(assessment, Urgency::routine));
    }
    put_block(page, assessment, {"Consider", Look::plain, next_action(assessment).advice},
              of_action(assessment, Action::consider));
}

void put_prohibitions(Page& page, const Assessment& assessment) {
    put_block(page, assessment, {"Do not", Look::warning}, of_action(assessment, Action::avoid));
}

}  // namespace stormkeel
