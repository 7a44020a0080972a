// What cannot be kept while the disk is full is told to whoever listens.
#include <gtest/gtest.h>

#include "server/running_ward.h"

namespace stormkeel {
namespace {

// The clocks of what is open already run on, and whoever listens hears of it, by the id of what was kept last: who
// comes back with that goes on from there.
TEST(UnkeptEvents, AreToldAndShownAllTheSame) {
    RunningWard ward;
    ward.ask("POST /api/patients/p1/facts", ward.feed(), grade_three_facts);
    PlainClient reader(ward.port());
    reader.send("GET /api/events HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + ward.feed() +
                "\r\nLast-Event-ID: 2\r\n\r\n");
    reader.receive_until("\r\n\r\n");
    const std::size_t kept = ward.store().all.alerts.size();
    ward.store().problem = StoreProblem{StoreProblem::Kind::full, "no space"};
    ward.set_clock("2026-03-03T10:37:00Z");
    std::string event;
    const std::string last = "id: " + std::to_string(ward.store().all.events.size()) + '\n';
    for (int i = 0; i < 20 && !has(event, R"("told":3)"); ++i) event = reader.receive_until("\n\n");
    EXPECT_TRUE(event.starts_with(last + "event: alert\n") && has(event, R"("condition":"crs")") &&
                has(event, R"("told":3)"))
        << event;
    const std::string board = ward.ask("GET /api/ward", ward.feed());
    EXPECT_TRUE(has(board, R"("told":3)")) << board;
    EXPECT_EQ(ward.store().all.alerts.size(), kept);
    ward.store().problem.reset();
    for (int i = 0; i < 20 && (event.starts_with(last) || !has(event, "event: alert")); ++i) {
        event = reader.receive_until("\n\n");
    }
    EXPECT_TRUE(!event.starts_with(last) && has(event, R"("told":3)")) << event;
}

}  // namespace
}  // namespace stormkeel
