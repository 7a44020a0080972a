// Lets the records in again in the order in which they came, and stops at each that an answer was given after.
#include "service/replay.h"

#include <algorithm>
#include <map>
#include <set>

#include "adapters/assessment_json.h"
#include "storage/digest.h"

namespace stormkeel {

namespace {

// The last answer of each patient, by the number of the record it was given after.
Stored<std::multimap<std::uint64_t, KeptAssessment>> last_answers(Store& store, const std::set<std::string>& patients) {
    std::multimap<std::uint64_t, KeptAssessment> found;
    for (const std::string& id : patients) {
        const auto kept = store.last_assessment(id);
        if (const auto* problem = std::get_if<StoreProblem>(&kept)) return *problem;
        const auto& answer = std::get<std::optional<KeptAssessment>>(kept);
        if (answer) found.emplace(answer->last_record, *answer);
    }
    return found;
}

void compare(const KeptAssessment& kept, WardRecord& record, const WardKnowledge& knowledge, Replay& result) {
    if (kept.guideline != knowledge.guideline.at(kept.as_of).fingerprint) {
        ++result.by_other_packs;
        return;
    }
    record.fold_anew(kept.patient);
    PatientRecord* patient = record.patient(kept.patient);
    const auto answered = [&] {
        return assessment_json(patient->assess(knowledge.guideline, kept.as_of, kept.clock_doubt),
                               RejectedRecords::listed);
    };
    const bool same = patient != nullptr && digest_of({answered()}) == kept.digest;
    if (same) {
        ++result.same;
    } else {
        result.differ.push_back(kept.number);
    }
}

}  // namespace

Stored<Replay> replay(Store& store, const WardKnowledge& knowledge) {
    Replay result;
    std::vector<Record> records;
    std::set<std::string> patients;
    const auto read = store.each_record({}, [&](const Record& record) {
        patients.insert(record.patient);
        records.push_back(record);
    });
    if (const auto* problem = std::get_if<StoreProblem>(&read)) return *problem;
    result.records = records.size();
    std::sort(records.begin(), records.end(), [](const Record& a, const Record& b) { return a.number < b.number; });
    WardRecord record(knowledge.terminology, knowledge.hl7v2);
    const auto answers = last_answers(store, patients);
    if (const auto* problem = std::get_if<StoreProblem>(&answers)) return *problem;
    std::size_t next = 0;
    for (const auto& [after, kept] : std::get<std::multimap<std::uint64_t, KeptAssessment>>(answers)) {
        for (; next < records.size() && records[next].number <= after; ++next) record.add(std::move(records[next]));
        record.changed();
        compare(kept, record, knowledge, result);
    }
    return result;
}

}  // namespace stormkeel
