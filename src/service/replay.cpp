// Folds each patient's records anew, up to the last one an answer rested on.
#include "service/replay.h"

#include <map>

#include "adapters/assessment_json.h"
#include "storage/digest.h"

namespace stormkeel {

namespace {

std::string digest_of_answer(const std::vector<Record>& records, const KeptAssessment& kept,
                             const WardKnowledge& knowledge) {
    PatientRecord record(kept.patient);
    for (const Record& one : records) {
        if (one.number <= kept.last_record) record.add(one);
    }
    const Timeline timeline = record.timeline(knowledge.terminology);
    const Assessment answer = assess(timeline, knowledge.guideline, kept.as_of);
    return digest_of({assessment_json(answer, RejectedRecords::listed)});
}

}  // namespace

Stored<Replay> replay(Store& store, const WardKnowledge& knowledge) {
    Replay result;
    std::map<std::string, std::vector<Record>> patients;
    const auto read = store.each_record("", [&](const Record& record) {
        ++result.records;
        patients[record.patient].push_back(record);
    });
    if (const auto* problem = std::get_if<StoreProblem>(&read)) return *problem;
    for (const auto& [id, records] : patients) {
        const auto kept = store.assessments(id);
        if (const auto* problem = std::get_if<StoreProblem>(&kept)) return *problem;
        const auto& answers = std::get<std::vector<KeptAssessment>>(kept);
        if (answers.empty()) continue;
        const KeptAssessment& last = answers.back();
        if (last.guideline != knowledge.guideline.at(last.as_of).fingerprint) {
            ++result.by_other_packs;
        } else if (digest_of_answer(records, last, knowledge) == last.digest) {
            ++result.same;
        } else {
            result.differ.push_back(last.number);
        }
    }
    return result;
}

}  // namespace stormkeel
