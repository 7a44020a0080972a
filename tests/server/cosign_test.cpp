// What one person did is looked at by a second one: whom its kind names, and never the same person.
#include <gtest/gtest.h>

#include "server/signed_in.h"

namespace stormkeel {
namespace {

class CosignTest : public testing::Test {
protected:
    CosignTest() {
        ward.keep_person("ina", Role::auditor);
        ward.keep_person("ben", Role::auditor);
        ward.keep_person("ada", Role::admin);
        ward.keep_person("nora", Role::nurse);
        ward.stop();
        keep(1, "break glass", "nora");
        keep(2, "break glass", "ben");
        keep(3, "another kind", "nora");
        ward.restart();
    }
    void keep(std::uint64_t number, const std::string& kind, const std::string& by) {
        Cosign cosign;
        cosign.number = number;
        cosign.kind = kind;
        cosign.patient = "p1";
        cosign.reason = "covers the other ward tonight";
        cosign.by = by;
        cosign.at = *parse_instant("2026-03-03T10:00:00Z");
        cosign.changed_at = cosign.at;
        ward.store().all.cosigns.push_back(cosign);
    }

    const std::string right = R"({"words":"the rota says so"})";
    RunningWard ward;
};

TEST_F(CosignTest, IsToldToWhomItsKindNamesWithoutThePatientsId) {
    const std::string told = SignedIn(ward, "ina").ask(ward, "GET /api/cosigns");
    EXPECT_EQ(status_of(told), 200) << told;
    EXPECT_TRUE(has(told, R"("number":1,"kind":"break glass","state":"open","patient":")")) << told;
    EXPECT_TRUE(has(told, R"("by":"nora","at":"2026-03-03T10:00:00Z","second":null,"answer":null)")) << told;
    EXPECT_FALSE(has(told, R"("patient":"p1")")) << told;
    EXPECT_FALSE(has(told, "another kind")) << "nobody is named for it: " << told;
    EXPECT_EQ(status_of(SignedIn(ward, "nora").ask(ward, "GET /api/cosigns")), 403);
}

TEST_F(CosignTest, IsAnsweredOnceByAnotherPerson) {
    const SignedIn ben(ward, "ben");
    EXPECT_EQ(status_of(ben.ask(ward, "POST /api/cosigns/2/approve", right)), 403) << "his own";
    const std::string approved = ben.ask(ward, "POST /api/cosigns/1/approve", right);
    EXPECT_EQ(status_of(approved), 200) << approved;
    EXPECT_TRUE(has(approved, R"("state":"approved")") && has(approved, R"("second":"ben")")) << approved;
    EXPECT_EQ(status_of(ben.ask(ward, "POST /api/cosigns/1/refuse", right)), 409) << "it is answered";
    const SignedIn ina(ward, "ina");
    EXPECT_TRUE(has(ina.ask(ward, "POST /api/cosigns/2/refuse", right), R"("state":"refused")"));
    ward.restart();
    const std::string kept = SignedIn(ward, "ina").ask(ward, "GET /api/cosigns");
    EXPECT_TRUE(has(kept, R"("answer":"the rota says so")")) << kept;
}

TEST_F(CosignTest, IsAnsweredInWords) {
    const SignedIn ina(ward, "ina");
    for (const std::string& body : {std::string(), std::string(R"({"words":""})"), std::string("words"),
                                    R"({"words":")" + std::string(201, 'w') + "\"}"}) {
        EXPECT_EQ(status_of(ina.ask(ward, "POST /api/cosigns/1/approve", body)), 400) << body;
    }
    EXPECT_EQ(status_of(ina.ask(ward, "POST /api/cosigns/3/approve", right)), 404) << "not hers to answer";
    EXPECT_EQ(status_of(ina.ask(ward, "POST /api/cosigns/9/approve", right)), 404);
    EXPECT_EQ(status_of(ina.ask(ward, "POST /api/cosigns/x/approve", right)), 404);
}

}  // namespace
}  // namespace stormkeel
