// Procedures and device use: oxygen from its start to its end, examinations, therapies given as a procedure.
#include <gtest/gtest.h>

#include "adapters/fhir_example.h"

namespace stormkeel {
namespace {

using namespace example;

std::string snomed(std::string_view code) {
    return R"("code": {"coding": [{"system": "http://snomed.info/sct", "code": ")" + std::string(code) + R"("}]})";
}

std::string from_ten_to(std::string_view end) {
    return R"("performedDateTime": null, "performedPeriod": {"start": "2026-03-03T10:00:00Z", "end": "2026-03-03T)" +
           std::string(end) + R"(:00Z"})";
}

std::string act(const std::string& fields) { return procedure("{" + fields + "}"); }

std::string charted_device(std::string_view hour, std::string_view device) {
    return observation(R"({"effectiveDateTime": "2026-03-03T)" + std::string(hour) +
                       R"(:00Z", "code": {"text": "oxygen_device"}, "valueString": ")" + std::string(device) + R"("})");
}

TEST(FhirDevice, AProcedureIsADeviceUntilItEnds) {
    EXPECT_EQ(facts(read(act(snomed("47545007")))), Lines{"2026-03-03T10:00:00Z oxygen_device cpap from Procedure/x1"});
    EXPECT_EQ(facts(read(act(snomed("47545007") + ", " + from_ten_to("14:00")))),
              (Lines{"2026-03-03T10:00:00Z oxygen_device cpap from Procedure/x1",
                     "2026-03-03T14:00:00Z oxygen_device ? [unreadable] from Procedure/x1"}));
}

TEST(FhirDevice, AnotherDeviceTakesOverBeforeTheEnd) {
    const std::string cpap = act(snomed("47545007") + ", " + from_ten_to("14:00"));
    EXPECT_EQ(facts(read(bundle({cpap, charted_device("13:30", "high_flow_nasal_cannula")}))),
              (Lines{"2026-03-03T10:00:00Z oxygen_device cpap from Procedure/x1",
                     "2026-03-03T13:30:00Z oxygen_device high_flow_nasal_cannula from Observation/o1"}));
    EXPECT_EQ(facts(read(bundle({cpap, charted_device("13:30", "cpap")}))).back(),
              "2026-03-03T14:00:00Z oxygen_device ? [unreadable] from Procedure/x1");
    EXPECT_EQ(facts(read(bundle({cpap, charted_device("14:00", "room_air")}))).size(), 2U);
}

TEST(FhirDevice, IntubationBeginsVentilationAndExtubationLeavesTheDeviceOpen) {
    EXPECT_EQ(facts(read(act(snomed("112798008") + ", " + from_ten_to("10:20")))),
              Lines{"2026-03-03T10:00:00Z oxygen_device invasive_ventilation from Procedure/x1"});
    EXPECT_EQ(facts(read(act(snomed("271280005")))),
              Lines{"2026-03-03T10:00:00Z oxygen_device ? [unreadable] from Procedure/x1"});
}

TEST(FhirDevice, OxygenTherapyAloneDoesNotNameADevice) {
    const FhirPatients got = read(act(snomed("57485005")));
    EXPECT_EQ(facts(got), Lines{"2026-03-03T10:00:00Z oxygen_device ? [unreadable] from Procedure/x1"});
    EXPECT_EQ(rejections(got), Lines{"Procedure/x1 | oxygen therapy | it does not say by which device; a device's own "
                                     "code would be right"});
}

TEST(FhirDevice, WhatWasNotDoneIsNothing) {
    EXPECT_EQ(facts(read(act(snomed("47545007") + R"(, "status": "not-done")"))), Lines{});
    EXPECT_EQ(rejections(read(act(snomed("47545007") + R"(, "status": "preparation")"))),
              Lines{"Procedure/x1 | SNOMED CT 47545007 | its status 'preparation' does not say that it was done; "
                    "completed, in-progress or stopped would"});
}

