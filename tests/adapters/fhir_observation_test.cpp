// Observations: codes, units, comparators, components, absent values, status and time, each used or rejected by name.
#include <gtest/gtest.h>

#include "adapters/fhir_example.h"

namespace stormkeel {
namespace {

using namespace example;

std::string loinc(std::string_view code) {
    return R"({"coding": [{"system": "http://loinc.org", "code": ")" + std::string(code) + R"("}]})";
}

std::string own(std::string_view item) {
    return R"({"coding": [{"system": "urn:stormkeel:item", "code": ")" + std::string(item) + R"("}]})";
}

std::string measured(const std::string& code, std::string_view quantity) {
    return observation(R"({"code": )" + code + R"(, "valueQuantity": )" + std::string(quantity) + "}");
}

std::string with(const std::string& code, std::string_view fields) {
    return observation(R"({"code": )" + code + ", " + std::string(fields) + "}");
}

std::string at_ten(std::string_view rest) {
    return "2026-03-03T10:00:00Z " + std::string(rest) + " from Observation/o1";
}

TEST(FhirObservation, ConvertsUnitsExactly) {
    EXPECT_EQ(facts(read(measured(loinc("8310-5"), R"({"value": 100.4, "unit": "degF", "code": "[degF]"})"))),
              Lines{at_ten("temperature 38 Cel")});
    EXPECT_EQ(facts(read(measured(loinc("1988-5"), R"({"value": 12.5, "code": "mg/dL"})"))),
              Lines{at_ten("crp 125 mg/L")});
    EXPECT_EQ(facts(read(measured(loinc("29463-7"), R"({"value": 80000, "code": "g"})"))),
              Lines{at_ten("weight 80 kg")});
    EXPECT_EQ(facts(read(measured(loinc("3150-0"), R"({"value": 0.4, "code": "1"})"))), Lines{at_ten("fio2 40 %")});
    EXPECT_EQ(facts(read(measured(loinc("3150-6"), R"({"value": 40, "code": "%"})"))), Lines{at_ten("fio2 40 %")});
}

TEST(FhirObservation, TakesTheUnitWhenTheCodeIsNoUcum) {
    EXPECT_EQ(facts(read(measured(loinc("2160-0"), R"({"value": 88.4, "unit": "umol/L", "code": "258814008",
                                                       "system": "http://snomed.info/sct"})"))),
              Lines{at_ten("creatinine 1 mg/dL")});
}

TEST(FhirObservation, RejectsWhatHasNoUnitOrAnotherDimension) {
    const FhirPatients without = read(measured(loinc("8310-5"), R"({"value": 38.6})"));
    EXPECT_EQ(facts(without), Lines{});
    ASSERT_EQ(rejections(without).size(), 1U);
    EXPECT_EQ(rejections(without).front().substr(0, 36), "Observation/o1 | temperature = 38.6 ");
    EXPECT_EQ(rejections(read(measured(loinc("8310-5"), R"({"value": 38.6, "code": "kg"})"))).size(), 1U);
    EXPECT_EQ(facts(read(measured(loinc("6690-2"), R"({"value": 4, "code": "kg"})"))), Lines{});
}

TEST(FhirObservation, RejectsWhatNoLivingPatientHas) {
    const FhirPatients got = read(measured(loinc("8310-5"), R"({"value": 101.3, "code": "Cel"})"));
    EXPECT_EQ(facts(got), Lines{});
    ASSERT_EQ(rejections(got).size(), 1U);
    EXPECT_NE(rejections(got).front().find("[degF]"), std::string::npos) << rejections(got).front();
}

TEST(FhirObservation, KeepsComparators) {
    EXPECT_EQ(facts(read(measured(loinc("2276-4"), R"({"value": 40000, "comparator": ">", "code": "ng/mL"})"))),
              Lines{at_ten("ferritin >40000 ug/L")});
    EXPECT_EQ(facts(read(measured(loinc("1988-5"), R"({"value": 0.3, "comparator": "<", "code": "mg/dL"})"))),
              Lines{at_ten("crp <3 mg/L")});
    EXPECT_EQ(rejections(read(measured(loinc("2276-4"), R"({"value": 1, "comparator": "ad", "code": "ng/mL"})"))),
              Lines{"Observation/o1 | ferritin | the comparator 'ad' is none of <, <=, >=, >"});
}

TEST(FhirObservation, ACodeDecidesWhatABareUnitLeavesOpen) {
    EXPECT_EQ(facts(read(measured(loinc("48065-7"), R"({"value": 800, "code": "ng/mL"})"))),
              Lines{at_ten("d_dimer 800 ng/mL{FEU}")});
}

TEST(FhirObservation, ReadsTheComponentsOfABloodPressure) {
    for (const char* panel : {"85354-9", "55284-4"}) {
        const FhirPatients got = read(with(loinc(panel), R"("component": [
            {"code": )" + loinc("8480-6") + R"(, "valueQuantity": {"value": 84, "code": "mm[Hg]"}},
            {"code": )" + loinc("8462-4") + R"(, "valueQuantity": {"value": 48, "code": "mm[Hg]"}}])"));
        EXPECT_EQ(facts(got), (Lines{at_ten("systolic_bp 84 mm[Hg]"), at_ten("diastolic_bp 48 mm[Hg]")})) << panel;
        EXPECT_EQ(rejections(got), Lines{}) << panel;
    }
}

TEST(FhirObservation, ReadsPulseOximetryWithFlowAndFraction) {
    const FhirPatients got = read(with(R"({"coding": [{"system": "http://loinc.org", "code": "59408-5"},
                                                      {"system": "http://loinc.org", "code": "2708-6"}]})",
                                       R"("valueQuantity": {"value": 91, "code": "%"}, "component": [
            {"code": )" + loinc("3151-8") + R"(, "valueQuantity": {"value": 6, "code": "L/min"}},
            {"code": )" + loinc("3150-0") + R"(, "valueQuantity": {"value": 40, "code": "%"}}])"));
    EXPECT_EQ(facts(got), (Lines{at_ten("spo2 91 %"), at_ten("oxygen_flow 6 L/min"), at_ten("fio2 40 %")}));
}

