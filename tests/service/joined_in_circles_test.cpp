// Joins of patients who have several identifiers: whoever was ever joined is one patient, however the joins contradict
// each other, and nobody is lost between them.
#include <gtest/gtest.h>

#include <algorithm>

#include "service/fhir_intake.h"
#include "service/live_ward.h"
#include "service/memory_store.h"
#include "service/ward_knowledge.h"

namespace stormkeel {
namespace {

const Instant noon_of_circles = *parse_instant("2026-03-03T12:00:00Z");

Incoming sent_of_circles(const std::string& minute, const std::string& type, const std::string& rest) {
    return {"A1",
            RecordForm::hl7v2,
            "HL7 ADT|H|" + minute,
            {},
            "MSH|^~\\&|ADT|H|S|W|202603031" + minute + "00+0000||" + type + "|" + minute + "|P|2.5.1\r" + rest};
}

struct JoinedInCircles : testing::Test {
    JoinedInCircles() {
        ward.open(noon_of_circles);
        for (const std::string id : {"a", "b", "c"}) {
            tell_of(id, {id + "1", id + "2"});
        }
    }

    void tell_of(const std::string& id, const std::vector<std::string>& identifiers) {
        std::string all;
        for (const std::string& each : identifiers) all += (all.empty() ? "" : ",") + ("{\"value\":\"" + each + "\"}");
        std::vector<Incoming> records;
        const std::string body = R"({"resourceType":"Patient","id":")" + id + R"(","identifier":[)" + all + "]}";
        for (FhirIntakePart& part : read_fhir_intake({body}, ward, noon_of_circles).parts) {
            if (part.record) records.push_back(*part.record);
        }
        records.push_back({id,
                           RecordForm::chart_row,
                           "row of " + id,
                           {},
                           R"({"time":"2026-03-03T10:0)" + std::to_string(id.front() - 'a') +
                               R"(:00Z","item":"give:tocilizumab","value":"640","unit":"mg"})"});
        take(records);
    }
    void join(const std::string& minute, const std::string& prior, const std::string& surviving) {
        Incoming message =
            sent_of_circles(minute, "ADT^A40^ADT_A39", "EVN|A40\rPID|1||" + surviving + "\rMRG|" + prior + "\r");
        message.patient = surviving;
        take({message});
    }
    void take(const std::vector<Incoming>& records) {
        ASSERT_TRUE(std::holds_alternative<Taken>(ward.take(records, noon_of_circles)));
    }
    // Whose charts stand in the answer of each: "a: a b; b: a b; ", live and after a start.
    std::string who_is_who() {
        const std::string live = who_is_who_in(ward);
        LiveWard again(store, built_in_ward_knowledge());
        again.open(noon_of_circles);
        EXPECT_EQ(who_is_who_in(again), live) << "after a start";
        return live;
    }
    static std::string who_is_who_in(const LiveWard& ward) {
        std::string said;
        for (const std::string id : {"a", "b", "c"}) {
            const WardPatient* patient = ward.patient(id);
            said += id + ":";
            if (patient == nullptr) {
                said += " nobody; ";
                continue;
            }
            for (const std::string of : {"a", "b", "c"}) {
                const auto facts = patient->timeline().facts();
                const bool has = std::any_of(facts.begin(), facts.end(), [&](const Fact& fact) {
                    return patient->timeline().source_text(fact.source).ends_with("row of " + of);
                });
                if (has) said += " " + of;
            }
            said += "; ";
        }
        return said;
    }

    MemoryStore store;
    LiveWard ward{store, built_in_ward_knowledge()};
};

TEST_F(JoinedInCircles, TwoThatAreJoinedBothWaysAreOne) {
    join("01", "a1", "b1");
    EXPECT_EQ(who_is_who(), "a: a b; b: a b; c: c; ");
    join("02", "b2", "a2");
    EXPECT_EQ(who_is_who(), "a: a b; b: a b; c: c; ");
}

TEST_F(JoinedInCircles, WhoIsJoinedIntoTwoMakesThemOne) {
    join("01", "a1", "b1");
    join("02", "a2", "c1");
    EXPECT_EQ(who_is_who(), "a: a b c; b: a b c; c: a b c; ");
}

TEST_F(JoinedInCircles, ThreeInARingAreOne) {
    join("01", "a1", "b1");
    join("02", "b2", "c1");
    join("03", "c2", "a2");
    EXPECT_EQ(who_is_who(), "a: a b c; b: a b c; c: a b c; ");
}

}  // namespace
}  // namespace stormkeel
