// What needs no sign-in is answered to everybody, whatever token they bring; everything else is not.
#include <gtest/gtest.h>

#include "server/running_ward.h"

namespace stormkeel {
namespace {

std::string first_line(const std::string& answer) { return answer.substr(0, answer.find("\r\n")); }

TEST(OpenCalls, AreAnsweredWithATokenThatOpensNothing) {
    const RunningWard ward;
    for (const std::string path : {"/healthz", "/openapi.json", "/fhir/metadata", "/cds-services"}) {
        for (const std::string& token : {std::string(), std::string("opens nothing"), ward.feed(), ward.kiosk()}) {
            EXPECT_EQ(first_line(ward.ask("GET " + path, token)), "HTTP/1.1 200 OK") << path << " with '" << token;
        }
        const std::string basic = ward.ask("GET " + path, "", "", "Authorization: Basic YTpi\r\n");
        EXPECT_EQ(first_line(basic), "HTTP/1.1 200 OK") << path;
    }
}

TEST(OpenCalls, AnythingElseStaysShutToATokenThatOpensNothing) {
    const RunningWard ward;
    for (const char* call :
         {"GET /metrics", "GET /api/ward", "GET /api/patients/p1/facts", "GET /fhir/Patient/p1", "GET /fhir",
          "POST /fhir", "POST /cds-services/stormkeel-patient-view", "POST /cds-services", "GET /", "GET /session",
          "DELETE /session", "POST /session", "GET /nowhere"}) {
        EXPECT_EQ(first_line(ward.ask(call, "opens nothing")), "HTTP/1.1 401 Unauthorized") << call;
    }
}

TEST(OpenCalls, TheCaseOfTheSchemeOfATokenDoesNotMatter) {
    const RunningWard ward;
    const auto ask_with = [&](const std::string& field) {
        return first_line(ward.ask("GET /api/ward", "", "", "Authorization: " + field + "\r\n"));
    };
    EXPECT_EQ(ask_with("bearer " + ward.feed()), "HTTP/1.1 200 OK");
    EXPECT_EQ(ask_with("BEARER " + ward.feed()), "HTTP/1.1 200 OK");
    for (const char* field : {"Bea", "Bearer", "Basic YTpi"}) {
        EXPECT_EQ(ask_with(field), "HTTP/1.1 401 Unauthorized") << field;
    }
}

}  // namespace
}  // namespace stormkeel