TEST(FhirObservation, ReadsDevicesByCodeAndByWord) {
    const std::string device = R"({"text": "Oxygen device"})";
    EXPECT_EQ(facts(read(with(device, R"("valueCodeableConcept": {"coding": [
        {"system": "http://snomed.info/sct", "code": "426854004", "display": "High flow oxygen nasal cannula"}]})"))),
              Lines{at_ten("oxygen_device high_flow_nasal_cannula")});
    EXPECT_EQ(facts(read(with(loinc("3152-6"), R"("valueCodeableConcept": {"text": "HFNC"})"))),
              Lines{at_ten("oxygen_device high_flow_nasal_cannula")});
    EXPECT_EQ(facts(read(with(device, R"("valueCodeableConcept": {"text": "Venti mask "})"))),
              Lines{at_ten("oxygen_device venturi_mask")});
    EXPECT_EQ(facts(read(with(own("oxygen_device"), R"x("valueString": "None (Room air)")x"))),
              Lines{at_ten("oxygen_device room_air")});
    EXPECT_EQ(facts(read(with(own("oxygen_device"), R"("valueCodeableConcept": {"coding": [{"code": "bipap"}]})"))),
              Lines{at_ten("oxygen_device bipap")});
}

TEST(FhirObservation, AnUnknownDeviceEndsTheOneBefore) {
    const FhirPatients got = read(with(own("oxygen_device"), R"("valueString": "oxigen mask")"));
    EXPECT_EQ(facts(got), Lines{at_ten("oxygen_device ? [unreadable]")});
    ASSERT_EQ(rejections(got).size(), 1U);
    EXPECT_EQ(rejections(got).front().substr(0, 45), "Observation/o1 | oxygen_device = oxigen mask ");
}

