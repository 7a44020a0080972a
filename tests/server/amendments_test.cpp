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
    bool comes_to(const std::string& asked, const std::string& what) const {
        for (int i = 0; i < 200; ++i) {
            if (has(ward.ask(asked, ward.feed()), what)) return true;
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
        }
        return false;
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
    const std::string changed =
        R"("value":"38.60","unit":"Cel","source":")" + source +
        R"(","received":"2026-03-03T10:31:00Z","status":"retracted",)" +
        R"("changed":{"by":"nurse","at":"2026-03-03T10:31:00Z","reason":"another patient's","verified":null}})";
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

TEST_F(Amendments, APharmacistVerifiesWhatAPersonCorrected) {
    const SignedIn nurse(ward, "nurse");
    nurse.ask(ward, "POST /api/patients/p1/facts", a_fever);
    const std::string source = source_of("temperature");
    nurse.ask(ward, correct, correction(source, "36.80"));
    nurse.ask(ward, retract, retraction(source));
    ward.ask(retract, ward.feed(), retraction(source_of("oxygen_device")));
    const SignedIn pharmacist(ward, "pharmacist");
    const std::string waiting = pharmacist.ask(ward, "GET /api/cosigns");
    EXPECT_TRUE(has(waiting, R"("kind":"correction","state":"open","patient":"p1")")) << waiting;
    EXPECT_TRUE(has(waiting, R"("fact":{"time":"2026-03-03T10:00:00Z","item":"temperature",)"
                             R"("was":{"value":"38.60","unit":"Cel"},"is":{"value":"36.80","unit":"Cel"}},)"
                             R"("reason":"a digit off","by":"nurse")"))
        << waiting;
    EXPECT_TRUE(has(waiting, R"("was":{"value":"36.80","unit":"Cel"},"is":null},"reason":"another patient's")"));
    EXPECT_FALSE(has(waiting, R"("number":3)")) << "a feed's is its own";
    EXPECT_EQ(status_of(nurse.ask(ward, "POST /api/cosigns/1/approve", R"({"words":"mine"})")), 403);
    EXPECT_EQ(status_of(SignedIn(ward, "physician").ask(ward, "GET /api/cosigns")), 403);
    EXPECT_EQ(status_of(pharmacist.ask(ward, "POST /api/cosigns/1/approve", R"({"words":""})")), 400);
    EXPECT_EQ(status_of(pharmacist.ask(ward, "POST /api/cosigns/1/approve", R"({"words":"as on paper"})")), 200);
    EXPECT_EQ(status_of(pharmacist.ask(ward, "POST /api/cosigns/1/refuse", R"({"words":"or not"})")), 409);
    const std::string verified = R"("reason":"a digit off","verified":{"by":"pharmacist","at":"2026-03-03T10:31:00Z",)"
                                 R"("agrees":true,"words":"as on paper"}})";
    EXPECT_TRUE(has(facts(), verified)) << facts();
    EXPECT_TRUE(has(facts(), R"("reason":"another patient's","verified":null})"));
    ward.restart();
    EXPECT_TRUE(has(facts(), verified)) << facts();
    ward.stop();
    std::string told;
    for (const AuditEntry& entry : ward.store().all.audit) {
        if (!has(entry.action, "fact") && !has(entry.action, "correction")) continue;
        const std::string number = has(entry.object, " number ")  ? "number " + between(entry.object, " number ", " ")
                                   : has(entry.object, "number ") ? entry.object.substr(0, 8)
                                                                  : "";
        told +=
            entry.actor + ' ' + entry.action + ' ' + number + ' ' + between(entry.context, R"("role":")", "\"") + '\n';
    }
    EXPECT_EQ(told,
              "nurse correct fact number 1 nurse\nnurse retract fact number 2 nurse\n"
              "feed retract fact  integration\npharmacist correction approved number 1 pharmacist\n");
}

TEST_F(Amendments, WhatAPharmacistFindsWrongIsAnAlarmUntilItIsCorrectedAgain) {
    const SignedIn nurse(ward, "nurse");
    nurse.ask(ward, "POST /api/patients/p1/facts", a_fever);
    const std::string source = source_of("temperature");
    nurse.ask(ward, correct, correction(source, "36.80"));
    EXPECT_FALSE(has(ward.ask("GET /api/technical", ward.feed()), "correction_questioned"));
    const SignedIn pharmacist(ward, "pharmacist");
    EXPECT_EQ(status_of(pharmacist.ask(ward, "POST /api/cosigns/1/refuse", R"({"words":"the paper says 38.6"})")), 200);
    EXPECT_TRUE(has(facts(), R"("agrees":false,"words":"the paper says 38.6"})")) << facts();
    EXPECT_TRUE(comes_to("GET /api/technical", R"("condition":"correction","priority":"medium","state":"raised")"));
    const std::string open = ward.ask("GET /api/technical", ward.feed());
    EXPECT_TRUE(has(open, "correction_questioned") && has(open, "since 2026-03-03T10:31:00Z a pharmacist")) << open;
    EXPECT_FALSE(has(open, "p1\"")) << "no patient stands there";
    nurse.ask(ward, correct, correction(source, "38.60"));
    EXPECT_TRUE(
        comes_to("GET /api/technical", R"("condition":"correction","priority":"medium","state":"raised","over":true)"))
        << "and stays until somebody has seen it";
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
