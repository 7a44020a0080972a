// The audit as auditors and those who did it read it: backwards, by what they look for, and as files.
#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <thread>

#include "server/audit_proof_texts.h"
#include "server/signed_in.h"

namespace stormkeel {
namespace {

class AuditCallsTest : public testing::Test {
protected:
    AuditCallsTest() {
        ward.keep_person("ina", Role::auditor);
        ward.keep_person("nora", Role::nurse);
        ward.keep_person("ada", Role::admin);
        ward.stop();
        keep("nora", "read", "patient 0123456789abcdef0123456789abcdef");
        keep("=SUM(A1)", "decline", "alert 1, \"quoted\"");
        for (int i = 0; i < 250; ++i) keep("feed", "note", "row " + std::to_string(i));
        ward.restart();
    }
    // One a minute from 08:00 on.
    void keep(const std::string& actor, const std::string& action, const std::string& object) {
        auto& audit = ward.store().all.audit;
        const Instant at = *parse_instant("2026-03-02T08:00:00Z") + minutes(static_cast<std::int64_t>(audit.size()));
        audit.push_back({audit.size() + 1, at, actor, action, object});
    }
    static std::string body_of(const std::string& response) { return response.substr(response.find("\r\n\r\n") + 4); }
    static std::size_t count(const std::string& text, std::string_view part) {
        std::size_t found = 0;
        for (std::size_t at = 0; (at = text.find(part, at)) != std::string::npos; at += part.size()) ++found;
        return found;
    }