TEST(FhirObservation, AnAbsentValueIsNoErrorAndEndsOnlyOxygen) {
    constexpr const char* absent = R"("dataAbsentReason": {"text": "not performed"})";
    const FhirPatients vital = read(with(loinc("8310-5"), absent));
    EXPECT_EQ(facts(vital), Lines{});
    EXPECT_EQ(rejections(vital), Lines{});
    EXPECT_EQ(facts(read(with(own("oxygen_device"), absent))), Lines{at_ten("oxygen_device ? [unreadable]")});
    EXPECT_EQ(facts(read(with(loinc("3151-8"), absent))), Lines{at_ten("oxygen_flow 0 [unreadable]")});
    EXPECT_EQ(rejections(read(
                  with(loinc("8310-5"), R"("valueQuantity": {"value": 38, "code": "Cel"}, )" + std::string(absent)))),
              Lines{"Observation/o1 | temperature | it has both a value and a dataAbsentReason; one of them is wrong"});
}

TEST(FhirObservation, ReadsWordsScoresAndAnswers) {
    EXPECT_EQ(facts(read(with(own("ice_score"), R"("valueInteger": 7)"))), Lines{at_ten("ice_score 7")});
    EXPECT_EQ(facts(read(with(own("ice_score"), R"("valueQuantity": {"value": 7, "code": "{score}"})"))),
              Lines{at_ten("ice_score 7")});
    EXPECT_EQ(facts(read(with(own("consciousness"), R"("valueString": "wakes to voice")"))),
              Lines{at_ten("consciousness wakes_to_voice")});
    EXPECT_EQ(facts(read(with(own("sedated"), R"("valueBoolean": true)"))), Lines{at_ten("sedated yes")});
    EXPECT_EQ(facts(read(with(own("attributed"), R"("valueString": "fever:infection")"))),
              Lines{at_ten("attributed 0 1 'infection'")});
    EXPECT_EQ(facts(read(with(own("baseline_oxygen"), R"("valueQuantity": {"value": 2, "code": "L/min"})"))),
              Lines{at_ten("baseline_oxygen 2 L/min")});
    EXPECT_EQ(facts(read(with(R"({"text": "ICE"})", R"("valueInteger": 3)"))), Lines{at_ten("ice_score 3")});
    EXPECT_EQ(facts(read(with(R"({"coding": [{"system": "urn:x", "code": "ice_score"}]})", R"("valueInteger": 3)"))),
              Lines{at_ten("ice_score 3")});
    EXPECT_EQ(facts(read(with(R"({"coding": [{"system": "urn:x", "code": "pt"}]})", R"("valueInteger": 3)"))), Lines{});
    EXPECT_EQ(facts(read(with(R"({"text": "ice_score"})", R"("valueInteger": 10)"))), Lines{at_ten("ice_score 10")});
    EXPECT_EQ(rejections(read(with(own("seizure"), R"("valueBoolean": false)"))),
              Lines{"Observation/o1 | seizure | true or false is no value of seizure"});
}

TEST(FhirObservation, OurOwnCodesCanNameDrugsAndTherapies) {
    EXPECT_EQ(facts(read(with(own("therapy"), R"("valueString": "Yescarta")"))),
              Lines{at_ten("therapy axicabtagene_ciloleucel 0")});
    EXPECT_EQ(facts(read(measured(own("rate:norepinephrine"), R"({"value": 0.05, "code": "ug/kg/min"})"))),
              Lines{at_ten("rate norepinephrine 0.05 ug/kg/min")});
    EXPECT_EQ(rejections(read(with(own("ice_skore"), R"("valueInteger": 10)"))),
              Lines{"Observation/o1 | urn:stormkeel:item ice_skore | 'ice_skore' is no item of urn:stormkeel:item; "
                    "its codes are the items of the chart CSV"});
}

TEST(FhirObservation, ALoincCodeWeDoNotKnowIsNotReadByItsName) {
    const FhirPatients got = read(with(R"({"coding": [{"system": "http://loinc.org", "code": "2161-8",
        "display": "Creatinine"}], "text": "Creatinine"})",
                                       R"("valueQuantity": {"value": 90, "code": "mg/dL"})"));
    EXPECT_EQ(facts(got), Lines{});
    EXPECT_EQ(rejections(got),
              Lines{"Observation/o1 | LOINC 2161-8 'Creatinine' | no item of ours has this code; not used"});
}

