// A message says it of an entry that stood, and a version of a resource by naming another patient.
#include "service/wrong_patient.h"

#include <algorithm>

#include "adapters/hl7v2_standing.h"

namespace stormkeel {

namespace {

// One word of an alarm.
std::string word_of_place(const std::string& place) {
    std::string word = "of_another:" + place;
    std::replace(word.begin(), word.end(), ' ', '_');
    return word;
}

}  // namespace

std::vector<std::string> told_of_wrong_patient(const WardRecord::OfAnother& of_another, const PatientRecord& patient) {
    std::vector<std::string> told;
    if (of_another.places.empty() && of_another.resources.empty()) return told;
    const auto resources = of_another.resources.find(patient.patient());
    if (resources != of_another.resources.end()) told = resources->second;
    for (const Rejection& each : patient.timeline().rejected()) {
        if (each.why == of_another_patient && of_another.places.contains(each.where)) told.push_back(each.where);
    }
    return told;
}

void add_wrong_patient(std::vector<Alarm>& alarms, const std::vector<std::string>& told, const AlarmTable& table) {
    const auto rule = std::find_if(table.rules.begin(), table.rules.end(),
                                   [](const AlarmRule& each) { return each.sign == AlarmSign::taken_back; });
    if (told.empty() || rule == table.rules.end()) return;
    auto alarm = std::find_if(alarms.begin(), alarms.end(),
                              [&](const Alarm& each) { return each.condition == rule->condition; });
    if (alarm == alarms.end())
        alarm = alarms.insert(alarms.end(), Alarm{rule->condition, rule->priority, {}, forever, {}});
    std::string named;
    for (const std::string& each : told) {
        alarm->words.push_back(word_of_place(each));
        named += (named.empty() ? "" : ", ") + each;
    }
    alarm->text += (alarm->text.empty() ? "" : "; ") + ("what was told of them was of another patient (" + named +
                                                        "): look again at what was done, here and where it belongs");
}

}  // namespace stormkeel
