// Events over a WebSocket: the same as the server-sent ones, for the ward's own pages alone.
#include "server/live_client.h"

#include <gtest/gtest.h>

#include <thread>

#include "server/running_ward.h"

namespace stormkeel {
namespace {

const std::string therapy_and_fever = R"({"facts":[
  {"time":"2026-03-01T09:00:00Z","item":"therapy","value":"axicabtagene_ciloleucel"},
  {"time":"2026-03-03T10:00:00Z","item":"temperature","value":38.6,"unit":"Cel"}]})";

std::string fever(int minute, int tenths) {
    return R"({"facts":[{"time":"2026-03-03T10:)" + std::to_string(10 + minute) +
           R"(:00Z","item":"temperature","value":38.)" + std::to_string(tenths) + R"(,"unit":"Cel"}]})";
}

std::string signed_in(const RunningWard& ward) { return "Authorization: Bearer " + ward.feed() + "\r\n"; }

TEST(Live, EachEventIsOneMessageAndNoneIsMissedAfterABreak) {
    const RunningWard ward;
    ward.ask("POST /api/patients/p1/facts", ward.feed(), therapy_and_fever);
    LiveClient client(ward.port());
    const std::string head = client.ask("/api/live?after=0", signed_in(ward));
    EXPECT_TRUE(head.starts_with("HTTP/1.1 101")) << head;
    EXPECT_NE(head.find("s3pPLMBiTxaQ9kYGzzhZRbK+xOo="), std::string::npos) << "the answer to the key, as in the RFC";
    const LiveClient::Frame first = client.receive();
    EXPECT_EQ(first.kind, LiveClient::text);
    EXPECT_TRUE(first.payload.starts_with(R"({"id":1,"event":"assessment","data":{"patient":"p1")")) << first.payload;
    EXPECT_TRUE(first.payload.ends_with("}}")) << first.payload;
    ward.ask("POST /api/patients/p1/facts", ward.feed(), fever(1, 7));
    ward.ask("POST /api/patients/p1/facts", ward.feed(), fever(2, 8));
    LiveClient late(ward.port());
    late.ask("/api/live", signed_in(ward) + "Last-Event-ID: 1\r\n");
    EXPECT_TRUE(late.receive().payload.starts_with(R"({"id":2,)"));
    EXPECT_TRUE(late.receive().payload.starts_with(R"({"id":3,)"));
}

TEST(Live, WithoutANumberOnlyWhatIsNewComes) {
    const RunningWard ward;
    ward.ask("POST /api/patients/p1/facts", ward.feed(), therapy_and_fever);
    LiveClient client(ward.port());
    client.ask("/api/live", signed_in(ward));
    ward.ask("POST /api/patients/p1/facts", ward.feed(), fever(1, 7));
    const std::string first = client.receive().payload;
    EXPECT_NE(first.find("2026-03-03T10:11:00Z"), std::string::npos) << first;
}

TEST(Live, TheHeartBeatsOverItToo) {
    RunningWard ward;
    LiveClient client(ward.port());
    client.ask("/api/live", signed_in(ward));
    ward.set_clock("2026-03-03T10:31:10Z");
    EXPECT_EQ(client.receive().payload, R"({"id":0,"event":"heartbeat","data":{"at":"2026-03-03T10:31:10Z"}})");
}

TEST(Live, OnlyWhoMayHearEventsAndOnlyFromAnOwnPage) {
    const RunningWard ward;
    const auto answer_to = [&](const std::string& target, const std::string& fields) {
        return LiveClient(ward.port()).ask(target, fields).substr(9, 3);
    };
    EXPECT_EQ(answer_to("/api/live", ""), "401");
    EXPECT_EQ(answer_to("/api/live", "Authorization: Bearer " + ward.kiosk() + "\r\n"), "403");
    EXPECT_EQ(answer_to("/api/live", signed_in(ward) + "Origin: http://localhost\r\n"), "101");
    for (const char* other : {"http://ward.example", "https://localhost", "null", "http://localhost:1"}) {
        EXPECT_EQ(answer_to("/api/live", signed_in(ward) + "Origin: " + other + "\r\n"), "403") << other;
    }
    EXPECT_EQ(answer_to("/api/live?after=x", signed_in(ward)), "400");
    EXPECT_EQ(ward.ask("GET /api/live", ward.feed()).substr(9, 3), "426");
}

TEST(Live, PingsAreAnsweredAndWhatIsSaidIsPassedOverUpToItsLimit) {
    RunningWard ward;
    LiveClient client(ward.port());
    client.ask("/api/live", signed_in(ward));
    client.send(LiveClient::text, std::string(4096, 'x'));
    client.send(LiveClient::ping, "are you there");
    const LiveClient::Frame answer = client.receive();
    EXPECT_EQ(answer.kind, LiveClient::pong);
    EXPECT_EQ(answer.payload, "are you there");
    client.send(LiveClient::text, std::string(4097, 'x'));
    EXPECT_EQ(close_code(client.receive()), 1009U) << "too big";
    EXPECT_EQ(client.receive().kind, LiveClient::none);
}

TEST(Live, AGoodbyeIsAnsweredAndTheServersEndIsTold) {
    RunningWard ward;
    LiveClient client(ward.port());
    client.ask("/api/live", signed_in(ward));
    client.send(LiveClient::closed, "\x03\xe8");
    EXPECT_EQ(close_code(client.receive()), 1000U);
    LiveClient other(ward.port());
    other.ask("/api/live", signed_in(ward));
    std::thread reader([&] {
        EXPECT_EQ(close_code(other.receive()), 1001U) << "going away";
        other.send(LiveClient::closed, "\x03\xe9");
    });
    ward.stop();
    reader.join();
}

}  // namespace
}  // namespace stormkeel