TEST(FhirObservation, WhatIsNotMappedIsReportedOnceWithItsNumber) {
    Lines resources;
    for (int i = 1; i <= 42; ++i) {
        resources.push_back(observation(R"({"id": "a)" + std::to_string(i) + R"(", "code": {"coding": [
            {"system": "http://loinc.org", "code": "8277-6", "display": "Body surface area"}]}})"));
    }
    EXPECT_EQ(
        rejections(read(bundle(resources))),
        Lines{
            "Observation/a1 and 41 more | LOINC 8277-6 'Body surface area' | no item of ours has this code; not used"});
}

TEST(FhirObservation, CodesThatDisagreeAreRejected) {
    EXPECT_EQ(rejections(read(measured(R"({"coding": [{"system": "http://loinc.org", "code": "8480-6"},
                                                      {"system": "http://loinc.org", "code": "8462-4"}]})",
                                       R"({"value": 84, "code": "mm[Hg]"})"))),
              Lines{"Observation/o1 | LOINC 8480-6 | its codes mean different things, systolic_bp and diastolic_bp; "
                    "one of them would be right"});
}

std::string timed(std::string_view fields) {
    nlohmann::json resource = nlohmann::json::parse(measured(loinc("8310-5"), R"({"value": 38.6, "code": "Cel"})"));
    resource["effectiveDateTime"] = nullptr;
    resource.merge_patch(nlohmann::json::parse(fields));
    if (resource["effectiveDateTime"].is_null()) resource.erase("effectiveDateTime");
    return resource.dump();
}

TEST(FhirObservation, IsTrueAtItsEffectiveTime) {
    EXPECT_EQ(facts(read(timed(R"({"effectiveDateTime": "2026-03-03T10:00:00+01:00"})"))),
              Lines{"2026-03-03T09:00:00Z temperature 38.6 Cel from Observation/o1"});
    EXPECT_EQ(facts(read(timed(R"({"effectiveInstant": "2026-03-03T10:00:00.250Z"})"))),
              Lines{"2026-03-03T10:00:00.25Z temperature 38.6 Cel from Observation/o1"});
    EXPECT_EQ(
        facts(read(timed(R"({"effectivePeriod": {"start": "2026-03-03T10:00:00Z", "end": "2026-03-03T11:00:00Z"}})"))),
        Lines{at_ten("temperature 38.6 Cel")});
}

TEST(FhirObservation, TheOffsetOfItsTimeIsTheWardsWallTime) {
    const auto offset_of = [](std::string_view fields) {
        return read(timed(fields)).patients.begin()->second.utc_offset_minutes();
    };
    EXPECT_EQ(offset_of(R"({"effectiveDateTime": "2026-03-03T10:00:00+01:00"})"), 60);
    EXPECT_EQ(offset_of(R"({"effectivePeriod": {"start": "2026-03-03T10:00:00-05:00"}})"), -300);
    EXPECT_EQ(offset_of(R"({"effectiveDateTime": "2026-03-03T10:00:00"})"), std::nullopt);
}

TEST(FhirObservation, ATimeThatIsNoInstantIsRejectedWithWhatWouldBeRight) {
    const std::string right = "; right would be one such as 2026-03-01T09:00:00+01:00";
    const std::string where = "Observation/o1 | LOINC 8310-5 | ";
    EXPECT_EQ(rejections(read(timed(R"({"effectiveDateTime": "2026-03-03"})"))),
              Lines{where + "effectiveDateTime 2026-03-03 is a date without a time of day" + right});
    EXPECT_EQ(rejections(read(timed(R"({"effectiveDateTime": "2026-03-03T10:00:00"})"))),
              Lines{where + "effectiveDateTime 2026-03-03T10:00:00 has no offset from UTC" + right});
    EXPECT_EQ(
        rejections(read(timed(R"({"effectiveDateTime": "2026-02-30T10:00:00Z"})"))),
        Lines{where + "effectiveDateTime '2026-02-30T10:00:00Z' is no date and time as FHIR writes them" + right});
    EXPECT_EQ(rejections(read(timed(R"({})"))),
              Lines{where + "there is neither effectiveDateTime nor effectivePeriod; the time it was true is needed"});
}

