// The connection breaks within a request or within its answer: the sender sends again, and nothing counts twice.
#include <gtest/gtest.h>

#include <algorithm>

#include "adapters/hl7v2_frame.h"
#include "server/running_ward.h"

namespace stormkeel {
namespace {

class LostAnswer : public testing::Test {
protected:
    std::string request(const std::string& path, const std::string& body) const {
        return "POST " + path + " HTTP/1.1\r\nHost: localhost:1\r\nAuthorization: Bearer " + ward.feed() +
               "\r\nConnection: close\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
    }

    // The request breaks off after every third of its bytes in turn, then its answer does; then all of it arrives.
    void send_until_it_is_heard(const std::string& whole) const {
        for (std::size_t sent = 0; sent < whole.size(); sent += 3) {
            PlainClient(ward.port()).send(std::string_view(whole).substr(0, sent));
        }
        std::string answer(200, ' ');
        for (std::size_t heard = 0; heard < answer.size(); heard += 20) {
            PlainClient client(ward.port());
            client.send(whole);
            client.receive_bytes(heard);
        }
        PlainClient client(ward.port());
        client.send(whole);
        answer = client.receive_all();
        EXPECT_TRUE(answer.starts_with("HTTP/1.1 20")) << answer;
    }

    // How often the store holds a record whose text says so, and that of the patient's own.
    std::size_t kept(const std::string& words) {
        ward.stop();
        const auto& records = ward.store().all.records;
        return static_cast<std::size_t>(std::count_if(records.begin(), records.end(), [&](const Record& record) {
            return record.text.find(words) != std::string::npos;
        }));
    }

    RunningWard ward;
};

TEST_F(LostAnswer, ADoseThatIsSentAgainIsOneDose) {
    send_until_it_is_heard(
        request("/api/patients/p1/facts",
                R"({"facts":[{"time":"2026-03-03T10:00:00Z","item":"give:tocilizumab","value":640,"unit":"mg"}]})"));
    EXPECT_EQ(kept("tocilizumab"), 1U);
}

// Without an id of its own it has one that follows from what it says.
TEST_F(LostAnswer, AResourceWithoutAnIdThatIsSentAgainIsOneDose) {
    send_until_it_is_heard(request(
        "/fhir/MedicationAdministration",
        R"({"resourceType":"MedicationAdministration","status":"completed","subject":{"reference":"Patient/p1"},)"
        R"("medicationCodeableConcept":{"text":"tocilizumab"},"effectiveDateTime":"2026-03-03T10:00:00Z",)"
        R"("dosage":{"dose":{"value":640,"system":"http://unitsofmeasure.org","code":"mg"}}})"));
    EXPECT_EQ(kept("tocilizumab"), 1U);
}

TEST_F(LostAnswer, AMessageThatIsSentAgainIsOneDose) {
    const std::string message = hl7v2_framed(
        "MSH|^~\\&|PHARMACY|HOSP|STORMKEEL|WARD|20260303103000+0000||RAS^O17^RAS_O17|m1|P|2.5.1\r"
        "PID|1||p1^^^HOSP^MR||DOE^J||19610502\rORC|RE|P1|F1\rRXO|1657979^tocilizumab^RXNORM\rRXR|IV\r"
        "RXA|0|1|20260303100000+0000|20260303100000+0000|1657979^tocilizumab^RXNORM|640|mg|||||||||||||CP|A\rRXR|IV\r");
    // No more connections than are taken at once: that a sender has gone is seen a little later.
    for (std::size_t sent = 0; sent < message.size(); sent += 11) {
        PlainClient(ward.mllp_port()).send(std::string_view(message).substr(0, sent));
    }
    for (std::size_t heard = 0; heard < 60; heard += 10) {
        PlainClient client(ward.mllp_port());
        client.send(message);
        client.receive_bytes(heard);
    }
    PlainClient client(ward.mllp_port());
    client.send(message);
    const std::string answer = client.receive_until("\x1C\r");
    EXPECT_NE(answer.find("MSA|AA|m1"), std::string::npos) << answer;
    EXPECT_EQ(kept("tocilizumab"), 1U);
}

}  // namespace
}  // namespace stormkeel
