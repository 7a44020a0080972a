// Facts of a chart are taken back and corrected: by whom, what is told of it, and what the ward answers then.
#include <gtest/gtest.h>

#include "server/signed_in.h"

namespace stormkeel {
namespace {

const std::string a_fever =
    R"({"facts":[{"time":"2026-03-03T10:00:00Z","item":"temperature","value":38.60,"unit":"Cel"}]})";

class Amendments : public testing::Test {
protected:
    Amendments() {
        for (const char* name : {"nurse", "other"}) ward.keep_person(name, Role::nurse);
        for (const Role role : {Role::physician, Role::pharmacist}) ward.keep_person(std::string(name_of(role)), role);
        ward.restart();
        for (const char* patient : {"p1", "p2"}) {
            ward.ask("POST /api/patients/" + std::string(patient) + "/facts", ward.feed(), R"({"facts":[
                {"time":"2026-03-01T09:00:00Z","item":"therapy","value":"axicabtagene_ciloleucel"},
                {"time":"2026-03-03T10:00:00Z","item":"oxygen_device","value":"room_air"}]})");
        }
    }

    std::string facts(const std::string& patient = "p1") const {
        return ward.ask("GET /api/patients/" + patient + "/facts", ward.feed());
    }
    std::string source_of(const std::string& item) const {
        const std::string told = facts();
        return between(told.substr(told.find("\"item\":\"" + item)), R"("source":")", "\"");
    }
    std::string crs(const std::string& patient = "p1") const {
        return between(ward.ask("GET /api/patients/" + patient + "/assessment", ward.feed()), R"("crs":)", "}");
    }
    std::string retraction(const std::string& source) const {
        return R"({"source":")" + source + R"(","reason":"another patient's"})";
    }
    std::string correction(const std::string& source, const std::string& value) const {
        return R"({"source":")" + source + R"(","value":)" + value + R"(,"unit":"Cel","reason":"a digit off"})";
    }
    static constexpr const char* retract = "POST /api/patients/p1/facts/retract";
    static constexpr const char* correct = "POST /api/patients/p1/facts/correct";

    RunningWard ward;
};

TEST_F(Amendments, WhatIsTakenBackCountsNoMoreAndStaysReadable) {
    const SignedIn nurse(ward, "nurse");
    nurse.ask(ward, "POST /api/patients/p1/facts", a_fever);
    EXPECT_NE(crs(), crs("p2"));
    const std::string source = source_of("temperature");
    EXPECT_TRUE(has(nurse.ask(ward, retract, retraction(source)), R"("kept":1)"));
    EXPECT_EQ(crs(), crs("p2")) << "as if it had never been charted";
    const std::string changed = R"("value":"38.60","unit":"Cel","source":")" + source +
                                R"(","received":"2026-03-03T10:31:00Z","status":"retracted",)" +
                                R"("changed":{"by":"nurse","at":"2026-03-03T10:31:00Z","reason":"another patient's"}})";
    EXPECT_TRUE(has(facts(), changed)) << facts();
    EXPECT_TRUE(has(nurse.ask(ward, retract, retraction(source)), R"("repeated":1)")) << "the answer was lost";
    ward.restart();
    EXPECT_EQ(crs(), crs("p2"));
    EXPECT_TRUE(has(facts(), changed)) << facts();
    ward.stop();
    std::vector<std::string> told;
    for (const AuditEntry& entry : ward.store().all.audit) {
        if (entry.action == "retract fact") told.push_back(entry.actor + ' ' + entry.object);
    }
    ASSERT_EQ(told.size(), 1U);
    EXPECT_TRUE(told[0].starts_with("nurse patient ") && !has(told[0], "p1")) << told[0];
}

