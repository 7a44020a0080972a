// HL7 v2 over MLLP into the ward: kept before it is acknowledged, joined and separated, held back and taken again.
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <thread>

#include "adapters/hl7v2_frame.h"
#include "server/running_ward.h"
#include "server/signed_in.h"
#include "service/ward_knowledge.h"

namespace stormkeel {
namespace {

std::string msh(const std::string& type, const std::string& number) {
    return "MSH|^~\\&|LAB|HOSP|STORMKEEL|WARD|20260303103000+0000||" + type + "|" + number + "|P|2.5.1\r";
}

std::string pid(const std::string& identifier) { return "PID|1||" + identifier + "^^^HOSP^MR||DOE^J||19610502\r"; }

std::string temperature_message(const std::string& number, const std::string& identifier, const std::string& value) {
    return msh("ORU^R01^ORU_R01", number) + pid(identifier) + "OBR|1||F" + number +
           "|VITALS|||20260303100000+0000\r"
           "OBX|1|NM|8310-5^Body temperature^LN||" +
           value + "|Cel|||||F|||20260303100000+0000\r";
}

std::string joins(const std::string& number, const std::string& surviving, const std::string& prior) {
    return msh("ADT^A40^ADT_A39", number) + "EVN|A40|20260303103000+0000\r" + pid(surviving) + "MRG|" + prior +
           "^^^HOSP^MR\r";
}

std::string given(const std::string& number, const std::string& identifier, const std::string& at) {
    return msh("RAS^O17^RAS_O17", number) + pid(identifier) + "ORC|RE|P" + number + "|F" + number +
           "\rRXO|1657979^tocilizumab^RXNORM\rRXR|IV\r"
           "RXA|0|1|" +
           at + "|" + at + "|1657979^tocilizumab^RXNORM|640|mg|||||||||||||CP|A\rRXR|IV\r";
}

class Hl7IntakeTest : public testing::Test {
protected:
    std::string send(const std::string& message) {
        client.send(hl7v2_framed(message));
        return client.receive_until("\x1C\r");
    }
    std::string get(const std::string& path) const { return ward.ask("GET " + path, ward.feed()); }
    // Once it is as wanted: time passes in the ward as often as its own clock lets it.
    std::string get_when(const std::string& path, const std::function<bool(const std::string&)>& wanted) const {
        std::string told = get(path);
        for (int i = 0; i < 1000 && !wanted(told); ++i) {
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
            told = get(path);
        }
        return told;
    }