TEST(FhirObservation, AReadingAheadOfItsRecordIsRejected) {
    const std::string ten = R"("effectiveDateTime": "2026-03-03T10:05:00Z")";
    EXPECT_EQ(facts(read(timed("{" + ten + R"(, "issued": "2026-03-03T10:00:00Z"})"))).size(), 1U);
    EXPECT_EQ(rejections(read(timed("{" + ten + R"(, "issued": "2026-03-03T09:59:59Z"})"))),
              Lines{"Observation/o1 | LOINC 8310-5 | future-dated: true at 2026-03-03T10:05:00Z, but recorded at "
                    "2026-03-03T09:59:59Z"});
    EXPECT_EQ(facts(read(timed("{" + ten + R"(, "meta": {"lastUpdated": "2026-03-03T09:00:00Z"}})"))), Lines{});
}

TEST(FhirObservation, StatusDecidesWhetherItHolds) {
    for (const char* status : {"final", "amended", "corrected"}) {
        const FhirPatients got =
            read(with(loinc("8310-5"),
                      R"("valueQuantity": {"value": 38.6, "code": "Cel"}, "status": ")" + std::string(status) + "\""));
        EXPECT_EQ(facts(got), Lines{at_ten("temperature 38.6 Cel")}) << status;
    }
    EXPECT_EQ(rejections(read(with(loinc("8310-5"), R"("status": "registered")"))),
              Lines{"Observation/o1 | LOINC 8310-5 | it is registered and has no result yet"});
    EXPECT_EQ(rejections(read(with(loinc("8310-5"), R"("status": "unknown")"))),
              Lines{"Observation/o1 | LOINC 8310-5 | its status 'unknown' does not say that it holds; "
                    "final, amended, corrected or preliminary would"});
}

TEST(FhirObservation, WhatChangesTheMeaningIsNotPassedOver) {
    const std::string value = R"("valueQuantity": {"value": 38.6, "code": "Cel"}, )";
    EXPECT_EQ(rejections(read(with(loinc("8310-5"), value + R"("focus": [{"display": "fetus"}])"))),
              Lines{"Observation/o1 | LOINC 8310-5 | it is about its focus, not about the patient"});
    EXPECT_EQ(
        rejections(read(with(loinc("8310-5"), value + R"("modifierExtension": [{"url": "urn:x"}])"))),
        Lines{"Observation/o1 | LOINC 8310-5 | its modifierExtension changes its meaning in a way we do not know"});
}

TEST(FhirObservation, ValuesOfTheWrongFormAreNamed) {
    EXPECT_EQ(
        rejections(read(measured(loinc("8310-5"), R"({"value": "38.6", "code": "Cel"})"))),
        Lines{"Observation/o1 | temperature | the value '38.6' is no JSON number; write it without quotation marks"});
    EXPECT_EQ(rejections(read(with(loinc("8310-5"), R"("valueRange": {"low": {"value": 38}})"))),
              Lines{"Observation/o1 | temperature | valueRange cannot be read as temperature; valueQuantity, "
                    "valueCodeableConcept or valueString would be right"});
    EXPECT_EQ(rejections(read(with(loinc("8310-5"), R"("note": [])"))),
              Lines{"Observation/o1 | temperature | it has no value and no dataAbsentReason"});
}

