// What the audit keeps of each act beside who did it.
#include "service/audit_context.h"

#include <gtest/gtest.h>

#include "service/memory_store.h"
#include "service/ward_knowledge.h"

namespace stormkeel {
namespace {

const Instant audit_noon = *parse_instant("2026-03-03T12:00:00Z");

struct AuditContextTest : testing::Test {
    AuditContextTest() {
        ward.audit_by([this] { return acting; });
        ward.open(audit_noon);
    }
    const std::string& last() const { return store.all.audit.back().context; }

    MemoryStore store;
    LiveWard ward{store, built_in_ward_knowledge()};
    Acting acting{"nurse", "5e55", "b007", seconds(90)};
};

TEST_F(AuditContextTest, HoldsWhoActsOnWhatMachineByWhatProgram) {
    ward.keep_audit({0, audit_noon, "nora", "read", "patient 1"});
    const std::string fingerprint = built_in_calendar().at(audit_noon).fingerprint;
    EXPECT_EQ(last(), R"({"role":"nurse","session":"5e55","boot":"b007","up_ms":90000,"program":"test","guideline":")" +
                          fingerprint + "\"}");
    acting = {};
    ward.keep_audit({0, audit_noon, "stormkeel", "prune", ""});
    EXPECT_EQ(last(), R"({"program":"test","guideline":")" + fingerprint + "\"}") << "nobody, and no machine was asked";
}

TEST_F(AuditContextTest, TellsWhatAnAccountWasAndBecameWithoutItsCredential) {
    const Account opened{"nora", "nurse", "a hash", audit_noon};
    ward.keep_account(opened, "ada", audit_noon);
    EXPECT_NE(last().find(R"("after":")" + version_of(opened) + "\"}"), std::string::npos) << last();
    EXPECT_EQ(last().find("before"), std::string::npos) << "it was not there";
    Account changed = opened;
    changed.units = "4W";
    ward.keep_account(changed, "ada", audit_noon);
    EXPECT_NE(last().find(R"("before":")" + version_of(opened) + R"(","after":")" + version_of(changed) + "\"}"),
              std::string::npos)
        << last();
    EXPECT_NE(version_of(opened), version_of(changed));
    EXPECT_EQ(last().find("a hash"), std::string::npos);
    // After a restart, too.
    LiveWard again{store, built_in_ward_knowledge()};
    again.open(audit_noon);
    Account closed = changed;
    closed.credential.clear();
    again.keep_account(closed, "ada", audit_noon);
    EXPECT_NE(last().find(R"("before":")" + version_of(changed)), std::string::npos) << last();
}

TEST_F(AuditContextTest, TellsWhichVersionOfAnAlertWasAnswered) {
    ward.take(
        std::vector<Incoming>{{"p1",
                               RecordForm::chart_row,
                               "1",
                               {},
                               R"({"time":"2026-03-01T09:00:00Z","item":"therapy","value":"axicabtagene_ciloleucel"})"},
                              {"p1",
                               RecordForm::chart_row,
                               "2",
                               {},
                               R"({"time":"2026-03-03T11:00:00Z","item":"temperature","value":"39.6","unit":"Cel"})"}},
        audit_noon);
    ASSERT_FALSE(store.all.alerts.empty());
    const Alert before = store.all.alerts.front();
    ward.answer({before.number, AlertState::acknowledged, "nora", "", {}}, audit_noon);
    EXPECT_NE(
        last().find(R"("before":")" + version_of(before) + R"(","after":")" + version_of(store.all.alerts.back())),
        std::string::npos)
        << last();
}

}  // namespace
}  // namespace stormkeel
