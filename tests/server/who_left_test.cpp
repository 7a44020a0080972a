// Who left the ward is back before any door looks at them.
#include <gtest/gtest.h>

#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <thread>

#include "adapters/hl7v2_frame.h"
#include "server/signed_in.h"

namespace stormkeel {
namespace {

constexpr Duration thirty_days = hours(24 * 30);

class WhoLeftTest : public testing::Test {
protected:
    WhoLeftTest() {
        const std::string bundle =
            R"({"resourceType":"Bundle","type":"batch","entry":[{"resource":)"
            R"({"resourceType":"Patient","id":"p1","identifier":[{"system":"urn:h","value":"M1"}]}},{"resource":)"
            R"({"resourceType":"Observation","id":"o1","status":"final","code":{"coding":[{"system":"http://loinc.org",)"
            R"("code":"8310-5"}]},"subject":{"reference":"Patient/p1"},"effectiveDateTime":"2026-03-03T10:00:00Z",)"
            R"("valueQuantity":{"value":38.6,"system":"http://unitsofmeasure.org","code":"Cel"}}}]})";
        EXPECT_EQ(status_of(ward.ask("POST /fhir", ward.feed(), bundle, fhir_type)), 200);
        EXPECT_TRUE(has(send(discharge), "MSA|AA|1\r"));
        answer_before = answer();
        ward.set_clock("2026-04-03T10:31:00Z");
        EXPECT_TRUE(comes_to("stormkeel_patients_left 1\n"));
        EXPECT_EQ(body_of(ward.ask("GET /api/ward", ward.feed())), "[]");
    }

    std::string send(const std::string& message) {
        PlainClient client{ward.mllp_port()};
        client.send(hl7v2_framed(message));
        return client.receive_until("\x1C\r");
    }
    std::string answer() const {
        return body_of(ward.ask("GET /api/patients/p1/assessment?at=2026-03-03T12:00:00Z", ward.feed()));
    }
    static std::string body_of(const std::string& response) { return response.substr(response.find("\r\n\r\n") + 4); }

    // The ward looks by itself; how soon is not what is asked here.
    bool comes_to(const std::string& told) const {
        for (int tries = 0; tries < 200; ++tries) {
            if (has(ward.ask("GET /metrics", ward.feed()), told)) return true;
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
        }
        return false;
    }
    void expect_all_back() const {
        EXPECT_TRUE(has(ward.ask("GET /metrics", ward.feed()), "stormkeel_patients_left 0\n"));
        EXPECT_EQ(answer(), answer_before);
    }

