// Charts the doses and weights of the domain and asks the product's ledger and dose calculation.
#include "prove/exhaustive/ledger.h"

#include <algorithm>
#include <sstream>
#include <string>

#include "adapters/chart_csv.h"
#include "core/dosing.h"
#include "core/grading.h"
#include "core/walk.h"

namespace prove {

namespace {

using stormkeel::Instant;
using stormkeel::Timeline;

const Instant asked_at = stormkeel::midnight_of({2026, 3, 20});

Timeline timeline_of(const std::string& rows, const stormkeel::Knowledge& known) {
    std::istringstream csv("patient,time,item,value,unit\n" + rows);
    stormkeel::Patients patients;
    stormkeel::read_chart_csv(csv, known.terminology, patients);
    return std::move(patients.begin()->second);
}

std::string row(std::int64_t hours_ago, const std::string& rest) {
    return "p1," + stormkeel::to_text(asked_at - stormkeel::hours(hours_ago)) + "," + rest + "\n";
}

std::string begin() { return row(300, "therapy,axicabtagene_ciloleucel,") + row(280, "temperature,38.5,Cel"); }

// The last dose 4 h or 10 h ago, the others of the day before it, the rest on the days before.
bool is_allowed(int total, int today, int since, const stormkeel::Knowledge& known) {
    const bool just_now = since == 0;
    const int in_window = std::min(total, std::max(today, just_now ? 1 : 0));
    std::string rows = begin();
    for (int dose = 0; dose < total; ++dose) {
        const int first_today = just_now ? 4 : 10;
        const int hours_ago = dose < in_window ? first_today + 6 * dose : 30 + 10 * dose;
        rows += row(hours_ago, "give:tocilizumab,640,mg");
    }
    const Timeline timeline = timeline_of(rows, known);
    const stormkeel::Walk walk = stormkeel::walk_to(timeline, known.guideline, asked_at);
    return stormkeel::tocilizumab_ledger(walk.course(), known.guideline).allowed;
}

bool is_known(bool complete, const stormkeel::Knowledge& known) {
    Timeline timeline = timeline_of(begin(), known);
    if (!complete) timeline.set_medication_record(stormkeel::MedicationRecord::partial);
    const stormkeel::Walk walk = stormkeel::walk_to(timeline, known.guideline, asked_at);
    return stormkeel::tocilizumab_ledger(walk.course(), known.guideline).history_known;
}

const stormkeel::DoseRule& rule_of_tocilizumab(const stormkeel::Guideline& guideline) {
    const auto found =
        std::find_if(guideline.advice.begin(), guideline.advice.end(), [](const stormkeel::Advice& advice) {
            return advice.dose && advice.dose->basis == stormkeel::DoseRule::Basis::tocilizumab;
        });
    return *found->dose;
}

// Whoever weighs 30 kg or less is twelve years old.
std::uint16_t tenths_of(const std::string& birth, std::int64_t hours_ago, const std::string& kilograms,
                        const stormkeel::Knowledge& known) {
    std::string rows = "p1," + birth + ",birth_date,,\n" + begin();
    if (!kilograms.empty()) rows += row(hours_ago, "weight," + kilograms + ",kg");
    const Timeline timeline = timeline_of(rows, known);
    const stormkeel::Walk walk = stormkeel::walk_to(timeline, known.guideline, asked_at);
    const stormkeel::Dose dose =
        stormkeel::calculate_dose(rule_of_tocilizumab(known.guideline), walk.course(), known.guideline.parameters);
    return dose.value ? static_cast<std::uint16_t>(dose.value->billionths * 10 / stormkeel::Decimal::one)
                      : std::uint16_t{0};
}

}  // namespace

Ledger read_ledger(const stormkeel::Knowledge& known) {
    Ledger ledger;
    for (int total = 0; total <= 4; ++total) {
        for (int today = 0; today <= 3; ++today) {
            for (int since = 0; since < 5; ++since) {
                ledger.allowed[static_cast<std::size_t>(total)][static_cast<std::size_t>(today)]
                              [static_cast<std::size_t>(since)] = is_allowed(total, today, since, known);
            }
        }
    }
    ledger.history_known.fill(is_known(true, known));
    ledger.history_known[5] = is_known(false, known);
    const std::string child = "2013-11-02";
    const std::string adult = "1961-05-02";
    ledger.tenths = {tenths_of(child, 10, "29.9", known), tenths_of(child, 10, "30", known),
                     tenths_of(adult, 10, "80", known),   tenths_of(adult, 10, "101", known),
                     tenths_of(adult, 169, "80", known),  tenths_of(adult, 0, "", known)};
    return ledger;
}

}  // namespace prove
