// ORU^R01: codes, value types, units, comparators, times and statuses, each used or rejected by name.
#include <gtest/gtest.h>

#include "adapters/hl7v2_example.h"

namespace stormkeel {
namespace {

using namespace example;

Lines facts_of_oru(const Lines& segments) { return Feed({oru("M1", segments)}).facts(); }
Lines rejected_of_oru(const Lines& segments) { return Feed({oru("M1", segments)}).rejections(); }

std::string obx_at_ten(std::string_view rest, int number = 1) {
    return "2026-03-03T10:00:00Z " + std::string(rest) + " from ORU M1 OBX " + std::to_string(number);
}

TEST(Hl7Observation, ReadsNumbersByLoincInWhateverUnit) {
    EXPECT_EQ(facts_of_oru({obx("NM|8310-5^Body temperature^LN||100.4|[degF]")}),
              Lines{obx_at_ten("temperature 38 Cel")});
    EXPECT_EQ(facts_of_oru({obx("NM|1988-5^CRP^LN||12.5|mg/dL^^UCUM")}), Lines{obx_at_ten("crp 125 mg/L")});
    EXPECT_EQ(facts_of_oru({obx("NM|8867-4^^LN||88|beats/min^^ISO")}), Lines{obx_at_ten("heart_rate 88 /min")});
    EXPECT_EQ(facts_of_oru({obx("NM|777-3^^LN||40|10*3/uL^thousand per microliter^UCUM")}),
              Lines{obx_at_ten("platelets 40 10*3/uL")});
    EXPECT_EQ(facts_of_oru({obx("NM|48065-7^^LN||800|ng/mL")}), Lines{obx_at_ten("d_dimer 800 ng/mL{FEU}")});
}

TEST(Hl7Observation, ReadsALocalCodeByItsNameAndAnAlternateByLoinc) {
    EXPECT_EQ(facts_of_oru({obx("NM|TMP^Body temperature^99HOSP||38.6|Cel")}),
              Lines{obx_at_ten("temperature 38.6 Cel")});
    EXPECT_EQ(facts_of_oru({obx("NM|TMP^Temp^99HOSP^8310-5^^LN||38.6|Cel")}),
              Lines{obx_at_ten("temperature 38.6 Cel")});
    EXPECT_EQ(facts_of_oru({obx("NM|ice_score^ICE^urn:stormkeel:item||7|")}), Lines{obx_at_ten("ice_score 7")});
}

TEST(Hl7Observation, KeepsComparatorsInNumbersAndInStructuredNumbers) {
    EXPECT_EQ(facts_of_oru({obx("NM|2276-4^^LN||>40000|ng/mL")}), Lines{obx_at_ten("ferritin >40000 ug/L")});
    EXPECT_EQ(facts_of_oru({obx("SN|2276-4^^LN||>^40000|ng/mL")}), Lines{obx_at_ten("ferritin >40000 ug/L")});
    EXPECT_EQ(facts_of_oru({obx("SN|1988-5^^LN||<=^0.3|mg/dL")}), Lines{obx_at_ten("crp <=3 mg/L")});
    EXPECT_EQ(facts_of_oru({obx("SN|1988-5^^LN||=^3|mg/L")}), Lines{obx_at_ten("crp 3 mg/L")});
    EXPECT_EQ(rejected_of_oru({obx("SN|1988-5^^LN||^3^-^5|mg/L")}),
              Lines{"ORU M1 OBX 1 | crp | '^3^-^5' is no single number; one such as >^40000 would be right"});
}

TEST(Hl7Observation, WordsInTheFieldOfANumberAreRejected) {
    EXPECT_EQ(rejected_of_oru({obx("NM|1988-5^^LN||None|mg/L")}),
              Lines{"ORU M1 OBX 1 | crp = None mg/L | 'None' is no number"});
    EXPECT_EQ(rejected_of_oru({obx("NM|1988-5^^LN||See note|mg/L")}),
              Lines{"ORU M1 OBX 1 | crp = See note mg/L | 'See note' is no number"});
    EXPECT_EQ(
        rejected_of_oru({obx("NM|1988-5^^LN||12,5|mg/L")}),
        Lines{"ORU M1 OBX 1 | crp = 12,5 mg/L | '12,5' is no number; write a decimal point and no thousands mark"});
}

TEST(Hl7Observation, RejectsWhatHasNoUnitOrWhatNoLivingPatientHas) {
    EXPECT_EQ(facts_of_oru({obx("NM|8310-5^^LN||38.6|")}), Lines{});
    EXPECT_EQ(rejected_of_oru({obx("NM|8310-5^^LN||38.6|")}).size(), 1U);
    const Lines slip = rejected_of_oru({obx("NM|8310-5^^LN||101.3|Cel")});
    ASSERT_EQ(slip.size(), 1U);
    EXPECT_NE(slip[0].find("did you mean [degF]?"), std::string::npos) << slip[0];
}

TEST(Hl7Observation, ReadsTextsAndCodedValues) {
    EXPECT_EQ(facts_of_oru({obx("ST|8310-5^^LN||38.6|Cel")}), Lines{obx_at_ten("temperature 38.6 Cel")});
    EXPECT_EQ(facts_of_oru({obx("ST|DEV^O2 device^L||Nasal cannula")}),
              Lines{obx_at_ten("oxygen_device nasal_cannula")});
    EXPECT_EQ(facts_of_oru({obx("CWE|DEV^O2 device^L||426854004^^SCT")}),
              Lines{obx_at_ten("oxygen_device high_flow_nasal_cannula")});
    EXPECT_EQ(facts_of_oru({obx("CE|DEV^O2 device^L||HF^HFNC^L")}),
              Lines{obx_at_ten("oxygen_device high_flow_nasal_cannula")});
    EXPECT_EQ(rejected_of_oru({obx("ED|8310-5^^LN||^^PDF^Base64^AAAA")}),
              Lines{"ORU M1 OBX 1 | temperature | a value of type 'ED' (OBX-2) cannot be read as temperature; NM, SN, "
                    "ST, TX or CWE would be right"});
}

TEST(Hl7Observation, SeveralValuesOfOneObservationAreAllRead) {
    EXPECT_EQ(facts_of_oru({obx("ST|DEV^O2 device^L||nasal cannula~BiPAP")}),
              (Lines{obx_at_ten("oxygen_device nasal_cannula"), obx_at_ten("oxygen_device bipap")}));
}

TEST(Hl7Observation, AFloodOfValuesOrOfSegmentsIsRefused) {
    std::string values;
    for (int i = 0; i < 101; ++i) values += "1~";
    EXPECT_EQ(rejected_of_oru({obx("NM|1988-5^^LN||" + values + "|mg/L")}),
              Lines{"ORU M1 OBX 1 | crp | OBX-5 has 101 values; 1 to 100 can be read"});
    const Hl7Reading reading = Feed().reading(oru("M1", Lines(10'001, "OBX")));
    ASSERT_EQ(reading.problems.size(), 1U);
    EXPECT_EQ(reading.problems[0].why, "there are more than 10000 records in the message; send it in parts");
    EXPECT_TRUE(reading.persons.empty());
}

TEST(Hl7Observation, AValueThatCannotBeReadStillEndsWhatItWouldHaveReplaced) {
    EXPECT_EQ(facts_of_oru({obx("ST|DEV^O2 device^L||nasel canula thing")}),
              Lines{obx_at_ten("oxygen_device ? [unreadable]")});
    EXPECT_EQ(facts_of_oru({obx("NM|3151-8^^LN||ERROR|L/min")}), Lines{obx_at_ten("oxygen_flow 0 [unreadable]")});
    EXPECT_EQ(facts_of_oru({obx("CWE|DEV^O2 device^L||\"\"")}), Lines{obx_at_ten("oxygen_device ? [unreadable]")});
    EXPECT_EQ(rejected_of_oru({obx("CWE|DEV^O2 device^L||\"\"")}), Lines{})
        << "the record itself says that there is none";
}

TEST(Hl7Observation, TheTimeIsItsOwnElseThatOfTheRequest) {
    const Lines own = facts_of_oru({"OBX|1|NM|8310-5^^LN||38.6|Cel|||||F|||20260303113000+0100"});
    EXPECT_EQ(own, Lines{"2026-03-03T10:30:00Z temperature 38.6 Cel from ORU M1 OBX 1"});
    EXPECT_EQ(rejected_of_oru({"OBX|1|NM|8310-5^^LN||38.6|Cel|||||F|||20260303"}),
              Lines{"ORU M1 OBX 1 | LOINC 8310-5 | OBX-14 20260303 is a date without a time of day; right would be one "
                    "such as 20260303100000+0100"});
    EXPECT_EQ(Feed({message("ORU^R01", "M1", {obx("NM|8310-5^^LN||38.6|Cel")})}).rejections(),
              Lines{"ORU M1 OBX 1 | LOINC 8310-5 | OBX-14 and OBR-7 are empty; the time it was true is needed"});
}

TEST(Hl7Observation, ATimeAheadOfTheMessageIsRefused) {
    EXPECT_EQ(facts_of_oru({"OBX|1|NM|8310-5^^LN||38.6|Cel|||||F|||20260303120500"}).size(), 1U);
    EXPECT_EQ(rejected_of_oru({"OBX|1|NM|8310-5^^LN||38.6|Cel|||||F|||20260303120501"}),
              Lines{"ORU M1 OBX 1 | LOINC 8310-5 | future-dated: true at 2026-03-03T12:05:01Z, but recorded at "
                    "2026-03-03T12:00:00Z"});
}

TEST(Hl7Observation, TheStatusSaysWhetherThereIsAResult) {
    EXPECT_EQ(facts_of_oru({obx("NM|1988-5^^LN||80|mg/L", "P")}),
              Lines{"2026-03-03T10:00:00Z crp 80 mg/L from ORU M1 OBX 1 (preliminary)"});
    EXPECT_EQ(facts_of_oru({obx("NM|1988-5^^LN||80|mg/L", "C")}), Lines{obx_at_ten("crp 80 mg/L")});
    for (const char* awaited : {"I", "R", "S", "N", "O"}) {
        EXPECT_EQ(facts_of_oru({obx("NM|1988-5^^LN|||mg/L", awaited)}), Lines{});
        EXPECT_EQ(rejected_of_oru({obx("NM|1988-5^^LN|||mg/L", awaited)}), Lines{});
        EXPECT_EQ(facts_of_oru({obx("NM|1988-5^^LN||80|mg/L", awaited)}), Lines{});
        EXPECT_EQ(rejected_of_oru({obx("NM|1988-5^^LN||80|mg/L", awaited)}),
                  Lines{"ORU M1 OBX 1 | crp | its status '" + std::string(awaited) +
                        "' in OBX-11 does not say that there is a result that holds; F, C or P would"});
    }
    EXPECT_EQ(rejected_of_oru({obx("NM|1988-5^^LN||80|mg/L", "")}),
              Lines{"ORU M1 OBX 1 | crp | OBX-11 is empty; F, C or P would say that there is a result"});
}

TEST(Hl7Observation, WhatCouldNotBeObtainedEndsADevice) {
    EXPECT_EQ(facts_of_oru({obx("ST|DEV^O2 device^L||", "X")}), Lines{obx_at_ten("oxygen_device ? [unreadable]")});
    EXPECT_EQ(rejected_of_oru({obx("NM|1988-5^^LN||", "X")}), Lines{});
}

TEST(Hl7Observation, UnknownCodesAreToldOnceWithTheirNumber) {
    EXPECT_EQ(rejected_of_oru({obx("NM|1234-5^^LN||1|g"), obx("NM|1234-5^^LN||2|g"), obx("NM|X1^Widgets^L||3|g")}),
              (Lines{"ORU M1 OBX 3 | L X1 'Widgets' | no item of ours has this code; not used",
                     "ORU M1 OBX 1 and 1 more | LOINC 1234-5 | no item of ours has this code; not used"}));
}

TEST(Hl7Observation, CodesThatContradictEachOtherAreRejected) {
    EXPECT_EQ(facts_of_oru({obx("NM|8310-5^^LN^8867-4^^LN||38|Cel")}), Lines{});
    EXPECT_EQ(rejected_of_oru({obx("NM|8310-5^^LN^8867-4^^LN||38|Cel")}),
              Lines{"ORU M1 OBX 1 | LOINC 8310-5 | its codes mean different things, temperature and heart_rate; one of "
                    "them would be right"});
}

TEST(Hl7Observation, ASaturationOfASpecimenIsNotThatOfTheFinger) {
    const Lines of_blood{"OBR|1|P1|F1|GAS^^L|||20260303100000|||||||||||||||||LAB",
                         obx("NM|S^Oxygen saturation^L||70|%")};
    EXPECT_EQ(Feed({message("ORU^R01", "M1", of_blood)}).facts(), Lines{});
    EXPECT_EQ(facts_of_oru({obx("NM|S^Oxygen saturation^L||93|%")}), Lines{obx_at_ten("spo2 93 %")});
}

TEST(Hl7Observation, AnExaminationCountsAsDoneWhateverWasFound) {
    EXPECT_EQ(facts_of_oru({obx("TX|600-7^Blood culture^LN||No growth after 24 h")}),
              Lines{obx_at_ten("blood_culture yes")});
    const Lines film{"OBR|1|P1|F1|36643-5^Chest X-ray^LN|||20260303100000||||||||||||||||||F", obx("TX|GDT^^L||Clear")};
    EXPECT_EQ(Feed({message("ORU^R01", "M1", film)}).facts(),
              Lines{"2026-03-03T10:00:00Z chest_radiograph yes from ORU M1 OBR 1"});
}

TEST(Hl7Observation, AResultBelongsToThePatientBeforeIt) {
    const std::string two = joined({msh("ORU^R01", "M1", "20260303120000+0000"), "PID|1||p1^^^H^MR",
                                    "OBR|1|||V^^L|||20260303100000", obx("NM|8867-4^^LN||80|/min"), "PID|2||p2^^^H^MR",
                                    "OBR|1|||V^^L|||20260303100000", obx("NM|8867-4^^LN||90|/min")});
    const Feed feed({two});
    EXPECT_EQ(feed.facts("p1"), Lines{obx_at_ten("heart_rate 80 /min", 1)});
    EXPECT_EQ(feed.facts("p2"), Lines{obx_at_ten("heart_rate 90 /min", 2)});
}

}  // namespace
}  // namespace stormkeel