    static constexpr const char* fhir_type = "Content-Type: application/fhir+json\r\n";
    const std::string discharge =
        "MSH|^~\\&|ADT|HOSP|STORMKEEL|WARD|20260303103000+0000||ADT^A03|1|P|2.5.1\rEVN||20260303103000+0000\r"
        "PID|1||M1^^^HOSP^MR\rPV1|1|I|4W\r";
    RunningWard ward{{.discharged_stay = thirty_days}};
    std::string answer_before;
};

TEST_F(WhoLeftTest, TheirAnswerIsAskedFor) {
    EXPECT_EQ(answer(), answer_before);
    expect_all_back();
}

TEST_F(WhoLeftTest, AFactComesAgain) {
    const std::string fact = R"({"facts":[{"time":"2026-03-03T10:00:00Z","item":"oxygen_device","value":"room_air"}]})";
    EXPECT_TRUE(has(ward.ask("POST /api/patients/p1/facts", ward.feed(), fact), R"("kept":1)"));
    EXPECT_TRUE(has(ward.ask("GET /metrics", ward.feed()), "stormkeel_patients_left 0\n"));
    EXPECT_TRUE(has(ward.ask("GET /api/patients/p1/facts", ward.feed()), R"("source":"Observation/o1")"));
}

TEST_F(WhoLeftTest, TheirResourceIsRead) {
    EXPECT_EQ(status_of(ward.ask("GET /fhir/Observation/o1", ward.feed())), 200);
    expect_all_back();
}

TEST_F(WhoLeftTest, TheyAreSearchedByTheirIdentifier) {
    EXPECT_TRUE(has(ward.ask("GET /fhir/Patient?identifier=urn:h%7CM1", ward.feed()), R"("total":1)"));
    expect_all_back();
}

TEST_F(WhoLeftTest, TheirResourcesAreSearched) {
    EXPECT_TRUE(has(ward.ask("GET /fhir/Observation?patient=p1", ward.feed()), "Observation/o1"));
    expect_all_back();
}

TEST_F(WhoLeftTest, AResourceNamesThemByTheirIdentifier) {
    const std::string dose =
        R"({"resourceType":"Observation","id":"o2","status":"final","code":{"coding":[{"system":"http://loinc.org",)"
        R"("code":"8310-5"}]},"subject":{"reference":"Patient?identifier=urn:h|M1"},)"
        R"("effectiveDateTime":"2026-04-03T10:00:00Z",)"
        R"("valueQuantity":{"value":38.6,"system":"http://unitsofmeasure.org","code":"Cel"}})";
    const std::string taken = ward.ask("POST /fhir/Observation", ward.feed(), dose, fhir_type);
    EXPECT_EQ(status_of(taken), 201) << taken;
    expect_all_back();
    EXPECT_TRUE(has(ward.ask("GET /api/patients/p1/facts", ward.feed()), R"("source":"Observation/o2")"));
}

TEST_F(WhoLeftTest, TheirResourceIsDeletedByItsName) {
    const std::string deletion = R"({"resourceType":"Bundle","type":"transaction","entry":[)"
                                 R"({"request":{"method":"DELETE","url":"Observation/o1"}}]})";
    EXPECT_EQ(status_of(ward.ask("POST /fhir", ward.feed(), deletion, fhir_type)), 200);
    EXPECT_EQ(status_of(ward.ask("GET /fhir/Observation/o1", ward.feed())), 410);
    EXPECT_TRUE(has(ward.ask("GET /api/patients/p1/facts", ward.feed()), R"("status":"retracted")"));
}

TEST_F(WhoLeftTest, TheVeryMessageComesAgain) {
    EXPECT_TRUE(has(send(discharge), "MSA|AA|1\r"));
    expect_all_back();
    ward.stop();
    EXPECT_EQ(ward.store().all.records.size(), 3U);
}

TEST_F(WhoLeftTest, AMessageOfTheirNumberSaysSomethingElse) {
    std::string other = discharge;
    other.replace(other.find("|M1^"), 3, "|M2");
    EXPECT_TRUE(has(send(other), "MSA|AE|1\r")) << "its number was used";
    expect_all_back();
}

TEST_F(WhoLeftTest, TheyAreAdmittedAgain) {
    std::string admission = discharge;
    admission.replace(admission.find("A03|1|"), 6, "A01|2|");
    EXPECT_TRUE(has(send(admission), "MSA|AA|2\r"));
    expect_all_back();
}

TEST_F(WhoLeftTest, AnOrderForThemIsChecked) {
    const std::string hook = R"({"hook":"patient-view","hookInstance":"d1577c69-dfbe-44ad-ba6d-3e05e953b2ea",)"
                             R"("context":{"userId":"Practitioner/1","patientId":"p1"}})";
    const std::string services = ward.ask("GET /cds-services", ward.feed());
    const std::size_t id = services.find(R"("id":")") + 6;
    const std::string service = services.substr(id, services.find('"', id) - id);
    EXPECT_EQ(status_of(ward.ask("POST /cds-services/" + service, ward.feed(), hook)), 200) << service;
    expect_all_back();
}

// Everything that was told of them is still among the events, and so is that they left.
TEST(WhoLeft, AreToldOfInTheUnitInWhichTheyLayAndNowhereElse) {
    const std::string folder =
        (std::filesystem::temp_directory_path() / ("stormkeel-left-" + std::to_string(getpid()))).string();
    std::filesystem::create_directories(folder);
    RunningWard ward{{.discharged_stay = thirty_days}};
    ward.keep_person("west", Role::nurse, "7 West");
    ward.keep_person("intensive", Role::nurse, "ICU");
    ward.keep_person("anywhere", Role::nurse);
    ward.restart_in(folder);
    const auto send = [&](const std::string& event, const std::string& place) {
        PlainClient client{ward.mllp_port()};
        client.send(hl7v2_framed("MSH|^~\\&|ADT|HOSP|STORMKEEL|WARD|20260303103000+0000||ADT^" + event + "|" + event +
                                 "|P|2.5.1\rEVN||20260303103000+0000\rPID|1||canary^^^HOSP^MR\rPV1|1|I|" + place +
                                 "\r"));
        EXPECT_TRUE(has(client.receive_until("\x1C\r"), "MSA|AA|")) << event;
    };
    send("A01", "ICU^3^1");
    const std::string fact = R"({"facts":[{"time":"2026-03-03T10:00:00Z","item":"oxygen_device","value":"room_air"}]})";
    EXPECT_EQ(status_of(ward.ask("POST /api/patients/canary/facts", ward.feed(), fact)), 200);
    send("A03", "");
    ward.set_clock("2026-04-03T10:31:00Z");
    for (int i = 0; i < 500 && !has(ward.ask("GET /metrics", ward.feed()), "stormkeel_patients_left 1\n"); ++i)
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    int markers = 0;
    const auto told = [&](const std::string& name) {
        const SignedIn person(ward, name);
        PlainClient reader(ward.port());
        reader.send("GET /api/events HTTP/1.1\r\nHost: localhost\r\nLast-Event-ID: 0\r\n" + person.cookie_field() +
                    "\r\n");
        const std::string last = "marker-" + std::to_string(++markers);
        ward.ask("POST /api/patients/" + last + "/facts", ward.feed(), fact);
        return reader.receive_until(R"("patient":")" + last + "\"");
    };
    const std::vector<std::string> times{"2026-04-03T10:32:00Z", "2026-04-03T10:33:00Z"};
    for (const std::string& time : times) {  // while they are known to have left, and after a start
        for (const char* name : {"intensive", "anywhere"}) {
            const std::string seen = told(name);
            EXPECT_TRUE(has(seen, "event: assessment") && has(seen, R"("patient":"canary","left":true)")) << name;
        }
        EXPECT_FALSE(has(told("west"), "canary"));
        ward.restart_in(folder);
        ward.set_clock(time);
    }
    EXPECT_TRUE(has(ward.ask("GET /metrics", ward.feed()), "stormkeel_patients_left 1\n"));
    ward.stop();
    std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace stormkeel
