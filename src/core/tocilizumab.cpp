// The tocilizumab ledger: by ingredient, 8 h start to start, 3 in 24 h, 4 in all; what may have been given counts.
#include <algorithm>

#include "core/dosing.h"
#include "core/findings.h"

namespace stormkeel {

TherapyClass therapy_class(const Course& course, const Formulary& formulary) {
    const Reading& therapy = course[Item::therapy];
    if (!therapy.exists() || therapy.code >= formulary.products.size()) return TherapyClass::none;
    return formulary.products[therapy.code].therapy_class;
}

namespace {

Instant end_of_doubt(const Rejection& record, const Course& course, const Parameters& parameters) {
    if (record.at_latest == forever) return forever;
    return record.at_latest + parameters.tocilizumab_window + course.clock_doubt;
}

bool may_be_recent(const Rejection& record, const Course& course, const Parameters& parameters) {
    return end_of_doubt(record, course, parameters) > course.now;
}

int counted_doses(const Course& course, TherapyClass therapy) {
    switch (therapy) {
        case TherapyClass::car_t:  // since the infusion, over all episodes, prophylactic ones too
            return course.tocilizumab_since_infusion;
        case TherapyClass::bispecific:  // since the onset of this episode
            return course.tocilizumab_in_episode;
        case TherapyClass::none:
            break;
    }
    return static_cast<int>(course.tocilizumab.size + course.tocilizumab.dropped);
}

// "third of 3 in 24 h; the next may start ..." names the limit that holds longest.
void find_next(TocilizumabLedger& ledger, std::span<const GivenDose> doses, const Parameters& parameters) {
    if (doses.empty()) return;
    ledger.next = doses.back().at + parameters.tocilizumab_interval;
    ledger.limit =
        to_words(parameters.tocilizumab_interval) + " after the start of the last dose at " + to_text(doses.back().at);
    const auto limit = static_cast<std::size_t>(parameters.tocilizumab_in_window);
    if (doses.size() < limit) return;
    const Instant window_opens = doses[doses.size() - limit].at + parameters.tocilizumab_window;
    if (window_opens > ledger.next) {
        ledger.next = window_opens;
        ledger.limit = std::to_string(parameters.tocilizumab_in_window) + " doses in " +
                       to_words(parameters.tocilizumab_window) + " have been given";
    }
}

// A dose of the window may forbid another until it has passed; an older one that counts may be the last allowed.
void find_untimed(TocilizumabLedger& ledger, const Course& course, const Parameters& parameters,
                  std::span<const Rejection> unused) {
    const Rejection* older = nullptr;
    int doses = ledger.counted;
    for (const Rejection& each : unused) {
        if (each.drug == unknown_drug || !parameters.is(each.drug, DrugClass::tocilizumab)) continue;
        if (is_of_no_dose_that_counts(each, course, parameters)) continue;
        ++doses;
        if (may_be_recent(each, course, parameters)) {
            if (ledger.untimed.empty()) ledger.untimed = each.where;
            ledger.untimed_until = std::max(ledger.untimed_until, end_of_doubt(each, course, parameters));
        } else if (older == nullptr) {
            older = &each;
        }
    }
    if (older == nullptr || doses < parameters.tocilizumab_in_all) return;
    if (ledger.untimed.empty()) ledger.untimed = older->where;
    ledger.untimed_until = forever;
}

void keep_nameless(TocilizumabLedger& ledger, Instant at, const Course& course, const Parameters& parameters) {
    const Duration window = parameters.tocilizumab_window + course.clock_doubt;
    if (at == never || at + window <= course.now || at < ledger.nameless) return;
    ledger.nameless = at;
    ledger.nameless_until = at + window;
}

// A record whose time has not come: the clock of whoever wrote it may be ahead of ours.
void find_ahead(TocilizumabLedger& ledger, const Course& course, const Parameters& parameters,
                const Timeline& timeline) {
    for (const Fact& fact : timeline.facts_ahead(course.now)) {
        if (fact.item != Item::give) continue;
        if (fact.code == unknown_drug && fact.text == 0) keep_nameless(ledger, fact.at, course, parameters);
        if (ledger.ahead == never && parameters.is(fact.code, DrugClass::tocilizumab)) ledger.ahead = fact.at;
    }
}

}  // namespace

Instant TocilizumabLedger::doubt_ends(Instant now) const {
    Instant ends = forever;
    for (const Instant each : {untimed_until, ahead, nameless_until}) {
        if (each > now) ends = std::min(ends, each);
    }
    return ends;
}

TocilizumabLedger tocilizumab_ledger(const Course& course, const Guideline& guideline, const Timeline* timeline) {
    const Parameters& parameters = guideline.parameters;
    const std::span<const GivenDose> doses = course.tocilizumab.all();
    TocilizumabLedger ledger;
    ledger.counted = counted_doses(course, therapy_class(course, guideline.formulary));
    ledger.earlier = static_cast<int>(doses.size() + course.tocilizumab.dropped) - ledger.counted;
    for (const GivenDose& dose : doses) {
        if (lies_within(dose.at, parameters.tocilizumab_window + course.clock_doubt, course.now)) ++ledger.in_window;
        ledger.amount_unreadable = ledger.amount_unreadable || dose.state == ValueState::unreadable;
    }
    const bool car_t = therapy_class(course, guideline.formulary) == TherapyClass::car_t;
    ledger.prophylactic = car_t ? course.tocilizumab_outside_episode : 0;
    ledger.history_known = medication_record_known(course, parameters);
    find_next(ledger, doses, parameters);
    if (!doses.empty() && course.clock_doubt > Duration{}) {
        ledger.next = ledger.next + course.clock_doubt;
        ledger.limit += ", and the clock may be " + to_words(course.clock_doubt) + " ahead";
    }
    ledger.exhausted = ledger.counted >= parameters.tocilizumab_in_all;
    if (ledger.exhausted) {
        ledger.next = forever;
        ledger.limit = "all " + std::to_string(parameters.tocilizumab_in_all) + " doses have been given";
    }
    keep_nameless(ledger, course.nameless.at, course, parameters);
    if (timeline != nullptr) {
        find_untimed(ledger, course, parameters, timeline->rejected());
        find_ahead(ledger, course, parameters, *timeline);
    }
    ledger.allowed = ledger.history_known && ledger.all_told() && !ledger.exhausted && ledger.next <= course.now;
    if (!ledger.history_known && ledger.limit.empty()) {
        ledger.limit = "it is not known whether tocilizumab has been given: no drug is on record in the last " +
                       to_words(parameters.medication_record_window);
    }
    return ledger;
}

bool is_of_no_dose_that_counts(const Rejection& record, const Course& course, const Parameters& parameters) {
    if (may_be_recent(record, course, parameters)) return false;
    return course.therapy_known() && record.at_latest <= course.first_therapy.at;
}

std::optional<std::pair<Instant, Instant>> charted_twice(const Course& course, const Parameters& parameters) {
    const std::span<const GivenDose> doses = course.tocilizumab.all();
    for (std::size_t i = doses.size(); i-- > 1;) {
        const bool recent = lies_within(doses[i].at, parameters.tocilizumab_window, course.now);
        const bool close = doses[i].at - doses[i - 1].at <= parameters.tocilizumab_charted_twice;
        if (recent && close) return std::pair{doses[i - 1].at, doses[i].at};
    }
    return std::nullopt;
}

}  // namespace stormkeel
