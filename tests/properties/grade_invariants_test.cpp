// What every grade keeps, whatever else is charted: docs/safety/invariants.md, I-17 to I-26.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "properties/answer.h"
#include "properties/chart.h"

namespace stormkeel::properties {
namespace {

Chart with(Chart chart, const Row& row) {
    chart.rows.push_back(row);
    return chart;
}

// Liver, kidney, lung, heart and the laboratory say nothing of the grade of CRS.
RC_GTEST_PROP(Invariant, I21OrganToxicityChangesNoGradeOfCrs, ()) {
    const Chart chart = *charts(People::anyone);
    const int minute = *moments();
    const int charted = *rc::gen::inRange(0, minute + 1);
    const Row row = *rc::gen::elementOf(std::vector<Row>{{charted, "ctcae:liver", "4", ""},
                                                         {charted, "ctcae:kidney", "5", ""},
                                                         {charted, "ctcae:lung", "3", ""},
                                                         {charted, "ctcae:heart", "4", ""},
                                                         {charted, "alt", "2500", "U/L"},
                                                         {charted, "creatinine", "8", "mg/dL"},
                                                         {charted, "bilirubin", "12", "mg/dL"},
                                                         {charted, "ferritin", "250000", "ug/L"},
                                                         {charted, "hemophagocytosis", "yes", ""}});
    const CrsAnswer was = answer_at(chart, minute).crs;
    const CrsAnswer is = answer_at(with(chart, row), minute).crs;
    RC_ASSERT(is.at_least == was.at_least);
    RC_ASSERT(is.at_most == was.at_most);
}

// Fever with normal pressure and room air, awake with an ICE of 0 to 6: whatever else stands in the chart.
RC_GTEST_PROP(Invariant, I22AtCrs1WithIcans2TheCorticosteroidAndNoTocilizumab, ()) {
    Chart chart = *charts(People::adults);
    const int minute = *moments();
    const std::string ice = std::to_string(*rc::gen::inRange(0, 7));
    std::erase_if(chart.rows, [&](const Row& row) {
        return row.item.starts_with("rate:") || row.item == "sedated" || row.item == "attributed" ||
               row.minute == minute;
    });
    for (const Row& row :
         {Row{minute, "temperature", "38.7", "Cel"}, Row{minute, "systolic_bp", "124", "mm[Hg]"},
          Row{minute, "mean_bp", "88", "mm[Hg]"}, Row{minute, "oxygen_device", "room_air", ""},
          Row{minute, "spo2", "97", "%"}, Row{minute, "ice_score", ice, ""}, Row{minute, "consciousness", "awake", ""}})
        chart.rows.push_back(row);
    const Assessment answer = answer_at(chart, minute);
    RC_CLASSIFY(answer.crs.at_least == 1 && answer.crs.at_most == 1 && answer.icans.at_least >= 2);
    if (answer.crs.at_least != 1 || answer.crs.at_most != 1 || answer.icans.at_least < 2 || !answer.therapy) return;
    bool corticosteroid = false;
    bool avoided = false;
    for (const Recommendation& each : answer.recommendations) {
        const bool offered = each.action == Action::give || each.action == Action::consider;
        RC_ASSERT(!(offered && each.item == "tocilizumab"));
        avoided = avoided || (each.action == Action::avoid && each.item == "tocilizumab");
        corticosteroid =
            corticosteroid || (offered && (each.item == "dexamethasone" || each.item == "corticosteroid" ||
                                           each.item == "methylprednisolone" || each.item == "steroid_taper"));
    }
    RC_ASSERT(avoided);
    RC_ASSERT(corticosteroid);
}

// The drawn charts know no death.
RC_GTEST_PROP(Invariant, I23WithoutADeathNoGradeIs5, ()) {
    const Chart chart = *charts(People::anyone);
    const int minute = *moments();
    const Assessment answer = answer_at(chart, minute);
    RC_ASSERT(answer.crs.at_most <= 4);
    RC_ASSERT(answer.icans.at_most <= 4);
    const Assessment other = answer_at(with(chart, {minute, "death", "other", ""}), minute);
    RC_ASSERT(other.crs.at_most <= 4);
    RC_ASSERT(other.icans.at_most <= 4);
    RC_ASSERT(answer_at(with(chart, {minute, "death", "crs", ""}), minute).crs.at_least == 5);
}

// From grade 2 on, a drug that hides fever takes nothing away.
RC_GTEST_PROP(Invariant, I24ADrugThatHidesFeverNeverLowersTheGrade, ()) {
    const Chart chart = *charts(People::anyone);
    const int minute = *moments();
    const int given = *rc::gen::inRange(0, minute + 1);
    const Row row = *rc::gen::elementOf(std::vector<Row>{{given, "give:acetaminophen", "1000", "mg"},
                                                         {given, "give:tocilizumab", "640", "mg"},
                                                         {given, "give:dexamethasone", "10", "mg"},
                                                         {given, "give:anakinra", "100", "mg"}});
    const CrsAnswer was = answer_at(chart, minute).crs;
    const CrsAnswer is = answer_at(with(chart, row), minute).crs;
    if (was.at_least >= 2) RC_ASSERT(is.at_least >= was.at_least);
    RC_ASSERT(is.at_most >= was.at_most);
}

// Nothing is charted any more and the last readings are too old: what was possible stays possible.
RC_GTEST_PROP(Invariant, I25SilenceNeverLowersTheHighestPossibleGrade, ()) {
    const Chart chart = *charts(People::anyone);
    int last = 0;
    for (const Row& row : chart.rows) last = std::max(last, row.minute);
    last += 4 * 60 + 31;
    const int later = last + *rc::gen::inRange(0, 4'000);
    const Assessment at_end = answer_at(chart, last);
    const Assessment silent = answer_at(chart, later);
    RC_ASSERT(silent.crs.at_most >= at_end.crs.at_most);
    RC_ASSERT(silent.icans.at_most >= at_end.icans.at_most);
}

}  // namespace
}  // namespace stormkeel::properties