    RunningWard ward;
    PlainClient client{ward.mllp_port()};
};

TEST_F(Hl7IntakeTest, AMessageIsAcknowledgedOnceItIsKept) {
    const std::string answer = send(temperature_message("1", "p1", "38.6"));
    EXPECT_TRUE(has(answer, "MSA|AA|1\r")) << answer;
    EXPECT_TRUE(has(get("/api/patients/p1/assessment"), R"("value":38.6)"));
    EXPECT_TRUE(has(
        get("/api/patients/p1/facts"),
        R"("time":"2026-03-03T10:00:00Z","item":"temperature","value":"38.6","unit":"Cel","source":"ORU 1 OBX 1")"));
    ward.stop();
    ASSERT_EQ(ward.store().all.records.size(), 1U);
    EXPECT_EQ(ward.store().all.records[0].text, temperature_message("1", "p1", "38.6"));
}

TEST_F(Hl7IntakeTest, AMessageSentAgainIsAcknowledgedAndKeptOnce) {
    send(temperature_message("1", "p1", "38.6"));
    EXPECT_TRUE(has(send(temperature_message("1", "p1", "38.6")), "MSA|AA|1\r"));
    const std::string other = send(temperature_message("1", "p1", "36.6"));
    EXPECT_TRUE(has(other, "MSA|AE|1\r")) << other;
    EXPECT_TRUE(has(other, "205^")) << other;
    EXPECT_TRUE(has(get("/api/dead-letters"), "came before and said something else"));
    EXPECT_TRUE(has(get("/api/patients/p1/assessment"), R"("value":38.6)"));
}

TEST_F(Hl7IntakeTest, WhatCannotBeUsedIsToldAndHeldBack) {
    const std::string broken = send(msh("ORU^R01^ORU_R01", "7") + "OBR|1||F7\r");
    EXPECT_TRUE(has(broken, "MSA|AE|7\r")) << broken;
    EXPECT_TRUE(has(broken, "ERR|")) << broken;
    const std::string letters = get("/api/dead-letters");
    EXPECT_TRUE(has(letters, "PID")) << letters;
    EXPECT_TRUE(has(send(msh("SIU^S12^SIU_S12", "8") + pid("p1")), "MSA|AR|8\r"));
    EXPECT_FALSE(has(get("/api/dead-letters"), "SIU")) << "a kind that carries no fact of ours is not held back";
    const std::string ahead =
        send("MSH|^~\\&|LAB|HOSP|STORMKEEL|WARD|20260303103601+0000||ORU^R01^ORU_R01|9|P|2.5.1\r" + pid("p1") +
             "OBR|1||F9\r");
    EXPECT_TRUE(has(ahead, "MSA|AE|9\r")) << ahead;
}

TEST_F(Hl7IntakeTest, AMessageThatDoesNotSayWhenToAcknowledgeIsAnsweredAndToldSo) {
    std::string text = temperature_message("1", "p1", "38.6");
    text.replace(text.find("|2.5.1\r"), 7, "|2.5.1|||XX|AL\r");
    const std::string answer = send(text);
    EXPECT_TRUE(has(answer, "MSA|AA|1\r") && has(answer, "ERR||MSH^1^15|103^Table value not found^HL70357|W|"))
        << answer;
}

TEST_F(Hl7IntakeTest, AVersionThatIsNoneIsRefused) {
    for (const char* version : {"2.x", "2", "2.", "2.10", "3.0", ""}) {
        std::string text = temperature_message("1", "p1", "38.6");
        text.replace(text.find("|2.5.1\r"), 7, "|" + std::string(version) + "\r");
        const std::string answer = send(text);
        EXPECT_TRUE(has(answer, "MSA|AR|1\r") && has(answer, "ERR||MSH^1^12|203^Unsupported version id^")) << answer;
    }
    EXPECT_TRUE(has(get("/api/dead-letters"), "2.x"));
    for (const char* version : {"2.1", "2.3", "2.3.1", "2.4", "2.6", "2.8.2", "2.9"}) {
        std::string text = temperature_message(version, "p1", "38.6");
        text.replace(text.find("|2.5.1\r"), 7, "|" + std::string(version) + "\r");
        EXPECT_TRUE(has(send(text), "MSA|AA|" + std::string(version) + "\r"));
    }
}

TEST_F(Hl7IntakeTest, TwoMessagesInOneFrameAreRefusedAndHeldBack) {
    const std::string answer = send(temperature_message("1", "p1", "38.6") + temperature_message("2", "p2", "39.1"));
    EXPECT_TRUE(has(answer, "MSA|AR|1\r") && has(answer, "2 messages stand in one frame")) << answer;
    const std::string letters = get("/api/dead-letters");
    EXPECT_TRUE(has(letters, "38.6") && has(letters, "39.1")) << letters;
    EXPECT_TRUE(has(get("/api/ward"), "[]"));
}

// The monitor counts its messages as the laboratory does.
TEST_F(Hl7IntakeTest, TwoSendersWithOneNumberAreToldApart) {
    const auto of_monitor = [](std::string message) {
        message.replace(message.find("LAB"), 3, "MON");
        message.replace(message.find("||F") + 2, 1, "M");
        return message;
    };
    send(temperature_message("1", "p1", "38.6"));
    const std::string taken = send(of_monitor(temperature_message("1", "p1", "93")));
    EXPECT_TRUE(has(taken, "MSA|AA|1\r") && has(taken, "93 Cel is outside")) << taken;
    const auto status_of = [&](const std::string& value) {
        return between(get("/api/patients/p1/facts"), R"("value":")" + value + "\"", "}");
    };
    EXPECT_EQ(status_of("38.6"),
              R"(,"unit":"Cel","source":"ORU 1 OBX 1","received":"2026-03-03T10:31:00Z","status":"current")");
    EXPECT_EQ(
        status_of("93"),
        R"(,"unit":"Cel","source":"ORU 1 OBX 1 of MON|HOSP","received":"2026-03-03T10:31:00Z","status":"rejected")");
    // What is wrong with another sender's message is none of this one's business.
    const std::string third = send(of_monitor(temperature_message("2", "p1", "38.4")));
    EXPECT_TRUE(has(third, "MSA|AA|2\r") && !has(third, "ERR|")) << third;
    const std::string lab = send(temperature_message("2", "p1", "38.7"));
    EXPECT_TRUE(has(lab, "MSA|AA|2\r") && !has(lab, "ERR|")) << lab;
    EXPECT_TRUE(has(get("/api/patients/p1/assessment"), R"("source":"ORU 2 OBX 1 of LAB|HOSP")"));
    ward.restart();
    EXPECT_TRUE(has(get("/api/patients/p1/assessment"), R"("source":"ORU 2 OBX 1 of LAB|HOSP")"));
    EXPECT_EQ(
        status_of("93"),
        R"(,"unit":"Cel","source":"ORU 1 OBX 1 of MON|HOSP","received":"2026-03-03T10:31:00Z","status":"rejected")");
}

TEST_F(Hl7IntakeTest, WhatALaterMessageTookBackIsListedAsRetracted) {
    send(temperature_message("1", "p1", "38.6"));
    std::string back = temperature_message("2", "p1", "38.6");
    back.replace(back.find("F2|"), 3, "F1|");
    back.replace(back.find("|||||F|||"), 9, "|||||D|||");
    EXPECT_TRUE(has(send(back), "MSA|AA|2\r"));
    EXPECT_EQ(between(get("/api/patients/p1/facts"), R"("source":"ORU 1 OBX 1")", "}"),
              R"(,"received":"2026-03-03T10:31:00Z","status":"retracted")");
}

TEST_F(Hl7IntakeTest, TheBoardTellsTheBedThatWasToldLast) {
    send(temperature_message("1", "p1", "38.6"));
    EXPECT_TRUE(has(ward.ask("GET /api/ward", ward.kiosk()), R"([{"bed":null,"crs")"));
    send(msh("ADT^A02^ADT_A02", "2") + "EVN|A02|20260303103000+0000\r" + pid("p1") + "PV1|1|I|4W^412^2^HOSP\r");
    const std::string wall = ward.ask("GET /api/ward", ward.kiosk());
    EXPECT_TRUE(has(wall, R"([{"bed":"4W 412 2","crs")")) << wall;
    EXPECT_TRUE(has(get("/api/ward"), R"("bed":"4W 412 2")"));
}

TEST_F(Hl7IntakeTest, PatientIdentifierTellsWhoIsWho) {
    const auto patient = [&](const std::string& id) {
        return ward.ask("POST /fhir/Patient", ward.feed(),
                        R"({"resourceType":"Patient","id":")" + id + R"(","identifier":[{"value":"MRN1"}]})");
    };
    send(temperature_message("1", "MRN1", "38.6"));
    EXPECT_TRUE(has(get("/api/ward"), R"("patient":"MRN1")"));
    EXPECT_TRUE(has(patient("p1"), "201"));
    EXPECT_TRUE(has(get("/api/patients/p1/assessment"), R"("value":38.6)")) << "what came before moves to the Patient";
    EXPECT_TRUE(has(send(temperature_message("2", "MRN1", "39.1")), "MSA|AA|2\r"));
    EXPECT_TRUE(has(get("/api/patients/p1/assessment"), R"("value":39.1)"));
    patient("p2");
    const std::string two = send(temperature_message("3", "MRN1", "40.1"));
    EXPECT_TRUE(has(two, "MSA|AE|3\r")) << two;
    EXPECT_TRUE(has(get("/api/dead-letters"), "fits two patients"));
}

TEST_F(Hl7IntakeTest, WhoWasKnownByAnIdentifierAloneIsThePatientWhoHasIt) {
    send(temperature_message("1", "MRN1", "38.6"));
    EXPECT_TRUE(has(get("/api/ward"), R"("patient":"MRN1")"));
    ward.ask("POST /fhir/Patient", ward.feed(),
             R"({"resourceType":"Patient","id":"p1","identifier":[{"value":"MRN1"}]})");
    const std::string board = get("/api/ward");
    EXPECT_TRUE(has(board, R"("patient":"p1")"));
    EXPECT_FALSE(has(board, R"("patient":"MRN1")")) << "nobody is left there, nor an alert of theirs: " << board;
    EXPECT_TRUE(has(get("/api/patients/p1/facts"), R"("source":"ORU 1 OBX 1")"));
    EXPECT_EQ(get("/api/patients/MRN1/assessment"), get("/api/patients/p1/assessment"));
    ward.restart();
    EXPECT_FALSE(has(get("/api/ward"), R"("patient":"MRN1")"));
    // What is charted under it is theirs, and counted with what came before.
    ward.ask("POST /api/patients/MRN1/facts", ward.feed(),
             R"({"facts":[{"time":"2026-03-03T10:10:00Z","item":"temperature","value":36.4,"unit":"Cel"}]})");
    EXPECT_FALSE(has(get("/api/ward"), R"("patient":"MRN1")"));
    EXPECT_TRUE(has(get("/api/patients/p1/facts"), "36.4"));
    EXPECT_EQ(get("/api/patients/MRN1/assessment"), get("/api/patients/p1/assessment"));
    const std::string refused =
        ward.ask("PUT /fhir/Patient/MRN1", ward.feed(), R"({"resourceType":"Patient","id":"MRN1"})");
    EXPECT_TRUE(has(refused, " 409 ") && has(refused, "'MRN1' is an identifier of Patient/p1")) << refused;
    EXPECT_EQ(get("/api/patients/MRN1/assessment"), get("/api/patients/p1/assessment"));
}

TEST_F(Hl7IntakeTest, AHeldBackMessageIsTakenOnceItsReasonIsGone) {
    for (const std::string id : {"p1", "p2"}) {
        ward.ask("POST /fhir/Patient", ward.feed(),
                 R"({"resourceType":"Patient","id":")" + id + R"(","identifier":[{"value":"MRN1"}]})");
    }
    send(temperature_message("3", "MRN1", "40.1"));
    const std::string letters = get("/api/dead-letters");
    const std::size_t at = letters.find(R"("id":")") + 6;
    const std::string replay = "POST /api/dead-letters/" + letters.substr(at, 16) + "/replay";
    EXPECT_TRUE(has(ward.ask(replay, ward.feed()), "409")) << "it still fits two";
    ward.ask("POST /fhir/Patient", ward.feed(), R"({"resourceType":"Patient","id":"p2"})");
    EXPECT_TRUE(has(ward.ask(replay, ward.feed()), R"({"status":"taken"})"));
    EXPECT_TRUE(has(get("/api/patients/p1/assessment"), R"("value":40.1)"));
    EXPECT_TRUE(has(get("/api/dead-letters"), R"({"dead_letters":[]})"));
    EXPECT_TRUE(has(ward.ask(replay, ward.feed()), "404"));
}

// One number of two hospitals is two people; what comes for the second must not vanish.
TEST_F(Hl7IntakeTest, AnIdentifierOfAnotherAuthorityIsHeldBackAndTold) {
    send(temperature_message("1", "p1", "38.6"));
    std::string other = given("2", "p1", "20260303101500+0000");
    other.replace(other.find("^^^HOSP^MR"), 10, "^^^ELSEWHERE^MR");
    const std::string answer = send(other);
    EXPECT_TRUE(has(answer, "MSA|AE|2\r") && has(answer, "PID-3") && has(answer, "ELSEWHERE")) << answer;
    EXPECT_TRUE(has(get("/api/dead-letters"), "gave the same to another patient"));
    EXPECT_FALSE(has(get("/api/patients/p1/facts"), "tocilizumab"));
    // Both come before either is kept.
    client.send(hl7v2_framed(temperature_message("3", "p9", "38.6")));
    std::string at_once = given("4", "p9", "20260303101500+0000");
    at_once.replace(at_once.find("^^^HOSP^MR"), 10, "^^^ELSEWHERE^MR");
    const std::string first = send(at_once);
    const std::string second = has(first, "|4\r") ? first : client.receive_until("\x1C\r");
    EXPECT_TRUE(has(second, "MSA|AE|4\r")) << second;
}

TEST_F(Hl7IntakeTest, AHeldBackMessageThatWillNeverBeTakenIsPutAsideWithAReason) {
    const std::string hopeless = msh("ORU^R01^ORU_R01", "7") + "OBR|1||F7\r";
    send(hopeless);
    const auto told = get_when("/api/technical", [](const std::string& text) { return has(text, "held back (1)"); });
    EXPECT_TRUE(has(told, R"("condition":"messages","priority":"medium","state":"raised")")) << told;
    const std::string id = between(get("/api/dead-letters"), R"("id":")", "\"");
    const auto discard = [&](const std::string& body) {
        return ward.ask("POST /api/dead-letters/" + id + "/discard", ward.feed(), body);
    };
    for (const std::string body : {"", R"({"reason":" "})", R"({"reason":"x"})", R"({"reason":"two\nlines"})"}) {
        EXPECT_TRUE(has(discard(body), " 400 ")) << body;
    }
    EXPECT_TRUE(has(discard(R"({"reason":"a test of the sender"})"), R"({"status":"discarded"})"));
    EXPECT_FALSE(has(get("/api/dead-letters"), id));
    EXPECT_TRUE(has(discard(R"({"reason":"once more"})"), " 404 "));
    // Nobody has acknowledged it, so it stays, and says that it is over.
    const auto over = get_when("/api/technical", [](const std::string& text) { return has(text, R"("over":true)"); });
    EXPECT_TRUE(has(over, R"("condition":"messages")") && has(over, R"("over":true)")) << over;
    ward.restart();
    EXPECT_FALSE(has(get("/api/dead-letters"), id));
    const auto& audit = ward.store().all.audit;
    EXPECT_TRUE(std::any_of(audit.begin(), audit.end(), [&](const AuditEntry& entry) {
        return entry.action == "discard message" && entry.object == "dead letter " + id;
    }));
}

