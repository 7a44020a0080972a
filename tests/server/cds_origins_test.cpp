// Pages of the origins that the settings name may ask the CDS services from a browser, and no others.
#include <gtest/gtest.h>

#include "server/running_ward.h"
#include "server/signed_in.h"

namespace stormkeel {
namespace {

const std::string ours = "https://ehr.example.org";

Operation with_origins() {
    Operation operation;
    operation.cds_origins = {ours};
    return operation;
}

std::string preflight(const RunningWard& ward, const std::string& path, const std::string& origin) {
    return ward.ask("OPTIONS " + path, "", {},
                    "Origin: " + origin +
                        "\r\nAccess-Control-Request-Method: POST\r\n"
                        "Access-Control-Request-Headers: authorization, content-type\r\n");
}

TEST(CdsOrigins, APageOfANamedOriginMayAsk) {
    const RunningWard ward(with_origins());
    for (const std::string path : {"/cds-services", "/cds-services/stormkeel-patient-view"}) {
        const std::string answer = preflight(ward, path, ours);
        EXPECT_EQ(status_of(answer), 204) << answer;
        EXPECT_TRUE(has(answer, "Access-Control-Allow-Origin: " + ours + "\r\n")) << answer;
        EXPECT_TRUE(has(answer, "Access-Control-Allow-Methods: GET, POST\r\n")) << answer;
        EXPECT_TRUE(has(answer, "Access-Control-Allow-Headers: Authorization, Content-Type\r\n")) << answer;
        EXPECT_TRUE(has(answer, "Vary: Origin\r\n")) << answer;
        EXPECT_FALSE(has(answer, "Allow-Credentials")) << answer;
    }
    const std::string origin = "Origin: " + ours + "\r\n";
    const std::string discovered = ward.ask("GET /cds-services", "", {}, origin);
    EXPECT_TRUE(has(discovered, " 200 ") && has(discovered, "Access-Control-Allow-Origin: " + ours + "\r\n"));
    const std::string refused = ward.ask("POST /cds-services/stormkeel-patient-view", "", "{}", origin);
    EXPECT_TRUE(has(refused, " 401 ") || has(refused, " 403 ")) << refused;
    EXPECT_TRUE(has(refused, "Access-Control-Allow-Origin: " + ours + "\r\n")) << "the page may read why";
    const std::string called = ward.ask("POST /cds-services/stormkeel-patient-view", ward.feed(), "{}", origin);
    EXPECT_TRUE(has(called, " 400 ") && has(called, "Access-Control-Allow-Origin: " + ours + "\r\n")) << called;
}

TEST(CdsOrigins, NoOtherPageAndNoOtherCall) {
    const RunningWard ward(with_origins());
    for (const std::string other : {"https://ehr.example.org.evil.example", "http://ehr.example.org",
                                    "https://ehr.example.org:8443", "https://EHR.example.org", "null", "*"}) {
        const std::string answer = preflight(ward, "/cds-services", other);
        EXPECT_EQ(status_of(answer), 403) << answer;
        EXPECT_FALSE(has(answer, "Access-Control")) << answer;
        EXPECT_FALSE(has(ward.ask("GET /cds-services", "", {}, "Origin: " + other + "\r\n"), "Access-Control"));
    }
    for (const std::string path : {"/api/ward", "/fhir/metadata", "/cds-services-of-others"}) {
        EXPECT_FALSE(has(preflight(ward, path, ours), "Access-Control")) << path;
        EXPECT_FALSE(has(ward.ask("GET " + path, ward.feed(), {}, "Origin: " + ours + "\r\n"), "Access-Control"));
    }
    const RunningWard of_none;
    EXPECT_FALSE(has(preflight(of_none, "/cds-services", ours), "Access-Control"));
    EXPECT_FALSE(has(of_none.ask("GET /cds-services", "", {}, "Origin: " + ours + "\r\n"), "Access-Control"));
}

}  // namespace
}  // namespace stormkeel
