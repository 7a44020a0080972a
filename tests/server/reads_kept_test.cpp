// Who read what stands in the audit: once for a board that asks again and again, and late rather than never when the
// disk is full.
#include <gtest/gtest.h>

#include "server/signed_in.h"
#include "service/ward_knowledge.h"

namespace stormkeel {
namespace {

class ReadsKept : public testing::Test {
protected:
    ReadsKept() {
        ward.keep_person("nora", Role::nurse);
        ward.keep_person("phil", Role::pharmacist);
        ward.restart();
        ward.ask("POST /api/patients/p1/facts", ward.feed(), grade_three_facts);
    }

    // "nora read board" of all reads.
    std::vector<std::string> reads() {
        ward.stop();
        std::vector<std::string> found;
        for (const AuditEntry& entry : ward.store().all.audit) {
            if (entry.action == "read" || entry.action == "view")
                found.push_back(entry.actor + ' ' + entry.object.substr(0, 7));
        }
        return found;
    }

    // Among the alerts of the ward itself, soon.
    bool is_told(std::string_view part, bool wanted = true) const {
        for (int i = 0; i < 500; ++i) {
            if (has(ward.ask("GET /api/technical", ward.feed()), part) == wanted) return true;
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        }
        return false;
    }

    RunningWard ward;
};

TEST_F(ReadsKept, ABoardIsToldOnceInTenMinutesOfASessionAndEachOtherViewToo) {
    const SignedIn nora(ward, "nora");
    const SignedIn phil(ward, "phil");
    for (int i = 0; i < 20; ++i) {
        EXPECT_EQ(status_of(nora.ask(ward, "GET /api/ward")), 200);
        EXPECT_EQ(status_of(nora.ask(ward, "GET /api/technical")), 200);
    }
    EXPECT_EQ(status_of(phil.ask(ward, "GET /api/ward")), 200);
    EXPECT_EQ(status_of(phil.ask(ward, "GET /api/cosigns")), 200);
    EXPECT_EQ(status_of(nora.ask(ward, "GET /api/audit/own")), 200);
    ward.set_clock("2026-03-03T10:40:59Z");
    nora.ask(ward, "GET /api/ward");
    ward.set_clock("2026-03-03T10:41:00Z");
    nora.ask(ward, "GET /api/ward");
    EXPECT_EQ(reads(),
              (std::vector<std::string>{"nora board", "phil board", "phil cosigns", "nora own aud", "nora board"}));
}

TEST_F(ReadsKept, AStreamIsToldWhenItIsOpenedAndNotForEachEvent) {
    const SignedIn nora(ward, "nora");
    PlainClient client(ward.port());
    client.send("GET /api/events HTTP/1.1\r\nHost: localhost:1\r\n" + nora.cookie_field() + "\r\n");
    client.receive_until("heartbeat");
    ward.ask("POST /api/patients/p2/facts", ward.feed(), grade_three_facts);
    client.receive_until("\"p2\"");
    EXPECT_EQ(reads(), (std::vector<std::string>{"nora events"}));
}

TEST_F(ReadsKept, AFullDiskKeepsNobodyFromReadingAndTheAuditHasItOnceThereIsRoom) {
    const SignedIn nora(ward, "nora");
    ward.store().problem = StoreProblem{StoreProblem::Kind::full, "no space"};
    EXPECT_EQ(status_of(nora.ask(ward, "GET /api/patients/p1/assessment")), 200);
    EXPECT_EQ(status_of(nora.ask(ward, "GET /api/ward")), 200);
    EXPECT_EQ(status_of(nora.ask(ward, "GET /api/patients/p1/facts")), 200);
    EXPECT_TRUE(is_told(R"("condition":"storage","priority":"high")"));
    EXPECT_EQ(status_of(ward.ask("POST /api/patients/p1/facts", ward.feed(), grade_three_facts)), 200) << "repeated";
    ward.store().problem.reset();
    EXPECT_EQ(status_of(nora.ask(ward, "GET /api/patients/p1/timeline")), 200);
    // Once it was kept it stands until somebody has seen it, as any high alert does.
    EXPECT_TRUE(is_told(R"("condition":"storage","priority":"high","state":"raised","over":false)", false));
    EXPECT_EQ(reads(), (std::vector<std::string>{"nora patient", "nora board", "nora patient", "nora patient"}));
    const auto& audit = ward.store().all.audit;
    for (const AuditEntry& entry : audit) {
        if (entry.action != "read" && entry.action != "view") continue;
        EXPECT_TRUE(has(entry.context, R"("role":"nurse")")) << entry.context;
    }
}

TEST(ReadsThatWait, AreBounded) {
    MemoryStore store;
    const Instant now = *parse_instant("2026-03-03T10:31:00Z");
    WardApplication ward(store, built_in_ward_knowledge(), [&] { return now; });
    ward.open();
    store.problem = StoreProblem{StoreProblem::Kind::full, "no space"};
    ServedWard& served = ward.served();
    std::size_t taken = 0;
    while (taken < 20'000 && std::holds_alternative<Done>(served.keep_read({0, now, "nora", "read", "board"}))) ++taken;
    EXPECT_EQ(taken, 10'000U);
    const std::size_t before = store.all.audit.size();
    store.problem.reset();
    served.keep_reads_that_wait();
    EXPECT_EQ(store.all.audit.size(), before + 50) << "so that no alert waits for them";
    ward.finish();
    EXPECT_EQ(store.all.audit.size(), before + 10'000) << "all of them before the end";
}

}  // namespace
}  // namespace stormkeel
