// Grades, risks, gaps, alerts and sources in FHIR: what is known is a value, what is not is absent with its reason.
#include "adapters/fhir_out.h"

#include "adapters/fhir_example.h"
#include "adapters/fhir_out_example.h"

namespace stormkeel {
namespace {

using namespace example;

std::string presence(const Written& part) { return part["valueCodeableConcept"]["coding"][0]["code"]; }
std::string decided_by(const Written& part) { return part["valueCodeableConcept"]["coding"][1]["code"]; }
bool is_unknown(const Written& part) {
    return part["dataAbsentReason"]["coding"][0]["code"] == "unknown" && !part.contains("valueInteger") &&
           !part.contains("valueCodeableConcept");
}

TEST(FhirOut, AKnownGradeIsAPreliminaryValue) {
    const Written bundle = bundle_of({cannula, two_litres});
    const Written crs = grade(bundle, "astct-crs-grade");
    EXPECT_EQ(crs["status"], "preliminary");
    EXPECT_EQ(crs["valueInteger"], 2);
    EXPECT_FALSE(crs.contains("dataAbsentReason"));
    EXPECT_EQ(crs["subject"]["reference"], "Patient/p1");
    EXPECT_EQ(crs["effectiveDateTime"], "2026-03-03T10:00:00Z");
    EXPECT_EQ(crs["method"]["coding"][0]["code"], "astct-2019");
    EXPECT_EQ(at_reference(bundle, crs["device"])["resourceType"], "Device");
    EXPECT_EQ(component(crs, "at-least"), Written());
    EXPECT_EQ(grade(bundle, "astct-icans-grade")["valueInteger"], 0);
}

TEST(FhirOut, EachSignTellsItsReason) {
    const Written crs = grade(bundle_of({cannula, two_litres}), "astct-crs-grade");
    EXPECT_EQ(presence(component(crs, "fever")), "present");
    EXPECT_EQ(decided_by(component(crs, "fever")), "ASTCT.G1.fever");
    EXPECT_EQ(presence(component(crs, "hypoxia")), "present");
    EXPECT_EQ(decided_by(component(crs, "hypoxia")), "ASTCT.G2.oxygen");
    EXPECT_EQ(presence(component(crs, "hypotension")), "absent");
    const std::string reason = component(crs, "hypoxia")["valueCodeableConcept"]["text"];
    EXPECT_NE(reason.find("oxygen flow 2 L/min at 2026-03-03T10:00:00Z"), std::string::npos) << reason;
}

TEST(FhirOut, AVasopressorIsASignOfHypotension) {
    const Written bundle = bundle_of({"2026-03-03T10:00:00Z,rate:norepinephrine,0.05,ug/kg/min"});
    const Written crs = grade(bundle, "astct-crs-grade");
    EXPECT_EQ(crs["valueInteger"], 3);
    EXPECT_EQ(decided_by(component(crs, "hypotension")), "ASTCT.G3.vasopressor");
}

TEST(FhirOut, AnOpenGradeIsARangeAndNoValue) {
    const Written crs = grade(bundle_of({cannula}), "astct-crs-grade");
    EXPECT_TRUE(is_unknown(crs));
    EXPECT_EQ(component(crs, "at-least")["valueInteger"], 2);
    EXPECT_EQ(component(crs, "at-most")["valueInteger"], 3);
}

TEST(FhirOut, ASignThatNobodyChartedIsUnknown) {
    const Written crs =
        grade(bundle_of({"2026-03-03T10:00:00Z,oxygen_device,", "2026-03-03T10:00:00Z,spo2,"}), "astct-crs-grade");
    EXPECT_TRUE(is_unknown(component(crs, "hypoxia")));
}

TEST(FhirOut, WhatNobodyExaminedIsNotToldAsExamined) {
    const Written icans = grade(bundle_of({"2026-03-03T10:00:00Z,consciousness,"}), "astct-icans-grade");
    EXPECT_EQ(icans["valueInteger"], 0);
    EXPECT_EQ(component(icans, "ice-score")["valueInteger"], 10);
    for (const char* sign : {"consciousness", "seizure", "motor-weakness", "cerebral-edema"}) {
        EXPECT_TRUE(is_unknown(component(icans, sign))) << sign;
    }
}

TEST(FhirOut, WhatWasExaminedIsToldInItsWord) {
    const Written icans =
        grade(bundle_of({"2026-03-03T10:00:00Z,seizure,brief,", "2026-03-03T10:00:00Z,motor_weakness,none,"}),
              "astct-icans-grade");
    EXPECT_EQ(icans["valueInteger"], 3);
    EXPECT_EQ(presence(component(icans, "seizure")), "brief");
    EXPECT_EQ(presence(component(icans, "motor-weakness")), "absent");
    EXPECT_EQ(presence(component(icans, "consciousness")), "awake");
}

TEST(FhirOut, TheEpisodeIsTold) {
    const Written crs = grade(bundle_of({}), "astct-crs-grade");
    EXPECT_EQ(component(crs, "episode")["valueInteger"], 1);
    EXPECT_EQ(component(crs, "episode-onset")["valueDateTime"], "2026-03-03T10:00:00Z");
    EXPECT_EQ(component(crs, "treat-as")["valueInteger"], 1);
    EXPECT_EQ(component(crs, "under-treatment")["valueBoolean"], false);
}

TEST(FhirOut, SuspectedHlhIsARiskWithoutAFigure) {
    const Written bundle =
        bundle_of({"2026-03-03T10:00:00Z,ferritin,10001,ng/mL", "2026-03-03T10:00:00Z,ctcae:liver,3,",
                   "2026-03-03T10:00:00Z,hemophagocytosis,yes,"});
    const Written risk = only(bundle, "RiskAssessment");
    EXPECT_EQ(risk["status"], "preliminary");
    EXPECT_EQ(risk["prediction"][0]["qualitativeRisk"]["coding"][0]["code"], "suspected");
    EXPECT_EQ(risk["prediction"][0]["probabilityRange"]["low"]["value"], 0);
    EXPECT_EQ(risk["prediction"][0]["probabilityRange"]["high"]["value"], 100);
    EXPECT_EQ(component(grade(bundle, "astct-crs-grade"), "treat-as")["valueInteger"], 3);
    bool flagged = false;
    for (const Written& flag : resources(bundle, "Flag")) flagged = flagged || flag["code"]["text"] == "HLH suspected";
    EXPECT_TRUE(flagged);
}

TEST(FhirOut, AGapIsRequiredWhileTheGradeIsOpen) {
    const Written evaluation =
        only(bundle_of({cannula, "2026-03-03T10:00:00Z,ferritin,300,ng/mL"}), "GuidanceResponse");
    EXPECT_EQ(evaluation["status"], "data-required");
    const Written& codes = evaluation["dataRequirement"][0]["codeFilter"][0]["code"];
    EXPECT_EQ(codes[0]["system"], "http://loinc.org");
    EXPECT_EQ(codes[0]["code"], "3151-8");
    EXPECT_EQ(codes[1]["code"], "oxygen_flow");
    EXPECT_EQ(evaluation["note"].size(), evaluation["dataRequirement"].size());
}

TEST(FhirOut, AGapOfADoseIsOnlyRequested) {
    const Written evaluation = only(
        bundle_of({cannula, two_litres, "2026-03-01T09:00:00Z,weight,", "2026-03-03T10:00:00Z,ferritin,300,ng/mL"}),
        "GuidanceResponse");
    EXPECT_EQ(evaluation["status"], "data-requested");
    EXPECT_EQ(evaluation["dataRequirement"][0]["codeFilter"][0]["code"][0]["code"], "29463-7");
}

TEST(FhirOut, WithoutAGapItSucceeded) {
    const Written bundle = bundle_of({cannula, two_litres, "2026-03-03T10:00:00Z,ferritin,300,ng/mL"});
    const Written evaluation = only(bundle, "GuidanceResponse");
    EXPECT_EQ(evaluation["status"], "success");
    EXPECT_FALSE(evaluation.contains("dataRequirement"));
    EXPECT_EQ(at_reference(bundle, evaluation["result"])["resourceType"], "RequestGroup");
    EXPECT_EQ(at_reference(bundle, evaluation["performer"])["resourceType"], "Device");
}

TEST(FhirOut, RejectedRecordsAreToldByPlace) {
    const Written bundle = bundle_of({"2026-03-03T10:00:00Z,temperature,101,Cel"});
    const Written evaluation = only(bundle, "GuidanceResponse");
    const Written outcome = at_reference(bundle, evaluation["evaluationMessage"][0]);
    EXPECT_EQ(outcome["issue"][0]["severity"], "warning");
    EXPECT_EQ(outcome["issue"][0]["diagnostics"], "line 10");
    const std::string why = outcome["issue"][0]["details"]["text"];
    EXPECT_NE(why.find("[degF]"), std::string::npos) << why;
    EXPECT_TRUE(resources(bundle_of({}), "OperationOutcome").empty());
}

TEST(FhirOut, AFlagHasTheEpisodesOnsetAndClosesByTheSameId) {
    const std::vector<std::string> recovery{"2026-03-03T20:00:00Z,temperature,37.0,Cel",
                                            "2026-03-03T20:00:00Z,systolic_bp,120,mm[Hg]",
                                            "2026-03-03T20:00:00Z,oxygen_device,room_air,",
                                            "2026-03-03T20:00:00Z,spo2,97,%",
                                            "2026-03-04T06:00:00Z,temperature,37.0,Cel",
                                            "2026-03-04T06:00:00Z,systolic_bp,120,mm[Hg]",
                                            "2026-03-04T06:00:00Z,oxygen_device,room_air,",
                                            "2026-03-04T06:00:00Z,spo2,97,%",
                                            "2026-03-04T11:00:00Z,temperature,37.0,Cel",
                                            "2026-03-04T11:00:00Z,systolic_bp,120,mm[Hg]",
                                            "2026-03-04T11:00:00Z,oxygen_device,room_air,",
                                            "2026-03-04T11:00:00Z,spo2,97,%",
                                            "2026-03-04T11:00:00Z,ice_score,10,"};
    const Written open = only(bundle_of(recovery), "Flag");
    EXPECT_EQ(open["status"], "active");
    EXPECT_EQ(open["code"]["text"], "CRS grade 1 (ASTCT 2019)");
    EXPECT_EQ(open["period"]["start"], "2026-03-03T10:00:00Z");
    EXPECT_FALSE(open["period"].contains("end"));
    const Written closed = only(bundle_of(recovery, "2026-03-04T11:00:00Z"), "Flag");
    EXPECT_EQ(closed["status"], "inactive");
    EXPECT_TRUE(closed["period"].contains("end"));
    EXPECT_EQ(closed["id"], open["id"]);
}

Written flag_named(const Written& bundle, const std::string& text) {
    for (const Written& flag : resources(bundle, "Flag")) {
        if (flag["code"]["text"] == text) return flag;
    }
    return Written();
}

TEST(FhirOut, TheFlagOfIcansClosesWhenItIsKnownToBeOver) {
    const std::vector<std::string> rows{
        "2026-03-03T10:00:00Z,ice_score,6,", "2026-03-03T10:00:00Z,consciousness,awake,",
        "2026-03-04T04:00:00Z,ice_score,10,", "2026-03-04T04:00:00Z,consciousness,awake,"};
    const Written active = flag_named(bundle_of(rows, "2026-03-03T10:00:00Z"), "ICANS grade 2 (ASTCT 2019)");
    EXPECT_EQ(active["status"], "active");
    // Nothing is known of it any more: it is left as it is.
    EXPECT_EQ(flag_named(bundle_of(rows, "2026-03-04T00:00:00Z"), "ICANS resolved"), Written());
    const Written over = flag_named(bundle_of(rows, "2026-03-04T04:00:00Z"), "ICANS resolved");
    EXPECT_EQ(over["status"], "inactive");
    EXPECT_EQ(over["id"], active["id"]);
    EXPECT_EQ(over["period"]["end"], "2026-03-04T04:00:00Z");
    EXPECT_EQ(flag_named(bundle_of({"2026-03-03T10:00:00Z,ice_score,10,"}), "ICANS resolved"), Written());
}

TEST(FhirOut, TheFlagOfAnEpisodeClosesWhileItsFeverHasAnotherCause) {
    const std::vector<std::string> rows{"2026-03-03T11:00:00Z,attributed,fever:infection,"};
    const Written active = flag_named(bundle_of(rows, "2026-03-03T10:30:00Z"), "CRS grade 1 (ASTCT 2019)");
    EXPECT_EQ(active["status"], "active");
    const Written hidden =
        flag_named(bundle_of(rows, "2026-03-03T11:00:00Z"), "CRS episode 1: its fever has another cause");
    EXPECT_EQ(hidden["status"], "inactive");
    EXPECT_EQ(hidden["id"], active["id"]);
    EXPECT_EQ(hidden["period"]["end"], "2026-03-03T11:00:00Z");
}

// Its flag is that of the last episode, so that it closes when the record is taken back.
TEST(FhirOut, DeathAfterTheEpisodeIsTheFlagOfThatEpisode) {
    std::vector<std::string> rows;
    for (const char* at : {"2026-03-03T20:00:00Z", "2026-03-04T06:00:00Z", "2026-03-04T11:00:00Z"}) {
        for (const char* calm : {"temperature,37.0,Cel", "systolic_bp,120,mm[Hg]", "oxygen_device,room_air,"}) {
            rows.push_back(std::string(at) + "," + calm);
        }
    }
    const Written resolved = flag_named(bundle_of(rows, "2026-03-04T12:00:00Z"), "CRS episode 1 resolved");
    EXPECT_EQ(resolved["status"], "inactive");
    rows.push_back("2026-03-04T13:00:00Z,death,crs,");
    const Written bundle = bundle_of(rows, "2026-03-04T13:00:00Z");
    const Written died = flag_named(bundle, "CRS grade 5 (ASTCT 2019)");
    EXPECT_EQ(died["status"], "active");
    EXPECT_EQ(died["id"], resolved["id"]);
    EXPECT_EQ(flag_named(bundle, "CRS episode 1 resolved"), Written());
}

TEST(FhirOut, AFlagDoesNotEndBeforeItBegan) {
    const std::vector<std::string> rows{"2026-03-03T09:00:00Z,attributed,fever:infection,"};
    const Written hidden = flag_named(bundle_of(rows), "CRS episode 1: its fever has another cause");
    EXPECT_EQ(hidden["period"]["start"], "2026-03-03T10:00:00Z");
    EXPECT_EQ(hidden["period"]["end"], "2026-03-03T10:00:00Z");
}

TEST(FhirOut, TheFlagOfHlhClosesWhenItIsNoLongerSuspected) {
    const std::vector<std::string> rows{
        "2026-03-03T10:00:00Z,ferritin,10001,ng/mL",  "2026-03-03T10:00:00Z,ctcae:liver,3,",
        "2026-03-03T10:00:00Z,hemophagocytosis,yes,", "2026-03-04T10:00:00Z,ctcae:liver,1,",
        "2026-03-04T10:00:00Z,ctcae:kidney,0,",       "2026-03-04T10:00:00Z,ctcae:lung,0,",
        "2026-03-04T10:00:00Z,hemophagocytosis,no,"};
    const Written active = flag_named(bundle_of(rows, "2026-03-03T10:30:00Z"), "HLH suspected");
    EXPECT_EQ(active["status"], "active");
    const Written over = flag_named(bundle_of(rows, "2026-03-04T10:00:00Z"), "HLH no longer suspected");
    EXPECT_EQ(over["status"], "inactive");
    EXPECT_EQ(over["id"], active["id"]);
}

TEST(FhirOut, AClockIsATaskWithItsDueTime) {
    const auto vital_signs = [](const Written& bundle) {
        for (const Written& task : resources(bundle, "Task")) {
            if (task["code"]["coding"][0]["code"] == "vital_signs") return task;
        }
        return Written();
    };
    const Written due = vital_signs(bundle_of({}));  // grade 1: every 4 h
    EXPECT_EQ(due["intent"], "proposal");
    EXPECT_EQ(due["priority"], "routine");
    EXPECT_EQ(due["restriction"]["period"]["end"], "2026-03-03T14:00:00Z");
    const Written overdue = vital_signs(bundle_of({}, "2026-03-03T14:01:00Z"));
    EXPECT_EQ(overdue["priority"], "urgent");
    EXPECT_EQ(overdue["businessStatus"]["text"], "overdue");
    EXPECT_EQ(overdue["restriction"]["period"]["end"], "2026-03-03T14:00:00Z");
}

TEST(FhirOut, SourcesOfAChartAreNamedByTheirLines) {
    const Written provenance = only(bundle_of({}), "Provenance");
    EXPECT_EQ(provenance["recorded"], "2026-03-03T10:00:00Z");
    bool temperature = false;
    for (const Written& entity : provenance["entity"]) {
        EXPECT_EQ(entity["role"], "source");
        temperature = temperature || entity["what"]["display"] == "line 5: temperature";
    }
    EXPECT_TRUE(temperature) << provenance["entity"].dump();
}

TEST(FhirOut, SourcesInFhirAreReferences) {
    const std::string record = bundle({R"({"resourceType": "Patient", "id": "p1", "birthDate": "1961-05-02"})",
                                       administration(R"({"id": "cells", "effectiveDateTime": "2026-03-01T09:00:00Z",
                            "medicationCodeableConcept": {"text": "axicabtagene ciloleucel"}})"),
                                       observation(R"({"id": "warm", "status": "preliminary",
                         "code": {"coding": [{"system": "http://loinc.org", "code": "8310-5"}]},
                         "valueQuantity": {"value": 38.6, "unit": "Cel", "code": "Cel",
                                           "system": "http://unitsofmeasure.org"}})")});
    const Written written = Written::parse(bundle_text_of_fhir(record, "2026-03-03T10:00:00Z"));
    const Written crs = grade(written, "astct-crs-grade");
    ASSERT_EQ(crs["derivedFrom"].size(), 1U) << crs.dump(1);
    EXPECT_EQ(crs["derivedFrom"][0]["reference"], "Observation/warm");
    bool referred = false;
    const Written provenance = only(written, "Provenance");
    for (const Written& entity : provenance["entity"]) {
        referred = referred || entity["what"]["reference"] == "Observation/warm";
    }
    EXPECT_TRUE(referred);
}

TEST(FhirOut, TheEngineNamesItsVersionsAndIsOneForAll) {
    const Written one = only(bundle_of({}), "Device");
    const Written other = only(bundle_of({cannula, two_litres}, "2026-03-03T11:00:00Z"), "Device");
    EXPECT_EQ(one, other);
    EXPECT_EQ(one["version"][0]["value"], "1.2.3");
    EXPECT_TRUE(std::string(one["version"][1]["value"]).starts_with("sha256:"));
}

TEST(FhirOut, TheSameFactsGiveTheSameBytesAndAnotherTimeOtherIds) {
    const std::string chart = chart_of({cannula, two_litres});
    EXPECT_EQ(bundle_text(chart, "2026-03-03T10:00:00Z"), bundle_text(chart, "2026-03-03T10:00:00Z"));
    const Written now = Written::parse(bundle_text(chart, "2026-03-03T10:00:00Z"));
    const Written later = Written::parse(bundle_text(chart, "2026-03-03T10:30:00Z"));
    EXPECT_NE(now["id"], later["id"]);
    EXPECT_NE(grade(now, "astct-crs-grade")["id"], grade(later, "astct-crs-grade")["id"]);
}

TEST(FhirOut, APatientWhoseIdIsNoFhirIdIsNamedByIdentifier) {
    const Written bundle = Written::parse(bundle_text(chart_of({}, "Bed 4_\x07"), "2026-03-03T10:00:00Z"));
    const Written subject = grade(bundle, "astct-crs-grade")["subject"];
    EXPECT_FALSE(subject.contains("reference"));
    EXPECT_EQ(subject["identifier"]["value"], "Bed 4_?");
}

// What the engine says must never come back to it as what is true of the patient.
TEST(FhirOut, ReadBackItIsNoFact) {
    const std::string text =
        bundle_text(chart_of({cannula, two_litres, "2026-03-03T10:00:00Z,rate:norepinephrine,0.05,ug/kg/min"}),
                    "2026-03-03T10:00:00Z");
    const FhirPatients back = read(text);
    EXPECT_EQ(facts(back), Lines{});
    EXPECT_EQ(rejections(back), Lines{});
    EXPECT_EQ(rejections_without_patient(back), Lines{});
}

}  // namespace
}  // namespace stormkeel