TEST_F(Hl7IntakeTest, AJoinedPatientIsReadWithAllDoorsUntilTheyAreSeparated) {
    send(given("1", "A", "20260303090000+0000"));
    const std::string dose =
        R"({"facts":[{"time":"2026-03-03T01:00:00Z","item":"give:tocilizumab","value":640,"unit":"mg"},
                     {"time":"2026-03-03T09:30:00Z","item":"temperature","value":38.6,"unit":"Cel"}]})";
    ward.ask("POST /api/patients/B/facts", ward.feed(), dose);
    const auto doses = [&](const std::string& patient) {
        const std::string order =
            R"({"hook":"order-sign","hookInstance":"d1577c69-dfbe-44ad-ba6d-3e05e953b2ea","context":{
"userId":"Practitioner/x","patientId":")" +
            patient + R"(","draftOrders":{"resourceType":"Bundle","entry":[{"resource":{
"resourceType":"MedicationRequest","id":"r1","status":"draft","intent":"order","subject":{"reference":"Patient/)" +
            patient +
            R"("},
"medicationCodeableConcept":{"text":"tocilizumab"}}}]}}})";
        return ward.ask("POST /cds-services/stormkeel-order-sign", ward.feed(), order);
    };
    EXPECT_TRUE(has(send(joins("2", "B", "A")), "MSA|AA|2\r"));
    EXPECT_FALSE(has(get("/api/ward"), R"("patient":"A")"));
    const std::string facts = get("/api/patients/B/facts");
    EXPECT_TRUE(has(facts, "2026-03-03T01:00:00Z")) << facts;
    EXPECT_TRUE(has(facts, R"("time":"2026-03-03T09:00:00Z","item":"give:tocilizumab","value":"640","unit":"mg")"))
        << facts;
    // Eight hours after the dose of 09:00, which came by the other identifier; that of 01:00 alone would permit it.
    EXPECT_TRUE(has(doses("B"), "17:00")) << doses("B");
    EXPECT_EQ(get("/api/patients/A/assessment"), get("/api/patients/B/assessment")) << "the prior id leads to it";
    const std::string separated = send(msh("ADT^A37^ADT_A37", "3") + "EVN|A37|20260303103000+0000\r" + pid("B") +
                                       "PV1|1|I\r" + pid("A") + "PV1|1|I\r");
    EXPECT_TRUE(has(separated, "MSA|AA|3\r")) << separated;
    EXPECT_TRUE(has(get("/api/ward"), R"("patient":"A")"));
    EXPECT_NE(get("/api/patients/A/assessment"), get("/api/patients/B/assessment"));
    ward.restart();
    EXPECT_TRUE(has(get("/api/ward"), R"("patient":"A")"));
}