TEST_F(Amendments, ACorrectionStandsInItsPlace) {
    const SignedIn nurse(ward, "nurse");
    nurse.ask(ward, "POST /api/patients/p1/facts", a_fever);
    const std::string before = crs();
    const std::string source = source_of("temperature");
    EXPECT_TRUE(has(nurse.ask(ward, correct, correction(source, "36.80")), R"("kept":1)"));
    EXPECT_NE(crs(), before);
    EXPECT_TRUE(has(facts(), R"("status":"corrected","changed":{"by":"nurse")")) << facts();
    EXPECT_TRUE(has(facts(), R"("value":"36.80","unit":"Cel","source":")" + source)) << facts();
    EXPECT_TRUE(has(facts(), R"("status":"current"})")) << facts();
    EXPECT_TRUE(has(nurse.ask(ward, correct, correction(source, "38.60")), R"("kept":1)"));
    EXPECT_EQ(crs(), before);
    EXPECT_TRUE(has(nurse.ask(ward, correct, correction(source, "36.80")), R"("kept":1)"))
        << "said again after another";
    EXPECT_NE(crs(), before);
    EXPECT_TRUE(has(nurse.ask(ward, retract, retraction(source)), R"("kept":1)"));
    EXPECT_EQ(crs(), crs("p2"));
    EXPECT_TRUE(has(nurse.ask(ward, correct, correction(source, "38.60")), R"("kept":1)")) << "it was right after all";
    EXPECT_EQ(crs(), before);
    ward.restart();
    EXPECT_EQ(crs(), before);
}

TEST_F(Amendments, ANurseAmendsTheirOwnForADayAndAPhysicianEverything) {
    const std::string feeds = source_of("oxygen_device");
    {
        const SignedIn nurse(ward, "nurse");
        const SignedIn other(ward, "other");
        nurse.ask(ward, "POST /api/patients/p1/facts", a_fever);
        const std::string own = source_of("temperature");
        EXPECT_EQ(status_of(nurse.ask(ward, retract, retraction(feeds))), 403);
        EXPECT_EQ(status_of(other.ask(ward, retract, retraction(own))), 403);
        EXPECT_EQ(status_of(SignedIn(ward, "pharmacist").ask(ward, retract, retraction(own))), 403);
        EXPECT_EQ(status_of(ward.ask(retract, ward.feed(), retraction(own))), 403) << "a person's";
        EXPECT_EQ(status_of(ward.ask(retract, ward.kiosk(), retraction(own))), 403);
        EXPECT_EQ(status_of(SignedIn(ward, "physician").ask(ward, correct, correction(own, "38.1"))), 200);
        EXPECT_EQ(status_of(nurse.ask(ward, retract, retraction(own))), 403) << "a physician amended it since";
    }
    ward.set_clock("2026-03-03T11:00:00Z");
    const std::string later = R"({"facts":[{"time":"2026-03-03T10:50:00Z","item":"spo2","value":96,"unit":"%"}]})";
    SignedIn(ward, "nurse").ask(ward, "POST /api/patients/p1/facts", later);
    const std::string own = source_of("spo2");
    ward.set_clock("2026-03-04T11:00:01Z");
    EXPECT_EQ(status_of(SignedIn(ward, "nurse").ask(ward, retract, retraction(own))), 403) << "a day has passed";
    EXPECT_EQ(status_of(SignedIn(ward, "physician").ask(ward, retract, retraction(own))), 200);
    EXPECT_EQ(status_of(SignedIn(ward, "physician").ask(ward, retract, retraction(feeds))), 200);
}

TEST_F(Amendments, AFeedTakesBackWhatAFeedBroughtAndRepeatingItChangesNothing) {
    ward.ask("POST /api/patients/p1/facts", ward.feed(), a_fever);
    const std::string source = source_of("temperature");
    EXPECT_EQ(status_of(ward.ask(retract, ward.feed(), retraction(source))), 200);
    EXPECT_EQ(crs(), crs("p2"));
    EXPECT_TRUE(has(ward.ask("POST /api/patients/p1/facts", ward.feed(), a_fever), R"("repeated":1)"));
    EXPECT_EQ(crs(), crs("p2")) << "it stays taken back";
    const SignedIn nurse(ward, "nurse");
    const std::string again = nurse.ask(ward, "POST /api/patients/p1/facts", a_fever);
    EXPECT_EQ(status_of(again), 409) << "a person is told so, and may think it counts otherwise";
    EXPECT_TRUE(has(again, "took it back (another patient's)") && has(again, source)) << again;
}

TEST_F(Amendments, WhatCannotBeAmendedIsToldWhy) {
    const SignedIn physician(ward, "physician");
    const std::string source = source_of("oxygen_device");
    EXPECT_EQ(status_of(physician.ask(ward, retract, retraction("api 0000"))), 404);
    EXPECT_EQ(status_of(physician.ask(ward, "POST /api/patients/p9/facts/retract", retraction(source))), 404);
    EXPECT_EQ(status_of(physician.ask(ward, "POST /api/patients/p2/facts/retract", retraction(source))), 404)
        << "it is of another patient";
    EXPECT_EQ(status_of(physician.ask(ward, retract, R"({"source":")" + source + R"("})")), 400);
    EXPECT_EQ(status_of(physician.ask(ward, retract, R"({"source":")" + source + R"(","reason":"  "})")), 400);
    EXPECT_EQ(status_of(physician.ask(ward, correct, retraction(source))), 400);
    EXPECT_EQ(status_of(physician.ask(ward, correct, correction(source, "38.60"))), 422) << "that is no device";
    ward.ask("POST /fhir/Observation", ward.feed(), R"({"resourceType":"Observation","id":"w1","status":"final",
        "code":{"coding":[{"system":"http://loinc.org","code":"29463-7"}]},"subject":{"reference":"Patient/p1"},
        "effectiveDateTime":"2026-03-02T09:00:00Z",
        "valueQuantity":{"value":80,"system":"http://unitsofmeasure.org","code":"kg"}})");
    const std::string of_fhir = source_of("weight");
    ASSERT_FALSE(of_fhir.empty());
    EXPECT_EQ(status_of(physician.ask(ward, retract, retraction(of_fhir))), 409) << of_fhir;
}

TEST_F(Amendments, WithAFullDiskNothingOfThemHappens) {
    ward.ask("POST /api/patients/p1/facts", ward.feed(), a_fever);
    const std::string before = crs();
    const std::string source = source_of("temperature");
    ward.store().problem = StoreProblem{StoreProblem::Kind::full, "full"};
    EXPECT_EQ(status_of(ward.ask(retract, ward.feed(), retraction(source))), 507);
    ward.store().problem.reset();
    EXPECT_EQ(crs(), before);
}

}  // namespace
}  // namespace stormkeel
