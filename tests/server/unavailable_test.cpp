// Of whom a row that is kept was altered: nobody is answered for them by any door, and everybody else is.
#include <gtest/gtest.h>

#include "adapters/hl7v2_frame.h"
#include "server/running_ward.h"
#include "server/signed_in.h"
#include "service/ward_knowledge.h"

namespace stormkeel {
namespace {

std::string observation(const std::string& id, const std::string& patient) {
    return R"({"resourceType":"Observation","id":")" + id +
           R"(","status":"final","code":{"coding":[{"system":"http://loinc.org","code":"8310-5"}]},"subject":{)"
           R"("reference":"Patient/)" +
           patient +
           R"("},"effectiveDateTime":"2026-03-03T10:00:00Z","valueQuantity":{"value":38.6,)"
           R"("system":"http://unitsofmeasure.org","code":"Cel"}})";
}

std::string message(const std::string& number, const std::string& type, const std::string& rest) {
    return "MSH|^~\\&|LAB|HOSP|STORMKEEL|WARD|20260303103000+0000||" + type + "|" + number + "|P|2.5.1\r" + rest;
}

std::string pid(const std::string& identifier) { return "PID|1||" + identifier + "^^^HOSP^MR||DOE^J||19610502\r"; }

class Unavailable : public testing::Test {
protected:
    Unavailable() {
        ward.keep_person("nora", Role::nurse);
        ward.restart();
        for (const char* patient : {"p1", "p2"}) {
            EXPECT_EQ(status_of(ward.ask("POST /api/patients/" + std::string(patient) + "/facts", ward.feed(),
                                         grade_three_facts)),
                      200);
        }
        fhir("POST /fhir", observation("o1", "p1"));
    }

    // As the store tells it of a record of this number, after a restart.
    void damage(std::uint64_t record, const std::string& patient) {
        ward.stop();
        ward.store().altered = {{"record", record, {patient}}};
        ward.restart();
    }

    std::string get(const std::string& path) const { return ward.ask("GET " + path, ward.feed()); }
    std::string fhir(const std::string& call, const std::string& body) const {
        return ward.ask(call, ward.feed(), body, "Content-Type: application/fhir+json\r\n");
    }
    std::string send(const std::string& text) const {
        PlainClient client(ward.mllp_port());
        client.send(hl7v2_framed(text));
        return client.receive_until("\x1C\r");
    }

    RunningWard ward;
};

TEST_F(Unavailable, NoDoorAnswersForThemAndEveryDoorForTheOthers) {
    EXPECT_EQ(status_of(get("/api/patients/p1/assessment")), 200);
    damage(3, "p1");
    for (const char* path : {"/api/patients/p1/assessment", "/api/patients/p1/timeline", "/api/patients/p1/facts",
                             "/fhir/Observation?patient=p1", "/fhir/Patient?_id=p1", "/fhir/Observation/o1"}) {
        const std::string answer = get(path);
        EXPECT_EQ(status_of(answer), 503) << path << answer;
        EXPECT_TRUE(has(answer, "damaged")) << path << answer;
        EXPECT_FALSE(has(answer, "38.6")) << path << answer;
    }
    for (const char* path : {"/api/patients/p2/assessment", "/api/patients/p2/facts", "/fhir/Observation?patient=p2"}) {
        EXPECT_EQ(status_of(get(path)), 200) << path;
    }
    EXPECT_TRUE(has(get("/api/patients/p2/assessment"), R"("at_least":3)"));
    const std::string asked =
        ward.ask("POST /cds-services/stormkeel-patient-view", ward.feed(),
                 R"({"hook":"patient-view","hookInstance":"d1577c69-dfbe-44ad-ba6d-3e05e953b2ea","context":{)"
                 R"("userId":"Practitioner/x","patientId":"p1"}})");
    EXPECT_EQ(status_of(asked), 503) << asked;
}

TEST_F(Unavailable, TheBoardAndAnAlertSayItAndTheAuditToo) {
    damage(3, "p1");
    const std::string board = get("/api/ward");
    EXPECT_TRUE(has(board, R"([{"patient":"p1","unavailable":true,)")) << "first: " << board;
    EXPECT_TRUE(has(board, R"("crs":{"grade":null,"at_least":0,"at_most":4,)")) << board;
    EXPECT_TRUE(has(board, R"({"patient":"p2","bed")")) << board;
    const std::string wall = ward.ask("GET /api/ward", ward.kiosk());
    EXPECT_TRUE(has(wall, R"([{"bed":null,"unavailable":true)")) << wall;
    EXPECT_FALSE(has(wall, "p1")) << wall;
    const std::string own = get("/api/technical");
    EXPECT_TRUE(has(own, R"("condition":"storage","priority":"high")")) << own;
    EXPECT_TRUE(has(own, "restore the last backup")) << own;
    EXPECT_TRUE(has(own, "row 3 of record")) << own;
    ward.stop();
    const auto& audit = ward.store().all.audit;
    EXPECT_TRUE(std::any_of(audit.begin(), audit.end(), [](const AuditEntry& entry) {
        return entry.action == "damage found" &&
               entry.object.starts_with("row 3 of record is not what was kept patient ");
    }));
}

