// Orders the recommendations for people: now before today, drugs before notices before tests.
#include "adapters/assessment_text_advice.h"

#include <algorithm>
#include <vector>

#include "adapters/assessment_text.h"

namespace stormkeel {
namespace {

using Chosen = std::vector<const Recommendation*>;

// Drugs come first because minutes count there; a drug that has to wait is no next action.
int rank_of(Action action) {
    switch (action) {
        case Action::give:
            return 0;
        case Action::escalate:
            return 1;
        case Action::notify:
            return 2;
        case Action::obtain:
            return 3;
        case Action::monitor:
            return 4;
        case Action::consider:
            return 5;
        case Action::ask:
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
    std::stable_sort(list.begin(), list.end(), [](const Recommendation* a, const Recommendation* b) {
        if (a->urgency != b->urgency) return a->urgency < b->urgency;
        return rank_of(a->action) < rank_of(b->action);
    });
    return list;
}

const Recommendation* first_urgent(const Assessment& assessment) {
    const auto may_start = [&](const Recommendation& advice) {
        return advice.urgency == Urgency::now && !(advice.not_before && *advice.not_before > assessment.as_of);
    };
    const Chosen done =
        chosen(assessment, [&](const Recommendation& advice) { return is_done(advice) && may_start(advice); });
    if (!done.empty()) return done.front();
    const Chosen considered = chosen(assessment, [&](const Recommendation& advice) {
        return advice.action == Action::consider && may_start(advice);
    });
    return considered.empty() ? nullptr : considered.front();
}

std::string sourced(const Recommendation& advice) {
    std::string words = advice.statement;
    if (!advice.source.empty()) words += " · " + advice.source;
    if (advice.verification == Verification::unverified) words += " (unverified)";
    return words;
}

void put_advice(Page& page, const Recommendation& advice, Look look) {
    page.paragraph("  - ", advice.text, look);
    std::string details;
    const auto add = [&](const std::string& words) { details += (details.empty() ? "" : "; ") + words; };
    if (advice.dose && !advice.dose->working.empty()) add(advice.dose->working);
    if (advice.dose && !advice.dose->vials.empty()) add("vials: " + advice.dose->vials);
    if (advice.not_before) add("not before " + moment_words(*advice.not_before));
    if (advice.due) add("due " + moment_words(*advice.due));
    if (!details.empty()) page.paragraph("    ", details);
    page.paragraph("    ", sourced(advice), Look::faint);
}

void put_block(Page& page, std::string_view title, const Chosen& list, Look look) {
    if (list.empty()) return;
    page.blank_line();
    page.paragraph("", title, Look::heading);
    for (const Recommendation* advice : list) put_advice(page, *advice, look);
}

}  // namespace

std::string next_action(const Assessment& assessment) {
    if (const Recommendation* first = first_urgent(assessment)) return first->text;
    if (!assessment.gaps.empty()) return assessment.gaps.front().ask;
    const Chosen rest = chosen(assessment, is_done);
    return rest.empty() ? "Nothing is due." : rest.front()->text;
}

std::string next_action_in_short(const Assessment& assessment) {
    const Recommendation* first = first_urgent(assessment);
    if (first == nullptr) return assessment.gaps.empty() ? "" : "ask for " + spaced(assessment.gaps.front().item);
    std::string text = std::string(name_of(first->action)) + " " + spaced(first->item);
    if (first->dose && first->dose->value) {
        text += " " + to_text(*first->dose->value) + " " + std::string(words(first->dose->unit));
    }
    return text;
}

void put_actions(Page& page, const Assessment& assessment) {
    const auto of_urgency = [&](Urgency urgency) {
        return chosen(assessment,
                      [=](const Recommendation& advice) { return is_done(advice) && advice.urgency == urgency; });
    };
    put_block(page, "Do now", of_urgency(Urgency::now), Look::plain);
    put_block(page, "Do today", of_urgency(Urgency::today), Look::plain);
    put_block(page, "Besides", of_urgency(Urgency::routine), Look::plain);
    put_block(page, "Consider",
              chosen(assessment, [](const Recommendation& advice) { return advice.action == Action::consider; }),
              Look::plain);
}

void put_prohibitions(Page& page, const Assessment& assessment) {
    put_block(page, "Do not",
              chosen(assessment, [](const Recommendation& advice) { return advice.action == Action::avoid; }),
              Look::warning);
}

}  // namespace stormkeel
