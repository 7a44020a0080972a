// What the door read of a resource is what the record would read of it again, whatever came before.
#include "adapters/assessment_json.h"
#include "service/fhir_intake.h"
#include "service/memory_store.h"
#include "service/record_feed.h"
#include "service/ward_knowledge.h"

namespace stormkeel {
namespace {

// A ward that nobody else's store can be taken for.
struct ReadingWard {
    MemoryStore store;
    LiveWard ward{store, built_in_ward_knowledge()};
};

std::string all_answers(const LiveWard& ward) {
    std::string told;
    for (const auto& [id, patient] : ward.patients()) {
        told += id + ' ' + assessment_json(patient.assessment, RejectedRecords::listed) + '\n';
    }
    return told;
}

TEST(FhirReadOnce, TheAnswersAreThoseOfAWardThatReadsEachRecordItself) {
    std::size_t read_once = 0;
    for (std::uint32_t seed = 1; seed <= 40; ++seed) {
        RecordFeed feed(seed);
        ReadingWard once;
        ReadingWard twice;
        for (int i = 0; i < 60; ++i) {
            const Record record = feed.next();
            std::vector<Incoming> records{{record.patient, record.form, record.source, record.version, record.text}};
            if (record.form == RecordForm::fhir) {
                const FhirIntake intake = read_fhir_intake({record.text}, once.ward, record.received);
                ASSERT_EQ(intake.parts.size(), 1U);
                if (!intake.parts.front().record) continue;
                records = {*intake.parts.front().record};
            }
            const auto taken = once.ward.take(records, record.received);
            ASSERT_TRUE(std::holds_alternative<Taken>(taken));
            if (records.front().alone != nullptr) ++read_once;
            records.front().alone = nullptr;
            const auto taken_too = twice.ward.take(records, record.received);
            ASSERT_TRUE(std::holds_alternative<Taken>(taken_too));
            ASSERT_EQ(all_answers(once.ward), all_answers(twice.ward)) << "seed " << seed << " record " << i;
        }
    }
    EXPECT_GT(read_once, 300U);
}

// What says more by the company it came in is read again beside what is kept.
TEST(FhirReadOnce, WhatNeedsOthersToBeReadIsReadAgain) {
    const std::string observation =
        R"("resourceType":"Observation","status":"final","code":{"coding":[{"system":"http://loinc.org","code":"8310-5"}]},)"
        R"("effectiveDateTime":"2026-03-03T10:00:00Z","valueQuantity":{"value":38.6,"system":"http://unitsofmeasure.org","code":"Cel"},)";
    const auto is_read_once = [&](const std::string& body, FhirForm form = FhirForm::json) {
        ReadingWard reading;
        const FhirIntake intake = read_fhir_intake({body, form}, reading.ward, *parse_instant("2026-03-06T00:00:00Z"));
        return intake.parts.front().record && intake.parts.front().record->alone != nullptr;
    };
    const std::string subject = R"("subject":{"reference":"Patient/p1"})";
    EXPECT_TRUE(is_read_once("{" + observation + R"("id":"o1",)" + subject + "}"));
    EXPECT_FALSE(is_read_once("{" + observation + subject + "}")) << "its id is made of what it says";
    EXPECT_FALSE(is_read_once("{" + observation + R"("id":"o1",)" + subject + "}\n", FhirForm::ndjson));
    EXPECT_FALSE(is_read_once(R"({"resourceType":"Bundle","type":"batch","entry":[{"resource":{)" + observation +
                              R"("id":"o1",)" + subject + "}}]}"));
    EXPECT_FALSE(
        is_read_once("{" + observation + R"("id":"o1","subject":{"identifier":{"system":"urn:mrn","value":"7"}}})"))
        << "whose it is the ward has to tell";
}

}  // namespace
}  // namespace stormkeel
