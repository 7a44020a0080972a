// That an alert went out to somebody's stream stands in the audit once.
#include <gtest/gtest.h>

#include <chrono>
#include <map>
#include <thread>

#include "server/signed_in.h"

namespace stormkeel {
namespace {

class AlertShown : public testing::Test {
protected:
    AlertShown() {
        ward.keep_person("m.ortega", Role::nurse);
        ward.keep_person("far", Role::nurse, "ICU");
        ward.restart();
    }

    // How often each alert was shown to whom.
    std::map<std::string, int> shown() {
        std::this_thread::sleep_for(std::chrono::seconds(1));  // several ticks
        ward.stop();
        std::map<std::string, int> found;
        for (const AuditEntry& entry : ward.store().all.audit) {
            if (entry.action == "alert shown") ++found[entry.actor + " " + entry.object];
        }
        return found;
    }
    using Shown = std::map<std::string, int>;

    RunningWard ward;
};

TEST_F(AlertShown, OnceForEachWhoSeesItHoweverOftenItIsToldOn) {
    const SignedIn nurse(ward, "m.ortega");
    PlainClient stream(ward.port());
    stream.send("GET /api/events HTTP/1.1\r\nHost: localhost:1\r\n" + nurse.cookie_field() + "\r\n");
    stream.receive_until("\r\n\r\n");
    ward.ask("POST /api/patients/p1/facts", ward.feed(), grade_three_facts);
    stream.receive_until(R"("state":"raised")");
    ward.set_clock("2026-03-03T10:33:30Z");
    stream.receive_until(R"("told":2)");
    const Shown found = shown();
    EXPECT_EQ(found.at("m.ortega alert 1"), 1);
    EXPECT_FALSE(found.contains("far alert 1")) << "nobody reads";
}

TEST_F(AlertShown, NotToWhomItIsNotTold) {
    ward.ask("POST /fhir", ward.feed(), R"({"resourceType":"Encounter","id":"e1","status":"in-progress",
        "class":{"code":"IMP"},"subject":{"reference":"Patient/p1"},
        "location":[{"location":{"display":"7 West"},"status":"active"}]})");
    const SignedIn other(ward, "far");
    PlainClient stream(ward.port());
    stream.send("GET /api/events HTTP/1.1\r\nHost: localhost:1\r\n" + other.cookie_field() + "\r\n");
    stream.receive_until("\r\n\r\n");
    ward.ask("POST /api/patients/p1/facts", ward.feed(), grade_three_facts);
    ward.set_clock("2026-03-03T10:31:10Z");
    stream.receive_until("heartbeat");
    EXPECT_EQ(shown(), Shown{});
}

}  // namespace
}  // namespace stormkeel