TEST_F(Hl7IntakeTest, AConnectionThatWasHeldAndIsCutIsAnAlertUntilItsSenderIsBack) {
    // Until it says who it is, a connection may be any of its address.
    std::string other = temperature_message("9", "p1", "38.6");
    EXPECT_TRUE(has(send(other.replace(other.find("LAB"), 3, "EHR")), "MSA|AA|9\r"));
    auto held = std::make_unique<PlainClient>(ward.mllp_port());
    held->send(hl7v2_framed(temperature_message("1", "p1", "38.6")));
    EXPECT_TRUE(has(held->receive_until("\x1C\r"), "MSA|AA|1\r"));
    ward.set_clock("2026-03-03T10:36:00Z");
    held.reset();
    const auto is_there = [](const std::string& told) { return has(told, R"("condition":"link")"); };
    EXPECT_FALSE(is_there(get("/api/technical")));
    ward.set_clock("2026-03-03T10:37:00Z");
    const std::string lost = get_when("/api/technical", is_there);
    EXPECT_TRUE(has(lost, R"("text":"the connection of LAB|HOSP is gone since 2026-03-03T10:36:00Z")")) << lost;
    EXPECT_TRUE(has(lost, R"("priority":"medium")")) << lost;
    EXPECT_TRUE(has(ward.ask("POST /api/alerts/1/acknowledge", ward.feed()), R"("state":"acknowledged")"));
    EXPECT_TRUE(is_there(get("/api/technical"))) << "to have seen it is not to have mended it";
    EXPECT_TRUE(has(send(temperature_message("2", "p1", "38.7")), "MSA|AA|2\r"));
    EXPECT_FALSE(is_there(get_when("/api/technical", [&](const std::string& told) { return !is_there(told); })));
}

