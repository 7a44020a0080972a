// A text is a number only as a chart writes one; what JSON and HL7's NM allow besides stays theirs.
#include <gtest/gtest.h>

#include <array>

#include "adapters/chart_csv_example.h"
#include "adapters/hl7v2_example.h"

namespace stormkeel {
namespace {

using namespace example;

constexpr std::array<const char*, 12> no_texts{"+38", "1e2",   "38e0", ".5",  "-0",   "-0.0",
                                               "+0",  "3.9E1", "38.",  "-.5", ">+38", "<1e2"};

TEST(PlainNumbers, ARowOfAChartIsRefusedWithTheNumberThatMayBeMeant) {
    for (const char* text : no_texts) {
        const ReadChart read = read_rows("p1,2026-03-03T10:00:00Z,temperature," + std::string(text) + ",Cel\n" +
                                         "p1,2026-03-03T10:00:00Z,give:tocilizumab," + std::string(text) + ",mg\n" +
                                         "p1,2026-03-03T10:00:00Z,ice_score," + std::string(text) + ",\n");
        EXPECT_EQ(read.reading.rejected, 3U) << text;
    }
    const ReadChart read = read_rows("p1,2026-03-03T10:00:00Z,temperature,+38,Cel\n");
    EXPECT_NE(read.patients.at("p1").rejected()[0].why.find("write 38"), std::string::npos);
    for (const char* text : {"38", "38.60", "038.6", ">38", "<= 38.5"}) {
        EXPECT_EQ(read_rows("p1,2026-03-03T10:00:00Z,temperature," + std::string(text) + ",Cel\n").reading.rejected, 0U)
            << text;
    }
}

TEST(PlainNumbers, ADoseOfATherapyBesideIt) {
    const auto unit = [](const std::string& dose) {
        return read_rows("p1,2026-03-03T10:00:00Z,therapy,teclistamab,\"" + dose + "\"\n").reading.rejected;
    };
    EXPECT_EQ(unit("1.5 mg/kg"), 0U);
    EXPECT_EQ(unit("+1.5 mg/kg"), 1U);
    EXPECT_EQ(unit("15e-1 mg/kg"), 1U);
}

Lines facts_of_obx(const std::string& segment) { return Feed({oru("M1", {obx(segment)})}).facts(); }

TEST(PlainNumbers, ATextOfHl7v2IsRefusedAndItsNmKeepsItsSign) {
    const Lines fever{"2026-03-03T10:00:00Z temperature 38.6 Cel from ORU M1 OBX 1"};
    EXPECT_EQ(facts_of_obx("ST|8310-5^^LN||38.6|Cel"), fever);
    EXPECT_EQ(facts_of_obx("NM|8310-5^^LN||+38.6|Cel"), fever);
    EXPECT_EQ(facts_of_obx("SN|8310-5^^LN||^+38.6|Cel"), fever);
    EXPECT_EQ(facts_of_obx("NM|2160-0^^LN||.5|mg/dL"),
              Lines{"2026-03-03T10:00:00Z creatinine 0.5 mg/dL from ORU M1 OBX 1"});
    for (const char* text : {"+38.6", "386e-1", "3.86E1"}) {
        EXPECT_EQ(facts_of_obx("ST|8310-5^^LN||" + std::string(text) + "|Cel"), Lines{}) << text;
    }
    EXPECT_EQ(facts_of_obx("NM|8310-5^^LN||386e-1|Cel"), Lines{}) << "NM has no exponent";
    EXPECT_EQ(facts_of_obx("ST|2160-0^^LN||.5|mg/dL"), Lines{});
}

// As it is written, without a JSON library between.
Lines observed_as_written(const std::string& system, const std::string& code, const std::string& value) {
    return facts(read(R"({"resourceType": "Observation", "id": "o1", "status": "final", "subject": {"reference":
        "Patient/p1"}, "effectiveDateTime": "2026-03-03T10:00:00Z", "code": {"coding": [{"system": ")" +
                      system + R"(", "code": ")" + code + "\"}]}, " + value + "}"));
}

TEST(PlainNumbers, AValueStringOfFhirIsRefusedAndANumberOfJsonIsOne) {
    const auto score = [](const std::string& value) {
        return observed_as_written("urn:stormkeel:item", "ice_score", value);
    };
    const Lines ten = score(R"("valueInteger": 10)");
    ASSERT_EQ(ten.size(), 1U);
    EXPECT_NE(ten[0].find("ice_score 10"), std::string::npos) << ten[0];
    EXPECT_EQ(score(R"("valueString": "10")"), ten);
    EXPECT_EQ(score(R"("valueInteger": 1e1)"), ten);
    for (const char* text : {"+10", "1e1", "10.", "-0"}) {
        EXPECT_EQ(score(R"("valueString": ")" + std::string(text) + "\""), Lines{}) << text;
    }
    EXPECT_EQ(observed_as_written("http://loinc.org", "8310-5", R"("valueQuantity": {"value": 3.86e1, "code": "Cel"})"),
              Lines{"2026-03-03T10:00:00Z temperature 38.6 Cel from Observation/o1"});
}

}  // namespace
}  // namespace stormkeel
