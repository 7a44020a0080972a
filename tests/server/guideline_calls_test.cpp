// A version of the packs is answered by a physician and a pharmacist, two persons, and counts then from the next start.
#include <gtest/gtest.h>

#include <atomic>

#include "server/signed_in.h"
#include "service/guideline_versions.h"

namespace stormkeel {
namespace {

// Versions of which the test says what their files are like.
class ToldLibrary final : public GuidelineLibrary {
public:
    GuidelineTexts in_use() override { return {{"astct-2019 1.0.0"}, "sha256:c0", {}, {}, {}, {}, {}}; }
    GuidelineTexts staged(const std::string&) override {
        GuidelineTexts texts{{"astct-2019 1.1.0"}, "sha256:c1", {}, {}, {}, {}, {{"ASTCT.G1.fever", "38.0 → 38.1"}}};
        if (changed) texts.problems.emplace_back("its files were changed");
        return texts;
    }
    std::atomic<bool> changed = false;
};

class GuidelineCallsTest : public testing::Test {
protected:
    GuidelineCallsTest() : library(std::make_shared<ToldLibrary>()), ward(operation()) {
        ward.keep_person("ada", Role::admin);
        ward.keep_person("phil", Role::physician);
        ward.keep_person("petra", Role::physician);
        ward.keep_person("carl", Role::pharmacist);
        ward.keep_person("nora", Role::nurse);
        ward.keep_person("ina", Role::auditor);
        ward.stop();
        stage("ada");
        ward.restart();
    }
    Operation operation() const {
        Operation made;
        made.guidelines = library;
        return made;
    }
    // Into the store of a ward that is stopped.
    void stage(const std::string& by) {
        const auto rows = guideline_rows(ward.store(), staged_at);
        const LastNumbers last = std::get<LastNumbers>(ward.store().last_numbers());
        Batch batch = staging_batch(std::get<CosignsByNumber>(rows), {sha, by, "staged"}, last.cosign, staged_at);
        for (std::size_t i = 0; i < batch.audit.size(); ++i) batch.audit[i].number = last.audit + 1 + i;
        ward.store().commit(batch);
    }
    std::string answer(const std::string& who, const std::string& verb, const std::string& body = reason) {
        return SignedIn(ward, who).ask(ward, "POST /api/guidelines/" + sha + "/" + verb, body);
    }
    std::string listed(const std::string& who = "ada") { return SignedIn(ward, who).ask(ward, "GET /api/guidelines"); }
    // The object of the version that counts; empty: none.
    std::string counts() {
        ward.stop();
        const auto rows = guideline_rows(ward.store(), staged_at);
        const Cosign* version = version_in_force(std::get<CosignsByNumber>(rows));
        std::string object = version == nullptr ? "" : version->object;
        ward.restart();
        return object;
    }