TEST_F(Unavailable, NothingIsTakenForThemAndAllOfTheOthersIs) {
    damage(3, "p1");
    EXPECT_EQ(status_of(ward.ask("POST /api/patients/p1/facts", ward.feed(), grade_three_facts)), 503);
    EXPECT_EQ(status_of(SignedIn(ward, "nora").ask(ward, "GET /api/patients/p1/assessment")), 503);
    const std::string alone = fhir("POST /fhir", observation("o2", "p1"));
    EXPECT_EQ(status_of(alone), 503) << alone;
    const std::string taken_over = fhir("POST /fhir", observation("o1", "p2"));
    EXPECT_EQ(status_of(taken_over), 503) << "the resource is p1's: " << taken_over;
    const auto bundle = [&](const std::string& type) {
        return R"({"resourceType":"Bundle","type":")" + type +
               R"(","entry":[{"request":{"method":"POST","url":"Observation"},"resource":)" + observation("o3", "p1") +
               R"(},{"request":{"method":"POST","url":"Observation"},"resource":)" + observation("o4", "p2") + "}]}";
    };
    const std::string whole = fhir("POST /fhir", bundle("transaction"));
    EXPECT_EQ(status_of(whole), 503) << whole;
    const std::string parts = fhir("POST /fhir", bundle("batch"));
    EXPECT_EQ(status_of(parts), 200) << parts;
    EXPECT_TRUE(has(parts, "503 Service Unavailable")) << parts;
    EXPECT_TRUE(has(parts, "201 Created")) << parts;
    const std::string refused =
        send(message("1", "ORU^R01^ORU_R01",
                     pid("p1") + "OBR|1||F1|VITALS\rOBX|1|NM|8310-5^T^LN||38|Cel|||||F|||20260303100000+0000\r"));
    EXPECT_TRUE(has(refused, "MSA|AE|1")) << refused;
    EXPECT_TRUE(has(get("/api/dead-letters"), "damaged")) << "held back";
    const std::string kept =
        send(message("2", "ORU^R01^ORU_R01",
                     pid("p2") + "OBR|1||F1|VITALS\rOBX|1|NM|8310-5^T^LN||38|Cel|||||F|||20260303100000+0000\r"));
    EXPECT_TRUE(has(kept, "MSA|AA|2")) << kept;
    ward.stop();
    for (const Record& record : ward.store().all.records) {
        if (record.number <= 15) continue;
        EXPECT_NE(record.patient, "p1") << record.source;
    }
}

// Whoever was joined with them would be answered for without what is theirs.
TEST_F(Unavailable, WhoIsJoinedWithThemIsNotAnsweredForEither) {
    ward.ask("POST /api/patients/p3/facts", ward.feed(), grade_three_facts);
    send(message("9", "ADT^A40^ADT_A39", "EVN|A40|20260303103000+0000\r" + pid("p3") + "MRG|p1^^^HOSP^MR\r"));
    damage(3, "p1");
    EXPECT_EQ(status_of(get("/api/patients/p1/assessment")), 503);
    EXPECT_EQ(status_of(get("/api/patients/p3/assessment")), 503);
    EXPECT_EQ(status_of(get("/api/patients/p2/assessment")), 200);
}

// The message that joined them is the row that was altered: nobody can tell any more whom it named.
TEST_F(Unavailable, WhoLostWhatAnAlteredMessageBroughtIsNotAnsweredFor) {
    ward.ask("POST /api/patients/p3/facts", ward.feed(),
             R"({"facts":[)"
             R"({"time":"2026-03-03T10:00:00Z","item":"temperature","value":38.60,"unit":"Cel"}]})");
    send(message("9", "ADT^A40^ADT_A39", "EVN|A40|20260303103000+0000\r" + pid("p3") + "MRG|p1^^^HOSP^MR\r"));
    ward.stop();
    Record& joining = ward.store().all.records.back();
    ASSERT_EQ(joining.form, RecordForm::hl7v2);
    joining.text = "MSH|not a message any more";
    ward.store().altered = {{"record", joining.number, {"p4"}}};
    ward.restart();
    EXPECT_EQ(status_of(get("/api/patients/p3/assessment")), 503) << "it was answered with the records of p1";
    EXPECT_EQ(status_of(get("/api/patients/p2/assessment")), 200);
}

// While the ward runs, what was read before is right: it goes on, and says that the disk is not.
TEST_F(Unavailable, WhatIsFoundOnTheDiskLaterIsAnAlertAndEndsNothing) {
    ward.stop();
    ward.store().looked = Store::Found(std::vector<DamagedRow>{{"record", 3, {"p1"}}});
    ward.restart();
    EXPECT_FALSE(has(get("/api/technical"), "storage"));
    ward.set_clock("2026-03-03T11:32:00Z");
    std::string own;
    for (int i = 0; i < 500 && !has(own, "storage"); ++i) {
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
        own = get("/api/technical");
    }
    EXPECT_TRUE(has(own, R"("condition":"storage","priority":"high")")) << own;
    EXPECT_TRUE(has(own, "what was read before")) << own;
    EXPECT_EQ(status_of(get("/api/patients/p1/assessment")), 200);
}

// Without sockets: who asks is on this machine.
TEST(BackupOfADamagedWard, IsRefusedWhileItRunsToo) {
    MemoryStore store;
    store.altered = {{"record", 1, {"p1"}}};
    WardApplication ward(store, built_in_ward_knowledge(), [] { return *parse_instant("2026-03-03T10:31:00Z"); });
    ward.open();
    HttpResponse told;
    const auto back_up = [&](const std::string& more) {
        HttpRequest request{"POST", "/control/backup", {{"file", "copy.sqlite"}}, {}, {}};
        if (!more.empty()) request.query[more] = "";
        request.local = true;
        ward.answer(request, [&told](HttpResponse response) { told = std::move(response); });
        ward.settle();
        return told.status;
    };
    EXPECT_EQ(back_up(""), 409);
    EXPECT_TRUE(has(told.body, "restore the last backup, which is whole, instead")) << told.body;
    EXPECT_NE(back_up("to_verify"), 409) << "what is wrong is looked for in a copy";
}

}  // namespace
}  // namespace stormkeel
