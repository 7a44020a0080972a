// What the tokens of machines open, by their roles.
#include <gtest/gtest.h>

#include <map>
#include <string>

#include "server/signed_in.h"

namespace stormkeel {
namespace {

// The rows of a table that people were told: what each machine's token opens, typed from it once more.
TEST(TokenRoles, ATokenOpensWhatItsMachineNeedsAndNoMore) {
    RunningWard ward;
    const std::map<std::string, std::string> tokens{{"integration", ward.keep_token("all", Role::integration)},
                                                    {"sender", ward.keep_token("lab", Role::sender)},
                                                    {"cds", ward.keep_token("ehr", Role::cds)},
                                                    {"monitor", ward.keep_token("prometheus", Role::monitor)}};
    ward.restart();
    ward.ask("POST /api/patients/p1/facts", tokens.at("sender"), grade_three_facts);
    const std::string patient = R"({"resourceType":"Patient","id":"p2","birthDate":"1961-05-02"})";
    const std::string fields = "Content-Type: application/fhir+json\r\n";
    const std::map<std::string, std::string> opened{{"POST /fhir/Patient", "integration sender"},
                                                    {"GET /fhir/Patient/p2", "integration"},
                                                    {"GET /fhir/Observation?patient=p1", "integration"},
                                                    {"POST /api/patients/p1/facts", "integration sender"},
                                                    {"GET /api/patients/p1/facts", "integration"},
                                                    {"GET /api/ward", "integration"},
                                                    {"GET /api/dead-letters", "integration"},
                                                    {"POST /cds-services/stormkeel-patient-view", "integration cds"},
                                                    {"GET /metrics", "integration monitor"},
                                                    {"GET /api/technical", "integration"},
                                                    {"GET /healthz", "integration sender cds monitor"}};
    for (const auto& [call, roles] : opened) {
        for (const auto& [role, token] : tokens) {
            const int status =
                status_of(ward.ask(call, token, call.starts_with("POST /fhir") ? patient : "{}", fields));
            EXPECT_EQ(status != 403, has(roles, role)) << call << " with the token of " << role << ": " << status;
        }
    }
}

// The row of the matrix is "bed and grade only": every member that a wall is told stands here.
TEST(TokenRoles, TheBoardOfAKioskHoldsBedAndGradeAndHowOldTheyAreAlone) {
    const RunningWard ward;
    ward.ask("POST /api/patients/p1/facts", ward.feed(), grade_three_facts);
    const std::string wall = ward.ask("GET /api/ward", ward.kiosk());
    EXPECT_EQ(wall.substr(wall.find("\r\n\r\n") + 4),
              R"([{"bed":null,"crs":{"grade":3,"at_least":3,"at_most":3},)"
              R"("icans":{"grade":null,"at_least":0,"at_most":4},"newest_fact":"2026-03-03T10:30:00Z"}])");
    EXPECT_FALSE(has(wall, "Stormkeel-Degraded")) << wall;
    for (const char* call :
         {"GET /api/technical", "GET /api/live", "GET /api/patients/p1/assessment", "GET /fhir/Flag"}) {
        EXPECT_EQ(status_of(ward.ask(call, ward.kiosk())), 403) << call;
    }
}

}  // namespace
}  // namespace stormkeel
