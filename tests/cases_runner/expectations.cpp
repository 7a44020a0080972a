// One function an expectation; the table at the end names them all.
#include "cases_runner/expectations.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <initializer_list>

#include "cases_runner/look.h"
#include "cases_runner/order_expectation.h"
#include "cases_runner/scale_expectation.h"
#include "cases_runner/stock_expectation.h"
#include "cases_runner/whole_recommendation.h"

namespace stormkeel::cases {
namespace {

using Words = std::vector<std::string>;
using Difference = std::optional<std::string>;

Difference unless(bool holds, const std::string& came) { return holds ? Difference{} : Difference{came}; }

Difference unreadable(const std::string& right) { return "cannot be read; write '" + right + "'"; }

std::optional<int> number_in(std::string_view text) {
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

Difference range_differs(const std::string& wanted, const ScaleAnswer& came) {
    const std::size_t dots = wanted.find("..");
    const auto low = number_in(wanted.substr(0, dots));
    const auto high = dots == std::string::npos ? low : number_in(wanted.substr(dots + 2));
    if (!low || !high) return unreadable("crs 3' or 'crs 2..4");
    return unless(*low == came.at_least && *high == came.at_most, range_text(came.at_least, came.at_most));
}

Difference crs(const Answer& a, const Words& w) { return range_differs(w[1], a.assessment.crs); }
Difference icans(const Answer& a, const Words& w) { return range_differs(w[1], a.assessment.icans); }

Difference same_number(const std::string& wanted, int came) {
    const auto number = number_in(wanted);
    return unless(number && *number == came, std::to_string(came));
}

Difference treat_as(const Answer& a, const Words& w) { return same_number(w[1], a.assessment.crs.treat_as); }

Difference episode(const Answer& a, const Words& w) {
    return same_number(w[1], a.assessment.crs.episode ? a.assessment.crs.episode->number : 0);
}

Difference peak(const Answer& a, const Words& w) {
    if (!a.assessment.crs.episode) return "no episode";
    return same_number(w[1], a.assessment.crs.episode->peak);
}

Difference onset(const Answer& a, const Words& w) {
    std::size_t next = 1;
    const TimeRead wanted = read_time(w, next);
    if (!wanted.found) return unreadable("onset d2 10:00");
    if (!a.assessment.crs.episode) return "no episode";
    return unless(a.assessment.crs.episode->onset == wanted.at, to_text(a.assessment.crs.episode->onset));
}

Difference resolved(const Answer& a, const Words& w) {
    if (!a.assessment.crs.episode) return "no episode";
    const std::optional<Instant>& came = a.assessment.crs.episode->resolved_at;
    const std::string came_text = came ? "resolved " + to_text(*came) : "not resolved";
    if (w[1] == "no" || w[1] == "yes") return unless(came.has_value() == (w[1] == "yes"), came_text);
    std::size_t next = 1;
    const TimeRead wanted = read_time(w, next);
    if (!wanted.found) return unreadable("resolved no', 'resolved yes' or 'resolved d3 10:00");
    return unless(came && *came == wanted.at, came_text);
}

Difference under_treatment(const Answer& a, const Words& w) {
    if (w[1] != "yes" && w[1] != "no") return unreadable("under_treatment yes");
    const bool came = a.assessment.crs.under_treatment;
    return unless(came == (w[1] == "yes"), came ? "yes" : "no");
}

Difference hlh(const Answer& a, const Words& w) {
    const std::string_view came = name_of(a.assessment.hlh.status);
    return unless(w[1] == came, std::string(came));
}

// A statement the answer rests on: a present reason, a recommendation, a clock
// or a question.
bool rests_on(const Assessment& assessment, const std::string& statement) {
    const auto says = [&](const auto& part) { return part.statement == statement; };
    const auto any = [&](const auto& parts) { return std::any_of(parts.begin(), parts.end(), says); };
    const auto reasons = all_reasons(assessment);
    return std::any_of(reasons.begin(), reasons.end(),
                       [&](const Reason* r) { return says(*r) && r->truth == Truth::present; }) ||
           any(assessment.recommendations) || any(assessment.timers) || any(assessment.gaps);
}

// The first of the statements named that is, or is not, what the answer rests
// on.
Difference first_that(const Answer& a, const Words& w, bool rests, const std::string& came) {
    for (std::size_t i = 1; i < w.size(); ++i) {
        if (!a.guideline.statement_named(w[i])) return "no pack holds " + w[i];
        if ((rests_on(a.assessment, w[i]) || a_scale_rests_on(a, w[i])) == rests) return w[i] + " " + came;
    }
    return std::nullopt;
}

Difference because(const Answer& a, const Words& w) {
    return first_that(a, w, false, "is not among what the answer says");
}

Difference not_because(const Answer& a, const Words& w) {
    return first_that(a, w, true, "is among what the answer says");
}

std::string listed(const std::vector<const Recommendation*>& recommendations) {
    if (recommendations.empty()) return "nothing of it is recommended";
    std::string text;
    for (const Recommendation* r : recommendations) text += (text.empty() ? "" : "; ") + described(*r);
    return text;
}

// "", "no dose", "640 mg" (exactly) or "~640.1 mg" (to 0.05).
bool dose_fits(const Recommendation& recommendation, const Words& w) {
    if (w.size() < 4) return true;
    const std::optional<Dose>& dose = recommendation.dose;
    if (w[2] == "no" && w[3] == "dose") return !dose || !dose->value;
    if (!dose || !dose->value || ucum(dose->unit) != w[3]) return false;
    const bool about = w[2].front() == '~';
    const auto wanted = parse_decimal(about ? std::string_view(w[2]).substr(1) : std::string_view(w[2]));
    if (!wanted) return false;
    const Decimal apart = *wanted < *dose->value ? *dose->value - *wanted : *wanted - *dose->value;
    return apart <= (about ? Decimal{Decimal::one / 20} : Decimal{});
}

Difference recommended(const Answer& a, const Words& w, std::initializer_list<Action> actions) {
    const auto found = recommendations_of(a, w[1]);
    const bool fits = std::any_of(found.begin(), found.end(), [&](const Recommendation* r) {
        return std::find(actions.begin(), actions.end(), r->action) != actions.end() && dose_fits(*r, w);
    });
    return unless(fits, listed(found));
}

Difference not_recommended(const Answer& a, const Words& w, std::initializer_list<Action> actions) {
    const auto found = recommendations_of(a, w[1]);
    const bool none = std::none_of(found.begin(), found.end(), [&](const Recommendation* r) {
        return std::find(actions.begin(), actions.end(), r->action) != actions.end();
    });
    return unless(none, listed(found));
}

Difference gives(const Answer& a, const Words& w) { return recommended(a, w, {Action::give}); }
Difference considers(const Answer& a, const Words& w) { return recommended(a, w, {Action::consider}); }
Difference offers(const Answer& a, const Words& w) { return recommended(a, w, {Action::give, Action::consider}); }
Difference avoids(const Answer& a, const Words& w) { return recommended(a, w, {Action::avoid}); }
Difference obtains(const Answer& a, const Words& w) { return recommended(a, w, {Action::obtain}); }
Difference monitors(const Answer& a, const Words& w) { return recommended(a, w, {Action::monitor}); }
Difference notifies(const Answer& a, const Words& w) { return recommended(a, w, {Action::notify}); }
Difference escalates(const Answer& a, const Words& w) { return recommended(a, w, {Action::escalate}); }
Difference wants(const Answer& a, const Words& w) {
    return recommended(
        a, w, {Action::give, Action::consider, Action::obtain, Action::monitor, Action::notify, Action::escalate});
}
Difference gives_no(const Answer& a, const Words& w) { return not_recommended(a, w, {Action::give}); }
Difference withholds(const Answer& a, const Words& w) {
    return not_recommended(a, w, {Action::give, Action::consider});
}
Difference without(const Answer& a, const Words& w) {
    return not_recommended(a, w,
                           {Action::give, Action::consider, Action::obtain, Action::monitor, Action::notify,
                            Action::escalate, Action::ask});
}

Difference no_dose(const Answer& a, const Words& w) {
    const auto found = recommendations_of(a, w[1]);
    const bool none =
        std::none_of(found.begin(), found.end(), [](const Recommendation* r) { return r->dose && r->dose->value; });
    return unless(none, listed(found));
}

Difference not_before(const Answer& a, const Words& w) {
    std::size_t next = 2;
    const TimeRead wanted = read_time(w, next);
    if (!wanted.found) return unreadable("not_before tocilizumab d2 20:00");
    const auto found = recommendations_of(a, w[1]);
    const bool fits =
        std::any_of(found.begin(), found.end(), [&](const Recommendation* r) { return r->not_before == wanted.at; });
    return unless(fits, listed(found));
}

// By the gap's item or by the last part of its statement: `asks blood_pressure`
// finds ASTCT.ask.blood_pressure.
Difference asks(const Answer& a, const Words& w) {
    std::string came;
    for (const Gap& gap : a.assessment.gaps) {
        if (gap.item == w[1] || gap.statement.ends_with("." + w[1])) return {};
        came += (came.empty() ? "" : ", ") + gap.item;
    }
    return came.empty() ? "nothing is asked for" : "asks " + came;
}

// The question of this statement, word for word: `asked ASTCT.ask.spo2 spo2 crs`.
Difference asked(const Answer& a, const Words& w) {
    if (w.size() != 4) return unreadable("asked ASTCT.ask.spo2 spo2 crs");
    std::string came;
    for (const Gap& gap : a.assessment.gaps) {
        if (gap.statement != w[1]) continue;
        if (gap.item == w[2] && gap.could_change == w[3]) return {};
        came = gap.item + " " + gap.could_change;
    }
    return came.empty() ? "not asked" : "asked for " + came;
}

Difference timer(const Answer& a, const Words& w) {
    std::size_t next = 2;
    const TimeRead wanted = read_time(w, next);
    if (!wanted.found) return unreadable("timer regrade d2 22:00");
    std::string came;
    for (const Timer& found : a.assessment.timers) {
        if (found.item == w[1] && found.due == wanted.at) return {};
        came += (came.empty() ? "" : ", ") + found.item + " " + to_text(found.due);
    }
    return came.empty() ? "no timer" : came;
}

Difference no_timer(const Answer& a, const Words& w) {
    std::size_t next = 2;
    if (w.size() < 3 || !read_time(w, next).found) return unreadable("no_timer regrade d2 22:00");
    if (timer(a, w)) return {};
    return "it runs";
}

// One timer of the item at least, and one of them overdue; or none of them.
Difference timers_of(const Answer& a, const Words& w, bool wanted) {
    bool any = false;
    bool late = false;
    for (const Timer& found : a.assessment.timers) {
        any = any || found.item == w[1];
        late = late || (found.item == w[1] && found.overdue);
    }
    return unless(any && late == wanted, !any ? "no timer" : late ? "overdue" : "not overdue");
}

Difference overdue(const Answer& a, const Words& w) { return timers_of(a, w, true); }
Difference on_time(const Answer& a, const Words& w) { return timers_of(a, w, false); }

Difference rejected(const Answer& a, const Words& w) {
    const std::vector<Rejection>& came = a.assessment.rejected;
    std::string all;
    for (const Rejection& r : came) all += (all.empty() ? "" : "; ") + r.what + ": " + r.why;
    const auto count = number_in(w[1]);
    const bool counted = count && static_cast<std::size_t>(*count) == came.size();
    const bool said =
        w.size() < 3 || std::any_of(
                            came.begin(), came.end(),
                            [&](const Rejection& r) {
                                return r.what.find(w[2]) != std::string::npos || r.why.find(w[2]) != std::string::npos;
                            });
    return unless(counted && said, std::to_string(came.size()) + " rejected: " + all);
}

Difference mentions(const Answer& a, const Words& w) {
    return unless(all_texts(a.assessment).find(w[1]) != std::string::npos, "no text says so");
}

Difference says_no(const Answer& a, const Words& w) {
    return unless(all_texts(a.assessment).find(w[1]) == std::string::npos, "a text says so");
}

Difference next_dose(const Answer& a, const Words& w) {
    const auto& plan = a.assessment.corticosteroid_plan;
    const auto first = std::find_if(plan.begin(), plan.end(), [](const PlannedDose& dose) { return !dose.given; });
    const std::string came = first == plan.end() ? "no dose is planned"
                                                 : first->drug + " " + to_text(first->mg) + " mg " + to_text(first->at);
    if (w[1] == "none") return unless(first == plan.end(), came);
    std::size_t next = 4;
    const TimeRead wanted = read_time(w, next);
    const auto amount = w.size() > 3 ? parse_decimal(w[2]) : std::nullopt;
    if (!wanted.found || !amount) return unreadable("next methylprednisolone 500 mg d3 10:00' or 'next none");
    const bool same = first != plan.end() && first->drug == w[1] && first->mg == *amount && first->at == wanted.at;
    return unless(same, came);
}

struct Keyword {
    std::string_view name;
    Difference (*differs)(const Answer&, const Words&);
};
constexpr auto keywords = std::to_array<Keyword>({
    {"crs", crs},
    {"icans", icans},
    {"treat_as", treat_as},
    {"episode", episode},
    {"onset", onset},
    {"peak", peak},
    {"resolved", resolved},
    {"under_treatment", under_treatment},
    {"hlh", hlh},
    {"because", because},
    {"not", not_because},
    {"made", recommendation_differs},
    {"gives", gives},
    {"considers", considers},
    {"offers", offers},
    {"avoids", avoids},
    {"obtains", obtains},
    {"monitors", monitors},
    {"notifies", notifies},
    {"escalates", escalates},
    {"wants", wants},
    {"gives_no", gives_no},
    {"withholds", withholds},
    {"without", without},
    {"no_dose", no_dose},
    {"not_before", not_before},
    {"asks", asks},
    {"asked", asked},
    {"timer", timer},
    {"no_timer", no_timer},
    {"overdue", overdue},
    {"on_time", on_time},
    {"order", order_differs},
    {"rejected", rejected},
    {"mentions", mentions},
    {"says_no", says_no},
    {"next", next_dose},
    {"scale", scale_differs},
    {"scales_say", no_scale_says},
    {"score", score_differs},
    {"vials", vials_differ},
    {"stock", stock_differs},
});

}  // namespace

std::optional<std::string> differs(const Answer& answer, const Expectation& expected) {
    const auto keyword = std::find_if(keywords.begin(), keywords.end(),
                                      [&](const Keyword& known) { return known.name == expected.words[0]; });
    if (keyword == keywords.end()) return "no such expectation; tests/cases/README.md lists them";
    if (expected.words.size() < 2) return "needs a word behind it";
    return keyword->differs(answer, expected.words);
}

}  // namespace stormkeel::cases