TEST(FhirDevice, ACellInfusionIsATherapyAndItsApheresisIsNot) {
    EXPECT_EQ(facts(read(act(R"("code": {"text": "Infusion of axicabtagene ciloleucel"})"))),
              Lines{"2026-03-03T10:00:00Z therapy axicabtagene_ciloleucel 0 from Procedure/x1"});
    EXPECT_EQ(facts(read(act(R"("code": {"text": "Leukapheresis for axicabtagene ciloleucel infusion"})"))), Lines{});
}

TEST(FhirDevice, AnExaminationIsDone) {
    EXPECT_EQ(facts(read(act(R"("code": {"text": "Echocardiogram"})"))),
              Lines{"2026-03-03T10:00:00Z echocardiogram yes from Procedure/x1"});
}

TEST(FhirDevice, OtherProceduresAreReportedByCode) {
    EXPECT_EQ(rejections(read(act(snomed("73761001")))),
              Lines{"Procedure/x1 | SNOMED CT 73761001 | no item of ours has this code; not used"});
}

TEST(FhirDevice, DeviceUseIsReadThroughTheDevice) {
    const std::string device = R"({"resourceType": "Device", "id": "d1", "type": {"coding": [
        {"system": "http://snomed.info/sct", "code": "427591007"}]}})";
    const std::string use = R"({"resourceType": "DeviceUseStatement", "id": "u1", "status": "active",
        "subject": {"reference": "Patient/p1"}, "device": {"reference": "Device/d1"},
        "timingDateTime": "2026-03-03T10:00:00Z"})";
    EXPECT_EQ(facts(read(bundle({use, device}))),
              Lines{"2026-03-03T10:00:00Z oxygen_device non_rebreather from DeviceUseStatement/u1"});
    EXPECT_EQ(rejections(read(use)), Lines{"DeviceUseStatement/u1 | 'Device/d1' | this Device was not sent; not used"});
}

TEST(FhirDevice, AProcedureThatOnlySpeaksOfAProductIsNoTherapy) {
    for (const char* text :
         {"Education about CAR-T cell infusion", "Consent for CAR T infusion", "Management of CAR-T infusion reaction",
          "Tocilizumab infusion for CAR-T toxicity", "Bispecific antibody monitoring visit, infusion chair"}) {
        const FhirPatients got = read(act(R"("code": {"text": ")" + std::string(text) + R"("})"));
        EXPECT_EQ(facts(got), Lines{}) << text;
        EXPECT_EQ(rejections(got).size(), 1U) << text;
    }
    EXPECT_EQ(facts(read(act(R"("code": {"text": "CAR-T cell infusion"})"))),
              Lines{"2026-03-03T10:00:00Z therapy other_car_t 0 from Procedure/x1"});
}

TEST(FhirDevice, TheEndOfWhatGoesOnIsAPlan) {
    EXPECT_EQ(facts(read(act(snomed("47545007") + R"(, "status": "in-progress", )" + from_ten_to("18:00")))),
              Lines{"2026-03-03T10:00:00Z oxygen_device cpap from Procedure/x1"});
}

TEST(FhirDevice, ARefusedRecordEndsWhatItWouldHaveReplaced) {
    const Lines unknown{"2026-03-03T10:00:00Z oxygen_device ? [unreadable] from Procedure/x1"};
    EXPECT_EQ(facts(read(act(snomed("47545007") + R"(, "status": "on-hold")"))), unknown);
    EXPECT_EQ(facts(read(act(snomed("47545007") + R"(, "modifierExtension": [{"url": "urn:x"}])"))), unknown);
    EXPECT_EQ(facts(read(act(snomed("47545007") + R"(, "status": "preparation")"))), Lines{});
    EXPECT_EQ(facts(read(act(snomed("73761001") + R"(, "status": "on-hold")"))), Lines{});
}

}  // namespace
}  // namespace stormkeel