    inline static const std::string reason = R"({"reason":"read against its sources"})";
    const std::string sha = std::string(64, 'a');
    const Instant staged_at = *parse_instant("2026-03-03T10:00:00Z");
    std::shared_ptr<ToldLibrary> library;
    RunningWard ward;
};

TEST_F(GuidelineCallsTest, IsListedWithItsDifferencesForThoseWhoMay) {
    for (const char* who : {"ada", "phil", "carl"}) {
        const std::string told = listed(who);
        EXPECT_EQ(status_of(told), 200) << who << told;
        EXPECT_TRUE(has(told, R"("state":"open","staged_by":"ada","staged_at":"2026-03-03T10:00:00Z")")) << told;
        EXPECT_TRUE(has(told, R"("expires_at":"2026-04-02T10:00:00Z")")) << told;
        EXPECT_TRUE(has(told, R"("changed":[{"id":"ASTCT.G1.fever","words":"38.0 → 38.1"}])")) << told;
    }
    for (const char* who : {"nora", "ina"}) {
        EXPECT_EQ(status_of(listed(who)), 403) << who;
        EXPECT_EQ(status_of(answer(who, "approve")), 403) << who;
        EXPECT_EQ(status_of(answer(who, "refuse")), 403) << who;
    }
    for (const std::string& token : {ward.feed(), ward.kiosk()}) {
        EXPECT_EQ(status_of(ward.ask("GET /api/guidelines", token)), 403);
        EXPECT_EQ(status_of(ward.ask("POST /api/guidelines/" + sha + "/approve", token, reason)), 403);
    }
    EXPECT_EQ(status_of(answer("ada", "approve")), 403) << "administrators stage, and approve nothing";
    EXPECT_EQ(status_of(ward.ask("POST /control/guidelines/" + sha, ward.feed())), 403);
}

TEST_F(GuidelineCallsTest, CountsOnceAPhysicianAndAPharmacistApprovedIt) {
    EXPECT_EQ(status_of(answer("phil", "approve")), 200);
    EXPECT_EQ(status_of(answer("phil", "approve")), 409) << "the same person";
    EXPECT_EQ(status_of(answer("petra", "approve")), 409) << "the same role";
    EXPECT_EQ(counts(), "");
    const std::string approved = answer("carl", "approve");
    EXPECT_TRUE(has(approved, R"("state":"approved")")) << approved;
    EXPECT_EQ(counts(), sha);
    const std::string audit = SignedIn(ward, "ina").ask(ward, "GET /api/audit/latest?action=guideline");
    EXPECT_TRUE(has(audit, R"("actor":"phil","action":"guideline approve","object":"packs )" + sha)) << audit;
    EXPECT_TRUE(has(audit, R"("actor":"carl","action":"guideline version","object":"packs )" + sha)) << audit;
    EXPECT_TRUE(has(audit, R"("after":")" + sha)) << audit;
    EXPECT_EQ(status_of(answer("petra", "refuse")), 409) << "it is settled";
}

TEST_F(GuidelineCallsTest, IsEndedByOneRefusal) {
    EXPECT_EQ(status_of(answer("phil", "approve")), 200);
    EXPECT_TRUE(has(answer("carl", "refuse"), R"("state":"refused")"));
    EXPECT_EQ(counts(), "");
    ward.stop();
    stage("ada");
    ward.restart();
    EXPECT_TRUE(has(answer("petra", "refuse"), R"("state":"refused")")) << "it was asked anew";
    EXPECT_EQ(status_of(answer("carl", "approve")), 409);
    EXPECT_EQ(counts(), "");
}

TEST_F(GuidelineCallsTest, IsNeverAnsweredByWhoStagedItOrTwiceByOnePerson) {
    ward.stop();
    ward.keep_person("ada", Role::physician);
    ward.restart();
    const std::string own = answer("ada", "approve");
    EXPECT_EQ(status_of(own), 403);
    EXPECT_TRUE(has(own, "you staged it")) << own;
    EXPECT_EQ(status_of(answer("phil", "approve")), 200);
    ward.stop();
    ward.keep_person("phil", Role::pharmacist);
    ward.restart();
    const std::string again = answer("phil", "approve");
    EXPECT_EQ(status_of(again), 403);
    EXPECT_TRUE(has(again, "in another role")) << again;
    EXPECT_EQ(counts(), "");
}

TEST_F(GuidelineCallsTest, IsNotApprovedWhenItsFilesWereChanged) {
    EXPECT_EQ(status_of(answer("phil", "approve")), 200);
    library->changed = true;
    const std::string refused = answer("carl", "approve");
    EXPECT_EQ(status_of(refused), 409);
    EXPECT_TRUE(has(refused, "its files were changed")) << refused;
    EXPECT_EQ(counts(), "");
    EXPECT_EQ(status_of(answer("carl", "refuse")), 200);
}

TEST_F(GuidelineCallsTest, IsAnsweredWithinThirtyDays) {
    EXPECT_EQ(status_of(answer("phil", "approve")), 200);
    ward.set_clock("2026-04-02T10:00:01Z");
    EXPECT_TRUE(has(listed(), R"("state":"expired")"));
    const std::string late = answer("carl", "approve");
    EXPECT_EQ(status_of(late), 409);
    EXPECT_TRUE(has(late, "more than 30 days ago")) << late;
    EXPECT_EQ(counts(), "");
    EXPECT_EQ(status_of(answer("carl", "approve")), 404) << "a start forgets it";
}

TEST_F(GuidelineCallsTest, IsAnsweredWithAReasonAndByItsFingerprint) {
    for (const std::string& body : {std::string(), std::string(R"({"reason":""})"), std::string("reason"),
                                    R"({"reason":")" + std::string(201, 'r') + "\"}"}) {
        EXPECT_EQ(status_of(answer("phil", "approve", body)), 400) << body;
    }
    const SignedIn phil(ward, "phil");
    EXPECT_EQ(status_of(phil.ask(ward, "POST /api/guidelines/" + std::string(64, 'b') + "/approve", reason)), 404);
    EXPECT_EQ(status_of(phil.ask(ward, "POST /api/cosigns/1/approve", reason)), 403) << "not by another door";
}

}  // namespace
}  // namespace stormkeel