// A connection of a certificate, as the server tells of it.
class Hl7SendersTest : public testing::Test {
protected:
    std::string send_as(const std::string& certificate, const std::string& message) {
        std::string told;
        const MllpPeer peer{++connections, "127.0.0.1", certificate};
        ward.hl7v2().take(peer, {message, {}}, [&](const std::vector<std::string>& answers) { told = answers.at(0); });
        ward.settle();
        return told;
    }
    static Operation with_senders() {
        Operation operation;
        operation.hl7v2_senders = {{std::string(64, 'a'), {"LAB|HOSP", "LAB2|HOSP"}},
                                   {std::string(64, 'b'), {"ADT|HOSP"}}};
        return operation;
    }

    MemoryStore store;
    WardApplication ward{store, built_in_ward_knowledge(), [] { return *parse_instant("2026-03-03T10:31:00Z"); },
                         with_senders()};
    std::uint64_t connections = 0;
};

TEST_F(Hl7SendersTest, AMessageOfAnotherIsRefusedHeldBackAndInTheAudit) {
    ward.open();
    const std::string lab(64, 'a');
    const std::string adt(64, 'b');
    EXPECT_TRUE(has(send_as(lab, temperature_message("1", "p1", "38.6")), "MSA|AA|1\r"));
    EXPECT_EQ(store.all.records.size(), 1U);
    const std::string foreign = send_as(adt, temperature_message("2", "p1", "39.6"));
    EXPECT_TRUE(has(foreign, "MSA|AR|2\r")) << foreign;
    EXPECT_TRUE(has(foreign, "ERR||MSH^1^3|204^")) << foreign;
    EXPECT_TRUE(has(foreign, "does not speak as this sender")) << foreign;
    EXPECT_TRUE(has(send_as("", temperature_message("3", "p1", "39.6")), "MSA|AR|3\r")) << "no certificate";
    EXPECT_TRUE(has(send_as(std::string(64, 'c'), temperature_message("4", "p1", "39.6")), "MSA|AR|4\r"));
    for (const Record& record : store.all.records) {
        EXPECT_TRUE(record.form == RecordForm::dead_letter || has(record.text, "38.6")) << record.text;
    }
    EXPECT_EQ(store.all.records.size(), 4U) << "what was refused is held back, so that somebody hears of it";
    std::vector<std::string> audit;
    for (const AuditEntry& entry : store.all.audit) {
        if (entry.action == "sender refused") audit.push_back(entry.object);
    }
    EXPECT_EQ(audit, (std::vector<std::string>{"certificate " + adt + " as LAB|HOSP", "no certificate as LAB|HOSP",
                                               "certificate " + std::string(64, 'c') + " as LAB|HOSP"}));
}

TEST(Hl7Fingerprints, AreReadAsOpenSslWritesThem) {
    const std::string colons =
        "5F:1D:0B:4A:0E:6C:9D:22:7A:31:C4:58:E0:B7:16:93:2E:84:D9:05:AF:63:1B:C8:72:4D:F6:3A:90:15:E2:7C";
    EXPECT_EQ(plain_fingerprint(colons), "5f1d0b4a0e6c9d227a31c458e0b716932e84d905af631bc8724df63a9015e27c");
    EXPECT_EQ(plain_fingerprint(plain_fingerprint(colons)), plain_fingerprint(colons));
    for (const char* wrong : {"", "5F:1D", "SHA256 Fingerprint=5F:1D", "zz"}) EXPECT_EQ(plain_fingerprint(wrong), "");
}

}  // namespace
}  // namespace stormkeel
