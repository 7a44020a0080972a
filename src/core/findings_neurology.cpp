// Neurology: the tool of the patient's age, consciousness and signs, with the stated defaults for what is not charted.
#include <algorithm>

#include "core/findings.h"

namespace stormkeel {

namespace {

constexpr Range whole_ice = {0, 10};
constexpr Range whole_capd = {0, 32};

Range whole_score(const Reading& reading, Range whole) {
    const Interval interval = interval_of(reading);
    return {interval.lowest.billionths <= 0 ? whole.lowest : interval.lowest.billionths / Decimal::one,
            interval.highest.billionths >= Decimal::one * whole.highest ? whole.highest
                                                                        : interval.highest.billionths / Decimal::one};
}

Finding word(const Reading& reading) { return finding(exactly(reading.code)).because(reading); }

bool fresh(const Course& course, const Parameters& parameters, Item item) {
    return is_fresh(course[item], parameters.neurology_age, course.now);
}

bool is_tool_examined(const Course& course, const Parameters& parameters, const Finding& applies, Item tool) {
    return truth_of(applies.range) == Truth::present && is_examination(course, parameters, tool);
}

// Which tool counts: CAPD below 12 years; up to 21 when it alone was charted; else ICE. At an unknown age both count,
// and the worse one decides.
void choose_tool(const Course& course, const Parameters& parameters, Neurology& out) {
    const bool ice = is_examination(course, parameters, Item::ice_score);
    const bool capd = is_examination(course, parameters, Item::capd);
    const bool young = course.age.known && course.age.years < parameters.capd_below_years;
    const bool may_choose = course.age.known ? !ice && course.age.years <= parameters.capd_up_to_years : true;
    const bool by_choice = capd && may_choose;
    out.capd_applies = finding(truth_of(young || by_choice));
    out.ice_applies = finding(truth_of(!young && (ice || !by_choice)));
    out.ice_score = finding(whole_ice);
    out.capd = finding(whole_capd);
    if (ice) {
        out.ice_score = finding(whole_score(course[Item::ice_score], whole_ice)).because(course[Item::ice_score]);
    }
    if (capd) out.capd = finding(whole_score(course[Item::capd], whole_capd)).because(course[Item::capd]);
}

// Consciousness that is not charted: whoever earns a point of ICE is awake; CAPD 1 to 8 leaves awake or to voice.
Finding consciousness_of(const Course& course, const Parameters& parameters, const Neurology& neurology) {
    if (is_examination(course, parameters, Item::consciousness)) return word(course[Item::consciousness]);
    const bool by_capd = truth_of(neurology.capd_applies.range) == Truth::present;
    const bool by_ice = truth_of(neurology.ice_applies.range) == Truth::present;
    // The highest score is a score too; only "above 20" may hide a child who could not be scored.
    const Range& capd = neurology.capd.range;
    const bool bounded = capd.lowest == capd.highest || capd.highest < whole_capd.highest;
    const bool capd_scored = is_examination(course, parameters, Item::capd) && bounded;
    Range range = exactly(consciousness::awake);
    if (by_ice && neurology.ice_score.range.lowest < 1) range.highest = consciousness::unarousable;
    if (by_capd && capd != exactly(0)) {
        const std::int64_t deepest = capd_scored ? consciousness::wakes_to_voice : consciousness::unarousable;
        range.highest = std::max(range.highest, deepest);
    }
    return finding(range);
}

// A sign that is not charted counts as none beside a fresh examination. A seizure is over once a newer examination
// stands; weakness and edema stay open until they are charted again.
Finding sign_of(const Course& course, const Parameters& parameters, Item item, std::uint16_t worst) {
    const Reading& reading = course[item];
    if (fresh(course, parameters, item)) return word(reading);
    const bool stays = item != Item::seizure && reading.known() && reading.code > 0;
    if (stays) return finding(between(0, worst)).because(reading);
    return finding(exactly(0));
}

void open_all(Neurology& out) {
    out.ice_score = finding(whole_ice);
    out.capd = finding(whole_capd);
    out.consciousness = finding(between(consciousness::awake, consciousness::unarousable));
    out.seizure = finding(between(seizure::none, seizure::repetitive));
    out.motor_weakness = finding(Truth::unknown);
    out.cerebral_edema = finding(between(cerebral_edema::none, cerebral_edema::herniation_signs));
}

// What was charted counts even when nothing else was.
void keep_charted_signs(const Course& course, const Parameters& parameters, Neurology& out) {
    if (fresh(course, parameters, Item::seizure)) out.seizure = word(course[Item::seizure]);
    if (fresh(course, parameters, Item::motor_weakness)) out.motor_weakness = word(course[Item::motor_weakness]);
    if (fresh(course, parameters, Item::cerebral_edema)) out.cerebral_edema = word(course[Item::cerebral_edema]);
}

Finding examined_under_sedation(const Course& course, const Parameters& parameters) {
    for (const Item item : {Item::ice_score, Item::capd, Item::consciousness}) {
        const bool unused = fresh(course, parameters, item) && is_under_sedation(course, parameters, course[item]);
        if (unused) return finding(Truth::present).because(course[item]).because(course[Item::sedated]);
    }
    return finding(Truth::absent);
}

}  // namespace

bool is_under_sedation(const Course& course, const Parameters& parameters, const Reading& reading) {
    const Reading& sedated = course[Item::sedated];
    return sedated.known() && sedated.code == answer::yes && reading.at >= sedated.at &&
           is_recent(sedated.at, parameters.neurology_age, reading.at);
}

bool is_examination(const Course& course, const Parameters& parameters, Item item) {
    return fresh(course, parameters, item) && !is_under_sedation(course, parameters, course[item]);
}

Neurology find_neurology(const Course& course, const Parameters& parameters) {
    Neurology out;
    choose_tool(course, parameters, out);
    out.under_sedation = examined_under_sedation(course, parameters);
    const Reading& sedated = course[Item::sedated];
    out.sedated = fresh(course, parameters, Item::sedated) && sedated.code == answer::yes;
    out.examined = is_tool_examined(course, parameters, out.capd_applies, Item::capd) ||
                   is_tool_examined(course, parameters, out.ice_applies, Item::ice_score) ||
                   is_examination(course, parameters, Item::consciousness);
    // 1. Sedated: nothing can be assessed.
    if (out.sedated) {
        out.assessable = finding(Truth::unknown).because(sedated);
        open_all(out);
        return out;
    }
    // 2. Nothing fresh: every grade is possible, but what was charted counts.
    if (!out.examined) {
        out.assessable = finding(Truth::unknown);
        open_all(out);
        keep_charted_signs(course, parameters, out);
        const bool sign =
            out.seizure.range.lowest > 0 || out.motor_weakness.range.lowest > 0 || out.cerebral_edema.range.lowest > 0;
        if (sign) out.assessable = finding(Truth::present);
        return out;
    }
    // 3. Examined.
    out.assessable = finding(Truth::present);
    out.consciousness = consciousness_of(course, parameters, out);
    // 3a. A child of whom only consciousness is known, or an adult whose tool is not: the score keeps its whole range.
    out.seizure = sign_of(course, parameters, Item::seizure, seizure::repetitive);
    out.motor_weakness = sign_of(course, parameters, Item::motor_weakness, 1);
    out.cerebral_edema = sign_of(course, parameters, Item::cerebral_edema, cerebral_edema::herniation_signs);
    for (const Item item : {Item::seizure, Item::motor_weakness, Item::cerebral_edema, Item::sedated}) {
        out.defaulted = out.defaulted || !fresh(course, parameters, item);
    }
    return out;
}

}  // namespace stormkeel