    RunningWard ward;
};

TEST_F(AuditCallsTest, IsReadBackwardsPageByPage) {
    const SignedIn ina(ward, "ina");
    const std::string first = ina.ask(ward, "GET /api/audit/latest");
    EXPECT_EQ(status_of(first), 200) << first;
    EXPECT_EQ(count(first, R"("number":)"), 100U);
    EXPECT_LT(first.find(R"("object":"row 249")"), first.find(R"("object":"row 248")")) << "the newest first";
    std::string before = between(first, R"("before":)", "}");
    std::size_t rows = 100;
    while (before != "null") {
        const std::string page = ina.ask(ward, "GET /api/audit/latest?before=" + before);
        ASSERT_EQ(status_of(page), 200) << page;
        rows += count(page, R"("number":)");
        before = between(page, R"("before":)", "}");
    }
    EXPECT_EQ(rows, ward.store().all.audit.size());
}

TEST_F(AuditCallsTest, IsLookedThroughByWhoWhatAndWhen) {
    const SignedIn ina(ward, "ina");
    const auto found = [&](const std::string& query) {
        const std::string told = ina.ask(ward, "GET /api/audit/latest?" + query);
        EXPECT_EQ(status_of(told), 200) << told;
        return count(told, R"("number":)");
    };
    EXPECT_EQ(found("actor=nora"), 1U);
    EXPECT_EQ(found("action=dec"), 1U);
    EXPECT_EQ(found("object=0123456789abcdef0123456789abcdef"), 1U);
    EXPECT_EQ(found("since=2026-03-02T08:10:00Z&until=2026-03-02T08:20:00Z"), 10U);
    EXPECT_EQ(found("actor=nobody"), 0U);
    EXPECT_EQ(status_of(ina.ask(ward, "GET /api/audit/latest?since=yesterday")), 400);
    EXPECT_EQ(status_of(ina.ask(ward, "GET /api/audit/latest?before=x")), 400);
    EXPECT_EQ(status_of(ina.ask(ward, "GET /api/audit/latest?actor=" + std::string(129, 'a'))), 400);
    EXPECT_EQ(found("before=18446744073709551615&actor=nora"), 1U) << "past every row";
}

// A page costs no more when what is looked for stands far back.
TEST_F(AuditCallsTest, LooksAtSoManyRowsForAPageAndNoMore) {
    ward.stop();
    for (int i = 0; i < 10'000; ++i) keep("feed", "note", "more");
    ward.restart();
    const SignedIn ina(ward, "ina");
    std::string before = "99999999";
    std::size_t pages = 0;
    std::size_t found = 0;
    for (; before != "null" && pages < 10; ++pages) {
        const std::string page = ina.ask(ward, "GET /api/audit/latest?actor=nora&before=" + before);
        found += count(page, R"("number":)");
        before = between(page, R"("before":)", "}");
    }
    EXPECT_EQ(found, 1U);
    EXPECT_EQ(pages, 3U) << "5,000 rows a page";
}

TEST_F(AuditCallsTest, APersonReadsTheirOwnRowsAlone) {
    const SignedIn nora(ward, "nora");
    const std::string own = nora.ask(ward, "GET /api/audit/own?actor=feed");
    EXPECT_EQ(status_of(own), 200) << own;
    EXPECT_EQ(count(own, R"("actor":"nora")"), count(own, R"("number":)")) << own;
    EXPECT_EQ(count(own, R"("action":"sign in")"), 1U);
    for (const std::string path :
         {"", "/latest", "/state", "/1/proof", "/growth?rows=1", "/export.csv", "/export.ndjson"}) {
        EXPECT_EQ(status_of(nora.ask(ward, "GET /api/audit" + path)), 403) << path;
        EXPECT_EQ(status_of(SignedIn(ward, "ada").ask(ward, "GET /api/audit" + path)), 403) << path;
    }
    EXPECT_EQ(status_of(SignedIn(ward, "ada").ask(ward, "GET /api/audit/own")), 403);
}

TEST_F(AuditCallsTest, TellsInWhichSessionAndRoleSomethingWasDone) {
    const SignedIn nora(ward, "nora");
    nora.ask(ward, "GET /api/patients/p1/assessment");
    const std::string own = nora.ask(ward, "GET /api/audit/own?action=read");
    const std::string context = between(own, R"("context":{)", "}");
    EXPECT_TRUE(has(context, R"("role":"nurse","session":")")) << own;
    EXPECT_TRUE(has(context, R"("program":"test","guideline":")")) << own;
    const std::string session = between(context, R"("session":")", "\"");
    EXPECT_EQ(session.size(), 32U);
    EXPECT_FALSE(has(nora.cookie, session)) << "never the secret";
    EXPECT_NE(between(SignedIn(ward, "nora").ask(ward, "GET /api/audit/own?action=read"), R"("session":")", "\""), "");
}

// Who asked is remembered over the time that a password takes.
TEST_F(AuditCallsTest, WhatIsDoneLaterIsStillDoneByWhoAsked) {
    SignedIn(ward, "ada").ask(ward, "POST /api/users/bo", R"({"role":"nurse","password":"nine loud herons"})");
    const std::string rows = SignedIn(ward, "ina").ask(ward, "GET /api/audit/latest?action=account");
    EXPECT_TRUE(has(rows, R"("object":"nurse bo","context":{"role":"admin","session":")")) << rows;
}

TEST_F(AuditCallsTest, IsATableThatNoSpreadsheetTakesForFormulas) {
    const std::string response = SignedIn(ward, "ina").ask(ward, "GET /api/audit/export.csv");
    EXPECT_EQ(status_of(response), 200);
    EXPECT_TRUE(has(response, "Content-Disposition: attachment; filename=\"stormkeel-audit-2026-03-03.csv\"\r\n"));
    EXPECT_TRUE(has(response, "Content-Type: text/csv; charset=utf-8\r\n"));
    EXPECT_TRUE(
        has(response, "number,at,actor,action,object,role,session,boot,up_ms,program,guideline,before,after\r\n"));
    EXPECT_TRUE(
        has(response, "\r\n2,2026-03-02T08:01:00Z,\"'=SUM(A1)\",decline,\"alert 1, \"\"quoted\"\"\",,,,,,,,\r\n"));
    EXPECT_TRUE(has(response, ",ina,audit export,csv,auditor,")) << "the export is in it";
    EXPECT_TRUE(response.ends_with("\r\n0\r\n\r\n")) << "whole: " << response.substr(response.size() - 20);
    EXPECT_EQ(count(body_of(response), "Z,"), ward.store().all.audit.size());
}

TEST_F(AuditCallsTest, IsExportedForATimeAlone) {
    const SignedIn ina(ward, "ina");
    const std::string some =
        ina.ask(ward, "GET /api/audit/export.csv?since=2026-03-02T08:10:00Z&until=2026-03-02T08:20:00Z");
    EXPECT_EQ(count(body_of(some), "Z,"), 10U) << some;
    EXPECT_TRUE(some.ends_with("\r\n0\r\n\r\n"));
    const std::string none = ina.ask(ward, "GET /api/audit/export.ndjson?until=2020-01-01T00:00:00Z");
    EXPECT_EQ(status_of(none), 200);
    EXPECT_TRUE(none.ends_with("\r\n\r\n0\r\n\r\n")) << none;
    EXPECT_EQ(status_of(ina.ask(ward, "GET /api/audit/export.csv?since=now")), 400);
}

TEST_F(AuditCallsTest, IsExportedAsAuditEvents) {
    const std::string response = SignedIn(ward, "ina").ask(ward, "GET /api/audit/export.ndjson");
    EXPECT_TRUE(has(response, "Content-Type: application/fhir+ndjson\r\n"));
    EXPECT_EQ(count(response, R"("resourceType":"AuditEvent")"), ward.store().all.audit.size());
    EXPECT_TRUE(has(response, R"("id":"audit-1","type":{"system":"http://dicom.nema.org/resources/ontology/DCM",)"
                              R"("code":"110110","display":"Patient Record"},"action":"R",)"
                              R"("recorded":"2026-03-02T08:00:00Z","outcome":"0","outcomeDesc":"read")"))
        << response;
    EXPECT_TRUE(has(response, R"({"what":{"identifier":{"system":"urn:stormkeel:pseudonym",)"
                              R"("value":"0123456789abcdef0123456789abcdef"}})"));
    EXPECT_TRUE(has(response, R"("code":"110122","display":"Login")"));
}

TEST_F(AuditCallsTest, ProvesARowToWhoHasNothingElse) {
    const std::string folder =
        (std::filesystem::temp_directory_path() / ("stormkeel-proofs-" + std::to_string(::getpid()))).string();
    std::filesystem::remove_all(folder);
    std::filesystem::create_directory(folder);
    ward.restart_in(folder);
    const SignedIn ina(ward, "ina");
    std::string told;
    for (int tries = 0; tries < 100 && status_of(told) != 200; ++tries) {
        told = ina.ask(ward, "GET /api/audit/2/proof");
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    ASSERT_EQ(status_of(told), 200) << told;
    const auto read = read_audit_proof(body_of(told));
    ASSERT_TRUE(std::holds_alternative<AuditProof>(read)) << std::get<std::string>(read);
    const auto& proof = std::get<AuditProof>(read);
    EXPECT_EQ(wrong_with(proof), "");
    EXPECT_EQ(proof.row.action, "decline");
    const auto grown = read_audit_proof(body_of(ina.ask(ward, "GET /api/audit/growth?rows=100")));
    ASSERT_TRUE(std::holds_alternative<AuditConsistency>(grown));
    EXPECT_EQ(wrong_with(std::get<AuditConsistency>(grown)), "");
    EXPECT_EQ(status_of(ina.ask(ward, "GET /api/audit/0/proof")), 404);
    EXPECT_EQ(status_of(ina.ask(ward, "GET /api/audit/99999999999999999999/proof")), 400);
    EXPECT_EQ(status_of(ina.ask(ward, "GET /api/audit/x/proof")), 400);
    EXPECT_EQ(status_of(ina.ask(ward, "GET /api/audit/growth")), 400);
    const std::string far = ina.ask(ward, "GET /api/audit/9999999/proof");
    EXPECT_EQ(status_of(far), 404);
    EXPECT_TRUE(has(far, "row 9999999: the last signed checkpoint covers none so far")) << far;
    ward.stop();
    std::filesystem::remove_all(folder);
}

TEST_F(AuditCallsTest, TellsHowFarItHasCome) {
    const std::string told = SignedIn(ward, "ina").ask(ward, "GET /api/audit/state");
    EXPECT_TRUE(has(told, R"({"rows":)" + std::to_string(ward.store().all.audit.size()) + ",")) << told;
    EXPECT_TRUE(has(told, R"("checkpoint":null)")) << "no folder was opened: " << told;
}

}  // namespace
}  // namespace stormkeel
