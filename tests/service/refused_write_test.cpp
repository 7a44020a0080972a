// A write that the disk refuses costs the work of those it is about, and leaves everything as it was.
#include <gtest/gtest.h>

#include "adapters/assessment_json.h"
#include "service/live_ward.h"
#include "service/memory_store.h"
#include "service/ward_knowledge.h"

namespace stormkeel {
namespace {

const Instant noon = *parse_instant("2026-03-03T12:00:00Z");

Incoming observation(const std::string& id, const std::string& patient, const std::string& value) {
    return {patient,
            RecordForm::fhir,
            "Observation/" + id,
            {},
            R"({"resourceType":"Observation","id":")" + id + R"(","status":"final","code":{"coding":[{"system":)" +
                R"("http://loinc.org","code":"8310-5"}]},"subject":{"reference":"Patient/)" + patient +
                R"("},"effectiveDateTime":"2026-03-03T10:00:00Z","valueQuantity":{"value":)" + value +
                R"(,"system":"http://unitsofmeasure.org","code":"Cel"}})"};
}

Incoming message(const std::string& number, const std::string& event, const std::string& patient,
                 const std::string& rest = {}) {
    return {patient,
            RecordForm::hl7v2,
            "HL7 " + number,
            {},
            "MSH|^~\\&|ADT|HOSP|STORMKEEL|WARD|20260303110000+0000||ADT^" + event + '|' + number +
                "|P|2.5.1\rEVN||20260303110000\rPID|1||" + patient + "^^^HOSP^MR\r" + rest};
}

class RefusedWrite : public testing::Test {
protected:
    RefusedWrite() {
        for (const char* patient : {"p1", "p2", "p3"}) {
            take(observation(std::string(patient) + "-o1", patient, "38.6"));
            take(observation(std::string(patient) + "-o2", patient, "38.9"));
        }
        take(message("1", "A01", "p3"));
    }

    bool take(const Incoming& record) { return std::holds_alternative<Taken>(ward.take(std::vector{record}, noon)); }
    std::string told() {
        std::string text;
        for (const auto& [id, patient] : ward.patients()) {
            text += assessment_json(patient.record->assess(ward.knowledge().guideline, noon), RejectedRecords::listed);
        }
        return text;
    }
    // Whose records were read anew by a write that is refused.
    std::string read_anew(const Incoming& record) {
        Lying mark;
        mark.bed = "as it was left";  // it changes no answer
        for (const char* id : {"p1", "p2", "p3"}) ward.patient(id)->record->lies_in(mark);
        const std::string said = told();
        store.problem = StoreProblem{StoreProblem::Kind::full, "no space"};
        EXPECT_FALSE(take(record));
        store.problem.reset();
        EXPECT_EQ(told(), said);
        std::string found;
        for (const char* id : {"p1", "p2", "p3"}) {
            if (ward.patient(id)->record->bed() != mark.bed) found += id;
        }
        EXPECT_TRUE(take(record)) << "and it is taken once there is room";
        return found;
    }

    MemoryStore store;
    LiveWard ward{store, built_in_ward_knowledge()};
};

TEST_F(RefusedWrite, ReadsNobodyAnewButWhomItIsAbout) {
    EXPECT_EQ(read_anew(observation("p1-o3", "p1", "39.1")), "p1");
    EXPECT_EQ(read_anew(message("2", "A02", "p3")), "p3");
    EXPECT_EQ(read_anew(observation("p1-o1", "p2", "38.6")), "p1p2") << "a resource that goes over to another";
    EXPECT_EQ(read_anew(message("3", "A40", "p3", "MRG|p2^^^HOSP^MR\r")), "p1p2p3") << "who was named with them too";
}

TEST_F(RefusedWrite, WhoIsWhoIsAsItWas) {
    store.problem = StoreProblem{StoreProblem::Kind::full, "no space"};
    EXPECT_FALSE(take(message("4", "A40", "p3", "MRG|p2^^^HOSP^MR\r")));
    EXPECT_FALSE(take(observation("new", "p9", "38.6")));
    store.problem.reset();
    EXPECT_EQ(ward.patient("p9"), nullptr);
    ASSERT_NE(ward.patient("p2"), nullptr);
    EXPECT_EQ(ward.patient("p2")->record->patient(), "p2");
    EXPECT_EQ(ward.record().named_with("p2"), std::set<std::string>{"p2"});
}

}  // namespace
}  // namespace stormkeel