TEST(FhirObservation, AReportHandsOnWhatItContains) {
    const std::string report = R"({"resourceType": "DiagnosticReport", "id": "d1", "status": "final",
        "subject": {"reference": "Patient/p1"}, "code": {"text": "Chemistry"}, "contained": [
        {"resourceType": "Observation", "id": "crp", "status": "final", "effectiveDateTime": "2026-03-03T10:00:00Z",
         "code": )" + loinc("1988-5") +
                               R"(, "valueQuantity": {"value": 3, "code": "mg/L"}},
        {"resourceType": "Observation", "id": "other", "status": "final", "effectiveDateTime": "2026-03-03T10:00:00Z",
         "subject": {"reference": "Patient/p2"},
         "code": )" + loinc("1988-5") +
                               R"(, "valueQuantity": {"value": 3, "code": "mg/L"}}]})";
    const FhirPatients got = read(report);
    EXPECT_EQ(facts(got), Lines{"2026-03-03T10:00:00Z crp 3 mg/L from DiagnosticReport/d1#crp"});
    EXPECT_EQ(rejections(got),
              Lines{"DiagnosticReport/d1#other | LOINC 1988-5 | its subject is not the report's patient"});
}

TEST(FhirObservation, AResultOfACultureShowsThatItWasTaken) {
    EXPECT_EQ(facts(read(with(loinc("600-7"), R"("valueCodeableConcept": {"text": "No growth"})"))),
              Lines{at_ten("blood_culture yes")});
}

TEST(FhirObservation, ARefusedRecordOfOxygenEndsWhatItWouldHaveReplaced) {
    const std::string mask = R"("code": {"coding": [{"system": "http://loinc.org", "code": "3152-6"}]},
        "valueString": "non-rebreather")";
    const Lines unknown{"2026-03-03T10:00:00Z oxygen_device ? [unreadable] from Observation/o1"};
    EXPECT_EQ(facts(read(observation("{" + mask + R"(, "status": "unknown"})"))), unknown);
    EXPECT_EQ(facts(read(observation("{" + mask + R"(, "modifierExtension": [{"url": "urn:x"}]})"))), unknown);
    EXPECT_EQ(facts(read(observation("{" + mask + R"(, "focus": [{"reference": "Patient/baby"}]})"))), Lines{});
    const FhirPatients both = read(observation(R"({"code": {"coding": [
        {"system": "http://loinc.org", "code": "3151-8"}, {"system": "http://loinc.org", "code": "3150-0"}]},
        "valueQuantity": {"value": 50, "code": "%"}})"));
    EXPECT_EQ(facts(both), unknown);
    EXPECT_EQ(rejections(both).size(), 1U);
}

TEST(FhirObservation, ASaturationByNameIsNotTakenFromALaboratory) {
    const std::string saturation =
        R"("code": {"text": "Oxygen saturation"}, "valueQuantity": {"value": 65, "code": "%"})";
    EXPECT_EQ(facts(read(observation("{" + saturation + "}"))),
              Lines{"2026-03-03T10:00:00Z spo2 65 % from Observation/o1"});
    const FhirPatients venous = read(observation("{" + saturation + R"(, "specimen": {"display": "Venous blood"}})"));
    EXPECT_EQ(facts(venous), Lines{});
    EXPECT_EQ(rejections(venous).size(), 1U);
    EXPECT_EQ(facts(read(observation("{" + saturation + R"(, "category": [{"coding": [{"code": "laboratory"}]}]})"))),
              Lines{});
}

TEST(FhirObservation, ANumberBeyondAllMachinesIsRejectedAlone) {
    std::string absurd =
        observation(R"({"id": "x", "code": {"coding": [{"system": "http://loinc.org", "code": "2276-4"}]},
        "valueQuantity": {"value": 4711, "code": "ug/L"}})");
    absurd.replace(absurd.find("4711"), 4, "1e400");
    const std::string fever = observation(R"({"valueQuantity": {"value": 38.6, "code": "Cel"},
        "code": {"coding": [{"system": "http://loinc.org", "code": "8310-5"}]}})");
    const FhirPatients got = read(bundle({absurd, fever}));
    EXPECT_EQ(facts(got), Lines{"2026-03-03T10:00:00Z temperature 38.6 Cel from Observation/o1"});
    EXPECT_EQ(rejections(got), Lines{"Observation/x | ferritin | 1e400 is outside the numbers we can hold"});
}

}  // namespace
}  // namespace stormkeel
