// FHIR elements as text: exact numbers, nothing empty, nothing a FHIR text may not hold; and ids that never change.
#include "adapters/fhir_out_element.h"

#include <gtest/gtest.h>

#include "adapters/fhir_out_identity.h"

namespace stormkeel {
namespace {

TEST(FhirElement, LeavesOutWhatIsEmpty) {
    FhirElement element;
    element.text("a", "").text("b", "  \n").element("c", {}).list("d", {}).list("e", {FhirElement{}}).texts("f", {""});
    EXPECT_TRUE(element.empty());
    EXPECT_EQ(element.json(), "{}");
}

TEST(FhirElement, KeepsTheDigitsOfNumbers) {
    FhirElement element;
    element.decimal("a", *parse_decimal("558.82579984")).decimal("b", *parse_decimal("640"));
    element.decimal("c", *parse_decimal("1234567890.123456789")).decimal("d", *parse_decimal("0.000000001"));
    element.whole("e", 4).boolean("f", false);
    EXPECT_EQ(element.json(), R"({"a":558.82579984,"b":640,"c":1234567890.123456789,"d":0.000000001,"e":4,"f":false})");
}

TEST(FhirElement, KeepsOrderAndNests) {
    FhirElement inner;
    inner.text("x", "1");
    FhirElement element;
    element.element("b", inner).list("a", {inner, FhirElement{}, inner}).texts("c", {"y", "", "z"});
    EXPECT_EQ(element.json(), R"({"b":{"x":"1"},"a":[{"x":"1"},{"x":"1"}],"c":["y","z"]})");
}

TEST(FhirElement, WritesTextsThatFhirTakes) {
    FhirElement element;
    element.text("a", " say \"no\"\\ \n").text("b", "tab\tline\nend").text("c", std::string("nul\0bell\x07", 9));
    element.text("d", "\xFFµ");
    EXPECT_EQ(element.json(), R"({"a":"say \"no\"\\","b":"tab\tline\nend","c":"nul?bell?","d":")"
                              "\xEF\xBF\xBD"
                              R"(µ"})");
}

TEST(FhirIdentity, IsTheSha256OfTheNameAsAUuidOfVersion8) {
    // SHA-256 of "abc" begins ba7816bf 8f01cfea 414140de 5dae2223 (FIPS 180-2, appendix B.1).
    EXPECT_EQ(uuid_of("abc"), "ba7816bf-8f01-8fea-8141-40de5dae2223");
    EXPECT_NE(uuid_of("abd"), uuid_of("abc"));
}

TEST(FhirIdentity, KnowsWhatMayBeAnId) {
    EXPECT_TRUE(is_fhir_id("ex01-axicel.2"));
    EXPECT_TRUE(is_fhir_id(std::string(64, 'a')));
    EXPECT_FALSE(is_fhir_id(std::string(65, 'a')));
    EXPECT_FALSE(is_fhir_id(""));
    EXPECT_FALSE(is_fhir_id("p_1"));
    EXPECT_FALSE(is_fhir_id("p 1"));
    EXPECT_FALSE(is_fhir_id("pä"));
}

TEST(FhirIdentity, FindsTheResourceInASource) {
    EXPECT_EQ(reference_in("Observation/o2"), "Observation/o2");
    EXPECT_EQ(reference_in("Observation/o2 (preliminary)"), "Observation/o2");
    EXPECT_EQ(reference_in("DiagnosticReport/d1#a"), "DiagnosticReport/d1");
    EXPECT_EQ(type_of_reference(reference_in("MedicationAdministration/m1")), "MedicationAdministration");
    for (const char* none : {"line 12", "chart.csv line 12", "Bundle entry 3", "Observation/", "/o2", "observation/o2",
                             "Observation/o_2", ""}) {
        EXPECT_EQ(reference_in(none), "") << none;
    }
}

}  // namespace
}  // namespace stormkeel
