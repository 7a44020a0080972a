// Hemophagocytic lymphohistiocytosis: the highest ferritin since the therapy, and the organs that go with it.
#include "core/findings.h"

namespace stormkeel {

Finding find_hlh_ferritin(const Course& course, const Parameters& parameters) {
    const Reading& ferritin = course.highest_ferritin;
    if (!ferritin.exists()) return finding(Truth::unknown);
    const Decimal just_above{parameters.hlh_ferritin_above.billionths + 1};
    return finding(is_at_least(ferritin, just_above)).because(ferritin);
}

// How many of liver, kidney and lung are at CTCAE grade 3 or above, and hemophagocytosis; what is not recorded may be.
Finding find_hlh_organs(const Course& course, const Parameters& parameters) {
    Finding found = finding(exactly(0));
    const Decimal severe = Decimal::whole(parameters.hlh_organ_grade);
    // What was recorded before the therapy, or too long ago, is not known now.
    const auto counts = [&](const Reading& reading) {
        return course.therapy_known() && reading.at >= course.first_therapy.at &&
               is_fresh(reading, parameters.hlh_organ_age, course.now);
    };
    for (const Item organ : {Item::ctcae_liver, Item::ctcae_kidney, Item::ctcae_lung}) {
        const Reading& reading = course[organ];
        if (!counts(reading)) {
            ++found.range.highest;
            continue;
        }
        if (reading.amount < severe) continue;
        ++found.range.lowest;
        ++found.range.highest;
        found.because(reading);
    }
    const Reading& hemophagocytosis = course[Item::hemophagocytosis];
    if (!counts(hemophagocytosis)) {
        ++found.range.highest;
    } else if (hemophagocytosis.code == answer::yes) {
        ++found.range.lowest;
        ++found.range.highest;
        found.because(hemophagocytosis);
    }
    return found;
}

Truth hlh_suspected(Range ferritin, Range organs, const Parameters& parameters) {
    return both(truth_of(ferritin), compare(organs, Step::Kind::at_least, parameters.hlh_organs_needed));
}

}  // namespace stormkeel
